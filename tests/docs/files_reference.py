"""The table of JSONL lines, made from the kinds that `import` knows."""

from __future__ import annotations

from service.exchange.kinds import KINDS, Kind, schema

ON_EVERY_LINE = ("kind", "occurred_on", "occurred_at", "late_because", "recorded_on")


def kinds_table() -> str:
    """One row for every kind of line."""
    rows = ["| Kind | What it says | Needs | May have |\n|---|---|---|---|\n"]
    for variant in schema()["oneOf"]:
        name, needed = variant["title"], variant["required"]
        told = [field for field in variant["properties"] if field not in ON_EVERY_LINE]
        needs = [field for field in told if field in needed]
        may = [field for field in told if field not in needed]
        meaning = _meaning(KINDS[name])
        rows.append(f"| `{name}` | {meaning} | {_names(needs)} | {_names(may)} |\n")
    return "".join(rows)


def _meaning(kind: Kind) -> str:
    return " ".join((kind.command.__doc__ or "").split())


def _names(fields: list[str]) -> str:
    return ", ".join(f"`{field}`" for field in fields)
