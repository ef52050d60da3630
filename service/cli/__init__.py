"""The command `doubleloop`: every way to run it, feed it, ask it and look after it."""

from __future__ import annotations

import sys

from pydantic import ValidationError

from service.cli import (
    ask,
    beliefs,
    care,
    digest,
    files,
    held,
    loops,
    mentions,
    practice,
    recording,
    rhythm,
    roles,
    run,
    slack,
)
from service.cli.common import app, say_error
from service.domain.errors import DoubleLoopError
from service.exchange.importing import in_words

__all__ = [
    "app",
    "ask",
    "beliefs",
    "care",
    "digest",
    "files",
    "held",
    "loops",
    "main",
    "mentions",
    "practice",
    "recording",
    "rhythm",
    "roles",
    "run",
    "slack",
]


def main() -> None:
    """Run the command. Whatever goes wrong is one plain sentence and an exit code that is not 0."""
    try:
        app()
    except DoubleLoopError as error:
        say_error(str(error))
        sys.exit(1)
    except ValidationError as error:
        say_error(in_words(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
