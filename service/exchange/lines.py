"""What has to be known of the whole log before a line of an export can be written."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from service.bootstrap import System
from service.domain.base import Event
from service.domain.person import Person
from service.domain.place import Place
from service.domain.prototype import Prototype
from service.domain.reflection import Reflection, State
from service.domain.sealed import Sealed
from service.domain.vocabulary import Perspective, PlaceRole

Line = dict[str, Any]


class Known:
    """One place: what it is called, who is of it, and how each reflection stands now.

    `names` is what lines call each thing: its external id, or its id.
    """

    def __init__(self, system: System, place_id: UUID) -> None:
        self.place_id = place_id
        self.place_name = ""
        self.people: set[UUID] = set()
        self.erased: set[UUID] = set()
        self.prototypes: set[UUID] = set()
        self.names: dict[UUID, str] = {}
        self.authors: dict[UUID, UUID] = {}
        self.now: dict[UUID, Line] = {}
        self.removed_tags: set[UUID] = set()
        self.questions: dict[UUID, Reflection.QuestionAsked] = {}
        self._answers: dict[UUID, set[UUID]] = {}
        self._taken_back: set[UUID] = set()
        """The commands of answers that their author took back."""
        self._perspectives: dict[UUID, Perspective | None] = {}
        self._roles: set[tuple[UUID, PlaceRole]] = set()
        self._keys = system.keys
        self._outside = system.keys.outside_names(f"place:{place_id}")
        self._states: dict[UUID, State] = {}

    def learn(self, event: Event) -> None:
        """Take in one more event of the log."""
        id = event.originator_id
        match event:
            case Place.Joined() if id == self.place_id:
                self.place_name = self.value(event, "name")
            case Place.LocalPhraseAdopted() if id == self.place_id:
                self.names[event.phrase_id] = self.value(event, "phrase")
            case Place.TensionNamed() if id == self.place_id:
                name = self.value(event, "external_id") or str(event.tension_id)
                self.names[event.tension_id] = name
            case Person.Welcomed() | Person.JoinedPlace() if event.place_id == self.place_id:
                self.people.add(id)
            case Person.Erased():
                self.erased.add(id)
                self._states |= {
                    one: State.ERASED for one, author in self.authors.items() if author == id
                }
            case Prototype.Started() if event.place_id == self.place_id:
                self.prototypes.add(id)
                self.names[id] = self.value(event, "external_id") or self.value(event, "name")
            case Reflection.Event():
                self._learn_reflection(event)
            case _:
                pass

    def follow(self, event: Event) -> None:
        """Second pass: from where people speak by now, and who looks after what."""
        match event:
            case Person.Welcomed() | Person.PerspectiveChanged():
                self._perspectives[event.originator_id] = event.perspective
            case Place.RoleGiven() if event.originator_id == self.place_id:
                self._roles.add((event.person, event.role))
            case Place.RoleEnded() if event.originator_id == self.place_id:
                self._roles.discard((event.person, event.role))
            case _:
                pass

    def is_learning_partner(self, person: UUID) -> bool:
        """True for whoever an import lets act as a learning partner by now."""
        is_between = self._perspectives.get(person) == Perspective.INTERMEDIARY
        return is_between or (person, PlaceRole.LEARNING_PARTNER) in self._roles

    def is_coordinator(self, person: UUID) -> bool:
        """True for whoever an import lets act as a coordinator by now."""
        return (person, PlaceRole.COORDINATOR) in self._roles

    def can_be_answered(self, event: Reflection.QuestionAnswered) -> bool:
        """True where the question is still there, and its answer by somebody of the place who has
        not taken it back."""
        if event.envelope.causation_id in self._taken_back:
            return False
        asked = self.questions.get(event.question_id)
        is_asked = asked is not None and asked.envelope.actor not in self.erased
        return is_asked and self.call(event.envelope.actor) is not None

    def _learn_reflection(self, event: Reflection.Event) -> None:
        id = event.originator_id
        match event:
            case Reflection.Recorded() if event.place_id == self.place_id:
                self._states[id] = State.AVAILABLE
                self.now[id] = {"scope": event.scope, "name_shown": event.name_shown or None}
                self.authors[id] = event.author
                self.names[id] = self.value(event, "external_id") or str(id)
            case Reflection.Amended():
                said = {"text": event.noticed, "meaning": event.meaning}
                self.now.setdefault(id, {}).update(
                    {
                        name: self.value(event, {"text": "noticed"}.get(name, name))
                        for name, sealed in said.items()
                        if sealed is not None
                    }
                )
                if event.meaning_removed:
                    self.now[id]["meaning"] = None
                if isinstance(event, Reflection.SpanRedacted):
                    self.names[id] = self.value(event, "external_id") or str(id)
            case Reflection.ScopeChanged():
                self.now.setdefault(id, {})["scope"] = event.scope
            case Reflection.NameChoiceChanged():
                self.now.setdefault(id, {})["name_shown"] = event.name_shown or None
            case Reflection.HeldForCare():
                self._states[id] = State.HELD
            case Reflection.Released():
                self._states[id] = State.AVAILABLE
            case Reflection.Withdrawn():
                self._states[id] = State.WITHDRAWN
            case Reflection.Erased():
                self._states[id] = State.ERASED
            case Reflection.TagRemoved():
                self.removed_tags.add(event.tag_id)
            case Reflection.QuestionAsked():
                self.questions[event.question_id] = event
            case Reflection.QuestionAnswered():
                given = self._answers.setdefault(event.question_id, set())
                given.add(event.envelope.causation_id)
            case Reflection.AnswerWithdrawn():
                self._taken_back |= self._answers.pop(event.question_id, set())
            case _:
                pass

    def is_available(self, reflection: UUID) -> bool:
        """True for a reflection of this place that was not taken back, erased or put aside."""
        return self._states.get(reflection) == State.AVAILABLE

    def call(self, person: UUID) -> str | None:
        """What the place calls somebody; nobody for whoever only carried something out.

        Who was erased keeps a place without a name, for others' facts may mention that they agreed.
        """
        if person not in self.people:
            return None
        if person in self.erased:
            return f"erased-{person.hex[:12]}"
        return self._outside.get(person) or f"person-{person.hex[:12]}"

    def value(self, event: Event, field: str) -> Any:
        """A field as a line has it: words opened, days written out, several of them as a list."""
        value = getattr(event, field)
        if isinstance(value, tuple):
            return [self.plain(event, field, one) for one in value]
        return self.plain(event, field, value)

    def plain(self, event: Event, field: str, value: Any) -> Any:
        """One value of this field: words opened, a day written out."""
        if isinstance(value, Sealed):
            return self._keys.open_field(event, field, value)
        return value.isoformat() if isinstance(value, date) else value
