"""Who sits at the forms, and what their place has on record before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.bootstrap import System
from service.domain.vocabulary import ActorRole, Perspective
from service.policy import Actor
from tests.support import town
from tests.web.form_support import Browser, Story, browsing


@pytest.fixture
def story(place: town.Town) -> Story:
    """What is there before."""
    return Story(place)


@pytest.fixture
def partner(system: System, place: town.Town) -> Iterator[Browser]:
    """Ana, of a public service, in a place that uses the framework's words beside its own."""
    ana = place.welcome("ana")
    place.bridge("ana")
    yield from browsing(system, place, place.member(ana))


@pytest.fixture
def local(system: System, place: town.Town) -> Iterator[Browser]:
    """Ana, in a place that uses only its own words."""
    yield from browsing(system, place, place.member(place.welcome("ana")))


@pytest.fixture
def priya(system: System, place: town.Town) -> Iterator[Browser]:
    """The learning partner."""
    person = place.welcome("priya", Perspective.INTERMEDIARY, name="Priya N.")
    actor = Actor(person, ActorRole.LEARNING_PARTNER, frozenset([place.id]))
    yield from browsing(system, place, actor)
