"""Made-up lists for the page tests: the ledger, who is owed an answer, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from service.domain.proof import Flag, LoopLevel, Missing, What
from service.domain.vocabulary import ClaimedLoop, DecisionKind
from service.projections import loop_shapes as shapes
from tests.web.belief_factory import R, S, option
from tests.web.factory import TODAY, Words, make_id, plain
from tests.web.loop_factory import FULL_ORDER, loop, proof


def several_loops(words: Words = plain) -> list[shapes.LoopView]:
    """One decision of each verdict, and some that slipped, wait or came in another order."""
    short: list[tuple[What, int]] = [(What.DECIDED, 0)]
    closed = [*FULL_ORDER, (What.REVIEWED, 60), (What.TOLD, 62)]
    held = [(What.CHALLENGED, -20), (What.EXAMINED, -10), (What.UPHELD, -4), (What.DECIDED, 0)]
    after = [*short, (What.CHALLENGED, 9), (What.EXAMINED, 20), (What.CHANGE_SEEN, 30)]
    quiet: dict[str, object] = {"flags": [], "missing": [], "still_to_tell": 0, "was": None}

    def one(number: int, title: str, order: Sequence[tuple[What, int]], **more: object):  # type: ignore[no-untyped-def]
        on = date(2026, 5, 12) - timedelta(days=35 * (10 - number))
        fields = quiet | {"decided_on": on, "proof": proof(order, on), "now": None} | more
        return loop(number, words, title=words(title), **fields)

    return [
        one(
            10,
            "The winter hub carries on as it is",
            short,
            evidenced=LoopLevel.NO_LOOP,
            kind=DecisionKind.HOLD_ON_PURPOSE,
            missing=[Missing.CHALLENGE],
        ),
        loop(9, words),
        one(
            8,
            "Residents choose two of our four questions",
            closed,
            evidenced=LoopLevel.DOUBLE_CLOSED,
            flags=[Flag.ABOUT_LEARNING],
            reviewed=True,
            told=True,
            beliefs_settled=True,
            is_closed=True,
            review_on=None,
        ),
        one(
            7,
            "Police share the weekly worry list with the youth project",
            [*after, (What.REVISED, 40)],
            evidenced=LoopLevel.SINGLE,
            flags=[Flag.BELIEF_FOLLOWED_ACTION],
            missing=[Missing.CHALLENGE],
            is_due=True,
            claimed=ClaimedLoop.DOUBLE,
        ),
        one(
            6,
            "Keep the youth worker on Fridays",
            held,
            evidenced=LoopLevel.EXAMINED_UPHELD,
            kind=DecisionKind.HOLD_ON_PURPOSE,
        ),
        one(
            5,
            "The monthly meeting moves to the estate hall",
            [*FULL_ORDER[1:5], (What.SLIPPED, 30)],
            evidenced=LoopLevel.DOUBLE_INTENDED,
            flags=[Flag.NARROW_VOICE, Flag.EVIDENCE_LAPSED],
            missing=[Missing.CHANGE_SEEN],
            has_slipped=True,
            has_lapsed=True,
            still_to_tell=2,
        ),
        one(
            4,
            "First letters name a person to ring",
            [*short, (What.CHANGE_SEEN, 9), (What.REVIEWED, 40), (What.TOLD, 41)],
            evidenced=LoopLevel.SINGLE,
            missing=[Missing.GOVERNING_BELIEF],
            reviewed=True,
            told=True,
            review_on=None,
        ),
        one(
            2,
            "One shared referral form",
            [*short, (What.CHANGE_SEEN, 9), (What.SLIPPED, 70)],
            evidenced=LoopLevel.SINGLE,
            flags=[Flag.ORDER_AS_REPORTED, Flag.LEVEL_CONTESTED],
            missing=[Missing.EXAMINATION],
            has_slipped=True,
            review_on=None,
        ),
        one(
            1,
            "Meet at 8am so GPs can come",
            short,
            evidenced=LoopLevel.UNCLASSIFIED,
            external_id=None,
            missing=[Missing.BELIEF],
            still_to_tell=4,
        ),
    ]


def page_of(loops: Sequence[shapes.LoopView], **more: object) -> shapes.LedgerPage:
    """A page of the ledger."""
    fields: dict[str, object] = {
        "place": make_id("place"),
        "decisions": list(loops),
        "total": len(loops),
        "following": None,
    }
    return shapes.LedgerPage.model_validate(fields | more)


def owed(words: Words = plain) -> list[shapes.ToldBack]:
    """People who wait for an answer."""
    people = [
        shapes.ToTell(
            person=make_id("person", n),
            name=words(name) if name else None,
            perspective=perspective,
            relayed=relayed,
            first_used_on=date(2026, 3, 3),
            reflections=[make_id("entry", n)],
        )
        for n, (name, perspective, relayed) in enumerate(
            [("Ali, link worker", R, True), (None, S, False), (None, None, False)]
        )
    ]
    return [shapes.ToldBack(decision=loop(9, words), people=people)]


def proposals(words: Words = plain) -> list[shapes.Proposal]:
    """A question that waits."""
    return [
        shapes.Proposal(
            id=make_id("proposal"),
            external_id=None,
            question=words("Who holds the desk money?"),
            options=[option("The council", words), option("The advice centre", words)],
            proposed_on=TODAY,
        )
    ]
