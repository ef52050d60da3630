"""One embedded PostgreSQL for a whole test run, and a fresh migrated database whenever asked."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

import psycopg
from pydantic import SecretStr

from service.bootstrap import migrate
from service.embedded import embedded_postgres
from service.settings import Settings

FOLDER = "TEST_POSTGRES"
"""The variable that tells every xdist worker where the shared PostgreSQL lives."""

IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes: many times what a run needs, so that no other program there goes short."""

TEMPLATE = "template_doubleloop"
MAKING = 1
"""The lock that only one worker holds while it makes a database that all of them copy."""
MASTER_KEY = base64.b64encode(bytes(range(32))).decode()
OTHER_MASTER_KEY = base64.b64encode(bytes(range(32, 64))).decode()


@dataclass(frozen=True)
class Postgres:
    """The shared server."""

    url: str

    def url_of(self, database: str) -> str:
        """The same server, another database."""
        return self.url.replace("/doubleloop?", f"/{database}?")

    @contextmanager
    def fresh(self, template: str = TEMPLATE) -> Iterator[str]:
        """A database of one's own, migrated and empty; gone afterwards."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(
                f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY".encode()
            )
        try:
            yield self.url_of(name)
        finally:
            with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def prepare(self) -> None:
        """Migrate the template once; what is on disk does not matter after the run."""

        def migrated(url: str) -> None:
            with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
                connection.execute("SELECT pg_reload_conf()")
            migrate(settings_for(url))

        self._make_once(TEMPLATE, "template1", migrated)

    @contextmanager
    def copy_of(self, name: str, fill: Callable[[str], None]) -> Iterator[str]:
        """A database of one's own with what `fill` writes once in a run; gone afterwards."""
        self._make_once(name, TEMPLATE, fill)
        with self.fresh(name) as url:
            yield url

    def _make_once(self, name: str, template: str, make: Callable[[str], None]) -> None:
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (MAKING, name))
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            if found.fetchone() is not None:
                return
            making = f"making_{uuid4().hex}"
            connection.execute(f"CREATE DATABASE {making} TEMPLATE {template}".encode())
            make(self.url_of(making))
            connection.execute(f"ALTER DATABASE {making} RENAME TO {name}".encode())


@contextmanager
def shared_postgres() -> Iterator[Postgres]:
    """The server of this run: the first worker to come starts it, the last to leave stops it."""
    with embedded_postgres(Path(os.environ[FOLDER])) as url:
        postgres = Postgres(url)
        postgres.prepare()
        yield postgres


def settings_for(url: str, master_key: str = MASTER_KEY) -> Settings:
    """Settings that use this database."""
    # Named after the address, so that every process on one database has the same one.
    journal = Path(os.environ[FOLDER]) / f"{uuid5(NAMESPACE_URL, url).hex}.journal"
    return Settings(
        database_url=SecretStr(url), master_key=SecretStr(master_key), erasure_journal=journal
    )


def forget_settings() -> None:
    """No test may reach a configured database or Slack: what the environment says is dropped."""
    prefixes = ("DOUBLELOOP_", "DATABASE_URL", "SLACK_", "POSTGRES_", "PG")
    for name in [name for name in os.environ if name.startswith(prefixes)]:
        del os.environ[name]


def choose_folder() -> None:
    """Agree on a folder for this run: in memory, where there is room for some databases."""
    has_room = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    where = IN_MEMORY if has_room else None
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="doubleloop-tests-", dir=where)


def remove_folder() -> None:
    """Remove it, stopping the server first where a worker died and left it running."""
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "postgres" / "postmaster.pid").exists():
        with embedded_postgres(folder):
            pass
    shutil.rmtree(folder, ignore_errors=True)
