"""Trials: prototypes started with an expectation, and what they teach about the building blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from service.application.commands import (
    Command,
    DrawLearning,
    EndPrototype,
    FindAtMargins,
    HoldPlanDoReview,
    NormalisePrototype,
    Receipt,
    StartPrototype,
)
from service.application.desk import Desk, KnownPlace, Request
from service.application.records import Records
from service.domain.base import Code, Event, Said
from service.domain.decision import Decision
from service.domain.prototype import Prototype
from service.policy import Action, require
from service.sealing import Sealer

Do = Callable[[Prototype, Sealer, Said], None]


class Trials:
    """Commands on prototypes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def start_prototype(self, command: StartPrototype, request: Request) -> Receipt:
        """Start a trial, with what people think will happen."""
        place = self._desk.place(command.place)
        require(request.actor, Action.RUN_TRIAL, place.id)
        self._check_blocks(place.programme_id, *command.building_blocks)
        prototype_id = Prototype.id_for(place.id, command.external_id or command.name)
        key = self._desk.keys.new_child(prototype_id, place.id)
        prototype = Prototype.start(
            prototype_id,
            self._desk.said(request, command, key.sealer, place.zone),
            place_id=place.id,
            name=key.sealer.seal("name", command.name),
            purpose=key.sealer.seal_if("purpose", command.purpose),
            expected=key.sealer.seal("expected", command.expected),
            building_blocks=tuple(command.building_blocks),
            external_id=key.sealer.seal_if("external_id", command.external_id),
        )

        def is_same(first: Event, sealer: Sealer) -> bool:
            return (
                isinstance(first, Prototype.Started)
                and sealer.open("name", first.name) == command.name
                and sealer.open("expected", first.expected) == command.expected
            )

        return self._desk.begin(prototype, key, is_same)

    def hold_plan_do_review(
        self, place: str | UUID, reference: str, command: HoldPlanDoReview, request: Request
    ) -> Receipt:
        """Look at one turn of a trial."""

        def hold(prototype: Prototype, sealer: Sealer, said: Said) -> None:
            prototype.hold_plan_do_review(
                said,
                planned=sealer.seal("planned", command.planned),
                done=sealer.seal("done", command.done),
                learned=sealer.seal("learned", command.learned),
                next_step=sealer.seal_if("next_step", command.next_step),
            )

        return self._change(place, reference, command, request, hold)

    def draw_learning(
        self, place: str | UUID, reference: str, command: DrawLearning, request: Request
    ) -> Receipt:
        """Say what a trial taught about a building block, with the reflections behind it."""
        known = self._desk.place(place)
        self._check_blocks(known.programme_id, command.building_block)

        def draw(prototype: Prototype, sealer: Sealer, said: Said) -> None:
            cited = Records(self._desk).reflections(known, command.cites, request)
            prototype.draw_learning(
                said,
                building_block=command.building_block,
                learned=sealer.seal("learned", command.learned),
                cites=tuple(one.id for one in cited),
            )

        return self._change(place, reference, command, request, draw)

    def find_at_margins(
        self, place: str | UUID, reference: str, command: FindAtMargins, request: Request
    ) -> Receipt:
        """Say that a trial works and moves nothing around it, and what is missing."""

        def find(prototype: Prototype, sealer: Sealer, said: Said) -> None:
            conditions = tuple(
                sealer.seal("conditions_missing", text) for text in command.conditions_missing
            )
            prototype.find_at_margins(said, conditions_missing=conditions)

        return self._change(place, reference, command, request, find)

    def normalise_prototype(
        self, place: str | UUID, reference: str, command: NormalisePrototype, request: Request
    ) -> Receipt:
        """Say that a trial has become how things are done."""
        known = self._desk.place(place)
        self._check_blocks(known.programme_id, *command.building_blocks)
        decisions = self._blocks_changed_by(known, command.decisions)

        def normalise(prototype: Prototype, sealer: Sealer, said: Said) -> None:
            prototype.normalise(
                said,
                building_blocks=tuple(command.building_blocks),
                decisions=decisions,
                note=sealer.seal_if("note", command.note),
            )

        return self._change(place, reference, command, request, normalise)

    def end_prototype(
        self, place: str | UUID, reference: str, command: EndPrototype, request: Request
    ) -> Receipt:
        """Stop a trial, keeping what was learned."""

        def end(prototype: Prototype, sealer: Sealer, said: Said) -> None:
            prototype.end(
                said,
                what_we_keep=sealer.seal("what_we_keep", command.what_we_keep),
                what_remains=sealer.seal_if("what_remains", command.what_remains),
            )

        return self._change(place, reference, command, request, end)

    def _change(
        self, place: str | UUID, reference: str, command: Command, request: Request, do: Do
    ) -> Receipt:
        known = self._desk.place(place)
        require(request.actor, Action.RUN_TRIAL, known.id)
        prototype_id = self._desk.prototype(known, reference)

        def change(prototype: Prototype, sealer: Sealer) -> None:
            require(request.actor, Action.RUN_TRIAL, prototype.place_id)
            do(prototype, sealer, self._desk.said(request, command, sealer, known.zone))

        return self._desk.change(Prototype, prototype_id, change)

    def _blocks_changed_by(
        self, place: KnownPlace, references: Iterable[str]
    ) -> dict[UUID, tuple[Code, ...]]:
        """The building blocks that each of these decisions changed."""
        records = Records(self._desk)
        ids = (records.find(Decision, place, reference) for reference in references)
        return {id: self._desk.load(Decision, id).building_blocks for id in ids}

    def _check_blocks(self, programme_id: UUID, *codes: Code) -> None:
        blocks = self._desk.frameworks(programme_id).building_blocks
        for code in codes:
            blocks.item(code)
