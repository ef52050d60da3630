"""Made-up insights, mirrors, trials and questions for the page tests."""

from __future__ import annotations

from datetime import date, timedelta

from service.domain.vocabulary import Reception, SignalKind
from service.projections import loop_shapes as shapes
from tests.web.belief_factory import belief, fresh_belief, party, reflections
from tests.web.factory import FIRST, TODAY, Words, make_id, plain


def insights(words: Words = plain) -> list[shapes.InsightView]:
    """Two patterns, one that others looked at."""
    fields: dict[str, object] = {
        "id": make_id("insight", 1),
        "external_id": None,
        "claim": words("A missed slot often means that something got in the way."),
        "does_not_fit": words("One man asked us to stop."),
        "looked_for_disconfirming": True,
        "single_voice": False,
        "proposers": [party("Priya", None, words)],
        "standing": Reception.CONTESTED,
        "tests": [
            shapes.InsightTest(
                on=TODAY, result=Reception.CONTESTED, dissent=words("The bookings team.")
            )
        ],
        "cites": [make_id("entry", 1)],
        "against": [],
        "joined": [
            shapes.InsightJoined(
                on=TODAY, position=204, fits=True, reflections=[make_id("entry", 1)]
            )
        ],
        "behaviours": [],
        "building_blocks": [],
        "proposed_on": date(2026, 2, 3),
        "position": 190,
    }
    other: dict[str, object] = {
        "id": make_id("insight", 2),
        "does_not_fit": None,
        "standing": None,
        "tests": [],
        "joined": [],
    }
    lone: dict[str, object] = {"looked_for_disconfirming": False, "single_voice": True}
    alone: dict[str, object] = {"standing": None, "tests": []}
    return [
        shapes.InsightView.model_validate(more) for more in (fields, fields | other | lone | alone)
    ]


def mirror(words: Words = plain) -> list[shapes.MirrorPair]:
    """A pair with both sides, and one that lacks a side."""
    heard = reflections(words)
    what_we_say = fresh_belief(5, "We support the whole person.", words)
    side = shapes.MirrorSide(
        belief=what_we_say,
        evidence_for=heard[:1],
        evidence_against=heard[1:3],
        not_yours_to_read=2,
    )
    done = shapes.MirrorSide(
        belief=belief(1, words), evidence_for=heard[2:4], evidence_against=[], not_yours_to_read=0
    )
    return [
        shapes.MirrorPair(
            building_block="delivery",
            about=words("How work is joined"),
            said=[side],
            done=[done],
            held_up_on=date(2026, 5, 2),
        ),
        shapes.MirrorPair(
            building_block=None,
            about=words("Who decides"),
            said=[],
            done=[done],
            held_up_on=None,
        ),
    ]


def board(words: Words = plain, trials: int = 6) -> shapes.Board:
    """Trials and what they taught."""
    blocks = [
        ("place-based-strategies-and-plans", "Place-based strategies and plans"),
        ("governance", "Governance"),
        ("funding-and-commissioning", "Funding and commissioning"),
        ("delivery", "Delivery"),
    ]
    fates = ("running", "at_the_margins", "normalised", "ended")
    rows = [
        shapes.BoardRow(
            prototype=make_id("trial", n),
            name=words(("The front door", "Text before letter", "Shared form")[n % 3]),
            fate=fates[n % 4],
            started_on=FIRST + timedelta(days=40 * n),
            conditions_missing=[words("A budget that two services share.")] if n == 1 else [],
            cells=[
                shapes.BoardCell(
                    building_block=blocks[n % 4][0],
                    was_expected=n % 2 == 0,
                    learned=[words("Money that two services hold can be spent at the desk.")],
                    changed_by=[make_id("decision", 9)] if n % 3 == 0 else [],
                    is_changed=n % 3 == 0,
                )
            ],
        )
        for n in range(trials)
    ]
    return shapes.Board(building_blocks=blocks, rows=rows)


def signals(words: Words = plain) -> list[shapes.Signal]:
    """One question of each kind."""
    links = ("beliefs", "timeline", "decisions", "timeline", "timeline", "mirror")
    return [
        shapes.Signal(
            kind=kind,
            subject=make_id("subject", kind),
            about=words("Thresholds keep things fair."),
            grounds=6,
            link=link,
        )
        for kind, link in zip(SignalKind, links, strict=True)
    ]
