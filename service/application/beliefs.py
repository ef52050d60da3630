"""Beliefs: stated, challenged, examined, and then kept, reworded, dropped or left open."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from service.application.commands import Command, Receipt
from service.application.desk import Desk, Request
from service.application.loop_commands import (
    ChallengeAssumption,
    ContestLevel,
    DropAssumption,
    ExamineAssumption,
    HoldUpMirror,
    LeaveOpen,
    ReviseAssumption,
    SettleLevel,
    StateAssumption,
    UpholdAssumption,
)
from service.application.records import Records, Says, many, options
from service.application.tagging import require_framework_words
from service.domain.assumption import Assumption
from service.domain.base import Said
from service.domain.errors import Refused
from service.domain.expectation import Expectation
from service.domain.sense_session import SenseSession
from service.domain.starters import starters
from service.domain.vocabulary import BeliefKind, Level
from service.sealing import Sealer

Do = Callable[[Assumption, Sealer, Said], None]


class Beliefs:
    """Commands on what people act on."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._records = desk, Records(desk)

    def state_assumption(self, command: StateAssumption, request: Request) -> Receipt:
        """State a belief, or adopt a starter and put it in the place's own words."""
        place = self._records.place(command.place, request)
        command = _with_starter(command)
        statement, kind = command.statement, _kind_of(command)
        if statement is None:
            raise Refused("Say in a sentence what is believed.")
        if command.level_reason is None:
            raise Refused("Say why it is a belief of this kind: what does it govern, or guess?")
        if command.basis is None:
            raise Refused("Say whether people say this, or whether it shows in what they do.")
        basis, reason = command.basis, command.level_reason

        def state(id: UUID, said: Said, sealer: Sealer) -> Assumption:
            block = command.building_block
            if command.starter is not None:
                require_framework_words(self._desk, place, request)
            blocks = [block] if block and command.starter is None else []
            self._records.check_codes(place, request, command.behaviours, blocks)
            return Assumption.state(
                id,
                said,
                place_id=place.id,
                statement=sealer.seal("statement", statement),
                because=sealer.seal_if("because", command.because),
                we_would_doubt_if=sealer.seal_if("we_would_doubt_if", command.we_would_doubt_if),
                kind=kind,
                level_reason=sealer.seal("level_reason", reason),
                basis=basis,
                held_by=self._records.parties(sealer, place, command.held_by, request),
                building_block=block,
                behaviours=tuple(command.behaviours),
                cites=self._records.cited(place, command.cites, request),
                about_learning=command.about_learning,
                starter=command.starter,
                external_id=sealer.seal_if("external_id", command.external_id),
            )

        command = command.model_copy(update={"kind": kind})
        says: Says = {
            Assumption.Stated: (
                "statement", "because", "we_would_doubt_if", "kind", "level_reason", "basis",
            )
        }  # fmt: skip
        return self._records.begin(Assumption, command, request, says, state)

    def contest_level(
        self, place: str | UUID, reference: str, command: ContestLevel, request: Request
    ) -> Receipt:
        """Say that it is a belief of another kind."""

        def contest(belief: Assumption, sealer: Sealer, said: Said) -> None:
            reason = sealer.seal("reason", command.reason)
            belief.contest_level(said, kind=command.kind, reason=reason)

        return self._change(place, reference, command, request, contest)

    def settle_level(
        self, place: str | UUID, reference: str, command: SettleLevel, request: Request
    ) -> Receipt:
        """Agree what kind of belief it is."""

        def settle(belief: Assumption, sealer: Sealer, said: Said) -> None:
            reason = sealer.seal("reason", command.reason)
            belief.settle_level(said, kind=command.kind, reason=reason)

        return self._change(place, reference, command, request, settle)

    def challenge(
        self, place: str | UUID, reference: str, command: ChallengeAssumption, request: Request
    ) -> Receipt:
        """Set evidence against it (I6)."""
        known = self._records.place(place, request)

        def challenge(belief: Assumption, sealer: Sealer, said: Said) -> None:
            belief.challenge(
                said,
                evidence=self._records.cited(known, command.evidence, request),
                voices=command.voices,
                mismatch_with=self._records.find_if(Expectation, known, command.mismatch_with),
                reason=sealer.seal_if("reason", command.reason),
            )

        return self._change(place, reference, command, request, challenge)

    def examine(
        self, place: str | UUID, reference: str, command: ExamineAssumption, request: Request
    ) -> Receipt:
        """Look at what else one could believe (I6)."""
        known = self._records.place(place, request)
        session = self._records.find_if(SenseSession, known, command.session)

        def examine(belief: Assumption, sealer: Sealer, said: Said) -> None:
            belief.examine(
                said,
                options=options(sealer, command.options),
                present=command.present,
                absent=many(sealer, "absent", command.absent),
                dissent=sealer.seal_if("dissent", command.dissent),
                session_id=session,
            )

        return self._change(place, reference, command, request, examine)

    def uphold(
        self, place: str | UUID, reference: str, command: UpholdAssumption, request: Request
    ) -> Receipt:
        """Keep it after a challenge (I6)."""

        def uphold(belief: Assumption, sealer: Sealer, said: Said) -> None:
            belief.uphold(said, reason=sealer.seal("reason", command.reason))

        return self._change(place, reference, command, request, uphold)

    def revise(
        self, place: str | UUID, reference: str, command: ReviseAssumption, request: Request
    ) -> Receipt:
        """Put it in other words (I6). RevisedMeanwhile where somebody else did so first."""

        def revise(belief: Assumption, sealer: Sealer, said: Said) -> None:
            belief.revise(
                said,
                statement=sealer.seal("statement", command.statement),
                reason=sealer.seal("reason", command.reason),
                we_would_doubt_if=sealer.seal_if("we_would_doubt_if", command.we_would_doubt_if),
                from_version=command.from_version,
            )

        return self._change(place, reference, command, request, revise)

    def drop(
        self, place: str | UUID, reference: str, command: DropAssumption, request: Request
    ) -> Receipt:
        """Stop believing it (I6)."""

        def drop(belief: Assumption, sealer: Sealer, said: Said) -> None:
            belief.drop(said, reason=sealer.seal("reason", command.reason))

        return self._change(place, reference, command, request, drop)

    def leave_open(
        self, place: str | UUID, reference: str, command: LeaveOpen, request: Request
    ) -> Receipt:
        """Say that people are still unsure."""

        def leave(belief: Assumption, sealer: Sealer, said: Said) -> None:
            belief.leave_open(said, reason=sealer.seal("reason", command.reason))

        return self._change(place, reference, command, request, leave)

    def hold_up_mirror(
        self, place: str | UUID, reference: str, command: HoldUpMirror, request: Request
    ) -> Receipt:
        """Set what is said beside what people seem to act on, with the evidence for both."""
        known = self._records.place(place, request)
        in_use = self._records.find(Assumption, known, command.in_use)

        def hold_up(belief: Assumption, sealer: Sealer, said: Said) -> None:
            belief.hold_up_mirror(
                said,
                in_use=in_use,
                evidence_for=self._records.cited(known, command.evidence_for, request),
                evidence_against=self._records.cited(known, command.evidence_against, request),
                shared_with=self._records.parties(sealer, known, command.shared_with, request),
            )

        return self._change(place, reference, command, request, hold_up)

    def _change(
        self, place: str | UUID, reference: str, command: Command, request: Request, do: Do
    ) -> Receipt:
        known = self._records.place(place, request)
        return self._records.change(Assumption, known, reference, command, request, do)


def _with_starter(command: StateAssumption) -> StateAssumption:
    """What a starter says, where the command does not say it itself."""
    if command.starter is None:
        return command
    starter = starters().starter(command.starter)
    given = {name for name in command.model_fields_set if getattr(command, name) is not None}
    filled = {
        name: getattr(starter, name)
        for name in ("statement", "we_would_doubt_if", "kind", "level_reason", "basis",
                     "building_block")
        if name not in given
    }  # fmt: skip
    return command.model_copy(update=filled)


def _kind_of(command: StateAssumption) -> BeliefKind:
    """The kind of belief; a guess about what works has only one kind."""
    if command.kind is None:
        if command.level == Level.STRATEGY:
            return BeliefKind.ACTION_HYPOTHESIS
        raise Refused("Say what kind of belief it is: what is it about?")
    if command.level is not None and command.level != command.kind.level:
        raise Refused(
            f"A belief of the kind {command.kind.value!r} is at the level "
            f"{command.kind.level.value!r}. Leave the level out, or choose another kind."
        )
    return command.kind
