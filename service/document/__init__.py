"""Documents: what is told in full, once, for pages, letters and PDF alike."""

from service.document.as_html import as_html, as_mail
from service.document.as_text import as_text
from service.document.model import (
    Bar,
    Bars,
    Block,
    Bold,
    Bullets,
    Document,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    Words,
    runs_of,
)

__all__ = [
    "Bar",
    "Bars",
    "Block",
    "Bold",
    "Bullets",
    "Document",
    "Heading",
    "Link",
    "Note",
    "Paragraph",
    "Quote",
    "Run",
    "Table",
    "Words",
    "as_html",
    "as_mail",
    "as_text",
    "runs_of",
]
