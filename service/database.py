"""The database: DATABASE_URL or the embedded PostgreSQL; its pools and its migrations."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import Connection, errors
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from service.domain.errors import Misconfigured, Unavailable
from service.embedded import embedded_postgres
from service.settings import Settings

AWAY = (psycopg.OperationalError, psycopg.InterfaceError, Unavailable)
"""What it looks like when the database is away: no fact's and no message's fault; try again."""
MIGRATION_LOCK = 6_102_020_001
ANSWER_WITHIN_SECONDS = 2.0
"""Slack wants an answer within 3 s (rule 12): waiting longer than this is saying no."""


class Database:
    """Two pools: `writing` gives up fast, `reading` allows for longer queries."""

    def __init__(self, url: str) -> None:
        self.url = url
        milliseconds = int(ANSWER_WITHIN_SECONDS * 1000)
        self._writing = _pool(
            url, size=4, statement_timeout=milliseconds, lock_timeout=milliseconds
        )
        self._reading = _pool(
            url,
            size=10,
            statement_timeout=15_000,
            lock_timeout=5_000,
            check=_check_if_it_says_something,
        )

    @contextmanager
    def writing(self) -> Iterator[Connection[Any]]:
        """A connection in autocommit for short writes; Unavailable after two seconds."""
        try:
            with _borrowed(self._writing) as connection:
                yield connection
        except Unavailable:
            self._writing.check()  # After a restart every idle connection is stale: replace them.
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection[Any]]:
        """A connection in autocommit for queries."""
        with _borrowed(self._reading) as connection:
            yield connection

    @contextmanager
    def dedicated(self, **options: Any) -> Iterator[Connection[Any]]:
        """A connection of one's own, for long work: following the log, rebuilding, listening.

        Whatever advisory locks it holds are given back when the work has ended well.
        """
        try:
            connection = psycopg.connect(
                make_conninfo(self.url, connect_timeout=5, keepalives_idle=10),
                autocommit=True,
                **options,
            )
        except psycopg.OperationalError as error:
            raise Unavailable from error
        with connection:
            yield connection
            if not connection.closed:  # The server sees it end only a moment after us.
                connection.execute("SELECT pg_advisory_unlock_all()")

    def close(self) -> None:
        """Give all connections back."""
        self._writing.close()
        self._reading.close()


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database that the settings name, migrated where it is the embedded one."""
    if settings.enable_db_functions:
        raise Misconfigured(
            "POSTGRES_ENABLE_DB_FUNCTIONS is set. It makes live readers miss events, "
            "so doubleloop does not start with it. Please unset it."
        )
    if settings.database_url is None:
        with embedded_postgres(settings.data) as url:
            migrate(url)
            yield from _opened(url)
    else:
        url = settings.database_url.get_secret_value()
        _check_migrated(url)
        yield from _opened(url)


def migrate(url: str) -> list[str]:
    """Bring the schema up to date; the names of the steps taken. Safe from several at once."""
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Unavailable(f"The database did not answer: {_first_line(error)}") from error
    with connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        connection.execute(
            "CREATE TABLE IF NOT EXISTS public.doubleloop_migrations "
            "(name text PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT now())"
        )
        done = {name for (name,) in connection.execute("SELECT name FROM doubleloop_migrations")}
        steps = [name for name in _migrations() if name not in done]
        for name in steps:
            connection.execute(_migrations()[name].encode())
            connection.execute("INSERT INTO doubleloop_migrations (name) VALUES (%s)", (name,))
        return steps


def _migrations() -> dict[str, str]:
    folder = files("service") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return {name: (folder / name).read_text() for name in names}


def _check_migrated(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            rows = connection.execute("SELECT name FROM public.doubleloop_migrations")
            done = {name for (name,) in rows}
    except errors.UndefinedTable:
        done = set()
    except psycopg.OperationalError as error:
        raise Unavailable(f"The database did not answer: {_first_line(error)}") from error
    except psycopg.ProgrammingError as error:
        raise Misconfigured(f"DATABASE_URL cannot be read: {_first_line(error)}") from error
    if set(_migrations()) - done:
        raise Misconfigured("The database is not up to date. Run `doubleloop migrate` once.")


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def _pool(
    url: str,
    *,
    size: int,
    statement_timeout: int,
    lock_timeout: int,
    check: Callable[[Connection[Any]], None] | None = None,
) -> ConnectionPool[Connection[Any]]:
    options = (
        f"-c statement_timeout={statement_timeout} -c lock_timeout={lock_timeout} "
        "-c idle_in_transaction_session_timeout=5000 -c search_path=read_models"
    )
    return ConnectionPool(
        make_conninfo(url, options=options, connect_timeout=2, keepalives_idle=10),
        kwargs={"autocommit": True},
        min_size=1,
        max_size=size,
        timeout=ANSWER_WITHIN_SECONDS,
        max_idle=60,
        reconnect_timeout=0,
        check=check,
        open=True,
    )


def _check_if_it_says_something(connection: Connection[Any]) -> None:
    """Ask the database only where there is something to read: an idle connection that still
    stands is silent, and one that was ended tells its end. Asking each time doubles the queries.
    """
    listening = select.poll()
    listening.register(connection.fileno(), select.POLLIN)
    if listening.poll(0):
        ConnectionPool.check_connection(connection)


@contextmanager
def _borrowed(pool: ConnectionPool[Connection[Any]]) -> Iterator[Connection[Any]]:
    try:
        with pool.connection() as connection:
            yield connection
    except (PoolTimeout, psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise Unavailable from error


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
