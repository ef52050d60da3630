"""Where learning partners read, nobody else does: a channel ends once others could come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.practice import actions
from bot.practice.world import Message
from bot.views import question, saved, triage
from service.application.commands import EndRole, RecordReflection
from service.application.desk import Request
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.vocabulary import Channel, PlaceRole, Scope
from tests.bot.test_triage import WORDS, card
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.workspace import (
    AMINA,
    COLIN,
    HARROW,
    JOAN,
    LEARNERS,
    NORTHSIDE,
    PLACE,
    ROSA,
    TOMAS,
    Workspace,
    buttons,
)

LARGE = {"emoji": "\U0001f33b", "devanagari": "क्षि", "plain": "w"}


def reads_in_a_channel(slack: Workspace) -> None:
    """Tomas reads in a channel of his own, where a card of Rosa's words stands."""
    slack.practice.member(TOMAS, LEARNERS, "invite_bot")
    slack.practice.settle()
    slack.slack.bot.channels.link(HARROW, LEARNERS, slack.place, "triage", slack.clock())
    slack.says(ROSA, WORDS)
    slack.deliver()
    assert cards(slack)


def cards(slack: Workspace) -> list[Message]:
    """The cards in the channel."""
    return [one for one in slack.posted(LEARNERS) if "triage.tag" in buttons(one)]


def assert_ended(slack: Workspace) -> None:
    """Nothing is read there any more, and Joan knows."""
    assert slack.slack.bot.channels.of(HARROW, LEARNERS) is None
    assert cards(slack) == []
    assert WORDS not in str(slack.posted(LEARNERS))
    (told,) = slack.told(JOAN)
    assert "Somebody is in it who does not read for the place" in told.text
    slack.says(AMINA, "From now on.")
    slack.deliver()
    assert cards(slack) == []
    assert "From now on." in slack.told(TOMAS)[-1].text


def test_a_channel_for_reading_that_somebody_else_joins_ends(slack: Workspace) -> None:
    reads_in_a_channel(slack)
    actions.join(slack.practice.world, LEARNERS, COLIN, inviter=TOMAS)
    slack.deliver()
    assert_ended(slack)


def test_a_channel_for_reading_that_becomes_shared_ends(slack: Workspace) -> None:
    reads_in_a_channel(slack)
    slack.practice.channel(LEARNERS, "share", team=NORTHSIDE)
    slack.deliver()
    assert_ended(slack)


def test_a_learning_partner_may_join_it(slack: Workspace) -> None:
    reads_in_a_channel(slack)
    slack.practice.member(TOMAS, LEARNERS, "leave")
    bot = slack.practice.world.installs[HARROW].bot_user
    actions.join(slack.practice.world, LEARNERS, TOMAS, inviter=bot)
    slack.deliver()
    assert len(cards(slack)) == 1


def test_who_is_in_it_is_looked_at_again_and_again(slack: Workspace) -> None:
    reads_in_a_channel(slack)
    members = slack.practice.world.channels[LEARNERS].members
    bot = slack.practice.world.installs[HARROW].bot_user
    members.intersection_update({TOMAS, bot})
    slack.clock.go_on(timedelta(minutes=2))
    slack.deliver()
    assert len(cards(slack)) == 1
    members.add(COLIN)  # Slack tells of it, and we were not there to hear.
    slack.clock.go_on(timedelta(minutes=2))
    slack.deliver()
    assert_ended(slack)


def test_who_reads_no_longer_keeps_no_cards(slack: Workspace) -> None:
    card(slack)
    command = EndRole(
        place=PLACE, contributor=str(slack.person(TOMAS)), role=PlaceRole.LEARNING_PARTNER
    )
    slack.system.places.end_role(command, slack.request())
    slack.deliver()
    assert slack.told(TOMAS) == []


def test_an_erased_learning_partner_keeps_no_cards(slack: Workspace) -> None:
    card(slack)
    slack.system.people.erase_person(slack.person(TOMAS), slack.request())
    slack.deliver()
    assert slack.told(TOMAS) == []


@pytest.mark.parametrize("name", LARGE)
def test_no_card_loses_its_buttons_to_large_characters(name: str) -> None:
    words = (LARGE[name] * 20_000)[:20_000]
    asked = (triage.Asked(words, words),) * 5
    item = triage.gone(UUID(int=1), PLACE, "held")
    item = replace(item, state="available", words=words, meaning=words, name=words, questions=asked)
    text, blocks = triage.message(item)
    assert_sound_message(text, blocks)
    assert {"triage.tag", "whole.read", "concern.open"} <= _actions(blocks)
    text, blocks = question.message(PLACE, words, words, UUID(int=1), UUID(int=2))
    assert_sound_message(text, blocks)
    kept = saved.Saved(
        UUID(int=1), PLACE, "available", words, words, Scope.PLACE_TEAM, name_shown=True
    )
    text, blocks = saved.message(kept)
    assert_sound_message(text, blocks)
    assert {"saved.change", "saved.remove", "whole.read"} <= _actions(blocks)


def test_a_short_card_has_no_button_for_the_whole(slack: Workspace) -> None:
    assert "whole.read" not in buttons(card(slack))


def test_long_words_are_read_whole_by_who_may(slack: Workspace) -> None:
    words = " ".join(f"word{number}" for number in range(1_500))
    command = RecordReflection(place=PLACE, contributor=str(slack.person(ROSA)), text=words)
    slack.says(ROSA, "First, so that we have met.")
    slack.deliver()
    request = Request(LEARNING_PARTNER_HERE, Channel.WEB, slack.clock())
    slack.system.capture.record_reflection(command, request)
    slack.deliver()
    message = slack.told(TOMAS)[-1]
    slack.clicks(TOMAS, "whole.read", message)
    modal = slack.modal(TOMAS).given
    assert_sound_view(modal)
    shown = "".join(
        block["elements"][0]["elements"][0]["text"]
        for block in modal["blocks"]
        if block["type"] == "rich_text"
    )
    assert shown == words


def _actions(blocks: list[dict[str, object]]) -> set[str]:
    found: set[str] = set()
    for block in blocks:
        for element in block.get("elements", []):  # type: ignore[attr-defined]
            found.add(element.get("action_id", ""))
    return found
