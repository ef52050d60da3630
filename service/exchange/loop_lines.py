"""The lines of what a place learns: sessions, insights, beliefs, decisions, changes, signals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from service.domain.assumption import Assumption
from service.domain.base import Code, Event, natural_id
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.expectation import Expectation
from service.domain.insight import FEWEST_REFLECTIONS, FEWEST_VOICES, Insight
from service.domain.noticing import Noticing
from service.domain.place import Place
from service.domain.values import BeliefNow, Citation, Option, Party
from service.domain.vocabulary import ActorRole, LanguageStage
from service.exchange.lines import Known, Line
from service.exchange.loop_fields import CALLED, EVIDENCE, LOOP_LINES, NAMED, Begun
from service.policy import LIKE_PARTNERS, Action, Actor, may

SOMEBODY = "somebody"
Codes = tuple[tuple[Code, ...], tuple[Code, ...]]


class LoopLines:
    """Writes the lines of the loop, and keeps in mind which of them can be brought back.

    What can only be said with words that were taken back since is left out:

    - An insight whose reflections are all gone, how it was received, and what was joined to it.
      One that is left with a single voice says so.
    - What was joined to an insight, where none of that is left.
    - A challenge without any evidence left. Where nothing else challenges a belief, keeping,
      rewording and dropping it go as well; later wordings are counted from those that stay.
    - What a decision rests on, where that wording or dropping is gone. The decision stays.
    - A telling of people whose words are all gone.

    `by` is left out where that person might not say it any more, or was never of the place: the
    line is then by whoever imports. Who was erased takes part as their role, or as "somebody".
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._begun: dict[UUID, Begun] = {}
        self._taken_at_once: dict[UUID, Decision.Taken] = {}
        self._stage = LanguageStage.LOCAL_ONLY
        self._insights: set[UUID] = set()
        self._insight_names: set[str] = set()
        self._challenged: set[UUID] = set()
        self._versions: dict[UUID, dict[int, int]] = {}
        self._dropped: set[UUID] = set()
        self._rests_on: dict[UUID, list[Citation]] = {}
        self._codes: dict[UUID, Codes] = {}

    def learn(self, event: Event) -> None:
        """First pass: the place's records and their names, and decisions taken in one go."""
        id = event.originator_id
        if isinstance(event, Begun) and event.place_id == self._known.place_id:
            self._begun[id] = event
            self._known.names[id] = self._known.value(event, "external_id") or str(id)
        elif isinstance(event, Decision.Taken) and id in self._begun:
            first = natural_id(event.envelope.causation_id, "proposed")
            if self._begun[id].envelope.causation_id == first:
                self._taken_at_once[id] = event

    def follow(self, event: Event) -> None:
        """Second pass: which words the place uses by now."""
        is_here = event.originator_id == self._known.place_id
        if isinstance(event, Place.LanguageStageChanged) and is_here:
            self._stage = event.stage

    def is_about(self, event: Event) -> bool:
        """True for an event of this place's loop."""
        id = event.originator_id
        here = id in self._begun or id == self._known.place_id
        return here and type(event) in LOOP_LINES

    def line(self, event: Event) -> Line | None:
        """Second pass: the line for an event of the loop, if it can be brought back."""
        if event.originator_id in self._taken_at_once and isinstance(event, Decision.Proposed):
            return None  # The line of the decision says it too.
        kind, *fields = LOOP_LINES[type(event)]
        line: Line = {"kind": kind, **self._about(event)}
        for field in fields:
            line[CALLED.get(field, field)] = self._value(event, field)
        if not self._can_be_brought_back(event, line):
            return None
        self._adjust(event, line)
        self._remember(event)
        return {**line, "by": self._by(event, line)}

    def _about(self, event: Event) -> Line:
        """What a line says of the record that it is about."""
        id, names = event.originator_id, self._known.names
        match event:
            case Decision.Taken() if id in self._taken_at_once:
                first = self._begun[id]
                question = ("question", "options", "prototype_id")
                said = {CALLED.get(name, name): self._value(first, name) for name in question}
                return self._own_name(id) | said
            case Expectation.Stated() if event.about is not None:
                about = "prototype" if event.about in self._known.prototypes else "decision"
                return self._own_name(id) | {about: names[event.about]}
            case Place.SignalAnswered():
                return {}
            case _ if isinstance(event, Begun):
                return self._own_name(id)
            case _:
                return {type(self._begun[id]).TOPIC.partition(".")[0]: names[id]}

    def _own_name(self, id: UUID) -> Line:
        """A record's external id; one without it is known again by its command, else by its id."""
        first = self._taken_at_once.get(id) or self._begun[id]
        topic = type(first).TOPIC.partition(".")[0]
        by_command = natural_id(topic, self._known.place_id, first.envelope.causation_id)
        name = self._known.names[id]
        return {"external_id": None if name == str(id) and by_command == id else name}

    def _value(self, event: Event, field: str) -> Any:
        value = getattr(event, field)
        if field in EVIDENCE:
            return self._cited(value)
        if field in NAMED:
            return None if value is None else self._known.names[value]
        if field == "rests_on":
            return [self._citation(one) for one in value if self._still_holds(one)]
        if field == "beliefs":
            return self._beliefs(event.originator_id, value)
        if isinstance(value, tuple):
            return [self._plain(event, field, one) for one in value]
        return self._plain(event, field, value)

    def _plain(self, event: Event, field: str, value: Any) -> Any:
        match value:
            case Party():
                return self._party(event, value)
            case Option():
                return {
                    name: self._known.plain(event, name, getattr(value, name))
                    for name in Option.model_fields
                }
            case UUID():
                return str(value)
            case _:
                return self._known.plain(event, field, value)

    def _party(self, event: Event, party: Party) -> Line:
        in_words = party.person is None and party.who is not None
        who = self._known.plain(event, "who", party.who) if in_words else None
        person = party.person and self._call(party.person)
        nobody = SOMEBODY if person is None and who is None else None
        return {"person": person, "who": who or nobody, "perspective": party.perspective}

    def _call(self, person: UUID) -> str | None:
        return None if person in self._known.erased else self._known.call(person)

    def _cited(self, ids: Iterable[UUID]) -> list[str]:
        """Insights of this file, and reflections that are there; by id where two share a name."""
        names = self._known.names
        return [
            str(id) if id not in self._insights and names[id] in self._insight_names else names[id]
            for id in ids
            if id in self._insights or self._known.is_available(id)
        ]

    def _still_holds(self, cited: Citation) -> bool:
        """True where the wording, or the dropping, that something rests on is in this file."""
        if cited.dropped:
            return cited.assumption_id in self._dropped
        return cited.version in self._versions[cited.assumption_id]

    def _citation(self, cited: Citation) -> Line:
        version = self._versions[cited.assumption_id].get(cited.version)
        name = self._known.names[cited.assumption_id]
        return {"assumption": name, "version": version, "dropped": cited.dropped or None}

    def _beliefs(self, decision: UUID, beliefs: tuple[BeliefNow, ...]) -> list[Line]:
        cited = {one.assumption_id for one in self._rests_on[decision]}
        return [
            {"assumption": self._known.names[one.assumption_id], "standing": one.standing}
            for one in beliefs
            if one.assumption_id in cited
        ]

    def _can_be_brought_back(self, event: Event, line: Line) -> bool:
        id = event.originator_id
        match event:
            case Insight.Proposed():
                return bool(line["cites"])
            case Insight.Tested():
                return id in self._insights
            case Insight.EvidenceJoined():
                return id in self._insights and bool(line["cites"] or line["against"])
            case Assumption.Challenged():
                return bool(line["evidence"])
            case Assumption.Upheld() | Assumption.Revised() | Assumption.Dropped():
                return id in self._challenged
            case Decision.ContributorsTold():
                return bool(line["reflections"]) or not event.reflections
            case _:
                return True

    def _adjust(self, event: Event, line: Line) -> None:
        """Say what only holds for what is left; leave unsaid what an import takes over itself."""
        match event:
            case Insight.Proposed():
                voices = {self._known.authors[id] for id in self._reflections_in(event, "cites")}
                is_alone = len(line["cites"]) < FEWEST_REFLECTIONS or len(voices) < FEWEST_VOICES
                line["single_voice"] = event.single_voice or is_alone
            case Insight.EvidenceJoined():  # A command joins either the one or the other.
                shows, differs = line.pop("cites"), line.pop("against")
                line["reflections"], line["fits"] = shows or differs, bool(shows)
            case Decision.Taken():
                line["decision_kind"] = line.pop("belief_kind")
                kept = [one for one in event.rests_on if self._still_holds(one)]
                codes = (code for one in kept for code in self._codes[one.assumption_id][0])
                self._leave_unsaid(line, event.behaviours, tuple(dict.fromkeys(codes)))
            case Change.Observed() | Noticing.Slip() | Noticing.Movement() if event.decision_id:
                behaviours, blocks = self._codes.get(event.decision_id, ((), ()))
                self._leave_unsaid(line, event.behaviours, behaviours)
                self._leave_unsaid(line, event.building_blocks, blocks, "building_blocks")
            case _:
                pass

    def _leave_unsaid(
        self,
        line: Line,
        said: tuple[Code, ...],
        taken_over: tuple[Code, ...],
        field: str = "behaviours",
    ) -> None:
        if said == taken_over:
            line[field] = None

    def _remember(self, event: Event) -> None:
        id = event.originator_id
        match event:
            case Insight.Proposed():
                self._insights.add(id)
                self._insight_names.add(self._known.names[id])
            case Assumption.Stated():
                self._versions[id] = {1: 1}
                self._codes[id] = (event.behaviours, ())
            case Assumption.Challenged():
                self._challenged.add(id)
            case Assumption.Revised():
                self._versions[id][event.to_version] = len(self._versions[id]) + 1
            case Assumption.Dropped():
                self._dropped.add(id)
            case Decision.Taken():
                self._rests_on[id] = [one for one in event.rests_on if self._still_holds(one)]
                self._codes[id] = (event.behaviours, event.building_blocks)
            case _:
                pass

    def _by(self, event: Event, line: Line) -> str | None:
        """Who did it, where bringing it back lets them do it in the same role."""
        actor, role = event.envelope.actor, event.envelope.actor_role
        if self._known.is_learning_partner(actor):
            return self._call(actor) if role == ActorRole.LEARNING_PARTNER else None
        if isinstance(event, Decision.ContributorsTold) and not self._known.is_coordinator(actor):
            return None
        codes = (line.get(name) for name in ("behaviours", "building_blocks", "building_block"))
        uses_framework = any(codes) and line.get("starter") is None
        if uses_framework and self._stage == LanguageStage.LOCAL_ONLY:
            return None
        cited = (id for field in EVIDENCE for id in self._reflections_in(event, field))
        if role not in LIKE_PARTNERS or not all(self._may_read(actor, id) for id in cited):
            return None
        return self._call(actor)

    def _may_read(self, person: UUID, reflection: UUID) -> bool:
        here, scope = self._known.place_id, self._known.now[reflection]["scope"]
        is_author = self._known.authors[reflection] == person
        partner = Actor(person, ActorRole.PARTNER)
        return may(partner, Action.READ_WORDS, here, scope=scope, is_author=is_author)

    def _reflections_in(self, event: Event, field: str) -> list[UUID]:
        ids = getattr(event, field, ())
        return [id for id in ids if self._known.is_available(id)]
