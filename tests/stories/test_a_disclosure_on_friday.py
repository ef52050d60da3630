"""Acceptance 8: at six on a Friday somebody writes that a child may be at risk."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.place import Place
from service.exchange.exporting import export_place
from service.projections.entries import Filter
from service.verify import verify
from tests.support.tables import dump
from tests.support.workspace import DEEPA, JOAN, PLACE, ROSA, TOMAS, Workspace, buttons

WORRY = "A child at number nine is left alone at night."
FRIDAY, SIX = 4, 18


def make_it_friday_at_six(slack: Workspace) -> None:
    """Move on to the next Friday, six in the evening there."""
    here = slack.clock().astimezone(ZoneInfo("Europe/London"))
    to = here.replace(hour=SIX, minute=0, second=0, microsecond=0)
    to += timedelta(days=(FRIDAY - here.weekday()) % 7)
    slack.clock.go_on(to - here if to > here else to - here + timedelta(days=7))


def said_of_it(slack: Workspace, user: str) -> str:
    """All that somebody was told."""
    return "".join(f"{message.text}{message.blocks}" for message in slack.told(user))


def test_the_writer_is_helped_the_lead_is_told_and_others_when_nobody_looks(
    slack: Workspace,
) -> None:
    make_it_friday_at_six(slack)
    slack.says(ROSA, "The flats are noisy.")
    slack.deliver()
    before = slack.system.log.head
    slack.clicks(ROSA, "concern.open", slack.told(ROSA)[0])
    asked = str(slack.modal(ROSA).given)
    assert "999" in asked
    slack.submits(ROSA, words=WORRY, contact=["contact"])
    slack.deliver()

    alert = slack.told(DEEPA)[0]
    assert buttons(alert) == {"concern.read": "Read it"}
    for user in (DEEPA, TOMAS, JOAN):
        assert WORRY not in said_of_it(slack, user)
    assert "still waiting" not in said_of_it(slack, JOAN)

    slack.clock.go_on(timedelta(hours=4, minutes=5))
    slack.deliver()
    for user in (TOMAS, JOAN):
        assert "still waiting" in said_of_it(slack, user)
        assert WORRY not in said_of_it(slack, user)

    slack.clicks(DEEPA, "concern.read", alert)
    assert WORRY in str(slack.modal(DEEPA).given)
    slack.submits(DEEPA)
    slack.deliver()
    assert "has read what you passed on" in slack.told(ROSA)[-1].text

    log, system = slack.system.log, slack.system
    facts = [log.event_of(one) for one in log.recorder.select_notifications(before + 1, 100)]
    assert [vars(type(fact))["TOPIC"] for fact in facts] == [
        "reflection.held-for-care",
        "place.care-concern-routed",
    ]
    (_, routed) = facts
    assert isinstance(routed, Place.CareConcernRouted)
    assert WORRY.encode() not in dump(system)
    timeline = system.reading.timeline(LEARNING_PARTNER_HERE, PLACE, Filter())
    assert timeline.entries == []
    assert WORRY not in "".join(export_place(system, PLACE))
    assert verify(system).ok
