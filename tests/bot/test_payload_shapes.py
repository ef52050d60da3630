"""Whatever Slack sends is answered: real shapes, shapes with parts missing or odd, and twice."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings, strategies

from bot.http import router
from bot.parsing import is_sound
from tests.bot.payload_fixtures import Sample, samples, signed
from tests.support.workspace import Workspace

Path = tuple[str | int, ...]

REMOVED = "removed"
ODD: tuple[Any, ...] = (REMOVED, None, 0, "", [], {})
"""What may become of any part of a payload."""
MOST_ODDITIES = 3


@pytest.fixture
def wire(slack: Workspace) -> TestClient:
    """Slack's side, without a network between."""
    web = FastAPI()
    web.include_router(router(slack.slack))
    return TestClient(web)  # What is raised inside is raised here too.


def send(wire: TestClient, slack: Workspace, sample: Sample) -> int:
    """Deliver it, signed; the status."""
    body, headers = signed(sample, slack.practice.world.app.signing_secret)
    return wire.post("/slack/events", content=body, headers=headers).status_code


def paths(part: Any, so_far: Path = ()) -> Iterator[Path]:
    """The way to every part of a payload."""
    if so_far:
        yield so_far
    names = list(part) if isinstance(part, dict) else []
    names = list(range(len(part))) if isinstance(part, list) else names
    for name in names:
        yield from paths(part[name], (*so_far, name))


def with_odd(sample: Sample, path: Path, odd: Any) -> Sample:
    """The same payload with one part removed or replaced."""
    body: Any = copy.deepcopy(sample.body)
    at = body
    for name in path[:-1]:
        at = at[name]
    if odd == REMOVED:
        del at[path[-1]]
    else:
        at[path[-1]] = copy.deepcopy(odd)
    return replace(sample, body=body)


@strategies.composite
def odd_samples(draw: strategies.DrawFn) -> Sample:
    """A real shape of which up to three parts are missing or odd, at any depth."""
    sample = draw(strategies.sampled_from(samples()))
    for _ in range(draw(strategies.integers(min_value=1, max_value=MOST_ODDITIES))):
        ways = list(paths(sample.body))
        if ways:
            path, odd = strategies.sampled_from(ways), strategies.sampled_from(ODD)
            sample = with_odd(sample, draw(path), draw(odd))
    return sample


@given(sample=odd_samples())
@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_that_is_missing_or_odd_breaks_the_bot(
    wire: TestClient, slack: Workspace, caplog: pytest.LogCaptureFixture, sample: Sample
) -> None:
    caplog.clear()
    assert send(wire, slack, sample) == 200
    ours = [record for record in caplog.records if record.name.startswith("doubleloop")]
    assert [one.getMessage() for one in ours if one.levelno >= logging.ERROR] == []


def test_every_shape_sent_again_leads_to_no_further_fact(
    wire: TestClient, slack: Workspace
) -> None:
    for sample in samples(str(slack.place)):
        assert send(wire, slack, sample) == 200, sample.name
        after_one = slack.system.log.head
        assert send(wire, slack, sample) == 200, sample.name
        assert slack.system.log.head == after_one, sample.name


def test_what_was_said_in_these_shapes_is_kept_once(wire: TestClient, slack: Workspace) -> None:
    kept = ("message.im", "file_share", "view_submission, reflect", "message_action")
    for sample in samples(str(slack.place)):
        if sample.name in kept:
            before = slack.system.log.head
            send(wire, slack, sample)
            assert slack.system.log.head > before, sample.name


def test_unsigned_shapes_are_refused_and_lead_to_nothing(
    wire: TestClient, slack: Workspace
) -> None:
    before = slack.system.log.head
    for sample in samples(str(slack.place)):
        body, headers = signed(sample, "another secret")
        answer = wire.post("/slack/events", content=body, headers=headers)
        assert answer.status_code == 401, sample.name
    assert slack.system.log.head == before


def test_shapes_that_nobody_can_read_are_counted(wire: TestClient, slack: Workspace) -> None:
    named = {sample.name: sample for sample in samples()}
    unknown = named["a_new_event"]
    eventless = with_odd(named["message.im"], ("event",), None)
    typeless = with_odd(eventless, ("type",), REMOVED)
    nobody = with_odd(named["message.im"], ("event", "user"), 7)
    nothing_done = with_odd(named["block_actions, button"], ("actions",), [])
    for sample in (unknown, eventless, typeless, nobody, nothing_done):
        assert send(wire, slack, sample) == 200
    assert sum(slack.slack.bot.counts.of_unknown().values()) == 5


def test_every_real_shape_is_sound() -> None:
    assert [sample.name for sample in samples() if not is_sound(sample.body)] == []


def test_fixtures_name_their_sources_and_differ() -> None:
    found = samples()
    assert all(sample.source for sample in found)
    assert len({sample.name for sample in found}) == len(found)
