"""Replies: an answer to a question, or a line in a thread of ours that somebody may want kept."""

from __future__ import annotations

from bot.asks import Ask, Asks
from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.keeping import keepable, record_line
from bot.listeners.consent import asked_of, keep_asked
from bot.listeners.there import show_saved, tell_saved
from bot.listening import Listening
from bot.payloads import Click, Line
from bot.refusals import NotForNow
from bot.sources import Where
from bot.views import consent as view
from bot.words import say
from service.domain.errors import NotFound

HEARD_UNDER = frozenset({"introduction", "prompt"})
"""Under these messages of ours a reply may be a reflection."""


def register(on: Listening) -> None:
    """Listen for whether replies may be kept."""
    on.click("replies.keep", keep)
    on.click("replies.leave", leave)


def is_in_ours(bot: Bot, team: str, channel: str, thread_ts: str | None) -> bool:
    """True for a thread in which a reply may be a reflection."""
    post = bot.posts.at(team, channel, thread_ts) if thread_ts else None
    return post is not None and post.kind in HEARD_UNDER


def heard(bot: Bot, line: Line, hand: Hand, edited_at: str = "") -> None:
    """A reply in a channel: kept where it is under a message of ours and its writer wants that;
    in other words where Slack told of their edit first."""
    linked = bot.channels.of(line.who.installed, line.channel)
    if bot.sources.was_taken_back(line.who.installed, line.channel, line.ts):
        return
    if linked is None:
        return
    if not is_in_ours(bot, line.who.installed, line.channel, line.thread_ts):
        return
    try:
        visitor = bot.identity.visitor(line.who, line.channel)
    except NotForNow:  # People who were not welcomed here are not spoken to either.
        return
    keeps = bot.identity.keeps_thread_replies(line.who)
    if keeps:
        kept = record_line(bot, visitor, line)
        if edited_at:
            bot.sources.note_edit(line.who.installed, line.channel, line.ts, edited_at)
        if not kept.already_there:
            tell_saved(bot, visitor, kept.id, hand, line.channel, line.thread_ts)
    elif keeps is None:
        _ask_whether_to_keep(bot, visitor, line, hand, edited_at)


def _ask_whether_to_keep(
    bot: Bot, visitor: Visitor, line: Line, hand: Hand, edited_at: str
) -> None:
    where = Where(line.who.installed, line.channel, line.ts, line.thread_ts, line.who.user)
    ask = Ask(
        id=Asks.id_for(where),
        author_id=visitor.person,
        asked_by=visitor.person,
        place_id=visitor.place.id,
        words=keepable(line.text),
        asker_name="",
        where=where,
        author_team=line.who.team,
        asked_at=bot.clock(),
        edited_ts=edited_at,
    )
    if bot.asks.ask(ask):
        text, blocks = view.keep_reply(ask.id)
        hand.tell_there(line.channel, line.who.user, text, blocks, line.thread_ts)


def keep(bot: Bot, click: Click, hand: Hand) -> None:
    """Yes, and from now on as well."""
    ask = asked_of(bot, click)
    if ask is None:
        hand.tell(say("replies.too_late"))
        return
    visitor = bot.identity.met_in(click.who, ask.place_id)
    kept = keep_asked(bot, visitor, ask)
    bot.identity.keep_thread_replies(click.who, visitor.person, True)
    if not show_saved(bot, visitor, kept.id, hand):
        hand.tell(say("replies.kept"))


def leave(bot: Bot, click: Click, hand: Hand) -> None:
    """No, and it is not asked again."""
    ask = asked_of(bot, click)
    person = bot.identity.known(click.who)
    if person is None:
        raise NotFound
    if ask is not None:
        bot.asks.answered(ask.id, bot.clock(), is_kept=False)
    bot.identity.keep_thread_replies(click.who, person, False)
    hand.tell(say("replies.not_kept"))
