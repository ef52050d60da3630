"""The command that runs practice Slack: a Slack on this machine, to try things out with."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr

from service.cli.common import app, stopped_by_signals
from service.domain.errors import Misconfigured
from service.settings import Settings

HERE = ("127.0.0.1", "localhost", "::1")


@app.command(name="practice-slack")
def practice_slack(
    port: Annotated[int, typer.Option(help="The port to use; 0 takes a free one.")] = 0,
    manifest: Annotated[
        Path | None, typer.Option(help="A Slack app manifest, as JSON: what the app may do.")
    ] = None,
) -> None:
    """Run a practice Slack on this machine. Its first line of output is JSON for programs."""
    # Here and not above: the other commands start twice as fast without a web server.
    from bot.practice import server

    _refuse_where_it_is_real(Settings())
    wanted = None if manifest is None else _read(manifest)
    try:
        listening = server.listen(port)
    except OSError as error:
        raise Misconfigured(
            f"Port {port} is taken, or not ours to use ({error.strerror}). "
            "Choose another one with --port."
        ) from error
    stopping = threading.Event()
    with stopped_by_signals(stopping.set), server.serving(listening, wanted) as practice:
        sys.stdout.write(json.dumps(practice.facts()) + "\n")
        sys.stdout.flush()
        stopping.wait()


def _refuse_where_it_is_real(settings: Settings) -> None:
    """Practice Slack lets everybody in as anybody, so it does not run beside what others use."""
    for name, is_real in (
        ("DOUBLELOOP_PUBLIC_URL", not _is_here(settings.public_url)),
        ("DATABASE_URL", not _is_database_here(settings.database_url)),
    ):
        if is_real:
            raise Misconfigured(
                f"Practice Slack is for trying things out, and {name} names a real place."
            )


def _is_here(url: str | None) -> bool:
    found = urlsplit(url or "http://localhost")
    return found.scheme != "https" and found.hostname in HERE


def _is_database_here(url: SecretStr | None) -> bool:
    """A folder instead of a host is a socket on this machine."""
    try:
        told = conninfo_to_dict("" if url is None else url.get_secret_value())
    except ProgrammingError as error:
        raise Misconfigured("DATABASE_URL cannot be read.") from error
    hosts = f"{told.get('host') or ''},{told.get('hostaddr') or ''}".split(",")
    return all(host in HERE or host.startswith(("/", "@")) for host in hosts if host)


def _read(manifest: Path) -> dict[str, Any]:
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
    except OSError as error:
        raise Misconfigured(f"{manifest} cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise Misconfigured(f"{manifest} is not JSON.") from error
    if not isinstance(found, dict):
        raise Misconfigured(f"{manifest} is not a Slack app manifest.")
    return found
