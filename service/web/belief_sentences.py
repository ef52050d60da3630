"""Sentences about beliefs, insights, trials and open questions that depend on what is shown."""

from __future__ import annotations

from datetime import date

from service.domain.vocabulary import SignalKind
from service.projections.loop_shapes import (
    BeliefFact,
    BeliefView,
    InsightJoined,
    InsightView,
    Signal,
    ToTell,
    Wording,
)
from service.web import belief_words as bw
from service.web import loop_kinds
from service.web import loop_sentences as ls
from service.web import words as w
from service.web.marks import KIND_SYMBOL, revised
from service.web.text import ERASED, capital, clean, day


def status(belief: BeliefView, *, leads: bool) -> str:
    """Where a belief stands; that nobody questioned it only for the learning partner."""
    unquestioned = leads and not belief.was_ever_challenged
    return f"{bw.STATUS[belief.status]} {bw.NEVER_QUESTIONED if unquestioned else ''}".strip()


def cited(count: int) -> str:
    """How many decisions rest on a belief."""
    if not count:
        return bw.NOT_CITED
    if count == 1:
        return "One decision rests on it."
    return f"{ls.number(count)} decisions rest on it."


def written_on(when: date) -> str:
    """When a belief was first written down."""
    return f"First written down on {day(when)}."


def wording(one: Wording) -> str:
    """Which words these are and since when."""
    name = bw.FIRST_WORDS if one.version == 1 else bw.NEW_WORDS
    return f"{name}, since {day(one.since)}"


def fact_title(fact: BeliefFact) -> str:
    """What happened to a belief."""
    return w.KIND.get(fact.what, fact.what)


def fact_symbol(fact: BeliefFact) -> str:
    """The mark for what happened to a belief."""
    return revised(fact.version) if fact.what == "revised" else KIND_SYMBOL[fact.what]


def held_up(on: date | None) -> str:
    """Whether people have looked at both sides together."""
    return f"People last looked at these two together on {day(on)}." if on else bw.NOT_HELD_UP


def fact_note(fact: BeliefFact) -> str:
    """What is known of it beside the words."""
    parts = []
    if fact.what == "examined":
        parts.append(ls.examined(fact))
    against = fact.evidence_against if fact.what == "mirror" else fact.evidence
    if against:
        many = len(against)
        parts.append(
            f"{ls.number(many)} thing{'' if many == 1 else 's'} people noticed speak"
            f"{'s' if many == 1 else ''} against it."
        )
    if fact.voices:
        parts.append(f"{capital(ls.heads(fact.voices))} spoke to it.")
    if fact.kind:
        parts.append(loop_kinds.BELIEF_KIND[fact.kind])
    return " ".join(parts)


def standing_of(insight: InsightView) -> str:
    """How others see an insight."""
    return loop_kinds.RECEPTION[insight.standing] if insight.standing else bw.NOT_TESTED


def rests_on_words(count: int) -> str:
    """How much an insight was seen in."""
    return f"Seen in {count} reflection{'' if count == 1 else 's'}."


def joined(one: InsightJoined) -> str:
    """What was joined to an insight later, and how it stands to it."""
    count = len(one.reflections)
    many = "reflection was" if count == 1 else "reflections were"
    fits = "shows" if count == 1 else "show"
    how = f"{fits} it too" if one.fits else f"{'does' if count == 1 else 'do'} not fit it"
    return f"{ls.number(count)} {many} joined that {how}."


def to_tell(one: ToTell) -> str:
    """Who is owed an answer."""
    if one.name and one.name != ERASED:
        return clean(one.name)
    return capital(w.ONE_OF[one.perspective]) if one.perspective else bw.WITHOUT_NAME


def people_waiting(count: int) -> str:
    """How many people wait, in a list of decisions."""
    return f"{ls.number(count)} {'person waits' if count == 1 else 'people wait'} for an answer."


def signal(one: Signal) -> str:
    """Why a question came up."""
    n = one.grounds
    match one.kind:
        case SignalKind.NEVER_CHALLENGED:
            return f"{cited(n)} Nobody has questioned it."
        case SignalKind.BLOCKED_WITHOUT_DECISION:
            return f"The same thing was in the way for {n} rounds, and nothing was decided."
        case SignalKind.ONE_OPTION:
            return "Only one option was written down."
        case SignalKind.WENT_QUIET:
            return f"They spoke before a belief was questioned. Nothing for {n} weeks since."
        case SignalKind.ONLY_GOOD_NEWS:
            return f"For {n} rounds people wrote only about what goes well."
        case SignalKind.SAID_AND_DONE_DIFFER:
            return "What is said and what people noticed point different ways."


def since(fate: str, started: date) -> str:
    """What became of a trial, and when it began."""
    return f"Since {day(started)}, {w.FATE.get(fate, fate)}."
