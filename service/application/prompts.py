"""Prompts: rounds opened and people asked when it is time, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.application.commands import Receipt
from service.application.desk import Desk, Request
from service.application.rhythm_commands import AnswerPrompt, PutOffPrompt
from service.domain.base import Said, natural_id
from service.domain.cadence import Way
from service.domain.errors import NotTheAuthor
from service.domain.prompt import Prompt
from service.domain.round import Round
from service.domain.vocabulary import (
    ActorRole,
    Channel,
    PromptPurpose,
    QuestionKind,
)
from service.policy import Action, Actor, require

CLOCK = Actor(natural_id("clock"), ActorRole.CLOCK)
"""The service itself, when something is due."""

NO_PROMPT = "There is no such question for you here any more."


def by_the_clock(now: datetime) -> Request:
    """What the service does by itself at this moment."""
    return Request(CLOCK, Channel.CLOCK, now)


@dataclass(frozen=True)
class Plan:
    """A prompt that is due now."""

    place_id: UUID
    person_id: UUID
    purpose: PromptPurpose
    way: Way
    what: tuple[object, ...]
    """What tells it from others for the same person and purpose."""
    round_id: UUID | None = None
    slot: date | None = None
    about: tuple[UUID, ...] = ()

    @property
    def id(self) -> UUID:
        """The prompt's id: planning it again finds it there."""
        return Prompt.id_for(self.person_id, self.purpose, *self.what)


class Prompts:
    """Commands on rounds and prompts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open_round(
        self,
        place_id: UUID,
        request: Request,
        *,
        cadence_version: int,
        slot: date,
        number: int,
        kind: QuestionKind,
        question_id: UUID | None,
    ) -> Receipt:
        """Begin to ask for this slot; once, whoever says it how often."""
        require(request.actor, Action.KEEP_THE_RHYTHM, place_id)
        place = self._desk.place(place_id)
        return self._desk.begin_wordless(
            Round.open(
                self._desk.said_plainly(request, place.zone),
                place_id=place_id,
                cadence_version=cadence_version,
                slot=slot,
                number=number,
                kind=kind,
                question_id=question_id,
            )
        )

    def close_round(self, round_id: UUID, request: Request) -> Receipt:
        """Ask nobody about it any more."""

        def close(one: Round) -> None:
            require(request.actor, Action.KEEP_THE_RHYTHM, one.place_id)
            place = self._desk.place(one.place_id)
            one.close(self._desk.said_plainly(request, place.zone))

        return self._desk.change_wordless(Round, round_id, close)

    def plan(self, plan: Plan, request: Request) -> Receipt:
        """Have somebody asked or told something now; once, whoever says it how often."""
        require(request.actor, Action.KEEP_THE_RHYTHM, plan.place_id)
        place = self._desk.place(plan.place_id)
        return self._desk.begin_wordless(
            Prompt.plan(
                plan.id,
                self._desk.said_plainly(request, place.zone),
                place_id=plan.place_id,
                person_id=plan.person_id,
                purpose=plan.purpose,
                way=plan.way,
                round_id=plan.round_id,
                slot=plan.slot,
                about=plan.about,
            )
        )

    def remind(self, prompt_ids: Iterable[UUID], request: Request) -> int:
        """Remind these people, once each; how many that was."""
        return sum(self._by_clock(id, request, Prompt.remind) for id in prompt_ids)

    def ask_again(self, prompt_ids: Iterable[UUID], request: Request) -> int:
        """The moment that these people asked for has come; how many that was."""
        return sum(self._by_clock(id, request, Prompt.ask_again) for id in prompt_ids)

    def answer(self, prompt_id: UUID, command: AnswerPrompt, request: Request) -> Receipt:
        """Take an answer from the person who was asked."""

        def answer(one: Prompt) -> None:
            said = self._said_by_them(one, request)
            one.take_answer(said, answer=command.answer, reflection_id=command.reflection)

        return self._desk.change_wordless(Prompt, prompt_id, answer, NO_PROMPT)

    def put_off(self, prompt_id: UUID, command: PutOffPrompt, request: Request) -> Receipt:
        """Ask them again later, as they wish."""

        def put_off(one: Prompt) -> None:
            one.put_off(self._said_by_them(one, request), until=command.until)

        return self._desk.change_wordless(Prompt, prompt_id, put_off, NO_PROMPT)

    def _said_by_them(self, one: Prompt, request: Request) -> Said:
        if request.actor.person_id != one.person_id:
            raise NotTheAuthor("Only the person who was asked can answer this.")
        return self._desk.said_plainly(request, self._desk.place(one.place_id).zone)

    def _by_clock(
        self, prompt_id: UUID, request: Request, do: Callable[[Prompt, Said], None]
    ) -> bool:
        def act(one: Prompt) -> None:
            require(request.actor, Action.KEEP_THE_RHYTHM, one.place_id)
            do(one, self._desk.said_plainly(request, self._desk.place(one.place_id).zone))

        return not self._desk.change_wordless(Prompt, prompt_id, act, NO_PROMPT).already_there
