"""What tests of interactions share: a practice Slack, and a scripted app that it talks to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.practice.server import Practice, running
from tests.practice.apps import Answer, Received, receiving
from tests.practice.scripted import App


@pytest.fixture
def practice() -> Iterator[Practice]:
    """A practice Slack."""
    with running() as started:
        yield started


@pytest.fixture
def app(practice: Practice) -> Iterator[App]:
    """An app behind HTTP."""

    def nothing(_: Received) -> Answer:
        return Answer()

    with receiving(nothing) as receiver:
        practice.events_url(receiver.url)
        yield App(practice, receiver)
