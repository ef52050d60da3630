"""People: welcomed to a place, known in the log by a random id, and erased when they ask."""

from __future__ import annotations

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from service.access import Access
from service.application.care import Care
from service.application.commands import (
    AddMailbox,
    ChangePerspective,
    ChangePreferences,
    Command,
    Receipt,
    WelcomeFunder,
    WelcomePerson,
)
from service.application.desk import Desk, KnownPlace, Request, outside_name
from service.domain.errors import AlreadyRecordedDifferently, NotAllowed, NotFound, Refused
from service.domain.person import Person, Preferences
from service.domain.sealed import Sealed
from service.domain.vocabulary import Perspective
from service.policy import Action, require
from service.sealing import Sealer

LONDON = ZoneInfo("Europe/London")
"""Whose clock counts where somebody belongs to several places, or to none."""


class People:
    """Commands on people."""

    def __init__(self, desk: Desk, access: Access | None = None, care: Care | None = None) -> None:
        """`access` signs out whoever is erased, `care` forgets them; staging needs neither."""
        self._desk, self._access, self._care = desk, access, care
        self._remembered: dict[UUID | None, tuple[Perspective | None, int]] = {}

    def welcome_person(self, command: WelcomePerson, request: Request) -> Receipt:
        """Welcome somebody to a place, or bring them to one more."""
        place = self._desk.place(command.place)
        require(request.actor, Action.MANAGE_PEOPLE, place.id)
        name, keys = outside_name(place, command.contributor), self._desk.keys
        known = keys.find_person(*name)
        in_slack = keys.find_person("slack", command.slack) if command.slack else None
        if in_slack is not None and known not in (None, in_slack):
            raise Refused("That Slack person is known here under another name already.")
        self._check_mailbox(in_slack or known, command.email)
        person_id = in_slack or keys.person_for(*name)
        receipt = self._welcome(place, person_id, command, request)
        if in_slack is not None:
            keys.link_identity(person_id, *name)
        if command.slack is not None:
            keys.link_identity(person_id, "slack", command.slack)
        if command.email is not None:
            keys.link_identity(person_id, "email", command.email)
        return receipt

    def welcome_funder(
        self, programme_id: UUID, command: WelcomeFunder, request: Request
    ) -> Receipt:
        """Welcome somebody from the funder. They belong to the programme, and to no place of it."""
        require(request.actor, Action.OPERATE, None)
        keys = self._desk.keys
        if not self._desk.exists(programme_id):
            raise Refused("The programme begins with its first place. Open a place first.")
        name = funder_name(programme_id, command.contributor)
        known = keys.find_person(*name)
        self._check_mailbox(known, command.email)
        in_slack = keys.find_person("slack", command.slack) if command.slack else None
        if in_slack not in (None, known):
            raise Refused("That Slack person is known here already, and not as this funder.")
        person_id = keys.person_for(*name)
        receipt = self._welcome_to_programme(programme_id, person_id, command, request)
        if command.email is not None:
            keys.link_identity(person_id, "email", command.email)
        if command.slack is not None:
            keys.link_identity(person_id, "slack", command.slack)
        return receipt

    def _welcome_to_programme(
        self, programme_id: UUID, person_id: UUID, command: WelcomeFunder, request: Request
    ) -> Receipt:
        if self._desk.exists(person_id):
            return Receipt(
                id=person_id, position=self._desk.log.position_of(person_id), already_there=True
            )
        key = self._desk.keys.new_root(person_id)
        person = Person.welcome(
            person_id,
            self._desk.said(request, command, key.sealer),
            place_id=programme_id,
            perspective=Perspective.FUNDER,
            name=key.sealer.seal_if("name", command.name),
            role=None,
            organisation=None,
        )
        return self._desk.begin(person, key)

    def add_mailbox(self, person_id: UUID, command: AddMailbox, request: Request) -> None:
        """Note where letters reach somebody, as they say themselves."""
        if request.actor.person_id != person_id:
            raise NotAllowed("Only they themselves can say where letters reach them.")
        self._check_mailbox(person_id, command.email)
        self._desk.keys.link_identity(person_id, "email", command.email)

    def _check_mailbox(self, person_id: UUID | None, address: str | None) -> None:
        """One mailbox is one person's: else one would read what is for another."""
        owner = self._desk.keys.find_person("email", address) if address else None
        if owner not in (None, person_id):
            raise Refused("Letters to this address go to somebody else here already.")

    def meet(self, place: KnownPlace, provider: str, outside_id: str, request: Request) -> UUID:
        """The person behind an outside identity, welcomed to the place if we have not met yet.

        Their perspective stays open until somebody asks them: no words are turned away for that.
        """
        person_id = self._desk.keys.person_for(provider, outside_id)
        if place.id not in self._places_of(person_id):
            command = WelcomePerson(place=str(place.id), contributor=outside_id)
            self._welcome(place, person_id, command, request.part(place.id))
        return person_id

    def _welcome(
        self, place: KnownPlace, person_id: UUID, command: WelcomePerson, request: Request
    ) -> Receipt:
        if self._desk.exists(person_id):
            return self._join(place, person_id, command, request)
        key = self._desk.keys.new_root(person_id)
        seal_if = key.sealer.seal_if
        person = Person.welcome(
            person_id,
            self._desk.said(request, command, key.sealer, place.zone),
            place_id=place.id,
            perspective=command.perspective,
            speaking_as=command.speaking_as,
            name=seal_if("name", command.name),
            role=seal_if("role", command.role),
            organisation=seal_if("organisation", command.organisation),
        )
        return self._desk.begin(person, key)

    def _join(
        self, place: KnownPlace, person_id: UUID, command: WelcomePerson, request: Request
    ) -> Receipt:
        """Bring somebody known to one more place; learn their perspective if nobody had asked."""

        def join(person: Person, sealer: Sealer) -> None:
            said = self._desk.said(request, command, sealer, place.zone)
            if person.has_answered(said):
                return
            if place.programme_id in person.places:
                raise Refused("They read digests for the funder, so they take part in no place.")
            person.join_place(said, place_id=place.id)
            person.introduce(said.for_part("introduction"), **_news(person, sealer, command))
            if command.perspective is not None and person.perspective is None:
                asked = said.for_part("perspective")
                person.change_perspective(asked, perspective=command.perspective, reason=None)
            elif command.perspective not in (None, person.perspective):
                raise AlreadyRecordedDifferently(
                    "They have been welcomed with another perspective. Change it, if it changed."
                )

        return self._desk.change(Person, person_id, join)

    def change_perspective(self, command: ChangePerspective, request: Request) -> Receipt:
        """Somebody speaks from elsewhere from now on; what they said keeps its perspective."""
        place = self._desk.place(command.place)
        person_id = self._desk.person(place, command.contributor)
        if person_id != request.actor.person_id:
            require(request.actor, Action.MANAGE_PEOPLE, place.id)

        def change(person: Person, sealer: Sealer) -> None:
            person.change_perspective(
                self._desk.said(request, command, sealer, place.zone),
                perspective=command.perspective,
                reason=sealer.seal_if("reason", command.reason),
            )

        return self._desk.change(Person, person_id, change)

    def introduce(self, person_id: UUID, name: str, request: Request) -> Receipt:
        """Tell what one is called, so that it can be shown where one chooses that."""
        if person_id != request.actor.person_id:
            raise NotAllowed("Only they themselves can say what they are called.")

        def tell(person: Person, sealer: Sealer) -> None:
            said = self._desk.said(request, Command(), sealer)
            if not person.has_answered(said):
                person.introduce(said, name=sealer.seal("name", name), role=None, organisation=None)

        return self._desk.change(Person, person_id, tell)

    def change_preferences(
        self, person_id: UUID, command: ChangePreferences, request: Request
    ) -> Receipt:
        """Say how one's own new reflections should begin; for oneself, never for others."""
        if person_id != request.actor.person_id:
            raise NotAllowed("Only they themselves can say how their reflections should begin.")

        def change(person: Person, sealer: Sealer) -> None:
            person.change_preferences(
                self._desk.said(request, command, sealer),
                scope=command.scope,
                name_shown=command.name_shown,
                speaking_as=command.speaking_as,
            )

        return self._desk.change(Person, person_id, change)

    def preferences_of(self, person_id: UUID) -> Preferences:
        """How somebody's new reflections should begin; as usual where they never said."""
        try:
            return self._desk.load(Person, person_id).preferences
        except NotFound:
            return Preferences()

    def erase_person(self, person_id: UUID, request: Request) -> Receipt:
        """Erase somebody for good: their key goes, and with it every word they left (I14)."""

        def erase(person: Person) -> None:
            is_self = request.actor.person_id == person_id
            place_id = next(iter(person.places), None)
            require(request.actor, Action.ERASE, place_id, is_author=is_self)
            nobody = self._desk.keys.new_root(uuid4()).sealer
            person.erase(self._desk.said(request, Command(), nobody))

        receipt = self._desk.change_and_destroy(Person, person_id, erase, destroy=[person_id])
        if self._access is not None:
            self._access.forget(person_id)
        if self._care is not None:
            self._care.forget(person_id)
        self._desk.keys.forget_identities(person_id)
        self._desk.keys.sweep()
        return receipt

    def note_carried_out(self, person_id: UUID, request: Request, **counts: int) -> Receipt:
        """Note in the log how much somebody's erasure took away; numbers, and no content."""

        def note(person: Person) -> None:
            person.note_carried_out(self._desk.said_plainly(request, LONDON), **counts)

        return self._desk.change_wordless(Person, person_id, note)

    def _places_of(self, person_id: UUID) -> set[UUID]:
        try:
            return self._desk.load(Person, person_id).places
        except NotFound:
            return set()

    def perspective_of(self, person_id: UUID) -> Perspective | None:
        """From where somebody speaks now, if we know it."""
        return self._person(person_id).perspective

    def remembered_perspective_of(self, person_id: UUID) -> tuple[Perspective | None, int]:
        """From where somebody spoke when we last looked, and at which version of them that was.

        The append is told that version and refuses it (Outdated) if they have gone on since.
        """
        remembered = self._remembered.get(person_id)
        if remembered is None:
            person = self._person(person_id)
            remembered = self._remembered[person_id] = (person.perspective, person.version)
        return remembered

    def forget(self, person_id: UUID | None = None) -> None:
        """Look at them, or at everybody, anew next time."""
        if person_id is None:
            self._remembered.clear()
        self._remembered.pop(person_id, None)

    def _person(self, person_id: UUID) -> Person:
        try:
            return self._desk.load(Person, person_id)
        except NotFound:
            raise Refused(
                "Say whose words these are: they have to be welcomed to the place first."
            ) from None


def funder_name(programme_id: UUID, reference: str) -> tuple[str, str]:
    """Under which name the vault keeps what somebody from the funder is called."""
    return f"programme:{programme_id}", reference


def _news(person: Person, sealer: Sealer, command: WelcomePerson) -> dict[str, Sealed | None]:
    """What a welcome tells of somebody that we did not know yet, sealed."""
    told = {
        "name": command.name,
        "role": command.role,
        "organisation": command.organisation,
    }
    known = {field: sealer.open(field, words) for field, words in person.told.items()}
    return {
        field: None if words is None or words == known.get(field) else sealer.seal(field, words)
        for field, words in told.items()
    }
