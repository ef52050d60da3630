"""Formats: a place as a file of a kind that others can open, for what one reader may see."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.bootstrap import System
from service.exchange.analysis import origin, project
from service.exchange.codebook import codebook
from service.exchange.gathering import Gathered, gather
from service.exchange.qda_files import qdc, qdpx
from service.exchange.sheets import csv_zip, json_lines
from service.exchange.tables import tables
from service.policy import Actor
from service.projections.people import PersonView


class Format(StrEnum):
    """What the file is for: a program for qualitative analysis, its codes, a spreadsheet, JSON."""

    QDPX = "qdpx"
    QDC = "qdc"
    CSV = "csv"
    JSONL = "jsonl"

    @property
    def ending(self) -> str:
        """How the file's name ends."""
        return "csv.zip" if self is Format.CSV else self.value

    @property
    def media_type(self) -> str:
        """What it is, as HTTP says it."""
        return MEDIA_TYPES[self]


MEDIA_TYPES = {
    Format.QDPX: "application/zip",
    Format.QDC: "application/xml",
    Format.CSV: "application/zip",
    Format.JSONL: "application/jsonl; charset=utf-8",
}


def file_of(
    system: System, actor: Actor, reference: str | UUID, format: Format, at: datetime
) -> bytes:
    """A place as this actor may see it now; NotFound or NotAllowed as on the pages.

    JSONL has the same tables as CSV. It is not what `import` reads: that holds what it takes to
    carry a place elsewhere, and is written by `exporting`, for who runs the service.
    """
    gathered = gather(system, actor, reference, at)
    match format:
        case Format.QDPX:
            return qdpx(project(gathered, _people(system, actor, gathered)))
        case Format.QDC:
            return qdc(codebook(gathered), origin())
        case Format.CSV:
            return csv_zip(tables(gathered))
        case Format.JSONL:
            return json_lines(tables(gathered))


def _people(system: System, actor: Actor, gathered: Gathered) -> list[PersonView]:
    if not gathered.callings.tells_who:
        return []
    return system.reading.people(actor, gathered.place.id)
