"""Payload shapes that Slack sends, re-typed with values of our own, each with its source named."""

# Sources, read for the shapes (which fields there are and what kind of value they hold):
# BP  = slackapi/bolt-python at a2f21ae, tests/scenario_tests/
# JS  = slackapi/java-slack-sdk at 86ff7ca, json-logs/samples/
# DOC = docs.slack.dev, the reference page of the event or payload

from __future__ import annotations

from tests.bot.payload_events import happenings, last_words
from tests.bot.payload_interactions import interactions
from tests.bot.payload_messages import messages
from tests.bot.payload_samples import NOBODY, Sample, signed


def samples(place: str = NOBODY) -> list[Sample]:
    """All of them, with modals that were opened for this place."""
    return [*messages(), *happenings(), *last_words(), *interactions(place)]


__all__ = ["Sample", "samples", "signed"]
