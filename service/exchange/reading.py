"""Reading files: CSV or JSONL to numbered lines, with a sentence for each that is not right."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.domain.errors import Refused

REQUIRED_COLUMNS = ("external_id", "place", "contributor", "occurred_on", "text")
OPTIONAL_COLUMNS = (
    "role",
    "perspective",
    "building_blocks",
    "meaning",
    "speaking_as",
    "relayed_perspective",
    "behaviours",
    "prototype",
    "scope",
    "late_because",
)
MOST_BYTES = 256 * 1024 * 1024
FIELD_LIMIT = 64 * 1024 * 1024
EXCEL_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Line:
    """One record of a file: where it starts, and its values or why it cannot be read."""

    number: int
    values: dict[str, Any]
    problem: str | None = None


def read_file(path: Path) -> list[Line]:
    """All records of a .csv or .jsonl file. Refused, with a sentence, where it is neither."""
    text = _text_of(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return list(_json_lines(text))
    return list(_csv_rows(text))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"{path.name} is larger than 256 MB. Please split it.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    if data.startswith(EXCEL_STARTS):
        raise Refused(
            f"{path.name} is an Excel file, whatever its name. "
            "In Excel choose Save As and then 'CSV UTF-8'."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(
            f"{path.name} is not UTF-8 text (line {line}). Save it as 'CSV UTF-8' and try again."
        ) from None


def _csv_rows(text: str) -> Iterator[Line]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header)
        start = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _csv_row(start, header, cells)
            start = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"Line {reader.line_num} is not proper CSV: {error}.") from None


def _csv_row(number: int, header: list[str], cells: list[str]) -> Line:
    if len(cells) != len(header):
        return Line(
            number, {}, f"It has {len(cells)} cells where the first line has {len(header)}."
        )
    values = {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip()}
    return Line(number, {"kind": "reflection", **values})


def _check_header(header: list[str]) -> None:
    if not header:
        raise Refused("The file is empty.")
    if len(header) == 1 and ";" in header[0]:
        raise Refused("The columns are separated by semicolons. Save the file with commas.")
    known = {*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS}
    unknown = [name for name in header if name not in known]
    missing = [name for name in REQUIRED_COLUMNS if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    if unknown:
        raise Refused(
            f"Unknown column: {', '.join(map(repr, unknown))}. "
            f"Known are: {', '.join((*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS))}."
        )
    if missing:
        raise Refused(f"Missing column: {', '.join(missing)}.")
    if twice:
        raise Refused(f"This column is there twice: {', '.join(twice)}.")


def _json_lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            yield Line(number, {}, "It is not JSON.")
            continue
        if isinstance(values, dict):
            yield Line(number, values)
        else:
            yield Line(number, {}, "It is not a JSON object.")
