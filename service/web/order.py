"""The order of a decision as a line of dated facts, each with its entry in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile
from math import ceil
from uuid import UUID

from service.domain.proof import What
from service.projections.loop_shapes import DecisionView, LoopView, StepView
from service.web import loop_kinds
from service.web import loop_sentences as ls
from service.web import loop_words as lw
from service.web.path import BELIEF, is_telling_open, still_to_come, symbol_of_step
from service.web.text import ERASED, capital, day_there, short_day, shorten

Told = dict[tuple[What, int], str]

MOST_BESIDE, LEAST_BESIDE = 8, 5
"""So many facts stand beside each other on a wide page; more go on in the next line."""
FIRST_WORDS = 60


@dataclass(frozen=True)
class Fact:
    """One thing that happened, or has not happened yet."""

    symbol: str
    lower: bool
    when: str
    on: date | None
    what: str
    text: str
    position: int | None
    belief: UUID | None
    late: bool
    about: str = ""
    """The first words of the belief, where a decision rests on several."""
    gap: str = ""
    turns: bool = False
    """True where the next one stands on the other line."""
    is_last: bool = False
    """True for the last thing that has happened."""

    @property
    def is_open(self) -> bool:
        """True for what has not happened yet."""
        return self.position is None

    @property
    def css(self) -> str:
        """How it is drawn."""
        given = {
            "do": self.lower,
            "turn": self.turns,
            "last": self.is_last,
            "open": self.is_open,
        }
        return " ".join(name for name, holds in given.items() if holds)


def facts_of(view: DecisionView, zone: str, *, leads: bool) -> list[Fact]:
    """All steps of the proof, then what is still to come."""
    told = _told(view, zone, leads=leads)
    abouts = _first_words(view) if len(view.rests_on) > 1 else {}
    done = [
        replace(_fact(step, told, zone), about=abouts.get((step.what, step.position), ""))
        for step in view.loop.proof
    ]
    gaps = [ls.gap(a.at, b.at, zone) for a, b in pairwise(view.loop.proof)]
    done = [
        replace(fact, gap=gap) for fact, gap in zip(done, [*gaps, ""][: len(done)], strict=True)
    ]
    coming = list(_to_come(view.loop, leads=leads))
    if done and coming:
        done[-1] = replace(done[-1], is_last=True)
    line = [*done, *coming]
    return [
        replace(a, turns=b is not None and a.lower != b.lower)
        for a, b in zip(line, [*line[1:], None], strict=True)
    ]


def columns(facts: list[Fact]) -> int:
    """How many stand beside each other, so that all lines are nearly as long."""
    lines = ceil(len(facts) / MOST_BESIDE) or 1
    return max(LEAST_BESIDE, ceil(len(facts) / lines))


def _fact(step: StepView, told: Told, zone: str) -> Fact:
    on = day_there(step.at, zone)
    return Fact(
        symbol=symbol_of_step(step.what),
        lower=step.what not in BELIEF,
        when=short_day(on),
        on=on,
        what=lw.STEP[step.what],
        text=told.get((step.what, step.position)) or lw.STEP_MEANS[step.what],
        position=step.position,
        belief=step.ref if step.what in BELIEF else None,
        late=step.reported_late,
    )


def _first_words(view: DecisionView) -> Told:
    """How the belief of each step began when it happened, as far as the page has its words."""
    cited = {one.belief: one for one in view.rests_on}
    words = {one.belief: one.before or one.then for one in view.rests_on}
    steps = view.loop.proof
    before = takewhile(lambda step: step.what != What.DECIDED, steps)
    turned = {step.ref: step.position for step in before if step.what == What.REVISED}
    found: Told = {}
    has_decided = False
    for step in steps:
        has_decided = has_decided or step.what == What.DECIDED
        one = cited.get(step.ref) if step.what in BELIEF else None
        if one is None:
            continue
        if step.what == What.REVISED and has_decided:
            words[step.ref] = one.now
        elif step.position == turned.get(step.ref):
            words[step.ref] = one.then
        if words[step.ref] != ERASED:
            found[step.what, step.position] = shorten(words[step.ref], FIRST_WORDS)
    return found


def _to_come(loop: LoopView, *, leads: bool) -> Iterator[Fact]:
    words = {
        lw.NEXT_SEEN: (lw.NOT_YET, lw.SEE_IT, lw.NO_CHANGE),
        lw.NEXT_LOOK: (_due(loop), lw.LOOK_AGAIN, lw.WITH_AFFECTED),
        lw.NEXT_TELL: (lw.NOT_YET, lw.TELL_PEOPLE, lw.THEY_WAIT),
    }
    if leads and loop.contributors and is_telling_open(loop):
        still = loop.still_to_tell or 0
        reached = f"{loop.contributors - still} of {loop.contributors} told"
        words[lw.NEXT_TELL] = (reached, lw.TELL_PEOPLE, ls.still_to_tell(still))
    for coming in still_to_come(loop):
        when, what, text = words[coming]
        yield Fact("next", True, when, None, what, text, None, None, late=False)


def _due(loop: LoopView) -> str:
    return f"Due {short_day(loop.review_on)}" if loop.review_on else lw.NOT_YET


def _told(view: DecisionView, zone: str, *, leads: bool) -> Told:
    """What is known of a step beyond what it is, by its kind and its entry in the log."""
    told = {(What.EXAMINED, fact.position): ls.examined(fact) for fact in view.examinations}
    for change in view.changes:
        if change.seen_by:
            told[What.CHANGE_SEEN, change.position] = f"Seen by {ls.party(change.seen_by)}."
        said = {one.on: ls.agreed(one) for one in change.confirmations}
        for step in view.loop.proof:
            on = day_there(step.at, zone)
            if step.what == What.CONFIRMED and step.ref == change.id and on in said:
                told[step.what, step.position] = said[on]
    for review in view.reviews:
        told[What.REVIEWED, review.position] = loop_kinds.RESULT[review.result]
    for slip in view.slips:
        told[What.SLIPPED, slip.position] = ls.words_kept(slip.what)
    for telling in view.tellings:
        knows = leads and telling.reached is not None
        reached = f" {ls.reached(telling.reached or 0)}" if knows else ""
        told[What.TOLD, telling.position] = f"{loop_kinds.ANSWER[telling.what]}{reached}"
    by = ls.parties(view.decided_by)
    if by:
        told[What.DECIDED, view.loop.position] = f"{capital(by)} decided."
    return told
