"""A coordinator says in Slack who looks after what, and joins the channel for reading."""

from __future__ import annotations

from bot.practice import actions
from bot.practice.world import Message
from service.application.commands import EndRole
from service.domain.vocabulary import PlaceRole
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import (
    AMINA,
    DEEPA,
    HARROW,
    JOAN,
    LEARNERS,
    ROSA,
    TOMAS,
    Workspace,
)


def holding(slack: Workspace, role: PlaceRole) -> set[str]:
    """Who holds a role, by Slack's ids."""
    given = slack.system.places.remembered_roles(slack.place)
    return {
        slack.slack.bot.identity.slack_of(person)[0][1]
        for person, some in given.items()
        if role in some
    }


def opens(slack: Workspace, user: str = JOAN) -> None:
    """Somebody presses the button on their Home."""
    slack.practice.interact(type="app_home_opened", user=user)
    slack.deliver()
    slack.clicks(user, "roles.open")


def test_a_coordinator_gives_roles_and_ends_them(slack: Workspace) -> None:
    opens(slack)
    assert_sound_view(slack.modal(JOAN).given)
    slack.submits(JOAN, learning_partner=[AMINA], safeguarding_lead=[DEEPA, ROSA])
    assert not slack.has_modal(JOAN)
    assert holding(slack, PlaceRole.COORDINATOR) == {JOAN}
    assert holding(slack, PlaceRole.LEARNING_PARTNER) == {AMINA}
    assert holding(slack, PlaceRole.SAFEGUARDING_LEAD) == {DEEPA, ROSA}
    slack.deliver()
    assert f"<@{AMINA}>" in str(slack.home(JOAN))


def test_a_role_is_not_left_to_nobody(slack: Workspace) -> None:
    opens(slack)
    told = slack.submits(JOAN, learning_partner=[AMINA], safeguarding_lead=[])
    assert list(told["errors"]) == ["safeguarding_lead"]
    assert holding(slack, PlaceRole.LEARNING_PARTNER) == {TOMAS}


def test_only_a_coordinator_finds_and_sends_it(slack: Workspace) -> None:
    slack.practice.interact(type="app_home_opened", user=TOMAS)
    slack.deliver()
    assert "roles.open" not in str(slack.home(TOMAS))
    opens(slack)
    slack.system.places.end_role(_end(slack, JOAN), slack.request())
    told = slack.submits(JOAN, coordinator=[JOAN, AMINA])
    assert told["errors"]
    assert holding(slack, PlaceRole.COORDINATOR) == set()


def test_a_channel_for_reading_is_joined_in_slack(slack: Workspace) -> None:
    message = _invited(slack)
    slack.clicks(JOAN, "setup.open", message)
    assert_sound_view(slack.modal(JOAN).given)
    told = slack.submits(JOAN, place=str(slack.place), purpose="triage", coordinator=None)
    assert "no" in told["errors"]["purpose"]
    actions.leave(slack.practice.world, LEARNERS, JOAN)
    others = slack.practice.world.channels[LEARNERS].members
    bot = slack.practice.world.installs[HARROW].bot_user
    others.intersection_update({TOMAS, bot})
    slack.submits(JOAN)
    linked = slack.slack.bot.channels.of(HARROW, LEARNERS)
    assert linked is not None
    assert (linked.place_id, linked.purpose) == (slack.place, "triage")
    slack.says(ROSA, "The desk said yes.")
    slack.deliver()
    assert "The desk said yes." in slack.posted(LEARNERS)[-1].text


def test_a_channel_that_everybody_can_read_is_not_for_reading(slack: Workspace) -> None:
    slack.practice.member(JOAN, "C0NOTICE01", "invite_bot")
    slack.deliver()
    slack.clicks(JOAN, "setup.open", slack.posted("C0NOTICE01")[-1])
    told = slack.submits(JOAN, place=str(slack.place), purpose="triage")
    assert "has to be private" in told["errors"]["purpose"]
    assert slack.slack.bot.channels.of(HARROW, "C0NOTICE01") is None


def _invited(slack: Workspace) -> Message:
    if JOAN not in slack.practice.world.channels[LEARNERS].members:
        actions.join(slack.practice.world, LEARNERS, JOAN, inviter=TOMAS)
    slack.practice.member(TOMAS, LEARNERS, "invite_bot")
    slack.deliver()
    return slack.posted(LEARNERS)[-1]


def _end(slack: Workspace, user: str) -> EndRole:
    return EndRole(
        place=str(slack.place), contributor=str(slack.person(user)), role=PlaceRole.COORDINATOR
    )
