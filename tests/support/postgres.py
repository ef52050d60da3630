"""One embedded PostgreSQL for a whole test run, and a fresh migrated database whenever asked."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from collections.abc import Iterator
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

TEMPLATE = "template_doubleloop"
ONLY_ONE_PREPARES = 1
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
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (ONLY_ONE_PREPARES,))
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,))
            if found.fetchone() is not None:
                return
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
            making = f"making_{uuid4().hex}"
            connection.execute(f"CREATE DATABASE {making}".encode())
            migrate(settings_for(self.url_of(making)))
            connection.execute(f"ALTER DATABASE {making} RENAME TO {TEMPLATE}".encode())


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
    """Agree on a folder for this run."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="doubleloop-tests-")


def remove_folder() -> None:
    """Remove it, stopping the server first where a worker died and left it running."""
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "postgres" / "postmaster.pid").exists():
        with embedded_postgres(folder):
            pass
    shutil.rmtree(folder, ignore_errors=True)
