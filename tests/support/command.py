"""The command `doubleloop` on data of its own: in a process of its own, or in this one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from service.cli import common, main
from tests.support.postgres import settings_for

COMMAND = (sys.executable, "-c", "from service.cli import main; main()")

WIDTH = 200


@dataclass(frozen=True)
class Finished:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Command:
    """Runs commands with these settings and no others."""

    settings: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that it sees."""
        keep = ("PATH", "HOME", "LANG", "TMPDIR")
        kept = {name: os.environ[name] for name in keep if name in os.environ}
        return kept | {"COLUMNS": str(WIDTH)} | self.settings

    @classmethod
    def on(cls, database_url: str, master_key: str) -> Command:
        """On a database that is there."""
        settings = {"DATABASE_URL": database_url, "DOUBLELOOP_MASTER_KEY": master_key}
        journal = settings_for(database_url).erasure_journal
        return cls(settings | {"DOUBLELOOP_ERASURE_JOURNAL": str(journal)})

    @classmethod
    def embedded(cls, data: Path) -> Command:
        """On an embedded PostgreSQL below this folder."""
        return cls({"DOUBLELOOP_DATA": str(data)})

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        """Start it, and leave it running."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> Finished:
        """Run it to its end."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        return Finished(process.returncode, out, err)

    def feed(self, text: str, *arguments: str) -> Finished:
        """Run it to its end with this on standard input."""
        process = self.start(*arguments, stdin=subprocess.PIPE)
        out, err = process.communicate(text, timeout=120)
        return Finished(process.returncode, out, err)


class Inside(Command):
    """The same in this process, for tests that ask much: it begins in no time."""

    def run(self, *arguments: str) -> Finished:
        """Run it to its end."""
        return self.feed("", *arguments)

    def feed(self, text: str, *arguments: str) -> Finished:
        """Run it to its end with this on standard input."""
        out, err = io.StringIO(), io.StringIO()
        common.out.width = common.err.width = WIDTH
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "argv", ["doubleloop", *arguments]),
            patch.object(sys, "stdin", io.StringIO(text)),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as end:
                return Finished(int(end.code or 0), out.getvalue(), err.getvalue())
        return Finished(0, out.getvalue(), err.getvalue())
