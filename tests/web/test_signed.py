"""Whose name stands beside words: only where its author let readers see it, and never in a file."""

from __future__ import annotations

from datetime import date

from service.domain.vocabulary import SpeakingAs
from service.web import sentences
from service.web.export import csv_rows, vega_lite
from service.web.filters import Filters, Reader
from service.web.render import Pages, Routes
from tests.web.factory import entry, view

TODAY = date(2026, 6, 3)
NAMED = entry(1, TODAY, behaviours=["POW-1"], author_name="Sam Field", name_shown=True)


def test_a_name_stands_before_what_somebody_does() -> None:
    assert sentences.signed(NAMED) == "Sam Field, Housing officer, public services"
    relayed = NAMED.model_copy(update={"speaking_as": SpeakingAs.RELAYING})
    assert sentences.signed(relayed).startswith("Sam Field, Housing officer, passing on what ")


def test_without_a_name_it_is_as_before() -> None:
    unnamed = NAMED.model_copy(update={"author_name": None})
    assert sentences.signed(unnamed) == sentences.who(unnamed) == sentences.who(NAMED)


def test_a_name_is_on_the_page_and_not_in_what_is_taken_away() -> None:
    shown = view([NAMED])
    reader = Reader(role="partner", attributions=())
    page = Pages(Routes()).timeline(shown, Filters(), reader, today=TODAY, picked=NAMED)
    assert "Sam Field" in page
    assert "Sam Field" not in csv_rows(shown)
    assert "Sam Field" not in str(vega_lite(shown, today=TODAY))
