"""A place with a rhythm, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from scheduler.jobs import Done, Jobs
from service.application.desk import Request
from service.application.rhythm_commands import (
    AnswerPrompt,
    ChangeAsking,
    ChooseRhythm,
    PauseRhythm,
    PutOffPrompt,
    ResumeRhythm,
)
from service.domain.cadence import Every
from service.domain.prompt import Prompt
from service.domain.vocabulary import PromptAnswer, PromptPurpose
from tests.support.asking import BY_LEARNING_PARTNER, at
from tests.support.town import Town

ANCHOR = date(2026, 6, 2)
"""A Tuesday."""
START = at("2026-06-01 12:00")
TWO_HOURS = timedelta(hours=2)
LONDON = ZoneInfo("Europe/London")
BY_DAY = (3, *range(7, 19))
"""The hours at which a clock that ticks every hour or two is let tick."""


@dataclass
class Rhythm:
    """A place that asks every second Tuesday, and the moment that it is there."""

    town: Town
    now: datetime = START

    def choose(self, **more: Any) -> None:
        """Choose or change when people are asked."""
        chosen = {"anchor": ANCHOR, "every": Every.FORTNIGHTLY, "at": time(10)} | more
        command = ChooseRhythm(place=self.town.name, **chosen)
        self.town.system.rhythms.choose(command, self.by_partner)

    def pause(self, until: date | None = None) -> None:
        """Ask nobody."""
        command = PauseRhythm(place=self.town.name, until=until)
        self.town.system.rhythms.pause(command, self.by_partner)

    def resume(self) -> None:
        """Ask again."""
        self.town.system.rhythms.resume(ResumeRhythm(place=self.town.name), self.by_partner)

    def welcome(self, name: str, **asking: Any) -> UUID:
        """Somebody who says yes to being asked."""
        person = self.town.welcome(name)
        self.ask(person, **asking)
        return person

    def ask(self, person: UUID, **asking: Any) -> None:
        """They would like to be asked like this."""
        command = ChangeAsking(place=self.town.name, **asking)
        self.town.system.rhythms.change_asking(command, self.by(person))

    def tick(self, moment: str | datetime | None = None) -> Done:
        """The clock ticks at that moment."""
        if moment is not None:
            self.now = at(moment) if isinstance(moment, str) else moment
        return Jobs(self.town.system).run(self.now)

    def tick_through(self, until: str, every: timedelta = timedelta(hours=1)) -> list[Done]:
        """The clock ticks again and again until then; at night once, to see that it is quiet."""
        found = []
        while self.now < at(until):
            self.now += every
            if every > TWO_HOURS or self.now.astimezone(LONDON).hour in BY_DAY:
                found.append(self.tick(self.now))
        return found

    def prompts(self, person: UUID | None = None) -> Iterator[Prompt.Planned]:
        """All that was planned so far, in the order of the log."""
        log = self.town.system.log
        for stored in log.recorder.select_notifications(1, 100_000):
            event = log.event_of(stored)
            if isinstance(event, Prompt.Planned) and person in (None, event.person_id):
                yield event

    def rounds_asked(self, person: UUID) -> list[date]:
        """The nominal days of the rounds that somebody was asked in."""
        return [
            one.slot
            for one in self.prompts(person)
            if one.purpose is PromptPurpose.ROUND and one.slot is not None
        ]

    def asked_at(self, person: UUID) -> list[datetime]:
        """When they were asked for a round, by their place's clock."""
        zone = self.town.system.desk.place(self.town.id).zone
        return [
            one.recorded_at.astimezone(zone)
            for one in self.prompts(person)
            if one.purpose is PromptPurpose.ROUND
        ]

    def answer(self, person: UUID, answer: PromptAnswer = PromptAnswer.NOTHING_THIS_TIME) -> None:
        """They answer the newest prompt they had."""
        prompt = list(self.prompts(person))[-1]
        command = AnswerPrompt(answer=answer)
        self.town.system.prompts.answer(prompt.originator_id, command, self.by(person))

    def put_off(self, person: UUID, until: datetime) -> None:
        """They ask to be asked again then."""
        prompt = list(self.prompts(person))[-1]
        command = PutOffPrompt(until=until)
        self.town.system.prompts.put_off(prompt.originator_id, command, self.by(person))

    def write(self, name: str) -> UUID:
        """Somebody leaves a reflection now."""
        return self.town.record("The panel met.", by=name, now=self.now)

    @property
    def by_partner(self) -> Request:
        """The learning partner, now."""
        return replace(BY_LEARNING_PARTNER, now=self.now)

    def by(self, person: UUID) -> Request:
        """Somebody of the place, now."""
        return self.town.asks(person, now=self.now)
