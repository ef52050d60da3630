"""Finding timeline entries: one filter, who may read them, their words opened a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection
from psycopg.rows import dict_row

from service.domain.frameworks import Frameworks
from service.domain.vocabulary import ActorRole, Perspective
from service.keystore import KeyStore
from service.policy import Actor, scopes_readable_by
from service.projections import people
from service.projections.shapes import Entry, Tag, Voices
from service.projections.voices import Post, count_voices
from service.sealing import Sealer, opened, opened_twice

MOST = 5_000
"""More entries than this are never read at once; more are read page after page."""


@dataclass(frozen=True)
class Filter:
    """Which entries somebody wants to see. `codes` are behaviours or building blocks."""

    from_on: date | None = None
    to_on: date | None = None
    codes: frozenset[str] | None = None
    perspectives: frozenset[Perspective] | None = None
    relayed: bool = True
    trial: UUID | None = None
    as_known_on: date | None = None
    ids: frozenset[UUID] | None = None
    kinds: frozenset[str] | None = None
    own_held: bool = False
    """Also the reader's own reflections that are held for care."""
    newest_first: bool = False
    limit: int | None = None
    after: tuple[date, int] | None = None
    """Go on after the entry with this day and position."""


@dataclass(frozen=True)
class Found:
    """An entry with what its reader does not get to see: who said it."""

    entry: Entry
    author: UUID | None
    cites: tuple[UUID, ...]

    @property
    def as_post(self) -> Post | None:
        """What counting voices needs, where this is a reflection."""
        if self.author is None:
            return None
        entry = self.entry
        return Post(self.author, entry.perspective, entry.speaking_as, entry.relayed_perspective)


@dataclass
class Finder:
    """Reads the entries of one place for one actor."""

    connection: Connection[Any]
    keys: KeyStore
    actor: Actor
    place_id: UUID
    zone: ZoneInfo
    frameworks: Frameworks
    sees_framework: bool

    def find(self, wanted: Filter) -> list[Found]:
        """Matching entries, as they happened or newest first: up to the limit, else all."""
        if wanted.limit is not None:
            return self._page(wanted)
        found: list[Found] = []
        while True:
            page = self._page(replace(wanted, limit=MOST))
            found += page
            if len(page) < MOST:
                return found
            last = page[-1].entry
            wanted = replace(wanted, after=(last.occurred_on, last.position))

    def _page(self, wanted: Filter) -> list[Found]:
        with self.connection.cursor(row_factory=dict_row) as cursor:
            query = _NEWEST if wanted.newest_first else _ENTRIES
            rows = cursor.execute(query, self._where(wanted)).fetchall()
        sealers = self.keys.sealers((row["key_id"] for row in rows), self.connection)
        authors = {row["id"]: row["author"] for row in rows if row["kind"] == "reflection"}
        tags = self._tags(authors, sealers, wanted) if self.sees_framework else {}
        roles, names = self._roles(rows), self._names_shown(rows)
        return [
            Found(
                self._entry(
                    row,
                    sealers,
                    tags.get(row["id"], []),
                    role=roles.get(row["author"]),
                    name=names.get(row["author"]) if row["name_shown"] else None,
                ),
                row["author"],
                tuple(row["cites"]),
            )
            for row in rows
        ]

    def readable(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those of these things that this reader may know of; no words are opened."""
        wanted = self._where(Filter(ids=frozenset(ids)))
        rows = self.connection.execute(f"SELECT DISTINCT e.id {_MATCHING}", wanted)
        return {row[0] for row in rows}

    def voices(self, wanted: Filter) -> Voices:
        """Whose voices all matching reflections are; no words are opened."""
        rows = self.connection.execute(_POSTS, self._where(wanted))
        return self._for_reader(count_voices(Post(*row) for row in rows))

    def voices_in(self, found: Iterable[Found]) -> Voices:
        """Whose voices these entries are."""
        return self._for_reader(count_voices(post for one in found if (post := one.as_post)))

    def _for_reader(self, voices: Voices) -> Voices:
        """How loud single people are is for the learning partner only (domain language 6.2)."""
        if self.actor.role == ActorRole.LEARNING_PARTNER:
            return voices
        return voices.model_copy(update={"effective_voices": None})

    def _where(self, wanted: Filter) -> dict[str, Any]:
        after_on, after_position = wanted.after or (None, None)
        return {
            "place": self.place_id,
            "scopes": scopes_readable_by(self.actor, self.place_id),
            "me": self.actor.person_id,
            "from_on": wanted.from_on,
            "to_on": wanted.to_on,
            "codes": None if wanted.codes is None else list(wanted.codes),
            "perspectives": None if wanted.perspectives is None else list(wanted.perspectives),
            "relayed": wanted.relayed,
            "trial": wanted.trial,
            "known": end_of(wanted.as_known_on, self.zone),
            "own_held": wanted.own_held,
            "ids": None if wanted.ids is None else list(wanted.ids),
            "kinds": None if wanted.kinds is None else list(wanted.kinds),
            "limit": wanted.limit,
            "after_on": after_on,
            "after_position": after_position,
        }

    def _roles(self, rows: list[dict[str, Any]]) -> dict[UUID, str]:
        """What authors do, for reflections that do not say it themselves."""
        silent = {row["author"] for row in rows if row["author"] and row["role"] is None}
        return people.roles_of(self.connection, self.keys, silent)

    def _names_shown(self, rows: list[dict[str, Any]]) -> dict[UUID, str]:
        """The names of authors who let readers see them."""
        shown = {row["author"] for row in rows if row["name_shown"]}
        return people.names_of(self.connection, self.keys, shown)

    def _entry(
        self,
        row: dict[str, Any],
        sealers: dict[UUID, Sealer],
        tags: list[Tag],
        *,
        role: str | None,
        name: str | None,
    ) -> Entry:
        fields = FIELDS[row["kind"]]

        def words(column: str) -> str | None:
            return opened(sealers, row["key_id"], fields[column], row[column])

        codes = [tag.code for tag in tags] or (row["codes"] if self.sees_framework else [])
        return Entry(
            kind=row["kind"],
            id=row["id"],
            about=row["about"],
            external_id=words("external_id"),
            title=words("title") or "",
            text=words("words") or "",
            meaning=words("meaning"),
            role=words("role") or role,
            author_name=name,
            name_shown=bool(row["name_shown"]),
            perspective=row["perspective"],
            speaking_as=row["speaking_as"],
            relayed_perspective=row["relayed_perspective"],
            scope=row["scope"],
            occurred_on=row["occurred_on"],
            until=row["until"],
            recorded_at=row["recorded_at"],
            reported_late=row["reported_late"],
            position=row["position"],
            behaviours=_distinct(codes, self.frameworks.behaviours.codes),
            building_blocks=_distinct(codes, self.frameworks.building_blocks.codes),
            tags=tags,
            movement=row["movement"],
            outcome=row["outcome"],
            version=row["version"],
            is_mine=row["author"] == self.actor.person_id,
        )

    def _tags(
        self, authors: dict[UUID, UUID], sealers: dict[UUID, Sealer], wanted: Filter
    ) -> dict[UUID, list[Tag]]:
        known = end_of(wanted.as_known_on, self.zone)
        rows = self.connection.execute(_TAGS, (list(authors), known, known)).fetchall()
        taggers = {row[6] for row in rows}
        names = people.names_of(self.connection, self.keys, taggers)
        reasoned = {row[6] for row in rows if row[7] is not None}
        sealers = {**sealers, **self.keys.sealers(reasoned, self.connection)}
        found: dict[UUID, list[Tag]] = {}
        knows = self.actor.role == ActorRole.LEARNING_PARTNER
        for reflection, id, code, framework, stance, method, tagger, reason, on, disputes in rows:
            told = knows or tagger == self.actor.person_id or tagger != authors.get(reflection)
            found.setdefault(reflection, []).append(
                Tag(
                    id=id,
                    code=code,
                    framework=framework,
                    stance=stance,
                    method=method,
                    tagger=tagger if told else None,
                    tagger_name=names.get(tagger) if told else None,
                    reason=opened_twice(sealers, reflection, tagger, "reason", reason),
                    tagged_on=on,
                    disputed=disputes,
                )
            )
        return found


def end_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The first moment after a day, in a place's zone."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), zone)


def _distinct(codes: Iterable[str], known: tuple[str, ...]) -> list[str]:
    present = set(codes)
    return [code for code in known if code in present]


_PLAIN = {"title": "name", "words": "", "meaning": "", "role": "role", "external_id": "external_id"}

FIELDS: dict[str, dict[str, str]] = {
    "reflection": _PLAIN | {"words": "noticed", "meaning": "meaning"},
    "context": _PLAIN | {"title": "what", "words": "detail"},
    "tension": _PLAIN | {"words": "pole_a", "meaning": "pole_b"},
    "tension_revisited": _PLAIN | {"words": "narrative"},
    "prototype_started": _PLAIN | {"words": "expected", "meaning": "purpose"},
    "plan_do_review": _PLAIN | {"words": "learned", "meaning": "next_step"},
    "prototype_learning": _PLAIN | {"words": "learned"},
    "at_the_margins": _PLAIN | {"words": "conditions_missing"},
    "normalised": _PLAIN | {"words": "note"},
    "prototype_ended": _PLAIN | {"words": "what_we_keep", "meaning": "what_remains"},
    "session": _PLAIN | {"words": "framing_question", "meaning": "who_was_missing"},
    "expectation": _PLAIN | {"words": "we_expect", "meaning": "we_would_doubt_if"},
    "insight": _PLAIN | {"words": "claim", "meaning": "does_not_fit"},
    "insight_tested": _PLAIN | {"words": "dissent"},
    "insight_joined": _PLAIN,
    "belief_stated": _PLAIN | {"words": "statement", "meaning": "we_would_doubt_if"},
    "level_contested": _PLAIN | {"words": "reason"},
    "level_settled": _PLAIN | {"words": "reason"},
    "challenged": _PLAIN | {"words": "reason"},
    "examined": _PLAIN | {"words": "dissent"},
    "upheld": _PLAIN | {"words": "reason"},
    "revised": _PLAIN | {"words": "statement", "meaning": "reason"},
    "dropped": _PLAIN | {"words": "reason"},
    "left_open": _PLAIN | {"words": "reason"},
    "mirror": _PLAIN,
    "decision_proposed": _PLAIN | {"words": "question"},
    "decision": _PLAIN | {"title": "title", "words": "chosen", "meaning": "why"},
    "reviewed": _PLAIN | {"words": "expected_vs_actual", "meaning": "surprises"},
    "told": _PLAIN | {"words": "words"},
    "change_seen": _PLAIN | {"words": "what", "meaning": "significance"},
    "confirmed": _PLAIN | {"words": "note"},
    "ceased": _PLAIN | {"words": "why"},
    "slip": _PLAIN | {"words": "what", "meaning": "pressure"},
    "movement": _PLAIN | {"words": "what"},
}
"""As which field of its event each column was sealed, by kind of entry."""

_MATCHING = """
FROM entries AS e
WHERE e.place_id = %(place)s
  AND (e.state = 'available' OR %(own_held)s AND e.state = 'held' AND e.author = %(me)s)
  AND (e.author IS NULL OR e.scope = ANY (%(scopes)s) OR e.author = %(me)s)
  AND (%(from_on)s::date IS NULL OR coalesce(e.until, e.occurred_on) >= %(from_on)s)
  AND (%(to_on)s::date IS NULL OR e.occurred_on <= %(to_on)s)
  AND (%(known)s::timestamptz IS NULL OR e.recorded_at < %(known)s)
  AND (%(ids)s::uuid[] IS NULL OR e.id = ANY (%(ids)s))
  AND (%(kinds)s::text[] IS NULL OR e.kind = ANY (%(kinds)s))
  AND (%(trial)s::uuid IS NULL OR e.about = %(trial)s
       OR e.kind IN ('context', 'tension', 'tension_revisited'))
  AND (%(relayed)s OR e.author IS NULL OR e.speaking_as <> 'relaying')
  AND (%(perspectives)s::text[] IS NULL OR e.author IS NULL
       OR coalesce(e.relayed_perspective, e.perspective) = ANY (%(perspectives)s))
  AND (%(codes)s::text[] IS NULL OR e.codes && %(codes)s::text[] OR EXISTS (
       SELECT FROM tags AS t WHERE t.reflection_id = e.id AND t.code = ANY (%(codes)s)
       AND (%(known)s::timestamptz IS NULL OR t.recorded_at < %(known)s)))
"""

_ENTRIES = f"""SELECT e.* {_MATCHING} AND (%(after_on)s::date IS NULL
  OR (e.occurred_on, e.position) > (%(after_on)s, %(after_position)s))
ORDER BY e.occurred_on, e.position LIMIT %(limit)s"""
_NEWEST = f"""SELECT e.* {_MATCHING} AND (%(after_on)s::date IS NULL
  OR (e.occurred_on, e.position) < (%(after_on)s, %(after_position)s))
ORDER BY e.occurred_on DESC, e.position DESC LIMIT %(limit)s"""
_POSTS = f"""
SELECT e.author, e.perspective, e.speaking_as, e.relayed_perspective, count(*)
{_MATCHING} AND e.kind = 'reflection' GROUP BY 1, 2, 3, 4
"""

_TAGS = """
SELECT reflection_id, tag_id, code, framework, stance, method, tagger, reason, tagged_on, disputes
FROM tags WHERE reflection_id = ANY (%s) AND (%s::timestamptz IS NULL OR recorded_at < %s)
ORDER BY position
"""
