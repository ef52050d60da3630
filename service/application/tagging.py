"""Tagging: people's readings of reflections, each by somebody, and all of them kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from service.application.commands import (
    Acknowledge,
    AskBack,
    Command,
    DisputeTag,
    NoteNothingFits,
    Receipt,
    TagReflection,
    WriteMemo,
)
from service.application.desk import Desk, KnownPlace, Request, either
from service.domain.base import Code, Said, natural_id
from service.domain.errors import NotAllowed
from service.domain.frameworks import Frameworks
from service.domain.place import Place
from service.domain.reflection import Reflection
from service.domain.vocabulary import ActorRole, LanguageStage, Stance, TagMethod
from service.policy import LIKE_PARTNERS, Action, require
from service.sealing import Sealer

NO_REFLECTION = "There is no reflection by that name here."


class Tagging:
    """Commands on how reflections are read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def tag_reflection(
        self, place: str | UUID, reference: str, command: TagReflection, request: Request
    ) -> Receipt:
        """Read a behaviour or building block in it (I3). The receipt's id is the tag's."""
        known, id = self._find(place, reference)
        tag_id = tag_id_for(id, command.external_id or request.command_id)
        require_framework_words(self._desk, known, request)
        framework = self._desk.frameworks(known.programme_id).framework_of(command.code)

        def tag(reflection: Reflection, sealer: Sealer) -> None:
            self._require(Action.TAG, reflection, request)
            reflection.tag(
                self._desk.said(request, command, sealer, known.zone),
                tag_id=tag_id,
                code=command.code,
                framework=framework.reference,
                stance=command.stance,
                method=_method_of(command, reflection, request.actor.person_id),
                reason=sealer.seal_if("reason", command.reason),
            )

        receipt = self._remark(id, tag, request)
        return receipt.model_copy(update={"id": tag_id})

    def dispute_tag(
        self, place: str | UUID, reference: str, tag: str, command: DisputeTag, request: Request
    ) -> Receipt:
        """Disagree with a reading; both stay."""
        known, id = self._find(place, reference)

        def dispute(reflection: Reflection, sealer: Sealer) -> None:
            tag_id = either(reflection.tags, tag, tag_id_for(id, tag))
            self._require(Action.TAG, reflection, request)
            reflection.dispute_tag(
                self._desk.said(request, command, sealer, known.zone),
                tag_id=tag_id,
                reason=sealer.seal("reason", command.reason),
            )

        return self._remark(id, dispute, request)

    def remove_tag(self, place: str | UUID, reference: str, tag: str, request: Request) -> Receipt:
        """Take one's own reading back."""
        known, id = self._find(place, reference)

        def remove(reflection: Reflection, sealer: Sealer) -> None:
            self._require(Action.TAG, reflection, request)
            said = self._desk.said(request, Command(), sealer, known.zone)
            tag_id = either(reflection.tags, tag, tag_id_for(id, tag))
            reflection.remove_tag(said, tag_id=tag_id)

        return self._remark(id, remove, request)

    def note_nothing_fits(
        self, place: str | UUID, reference: str, command: NoteNothingFits, request: Request
    ) -> Receipt:
        """Say that none of the behaviours fits: perhaps one is missing (Q14)."""
        known, id = self._find(place, reference)
        behaviours = self._desk.frameworks(known.programme_id).behaviours

        def note(reflection: Reflection, sealer: Sealer) -> None:
            self._require(Action.TAG, reflection, request)
            reflection.note_nothing_fits(
                self._desk.said(request, command, sealer, known.zone),
                framework=behaviours.reference,
                why=sealer.seal("why", command.why),
            )

        return self._remark(id, note, request)

    def write_memo(
        self, place: str | UUID, reference: str, command: WriteMemo, request: Request
    ) -> Receipt:
        """Write a note beside it."""
        known, id = self._find(place, reference)

        def write(reflection: Reflection, sealer: Sealer) -> None:
            self._require(Action.WRITE_MEMO, reflection, request)
            said = self._desk.said(request, command, sealer, known.zone)
            reflection.write_memo(said, text=sealer.seal("text", command.text))

        return self._remark(id, write, request)

    def ask_back(
        self, place: str | UUID, reference: str, command: AskBack, request: Request
    ) -> Receipt:
        """Ask its author something about it. The receipt's id is the question's."""
        known, id = self._find(place, reference)
        question_id = question_id_for(id, request.command_id)

        def ask(reflection: Reflection, sealer: Sealer) -> None:
            self._require(Action.WRITE_MEMO, reflection, request)
            reflection.ask_back(
                self._desk.said(request, command, sealer, known.zone),
                question_id=question_id,
                question=sealer.seal("question", command.question),
            )

        receipt = self._remark(id, ask, request)
        return receipt.model_copy(update={"id": question_id})

    def acknowledge(
        self, place: str | UUID, reference: str, command: Acknowledge, request: Request
    ) -> Receipt:
        """Let its author know that it was heard, once for each learning partner."""
        known, id = self._find(place, reference)

        def acknowledge(reflection: Reflection, sealer: Sealer) -> None:
            self._require(Action.TAG, reflection, request)
            if request.actor.role != ActorRole.LEARNING_PARTNER:
                raise NotAllowed("Only a learning partner can say that this was heard.")
            reflection.acknowledge(self._desk.said(request, command, sealer, known.zone))

        return self._remark(id, acknowledge, request)

    def _remark(
        self, id: UUID, do: Callable[[Reflection, Sealer], None], request: Request
    ) -> Receipt:
        return self._desk.change(
            Reflection, id, do, otherwise=NO_REFLECTION, remark_by=request.actor.person_id
        )

    def _find(self, place: str | UUID, reference: str) -> tuple[KnownPlace, UUID]:
        known = self._desk.place(place)
        return known, self._desk.reflection(known, reference)

    def _require(self, action: Action, reflection: Reflection, request: Request) -> None:
        require(
            request.actor,
            action,
            reflection.place_id,
            scope=reflection.scope,
            is_author=request.actor.person_id == reflection.author,
        )


def require_framework_words(desk: Desk, place: KnownPlace, request: Request) -> None:
    """While a place uses only its own words, its people do not meet the framework's (I13)."""
    is_local = desk.load(Place, place.id).stage == LanguageStage.LOCAL_ONLY
    if is_local and request.actor.role in LIKE_PARTNERS:
        raise NotAllowed("Here the learning partner does the tagging, for now.")


def add_tags(
    reflection: Reflection, codes: Iterable[Code], frameworks: Frameworks, said: Said
) -> None:
    """Tag a new reflection with what it was filed under when it came in."""
    for code in codes:
        reflection.tag(
            said.for_part(f"tag:{code}"),
            tag_id=natural_id("tag", reflection.id, "filed", code),
            code=code,
            framework=frameworks.framework_of(code).reference,
            stance=Stance.PRESENT,
            method=_method(reflection, said.actor),
            reason=None,
        )


def tag_id_for(reflection_id: UUID, external_id: object) -> UUID:
    """The id of a reflection's tag that came with this external id."""
    return natural_id("tag", reflection_id, external_id)


def question_id_for(reflection_id: UUID, command_id: object) -> UUID:
    """The id of the question that was asked about a reflection with this command."""
    return natural_id("question", reflection_id, command_id)


def _method_of(command: TagReflection, reflection: Reflection, tagger: UUID) -> TagMethod | None:
    """None for a machine's suggestion, which the reflection refuses."""
    if command.method == "suggested":
        return None
    if command.method == TagMethod.SUGGESTED_CONFIRMED:
        return command.method
    return _method(reflection, tagger)


def _method(reflection: Reflection, tagger: UUID) -> TagMethod:
    """Authors place meaning on their own words; everybody else reads somebody's."""
    return TagMethod.SELF if tagger == reflection.author else TagMethod.PARTNER
