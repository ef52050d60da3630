"""The demo's passing of time: rounds go out, made-up people answer, digests are written."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from scheduler.jobs import Done, Jobs
from service.application.commands import RecordReflection, WelcomePerson
from service.application.desk import Request
from service.application.loop_commands import ProposeInsight
from service.application.rhythm_commands import (
    AnswerPrompt,
    AskForQuote,
    ChangeAsking,
    ChooseRhythm,
    GiveQuote,
)
from service.bootstrap import LEARNING_PARTNER_HERE, OPERATOR, System
from service.calendar import is_working_day
from service.demo import DAY, PLACE, DemoClock
from service.demo.people import personas
from service.demo.rhythm import ANCHOR, ANSWERS, AT, BY_MAIL, INSIGHTS
from service.domain.cadence import Nation, Way
from service.domain.errors import NotFound
from service.domain.prompt import Prompt
from service.domain.rhythm import Rhythm
from service.domain.vocabulary import (
    ActorRole,
    Audience,
    Channel,
    PromptAnswer,
    PromptPurpose,
    Scope,
)
from service.policy import Actor
from service.projections import due
from service.projections.due import RoundRow

HOURS = (time(9, 30), time(10, 30), time(12), time(16))
"""When the clock looks while time passes: early, after the round, at noon, and late."""
LONDON = ZoneInfo("Europe/London")


class Passing:
    """Lets time pass in the demo, a day at a time, as the clock and people would have it."""

    def __init__(self, system: System, clock: DemoClock) -> None:
        self._system, self._clock, self._jobs = system, clock, Jobs(system)
        self._place = system.desk.place(PLACE).id
        self._one_at_a_time = threading.Lock()

    def begin(self) -> None:
        """Have a rhythm, with a month of it behind us; or go on where the last run ended."""
        if self._system.desk.exists(Rhythm.id_for(self._place)):
            self._clock.move_to(self._newest())
            return
        start = datetime.combine(ANCHOR - timedelta(days=1), time(9), LONDON)
        self._choose(start)
        self._pass(start, DAY)

    def until(self, target: datetime) -> Done:
        """Go on until then."""
        with self._one_at_a_time:
            return self._pass(self._clock(), target, move=True)

    def next_day(self) -> datetime:
        """Tomorrow, when the morning's work is done."""
        return self._at_noon(self._clock() + timedelta(days=1))

    def next_fortnight(self) -> datetime:
        """Two weeks on: long enough for the next round and its digest."""
        return self._at_noon(self._clock() + timedelta(days=14))

    def end_of_month(self) -> datetime:
        """The first working day of the next month, when the funder's digest is put together."""
        there = self._clock().astimezone(LONDON)
        first = (there.replace(day=1) + timedelta(days=32)).replace(day=1)
        works = is_working_day(Nation.ENGLAND_AND_WALES)
        while not works(first.date()):
            first += timedelta(days=1)
        return self._at_noon(first)

    def _at_noon(self, moment: datetime) -> datetime:
        return datetime.combine(moment.astimezone(LONDON).date(), time(13), LONDON)

    def _pass(self, start: datetime, target: datetime, *, move: bool = False) -> Done:
        all_done = Done()
        day = start.astimezone(LONDON).date()
        while day <= target.astimezone(LONDON).date():
            for hour in HOURS:
                moment = datetime.combine(day, hour, LONDON)
                if not start < moment <= target:
                    continue
                if move:
                    self._clock.move_to(moment)
                done = self._jobs.run(moment)
                all_done.rounds += done.rounds
                all_done.planned += done.planned
                all_done.reminded += done.reminded
                if hour == HOURS[-2]:
                    self._people_answer(moment)
            day += timedelta(days=1)
        if move:
            self._clock.move_to(target)
        return all_done

    def _choose(self, now: datetime) -> None:
        request = Request(OPERATOR, Channel.CLI, now)
        command = ChooseRhythm(place=PLACE, anchor=ANCHOR, at=AT)
        self._system.rhythms.choose(command, request)
        for contributor, mailbox in BY_MAIL.items():
            address = f"{mailbox}@harrow-vale.example"
            welcome = WelcomePerson(place=PLACE, contributor=contributor, email=address)
            self._system.people.welcome_person(welcome, request)
            self._says_yes(contributor, Way.EMAIL, request)
        for persona in personas():
            self._says_yes(persona.contributor, Way.SLACK, request)
        self._system.runner.catch_up()

    def _says_yes(self, contributor: str, way: Way, request: Request) -> None:
        command = ChangeAsking(place=PLACE, contributor=contributor, way=way)
        try:
            self._system.rhythms.change_asking(command, request)
        except NotFound:  # They were erased in an earlier run.
            return

    def _people_answer(self, now: datetime) -> None:
        """Some of those who are asked by mail say something, each once in a round."""
        with self._system.database.reading() as connection:
            newest = due.newest_rounds(connection, self._place, 1)
        if not newest or newest[0].opened_at.astimezone(LONDON).date() != now.date():
            return
        one = newest[0]
        said = [
            (reflection, text)
            for contributor, text in ANSWERS[(one.number - 1) % len(ANSWERS)]
            if (reflection := self._says(contributor, text, one, now)) is not None
        ]
        self._system.runner.catch_up()
        if len(said) > 1:
            self._sees_a_pattern(said, one, now)

    def _says(self, contributor: str, text: str, one: RoundRow, now: datetime) -> UUID | None:
        try:
            person = self._system.desk.person(self._system.desk.place(PLACE), contributor)
        except NotFound:
            return None
        actor = Actor(person, ActorRole.PARTNER, frozenset({self._place}))
        request = Request(actor, Channel.EMAIL, now, f"demo {one.round_id}")
        command = RecordReflection(place=PLACE, text=text, scope=Scope.PLACE_TEAM)
        reflection = self._system.capture.record_reflection(command, request).id
        prompt = Prompt.id_for(person, PromptPurpose.ROUND, one.round_id)
        if self._system.desk.exists(prompt):
            wrote = AnswerPrompt(answer=PromptAnswer.WROTE, reflection=reflection)
            self._system.prompts.answer(prompt, wrote, request.part("answer"))
        return reflection

    def _sees_a_pattern(self, said: list[tuple[UUID, str]], one: RoundRow, now: datetime) -> None:
        claim, does_not_fit = INSIGHTS[(one.number - 1) % len(INSIGHTS)]
        request = Request(LEARNING_PARTNER_HERE, Channel.WEB, now, f"demo {one.round_id}")
        command = ProposeInsight(
            place=PLACE,
            claim=claim,
            cites=[str(reflection) for reflection, _ in said],
            does_not_fit=does_not_fit,
            looked_for_disconfirming=True,
        )
        self._system.sense.propose_insight(command, request)
        first, words = said[0]
        ask = AskForQuote(words=words, audience=Audience.PLACE)
        quote = self._system.quotes.ask(first, ask, request.part("quote")).id
        author = self._system.reading.reflection(LEARNING_PARTNER_HERE, PLACE, first)
        self._gives(quote, author.role or "Somebody here", first, now)
        self._system.runner.catch_up()

    def _gives(self, quote: UUID, credit: str, reflection: UUID, now: datetime) -> None:
        with self._system.database.reading() as connection:
            row = connection.execute(
                "SELECT author FROM entries WHERE id = %s", (reflection,)
            ).fetchone()
        if row is not None:
            speaker = Actor(row[0], ActorRole.PARTNER, frozenset({self._place}))
            request = Request(speaker, Channel.EMAIL, now, f"demo {quote}")
            self._system.quotes.give(quote, GiveQuote(credit=credit), request)

    def _newest(self) -> datetime:
        with self._system.database.reading() as connection:
            row = connection.execute(
                "SELECT max(moment) FROM (SELECT max(planned_at) FROM prompts UNION ALL "
                "SELECT max(drafted_at) FROM digests) AS moments (moment)"
            ).fetchone()
        return max(DAY, row[0]) if row and row[0] else DAY
