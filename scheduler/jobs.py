"""Jobs: what is due at this moment, from the read models and the calendar; it gives commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from scheduler.apart import apart
from scheduler.digesting import Digesting
from scheduler.tidying import tidy
from service.application.desk import Request
from service.application.prompts import Plan, by_the_clock
from service.bootstrap import System
from service.calendar import is_working_day
from service.domain.cadence import (
    Asking,
    Nation,
    due_at,
    is_good_moment,
    remind_at,
    slot_at,
    spread,
    wants_slot,
    zone_of,
)
from service.domain.round import own_question, turn_of
from service.domain.vocabulary import PromptPurpose, QuestionKind
from service.projections import due
from service.projections.due import Asked, PlaceRhythm, RoundRow
from service.projections.owed import Owed, owed

CLOCK_LOCK = 6_102_020_011
MOST_IN_A_FORTNIGHT = 3
"""How often we speak to somebody without being asked, over all purposes (slack.md 4.4)."""
SILENT_ROUNDS = 3
LATEST_START = timedelta(days=7)
"""A round that could not begin in this time is left out: the next one is near."""


@dataclass
class Done:
    """How much one run did."""

    rounds: int = 0
    planned: Counter[PromptPurpose] = field(default_factory=Counter)
    reminded: int = 0
    asked_again: int = 0

    @property
    def in_all(self) -> int:
        """How many things were done."""
        return self.rounds + self.planned.total() + self.reminded + self.asked_again


class Jobs:
    """Looks at what is due and has it done, each thing once whoever looks how often.

    One replica at a time: the others find the lock taken and leave it to that one.
    """

    def __init__(self, system: System) -> None:
        self._system = system

    def run(self, now: datetime) -> Done:
        """Do all that is due now."""
        done = Done()
        with self._only_one() as leads:
            if leads:
                run = _Run(self._system, now, done)
                run.rounds()
                run.what_is_owed()
                run.put_off()
                run.digests()
                tidy(self._system, by_the_clock(now))
        return done

    @contextmanager
    def _only_one(self) -> Iterator[bool]:
        with self._system.database.dedicated() as connection:
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (CLOCK_LOCK,)).fetchone()
            leads = bool(row and row[0])
            if leads:
                self._system.runner.catch_up()
            yield leads


class _Run:
    """One look at what is due, at one moment."""

    def __init__(self, system: System, now: datetime, done: Done) -> None:
        self._system, self._now, self._done = system, now, done
        self._request: Request = by_the_clock(now)
        self._spoken_to: Counter[UUID] = Counter()
        self._digesting = Digesting(system, now)

    def rounds(self) -> None:
        """Open the rounds whose day has come, and ask whoever is due in those that are open."""
        with self._reading() as connection:
            places = due.rhythms(connection)
        for place in places:
            with apart("Asking", place.place_id):
                self._rounds_of(place)

    def _rounds_of(self, place: PlaceRhythm) -> None:
        if not place.is_paused_on(self._today(place)) and (one := self._round_of(place)):
            self._ask(place, one)
            self._remind(place, one)

    def _round_of(self, place: PlaceRhythm) -> RoundRow | None:
        """The round that is open now, opened here if its day has come."""
        with self._reading() as connection:
            newest = due.newest_rounds(connection, place.place_id)
            questions = due.questions_of(connection, place.place_id)
        slot = self._slot_of(place)
        if slot is not None and not any(one.slot >= slot for one in newest):
            self._open(place, slot, newest, questions)
            with self._reading() as connection:
                newest = due.newest_rounds(connection, place.place_id)
        return next((one for one in newest if one.closed_at is None), None)

    def _slot_of(self, place: PlaceRhythm) -> date | None:
        """The newest slot whose day has come, if it is recent enough to begin with it now."""
        today = self._today(place)
        slot = slot_at(place.cadence, max(today, *place.moved, today))
        while slot is not None and slot >= place.first_slot:
            day = place.moved.get(slot, slot)
            if slot not in place.skipped and day <= today:
                return slot if today - day <= LATEST_START else None
            slot = slot_at(place.cadence, slot - timedelta(days=1))
        return None

    def _open(
        self,
        place: PlaceRhythm,
        slot: date,
        earlier: list[RoundRow],
        questions: dict[QuestionKind, list[UUID]],
    ) -> None:
        number = earlier[0].number + 1 if earlier else 1
        kind = turn_of(number)
        for one in earlier:
            if one.closed_at is None:
                self._system.prompts.close_round(one.round_id, self._request)
        self._system.prompts.open_round(
            place.place_id,
            self._request,
            cadence_version=place.cadence.version,
            slot=slot,
            number=number,
            kind=kind,
            question_id=own_question(number, questions.get(kind, [])),
        )
        self._done.rounds += 1
        self._system.runner.catch_up()

    def _ask(self, place: PlaceRhythm, one: RoundRow) -> None:
        with self._reading() as connection:
            people = due.asked_in(connection, self._now, one)
        for person in people:
            if not person.has_prompt and self._is_due(place, one, person):
                with apart("Asking somebody", person.person_id):
                    self._ask_one(place, one, person)

    def _is_due(self, place: PlaceRhythm, one: RoundRow, person: Asked) -> bool:
        # A round of the cadence before this one is everybody's.
        is_of_now = slot_at(place.cadence, one.slot) == one.slot
        if is_of_now and not wants_slot(place.cadence, person.asking, one.slot):
            return False
        day = place.moved.get(one.slot, one.slot)
        works = is_working_day(place.cadence.nation)
        at = due_at(day, place.cadence, person.asking, place.zone, works)
        at += spread(person.person_id)
        # Whoever says yes, or comes back, much later is asked in the next round: it is near.
        is_now = at <= self._now <= at + LATEST_START
        return is_now and is_good_moment(self._now, person.asking, place.zone, works)

    def _ask_one(self, place: PlaceRhythm, one: RoundRow, person: Asked) -> None:
        """Their question; or, after three that they left, once whether the rhythm is right."""
        plan = Plan(
            place.place_id,
            person.person_id,
            PromptPurpose.ROUND,
            person.asking.way,
            (one.round_id,),
            round_id=one.round_id,
            slot=one.slot,
        )
        if person.silent >= SILENT_ROUNDS:
            if person.has_been_asked_about_rhythm:
                return
            plan = Plan(
                place.place_id,
                person.person_id,
                PromptPurpose.RHYTHM,
                person.asking.way,
                (person.last_round,),
            )
        self._plan(plan, person.lately)

    def _remind(self, place: PlaceRhythm, one: RoundRow) -> None:
        works = is_working_day(place.cadence.nation)
        with self._reading() as connection:
            waiting = due.to_remind(connection, self._now, one.round_id)
        for prompt, asking in waiting:
            zone = zone_of(asking, place.zone)
            if remind_at(prompt.asked_at, zone, works) > self._now:
                continue
            if not is_good_moment(self._now, asking, place.zone, works):
                continue
            if self._may_speak_to(prompt.person_id, prompt.lately):
                self._done.reminded += self._system.prompts.remind(
                    [prompt.prompt_id], self._request
                )

    def what_is_owed(self) -> None:
        """Ask for what fell due, and tell people what became of what they said."""
        with self._reading() as connection:
            rhythms = {one.place_id: one for one in due.rhythms(connection)}
            found = owed(connection, self._now)
        for one in found:
            if self._is_good_moment(one.place_id, rhythms.get(one.place_id), one.asking):
                with apart("Telling somebody", one.person_id):
                    self._plan(_plan_of(one), one.lately)

    def put_off(self) -> None:
        """Ask again whoever wished to be asked now."""
        with self._reading() as connection:
            rhythms = {one.place_id: one for one in due.rhythms(connection)}
            found = due.put_off(connection, self._now)
        for prompt, place_id, asking in found:
            if self._is_good_moment(place_id, rhythms.get(place_id), asking):
                self._done.asked_again += self._system.prompts.ask_again([prompt], self._request)

    def _is_good_moment(self, place_id: UUID, rhythm: PlaceRhythm | None, asking: Asking) -> bool:
        """Whether to speak to somebody now; in a place without a rhythm as in one not paused."""
        if rhythm is not None and rhythm.is_paused_on(self._today(rhythm)):
            return False
        nation = Nation.ENGLAND_AND_WALES if rhythm is None else rhythm.cadence.nation
        zone = self._system.desk.place(place_id).zone
        return is_good_moment(self._now, asking, zone, is_working_day(nation))

    def digests(self) -> None:
        """Draft, send and correct digests."""
        with self._reading() as connection:
            places = due.rhythms(connection)
        drafted = self._digesting.of_places(places)
        if self._digesting.after_a_month(places) + drafted:
            self._system.runner.catch_up()
        self._digesting.send_what_is_agreed()
        self._digesting.correct()

    def _plan(self, plan: Plan, lately: int) -> None:
        if self._may_speak_to(plan.person_id, lately):
            receipt = self._system.prompts.plan(plan, self._request)
            if not receipt.already_there:
                self._done.planned[plan.purpose] += 1

    def _may_speak_to(self, person: UUID, lately: int) -> bool:
        """True, and counted, while it is not too often."""
        if lately + self._spoken_to[person] >= MOST_IN_A_FORTNIGHT:
            return False
        self._spoken_to[person] += 1
        return True

    def _today(self, place: PlaceRhythm) -> date:
        return self._now.astimezone(place.zone).date()

    @contextmanager
    def _reading(self) -> Iterator[Connection[Any]]:
        with self._system.database.reading() as connection:
            yield connection


def _plan_of(one: Owed) -> Plan:
    # News of what became of somebody's words is told for all of them at once.
    what: tuple[object, ...] = (*sorted(map(str, one.about)), one.day or "")
    if one.newest is not None:  # The same words may lead to something again.
        what = (one.newest,)
    return Plan(
        one.place_id,
        one.person_id,
        one.purpose,
        one.asking.way,
        what,
        slot=one.day,
        about=one.about,
    )
