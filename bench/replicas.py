"""Several replicas for one place, killed at random: what they planned and said, counted."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg

from bench.marks import Marks
from bench.moved import MovedClock
from bench.practice_slack import PracticeSlack, names
from bot.app import build_slack
from service.application.commands import JoinPlace
from service.application.desk import Request
from service.application.rhythm_commands import AnswerPrompt, ChangeAsking, ChooseRhythm
from service.bootstrap import System
from service.domain.vocabulary import ActorRole, Channel, PromptAnswer
from service.policy import Actor

LONDON = ZoneInfo("Europe/London")
ANCHOR = date(2026, 1, 6)
BEGAN = datetime(2026, 1, 5, 12, tzinfo=LONDON)
PARTNER = Actor(UUID(int=1), ActorRole.LEARNING_PARTNER)
PLACE = "Eastmoor"
ALL_DUE = timedelta(minutes=25)
"""After the round's hour: by then everybody is due, for the moments are spread over 20 minutes."""
PATIENCE = 600.0
BETWEEN_KILLS = (0.4, 1.0)
BETWEEN_KILLS_IN_SLACK = (4.0, 14.0)
"""Delivery takes longer to begin, and is to be killed in the middle of it."""


@dataclass
class Counted:
    """What there was in the log, and in Slack, in the end."""

    wanted: int
    planned: int = 0
    different: int = 0
    rounds: int = 0
    kills: int = 0
    seconds: float = 0.0
    delivered: int = 0
    """Prompts that Slack has, whoever posted them how often."""
    marks: Marks = field(default_factory=Marks)


@dataclass
class Replicas:
    """Processes that all run the same clock, and one hand that kills them."""

    url: str
    clock: MovedClock
    seed: int
    slack: PracticeSlack | None = None
    kills: int = 0
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def start(self, number: int) -> None:
        """Start so many."""
        self._running = [self._one() for _ in range(number)]

    def kill_now_and_then(self) -> None:
        """Kill -9 one after the other at random moments, and start another in its place."""
        chance = random.Random(self.seed)
        between = BETWEEN_KILLS_IN_SLACK if self.slack else BETWEEN_KILLS
        while not self._over.wait(chance.uniform(*between)):
            which = chance.randrange(len(self._running))
            self._running[which].kill()
            self._running[which].wait()
            self._running[which] = self._one()
            self.kills += 1

    def stop(self) -> None:
        """End them all."""
        self._over.set()
        for process in self._running:
            process.kill()
            process.wait()

    def _one(self) -> subprocess.Popen[bytes]:
        slack = json.dumps(self.slack.settings if self.slack else {})
        command = [sys.executable, "-m", "bench.replica", self.url, str(self.clock.file), slack]
        return subprocess.Popen(command, cwd=Path(__file__).parents[1])


@contextmanager
def several(replicas: Replicas, number: int) -> Iterator[Replicas]:
    """So many replicas meanwhile, killed now and then."""
    replicas.start(number)
    killer = threading.Thread(target=replicas.kill_now_and_then)
    killer.start()
    try:
        yield replicas
    finally:
        replicas._over.set()
        killer.join()
        replicas.stop()


def people_with_a_rhythm(system: System, number: int) -> list[UUID]:
    """A place whose people are asked every second Tuesday, and so many who said yes to that."""
    request = Request(PARTNER, Channel.IMPORT, BEGAN)
    place = system.places.join_place(JoinPlace(place=PLACE), request).id
    system.rhythms.choose(ChooseRhythm(place=PLACE, anchor=ANCHOR, at=hour(10)), request)

    known = system.desk.place(PLACE)

    def welcome(name: str) -> UUID:
        person = system.people.meet(known, "slack", name, request)
        asking = ChangeAsking(place=PLACE, is_asked=True)
        by_them = Request(_member(person, place), Channel.SLACK, BEGAN)
        system.rhythms.change_asking(asking, by_them)
        return person

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(welcome, names(number)))


def ask_all(
    system: System,
    replicas: Replicas,
    *,
    people: int,
    rounds: int,
    number: int = 3,
    say: Callable[[str], None] = lambda _: None,
) -> Counted:
    """Let them ask so many people in so many rounds, and count what they planned and said."""
    url, slack = replicas.url, replicas.slack
    replicas.clock.move_to(BEGAN)
    people_with_a_rhythm(system, people)
    if slack is not None:
        # The first delivery ever begins at the head of the log: before the clocks plan anything.
        build_slack(system, replicas.clock).delivery.deliver_now()
    counted = Counted(people * rounds)
    started = time.monotonic()
    with several(replicas, number) as running:
        for one in range(rounds):
            now = _moment_of(one)
            replicas.clock.move_to(now)
            _until(lambda due=people * (one + 1): _planned(url) >= due)  # type: ignore[misc]
            if slack is not None:
                _until(lambda: _has_said_all(system, url))
                counted.marks.read(slack.news())
                counted.delivered += len(counted.marks.once & _messages_of_this_round(url))
                twice = counted.marks.seen + counted.marks.unseen
                said = f"{counted.delivered:,} said, {twice} twice"
                say(f"round {one + 1}: {said}, {running.kills} killed")
            _answer_all(system, url, now)
        counted.kills = running.kills
    counted.seconds = time.monotonic() - started
    with psycopg.connect(url) as connection:
        counted.planned, counted.different = connection.execute(
            "SELECT count(*), count(DISTINCT originator_id) FROM log.doubleloop_events "
            "WHERE topic = 'prompt.planned'"
        ).fetchone() or (0, 0)
        row = connection.execute(
            "SELECT count(*) FROM log.doubleloop_events WHERE topic = 'round.opened'"
        ).fetchone()
        counted.rounds = row[0] if row else 0
    return counted


def _moment_of(number: int) -> datetime:
    """The first working moment of a round by which everybody is due; holidays move some by days."""
    slot = ANCHOR + timedelta(weeks=2 * number)
    return datetime.combine(slot + timedelta(days=2), hour(10), LONDON) + ALL_DUE


def _planned(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM log.doubleloop_events WHERE topic = 'prompt.planned'"
        ).fetchone()
    return row[0] if row else 0


def _has_said_all(system: System, url: str) -> bool:
    """True once all that is in the log was followed, and nothing waits to be said."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT position >= %s AND NOT EXISTS (SELECT FROM slack.posts WHERE wanted > done) "
            "FROM slack.progress",
            (system.log.head,),
        ).fetchone()
    return bool(row and row[0])


def _messages_of_this_round(url: str) -> set[str]:
    """The marks of the messages that ask for an answer which nobody has given yet."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT s.id FROM slack.posts s JOIN read_models.prompts p ON p.prompt_id = s.about "
            "WHERE p.answer IS NULL AND s.message IS NOT NULL"
        ).fetchall()
    return {str(id) for (id,) in rows}


def _answer_all(system: System, url: str, now: datetime) -> None:
    """Everybody answers, so that nobody counts as silent."""
    system.runner.catch_up()
    with psycopg.connect(url) as connection:
        waiting = connection.execute(
            "SELECT prompt_id, person_id, place_id FROM read_models.prompts WHERE answer IS NULL"
        ).fetchall()
    command = AnswerPrompt(answer=PromptAnswer.NOTHING_THIS_TIME)

    def answer(row: tuple[UUID, UUID, UUID]) -> None:
        prompt, person, place = row
        request = Request(_member(person, place), Channel.SLACK, now)
        system.prompts.answer(prompt, command, request)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(answer, waiting))


def _member(person: UUID, place: UUID) -> Actor:
    return Actor(person, ActorRole.PARTNER, frozenset({place}))


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("Not everybody was asked in time.")
        time.sleep(0.05)
