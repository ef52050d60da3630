"""Capture: what somebody writes to the bot becomes their reflection, and follows their edits."""

from __future__ import annotations

from uuid import UUID

from slack_bolt.context import BoltContext

from bot import parsing
from bot.context import Bot
from bot.hand import Hand
from bot.keeping import keepable, record_line, record_words
from bot.listeners import question, replies
from bot.listening import Listening
from bot.payloads import Edited, Json, Line, Who
from bot.refusals import NotForNow, sentence_of
from bot.sources import Source, Where
from bot.telling.saved import newest_words
from bot.words import say
from service.application.commands import AmendReflection, ChangeScope, WithdrawReflection
from service.application.desk import Request
from service.domain.errors import Gone
from service.domain.identifying import found_in
from service.domain.vocabulary import Channel, Scope
from service.policy import Actor

CHANGED = frozenset({"message_changed", "message_deleted"})
ABOUT_CONCERNS = frozenset({"concern", "concern_read", "concern_waits"})
SOMEBODYS = frozenset({"", "file_share", "thread_broadcast"})


def register(on: Listening) -> None:
    """Listen for messages."""
    on.event("message", _parsed, heard)


def _parsed(body: Json, context: BoltContext) -> Line | Edited | None:
    event = body.get("event") or {}
    subtype = event.get("subtype") or ""
    if subtype in CHANGED:
        before = event.get("previous_message") or event.get("message") or {}
        is_ours = bool(before.get("bot_id")) or not before.get("user")
        return None if is_ours or _says_the_same(event) else parsing.edited(body, context)
    is_somebodys = subtype in SOMEBODYS and not event.get("bot_id") and event.get("user")
    return parsing.line(body, context) if is_somebodys else None


def _says_the_same(event: Json) -> bool:
    """True where Slack changed something beside the words, such as the preview of a link."""
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    is_there = event.get("subtype") == "message_changed" and now.get("subtype") != "tombstone"
    return bool(is_there and before and now.get("text") == before.get("text"))


def heard(bot: Bot, found: Line | Edited | None, hand: Hand) -> None:
    """A line typed to the bot, a reply in one of its threads, or a change to either."""
    if isinstance(found, Edited):
        follow_edit(bot, found)
    elif isinstance(found, Line) and found.text.strip():
        if found.channel_type == "im":
            keep(bot, found, hand)
        elif found.thread_ts is not None:
            replies.heard(bot, found, hand)


def keep(bot: Bot, line: Line, hand: Hand) -> None:
    """Keep a direct message: as an answer where it replies to a question, else as a reflection."""
    if bot.sources.was_taken_back(line.who.installed, line.channel, line.ts):
        return
    if is_under_a_concern(bot, line):
        hand.tell(say("concern.not_here"))
        return
    try:
        visitor = bot.identity.visitor(line.who)
    except NotForNow as error:
        hand.tell(sentence_of(error))
        return
    if not question.answers(bot, visitor, line):
        record_line(bot, visitor, line)


def is_under_a_concern(bot: Bot, line: Line) -> bool:
    """True for a reply to what we said of a concern: that is for no log (I15)."""
    if line.thread_ts is None:
        return False
    post = bot.posts.at(line.who.installed, line.channel, line.thread_ts)
    return post is not None and post.kind in ABOUT_CONCERNS


def follow_edit(bot: Bot, edited: Edited) -> None:
    """What is changed or deleted in Slack is amended or taken back here."""
    now, team = bot.clock(), edited.who.installed
    if edited.text is None:
        bot.sources.take_back(team, edited.channel, edited.ts, now)
    elif bot.sources.was_taken_back(team, edited.channel, edited.ts):
        return
    source = bot.sources.of_message(team, edited.channel, edited.ts)
    # Noted is not yet kept: a message that met a database that is away comes again.
    if source is None or not bot.system.desk.exists(source.reflection_id):
        _came_before_its_message(bot, edited)
        return
    if edited.text is not None and edited.at <= source.edited_ts:
        return
    actor = _author(bot, source.person_id, edited.who, source.place_id)
    key = bot.system.keys.keyed(f"slack:edit:{team}:{edited.channel}:{edited.ts}:{edited.at}")
    request = Request(actor, Channel.SLACK, now, key)
    try:
        _follow(bot, source, edited, request)
    except Gone:
        return


def _follow(bot: Bot, source: Source, edited: Edited, request: Request) -> None:
    place, reference = source.place_id, str(source.reflection_id)
    if edited.text is None:
        bot.system.capture.withdraw_reflection(place, reference, WithdrawReflection(), request)
    elif edited.text.strip():
        words = keepable(edited.text)
        _narrow(bot, source, words, request)
        amendment = AmendReflection(text=words)
        bot.system.capture.amend_reflection(place, reference, amendment, request)
        bot.sources.note_edit(edited.who.installed, edited.channel, edited.ts, edited.at)


def _narrow(bot: Bot, source: Source, words: str, request: Request) -> None:
    """What an edit brings in may tell who somebody is: then fewer see it until they are asked."""
    today, (before, _) = request.now.date(), newest_words(bot, source.reflection_id)
    if found_in(words, today) - found_in(before, today):
        bot.system.capture.change_scope(
            source.place_id,
            str(source.reflection_id),
            ChangeScope(scope=Scope.AUTHOR_AND_LP),
            request.part("scope"),
        )


def _came_before_its_message(bot: Bot, edited: Edited) -> None:
    """Slack may tell of an edit before it tells of the message; both become one reflection. What
    was an answer is answered anew."""
    if edited.text and edited.text.strip() and edited.channel.startswith("D"):
        visitor = bot.identity.visitor(edited.who)
        where = Where(
            edited.who.installed, edited.channel, edited.ts, edited.thread_ts, edited.who.user
        )
        line = Line(
            who=edited.who,
            channel=edited.channel,
            ts=edited.ts,
            thread_ts=edited.thread_ts,
            text=edited.text,
        )
        if is_under_a_concern(bot, line) or question.answers(bot, visitor, line, edited.at):
            return
        record_words(bot, visitor, edited.text, where)
        bot.sources.note_edit(where.team, where.channel, where.ts, edited.at)


def _author(bot: Bot, person: UUID, who: Who, place: UUID) -> Actor:
    return bot.identity.in_place(who, person, bot.system.desk.place(place)).actor
