"""A document as PDF: A4, tagged for screen readers, with its title and its language."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

import typst
from pydantic import TypeAdapter

from service.document import Document, Note
from service.document.words import NOT_ALL_PRINTED

ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: the standard for PDFs that everybody can read."""
NO_FONT = "could not be displayed with font"
"""What Typst says of a letter that has no shape in any font."""
SOFT_HYPHEN = "\u00ad"
_DOCUMENT = TypeAdapter(Document)


def pdf_of(document: Document) -> bytes:
    """The PDF of a document; the same document gives the same bytes.

    A script for which no font is there cannot be shown. Such a PDF says so first; it is tagged
    all the same, but may not call itself PDF/UA.
    """
    try:
        return typst.compile(_page(), sys_inputs=_told(document), pdf_standards=ACCESSIBLE)
    except typst.TypstError as error:
        if NO_FONT in str(error):
            document = replace(document, blocks=(Note(NOT_ALL_PRINTED), *document.blocks))
        return typst.compile(_page(), sys_inputs=_told(document))


def _told(document: Document) -> dict[str, str]:
    # Soft hyphens show nothing, and Typst stumbles over a link that is made of them alone.
    return {"document": _DOCUMENT.dump_json(document).decode().replace(SOFT_HYPHEN, "")}


@cache
def _page() -> bytes:
    return (files("service") / "document" / "page.typ").read_bytes()
