"""A place notes that a concern was passed on: once for each, and nothing but that."""

from __future__ import annotations

from service.domain.base import natural_id
from service.domain.place import Place
from tests.domain.test_place import a_place
from tests.support.given_when_then import fact, given, said

ROUTE, COMMAND = natural_id("a concern"), natural_id("a command")


def note(it: Place) -> None:
    """A concern was passed on."""
    it.note_care_concern(said(command=COMMAND), route=ROUTE)


def test_that_a_concern_was_passed_on_is_noted_once() -> None:
    given(a_place()).when(note).then(fact(Place.CareConcernRouted, route=ROUTE))
    given(a_place(), note).when(note).then()


def test_i15_nothing_of_a_concern_stands_in_the_log_but_where_it_is_kept() -> None:
    said_of_it = set(Place.CareConcernRouted.model_fields) - set(Place.Event.model_fields)
    assert said_of_it == {"route"}
