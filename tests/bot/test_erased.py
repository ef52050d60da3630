"""Erasing somebody takes them out of all that we said in Slack, also out of others' messages."""

from __future__ import annotations

from bot.listeners.setup import introduce
from service.application.commands import GiveRole
from service.domain.vocabulary import PlaceRole
from tests.bot.looking import query
from tests.bot.test_belief import opens
from tests.bot.test_decide import TOLD, a_belief
from tests.support.workspace import AMINA, HARROW, PLACE, ROSA, TOMAS, VALE, Workspace


def erase(slack: Workspace, user: str) -> None:
    """Somebody is erased, and what follows from that is said."""
    slack.system.people.erase_person(slack.person(user), slack.request())
    slack.deliver()


def test_the_card_of_a_decision_names_nobody_who_was_erased(slack: Workspace) -> None:
    rests_on = a_belief(slack)
    opens(slack, TOMAS, "decide")
    slack.submits(TOMAS, **TOLD, rests_on=[rests_on])
    slack.deliver()
    assert f"<@{AMINA}>" in str(slack.posted()[0])
    erase(slack, AMINA)
    (card,) = slack.posted()
    assert AMINA not in str(card)
    assert f"<@{ROSA}>" in str(card)


def test_a_channel_is_told_of_nobody_who_was_erased(slack: Workspace) -> None:
    introduce(slack.slack.bot, HARROW, VALE)
    slack.deliver()
    assert TOMAS in str(slack.posted()[0])
    erase(slack, TOMAS)
    assert TOMAS not in str(slack.posted()[0])


def test_nobody_is_asked_by_somebody_who_was_erased(slack: Workspace) -> None:
    ts = slack.practice.message(ROSA, VALE, "The desk said yes.")["ts"]
    slack.practice.interact(
        type="message_action", user=AMINA, callback_id="keep", channel=VALE, ts=ts
    )
    slack.deliver()
    (asked,) = slack.told(ROSA)
    assert "Amina Kersey" in str(asked)
    erase(slack, AMINA)
    assert "Amina Kersey" not in str(slack.told(ROSA))
    assert query(slack, "SELECT 1 FROM slack.asks") == []


def test_the_home_of_a_coordinator_names_nobody_who_was_erased(slack: Workspace) -> None:
    command = GiveRole(
        place=PLACE, contributor=str(slack.person(TOMAS)), role=PlaceRole.COORDINATOR
    )
    slack.system.places.give_role(command, slack.request())
    joan = "U0COORD001"
    slack.practice.interact(type="app_home_opened", user=joan)
    slack.deliver()
    assert f"<@{TOMAS}>" in str(slack.home(joan))
    erase(slack, TOMAS)
    assert f"<@{TOMAS}>" not in str(slack.home(joan))
