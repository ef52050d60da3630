"""Counting: how many people and organisations something rests on, without opening their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.digests.content import Count, Voices
from service.domain.suppression import Candidate, Group
from service.domain.vocabulary import SYSTEM_PERSPECTIVES, Perspective, Scope
from service.keystore import KeyStore
from service.projections import people

COUNTED = [scope for scope in Scope if scope is not Scope.AUTHOR_AND_LP]
"""What somebody keeps between themselves and the learning partner is not counted either."""


@dataclass(frozen=True)
class Spoke:
    """Somebody who spoke: where, and from which perspective the last time."""

    person: UUID
    place: UUID
    perspective: Perspective | None


class Counting:
    """Counts people of some places in some days. Nobody is counted twice in one figure."""

    def __init__(self, connection: Connection[Any], keys: KeyStore) -> None:
        self._connection, self._keys = connection, keys
        self._organisations: dict[UUID, str | None] = {}

    def behind(
        self, places: Sequence[UUID], cites: Sequence[UUID], subject: UUID, last: date
    ) -> Count:
        """The people whose own words something rests on, up to a day; passed-on words are not."""
        asked = {"places": list(places), "cites": list(cites), "last": last, "scopes": COUNTED}
        rows = self._connection.execute(_BEHIND, asked).fetchall()
        spoke = [Spoke(person, place, _perspective(said)) for person, place, said, _ in rows]
        first = min((day for *_, day in rows), default=last)
        group = Group(places=frozenset(places), first=first, last=last, subject=subject)
        return self._count(group, spoke).model_copy(update={"cites": tuple(cites)})

    def again(self, count: Count) -> Count:
        """The same count as it is now: words may have been taken back, or be seen by fewer."""
        if count.candidate is None:
            return count
        group = count.candidate.group
        places = sorted(group.places)
        if group.subject is not None:
            return self.behind(places, count.cites, group.subject, group.last)
        spoke = self.spoke(places, group.first, group.last)
        if group.perspectives is not None:
            spoke = [one for one in spoke if one.perspective in group.perspectives]
        return self._count(group, spoke)

    def voices(self, places: Sequence[UUID], first: date, last: date) -> Voices:
        """Everybody who spoke in these days, in all and by perspective."""
        spoke = self.spoke(places, first, last)
        group = Group(places=frozenset(places), first=first, last=last)
        by = Counter(one.perspective for one in spoke if one.perspective is not None)
        parts = tuple(
            self._count(
                group.model_copy(update={"perspectives": frozenset({perspective})}),
                [one for one in spoke if one.perspective == perspective],
            )
            for perspective, _ in by.most_common()
        )
        return Voices(
            total=self._count(group, spoke),
            parts=parts,
            missing=tuple(one for one in SYSTEM_PERSPECTIVES if one not in by),
        )

    def spoke(self, places: Sequence[UUID], first: date, last: date) -> list[Spoke]:
        """Everybody who spoke for themselves in these days, each once."""
        asked = {"places": list(places), "first": first, "last": last, "scopes": COUNTED}
        rows = self._connection.execute(_SPOKE, asked).fetchall()
        return [Spoke(person, place, _perspective(said)) for person, place, said in rows]

    def _count(self, group: Group, spoke: Sequence[Spoke]) -> Count:
        said = Counter(one.perspective for one in spoke if one.perspective is not None)
        candidate = Candidate(
            group=group,
            people=len({one.person for one in spoke}),
            organisations=self._organisations_of({one.person for one in spoke}),
        )
        ordered = tuple(perspective for perspective, _ in said.most_common())
        return Count(candidate=candidate, perspectives=ordered)

    def _organisations_of(self, those: Iterable[UUID]) -> int:
        """How many organisations people come from; all who name none count as one."""
        those = set(those)
        unknown = those - self._organisations.keys()
        named = people.organisations_of(self._connection, self._keys, unknown)
        for person in unknown:
            name = named.get(person)
            self._organisations[person] = None if name is None else _plain(name)
        return len({self._organisations[person] for person in those})


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _perspective(said: str | None) -> Perspective | None:
    return None if said is None else Perspective(said)


_OWN_WORDS = """
    kind = 'reflection' AND state = 'available' AND speaking_as <> 'relaying'
    AND place_id = ANY (%(places)s) AND scope = ANY (%(scopes)s)
"""
# The newest words of each person say where and from where they count. Words that come a little
# late belong to the days in which they came, for the digest of the others has gone out; what was
# written down weeks later (an import) belongs to the days that it is about.
_SPOKE = """
SELECT DISTINCT ON (author) author, place_id, perspective FROM entries JOIN places USING (place_id)
WHERE $own AND occurred_on BETWEEN %(first)s - 14 AND %(last)s
    AND CASE WHEN reported_late THEN occurred_on ELSE (recorded_at AT TIME ZONE zone)::date END
        BETWEEN %(first)s AND %(last)s
ORDER BY author, occurred_on DESC, position DESC
""".replace("$own", _OWN_WORDS)
_BEHIND = """
SELECT DISTINCT ON (author) author, place_id, perspective,
    min(occurred_on) OVER (PARTITION BY author)
FROM entries WHERE $own AND id = ANY (%(cites)s) AND occurred_on <= %(last)s
ORDER BY author, occurred_on DESC, position DESC
""".replace("$own", _OWN_WORDS)
