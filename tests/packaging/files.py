"""The files that packaging is about, read once for its tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from service.cli import app

ROOT = Path(__file__).parents[2]


def parse_command(arguments: list[str]) -> Any:
    """Parse what a container is given as doubleloop would; its values. Raises if it would not."""
    root: Any = typer.main.get_command(app)
    command = root.commands[arguments[0]]
    return command.make_context(arguments[0], arguments[1:]).params
