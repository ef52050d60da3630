"""Signals: what may be a sign that something cannot be talked about; questions, never answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from service.domain.place import Place
from service.domain.vocabulary import SignalKind
from service.projections.histories import read_facts
from service.projections.loop_shapes import Signal
from service.projections.signal_rules import HALF_A_YEAR, TWO_FORTNIGHTS, Rules

HOLDS_FOR: dict[SignalKind, timedelta] = {
    SignalKind.BLOCKED_WITHOUT_DECISION: HALF_A_YEAR,
    SignalKind.ONE_OPTION: HALF_A_YEAR,
    SignalKind.WENT_QUIET: HALF_A_YEAR,
    SignalKind.ONLY_GOOD_NEWS: TWO_FORTNIGHTS,
}
"""How far back a rule looks. After that time all its grounds are new, and an answer is past."""

ANSWERED = [str(vars(Place.SignalAnswered)["TOPIC"])]


def signals_of(rules: Rules) -> list[Signal]:
    """What the log asks the learning partner of a place, by kind, what weighs most first.

    They are for the learning partner alone, each a rule over rows, and never about a person (I16).
    What was answered is left out until there is more of it than there was then.
    """
    answered = _answered(rules)
    found = [
        *rules.never_challenged(),
        *rules.blocked_without_decision(),
        *rules.one_option(),
        *rules.went_quiet(),
        *rules.only_good_news(),
        *rules.said_and_done_differ(),
    ]
    order = list(SignalKind)
    return sorted(
        (one for one in found if one.grounds > answered.get((one.kind, one.subject), 0)),
        key=lambda one: (order.index(one.kind), -one.grounds, one.about.casefold()),
    )


def _answered(rules: Rules) -> dict[tuple[SignalKind, UUID], int]:
    """How much each question rested on when it was answered last, where that still holds."""
    found: dict[tuple[SignalKind, UUID], int] = {}
    place, known = [rules.place.id], rules.known
    for fact in read_facts(rules.connection, rules.log, place, ANSWERED, known=known):
        event = fact.event
        if isinstance(event, Place.SignalAnswered):
            holds_for = HOLDS_FOR.get(event.signal)
            if holds_for is None or fact.at.date() > rules.today - holds_for:
                found[event.signal, event.subject] = event.grounds
    return found
