"""Who can see what somebody writes, all of it in a file, and its end."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.practice.world import Json
from bot.telling import held_about
from bot.views import rights as view
from service.application.desk import Request
from service.domain.errors import Gone
from service.domain.person import Person, Preferences
from service.domain.vocabulary import ActorRole, Channel, Scope, SpeakingAs
from service.policy import Actor
from service.settings import Settings
from tests.bot.test_home import WORDS, home_id, looks, says, seen, who
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import (
    AMINA,
    DEEPA,
    HARROW,
    ROSA,
    TOMAS,
    Workspace,
    manifest,
    workspace,
)

FILES = "files:write"


@pytest.fixture
def slack(settings: Settings) -> Iterator[Workspace]:
    """Harrow Vale, where the app may hand over files."""
    given = manifest()
    scopes = given["oauth_config"]["scopes"]["bot"]
    given["oauth_config"]["scopes"]["bot"] = sorted({*scopes, FILES})
    with workspace(settings, given) as found:
        yield found


def opens(slack: Workspace, action_id: str, user: str = ROSA) -> Json:
    """Somebody uses a button on their Home: the modal that it opens."""
    looks(slack, user)
    slack.clicks(user, action_id, view_id=home_id(slack, user))
    given = slack.modal(user).given
    assert_sound_view(given)
    return given


def files(slack: Workspace, user: str) -> list[Json]:
    """What programs read in the files that somebody was handed directly."""
    contents = slack.practice.world.contents
    return [
        json.loads(contents[file["id"]])
        for file in attached(slack, user)
        if file["name"] == held_about.FOR_PROGRAMS.filename
    ]


def attached(slack: Workspace, user: str) -> list[Json]:
    """What Slack knows of these files."""
    return [file for message in slack.told(user) for file in message.files]


def test_it_says_in_plain_words_who_can_see_it_and_what_is_kept(slack: Workspace) -> None:
    shown = str(opens(slack, "rights.who"))
    for words in (
        "We always know that it was you.",
        "freedom of information",
        "until you erase it",
        "Slack keeps a copy of its own",
        "0303 123 1113",
    ):
        assert words in shown


def test_what_somebody_usually_chooses_is_remembered(slack: Workspace) -> None:
    opens(slack, "rights.who")
    slack.submits(ROSA, scope="place_team", name=["show"], speaking_as="for_organisation")
    assert not slack.has_modal(ROSA)
    assert slack.system.people.preferences_of(slack.person(ROSA)) == Preferences(
        scope=Scope.PLACE_TEAM, name_shown=True, speaking_as=SpeakingAs.FOR_ORGANISATION
    )
    assert slack.slack.bot.identity.called(slack.person(ROSA)) == "Rosa Lindqvist"
    shown = opens(slack, "rights.who")
    assert shown["blocks"][-1]["element"]["initial_option"]["value"] == "for_organisation"


def test_all_that_is_kept_comes_to_read_and_for_programs_and_only_to_them(slack: Workspace) -> None:
    says(slack, ROSA)
    says(slack, AMINA, "The hall was full.")
    opens(slack, "rights.download")
    slack.deliver()
    (kept,) = files(slack, ROSA)
    assert [one["noticed"] for one in kept["reflections"]] == [WORDS]
    assert kept["known_in_slack_as"] == [f"{HARROW}/{ROSA}"]
    to_read, for_programs = sorted(attached(slack, ROSA), key=lambda file: file["name"])[::-1]
    assert to_read["name"] == held_about.TO_READ.filename
    assert for_programs["name"] == held_about.FOR_PROGRAMS.filename
    assert f"What you noticed: {WORDS}" in slack.practice.world.contents[to_read["id"]].decode()
    assert any("Please look after this file." in message.text for message in slack.told(ROSA))
    assert [attached(slack, user) for user in (AMINA, TOMAS, DEEPA)] == [[], [], []]


def test_a_second_wish_is_a_second_file(slack: Workspace) -> None:
    opens(slack, "rights.download")
    slack.deliver()
    says(slack, ROSA)
    opens(slack, "rights.download")
    slack.deliver()
    first, second = files(slack, ROSA)
    assert (len(first["reflections"]), len(second["reflections"])) == (0, 1)


def test_nothing_is_removed_without_the_word(slack: Workspace) -> None:
    says(slack, ROSA)
    shown = str(opens(slack, "rights.remove"))
    for words in ("nobody can bring them back", "nothing says any more", "Slack keeps its own"):
        assert words in shown
    told = slack.submits(ROSA, word="yes")
    assert list(told["errors"]) == ["word"]
    assert not slack.system.desk.load(Person, slack.person(ROSA)).is_erased


def test_all_of_somebodys_own_is_removed_from_everywhere_we_said_it(slack: Workspace) -> None:
    says(slack, ROSA)
    person = slack.person(ROSA)
    opens(slack, "rights.remove")
    slack.submits(ROSA, word=" remove ")
    assert "It is done" in str(slack.modal(ROSA).given)
    assert "kept for emergencies may hold it until" in str(slack.modal(ROSA).given)
    slack.deliver()
    assert slack.system.desk.load(Person, person).is_erased
    *_, proof = slack.system.log.events.get(person)
    assert isinstance(proof, Person.ErasureCarriedOut)
    assert (proof.keys, proof.messages) == (2, 2)
    assert slack.system.keys.sealers([person]) == {}
    assert WORDS not in seen(slack, ROSA)
    assert "Everything of yours has been removed." in seen(slack, ROSA)
    everything = [m for c in slack.practice.world.channels.values() for m in c.messages.values()]
    assert not [m for m in everything if m.bot_id and WORDS in f"{m.text}{m.blocks}"]
    assert slack.slack.bot.identity.known(who(ROSA)) is None


def test_somebody_erased_elsewhere_leaves_an_empty_home(slack: Workspace) -> None:
    looks(slack, ROSA)
    says(slack, ROSA)
    assert WORDS in seen(slack, ROSA)
    slack.system.people.erase_person(slack.person(ROSA), slack.request())
    slack.deliver()
    assert WORDS not in seen(slack, ROSA)
    assert "Everything of yours has been removed." in seen(slack, ROSA)


def test_removing_it_twice_is_said_to_be_done_and_meets_nobody_anew(slack: Workspace) -> None:
    says(slack, ROSA)
    opens(slack, "rights.remove")
    view_id = slack.modal(ROSA).id
    slack.practice.fail("interactions", error="drop_ack", times=1)
    for _ in range(2):
        slack.practice.interact(
            type="view_submission", user=ROSA, view_id=view_id, values={"word": "REMOVE"}
        )
    assert "It is done" in str(slack.modal(ROSA).given)
    assert slack.slack.bot.identity.known(who(ROSA)) is None


def test_whoever_comes_back_begins_anew(slack: Workspace) -> None:
    says(slack, ROSA)
    before = slack.person(ROSA)
    opens(slack, "rights.remove")
    slack.submits(ROSA, word="REMOVE")
    assert "Welcome to Harrow Vale." in looks(slack, ROSA)
    slack.deliver()
    assert "Welcome to Harrow Vale." in seen(slack, ROSA)
    assert slack.person(ROSA) != before
    says(slack, ROSA, "I am back.")
    assert "I am back." in looks(slack, ROSA)
    request = Request(Actor(before, ActorRole.PARTNER), Channel.SLACK, slack.clock())
    with pytest.raises(Gone):
        slack.system.people.introduce(before, "Rosa", request)


def test_a_file_that_was_wished_for_is_not_sent_to_somebody_who_is_gone(slack: Workspace) -> None:
    says(slack, ROSA)
    opens(slack, "rights.download")
    opens(slack, "rights.remove")
    slack.submits(ROSA, word="REMOVE")
    slack.deliver()
    assert attached(slack, ROSA) == []


@pytest.mark.parametrize("place", ["Vale", "<!channel> *Vale*" * 15])
def test_the_views_are_sound(place: str) -> None:
    assert_sound_view(view.who_modal(place, Preferences(scope=Scope.PUBLIC), "{}"))
    assert_sound_view(view.remove_modal("{}"))
    assert_sound_view(view.removed())
    assert_sound_view(view.coming())
