"""What people do about a question, one to five times, in any order, while Slack stumbles: once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from service.application.rhythm_commands import AskForQuote
from service.domain.vocabulary import Audience, PromptPurpose
from service.verify import verify
from tests.bot.looking import direct, entries, facts
from tests.bot.payload_fixtures import Sample
from tests.bot.payload_interactions import ON_MESSAGE, action, interaction
from tests.bot.payload_messages import message
from tests.bot.payload_samples import around
from tests.stories.test_slack_nothing_lost import (
    AT_ONCE,
    STUMBLES,
    fresh_workspace,
    outcome,
    post,
)
from tests.support.asked_in_slack import AskedInSlack, asked_in
from tests.support.postgres import Postgres
from tests.support.workspace import AMINA, COLIN, ROSA, Workspace

REPLY = "They rang me first."
QUOTED = "The desk rang."


def asked(slack: Workspace) -> AskedInSlack:
    """Three who are asked in a round, one of them also for a quote."""
    found = asked_in(slack)
    for user in (ROSA, AMINA, COLIN):
        found.says_yes(user)
    slack.says(ROSA, QUOTED)
    slack.deliver()
    (mine,) = [one.id for one in entries(slack) if one.text == QUOTED]
    quote = AskForQuote(words=QUOTED, audience=Audience.PLACE)
    slack.system.quotes.ask(mine, quote, found.by_partner)
    found.open_round()
    found.tick()
    slack.practice.clock(slack.clock.ahead.total_seconds())  # Both live on the same day.
    return found


def done_by_each(slack: Workspace, found: AskedInSlack) -> Iterator[Sample]:
    """Rosa has nothing this time and keeps her words to herself; Amina puts it off; Colin replies
    in the thread."""
    prompts = {(one.person_id, one.purpose): str(one.originator_id) for one in found.prompts()}
    round_of = {
        user: prompts[slack.person(user), PromptPurpose.ROUND] for user in (ROSA, AMINA, COLIN)
    }
    quote = prompts[slack.person(ROSA), PromptPurpose.QUOTE]
    for user, name, about in (
        (ROSA, "prompt.nothing", round_of[ROSA]),
        (ROSA, "prompt.quote_no", quote),
        (AMINA, "prompt.tomorrow", round_of[AMINA]),
    ):
        pressed = action("button", name, value=about)
        body = interaction("block_actions", user, actions=[pressed], **ON_MESSAGE)
        yield Sample(name, "BP, as in payload_interactions", body, "interaction")
    there = direct(slack, COLIN)
    asked_at = found.last(COLIN).ts
    reply = message(REPLY, ts="1895430001.000100", user=COLIN, channel=there, thread_ts=asked_at)
    yield Sample("a reply in the thread", "", around(reply))


def test_what_is_done_about_a_question_counts_once(postgres: Postgres) -> None:
    with fresh_workspace(postgres) as slack:
        found = asked(slack)
        # pytest-randomly seeds this and prints the seed, so that a failure can be repeated.
        sent = [one for one in done_by_each(slack, found) for _ in range(random.randint(1, 5))]
        random.shuffle(sent)
        for method, fault in STUMBLES:
            slack.practice.fail(method, **fault)  # type: ignore[arg-type]
        with ThreadPoolExecutor(AT_ONCE) as senders:
            statuses = list(senders.map(lambda sample: post(slack, sample), sent))
        came_to, kept = outcome(slack), facts(slack)
        verdict = verify(slack.system)
    assert set(statuses) == {200}
    assert kept["prompt.answered"] == 3
    assert kept["prompt.put-off"] == 1
    assert kept["quote.declined"] == 1
    assert came_to.words.count(REPLY) == 1
    assert set(came_to.marks.values()) == {1}
    assert verdict.ok, verdict
