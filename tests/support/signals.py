"""Signals in a place that learns: what makes each come up, and what the learning partner sees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from service.application.loop_commands import AnswerSignal
from service.domain.vocabulary import Perspective, SignalAnswer, SignalKind, Stance
from service.projections.loop_shapes import Signal
from tests.support.asking import LEARNING_PARTNER, NOW
from tests.support.learning import Learning, on_day

TODAY = NOW.date() + timedelta(days=90)

WEEKS = (0, 14, 28)
"""Days that fall into three fortnights; the story begins on a Monday."""


def on(day: int) -> date:
    """So many days after the beginning."""
    return NOW.date() + timedelta(days=day)


def asked(learning: Learning, kind: SignalKind, today: date = TODAY) -> list[Signal]:
    """The questions of one kind that the learning partner is asked."""
    learning.system.runner.catch_up()
    found = learning.system.loops.signals(LEARNING_PARTNER, learning.town.id, today=today)
    return [one for one in found if one.kind == kind]


def read_as(learning: Learning, day: int, stance: Stance = Stance.ABSENT, **more: Any) -> UUID:
    """Something noticed on a day and read as about POW-1, or another code."""
    told = {"by": "ann", "code": "POW-1"} | more
    code = str(told.pop("code"))
    id = learning.town.record(now=on_day(day).now, **told)
    learning.town.tag(id, code, stance, request=on_day(day))
    return id


def answer(learning: Learning, signal: Signal, day: int = 90, **more: Any) -> None:
    """The learning partner says what they did with a question."""
    told = {"answer": SignalAnswer.NOT_NOW, "grounds": signal.grounds} | more
    command = AnswerSignal(signal=signal.kind, subject=signal.subject, **told)
    learning.system.changes.answer_signal(learning.town.id, command, on_day(day))


def cite(learning: Learning, decisions: int, belief: str = "A1", start: int = 0) -> None:
    """So many decisions that rest on a belief."""
    for number in range(start, start + decisions):
        learning.decide(f"D-{belief}-{number}", rests_on=[belief], options=["One.", "Two."])


def residents(learning: Learning, count: int, day: int = 10, **more: Any) -> None:
    """So many residents speak on a day."""
    for number in range(count):
        learning.town.welcome(f"res-{number}", Perspective.CITIZEN_COMMUNITY)
        learning.town.record(by=f"res-{number}", now=on_day(day).now, **more)


def challenge_on(learning: Learning, day: int = 20) -> None:
    """A belief is challenged."""
    learning.state(day=1)
    learning.challenge(day=day, evidence=["R-ann"])


def good_news(learning: Learning, count: int, day: int = 80) -> None:
    """So many reflections that were read as present or growing."""
    for number in range(count):
        read_as(learning, day, Stance.GROWING if number % 2 else Stance.PRESENT)


def say_and_do(learning: Learning, **done: Any) -> UUID:
    """What people say about governance, and what they seem to act on."""
    learning.state("B1", statement="The board decides.", **done)
    return learning.state(
        "A1", statement="All decide.", basis="espoused", building_block="governance"
    )


def everything(learning: Learning) -> list[Signal]:
    """A place in which every question comes up."""
    residents(learning, 3)
    say_and_do(learning, building_block="governance")
    learning.challenge(day=20)
    learning.state("A2")
    cite(learning, 3, "A2")
    learning.decide("D1", rests_on=["A1"])
    for day in WEEKS:
        read_as(learning, day)
    good_news(learning, 5, day=85)
    return [signal for kind in SignalKind for signal in asked(learning, kind)]
