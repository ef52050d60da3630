"""Everything that Slack can send, one to five times, in any order, while Slack stumbles: once."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.practice import outbound
from bot.sending import MARK
from service.verify import verify
from tests.bot.looking import direct, facts, texts
from tests.bot.payload_fixtures import Sample, samples
from tests.bot.payload_messages import message
from tests.bot.payload_samples import DIRECT, around
from tests.support.postgres import Postgres, settings_for
from tests.support.workspace import AMINA, COLIN, JOAN, ROSA, Workspace, workspace

LINES = 12
AT_ONCE = 6
GOOD, COME_AGAIN = 200, 503
STUMBLES: tuple[tuple[str, dict[str, object]], ...] = (
    ("chat.postMessage", {"error": "lost_answer", "times": 3}),
    ("chat.postMessage", {"error": "ratelimited", "retry_after": 2, "times": 2}),
    ("chat.postMessage", {"error": "internal_error", "status": 500, "times": 3}),
    ("chat.update", {"error": "lost_answer", "times": 2}),
    ("conversations.open", {"error": "service_unavailable", "status": 503, "times": 2}),
    ("conversations.history", {"error": "ratelimited", "retry_after": 1, "times": 2}),
    ("views.publish", {"error": "internal_error", "status": 500}),
    ("users.info", {"error": "fatal_error", "times": 2}),
)


@dataclass(frozen=True)
class Outcome:
    """What it all came to."""

    words: list[str]
    facts: Counter[str]
    told: Counter[str]
    """How often each person's conversation holds each text of ours."""
    marks: Counter[str]
    """How often each message of ours stands in Slack."""


@contextmanager
def fresh_workspace(postgres: Postgres) -> Iterator[Workspace]:
    """A workspace on a database of its own."""
    with postgres.fresh() as url, workspace(settings_for(url)) as slack:
        yield slack


def everything(slack: Workspace) -> list[Sample]:
    """Every shape there is, and some lines by several people; in conversations that exist."""
    people = (ROSA, AMINA, COLIN, JOAN)
    lines = [
        Sample(
            f"line {number}",
            "",
            around(
                message(
                    f"Line number {number}.",
                    ts=f"17954300{number:02d}.000100",
                    user=people[number % len(people)],
                    channel=direct(slack, people[number % len(people)]),
                )
            ),
        )
        for number in range(LINES)
    ]
    there = direct(slack, ROSA)
    known = [
        replace(sample, body=json.loads(json.dumps(sample.body).replace(DIRECT, there)))
        for sample in samples(str(slack.place))
    ]
    return [*known, *lines]


def post(slack: Workspace, sample: Sample) -> int:
    """Post it as Slack does; an event that is not answered with 200 is sent again."""
    for _ in range(4):
        reply = post_once(slack, sample)
        assert reply.status in (GOOD, COME_AGAIN), (sample.name, reply)
        if reply.status == GOOD or sample.way != "event":
            break
    return reply.status or 0


def post_once(slack: Workspace, sample: Sample) -> outbound.Reply:
    """Post it, and take what comes."""
    body, kind = sample.encoded()
    secret, url = slack.practice.world.app.signing_secret, slack.practice.deliveries.url
    return outbound.post(url or "", body.encode(), kind, secret, patience=10)


def outcome(slack: Workspace) -> Outcome:
    """Once all that follows was said."""
    slack.deliver()
    told, marks = Counter[str](), Counter[str]()
    bots = {install.bot_user for install in slack.practice.world.installs.values()}
    for channel in slack.practice.world.channels.values():
        for one in channel.messages.values():
            if one.metadata and one.metadata["event_type"] == MARK:
                told[f"{sorted(channel.members - bots)}: {one.text}"] += 1
                marks[one.metadata["event_payload"]["id"]] += 1
    return Outcome(sorted(texts(slack)), facts(slack), told, marks)


def test_any_number_in_any_order_is_what_each_of_them_once_is(postgres: Postgres) -> None:
    with fresh_workspace(postgres) as slack:
        for sample in everything(slack):
            assert post(slack, sample) == GOOD, sample.name
        once = outcome(slack)
    assert len([words for words in once.words if words.startswith("Line number")]) == LINES

    with fresh_workspace(postgres) as slack:
        # pytest-randomly seeds this and prints the seed, so that a failure can be repeated.
        sent = [one for one in everything(slack) for _ in range(random.randint(1, 5))]
        random.shuffle(sent)
        for method, fault in STUMBLES:
            slack.practice.fail(method, **fault)  # type: ignore[arg-type]
        with ThreadPoolExecutor(AT_ONCE) as senders:
            list(senders.map(lambda sample: post(slack, sample), sent))
        often = outcome(slack)
        verdict = verify(slack.system)

    assert often.words == once.words
    assert often.facts["reflection.recorded"] == once.facts["reflection.recorded"]
    assert often.facts["reflection.withdrawn"] == once.facts["reflection.withdrawn"]
    assert often.facts["person.joined"] == once.facts["person.joined"]
    assert often.told == once.told
    assert set(often.marks.values()) == {1}
    assert verdict.ok, verdict


def test_slacks_own_retries_and_duplicates_are_heard_once(postgres: Postgres) -> None:
    with fresh_workspace(postgres) as slack:
        for error in ("drop_ack", "duplicate", "out_of_order") * 3:
            slack.practice.fail("events", error)
        for number in range(LINES):
            slack.practice.message(ROSA, "im", f"Line number {number}.")
        for later in (5, 61, 301):
            slack.practice.settle()
            slack.practice.clock(later)
        slack.practice.settle()
        found = outcome(slack)
        verdict = verify(slack.system)
    assert found.words == sorted(f"Line number {number}." for number in range(LINES))
    assert found.facts["reflection.recorded"] == LINES
    assert set(found.marks.values()) == {1}
    assert verdict.ok, verdict
