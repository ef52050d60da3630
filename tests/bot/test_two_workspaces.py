"""Somebody known in two workspaces hears of a place once, where the bot can reach them for it."""

from __future__ import annotations

from uuid import UUID

import pytest

from bot.payloads import Who
from service.application.commands import GiveRole, WelcomePerson
from service.domain.vocabulary import PlaceRole
from tests.support.workspace import (
    AMINA,
    HARROW,
    NORTHSIDE,
    PETRA,
    PLACE,
    ROSA,
    TOMAS,
    VALE,
    Workspace,
    buttons,
)

WORDS = "The desk said yes on the spot."


@pytest.fixture
def amina(slack: Workspace) -> UUID:
    """Amina, whom we met first as one of Northside, which has not got the bot."""
    welcome = WelcomePerson(place=PLACE, contributor="amina", slack=f"{NORTHSIDE}/{PETRA}")
    person = slack.system.people.welcome_person(welcome, slack.request()).id
    slack.system.keys.link_identity(person, "slack", f"{HARROW}/{AMINA}")
    assert slack.slack.bot.identity.slack_of(person)[0] == (NORTHSIDE, PETRA)
    return person


def gives(slack: Workspace, person: UUID, role: PlaceRole) -> None:
    """The place gives somebody a role."""
    command = GiveRole(place=PLACE, contributor=str(person), role=role)
    slack.system.places.give_role(command, slack.request())
    slack.deliver()


def test_who_reads_gets_the_card_where_the_bot_is(slack: Workspace, amina: UUID) -> None:
    gives(slack, amina, PlaceRole.LEARNING_PARTNER)
    slack.says(ROSA, WORDS)
    slack.deliver()
    assert [WORDS in one.text for one in slack.told(AMINA)] == [True]


def test_who_wrote_is_asked_back_where_the_bot_is(slack: Workspace, amina: UUID) -> None:
    slack.says(AMINA, WORDS)
    slack.deliver()
    slack.clicks(TOMAS, "triage.ask", slack.told(TOMAS)[0])
    slack.submits(TOMAS, question="Who said yes?")
    slack.deliver()
    assert sum("question.answer" in buttons(one) for one in slack.told(AMINA)) == 1
    assert (
        slack.slack.bot.identity.known(Who.of(team=HARROW, user=AMINA, installed=HARROW)) == amina
    )


def test_of_two_workspaces_with_the_bot_that_of_the_place_is_chosen(
    slack: Workspace, amina: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = slack.slack.bot.identity
    monkeypatch.setattr(identity, "_is_installed_in", lambda _: True)
    assert identity.direct_to(amina)[0] == (NORTHSIDE, PETRA)
    slack.slack.bot.channels.link(HARROW, VALE, slack.place, "place", slack.clock())
    assert identity.reached_for(amina, slack.place) == [(HARROW, AMINA)]
