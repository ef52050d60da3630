"""My reflections: each of somebody's own, what was asked about it, and what came of it so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, LiteralString
from uuid import UUID

from service.domain.errors import NotFound
from service.domain.sealed import ERASED
from service.projections.asking import ids_named
from service.projections.entries import Filter, Finder
from service.projections.shapes import Entry, Shape
from service.sealing import opened, opened_twice

State = Literal["available", "held"]


class Step(Shape):
    """Something that came of a reflection: an insight, a decision or a change."""

    id: UUID
    title: str
    """Its title where it has one, else its words."""
    on: date


class AskedBack(Shape):
    """What a learning partner asked its author, and the newest answer."""

    id: UUID
    question: str
    asked_on: date
    answer: str | None


class AskedAbout(Shape):
    """A reflection and what learning partners asked its author."""

    entry: Entry
    questions: list[AskedBack]


class MyReflection(Shape):
    """One's own reflection and its path, as far as the log shows it and its author may read."""

    entry: Entry
    name_shown: bool
    state: State
    heard_on: date | None
    """When somebody else first said that it was heard, read it, asked about it or built on it."""
    insights: list[Step]
    decisions: list[Step]
    changes: list[Step]
    told_on: date | None
    """When its author was first told what became of it."""
    questions: list[AskedBack]


def my_reflections_of(finder: Finder, limit: int, before: int | None) -> list[MyReflection]:
    """The reader's own reflections in a place, newest in the log first; also those held."""
    asked = {"before": before, "ids": None, "limit": limit}
    return _views(finder, _mine(finder, asked))


def my_reflection_of(finder: Finder, reference: str | UUID) -> MyReflection:
    """One of the reader's own, by id or external id; NotFound where it is not theirs."""
    asked = {"before": None, "ids": ids_named(finder.place_id, reference), "limit": 1}
    for found in _views(finder, _mine(finder, asked)):
        return found
    raise NotFound("You have no reflection by that name here.")


def _mine(finder: Finder, asked: dict[str, Any]) -> dict[UUID, State]:
    told = {"place": finder.place_id, "me": finder.actor.person_id}
    return dict(finder.connection.execute(_MINE, asked | told).fetchall())


def _views(finder: Finder, mine: dict[UUID, State]) -> list[MyReflection]:
    if not mine:
        return []
    found = finder.find(Filter(ids=frozenset(mine), own_held=True, kinds=frozenset(["reflection"])))
    entries = {one.entry.id: one.entry for one in found}
    paths = _paths(finder, mine)
    heard, questions = _heard(finder, mine), questions_about(finder, mine)
    return [
        MyReflection(
            entry=entries[id],
            name_shown=entries[id].name_shown,
            state=state,
            heard_on=min(
                [*heard.get(id, ()), *(one.on for one in paths[id].insights)], default=None
            ),
            insights=paths[id].insights,
            decisions=paths[id].decisions,
            changes=paths[id].changes,
            told_on=min(paths[id].told, default=None),
            questions=questions.get(id, []),
        )
        for id, state in mine.items()
        if id in entries
    ]


def asked_in(finder: Finder, limit: int) -> list[AskedAbout]:
    """The reflections of a place that something was asked about, newest question first."""
    asked = {"place": finder.place_id, "limit": limit}
    ids = [row[0] for row in finder.connection.execute(_ASKED_ABOUT, asked)]
    found = finder.find(Filter(ids=frozenset(ids), kinds=frozenset(["reflection"]))) if ids else []
    entries, questions = {one.entry.id: one.entry for one in found}, questions_about(finder, ids)
    return [
        AskedAbout(entry=entries[id], questions=questions[id])
        for id in ids
        if id in entries and id in questions
    ]


def questions_about(finder: Finder, reflections: Iterable[UUID]) -> dict[UUID, list[AskedBack]]:
    """What was asked about these reflections, in the order of asking, with the newest answers.

    A question of somebody who was erased since has no words any more, and is left out.
    """
    rows = finder.connection.execute(_QUESTIONS, (list(reflections),)).fetchall()
    sealers = finder.keys.sealers({id for row in rows for id in row[1:3]}, finder.connection)
    answers = {
        question: opened(sealers, reflection, "answer", words)
        for kind, reflection, _, question, words, _ in rows
        if kind == "answer"
    }
    found: dict[UUID, list[AskedBack]] = {}
    for kind, reflection, by, question, words, on in rows:
        said = opened_twice(sealers, reflection, by, "question", words)
        if kind == "question" and said not in (None, ERASED):
            asked = AskedBack(id=question, question=said, asked_on=on, answer=answers.get(question))
            found.setdefault(reflection, []).append(asked)
    return found


@dataclass
class _Path:
    insights: list[Step] = field(default_factory=list)
    decisions: list[Step] = field(default_factory=list)
    changes: list[Step] = field(default_factory=list)
    told: list[date] = field(default_factory=list)


def _paths(finder: Finder, mine: Iterable[UUID]) -> dict[UUID, _Path]:
    """What came of each, in the order in which it happened; all are followed in one question."""
    asked = {"mine": list(mine), "place": finder.place_id, "me": finder.actor.person_id}
    rows = finder.connection.execute(_PATHS, asked).fetchall()
    joined: dict[tuple[UUID, UUID], date] = {(root, thing): on for root, thing, on in rows if on}
    reached = [(root, thing) for root, thing, _ in rows]
    shown = finder.find(Filter(ids=frozenset(thing for _, thing in reached), kinds=STEPS))
    told: dict[UUID, date] = dict(
        finder.connection.execute(
            _TOLD, asked | {"decisions": [thing for _, thing in reached]}
        ).fetchall()
    )
    paths = {id: _Path() for id in mine}
    for one in shown:
        entry = one.entry
        title = entry.title or entry.text
        if title in ("", ERASED):
            continue
        step = Step(id=entry.id, title=title, on=entry.occurred_on)
        for root in dict.fromkeys(root for root, thing in reached if thing == entry.id):
            path = paths[root]
            match entry.kind:
                case "insight":  # Its step is the day from which these words are part of it.
                    on = joined.get((root, entry.id), entry.occurred_on)
                    path.insights.append(step.model_copy(update={"on": on}))
                    path.insights.sort(key=lambda insight: insight.on)
                case "decision":
                    path.decisions.append(step)
                    path.told += [told[entry.id]] if entry.id in told else []
                case _:
                    path.changes.append(step)
    return paths


def _heard(finder: Finder, mine: Iterable[UUID]) -> dict[UUID, list[date]]:
    asked = {"mine": list(mine), "me": finder.actor.person_id}
    rows: list[tuple[UUID, date]] = finder.connection.execute(_HEARD, asked).fetchall()
    heard: dict[UUID, list[date]] = {}
    for reflection, on in rows:
        heard.setdefault(reflection, []).append(on)
    return heard


STEPS = frozenset({"insight", "decision", "change_seen"})

_MINE: LiteralString = """
SELECT id, state FROM entries
WHERE kind = 'reflection' AND place_id = %(place)s AND author = %(me)s
  AND state IN ('available', 'held')
  AND (%(before)s::bigint IS NULL OR position < %(before)s)
  AND (%(ids)s::uuid[] IS NULL OR id = ANY (%(ids)s))
ORDER BY position DESC LIMIT %(limit)s
"""

_PATHS: LiteralString = """
WITH RECURSIVE path (root, thing, at, kind, joined_on) AS (
    SELECT id, id, position, kind, NULL::date FROM entries
    WHERE id = ANY (%(mine)s) AND kind = 'reflection'
    UNION
    SELECT path.root,
        CASE WHEN e.kind IN ('challenged', 'insight_joined') THEN e.about ELSE e.id END,
        e.position, e.kind, CASE e.kind WHEN 'insight_joined' THEN e.occurred_on END
    FROM path JOIN entries AS e ON e.place_id = %(place)s AND e.position > path.at
        AND e.cites <> '{}' AND e.cites @> ARRAY[path.thing]
        AND (e.kind IN ('insight', 'insight_joined', 'belief_stated', 'challenged', 'decision')
            OR e.kind = 'change_seen' AND e.about = path.thing)
)
SELECT root, thing, min(joined_on) FROM path
WHERE kind IN ('insight', 'insight_joined', 'decision', 'change_seen')
GROUP BY root, thing
"""
"""What was said of a belief only later is no part of what a decision rested on: each step leads
on from a position of the log."""

_TOLD: LiteralString = """
SELECT told.about, min(told.occurred_on) FROM entries AS told
WHERE told.kind = 'told' AND told.place_id = %(place)s AND told.about = ANY (%(decisions)s)
  AND EXISTS (SELECT FROM entries AS mine WHERE mine.id = ANY (told.cites)
      AND mine.kind = 'reflection' AND mine.author = %(me)s)
GROUP BY told.about
"""

_HEARD: LiteralString = """
SELECT reflection_id, occurred_on FROM remarks
WHERE reflection_id = ANY (%(mine)s) AND by_person <> %(me)s
  AND kind IN ('acknowledged', 'question', 'nothing_fitted')
UNION ALL
SELECT reflection_id, tagged_on FROM tags
WHERE reflection_id = ANY (%(mine)s) AND tagger <> %(me)s AND tagger_role <> 'operator'
"""
"""An operator who files what came in with a file has not heard it."""

_ASKED_ABOUT: LiteralString = """
SELECT r.reflection_id FROM remarks AS r
JOIN entries AS e ON e.id = r.reflection_id AND e.kind = 'reflection'
WHERE r.kind = 'question' AND e.place_id = %(place)s AND e.state = 'available'
GROUP BY r.reflection_id ORDER BY max(r.position) DESC LIMIT %(limit)s
"""

_QUESTIONS: LiteralString = """
SELECT kind, reflection_id, by_person, question_id, words, occurred_on FROM remarks
WHERE kind IN ('question', 'answer') AND words IS NOT NULL AND reflection_id = ANY (%s)
ORDER BY position
"""
