"""Material: all that was said in a place, with what else a reader may know of who said it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.domain.base import natural_id
from service.domain.sealed import ERASED
from service.domain.vocabulary import Perspective
from service.policy import Action, may
from service.projections.entries import Finder, Found
from service.projections.shapes import Contributor, Memo
from service.sealing import opened_twice

FROM = [*Perspective, None]


def contributors_in(finder: Finder, found: Iterable[Found]) -> list[Contributor]:
    """Whose words these are, once for each person, by where they speak from.

    The timeline does not say which words are by the same person. Nor does this, except to the
    learning partner, and to people of their own words.
    """
    said: dict[UUID, list[Found]] = {}
    for one in found:
        if one.author is not None:
            said.setdefault(one.author, []).append(one)
    told = [_contributor(finder, author, those) for author, those in said.items()]
    return sorted(told, key=lambda one: (FROM.index(one.perspective), str(one.person or "")))


def _contributor(finder: Finder, author: UUID, said: list[Found]) -> Contributor:
    is_told = author == finder.actor.person_id or may(
        finder.actor, Action.SEE_WHO_SAID_IT, finder.place_id
    )
    return Contributor(
        person=author if is_told else None,
        perspective=said[-1].entry.perspective,
        reflections=[one.entry.id for one in said] if is_told else [],
    )


def memos_on(finder: Finder, found: Iterable[Found]) -> list[Memo]:
    """What learning partners wrote beside these words, for learning partners and nobody else."""
    if not may(finder.actor, Action.WRITE_MEMO, finder.place_id):
        return []
    ids = [one.entry.id for one in found if one.author is not None]
    rows = finder.connection.execute(
        "SELECT position, reflection_id, by_person, words, recorded_at FROM remarks "
        "WHERE kind = 'memo' AND words IS NOT NULL AND reflection_id = ANY (%s) ORDER BY position",
        (ids,),
    ).fetchall()
    involved = {id for row in rows for id in row[1:3]}
    sealers = finder.keys.sealers(involved, finder.connection)
    memos = [
        Memo(
            id=natural_id("memo", reflection, position),
            reflection=reflection,
            by=by,
            text=opened_twice(sealers, reflection, by, "text", words) or ERASED,
            written_at=at,
        )
        for position, reflection, by, words, at in rows
    ]
    return [memo for memo in memos if memo.text != ERASED]
