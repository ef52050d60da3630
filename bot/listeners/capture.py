"""Capture: what somebody writes to the bot becomes their reflection, and follows their edits."""

from __future__ import annotations

from uuid import UUID

from slack_bolt.context import BoltContext

from bot import parsing
from bot.answering import WITH_BUTTONS, prompt_under
from bot.context import Bot
from bot.hand import Hand
from bot.keeping import keepable, record_line
from bot.listeners import consent, question, replies
from bot.listening import Listening
from bot.payloads import Edited, Json, Line, Who
from bot.refusals import NotForNow, sentence_of
from bot.sources import Source
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
SOMEBODYS = frozenset({"", "file_share", "me_message", "thread_broadcast"})
TOLD_AGAIN_FOR = 3600
"""Slack tries for less than an hour to tell of a message; what it told of before was left alone."""


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
        follow_edit(bot, found, hand)
    elif isinstance(found, Line) and found.channel_type == "im":
        keep(bot, found, hand)
    elif isinstance(found, Line) and found.thread_ts is not None and found.text.strip():
        replies.heard(bot, found, hand)


def keep(bot: Bot, line: Line, hand: Hand) -> None:
    """Keep a direct message: as an answer where it replies to a question, else as a reflection."""
    if bot.sources.was_taken_back(line.who.installed, line.channel, line.ts):
        return
    if is_under_a_concern(bot, line):
        hand.tell(say("concern.not_here"))
        return
    if not line.text.strip():
        if line.has_files:
            hand.tell(say("capture.only_files"))
        return
    try:
        visitor = bot.identity.visitor(line.who)
    except NotForNow as error:
        hand.tell(sentence_of(error))
        return
    prompt = prompt_under(bot, line)
    if prompt is not None and prompt.purpose in WITH_BUTTONS:
        hand.tell(say("prompt.use_buttons"))
        return
    if prompt is not None and prompt.person_id == visitor.person:
        visitor = bot.identity.met_in(line.who, prompt.place_id)
    is_answer = question.answers(bot, visitor, line)
    is_known = not is_answer and record_line(bot, visitor, line).already_there
    if line.has_files and not is_known:
        hand.tell(say("capture.without_files"))


def is_under_a_concern(bot: Bot, line: Line) -> bool:
    """True for a reply to what we said of a concern: that is for no log (I15)."""
    if line.thread_ts is None:
        return False
    post = bot.posts.at(line.who.installed, line.channel, line.thread_ts)
    return post is not None and post.kind in ABOUT_CONCERNS


def _is_for_buttons(bot: Bot, line: Line) -> bool:
    """True for a reply to what is answered with yes or no: that is no reflection."""
    prompt = prompt_under(bot, line)
    return prompt is not None and prompt.purpose in WITH_BUTTONS


def follow_edit(bot: Bot, edited: Edited, hand: Hand) -> None:
    """What is changed or deleted in Slack is amended or taken back here."""
    now, team = bot.clock(), edited.who.installed
    ask = consent.waiting_at(bot, team, edited.channel, edited.ts)
    if ask is None and not _may_be_ours(bot, edited):
        return
    if edited.text is None:
        bot.sources.take_back(team, edited.channel, edited.ts, now)
        if question.take_back(bot, edited):
            return
    elif bot.sources.was_taken_back(team, edited.channel, edited.ts):
        return
    if ask is not None:
        consent.follow_edit(bot, ask, edited)
    source = bot.sources.of_message(team, edited.channel, edited.ts)
    # Noted is not yet kept: a message that met a database that is away comes again.
    if source is None or not bot.system.desk.exists(source.reflection_id):
        if ask is None:
            _came_before_its_message(bot, edited, hand)
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


def _may_be_ours(bot: Bot, edited: Edited) -> bool:
    """True for what we heard, or may be about to hear; nothing is noted of what else people say."""
    team, channel = edited.who.installed, edited.channel
    return (
        channel.startswith("D")
        or replies.is_in_ours(bot, team, channel, edited.thread_ts)
        or bot.sources.of_message(team, channel, edited.ts) is not None
    )


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


def _came_before_its_message(bot: Bot, edited: Edited, hand: Hand) -> None:
    """Slack may tell of an edit before it tells of the message; both become one reflection. What
    was an answer is answered anew."""
    if edited.text is None or not edited.text.strip():
        return
    line = Line(
        who=edited.who,
        channel=edited.channel,
        ts=edited.ts,
        thread_ts=edited.thread_ts,
        text=edited.text,
    )
    if not edited.channel.startswith("D"):
        if float(edited.at) - float(edited.ts) < TOLD_AGAIN_FOR:
            replies.heard(bot, line, hand, edited.at)
        return
    visitor = bot.identity.visitor(edited.who)
    if is_under_a_concern(bot, line) or _is_for_buttons(bot, line):
        return
    if question.answers(bot, visitor, line, edited.at):
        return
    record_line(bot, visitor, line)
    bot.sources.note_edit(edited.who.installed, edited.channel, edited.ts, edited.at)


def _author(bot: Bot, person: UUID, who: Who, place: UUID) -> Actor:
    return bot.identity.in_place(who, person, bot.system.desk.place(place)).actor
