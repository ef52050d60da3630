"""Changes seen, confirmed and ended; slips and movements noticed; questions answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.application.commands import Receipt
from service.application.desk import Desk, KnownPlace, Request
from service.application.loop_commands import (
    AnswerSignal,
    CeaseChange,
    NoticeMovement,
    NoticeSlip,
    ObserveChange,
    SubstantiateChange,
)
from service.application.records import Records, Says, not_before
from service.domain.base import Code, Said
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.errors import Refused
from service.domain.noticing import Noticing
from service.domain.place import Place
from service.domain.vocabulary import ActorRole
from service.policy import Action
from service.sealing import Sealer


class Changes:
    """Commands on what people see is different, and which way things are moving."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._records = desk, Records(desk)

    def observe_change(self, command: ObserveChange, request: Request) -> Receipt:
        """Write down what somebody can see is different."""
        place = self._records.place(command.place, request)

        def observe(id: UUID, said: Said, sealer: Sealer) -> Change:
            decision_id = self._records.find_if(Decision, place, command.decision)
            if command.seen_by is None and request.actor.role == ActorRole.OPERATOR:
                raise Refused("Say who saw it, as `seen_by`.")
            return Change.observe(
                id,
                not_before(said, command, *self._decision(decision_id)),
                place_id=place.id,
                who_changed=sealer.seal("who_changed", command.who_changed),
                what=sealer.seal("what", command.what),
                where=sealer.seal_if("where", command.where),
                scale=sealer.seal_if("scale", command.scale),
                significance=sealer.seal_if("significance", command.significance),
                contribution=sealer.seal_if("contribution", command.contribution),
                cites=self._records.cited(place, command.cites, request),
                **self._common(command, sealer, place, decision_id, request),
            )

        says: Says = {
            Change.Observed: (
                "who_changed", "what", "where", "scale", "significance", "contribution",
            )
        }  # fmt: skip
        return self._records.begin(Change, command, request, says, observe)

    def substantiate_change(
        self, place: str | UUID, reference: str, command: SubstantiateChange, request: Request
    ) -> Receipt:
        """Say whether somebody independent sees it too."""
        known = self._records.place(place, request)

        def substantiate(change: Change, sealer: Sealer, said: Said) -> None:
            by = self._records.actor_as_party(request)
            if command.confirmed_by is not None:
                by = self._records.party(sealer, known, command.confirmed_by, request)
            if by is None:
                raise Refused("Say who sees it too, as `confirmed_by`.")
            change.substantiate(
                said,
                by=by,
                agrees=command.agrees,
                deciders=self._deciders(change.decision_id),
                note=sealer.seal_if("note", command.note),
            )

        return self._records.change(Change, known, reference, command, request, substantiate)

    def cease_change(
        self, place: str | UUID, reference: str, command: CeaseChange, request: Request
    ) -> Receipt:
        """Say that it did not last, without blame."""
        known = self._records.place(place, request)

        def cease(change: Change, sealer: Sealer, said: Said) -> None:
            change.cease(said, why=sealer.seal_if("why", command.why))

        return self._records.change(Change, known, reference, command, request, cease)

    def notice_slip(self, command: NoticeSlip, request: Request) -> Receipt:
        """Notice that practice went back to how it was, with the pressure of the time."""
        place = self._records.place(command.place, request)

        def notice(id: UUID, said: Said, sealer: Sealer) -> Noticing:
            decision_id = self._records.find_if(Decision, place, command.decision)
            return Noticing.notice_slip(
                id,
                not_before(said, command, *self._decision(decision_id)),
                place_id=place.id,
                what=sealer.seal("what", command.what),
                pressure=sealer.seal_if("pressure", command.pressure),
                **self._common(command, sealer, place, decision_id, request),
            )

        says: Says = {Noticing.Slip: ("what", "pressure")}
        return self._records.begin(Noticing, command, request, says, notice)

    def notice_movement(self, command: NoticeMovement, request: Request) -> Receipt:
        """Notice that something is moving."""
        place = self._records.place(command.place, request)

        def notice(id: UUID, said: Said, sealer: Sealer) -> Noticing:
            decision_id = self._records.find_if(Decision, place, command.decision)
            return Noticing.notice_movement(
                id,
                said,
                place_id=place.id,
                what=sealer.seal("what", command.what),
                **self._common(command, sealer, place, decision_id, request),
            )

        says: Says = {Noticing.Movement: ("what",)}
        return self._records.begin(Noticing, command, request, says, notice)

    def answer_signal(self, place: str | UUID, command: AnswerSignal, request: Request) -> Receipt:
        """Say what was done with a question that the log put to the learning partner."""
        known = self._records.place(place, request, Action.SEE_SIGNALS)

        def answer(here: Place, sealer: Sealer) -> None:
            here.answer_signal(
                self._desk.said(request, command, sealer, known.zone),
                signal=command.signal,
                subject=command.subject,
                answer=command.answer,
                grounds=command.grounds,
                note=sealer.seal_if("note", command.note),
            )

        return self._desk.change(Place, known.id, answer)

    def _common(
        self,
        command: ObserveChange | NoticeSlip | NoticeMovement,
        sealer: Sealer,
        place: KnownPlace,
        decision_id: UUID | None,
        request: Request,
    ) -> dict[str, Any]:
        """What changes, slips and movements say alike; rows are those of their decision."""
        self._records.check_codes(place, request, command.behaviours, command.building_blocks)
        behaviours, blocks = self._codes_of(decision_id)
        seen_by = self._records.actor_as_party(request)
        if command.seen_by is not None:
            seen_by = self._records.party(sealer, place, command.seen_by, request)
        return {
            "seen_by": seen_by,
            "decision_id": decision_id,
            "behaviours": tuple(command.behaviours) or behaviours,
            "building_blocks": tuple(command.building_blocks) or blocks,
            "external_id": sealer.seal_if("external_id", command.external_id),
        }

    def _codes_of(self, decision_id: UUID | None) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
        if decision_id is None:
            return (), ()
        decision = self._desk.load(Decision, decision_id)
        return decision.behaviours, decision.building_blocks

    def _decision(self, decision_id: UUID | None) -> list[Decision]:
        return [] if decision_id is None else [self._desk.load(Decision, decision_id)]

    def _deciders(self, decision_id: UUID | None) -> frozenset[UUID]:
        if decision_id is None:
            return frozenset()
        return self._desk.load(Decision, decision_id).deciders
