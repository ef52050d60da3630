"""The composition root: the only place that builds things from settings."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from service.access import Access
from service.application.beliefs import Beliefs
from service.application.capture import Capture
from service.application.care import Care
from service.application.changes import Changes
from service.application.decisions import Decisions
from service.application.desk import Desk, Request
from service.application.digests import Digests
from service.application.erasures import Erasures
from service.application.mentions import Mentions
from service.application.people import People
from service.application.places import Places
from service.application.prompts import Prompts
from service.application.quotes import Quotes
from service.application.rhythms import Rhythms
from service.application.sense import Sense
from service.application.tagging import Tagging
from service.application.trials import Trials
from service.carestore import CareStore
from service.database import Database, open_database
from service.domain.base import natural_id
from service.domain.errors import Misconfigured
from service.domain.vocabulary import ActorRole, Channel
from service.eventstore import EventLog
from service.journal import journal_of
from service.keystore import KeyStore
from service.links import Links
from service.masterkey import master_key
from service.policy import Actor
from service.projections import due, rebuild, runner
from service.projections.loop_reading import LoopReading
from service.projections.reading import Reading
from service.projections.schedule import ScheduleReading
from service.settings import Settings

OPERATOR = Actor(natural_id("operator"), ActorRole.OPERATOR)
"""Whoever can run commands on this machine. They carry things out; reading is another role."""

LEARNING_PARTNER_HERE = Actor(natural_id("learning-partner-here"), ActorRole.LEARNING_PARTNER)
"""The same person, reading: at the command line and in the demo."""


@dataclass(frozen=True)
class System:
    """What every process gets: commands to give, questions to ask, read models to move."""

    settings: Settings
    database: Database
    log: EventLog
    keys: KeyStore
    desk: Desk
    capture: Capture
    tagging: Tagging
    people: People
    places: Places
    care: Care
    rhythms: Rhythms
    prompts: Prompts
    quotes: Quotes
    mentions: Mentions
    digests: Digests
    erasures: Erasures
    trials: Trials
    sense: Sense
    beliefs: Beliefs
    decisions: Decisions
    changes: Changes
    reading: Reading
    loops: LoopReading
    schedule: ScheduleReading
    access: Access
    links: Links
    runner: runner.Runner


@contextmanager
def open_system(settings: Settings) -> Iterator[System]:
    """Everything, built once, closed at the end; what a backup brought back is erased again."""
    with open_as_it_is(settings) as system:
        _erase_again(system)
        yield system


@contextmanager
def open_as_it_is(settings: Settings) -> Iterator[System]:
    """Everything, also where a backup brought back what had been erased."""
    with open_database(settings) as database:
        keys = KeyStore(database, master_key(settings))
        with EventLog(database) as log:
            _prepare_read_models(settings, database, log)
            journal = journal_of(settings)
            desk = Desk(log, keys, journal)
            access = Access(database)
            places = Places(desk, settings.programme)
            care = Care(desk, CareStore(database), places)
            people = People(desk, access, care)
            yield System(
                settings=settings,
                database=database,
                log=log,
                keys=keys,
                desk=desk,
                capture=Capture(desk, people),
                tagging=Tagging(desk),
                people=people,
                places=places,
                care=care,
                rhythms=Rhythms(desk, partial(due.last_slot, database)),
                prompts=Prompts(desk),
                quotes=Quotes(desk),
                mentions=Mentions(desk),
                digests=Digests(desk),
                erasures=Erasures(desk, people, database, journal),
                trials=Trials(desk),
                sense=Sense(desk),
                beliefs=Beliefs(desk),
                decisions=Decisions(desk),
                changes=Changes(desk),
                reading=Reading(database, keys, log),
                loops=LoopReading(database, log, keys),
                schedule=ScheduleReading(database, keys),
                access=access,
                links=Links(keys.master),
                runner=runner.Runner(database, log),
            )


def settle() -> None:
    """What is loaded and built by now stays: the garbage collector need not look at it again.

    For processes that run long. Without it a full collection stops every answer that it falls
    into for 25 to 60 ms.
    """
    gc.collect()
    gc.freeze()


def migrate(settings: Settings) -> list[str]:
    """Bring tables and read models up to date; the names of the steps taken."""
    from service import database as db

    steps = []
    if settings.database_url is not None:
        steps = db.migrate(settings.database_url.get_secret_value())
    with open_database(settings) as database, EventLog(database) as log:
        if rebuild.prepare(database, log):
            steps.append("read models")
    if any(journal_of(settings).lines()):
        with open_as_it_is(settings) as system:
            if again := _erase_again(system):
                system.runner.catch_up()
                steps.append(f"erased again: {again}")
    return steps


def _erase_again(system: System) -> int:
    """Whoever starts it asks for that."""
    return system.erasures.again(Request(OPERATOR, Channel.CLI, datetime.now(UTC)))


def _prepare_read_models(settings: Settings, database: Database, log: EventLog) -> None:
    if settings.database_url is None:
        rebuild.prepare(database, log)
        return
    with database.reading() as connection:
        if runner.shape_of(connection) != runner.shape():
            raise Misconfigured("The read models are not up to date. Run `doubleloop migrate`.")
