"""Made-up decisions for the page tests: plain by default, as hostile as a test asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from service.domain.assumption import Status
from service.domain.proof import Flag, LoopLevel, Missing, What
from service.domain.values import Standing
from service.domain.vocabulary import (
    Agreement,
    Answer,
    Basis,
    BeliefKind,
    Channel,
    DecisionKind,
    LanguageStage,
    Level,
    ReviewResult,
)
from service.projections import loop_shapes as shapes
from service.projections.shapes import PlaceView
from tests.web.belief_factory import (
    DECIDED,
    NEW,
    OLD,
    R,
    V,
    examination,
    noon,
    option,
    party,
    reflections,
    said,
)
from tests.web.factory import FIRST, Words, make_id, plain

FULL_ORDER: tuple[tuple[What, int], ...] = (
    (What.STATED, -150),
    (What.CHALLENGED, -49),
    (What.EXAMINED, -35),
    (What.REVISED, -14),
    (What.DECIDED, 0),
    (What.CHANGE_SEEN, 35),
)
"""What happened, and how many days after the decision."""


def place(words: Words = plain) -> PlaceView:
    """Where all this is."""
    return PlaceView(
        id=make_id("place"),
        name=words("Eastmoor"),
        zone="Europe/London",
        language_stage=LanguageStage.BRIDGING,
        phrases=[],
        focus=[],
        joined_on=FIRST,
    )


def step(what: What, on: date, position: int, **more: object) -> shapes.StepView:
    """A dated fact."""
    fields: dict[str, object] = {
        "at": noon(on),
        "what": what,
        "ref": make_id("belief", 1),
        "position": position,
        "reported_late": False,
        "needed": what in {What.CHALLENGED, What.EXAMINED, What.REVISED, What.DECIDED},
    }
    return shapes.StepView.model_validate(fields | more)


def proof(
    order: Sequence[tuple[What, int]] = FULL_ORDER, decided: date = DECIDED
) -> list[shapes.StepView]:
    """Facts in this order, with entries in the log from 201 on."""
    return [
        step(what, decided + timedelta(days=days), 201 + 7 * n)
        for n, (what, days) in enumerate(order)
    ]


def loop(number: int = 9, words: Words = plain, **more: object) -> shapes.LoopView:
    """A decision before which a belief changed, and after which a change was seen."""
    fields: dict[str, object] = {
        "id": make_id("decision", number),
        "external_id": f"D{number}",
        "title": words("No one is dropped for missing appointments"),
        "chosen": words("Nobody is dropped until someone they know has spoken with them."),
        "kind": DecisionKind.ACT,
        "decided_on": DECIDED,
        "position": 229,
        "evidenced": LoopLevel.DOUBLE_ENACTED,
        "claimed": None,
        "flags": [Flag.RECONSTRUCTED],
        "proof": proof(),
        "missing": [Missing.REVIEW, Missing.TELLING],
        "reviewed": False,
        "beliefs_settled": False,
        "told": False,
        "is_closed": False,
        "contributors": 8,
        "still_to_tell": 3,
        "review_on": date(2026, 7, 14),
        "is_due": False,
        "has_lapsed": False,
        "has_slipped": False,
        "was": words(OLD),
        "now": words(NEW),
    }
    return shapes.LoopView.model_validate(fields | more)


def rests_on(number: int = 1, words: Words = plain, **more: object) -> shapes.RestsOn:
    """The belief that changed before the decision."""
    fields: dict[str, object] = {
        "belief": make_id("belief", number),
        "external_id": f"B{number}",
        "version": 2,
        "dropped": False,
        "before": words(OLD),
        "then": words(NEW),
        "now": words(NEW),
        "status": Status.REVISED,
        "kind": BeliefKind.PROBLEM_FRAME,
        "level": Level.GOVERNING,
        "level_reason": words("Nobody had written it down."),
        "basis": Basis.INFERRED,
        "we_would_doubt_if": words("Most people we ring tell us that they never wanted to come."),
    }
    return shapes.RestsOn.model_validate(fields | more)


def change(words: Words = plain, **more: object) -> shapes.ChangeView:
    """Something that somebody can see is different."""
    fields: dict[str, object] = {
        "id": make_id("change"),
        "external_id": None,
        "on": DECIDED + timedelta(days=35),
        "position": 236,
        "who_changed": words("The surgery"),
        "what": words("Six people who would have been closed in April are still being seen."),
        "where": words("Eastmoor surgery"),
        "scale": words("Six people"),
        "significance": words("They came back without being chased."),
        "contribution": words("We played a part. The new bus stop probably did too."),
        "seen_by": party("Advice centre", V, words),
        "confirmations": [
            shapes.ConfirmationView(
                on=DECIDED + timedelta(days=40),
                by=party(None, R),
                agrees=Agreement.PARTLY,
                note=words("For some of us."),
            )
        ],
        "ceased_on": date(2026, 6, 20),
        "why_ceased": words("The desk closed"),
        "decision": make_id("decision", 9),
    }
    return shapes.ChangeView.model_validate(fields | more)


def noticed(kind: str, words: Words = plain) -> shapes.Noticed:
    """A slip or a movement."""
    return shapes.Noticed(
        id=make_id(kind),
        on=date(2026, 6, 2),
        position=260,
        what=words(f"Something about a {kind}."),
        pressure=words("The week of the overspend.") if kind == "slip" else None,
        seen_by=None,
    )


def decision(words: Words = plain, **more: object) -> shapes.DecisionView:
    """A decision with everything on its page."""
    fields: dict[str, object] = {
        "loop": loop(9, words),
        "question": words("What do we do when somebody misses two appointments?"),
        "options": [option("Keep closing", words, keeps=True), option("Speak first", words)],
        "why": words("Four of five people we rang wanted to come."),
        "decided_by": [party("Eastmoor partners", None, words)],
        "consulted": [party("Link workers", V, words), party(None, R)],
        "not_consulted": [words("People who had already been dropped")],
        "expected": words("Fewer people vanish."),
        "behaviours": ["POW-1"],
        "building_blocks": ["delivery"],
        "prototype": None,
        "rests_on": [rests_on(1, words)],
        "examinations": [examination(words)],
        "reviews": [],
        "tellings": [],
        "changes": [change(words)],
        "slips": [],
        "movements": [],
        "words_behind": reflections(words),
        "not_yours_to_read": 2,
        "against": [said(8, "One man told me plainly to stop ringing. He meant it.", words)],
    }
    return shapes.DecisionView.model_validate(fields | more)


def closed_decision(words: Words = plain) -> shapes.DecisionView:
    """A decision that was looked at again, told back, and that slipped since."""
    order = [*FULL_ORDER, (What.CONFIRMED, 40), (What.REVIEWED, 60), (What.TOLD, 62)]
    order += [(What.SLIPPED, 70), (What.CHALLENGED, 80)]
    steps = proof(order)
    review = shapes.ReviewView(
        on=DECIDED + timedelta(days=60),
        position=steps[7].position,
        result=ReviewResult.ADJUST,
        expected_vs_actual=words("Fewer vanished, and calls took longer."),
        surprises=words("People rang us."),
        reviewers=[party("Advice centre", V, words)],
        affected_heard={R: 2},
        why_nobody_affected=None,
        beliefs={make_id("belief", 1): Standing.HELD_UP},
        review_again_on=None,
    )
    telling = shapes.TellingView(
        on=DECIDED + timedelta(days=62),
        position=steps[8].position,
        what=Answer.YOU_SAID_WE_DID,
        words=words("You said the letters frightened you. We ring first now."),
        reached=8,
        channel=Channel.PHONE,
    )
    closed: dict[str, object] = {
        "proof": steps,
        "evidenced": LoopLevel.DOUBLE_CLOSED,
        "reviewed": True,
        "told": True,
        "beliefs_settled": True,
        "is_closed": True,
        "still_to_tell": 0,
        "review_on": None,
        "missing": [],
        "has_slipped": True,
        "flags": list(Flag),
    }
    return decision(
        words,
        loop=loop(9, words, **closed),
        reviews=[review],
        tellings=[telling],
        slips=[noticed("slip", words)],
        movements=[noticed("movement", words)],
        rests_on=[
            rests_on(1, words),
            rests_on(2, words, before=None, dropped=True, level=Level.STRATEGY),
            rests_on(3, words, before=None, now=words("Newer words still.")),
        ],
    )
