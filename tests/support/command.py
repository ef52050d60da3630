"""The command `doubleloop` in a process of its own, on data of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-c", "from service.cli import main; main()")


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

    @classmethod
    def on(cls, database_url: str, master_key: str) -> Command:
        """On a database that is there."""
        return cls({"DATABASE_URL": database_url, "DOUBLELOOP_MASTER_KEY": master_key})

    @classmethod
    def embedded(cls, data: Path) -> Command:
        """On an embedded PostgreSQL below this folder."""
        return cls({"DOUBLELOOP_DATA": str(data)})

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it, and leave it running."""
        keep = ("PATH", "HOME", "LANG", "TMPDIR")
        environment = {name: os.environ[name] for name in keep if name in os.environ}
        return subprocess.Popen(
            [*COMMAND, *arguments],
            env=environment | {"COLUMNS": "200", "PYTHONUNBUFFERED": "1"} | self.settings,
            stdin=subprocess.DEVNULL,
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
