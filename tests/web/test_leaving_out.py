"""The form that leaves words out: the learning partner types them, without any script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.bootstrap import System
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from tests.support import town
from tests.support.asking import LEARNING_PARTNER
from tests.web.form_support import Browser, Typed, browsing

TEXT = "We rang Juliet Marsh, and she was in tears."


@pytest.fixture
def priya(system: System, place: town.Town) -> Iterator[Browser]:
    """The learning partner."""
    person = place.welcome("priya")
    actor = Actor(person, ActorRole.LEARNING_PARTNER, frozenset([place.id]))
    yield from browsing(system, place, actor)


@pytest.fixture
def partner(system: System, place: town.Town) -> Iterator[Browser]:
    """Somebody of the place."""
    yield from browsing(system, place, place.member(place.welcome("ana")))


def test_words_are_left_out_by_typing_them(priya: Browser, place: town.Town) -> None:
    place.welcome("sam")
    id = place.record(TEXT)
    typed: Typed = {"words": "Juliet Marsh", "category": "name"}
    answer = priya.send("left_out", typed, f"?reflection={id}")
    assert answer.status_code == 303, answer.text
    assert f"item={id}" in answer.headers["location"]
    assert place.texts() == ["We rang [left out], and she was in tears."]
    (found,) = place.system.reading.mentions(LEARNING_PARTNER, place.id, "juliet")
    assert found.words == "Juliet Marsh"


def test_words_that_do_not_stand_there_are_not_left_out(priya: Browser, place: town.Town) -> None:
    place.welcome("sam")
    id = place.record(TEXT)
    typed: Typed = {"words": "Romeo", "category": "name"}
    page = priya.refused("left_out", typed, f"?reflection={id}")
    assert "Copy them exactly" in page.text
    assert place.texts() == [TEXT]


def test_nobody_else_is_offered_it(partner: Browser) -> None:
    assert partner.client.get(partner.address("left_out")).status_code == 403
