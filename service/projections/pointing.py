"""Pointing: beliefs and insights name only those words behind them that a reader may know of."""

from __future__ import annotations

from collections.abc import Sequence

from service.projections.entries import Finder
from service.projections.loop_shapes import (
    BeliefFact,
    BeliefView,
    InsightJoined,
    InsightView,
    MirrorPair,
    MirrorSide,
)


def pointing_beliefs(finder: Finder, beliefs: Sequence[BeliefView]) -> list[BeliefView]:
    """These beliefs, without the ids of words that are closed to this reader.

    An id is made of the name that somebody gave the words, so it would confirm a guess at it.
    """
    named = {id for belief in beliefs for id in belief.cites}
    named |= {id for belief in beliefs for fact in belief.facts for id in fact.evidence}
    readable = finder.readable(named)

    def only_readable(fact: BeliefFact) -> BeliefFact:
        lists = ("evidence", "evidence_for", "evidence_against")
        return fact.model_copy(
            update={name: [id for id in getattr(fact, name) if id in readable] for name in lists}
        )

    return [
        belief.model_copy(
            update={
                "cites": [id for id in belief.cites if id in readable],
                "facts": [only_readable(fact) for fact in belief.facts],
            }
        )
        for belief in beliefs
    ]


def pointing_insights(finder: Finder, insights: Sequence[InsightView]) -> list[InsightView]:
    """These insights, likewise."""
    readable = finder.readable(id for one in insights for id in (*one.cites, *one.against))

    def only_readable(joined: InsightJoined) -> InsightJoined | None:
        reflections = [id for id in joined.reflections if id in readable]
        return joined.model_copy(update={"reflections": reflections}) if reflections else None

    return [
        insight.model_copy(
            update={
                "cites": [id for id in insight.cites if id in readable],
                "against": [id for id in insight.against if id in readable],
                "joined": [found for one in insight.joined if (found := only_readable(one))],
            }
        )
        for insight in insights
    ]


def pointing_pairs(finder: Finder, pairs: Sequence[MirrorPair]) -> list[MirrorPair]:
    """The mirror, with the beliefs on both its sides likewise."""
    beliefs = {side.belief.id: side.belief for pair in pairs for side in (*pair.said, *pair.done)}
    told = {belief.id: belief for belief in pointing_beliefs(finder, list(beliefs.values()))}

    def sides(given: Sequence[MirrorSide]) -> list[MirrorSide]:
        return [side.model_copy(update={"belief": told[side.belief.id]}) for side in given]

    return [
        pair.model_copy(update={"said": sides(pair.said), "done": sides(pair.done)})
        for pair in pairs
    ]
