"""Care: a concern about somebody's safety goes to the people who look after that, and only them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter

from service.application.commands import Command, RaiseConcern
from service.application.concerns import (
    CaseReceipt,
    CaseView,
    Concern,
    Escalation,
    opened,
    raiser_of,
    sealed_row,
    view_of,
)
from service.application.desk import Desk, KnownPlace, Request
from service.application.places import Places
from service.carestore import CareStore, CaseRow
from service.domain.base import Said, natural_id
from service.domain.errors import AlreadyRecordedDifferently, Gone, NotAllowed, NotFound, Refused
from service.domain.place import Place
from service.domain.reflection import Reflection
from service.domain.vocabulary import ActorRole, CareCategory, Channel, PlaceRole
from service.policy import Action, Actor, require
from service.sealing import Sealer
from service.text import OptionalWords

CARE_DESK = Actor(natural_id("care-desk"), ActorRole.OPERATOR)
"""Who acts in the log where a concern was passed on: never the person who raised it."""

SEEN_WITHIN = timedelta(hours=4)
"""After this time more people are told that a concern waits, and again after as long."""

CLOSED_SHOWN_FOR = timedelta(days=30)

Roles = Mapping[UUID, frozenset[PlaceRole]]
"""Who looks after what in a place."""
READ_BY = (PlaceRole.SAFEGUARDING_LEAD, PlaceRole.LEARNING_PARTNER, PlaceRole.COORDINATOR)
"""Who is given a concern: the first of these roles that somebody has in the place."""

TOLD_OF_WAITING = (PlaceRole.LEARNING_PARTNER, PlaceRole.COORDINATOR)

NOBODY_TO_TELL = (
    "This has not been passed on, because nobody here looks after concerns yet. "
    "If somebody is in danger now, ring 999. Otherwise please ring the safeguarding lead where "
    "you work, or the social care team of your council."
)
RAISED_BEFORE = (
    "You have passed this on already, with other words. Raise a new concern to add to it."
)
NO_CONCERN = "There is no such concern, or it did not go to you."
NO_LONGER_YOURS = (
    "You no longer look after safety in this place, so this is not open to you any more. "
    "Please tell who does now if there is something that they should know."
)
STILL_OPEN = "A concern has to be closed before it can be erased."

_NOTE: TypeAdapter[str | None] = TypeAdapter(
    OptionalWords, config=ConfigDict(hide_input_in_errors=True)
)


class Care:
    """Concerns, in a store of their own (ADR 13). The log learns only that there was one."""

    def __init__(self, desk: Desk, store: CareStore, places: Places) -> None:
        self._desk, self._store, self._places = desk, store, places

    def raise_concern(self, command: RaiseConcern, request: Request) -> CaseReceipt:
        """Pass a concern on; the receipt says to whom. A repeated request is the same concern.

        Refused, with whom to ring instead, where nobody could be told: nobody should believe that
        it was passed on when it was not. Once it is kept it is with the people it goes to, even
        if what follows fails; a repetition then does the rest.
        """
        place = self._desk.place(command.place)
        require(request.actor, Action.SEE_PLACE, place.id)
        about = command.reflection and self._desk.existing_reflection(place, command.reflection)
        concern = Concern(
            words=command.words,
            about_reflection=about or None,
            wants_contact=command.wants_contact,
        )
        # A keyed digest, or else whoever knows the log could tell from it who has raised what.
        id = natural_id("care", self._desk.keys.keyed(f"care\x1f{request.command_id}"))
        row, is_new = self._keep(id, place, concern, request)
        if concern.about_reflection is not None:
            self._hold(concern.about_reflection, place, id, request.now)
        position = self._note_in_log(place, id, request.now)
        return CaseReceipt(
            id=id, position=position, already_there=not is_new, routed_to=row.routed_to
        )

    def case(self, case_id: UUID, reader: UUID) -> CaseView:
        """One concern, for somebody to whom it went and who looks after such things still."""
        return view_of(self._row_for(case_id, reader), self._sealer(case_id), reader)

    def cases_for(self, actor: Actor, now: datetime) -> list[CaseView]:
        """The concerns that went to somebody, newest first; closed ones for another 30 days."""
        if not _may_read_any(actor):
            return []
        reader = actor.person_id
        rows = self._store.routed_to(reader, now - CLOSED_SHOWN_FOR)
        sealers = self._desk.keys.sealers(row.id for row in rows)
        looks_after = {
            place for place in {row.place_id for row in rows} if self._looks_after(place, reader)
        }
        return [
            view_of(row, sealers[row.id], reader)
            for row in rows
            if row.id in sealers and row.place_id in looks_after
        ]

    def seen(self, case_id: UUID, actor: Actor, now: datetime, note: str | None = None) -> CaseView:
        """Say that one has looked at it, and perhaps what one did. Who was first stays."""
        self._require_mine(case_id, actor)
        sealed = self._sealer(case_id).seal_if("seen_note", _NOTE.validate_python(note))
        self._store.note_seen(case_id, actor.person_id, now, None if sealed is None else sealed.box)
        return self.case(case_id, actor.person_id)

    def close(self, case_id: UUID, actor: Actor, now: datetime) -> CaseView:
        """Say that nothing more is to be done about it here; whoever closes it has seen it."""
        self.seen(case_id, actor, now)
        self._store.close(case_id, now)
        return self.case(case_id, actor.person_id)

    def erase(self, case_id: UUID, actor: Actor) -> None:
        """Make a closed concern unreadable for good, by destroying its key."""
        if self._require_mine(case_id, actor).closed_at is None:
            raise Refused(STILL_OPEN)
        self._store.erase(case_id)
        self._desk.keys.forget([case_id])
        self._desk.keys.sweep()

    def routed_to(self, case_id: UUID) -> list[UUID]:
        """The people to whom a concern went, so that the service can tell them that it waits."""
        row = self._store.find(case_id)
        return [] if row is None else list(row.routed_to)

    def raiser_of(self, case_id: UUID) -> UUID | None:
        """Who raised it, so that the service can tell them that it was seen. Not to be shown."""
        row, sealer = self._store.find(case_id), self._desk.keys.sealers([case_id]).get(case_id)
        return None if row is None or sealer is None else raiser_of(row, sealer)

    def overdue(self, now: datetime, after: timedelta = SEEN_WITHIN) -> list[UUID]:
        """Concerns that nobody has looked at for this long since they came or were escalated."""
        return [row.id for row in self._store.waiting(now - after)]

    def unread(self, now: datetime) -> dict[UUID, list[UUID]]:
        """Concerns that nobody has looked at, each with the people to whom it went."""
        return {row.id: list(row.routed_to) for row in self._store.waiting(now)}

    def escalate(self, cases: Iterable[UUID], now: datetime) -> Iterator[Escalation]:
        """Tell the places' learning partners and coordinators that these concerns wait, one after
        the other: each is noted when it is asked for, so that whoever fails halfway loses none.

        Whoever looks after concerns by now may read them too: those they went to may have left.
        Asked again within four hours, it answers as before.
        """
        rows = [self._row(id) for id in cases]
        places = {row.place_id for row in rows}
        roles = {place: self._places.remembered_roles(place) for place in places}
        for row in rows:
            yield self._escalate(row, roles[row.place_id], now)

    def _escalate(self, row: CaseRow, roles: Roles, now: datetime) -> Escalation:
        readers = _readers_by_now(row, roles)
        told = [one for one in _holders(roles, TOLD_OF_WAITING) if one not in readers]
        self._store.escalate(row.id, now, now - SEEN_WITHIN, readers, told)
        row = self._row(row.id)
        return Escalation(
            id=row.id,
            place_id=row.place_id,
            at=row.escalated_at,
            told=[] if row.seen_at is not None else list(row.escalated_to),
            routed_to=row.routed_to,
        )

    def forget(self, person: UUID) -> None:
        """Say nowhere any more that this person raised a concern.

        The concern itself stays. It is a record about the safety of somebody else, which the
        people it went to may have a duty to keep, and how long is for them to decide: they close
        and erase it. So erasing who raised it takes away that it was they, and no more.
        """
        rows = self._store.with_raiser()
        sealers = self._desk.keys.sealers(row.id for row in rows)
        self._store.forget_raiser(
            row.id
            for row in rows
            if row.id in sealers and raiser_of(row, sealers[row.id]) == person
        )
        self._store.sweep()

    def _keep(
        self, id: UUID, place: KnownPlace, concern: Concern, request: Request
    ) -> tuple[CaseRow, bool]:
        """The concern as it is stored, and whether it was stored only now."""
        is_new = self._store.find(id) is None and self._add(id, place, concern, request)
        row = self._row(id)
        if not is_new:
            self._require_same(row, place, concern)
        return row, is_new

    def _add(self, id: UUID, place: KnownPlace, concern: Concern, request: Request) -> bool:
        """Store it; False where the same request was quicker in another thread."""
        self._require_readable(concern.about_reflection, request)
        recipients = _recipients(self._places.remembered_roles(place.id))
        if not recipients:
            raise Refused(NOBODY_TO_TELL)
        key = self._desk.keys.new_root(id)
        row = sealed_row(
            id,
            place.id,
            concern,
            key.sealer,
            raised_by=request.actor.person_id,
            raised_at=request.now,
            routed_to=recipients,
        )
        return self._store.add(row, key)

    def _require_readable(self, about: UUID | None, request: Request) -> None:
        """Whoever may read a reflection may have it held by what they say about it."""
        if about is not None:
            reflection = self._desk.load(Reflection, about)
            require(
                request.actor,
                Action.READ_WORDS,
                reflection.place_id,
                scope=reflection.scope,
                is_author=request.actor.person_id == reflection.author,
            )

    def _require_same(self, row: CaseRow, place: KnownPlace, concern: Concern) -> None:
        sealer = self._desk.keys.sealers([row.id]).get(row.id)
        if sealer is not None and (row.place_id, opened(row, sealer)) != (place.id, concern):
            raise AlreadyRecordedDifferently(RAISED_BEFORE)

    def _hold(self, reflection: UUID, place: KnownPlace, case: UUID, now: datetime) -> None:
        """Hold it; not in the name of who raised the concern, for the log would tell on them."""

        def hold(one: Reflection, sealer: Sealer) -> None:
            said = self._said("hold", place, case, now, sealer)
            one.hold(said, category=CareCategory.SAFEGUARDING)

        # What was taken back or erased shows nowhere as it is, and the concern still counts.
        with suppress(Gone):
            self._desk.change(Reflection, reflection, hold)

    def _note_in_log(self, place: KnownPlace, case: UUID, now: datetime) -> int:
        """Note that there was a concern; the position."""

        def note(one: Place, sealer: Sealer) -> None:
            one.note_care_concern(self._said("note", place, case, now, sealer), route=case)

        return self._desk.change(Place, place.id, note).position

    def _said(
        self, part: str, place: KnownPlace, case: UUID, now: datetime, sealer: Sealer
    ) -> Said:
        """An envelope that tells nothing of who raised it, nor by which way they did."""
        by_service = Request(CARE_DESK, Channel.API, now, command=natural_id("care", part, case))
        return self._desk.said(by_service, Command(), sealer, place.zone)

    def _looks_after(self, place_id: UUID, person: UUID) -> bool:
        """True while somebody has one of the roles that are given concerns."""
        return person in _holders(self._places.remembered_roles(place_id), READ_BY)

    def _row(self, case_id: UUID) -> CaseRow:
        row = self._store.find(case_id)
        if row is None:
            raise NotFound(NO_CONCERN)
        return row

    def _row_for(self, case_id: UUID, reader: UUID) -> CaseRow:
        row = self._row(case_id)
        if reader not in row.routed_to:
            raise NotFound(NO_CONCERN)
        if not self._looks_after(row.place_id, reader):
            raise NotAllowed(NO_LONGER_YOURS)
        return row

    def _require_mine(self, case_id: UUID, actor: Actor) -> CaseRow:
        if not _may_read_any(actor):
            raise NotFound(NO_CONCERN)
        return self._row_for(case_id, actor.person_id)

    def _sealer(self, case_id: UUID) -> Sealer:
        sealer = self._desk.keys.sealers([case_id]).get(case_id)
        if sealer is None:
            raise NotFound(NO_CONCERN)
        return sealer


def _may_read_any(actor: Actor) -> bool:
    """Who pays for the work and who runs the machine get nothing, whatever else they are."""
    return actor.role not in (ActorRole.FUNDER, ActorRole.OPERATOR)


def _recipients(roles: Roles) -> list[UUID]:
    """The people of the first role that anybody has."""
    each = (_holders(roles, [role]) for role in READ_BY)
    return next((holders for holders in each if holders), [])


def _readers_by_now(row: CaseRow, roles: Roles) -> list[UUID]:
    """Those it went to, who leads on safeguarding by now, and somebody where nobody is left."""
    leads = _holders(roles, [PlaceRole.SAFEGUARDING_LEAD])
    added = leads if leads or set(row.routed_to) & set(roles) else _recipients(roles)
    return [*row.routed_to, *(one for one in added if one not in row.routed_to)]


def _holders(roles: Roles, wanted: Iterable[PlaceRole]) -> list[UUID]:
    return sorted(person for person, held in roles.items() if held & set(wanted))
