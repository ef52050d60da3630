"""Reading: every question that a learning partner asks, each asked of the policy first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from service.database import Database
from service.domain.errors import NotFound
from service.domain.frameworks import Framework, Frameworks, default_frameworks
from service.domain.place import Place
from service.domain.vocabulary import ActorRole, LanguageStage
from service.keystore import KeyStore
from service.policy import Action, Actor, may, require
from service.projections import people, places, prototypes
from service.projections.entries import Filter, Finder, Found, end_of
from service.projections.lanes import block_lanes, lanes_for
from service.projections.people import PersonView
from service.projections.prototypes import PrototypeView
from service.projections.shapes import (
    Entry,
    FirstWords,
    NothingFitted,
    PerspectiveReading,
    PlaceView,
    TimelineView,
    Trail,
    Voices,
)
from service.sealing import opened_twice


class Reading:
    """Queries over the read models, with the words opened for whoever may see them."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self._database, self._keys = database, keys

    def places(self, actor: Actor) -> list[PlaceView]:
        """The places that this actor may see, by name."""
        with self._database.reading() as connection:
            return [
                _for_reader(place, actor)
                for place in places.all_places(connection, self._keys, actor.places)
                if may(actor, Action.SEE_PLACE, place.id)
            ]

    def place(self, actor: Actor, reference: str | UUID) -> PlaceView:
        """One place, by name or id. NotFound for a place that is not this actor's."""
        with self._database.reading() as connection:
            return _for_reader(self._see_place(connection, actor, reference), actor)

    def timeline(self, actor: Actor, reference: str | UUID, wanted: Filter) -> TimelineView:
        """Q1, Q2, Q11, Q12: what happened here, in order, lane by lane, and whose words it is."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            found = finder.find(self._in_local_words(wanted, place, finder))
            trials = prototypes.trials_of(
                connection, self._keys, place.id, end_of(wanted.as_known_on, finder.zone)
            )
            return TimelineView(
                place=_for_reader(place, actor),
                from_on=wanted.from_on,
                to_on=wanted.to_on,
                as_known_on=wanted.as_known_on,
                entries=[one.entry for one in found],
                lanes=lanes_for(place, finder, found, wanted),
                blocks=block_lanes(finder, found) if finder.sees_framework else [],
                trials=[_without_blocks(view, finder).trial for view in trials],
                voices=finder.voices_in(found),
            )

    def entries(
        self, actor: Actor, reference: str | UUID, wanted: Filter
    ) -> tuple[PlaceView, list[Entry], Voices]:
        """A page of entries, with the voices of all that match (not only of this page)."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            wanted = self._in_local_words(wanted, place, finder)
            found = finder.find(wanted)
            voices = finder.voices(replace(wanted, after=None))
            return _for_reader(place, actor), [one.entry for one in found], voices

    def voices(self, actor: Actor, reference: str | UUID, wanted: Filter) -> Voices:
        """Q2: whose voices this is built on."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            return finder.voices(self._in_local_words(wanted, place, finder))

    def people(self, actor: Actor, reference: str | UUID) -> list[PersonView]:
        """Who takes part in a place, for those who look after it."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            require(actor, Action.MANAGE_PEOPLE, place.id)
            return people.people_of(connection, self._keys, place.id)

    def prototypes(
        self, actor: Actor, reference: str | UUID, as_known_on: date | None = None
    ) -> list[PrototypeView]:
        """Q11: the trials of a place, and what each taught about which building block."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            found = prototypes.trials_of(
                connection, self._keys, place.id, end_of(as_known_on, finder.zone)
            )
            return [_without_blocks(view, finder) for view in found]

    def perspectives(
        self, actor: Actor, reference: str | UUID, wanted: Filter
    ) -> list[PerspectiveReading]:
        """Q6: how a behaviour shows from each perspective, where they differ."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            self._require_framework(finder)
            return _by_perspective(finder, wanted)

    def trail(self, actor: Actor, reference: str | UUID, id: UUID) -> Trail:
        """Q3: what something rests on, and what came of it, as far as this actor may read."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            found = finder.find(Filter(ids=frozenset([id])))
            if not found:
                raise NotFound("There is nothing by that id here.")
            cited = frozenset(found[0].cites)
            rests_on = finder.find(Filter(ids=cited)) if cited else []
            citing = connection.execute(
                "SELECT id FROM entries WHERE cites @> %s AND place_id = %s", ([id], place.id)
            )
            leads_to = frozenset(row[0] for row in citing) | (
                {found[0].entry.about} if found[0].entry.about not in (None, id) else set()
            )
            follows = finder.find(Filter(ids=leads_to)) if leads_to else []
            return Trail(
                item=found[0].entry,
                rests_on=[one.entry for one in rests_on],
                not_yours_to_read=len(cited) - len(rests_on),
                leads_to=[one.entry for one in follows],
            )

    def nothing_fitted(self, actor: Actor, reference: str | UUID) -> list[NothingFitted]:
        """Q14: reflections that no behaviour fits; perhaps one is missing from the framework."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            self._require_framework(finder)
            rows = connection.execute(
                "SELECT r.reflection_id, r.by_person, r.words, r.framework, r.occurred_on "
                "FROM remarks AS r "
                "JOIN entries AS e ON e.id = r.reflection_id "
                "WHERE r.kind = 'nothing_fitted' AND e.place_id = %s ORDER BY r.position",
                (place.id,),
            ).fetchall()
            found = finder.find(Filter(ids=frozenset(row[0] for row in rows)))
            entries = {one.entry.id: one.entry for one in found}
            involved = {*entries, *(row[1] for row in rows)}
            sealers = self._keys.sealers(involved, connection)
            return [
                NothingFitted(
                    entry=entries[id],
                    why=opened_twice(sealers, id, by, "why", words) or "",
                    framework=framework,
                    said_on=on,
                )
                for id, by, words, framework, on in rows
                if id in entries
            ]

    def first_words(self, actor: Actor, reference: str | UUID) -> list[FirstWords]:
        """Q15: when each behaviour was first spoken of here, named here, and named openly."""
        with self._database.reading() as connection:
            place = self._see_place(connection, actor, reference)
            finder = self._finder(connection, actor, place)
            self._require_framework(finder)
            named = places.phrase_dates(connection, place.id)
            overt = places.overt_since(connection, place.id)
            first: dict[str, Entry] = {}
            for one in finder.find(Filter()):
                for code in one.entry.behaviours:
                    first.setdefault(code, one.entry)
            return [
                FirstWords(
                    code=item.code,
                    wording=item.wording,
                    first=first.get(item.code),
                    named_locally_on=named.get(item.code),
                    overt_since=overt,
                )
                for item in finder.frameworks.behaviours.items
            ]

    def _see_place(
        self, connection: Connection[Any], actor: Actor, reference: str | UUID
    ) -> PlaceView:
        place_id = _place_id(reference)
        if not may(actor, Action.SEE_PLACE, place_id):
            raise NotFound(f"There is no place called {str(reference)!r} here.")
        found = places.all_places(connection, self._keys, only=[place_id])
        if not found:
            raise NotFound(f"There is no place called {str(reference)!r} here.")
        return found[0]

    def _finder(self, connection: Connection[Any], actor: Actor, place: PlaceView) -> Finder:
        require(actor, Action.READ_WORDS, place.id)
        documents = places.framework_documents(connection, self._keys, place.id)
        loaded = {
            kind: Framework.model_validate_json(document) for kind, document in documents.items()
        }
        frameworks: Frameworks = default_frameworks().model_copy(update=loaded)
        return Finder(
            connection,
            self._keys,
            actor,
            place.id,
            ZoneInfo(place.zone),
            frameworks,
            sees_framework_words(actor, place),
        )

    def _in_local_words(self, wanted: Filter, place: PlaceView, finder: Finder) -> Filter:
        """Somebody who sees only local words names a lane by its phrase."""
        if wanted.codes is None:
            return wanted
        if finder.sees_framework:
            for code in wanted.codes:
                finder.frameworks.framework_of(code)
            return wanted
        by_phrase = {str(phrase.id): phrase.codes for phrase in place.phrases}
        codes = {code for named in wanted.codes for code in by_phrase.get(named, [])}
        return replace(wanted, codes=frozenset(codes))

    def _require_framework(self, finder: Finder) -> None:
        if not finder.sees_framework:
            raise NotFound


def sees_framework_words(actor: Actor, place: PlaceView) -> bool:
    """While a place uses only its own words, only the learning partner sees others (I13)."""
    return (
        actor.role == ActorRole.LEARNING_PARTNER or place.language_stage != LanguageStage.LOCAL_ONLY
    )


def _for_reader(place: PlaceView, actor: Actor) -> PlaceView:
    if sees_framework_words(actor, place):
        return place
    phrases = [phrase.model_copy(update={"codes": []}) for phrase in place.phrases]
    return place.model_copy(update={"phrases": phrases, "focus": []})


def _without_blocks(view: PrototypeView, finder: Finder) -> PrototypeView:
    """A trial as somebody who sees no framework words may see it: without building blocks."""
    if finder.sees_framework:
        return view
    trial = view.trial.model_copy(update={"expected_blocks": []})
    learning = [one.model_copy(update={"building_block": ""}) for one in view.learning]
    return view.model_copy(update={"trial": trial, "learning": learning, "changed_blocks": []})


def _place_id(reference: str | UUID) -> UUID:
    if isinstance(reference, UUID):
        return reference
    try:
        return UUID(reference)
    except ValueError:
        return Place.id_for(reference)


def _by_perspective(finder: Finder, wanted: Filter) -> list[PerspectiveReading]:
    gathered: dict[str, list[Found]] = {}
    for one in finder.find(wanted):
        if one.author is not None:
            entry = one.entry
            heard = entry.relayed_perspective if entry.is_relayed else entry.perspective
            gathered.setdefault(heard or "not_said", []).append(one)
    return [
        PerspectiveReading(
            perspective=perspective,
            voices=finder.voices_in(those),
            stances=_stances(those, wanted.codes),
            entries=[one.entry for one in those],
        )
        for perspective, those in sorted(gathered.items())
    ]


def _stances(found: list[Found], codes: frozenset[str] | None) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in found:
        for tag in one.entry.tags:
            if codes is None or tag.code in codes:
                counted[tag.stance] = counted.get(tag.stance, 0) + 1
    return counted
