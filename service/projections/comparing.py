"""Comparing: readings that people do not share (Q13), and places side by side, in stories (Q5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from service.domain.assumption import Status
from service.domain.reflection import Reflection
from service.domain.vocabulary import Reception, Scope
from service.eventstore import EventLog
from service.projections.asking import require_framework
from service.projections.beliefs import beliefs_of
from service.projections.entries import Filter, Finder, end_of
from service.projections.histories import read_facts
from service.projections.insights import insights_of
from service.projections.loop_shapes import ContestedReading, PlaceStories
from service.projections.shapes import Entry, PlaceView, Tag, Voices
from service.projections.voices import HEARD_FROM, NOBODY_FROM, PASSED_ON, listed

MOST_STORIES = 5
FEWEST_PEOPLE = 5
"""Fewer people than this are never counted where places stand side by side (domain 5.1)."""
DISPUTED = [str(vars(Reflection.TagDisputed)["TOPIC"])]


def contested_readings(
    log: EventLog, finder: Finder, framework: str | None, as_known_on: date | None = None
) -> list[ContestedReading]:
    """Q13: reflections in which people read one code in different ways, or dispute a reading.

    `framework` is a name with its version, as a tag carries it; None for all. NotFound for who
    does not see framework words (I13).
    """
    require_framework(finder)
    known = end_of(as_known_on, finder.zone)
    asked = {"place": finder.place_id, "framework": framework, "known": known}
    rows = finder.connection.execute(_CONTESTED, asked).fetchall()
    if not rows:
        return []
    codes: dict[UUID, set[tuple[str, str]]] = {}
    for reflection, of, code in rows:
        codes.setdefault(reflection, set()).add((of, code))
    found = finder.find(Filter(ids=frozenset(codes), as_known_on=as_known_on))
    entries = [one.entry for one in found]
    if known is not None:
        disputes = _disputes(log, finder, codes, known)
        entries = [_disputed_by_then(entry, disputes) for entry in entries]
    readings = [
        _contested(entry, of, code) for entry in entries for of, code in sorted(codes[entry.id])
    ]
    return [one for one in readings if len(one.stances) > 1 or one.disputes]


def stories_of(
    log: EventLog,
    places: Iterable[tuple[PlaceView, Finder]],
    codes: frozenset[str] | None,
    from_on: date | None = None,
    to_on: date | None = None,
    k: int = FEWEST_PEOPLE,
    as_known_on: date | None = None,
) -> list[PlaceStories]:
    """Q5: places by name, each with what people see there and what they tell; never a score.

    Without `codes`, of everything. A place whose framework words the reader does not see is left
    out, for this is a question in those words (I13).
    """
    wanted = Filter(from_on=from_on, to_on=to_on, codes=codes, as_known_on=as_known_on)
    found = [
        _stories(log, place, finder, wanted, k) for place, finder in places if finder.sees_framework
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.place))


def voices_in_words(voices: Voices, k: int = FEWEST_PEOPLE) -> str:
    """Whose voices a place's stories are, so that nobody can be counted out of them.

    At most one figure, of all people; and none where from some perspective there are fewer than
    `k`, so that no smaller one can be had from it.
    """
    if not voices.contributors:
        return "Nobody has spoken about this here yet."
    fewest = min(voices.by_perspective.values(), default=k)
    if voices.contributors < k:
        sentences = [f"Rests on fewer than {k} people."]
    elif fewest < k:
        sentences = [f"How many people is not shown: from one side or more it is fewer than {k}."]
    else:
        sentences = [f"Rests on {voices.contributors} people."]
    if voices.by_perspective:
        heard = listed([HEARD_FROM[name] for name in voices.by_perspective])
        sentences.append(f"We have heard directly from {heard}.")
    if voices.relayed:
        passed_on = listed([PASSED_ON[name] for name in voices.relayed])
        sentences.append(f"Some things said {passed_on} were passed on by others.")
    if voices.missing:
        nobody = listed([NOBODY_FROM[name] for name in voices.missing], "or")
        sentences.append(f"We have not heard directly from {nobody}.")
    return " ".join(sentences)


def _stories(
    log: EventLog, place: PlaceView, finder: Finder, wanted: Filter, k: int
) -> PlaceStories:
    found = finder.find(wanted)
    entries = [one.entry for one in found]
    told = [entry for entry in entries if _is_for_the_programme(entry)]
    known = end_of(wanted.as_known_on, finder.zone)
    return PlaceStories(
        place=place.id,
        name=place.name,
        voices=voices_in_words(finder.voices_in(found), k),
        patterns=[*_endorsed(log, finder, entries, known), *_reworded(log, finder, entries, known)],
        stories=told[: -MOST_STORIES - 1 : -1],
    )


def _is_for_the_programme(entry: Entry) -> bool:
    return (
        entry.kind == "reflection"
        and entry.scope is not None
        and entry.scope.is_wider_than(Scope.PLACE_TEAM)
    )


def _endorsed(
    log: EventLog, finder: Finder, entries: list[Entry], known: datetime | None
) -> list[str]:
    """Claims of insights that were proposed or looked at then, and that people endorse now."""
    proposed = [entry.id for entry in entries if entry.kind == "insight"]
    tested = [entry.about for entry in entries if entry.kind == "insight_tested"]
    ids = dict.fromkeys(id for id in [*proposed, *tested] if id is not None)
    insights = insights_of(finder.connection, log, finder.keys, list(ids), known)
    return [one.claim for one in insights if one.standing == Reception.ENDORSED]


def _reworded(
    log: EventLog, finder: Finder, entries: list[Entry], known: datetime | None
) -> list[str]:
    """The newest words that beliefs were given then, where people have not dropped them since."""
    words = {entry.about: entry.text for entry in entries if entry.kind == "revised"}
    ids = [id for id in words if id is not None]
    beliefs = beliefs_of(finder.connection, log, finder.keys, ids, known)
    return [words[one.id] for one in beliefs if one.status != Status.DROPPED]


def _disputes(
    log: EventLog, finder: Finder, reflections: Iterable[UUID], known: datetime
) -> Counter[UUID]:
    """How many people had disputed each reading by then."""
    facts = read_facts(finder.connection, log, reflections, DISPUTED, known=known)
    events = (fact.event for fact in facts)
    return Counter(one.tag_id for one in events if isinstance(one, Reflection.TagDisputed))


def _disputed_by_then(entry: Entry, disputes: Counter[UUID]) -> Entry:
    tags = [tag.model_copy(update={"disputed": disputes[tag.id]}) for tag in entry.tags]
    return entry.model_copy(update={"tags": tags})


def _contested(entry: Entry, framework: str, code: str) -> ContestedReading:
    tags = [tag for tag in entry.tags if (tag.framework, tag.code) == (framework, code)]
    return ContestedReading(
        entry=entry,
        code=code,
        framework=framework,
        stances=_stances(tags),
        disputes=sum(tag.disputed for tag in tags),
    )


def _stances(tags: list[Tag]) -> dict[str, int]:
    return {stance.value: count for stance, count in Counter(tag.stance for tag in tags).items()}


_CONTESTED = """
SELECT t.reflection_id, t.framework, t.code
FROM tags AS t JOIN entries AS e ON e.id = t.reflection_id
WHERE e.place_id = %(place)s AND (%(framework)s::text IS NULL OR t.framework = %(framework)s)
  AND (%(known)s::timestamptz IS NULL OR t.recorded_at < %(known)s)
GROUP BY t.reflection_id, t.framework, t.code
HAVING count(DISTINCT t.stance) > 1 OR sum(t.disputes) > 0
"""
