"""Sheets: tables of a place as CSV files in a zip, and as JSON lines; no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from service.exchange.zips import entry

STARTS_A_FORMULA = "=+-@\t\r\n\0"
BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel takes UTF-8 for something else."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A table: its name, and rows with the same columns."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]

    def without(self, hidden: frozenset[str]) -> Sheet:
        """The same without some columns."""
        kept = [column for column in self.columns if column not in hidden]
        return Sheet(self.name, kept, [{name: row[name] for name in kept} for row in self.rows])


def sheet(name: str, columns: str, rows: Iterable[Sequence[Any]]) -> Sheet:
    """A sheet from the names of its columns in one text, and the cells of each row in order."""
    names = columns.split()
    return Sheet(name, names, [dict(zip(names, row, strict=True)) for row in rows])


def csv_zip(sheets: Iterable[Sheet]) -> bytes:
    """A zip with a CSV file for each sheet; the same sheets give the same bytes."""
    archive = io.BytesIO()
    with ZipFile(archive, "w") as file:
        for one in sheets:
            file.writestr(entry(f"{one.name}.csv"), csv_file(one))
    return archive.getvalue()


def csv_file(one: Sheet) -> bytes:
    """A sheet as RFC 4180 text in UTF-8 with a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(one.columns)
    for row in one.rows:
        writer.writerow([safe_cell(_text(row[name])) for name in one.columns])
    return (BYTE_ORDER_MARK + out.getvalue()).encode(errors="replace")


def json_lines(sheets: Iterable[Sheet]) -> bytes:
    """Every row of every sheet as a line of JSON that says from which sheet it is."""
    lines = (
        json.dumps({"sheet": one.name} | _tidy(row), ensure_ascii=False, default=str)
        for one in sheets
        for row in one.rows
    )
    return "".join(f"{line}\n" for line in lines).encode(errors="replace")


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, whatever somebody wrote."""
    text = cell.replace("\0", "")
    first = unicodedata.normalize("NFKC", cell[:1])
    return f"'{text}" if first and first in STARTS_A_FORMULA else text


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return "; ".join(_text(one) for one in value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _tidy(row: Row) -> dict[str, Any]:
    """A row for JSON: moments and days as the standard writes them, ids as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else _plain(value)
        for name, value in row.items()
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
