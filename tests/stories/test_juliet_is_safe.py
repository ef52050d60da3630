"""Acceptance 7: a resident's name, street and illness are noticed, put aside, and left out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from bot.telling.saved import newest_words
from service.application.commands import HoldReflection, ReleaseReflection
from service.application.desk import Request
from service.application.loop_commands import ProposeInsight
from service.application.mention_commands import EraseMention, RedactSpan
from service.application.rhythm_commands import AskForQuote, GiveQuote
from service.bootstrap import LEARNING_PARTNER_HERE
from service.digests.placing import draft_place
from service.digests.quoting import live_quotes
from service.domain.reflection import Reflection, State
from service.domain.sealed import ERASED
from service.domain.vocabulary import (
    ActorRole,
    Audience,
    CareCategory,
    Channel,
    MentionCategory,
    Scope,
)
from service.erasing import redact
from service.exchange.exporting import export_place
from service.policy import Actor
from service.projections.entries import Filter
from service.verify import verify
from tests.support.tables import dump
from tests.support.workspace import PLACE, ROSA, TOMAS, VALE, Workspace

TEXT = (
    "Juliet Marsh of 14 Mill Street, E8 3PQ, had a bailiff charge put on her bill. She has "
    "epilepsy and lost her childcare. Nobody had called her first."
)
LEFT = (
    "[left out] of [left out], had a bailiff charge put on her bill. She has "
    "[left out] and lost her childcare. Nobody had called her first."
)
SPANS = {
    "Juliet Marsh": MentionCategory.NAME,
    "14 Mill Street, E8 3PQ": MentionCategory.ADDRESS,
    "epilepsy": MentionCategory.HEALTH,
}


def by_partner(slack: Workspace) -> Request:
    """The learning partner asks."""
    return Request(LEARNING_PARTNER_HERE, Channel.WEB, slack.clock())


def stands_nowhere(slack: Workspace, *words: str) -> bool:
    """No message of ours, in no channel and nobody's Home, and no table says it."""
    world = slack.practice.world
    ours = [
        f"{message.text}{message.blocks}"
        for channel in world.channels.values()
        for message in channel.messages.values()
        if message.bot_id
    ]
    shown = "".join([*ours, *(str(view.given) for view in world.views.values())])
    kept = dump(slack.system)
    return not any(word in shown or word.encode() in kept for word in words)


def said_in_a_digest(slack: Workspace, reflection: UUID) -> str:
    """What the place's digest says of a pattern that rests on it, all of it opened."""
    today, system = slack.clock().date(), slack.system
    insight = ProposeInsight(
        place=PLACE,
        claim="Nobody rings first.",
        cites=[str(reflection)],
        single_voice=True,
        looked_for_disconfirming=True,
    )
    system.sense.propose_insight(insight, by_partner(slack))
    system.runner.catch_up()
    asked = AskForQuote(words="Nobody had called her first.", audience=Audience.PLACE)
    quote = system.quotes.ask(reflection, asked, by_partner(slack)).id
    author = system.desk.load(Reflection, reflection).author
    actor = Actor(author, ActorRole.PARTNER, frozenset({slack.place}))
    given = GiveQuote(credit="somebody")
    system.quotes.give(quote, given, Request(actor, Channel.WEB, slack.clock()))
    system.runner.catch_up()
    draft = draft_place(system, slack.place, today - timedelta(days=14), today)
    with system.database.reading() as connection:
        (quoted,) = live_quotes(connection, system.keys, Audience.PLACE).values()
    assert quoted.words == asked.words
    return draft.model_dump_json() + str(quoted)


def letters_to_anybody(slack: Workspace) -> int:
    """How many letters there are to send."""
    with slack.system.database.reading() as connection:
        row = connection.execute("SELECT count(*) FROM letters.letters").fetchone()
    return 0 if row is None else int(row[0])


def shown(slack: Workspace) -> list[str]:
    """What the learning partner reads on the timeline."""
    slack.system.runner.catch_up()
    timeline = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter())
    return [entry.text for entry in timeline.entries]


def test_juliet_is_noticed_put_aside_left_out_found_and_destroyed(slack: Workspace) -> None:
    system = slack.system
    slack.says(ROSA, TEXT)
    slack.deliver()
    (told,) = slack.told(ROSA)
    assert "a postcode" in f"{told.text}{told.blocks}"
    (id,) = {post.about for post in slack.slack.bot.posts.of_person(slack.person(ROSA))}
    assert system.desk.load(Reflection, id).scope == Scope.AUTHOR_AND_LP
    assert slack.posted(VALE) == []

    hold = HoldReflection(category=CareCategory.THIRD_PARTY)
    system.capture.hold_reflection(PLACE, str(id), hold, by_partner(slack))
    slack.deliver()
    assert shown(slack) == []
    assert "Juliet" not in f"{slack.told(TOMAS)}"
    for words, category in SPANS.items():
        command = RedactSpan(words=words, category=category, about="Juliet Marsh")
        redact(system, PLACE, str(id), command, by_partner(slack))
    system.capture.release_reflection(PLACE, str(id), ReleaseReflection(), by_partner(slack))
    slack.deliver()

    assert shown(slack) == [LEFT]
    assert newest_words(slack.slack.bot, id) == (LEFT, None)
    assert "[left out]" in f"{slack.told(ROSA)[0].text}"
    assert stands_nowhere(slack, *SPANS)
    assert LEFT in "".join(export_place(system, PLACE))
    recorded = next(iter(system.log.events.get(id)))
    assert isinstance(recorded, Reflection.Recorded)
    assert system.keys.open_field(recorded, "noticed", recorded.noticed) == ERASED

    found = system.reading.mentions(LEARNING_PARTNER_HERE, PLACE, "juliet")
    assert {one.words for one in found} == set(SPANS)
    for one in found:
        system.mentions.erase(one.id, EraseMention(), by_partner(slack))
    system.runner.catch_up()
    assert system.reading.mentions(LEARNING_PARTNER_HERE, PLACE, "juliet") == []
    assert system.keys.sealers(one.id for one in found) == {}
    assert shown(slack) == [LEFT]
    assert system.desk.load(Reflection, id).state == State.AVAILABLE
    assert verify(system).ok

    in_the_digest = said_in_a_digest(slack, id)
    assert not any(words in in_the_digest for words in SPANS)
    assert letters_to_anybody(slack) == 0
