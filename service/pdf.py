"""A document as PDF: A4, tagged for screen readers, with its title and its language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import typst
from pydantic import TypeAdapter

from service.document import Document

ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: the standard for PDFs that everybody can read."""
SOFT_HYPHEN = "\u00ad"
_DOCUMENT = TypeAdapter(Document)


def pdf_of(document: Document) -> bytes:
    """The PDF of a document; the same document gives the same bytes.

    A script for which no font is there cannot be shown. Such a PDF is tagged all the same, but
    may not call itself PDF/UA.
    """
    # Soft hyphens show nothing, and Typst stumbles over a link that is made of them alone.
    told = {"document": _DOCUMENT.dump_json(document).decode().replace(SOFT_HYPHEN, "")}
    try:
        return typst.compile(_page(), sys_inputs=told, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return typst.compile(_page(), sys_inputs=told)


@cache
def _page() -> bytes:
    return (files("service") / "document" / "page.typ").read_bytes()
