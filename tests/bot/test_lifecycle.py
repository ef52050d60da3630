"""The app, its channels and its people come and go: nothing is said where nobody should hear it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.channels import LinkedChannel
from bot.listeners.setup import introduce
from bot.practice import actions
from bot.practice.world import Happening, User
from bot.sending import NoWorkspace
from service.bootstrap import LEARNING_PARTNER_HERE
from service.projections.entries import Filter
from tests.support.workspace import (
    COLIN,
    HARROW,
    JOAN,
    NORTHSIDE,
    PETRA,
    ROSA,
    SHARED,
    VALE,
    Workspace,
    buttons,
)

WORDS = "The desk said yes on the spot."


def linked(slack: Workspace, channel: str = VALE) -> LinkedChannel | None:
    """What a channel is for."""
    return slack.slack.bot.channels.of(HARROW, channel)


def said(slack: Workspace) -> list[str]:
    """What stands on the timeline."""
    slack.system.runner.catch_up()
    found = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter())
    return [entry.text for entry in found.entries]


def calls(slack: Workspace, after: int = 0) -> list[str]:
    """The methods that the bot called since."""
    return [e["method"] for e in slack.practice.journal.entries(after) if e["kind"] == "call"]


def newest(slack: Workspace) -> int:
    """The number of the newest entry in the journal."""
    return int(slack.practice.journal.entries()[-1]["number"])


def test_when_the_app_is_removed_nothing_more_is_said_and_all_is_kept(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.practice.uninstall(HARROW)
    slack.practice.settle()
    with pytest.raises(NoWorkspace):
        slack.slack.workspaces.client(HARROW)
    before = newest(slack)
    slack.deliver()
    assert calls(slack, before) == []
    assert said(slack) == [WORDS]


def test_when_the_bots_token_is_revoked_nothing_more_is_said(slack: Workspace) -> None:
    actions.revoke_token(slack.practice.world, slack.practice.credentials.bot_token)
    slack.practice.settle()
    with pytest.raises(NoWorkspace):
        slack.slack.workspaces.client(HARROW)


def test_when_somebodys_own_token_is_revoked_nothing_changes(slack: Workspace) -> None:
    token = slack.practice.credentials.user_tokens[ROSA]
    actions.revoke_token(slack.practice.world, token)
    slack.practice.settle()
    slack.says(ROSA, WORDS)
    slack.deliver()
    assert len(slack.told(ROSA)) == 1


def test_who_left_their_workspace_hears_nothing_until_they_are_back(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    rosa = slack.person(ROSA)
    slack.practice.user(ROSA, deleted=True)
    slack.practice.settle()
    assert slack.slack.bot.identity.slack_of(rosa) == []
    slack.practice.user(ROSA, deleted=False)
    slack.practice.settle()
    assert slack.slack.bot.identity.slack_of(rosa) == [(HARROW, ROSA)]


def test_guests_are_noted_and_strangers_are_not_met(slack: Workspace, database_url: str) -> None:
    slack.says(COLIN, WORDS)
    slack.practice.user(COLIN, title="Resident")
    stranger = User("U0NEW00001", HARROW, "new", "New Somebody")
    actions.arrive(slack.practice.world, stranger)
    slack.practice.user("U0NEW00001", title="Here since today")
    slack.practice.settle()
    with slack.system.database.reading() as connection:
        rows = connection.execute(
            "SELECT person_id, is_guest FROM slack.people WHERE is_guest"
        ).fetchall()
    assert rows == [(slack.person(COLIN), True)]
    assert slack.system.keys.find_person("slack", f"{HARROW}/U0NEW00001") is None


def test_a_channel_that_the_bot_was_removed_from_is_closed_until_it_is_back(
    slack: Workspace,
) -> None:
    bot = slack.practice.world.installs[HARROW].bot_user
    actions.leave(slack.practice.world, VALE, bot, by=JOAN)
    slack.practice.settle()
    assert slack.slack.bot.channels.for_place(slack.place) == []
    slack.practice.member(JOAN, VALE, "invite_bot")
    slack.practice.settle()
    assert [one.channel_id for one in slack.slack.bot.channels.for_place(slack.place)] == [VALE]


def test_what_became_shared_while_the_bot_was_out_is_asked_about(slack: Workspace) -> None:
    slack.slack.bot.channels.welcome_others(HARROW, VALE, welcome=True)
    bot = slack.practice.world.installs[HARROW].bot_user
    actions.leave(slack.practice.world, VALE, bot, by=JOAN)
    slack.practice.settle()
    actions.share(slack.practice.world, VALE, NORTHSIDE)
    slack.practice.member(JOAN, VALE, "invite_bot")
    slack.deliver()
    found = linked(slack)
    assert found is not None
    assert (found.is_shared, found.welcomes_others) == (True, False)
    (asked,) = slack.told(JOAN)
    assert buttons(asked) == {"shared.welcome": "Let them take part"}


@pytest.mark.parametrize(("times", "is_open"), [(1, True), (50, False)])
def test_nothing_goes_there_before_slack_says_whether_it_is_shared(
    slack: Workspace, times: int, is_open: bool
) -> None:
    bot = slack.practice.world.installs[HARROW].bot_user
    actions.leave(slack.practice.world, VALE, bot, by=JOAN)
    slack.practice.settle()
    slack.practice.fail("conversations.info", status=500, times=times)
    slack.practice.member(JOAN, VALE, "invite_bot")
    slack.practice.settle()  # Slack tells of our coming up to four times.
    assert bool(slack.slack.bot.channels.for_place(slack.place)) is is_open


def test_where_people_come_and_go_nothing_changes(slack: Workspace) -> None:
    slack.practice.member(ROSA, VALE, "leave")
    slack.practice.member(ROSA, VALE, "join")
    slack.deliver()
    assert slack.posted() == []
    assert linked(slack) is not None


def test_an_archived_channel_is_closed_until_it_is_back(slack: Workspace) -> None:
    slack.practice.channel(VALE, "archive", user=JOAN)
    slack.practice.settle()
    assert slack.slack.bot.channels.for_place(slack.place) == []
    slack.practice.channel(VALE, "unarchive", user=JOAN)
    slack.practice.settle()
    assert len(slack.slack.bot.channels.for_place(slack.place)) == 1


def test_a_renamed_channel_is_the_same_and_its_name_is_kept_nowhere(slack: Workspace) -> None:
    slack.practice.channel(VALE, "rename", name="canary-name")
    slack.deliver()
    assert linked(slack) is not None
    with slack.system.database.reading() as connection:
        rows = connection.execute("SELECT c::text FROM slack.channels AS c").fetchall()
    assert "canary" not in str(rows)


def hears(slack: Workspace, event: dict[str, Any]) -> None:
    """Slack tells of something that practice Slack cannot do by itself."""
    slack.practice.deliveries._happened(Happening(HARROW, event | {"event_ts": "1.1"}))
    slack.practice.settle()


def test_a_channel_with_another_id_is_for_the_same_place(slack: Workspace) -> None:
    told = {"type": "channel_id_changed", "old_channel_id": VALE, "new_channel_id": "C0NEWID01"}
    hears(slack, told)
    assert linked(slack) is None
    moved = linked(slack, "C0NEWID01")
    assert moved is not None
    assert moved.place_id == slack.place
    hears(slack, told)  # Slack may say it twice.
    assert linked(slack, "C0NEWID01") is not None


@pytest.mark.parametrize("kind", ["channel_deleted", "group_deleted"])
def test_a_deleted_channel_is_for_nothing(slack: Workspace, kind: str) -> None:
    hears(slack, {"type": kind, "channel": VALE})
    assert linked(slack) is None


@pytest.mark.parametrize("event", [{"type": "channel_archive"}, {"type": "channel_id_changed"}])
def test_an_event_without_what_it_is_about_is_counted(
    slack: Workspace, event: dict[str, Any]
) -> None:
    hears(slack, event)
    assert sum(slack.slack.bot.counts.of_unknown().values()) == 1


def test_in_a_channel_that_becomes_shared_the_coordinator_is_asked(slack: Workspace) -> None:
    slack.slack.bot.channels.welcome_others(HARROW, VALE, welcome=True)
    slack.practice.channel(VALE, "share", team=NORTHSIDE)
    slack.deliver()
    found = linked(slack)
    assert found is not None
    assert (found.is_shared, found.welcomes_others) == (True, False)
    (asked,) = slack.told(JOAN)
    assert buttons(asked) == {"shared.welcome": "Let them take part"}
    slack.clicks(JOAN, "shared.welcome", asked)
    slack.deliver()
    found = linked(slack)
    assert found is not None
    assert found.welcomes_others
    (asked,) = slack.told(JOAN)
    assert buttons(asked) == {"shared.unwelcome": "Only our own people"}
    hears(slack, {"type": "channel_shared", "channel": VALE, "connected_team_id": "T0OTHER01"})
    found = linked(slack)
    assert found is not None
    assert not found.welcomes_others  # They said yes before that one came.
    slack.practice.channel(VALE, "unshare", team=NORTHSIDE)
    slack.deliver()
    found = linked(slack)
    assert found is not None
    assert (found.is_shared, found.welcomes_others) == (False, False)
    assert slack.told(JOAN) == []


def test_only_a_coordinator_says_who_takes_part(slack: Workspace) -> None:
    slack.slack.bot.channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    slack.practice.channel(SHARED, "share", team=NORTHSIDE)
    slack.deliver()
    (asked,) = slack.told(JOAN)
    # Somebody else's hands on the same button: their click names the same channel.
    slack.says(ROSA, "Hello.")
    slack.deliver()
    rosas = slack.told(ROSA)[0]
    rosas.blocks = asked.blocks
    slack.clicks(ROSA, "shared.welcome", rosas)
    found = linked(slack, SHARED)
    assert found is not None
    assert not found.welcomes_others


def test_people_from_elsewhere_are_heard_only_where_they_are_welcome(slack: Workspace) -> None:
    slack.slack.bot.channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    introduce(slack.slack.bot, HARROW, SHARED)
    slack.deliver()
    (intro,) = slack.posted(SHARED)
    slack.clicks(PETRA, "reflect.open", intro)
    assert not slack.has_modal(PETRA)
    slack.slack.bot.channels.welcome_others(HARROW, SHARED, welcome=True)
    slack.clicks(PETRA, "reflect.open", intro)
    slack.submits(PETRA, words=WORDS)
    assert said(slack) == [WORDS]
    assert slack.system.keys.find_person("slack", f"{NORTHSIDE}/{PETRA}") is not None
    assert slack.system.keys.find_person("slack", f"{HARROW}/{PETRA}") is None


def test_an_end_that_is_told_late_does_not_end_what_came_after(slack: Workspace) -> None:
    slack.slack.bot.installations.end(
        HARROW, "", "app_uninstalled", slack.clock() - timedelta(days=1)
    )
    slack.slack.workspaces.client(HARROW)
