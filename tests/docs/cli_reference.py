"""The command line's reference page, made from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import typer

from service.cli import app

INTRODUCTION = """\
# The command line

Made from the program by `python -m tests.docs.write`; a test compares. Every command also says
this about itself with `--help`.

What each command prints with `--json` is in [the JSON shapes](json-shapes.md). A command that
could not do what was asked prints one plain sentence on standard error and ends with a code that
is not 0. What can be set from outside is in [the settings](settings.md).
"""


def command_line() -> Any:
    """The root command with all that hangs below it."""
    return typer.main.get_command(app)


def cli_reference() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for name, command in _commands("doubleloop", command_line()):
        parts.append(f"\n## `{name}`\n\n{_sentences(command.help)}\n\n{_usage(name, command)}")
        parts.append(_parameters(command))
    return "".join(parts)


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    if command.invoke_without_command:
        yield name, command
    for word in sorted(below):
        yield from _commands(f"{name} {word}", below[word])


def _usage(name: str, command: Any) -> str:
    words = [name]
    for parameter in _told(command):
        if _is_argument(parameter):
            word = parameter.name.upper()
        elif parameter.required:
            word = f"{parameter.opts[0]} {_value(parameter)}".strip()
        else:
            continue
        words.append(word if parameter.required else f"[{word}]")
    return f"```text\n{' '.join(words)}\n```\n"


def _parameters(command: Any) -> str:
    rows = [
        f"| {_names(parameter)} | {_needed(parameter)} | {_meaning(parameter)} |\n"
        for parameter in _told(command)
    ]
    if not rows:
        return ""
    return "\n| Name | Needed | What it says |\n|---|---|---|\n" + "".join(rows)


def _told(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.name != "help"]


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _names(parameter: Any) -> str:
    if _is_argument(parameter):
        return f"`{parameter.name.upper()}`"
    value = _value(parameter)
    names = [f"{name} {value}".strip() for name in parameter.opts]
    return ", ".join(f"`{name}`" for name in [*names, *parameter.secondary_opts])


def _value(parameter: Any) -> str:
    name = parameter.opts[0].lstrip("-").replace("-", "_").upper()
    return "" if parameter.is_flag else str(name)


def _needed(parameter: Any) -> str:
    if parameter.required:
        return "yes"
    default = parameter.default
    if default is None or callable(default) or default in ((), []):
        return "no"
    if isinstance(default, bool):
        return "no" if not parameter.secondary_opts else f"no, {'on' if default else 'off'}"
    return f"no, `{default}`"


def _meaning(parameter: Any) -> str:
    said = [_sentences(parameter.help)] if parameter.help else []
    kind = _kind(parameter)
    if issubclass(kind, Enum):
        said.append("One of " + ", ".join(f"`{one.value}`" for one in kind) + ".")
    if parameter.multiple and "repeated" not in " ".join(said):
        said.append("May be repeated.")
    return " ".join(said)


def _kind(parameter: Any) -> type:
    annotation = parameter.type_descriptor.annotation
    kind: type = next(iter(get_args(annotation)), annotation)
    return kind


def _sentences(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
