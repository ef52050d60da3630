"""The library's own way: ProjectionRunner with the same folds, a transaction for each event."""

from __future__ import annotations

import threading
import time
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict

from bench.support import CHILD_SECONDS, stock_environment
from service.eventstore import PydanticMapper
from service.projections.batch import Batch
from service.projections.runner import READ_MODELS, create_tables

SCHEMA = "read_models_stock"


class StockLog(Application[UUID]):
    """The library's Application over the very table that our log uses (migrations/0001)."""

    name = "doubleloop"

    def construct_mapper(self) -> Mapper[UUID]:
        """Ours, so that both sides decode alike."""
        return PydanticMapper(self.construct_transcoder())


class StockView(PostgresTrackingRecorder):
    """Where the library keeps how far it is."""

    def apply(self, event: Any, tracking: Tracking) -> None:
        """The same folds as ours, and the position, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            batch = Batch(cursor.connection)
            for model in READ_MODELS:
                model.fold(event, tracking.notification_id, batch)
            batch.flush()


class StockProjection(Projection[StockView]):
    """Folds every event, and says when enough have been folded."""

    name = "stock"
    enough = threading.Event()
    events_wanted = 0
    events_done = 0

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Called by the runner, event by event."""
        self.view.apply(domain_event, tracking)
        type(self).events_done += 1
        if self.events_done >= self.events_wanted:
            self.enough.set()


def run_stock(url: str, count: int) -> float:
    """Seconds that the library's runner takes for the first `count` events."""
    with psycopg.connect(url, autocommit=True) as connection:
        create_tables(connection, SCHEMA)
        # The folds name tables without a schema; the library offers no way to set a search path.
        database = conninfo_to_dict(url)["dbname"]
        connection.execute(f"ALTER DATABASE {database} SET search_path = {SCHEMA}".encode())
    StockProjection.events_wanted = count
    environment = stock_environment(url, "log") | {
        "CREATE_TABLE": "no",
        "STOCK_POSTGRES_SCHEMA": SCHEMA,
        "STOCK_CREATE_TABLE": "yes",
    }
    try:
        started = time.perf_counter()
        with ProjectionRunner(
            application_class=StockLog,
            projection_class=StockProjection,
            view_class=StockView,
            env=environment,
        ):
            StockProjection.enough.wait(CHILD_SECONDS)
            seconds = time.perf_counter() - started
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {database} RESET search_path".encode())
    if not StockProjection.enough.is_set():
        raise RuntimeError("The stock runner did not finish in time.")
    return seconds
