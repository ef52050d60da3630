"""Made-up beliefs, insights, trials and questions for the page tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from service.domain.assumption import Status
from service.domain.vocabulary import (
    Basis,
    BeliefKind,
    Level,
    Perspective,
    SpeakingAs,
)
from service.projections import loop_shapes as shapes
from service.projections.shapes import Entry
from tests.web.factory import Words, entry, make_id, plain

S, V, R = Perspective.STATUTORY, Perspective.NON_STATUTORY, Perspective.CITIZEN_COMMUNITY
DECIDED = date(2026, 4, 21)
OLD = "People who miss appointments do not want our help."
NEW = "A missed appointment means something got in the way. We ask what."


def noon(on: date) -> datetime:
    """A moment on this day."""
    return datetime.combine(on, time(12), UTC)


def said(number: int, text: str, words: Words = plain, **more: Any) -> Entry:
    """A reflection."""
    return entry(number, date(2025, 6, 1) + timedelta(days=30 * number), text=words(text), **more)


def reflections(words: Words = plain) -> list[Entry]:
    """What people said, one of them through somebody else."""
    return [
        said(1, "We take people off the list after two missed slots. That is the rule.", words),
        said(2, "I was not ignoring you. The bus stopped going there.", words, role="Resident",
             perspective=R),
        said(3, "Two of the people marked as not engaging were in our queue.", words,
             role="Advice worker", perspective=V),
        said(4, "He thought opening the letter would make it worse.", words, role="Advice worker",
             perspective=V, speaking_as=SpeakingAs.RELAYING, relayed_perspective=R),
        said(5, "[erased]"),
    ]  # fmt: skip


def party(
    name: str | None, perspective: Perspective | None = S, words: Words = plain
) -> shapes.PartyView:
    """Somebody who took part."""
    return shapes.PartyView(
        person=make_id("person", name), name=words(name) if name else None, perspective=perspective
    )


def option(text: str, words: Words = plain, *, keeps: bool = False) -> shapes.OptionView:
    """Something that was weighed."""
    return shapes.OptionView(
        text=words(text),
        keeps=keeps,
        speaks_for=words("It is quick."),
        speaks_against=words("It costs money.") if keeps else None,
    )


def fact(
    what: str, on: date, position: int, say: Words = plain, **more: object
) -> shapes.BeliefFact:
    """Something that happened to a belief."""
    fields: dict[str, object] = {
        "id": make_id("fact", position),
        "what": what,
        "on": on,
        "at": noon(on),
        "recorded_at": noon(on),
        "reported_late": False,
        "position": position,
        "version": 1,
        "words": say("It did not match what people saw."),
    }
    return shapes.BeliefFact.model_validate(fields | more)


def examination(words: Words = plain) -> shapes.BeliefFact:
    """A look at what else one could believe."""
    return fact(
        "examined",
        DECIDED - timedelta(days=35),
        215,
        words,
        words=None,
        options=[
            option("Keep closing cases", words, keeps=True),
            option("Send text reminders first", words),
            option("Speak before closing", words),
        ],
        present={S: 4, V: 1, R: 2},
        absent=[words("People who work nights")],
        dissent=words("The hospital bookings team. An empty slot still costs money."),
    )


def belief(number: int = 1, words: Words = plain, **more: object) -> shapes.BeliefView:
    """A belief that was questioned, weighed and reworded."""
    facts = [
        fact(
            "challenged",
            DECIDED - timedelta(days=49),
            208,
            words,
            evidence=[make_id("entry", n) for n in range(5)],
            voices={S: 3, R: 2},
        ),
        examination(words),
        fact("revised", DECIDED - timedelta(days=14), 222, words, version=2, words=words(NEW)),
        fact(
            "level_contested",
            DECIDED,
            240,
            words,
            kind=BeliefKind.RULE,
            reported_late=True,
        ),
    ]
    fields: dict[str, object] = {
        "id": make_id("belief", number),
        "external_id": f"B{number}",
        "statement": words(NEW),
        "version": 2,
        "status": Status.REVISED,
        "kind": BeliefKind.PROBLEM_FRAME,
        "level": Level.GOVERNING,
        "level_reason": words("Nobody had written it down."),
        "level_is_contested": True,
        "basis": Basis.INFERRED,
        "because": words("Two missed slots, then a closing letter."),
        "we_would_doubt_if": words("Most people we ring tell us that they never wanted to come."),
        "held_by": [party("Surgery team", S, words), party(None, R)],
        "building_block": "delivery",
        "behaviours": ["POW-1"],
        "cites": [],
        "about_learning": False,
        "starter": "delivery-in-use",
        "stated_on": date(2025, 11, 22),
        "position": 201,
        "wordings": [
            shapes.Wording(
                version=1,
                statement=words(OLD),
                we_would_doubt_if=words("They come when we ring."),
                reason=None,
                since=date(2025, 11, 22),
                position=201,
            ),
            shapes.Wording(
                version=2,
                statement=words(NEW),
                we_would_doubt_if=words("Most people never wanted to come."),
                reason=words("Four of five wanted to come."),
                since=DECIDED - timedelta(days=14),
                position=222,
            ),
        ],
        "facts": facts,
        "cited_by": [
            shapes.CitedBy(
                id=make_id("decision", 9),
                title=words("No one is dropped"),
                decided_on=DECIDED,
            )
        ],
        "was_ever_challenged": True,
    }
    return shapes.BeliefView.model_validate(fields | more)


def fresh_belief(number: int, statement: str, words: Words = plain) -> shapes.BeliefView:
    """A belief that nobody has questioned."""
    return belief(
        number,
        words,
        statement=words(statement),
        version=1,
        status=Status.IN_USE,
        basis=Basis.ESPOUSED,
        level_is_contested=False,
        wordings=belief(number, words).wordings[:1],
        facts=[],
        was_ever_challenged=False,
    )


def beliefs_page(beliefs: Sequence[shapes.BeliefView], **more: object) -> shapes.BeliefPage:
    """A page of the register."""
    fields: dict[str, object] = {
        "place": make_id("place"),
        "beliefs": list(beliefs),
        "total": len(beliefs),
        "following": None,
    }
    return shapes.BeliefPage.model_validate(fields | more)
