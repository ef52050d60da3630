"""Capture: a reflection goes in, is kept safe, and stays its author's to change."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from service.application.commands import (
    AmendReflection,
    AnswerBack,
    ChangeScope,
    ChooseName,
    Command,
    EraseReflection,
    HoldReflection,
    Receipt,
    RecordReflection,
    ReleaseReflection,
    WithdrawReflection,
)
from service.application.desk import (
    TRIES,
    Desk,
    KnownPlace,
    Request,
    as_uuid,
    either,
    outside_name,
    reflection_id_for,
)
from service.application.people import People
from service.application.records import Records
from service.application.tagging import add_tags, question_id_for, require_framework_words
from service.domain.base import Event
from service.domain.decision import Decision
from service.domain.errors import Conflict, NotAllowed, NotFound, Refused
from service.domain.reflection import Reflection
from service.domain.sealed import ERASED
from service.domain.vocabulary import ActorRole, Perspective, SpeakingAs
from service.eventstore import Outdated, Seen
from service.policy import Action, may, require
from service.sealing import Sealer

NO_REFLECTION = "There is no reflection by that name here."


class Capture:
    """Commands on reflections."""

    def __init__(self, desk: Desk, people: People) -> None:
        self._desk, self._people = desk, people

    def record_reflection(self, command: RecordReflection, request: Request) -> Receipt:
        """Leave a reflection; a repeated request is the same reflection.

        Raises NotFound for an unknown place or person, NeedsReason or InTheFuture for its date,
        UnknownCode for a code, AlreadyRecordedDifferently where its id stands with other words.
        """
        place = self._desk.place(command.place)
        author = self._author(place, command, request)
        for _ in range(TRIES):
            try:
                return self._record(place, author, command, request)
            except Outdated:
                self._people.forget(author)
        raise Conflict

    def _record(
        self, place: KnownPlace, author: UUID, command: RecordReflection, request: Request
    ) -> Receipt:
        prototype_id = command.prototype and self._desk.prototype(place, command.prototype)
        perspective, seen = self._perspective(author, command)
        key = self._desk.keys.new_child(self._id(place, command, request), author)
        said = self._desk.said(request, command, key.sealer, place.zone)
        seal, seal_if = key.sealer.seal, key.sealer.seal_if
        reflection = Reflection.leave(
            key.id,
            said,
            place_id=place.id,
            author=author,
            noticed=seal("noticed", command.text),
            meaning=seal_if("meaning", command.meaning),
            role=seal_if("role", command.role),
            external_id=seal_if("external_id", command.external_id),
            perspective=perspective,
            speaking_as=command.speaking_as,
            relayed_perspective=relayed_perspective(command),
            scope=command.scope,
            prototype_id=prototype_id or None,
            name_shown=command.name_shown,
            about_decision=Records(self._desk).find_if(Decision, place, command.about_decision),
        )
        codes = [*command.behaviours, *command.building_blocks]
        if codes:
            require_framework_words(self._desk, place, request)
            add_tags(reflection, codes, self._desk.frameworks(place.programme_id), said)
        return self._desk.begin(reflection, key, says_the_same_as(command, request), seen)

    def amend_reflection(
        self, place: str | UUID, reference: str, command: AmendReflection, request: Request
    ) -> Receipt:
        """Say it differently. Only its author may (I1)."""
        known, id = self.find(place, reference)

        def amend(reflection: Reflection, sealer: Sealer) -> None:
            self._require_visible(reflection, request)
            said = self._desk.said(request, command, sealer, known.zone)
            reflection.amend(
                said,
                noticed=sealer.seal_if("noticed", command.text),
                meaning=sealer.seal_if("meaning", command.meaning),
                reason=sealer.seal_if("reason", command.reason),
                meaning_removed=command.meaning_removed,
            )

        return self._desk.change(Reflection, id, amend, otherwise=NO_REFLECTION)

    def change_scope(
        self, place: str | UUID, reference: str, command: ChangeScope, request: Request
    ) -> Receipt:
        """Let more people see it, or fewer. Only its author widens (I1); it holds at once (I2)."""
        known, id = self.find(place, reference)

        def change(reflection: Reflection, sealer: Sealer) -> None:
            self._require_visible(reflection, request)
            self._require_care(reflection, request)
            said = self._desk.said(request, command, sealer, known.zone)
            reflection.change_scope(said, scope=command.scope)

        return self._desk.change(Reflection, id, change, otherwise=NO_REFLECTION)

    def choose_name(
        self, place: str | UUID, reference: str, command: ChooseName, request: Request
    ) -> Receipt:
        """Show the author's name beside it, or no longer. Only its author may (I1)."""
        known, id = self.find(place, reference)

        def choose(reflection: Reflection, sealer: Sealer) -> None:
            self._require_visible(reflection, request)
            said = self._desk.said(request, command, sealer, known.zone)
            reflection.choose_name(said, name_shown=command.name_shown)

        return self._desk.change(Reflection, id, choose, otherwise=NO_REFLECTION)

    def answer_back(
        self,
        place: str | UUID,
        reference: str,
        question: str,
        command: AnswerBack,
        request: Request,
    ) -> Receipt:
        """Answer what a learning partner asked. Only its author may."""
        known, id = self.find(place, reference)

        def answer(reflection: Reflection, sealer: Sealer) -> None:
            self._require_visible(reflection, request)
            reflection.answer_back(
                self._desk.said(request, command, sealer, known.zone),
                question_id=either(reflection.questions, question, question_id_for(id, question)),
                answer=sealer.seal("answer", command.answer),
            )

        return self._desk.change(Reflection, id, answer, otherwise=NO_REFLECTION)

    def withdraw_answer(
        self, place: str | UUID, reference: str, question: str, request: Request
    ) -> Receipt:
        """Take one's own answer back; the question waits again."""
        known, id = self.find(place, reference)

        def withdraw(reflection: Reflection, sealer: Sealer) -> None:
            self._require_visible(reflection, request)
            said = self._desk.said(request, Command(), sealer, known.zone)
            asked = either(reflection.questions, question, question_id_for(id, question))
            reflection.withdraw_answer(said, question_id=asked)

        return self._desk.change(Reflection, id, withdraw, otherwise=NO_REFLECTION)

    def hold_reflection(
        self, place: str | UUID, reference: str, command: HoldReflection, request: Request
    ) -> Receipt:
        """Put it aside for care; it leaves every view at once."""
        known, id = self.find(place, reference)

        def hold(reflection: Reflection, sealer: Sealer) -> None:
            self._require_care(reflection, request)
            said = self._desk.said(request, command, sealer, known.zone)
            reflection.hold(said, category=command.category)

        return self._desk.change(Reflection, id, hold, otherwise=NO_REFLECTION)

    def release_reflection(
        self, place: str | UUID, reference: str, command: ReleaseReflection, request: Request
    ) -> Receipt:
        """Bring it back from care."""
        known, id = self.find(place, reference)

        def release(reflection: Reflection, sealer: Sealer) -> None:
            self._require(Action.CARE, reflection, request)
            reflection.release(self._desk.said(request, command, sealer, known.zone))

        return self._desk.change(Reflection, id, release, otherwise=NO_REFLECTION)

    def withdraw_reflection(
        self, place: str | UUID, reference: str, command: WithdrawReflection, request: Request
    ) -> Receipt:
        """Take it back. Only its author may (I1)."""
        known, id = self.find(place, reference)

        def withdraw(reflection: Reflection, sealer: Sealer) -> None:
            self._require_visible(reflection, request)
            said = self._desk.said(request, command, sealer, known.zone)
            reflection.withdraw(said, reason=sealer.seal_if("reason", command.reason))

        return self._desk.change(Reflection, id, withdraw, otherwise=NO_REFLECTION)

    def erase_reflection(
        self, place: str | UUID, reference: str, command: EraseReflection, request: Request
    ) -> Receipt:
        """Erase it for good: a content-free proof, and its key, go in one transaction (I14)."""
        known, id = self.find(place, reference)

        def erase(reflection: Reflection) -> None:
            self._require(Action.ERASE, reflection, request)
            nobody = self._desk.keys.new_root(uuid4()).sealer
            reflection.erase(self._desk.said(request, command, nobody, known.zone))

        receipt = self._desk.change_and_destroy(Reflection, id, erase, destroy=[id])
        self._desk.keys.sweep()
        return receipt

    def note_carried_out(self, reflection_id: UUID, request: Request, **counts: int) -> Receipt:
        """Note in the log how much an erasure took away; numbers, and no content."""

        def note(reflection: Reflection) -> None:
            zone = self._desk.place(reflection.place_id).zone
            reflection.note_carried_out(self._desk.said_plainly(request, zone), **counts)

        return self._desk.change_wordless(Reflection, reflection_id, note)

    def find(self, place: str | UUID, reference: str) -> tuple[KnownPlace, UUID]:
        """A place and the id of its reflection with this id or external id."""
        known = self._desk.place(place)
        return known, self._desk.reflection(known, reference)

    def reflection_id(self, command: RecordReflection, request: Request) -> UUID:
        """The id that the reflection of this command has, or will have once it is recorded."""
        return self._id(self._desk.place(command.place), command, request)

    def _id(self, place: KnownPlace, command: RecordReflection, request: Request) -> UUID:
        """An external id makes the id, so an import done twice is done once; else the request."""
        if command.external_id is None:
            return reflection_id_for(place.id, request.command_id)
        exported = as_uuid(command.external_id)
        if exported is not None and self._desk.exists(exported):
            known = self._desk.load(Reflection, exported, NO_REFLECTION)
            if known.place_id == place.id:
                return exported
        return reflection_id_for(place.id, command.external_id)

    def _author(self, place: KnownPlace, command: RecordReflection, request: Request) -> UUID:
        """Whose words these are. Only who may record for others is told who takes part."""
        if command.contributor is None:
            require(request.actor, Action.RECORD, place.id)
            if request.actor.role == ActorRole.OPERATOR:
                raise Refused("Say whose words these are, as `contributor`.")
            return request.actor.person_id
        if may(request.actor, Action.RECORD_FOR_OTHERS, place.id):
            return self._desk.person(place, command.contributor)
        require(request.actor, Action.RECORD, place.id)
        named = self._desk.keys.find_person(*outside_name(place, command.contributor))
        if request.actor.person_id in (named, as_uuid(command.contributor)):
            return request.actor.person_id
        raise NotAllowed("You can leave your own reflections here, not those of others.")

    def _perspective(
        self, author: UUID, command: RecordReflection
    ) -> tuple[Perspective | None, list[Seen]]:
        """The speaker's own; a relayed row's perspective is that of the voice passed on.

        And what that rests on, which must not have changed by the time it is saved.
        """
        if command.perspective is not None and not _tells_of_the_relayed(command):
            return command.perspective, []
        perspective, version = self._people.remembered_perspective_of(author)
        return perspective, [(author, version)]

    def _require_visible(self, reflection: Reflection, request: Request) -> None:
        self._require(Action.READ_WORDS, reflection, request)

    def _require_care(self, reflection: Reflection, request: Request) -> None:
        """Whoever handles it may hold or narrow it, and so may its author."""
        if request.actor.person_id != reflection.author:
            self._require(Action.CARE, reflection, request)

    def _require(self, action: Action, reflection: Reflection, request: Request) -> None:
        require(
            request.actor,
            action,
            reflection.place_id,
            scope=reflection.scope,
            is_author=request.actor.person_id == reflection.author,
        )


def relayed_perspective(command: RecordReflection) -> Perspective | None:
    """Whose perspective is passed on, where it was said."""
    if command.speaking_as != SpeakingAs.RELAYING:
        if command.relayed_perspective is not None:
            raise Refused("Only somebody who is relaying can say whose perspective it is.")
        return None
    if command.relayed_perspective is not None:
        return command.relayed_perspective
    return command.perspective if _tells_of_the_relayed(command) else None


def says_the_same_as(
    command: RecordReflection, request: Request
) -> Callable[[Event, Sealer], bool]:
    """Compare what stands in the log with what a repeated request says.

    An exported line names the very command it came from: its words may have been amended since.
    """

    def is_same(first: Event, sealer: Sealer) -> bool:
        if not isinstance(first, Reflection.Recorded):
            raise NotFound(NO_REFLECTION)
        if request.command == first.envelope.causation_id:
            return True
        words = sealer.open("noticed", first.noticed)
        if words == ERASED:  # Words were left out of it since, so nobody can compare any more.
            return True
        meaning = None if first.meaning is None else sealer.open("meaning", first.meaning)
        return (words, meaning) == (command.text, command.meaning)

    return is_same


def _tells_of_the_relayed(command: RecordReflection) -> bool:
    """A row that relays and names residents as its perspective names those it speaks for."""
    return (
        command.speaking_as == SpeakingAs.RELAYING
        and command.relayed_perspective is None
        and command.perspective == Perspective.CITIZEN_COMMUNITY
    )
