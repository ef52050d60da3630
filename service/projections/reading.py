"""Reading: every question that a learning partner asks, each asked of the policy first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from service.domain.errors import NotFound
from service.policy import Action, Actor, may, require
from service.projections import people, places, prototypes
from service.projections.asking import (
    finder_for,
    for_reader,
    require_framework,
    see_place,
)
from service.projections.entries import Filter, Finder, Found, end_of
from service.projections.lanes import block_lanes, lanes_for
from service.projections.material import contributors_in, memos_on
from service.projections.own_reading import OwnReading
from service.projections.people import PersonView
from service.projections.prototypes import PrototypeView
from service.projections.shapes import (
    Entry,
    FirstWords,
    Material,
    NothingFitted,
    PerspectiveReading,
    PlaceView,
    TimelineView,
    Trail,
    Voices,
)
from service.projections.trails import trail_of
from service.sealing import opened_twice


class Reading(OwnReading):
    """Queries over the read models, with the words opened for whoever may see them."""

    def places(self, actor: Actor) -> list[PlaceView]:
        """The places that this actor may see, by name."""
        with self._database.reading() as connection:
            return [
                for_reader(place, actor)
                for place in places.all_places(connection, self._keys, actor.places)
                if may(actor, Action.SEE_PLACE, place.id)
            ]

    def place(self, actor: Actor, reference: str | UUID) -> PlaceView:
        """One place, by name or id. NotFound for a place that is not this actor's."""
        with self._database.reading() as connection:
            return for_reader(see_place(connection, self._keys, actor, reference), actor)

    def timeline(self, actor: Actor, reference: str | UUID, wanted: Filter) -> TimelineView:
        """Q1, Q2, Q11, Q12: what happened here, in order, lane by lane, and whose words it is."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            return self._timeline(place, finder, wanted)[0]

    def material(self, actor: Actor, reference: str | UUID) -> Material:
        """The whole timeline to take away: with whose words these are, and the memos on them."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            view, found = self._timeline(place, finder, Filter())
            return Material(
                timeline=view,
                contributors=contributors_in(finder, found),
                memos=memos_on(finder, found),
            )

    def _timeline(
        self, place: PlaceView, finder: Finder, wanted: Filter
    ) -> tuple[TimelineView, list[Found]]:
        found = finder.find(self._in_local_words(wanted, place, finder))
        known = end_of(wanted.as_known_on, finder.zone)
        trials = prototypes.trials_of(finder.connection, self._keys, place.id, known)
        view = TimelineView(
            place=for_reader(place, finder.actor),
            from_on=wanted.from_on,
            to_on=wanted.to_on,
            as_known_on=wanted.as_known_on,
            entries=[one.entry for one in found],
            lanes=lanes_for(place, finder, found, wanted),
            blocks=block_lanes(finder, found) if finder.sees_framework else [],
            trials=[_without_blocks(view, finder).trial for view in trials],
            voices=finder.voices_in(found),
        )
        return view, found

    def written_down(
        self, actor: Actor, reference: str | UUID, positions: list[int]
    ) -> dict[int, datetime]:
        """When entries of a place's log were written down, by their positions."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            require(actor, Action.READ_WORDS, place.id)
            rows = connection.execute(
                "SELECT position, recorded_at FROM entries "
                "WHERE place_id = %s AND position = ANY (%s)",
                (place.id, positions),
            )
            return dict(rows.fetchall())

    def entries(
        self, actor: Actor, reference: str | UUID, wanted: Filter
    ) -> tuple[PlaceView, list[Entry], Voices]:
        """A page of entries, with the voices of all that match (not only of this page)."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            wanted = self._in_local_words(wanted, place, finder)
            found = finder.find(wanted)
            voices = finder.voices(replace(wanted, after=None))
            return for_reader(place, actor), [one.entry for one in found], voices

    def reflection(self, actor: Actor, reference: str | UUID, id: UUID) -> Entry:
        """One reflection as this actor may read it; NotFound where they may not, or not now."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            wanted = Filter(ids=frozenset([id]), kinds=frozenset(["reflection"]))
            for one in finder.find(wanted):
                return one.entry
        raise NotFound("There is no reflection by that name here.")

    def newest(
        self,
        actor: Actor,
        reference: str | UUID,
        kinds: frozenset[str],
        limit: int,
        codes: frozenset[str] | None = None,
    ) -> list[Entry]:
        """The newest entries of these kinds that this actor may read; no others are opened."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            wanted = Filter(kinds=kinds, codes=codes, newest_first=True, limit=limit)
            return [one.entry for one in finder.find(wanted)]

    def voices(self, actor: Actor, reference: str | UUID, wanted: Filter) -> Voices:
        """Q2: whose voices this is built on."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            return finder.voices(self._in_local_words(wanted, place, finder))

    def people(self, actor: Actor, reference: str | UUID) -> list[PersonView]:
        """Who takes part in a place, for those who look after it."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            require(actor, Action.MANAGE_PEOPLE, place.id)
            return people.people_of(connection, self._keys, place.id)

    def names(self, actor: Actor, reference: str | UUID, limit: int) -> list[str]:
        """What the people who joined a place last are called, for those who look after it."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            require(actor, Action.MANAGE_PEOPLE, place.id)
            return people.newest_names(connection, self._keys, place.id, limit)

    def prototypes(
        self, actor: Actor, reference: str | UUID, as_known_on: date | None = None
    ) -> list[PrototypeView]:
        """Q11: the trials of a place, and what each taught about which building block."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            found = prototypes.trials_of(
                connection, self._keys, place.id, end_of(as_known_on, finder.zone)
            )
            return [_without_blocks(view, finder) for view in found]

    def perspectives(
        self, actor: Actor, reference: str | UUID, wanted: Filter
    ) -> list[PerspectiveReading]:
        """Q6: how a behaviour shows from each perspective, where they differ."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            require_framework(finder)
            return _by_perspective(finder, wanted)

    def trail(
        self,
        actor: Actor,
        reference: str | UUID,
        id: str | UUID,
        *,
        as_known_on: date | None = None,
    ) -> Trail:
        """Q3: what something rests on, and what came of it, as far as this actor may read.

        `id` may be an external id.
        """
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            return trail_of(finder, id, as_known_on)

    def nothing_fitted(self, actor: Actor, reference: str | UUID) -> list[NothingFitted]:
        """Q14: reflections that no behaviour fits; perhaps one is missing from the framework."""
        with self._database.reading() as connection:
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            require_framework(finder)
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
            place = see_place(connection, self._keys, actor, reference)
            finder = finder_for(connection, self._keys, actor, place)
            require_framework(finder)
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


def _without_blocks(view: PrototypeView, finder: Finder) -> PrototypeView:
    """A trial as somebody who sees no framework words may see it: without building blocks."""
    if finder.sees_framework:
        return view
    trial = view.trial.model_copy(update={"expected_blocks": []})
    learning = [one.model_copy(update={"building_block": ""}) for one in view.learning]
    without = {"trial": trial, "learning": learning, "changed_blocks": [], "decisions": {}}
    return view.model_copy(update=without)


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
