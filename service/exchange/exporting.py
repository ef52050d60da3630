"""Exporting: all that a place has recorded, as JSONL lines that `import` reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from service.bootstrap import System
from service.domain.base import Event
from service.domain.person import Person
from service.domain.place import Place
from service.domain.prototype import Prototype
from service.domain.reflection import Reflection, State
from service.domain.sealed import ERASED, Sealed
from service.recorder import read_log

READ_AT_ONCE = 2_000
Line = dict[str, Any]

LINES: dict[type[Event], tuple[str, ...]] = {
    Place.Joined: ("place", "route_in", "direction", "zone"),
    Place.RouteInDescribed: ("route_in", "route_in", "direction", "why"),
    Place.LanguageStageChanged: ("language_stage", "stage", "reason", "agreed_with"),
    Place.LocalPhraseAdopted: ("local_phrase", "phrase", "codes", "meaning", "agreed_by"),
    Place.LocalPhraseRetired: ("phrase_retired",),
    Place.FocusChosen: ("focus", "codes", "reason", "from_on", "to_on"),
    Place.ContextNoted: ("context", "what", "detail", "from_on", "to_on", "affects"),
    Place.TensionNamed: ("tension", "pole_a", "pole_b", "seed_code"),
    Place.TensionRevisited: ("tension_revisited", "movement", "narrative"),
    Person.Welcomed: ("person", "name", "role", "organisation", "perspective", "speaking_as"),
    Person.Introduced: ("person", "name", "role", "organisation"),
    Person.PerspectiveChanged: ("perspective", "perspective", "reason"),
    Prototype.Started: ("prototype", "name", "purpose", "expected", "building_blocks"),
    Prototype.PlanDoReviewHeld: ("plan_do_review", "planned", "done", "learned", "next_step"),
    Prototype.LearningDrawn: ("prototype_learning", "building_block", "learned", "cites"),
    Prototype.FoundAtMargins: ("at_the_margins", "conditions_missing"),
    Prototype.Normalised: ("normalised", "building_blocks", "note"),
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
}
"""For each event that has a line: the line's kind, and the event's fields that it carries."""


def export_place(system: System, reference: str) -> Iterator[str]:
    """Every line of a place, in the order of the log, with the words as they are now.

    What was withdrawn, erased or is held for care stays out, and so does everything about it.
    """
    place = system.desk.place(reference)
    export = _Export(system, place.id)
    for event in _events(system):
        export.learn(event)
    for event in _events(system):
        line = export.line(event)
        if line is not None:
            tidy = {name: value for name, value in line.items() if value not in (None, [], ())}
            yield json.dumps(tidy, ensure_ascii=False)


class _Export:
    """What has to be known of the whole log before a line can be written."""

    def __init__(self, system: System, place_id: UUID) -> None:
        self._place_id = place_id
        self._keys = system.keys
        self._outside = system.keys.outside_names(f"place:{place_id}")
        self._place_name = ""
        self._people: set[UUID] = set()
        self._states: dict[UUID, State] = {}
        self._now: dict[UUID, dict[str, Any]] = {}
        self._names: dict[UUID, str] = {}
        self._removed: set[UUID] = set()
        self._erased: set[UUID] = set()
        self._by_author: dict[UUID, set[UUID]] = {}
        self._prototypes: set[UUID] = set()

    def learn(self, event: Event) -> None:
        """First pass: what belongs to the place, and how each reflection stands now."""
        id = event.originator_id
        match event:
            case Place.Joined() if id == self._place_id:
                self._place_name = self._value(event, "name")
            case Place.LocalPhraseAdopted() if id == self._place_id:
                self._names[event.phrase_id] = self._value(event, "phrase")
            case Place.TensionNamed() if id == self._place_id:
                name = self._value(event, "external_id") or str(event.tension_id)
                self._names[event.tension_id] = name
            case Person.Welcomed() | Person.JoinedPlace() if event.place_id == self._place_id:
                self._people.add(id)
            case Person.Erased():
                self._erased.add(id)
                for reflection in self._by_author.get(id, ()):
                    self._states[reflection] = State.ERASED
            case Prototype.Started() if event.place_id == self._place_id:
                self._prototypes.add(id)
                self._names[id] = self._value(event, "external_id") or self._value(event, "name")
            case Reflection.Recorded() if event.place_id == self._place_id:
                self._states[id] = State.AVAILABLE
                self._now[id] = {"scope": event.scope}
                self._by_author.setdefault(event.author, set()).add(id)
                self._names[id] = self._value(event, "external_id") or str(id)
            case Reflection.Amended():
                said = {"text": event.noticed, "meaning": event.meaning}
                self._now.setdefault(id, {}).update(
                    {
                        name: self._value(event, {"text": "noticed"}.get(name, name))
                        for name, sealed in said.items()
                        if sealed is not None
                    }
                )
            case Reflection.ScopeChanged():
                self._now.setdefault(id, {})["scope"] = event.scope
            case Reflection.HeldForCare():
                self._states[id] = State.HELD
            case Reflection.Released():
                self._states[id] = State.AVAILABLE
            case Reflection.Withdrawn():
                self._states[id] = State.WITHDRAWN
            case Reflection.Erased():
                self._states[id] = State.ERASED
            case Reflection.TagRemoved():
                self._removed.add(event.tag_id)
            case _:
                pass

    def line(self, event: Event) -> Line | None:
        """Second pass: the line for an event, if it has one."""
        kind, *fields = LINES.get(type(event), ("",))
        if not kind or not self._is_wanted(event):
            return None
        line: Line = {"kind": kind, "place": self._place_name, **self._about(event)}
        for field in fields:
            value = self._value(event, field)
            line[field] = None if value == ERASED else value
        if isinstance(event, Reflection.Recorded):
            line |= self._now[event.originator_id]
        line["command"] = str(event.envelope.causation_id)
        line["occurred_at"] = event.envelope.occurred_at.isoformat()
        late = self._value(event, "late_because")
        line["late_because"] = None if late == ERASED else late
        return line

    def _is_wanted(self, event: Event) -> bool:
        id = event.originator_id
        if event.is_remark and event.envelope.actor in self._erased:
            return False
        if isinstance(event, Reflection.Tagged) and event.tag_id in self._removed:
            return False
        if isinstance(event, Reflection.TagDisputed) and event.tag_id in self._removed:
            return False
        return (
            id == self._place_id
            or id in self._people
            or id in self._prototypes
            or self._states.get(id) == State.AVAILABLE
        )

    def _about(self, event: Event) -> Line:
        """What a line says of who and what it is about, in the place's own names."""
        id, by = event.originator_id, self._call(event.envelope.actor)
        match event:
            case Place.Joined():
                return {}
            case Place.LocalPhraseRetired():
                return {"phrase": self._names[event.phrase_id]}
            case Place.ContextNoted():
                return {"external_id": self._value(event, "external_id") or str(event.note_id)}
            case Place.TensionNamed():
                return {"external_id": self._names[event.tension_id]}
            case Place.TensionRevisited():
                return {"tension": self._names[event.tension_id]}
            case Person.Event():
                return {"contributor": self._call(id)}
            case Prototype.Started():
                return {"external_id": self._names[id]}
            case Prototype.Event():
                return {"prototype": self._names[id]}
            case Reflection.Recorded():
                prototype = self._names.get(event.prototype_id) if event.prototype_id else None
                return {
                    "external_id": self._names[id],
                    "contributor": self._call(event.author),
                    "text": self._value(event, "noticed"),
                    "prototype": prototype,
                }
            case Reflection.Tagged():
                reflection = self._names[id]
                return {"reflection": reflection, "external_id": str(event.tag_id), "tagger": by}
            case Reflection.TagDisputed():
                return {"reflection": self._names[id], "tag": str(event.tag_id), "by": by}
            case Reflection.Event():
                return {"reflection": self._names[id], "by": by}
            case _:
                return {}

    def _call(self, person: UUID) -> str | None:
        """What the place calls somebody; nobody for whoever only carried something out.

        Who was erased keeps a place without a name, for others' facts may mention that they agreed.
        """
        if person not in self._people:
            return None
        if person in self._erased:
            return f"erased-{person.hex[:12]}"
        return self._outside.get(person) or f"person-{person.hex[:12]}"

    def _value(self, event: Event, field: str) -> Any:
        """A field as a line has it: words opened, people and reflections by their names."""
        value = getattr(event, field)
        if field in ("agreed_with", "agreed_by"):
            return [name for person in value if (name := self._call(person))]
        if field == "cites":
            return [self._names[id] for id in value if self._states.get(id) == State.AVAILABLE]
        if isinstance(value, tuple):
            return [self._plain(event, field, one) for one in value]
        return self._plain(event, field, value)

    def _plain(self, event: Event, field: str, value: Any) -> Any:
        if isinstance(value, Sealed):
            return self._keys.open_field(event, field, value)
        return value.isoformat() if isinstance(value, date) else value


def _events(system: System) -> Iterator[Event]:
    with system.database.dedicated() as connection:
        position = 0
        while notifications := list(read_log(connection, position, READ_AT_ONCE)):
            position = notifications[-1].id
            for notification in notifications:
                yield system.log.event_of(notification)
