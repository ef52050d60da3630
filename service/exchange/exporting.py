"""Exporting: all that a place has recorded, as JSONL lines that `import` reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from service.bootstrap import System
from service.domain.base import Event
from service.domain.person import Person
from service.domain.place import Place
from service.domain.prototype import Prototype
from service.domain.reflection import Reflection
from service.domain.sealed import ERASED
from service.exchange.lines import Known, Line
from service.exchange.loop_lines import LoopLines
from service.recorder import read_log

READ_AT_ONCE = 2_000

LINES: dict[type[Event], tuple[str, ...]] = {
    Place.Joined: ("place", "route_in", "direction", "zone"),
    Place.RouteInDescribed: ("route_in", "route_in", "direction", "why"),
    Place.LanguageStageChanged: ("language_stage", "stage", "reason", "agreed_with"),
    Place.RoleGiven: ("role_given", "role"),
    Place.RoleEnded: ("role_ended", "role"),
    Place.LocalPhraseAdopted: ("local_phrase", "phrase", "codes", "meaning", "agreed_by"),
    Place.LocalPhraseRetired: ("phrase_retired",),
    Place.FocusChosen: ("focus", "codes", "reason", "from_on", "to_on"),
    Place.ContextNoted: ("context", "what", "detail", "from_on", "to_on", "affects"),
    Place.TensionNamed: ("tension", "pole_a", "pole_b", "seed_code"),
    Place.TensionRevisited: ("tension_revisited", "movement", "narrative"),
    Person.Welcomed: ("person", "name", "role", "organisation", "perspective", "speaking_as"),
    Person.Introduced: ("person", "name", "role", "organisation"),
    Person.PerspectiveChanged: ("perspective", "perspective", "reason"),
    Person.PreferencesChanged: ("preferences", "scope", "name_shown", "speaking_as"),
    Prototype.Started: ("prototype", "name", "purpose", "expected", "building_blocks"),
    Prototype.PlanDoReviewHeld: ("plan_do_review", "planned", "done", "learned", "next_step"),
    Prototype.LearningDrawn: ("prototype_learning", "building_block", "learned", "cites"),
    Prototype.FoundAtMargins: ("at_the_margins", "conditions_missing"),
    Prototype.Normalised: ("normalised", "building_blocks", "decisions", "note"),
    Prototype.Ended: ("prototype_ended", "what_we_keep", "what_remains"),
    Reflection.Recorded: (
        "reflection",
        "meaning",
        "role",
        "perspective",
        "speaking_as",
        "relayed_perspective",
        "scope",
    ),
    Reflection.Tagged: ("tag", "code", "stance", "method", "reason"),
    Reflection.TagDisputed: ("tag_disputed", "reason"),
    Reflection.NothingFitted: ("none_fits", "why"),
    Reflection.MemoWritten: ("memo", "text"),
    Reflection.QuestionAsked: ("question", "question"),
    Reflection.QuestionAnswered: ("question_answered", "answer"),
    Reflection.Acknowledged: ("acknowledged",),
}
"""For each event that has a line here: the line's kind, and the event's fields that it carries.

The lines of what a place learns, from sessions to changes, are made by `loop_lines`."""


def export_place(system: System, reference: str) -> Iterator[str]:
    """Every line of a place, in the order of the log, with the words as they are now.

    What was withdrawn, erased or is held for care stays out, and so does everything about it.
    What cannot be brought back without it stays out too (see `loop_lines`).
    """
    place = system.desk.place(reference)
    export = _Export(system, place.id)
    for event in _events(system):
        export.learn(event)
    for event in _events(system):
        line = export.line(event)
        if line is not None:
            yield json.dumps(_tidy(line), ensure_ascii=False)


class _Export:
    """Writes the lines of one place: the whole log is learned first, then each event's line."""

    def __init__(self, system: System, place_id: UUID) -> None:
        self._known = Known(system, place_id)
        self._loop = LoopLines(self._known)

    def learn(self, event: Event) -> None:
        """First pass: what belongs to the place, and how each reflection stands now."""
        self._known.learn(event)
        self._loop.learn(event)

    def line(self, event: Event) -> Line | None:
        """Second pass: the line for an event, if it has one."""
        self._known.follow(event)
        self._loop.follow(event)
        said = self._loop.line(event) if self._loop.is_about(event) else self._line(event)
        if said is None:
            return None
        kind = said.pop("kind")
        late = self._known.value(event, "late_because")
        return {
            "kind": kind,
            "place": self._known.place_name,
            **said,
            "command": str(event.envelope.causation_id),
            "occurred_at": event.envelope.occurred_at.isoformat(),
            "late_because": None if late == ERASED else late,
        }

    def _line(self, event: Event) -> Line | None:
        kind, *fields = LINES.get(type(event), ("",))
        if not kind or not self._is_wanted(event):
            return None
        line: Line = {"kind": kind, **self._about(event)}
        for field in fields:
            value = self._value(event, field)
            line[field] = None if value == ERASED else value
        if isinstance(event, Reflection.Recorded):
            line |= self._known.now[event.originator_id]
        return line

    def _is_wanted(self, event: Event) -> bool:
        id, known = event.originator_id, self._known
        if event.is_remark and event.envelope.actor in known.erased:
            return False
        if isinstance(event, Reflection.Tagged) and event.tag_id in known.removed_tags:
            return False
        if isinstance(event, Reflection.TagDisputed) and event.tag_id in known.removed_tags:
            return False
        if isinstance(event, Reflection.QuestionAnswered) and not known.can_be_answered(event):
            return False
        if isinstance(event, Prototype.Normalised) and not event.decisions:
            return False  # From before decisions were on record: it cannot be said again (I10).
        return (
            id == known.place_id
            or id in known.people
            or id in known.prototypes
            or known.is_available(id)
        )

    def _about(self, event: Event) -> Line:
        """What a line says of who and what it is about, in the place's own names."""
        id, known, names = event.originator_id, self._known, self._known.names
        by = known.call(event.envelope.actor)
        match event:
            case Place.Joined():
                return {}
            case Place.RoleGiven() | Place.RoleEnded():
                return {"contributor": known.call(event.person)}
            case Place.LocalPhraseRetired():
                return {"phrase": names[event.phrase_id]}
            case Place.ContextNoted():
                return {"external_id": known.value(event, "external_id") or str(event.note_id)}
            case Place.TensionNamed():
                return {"external_id": names[event.tension_id]}
            case Place.TensionRevisited():
                return {"tension": names[event.tension_id]}
            case Person.PreferencesChanged():
                return {"by": known.call(id)}
            case Person.Event():
                return {"contributor": known.call(id)}
            case Prototype.Started():
                return {"external_id": names[id]}
            case Prototype.Event():
                return {"prototype": names[id]}
            case Reflection.Recorded():
                prototype = names.get(event.prototype_id) if event.prototype_id else None
                decision = names.get(event.about_decision) if event.about_decision else None
                return {
                    "external_id": names[id],
                    "contributor": known.call(event.author),
                    "text": known.value(event, "noticed"),
                    "prototype": prototype,
                    "about_decision": decision,
                }
            case Reflection.Tagged():
                return {"reflection": names[id], "external_id": str(event.tag_id), "tagger": by}
            case Reflection.TagDisputed():
                return {"reflection": names[id], "tag": str(event.tag_id), "by": by}
            case Reflection.QuestionAnswered():
                question = known.questions[event.question_id].envelope.causation_id
                return {"reflection": names[id], "question": str(question), "by": by}
            case Reflection.QuestionAsked() | Reflection.Acknowledged():
                leads = known.is_learning_partner(event.envelope.actor)
                return {"reflection": names[id], "by": by if leads else None}
            case Reflection.Event():
                return {"reflection": names[id], "by": by}
            case _:
                return {}

    def _value(self, event: Event, field: str) -> Any:
        """A field as a line has it: people, reflections and decisions by their names."""
        value, known = getattr(event, field), self._known
        if field in ("agreed_with", "agreed_by"):
            return [name for person in value if (name := known.call(person))]
        if field == "cites":
            return [known.names[id] for id in value if known.is_available(id)]
        if field == "decisions":
            return [known.names[id] for id in value]
        return known.value(event, field)


def _tidy(value: Any) -> Any:
    """Without what says nothing, at any depth."""
    if isinstance(value, dict):
        tidied = {name: _tidy(one) for name, one in value.items()}
        return {name: one for name, one in tidied.items() if one not in (None, [], (), {})}
    if isinstance(value, list | tuple):
        return [_tidy(one) for one in value]
    return value


def _events(system: System) -> Iterator[Event]:
    with system.database.dedicated() as connection:
        position = 0
        while notifications := list(read_log(connection, position, READ_AT_ONCE)):
            position = notifications[-1].id
            for notification in notifications:
                yield system.log.event_of(notification)
