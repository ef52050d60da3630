"""Consent: a shortcut or an emoji asks to keep words, and only their author's yes keeps them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from bot.asks import Ask, Asks
from bot.context import Bot
from bot.hand import Hand
from bot.identity import PROVIDER, Visitor, slack_name
from bot.keeping import keepable, record_words
from bot.listeners.there import show_saved, tell_saved
from bot.listening import Listening
from bot.naming import asker_called, may_be_named
from bot.parsing import reacted
from bot.payloads import Click, Edited, MessageShortcut, Reacted, Unreadable, Who
from bot.sources import Where
from bot.telling import consent as telling
from bot.telling import home
from bot.views import consent as view
from bot.words import say
from service.application.commands import Receipt
from service.domain.vocabulary import Scope


def register(on: Listening) -> None:
    """Listen for the shortcut, the emoji, and the author's answer."""
    on.message_shortcut("keep", keep)
    on.event("reaction_added", reacted, bookmarked)
    on.click("consent.named", lambda bot, click, hand: agreed(bot, click, hand, named=True))
    on.click("consent.unnamed", lambda bot, click, hand: agreed(bot, click, hand, named=False))
    on.click("consent.no", declined)


def keep(bot: Bot, shortcut: MessageShortcut, hand: Hand) -> None:
    """Keep one's own words at once; ask anybody else first."""
    if bot.channels.of(shortcut.who.installed, shortcut.channel) is None:
        hand.tell(say("consent.not_a_place"))
    elif shortcut.author is None:
        hand.tell(say("consent.not_a_person"))
    elif not keepable(shortcut.text).strip():
        hand.tell(say("consent.nothing_to_keep"))
    else:
        team = shortcut.author_team or shortcut.who.installed
        where = Where(shortcut.who.installed, shortcut.channel, shortcut.ts, None, shortcut.author)
        told = keep_or_ask(bot, shortcut.who, team, where, shortcut.text, hand)
        if told is not None:
            hand.tell(told)


def bookmarked(bot: Bot, mark: Reacted, hand: Hand) -> None:
    """The emoji is a bookmark and never consent: its message's author is asked as well."""
    is_ours = mark.name.partition("::")[0] == bot.system.settings.slack_emoji
    linked = bot.channels.of(mark.who.installed, mark.channel)
    if not is_ours or linked is None or linked.closed_at is not None:
        return
    message = hand.message_at(mark.channel, mark.ts)
    if message is None or message.get("bot_id") or not message.get("user"):
        return
    text = str(message.get("text") or "")
    if keepable(text).strip():
        author = str(message["user"])
        team = str(message.get("team") or message.get("user_team") or mark.who.installed)
        where = Where(mark.who.installed, mark.channel, mark.ts, None, author)
        by = team if mark.who.user == author else _team_of(mark, hand, is_shared=linked.is_shared)
        keep_or_ask(bot, mark.who.model_copy(update={"team": by}), team, where, text, hand)


def _team_of(mark: Reacted, hand: Hand, *, is_shared: bool) -> str:
    """Of which workspace they are who put the emoji there, which the event itself does not say:
    in a shared channel it is asked for, so that nobody is taken for one of ours."""
    return hand.team_of(mark.who.user) if is_shared else mark.who.team


def keep_or_ask(
    bot: Bot, asker: Who, author_team: str, where: Where, text: str, hand: Hand
) -> str | None:
    """What the asker is told: that their own words are kept, or that their author was asked; None
    where they were told just now."""
    visitor = bot.identity.visitor(asker, where.channel)
    if (asker.team, asker.user) == (author_team, where.user):
        kept = record_words(bot, visitor, text, where)
        is_told = tell_saved(bot, visitor, kept.id, hand, where.channel, where.thread_ts)
        return None if is_told else say("consent.own_kept")
    if author_team != where.team and not _are_others_welcome(bot, where):
        return say("consent.from_elsewhere")
    ask = _ask(bot, visitor, author_team, where, keepable(text), hand)
    is_new = bot.asks.ask(ask)
    _put(bot, ask, author_team, hand, is_new=is_new)
    return say("consent.asked")


def _are_others_welcome(bot: Bot, where: Where) -> bool:
    linked = bot.channels.of(where.team, where.channel)
    return linked is not None and linked.welcomes_others


def _ask(bot: Bot, visitor: Visitor, author_team: str, where: Where, words: str, hand: Hand) -> Ask:
    author = bot.system.keys.person_for(PROVIDER, slack_name(author_team, where.user))
    return Ask(
        id=Asks.id_for(where),
        author_id=author,
        asked_by=visitor.person,
        place_id=visitor.place.id,
        words=words,
        asker_name=asker_called(bot, visitor, hand),
        where=where,
        author_team=author_team,
        asked_at=bot.clock(),
    )


def _put(bot: Bot, ask: Ask, author_team: str, hand: Hand, *, is_new: bool) -> None:
    """Ask in direct messages; somebody of another workspace where the words stand, for there the
    bot has no direct messages with them."""
    if author_team == ask.where.team:
        # Also where it was asked before, for that may have broken off here. Twice is once.
        bot.posts.want([telling.want_of(ask)], 0, bot.clock())
        home.refresh(bot, ask.author_id)
        return
    if not is_new:
        return
    place = bot.identity.name_of(ask.place_id)
    text, blocks = view.message(ask.id, ask.asker_name, place, ask.words)
    hand.tell_there(ask.where.channel, ask.where.user, text, blocks)


def agreed(bot: Bot, click: Click, hand: Hand, *, named: bool) -> None:
    """The author says yes: only now the words become a reflection, and it is theirs."""
    ask = asked_of(bot, click)
    if ask is None:
        hand.tell(say("replies.too_late"))
        return
    who = click.who.model_copy(update={"team": ask.author_team, "user": ask.where.user})
    visitor = bot.identity.met_in(who, ask.place_id)
    kept = keep_asked(bot, visitor, ask, scope=Scope.PLACE_TEAM, name_shown=named)
    if named:
        may_be_named(bot, visitor, hand)
    if not show_saved(bot, visitor, kept.id, hand):
        _show_answer(bot, ask, hand, say("consent.kept"))


def keep_asked(
    bot: Bot,
    visitor: Visitor,
    ask: Ask,
    *,
    scope: Scope | None = None,
    name_shown: bool | None = None,
) -> Receipt:
    """Keep words that waited, as they are now; later edits are followed from there."""
    where = ask.where
    kept = record_words(bot, visitor, ask.words, where, scope=scope, name_shown=name_shown)
    if ask.edited_ts:
        bot.sources.note_edit(where.team, where.channel, where.ts, ask.edited_ts)
    bot.asks.answered(ask.id, bot.clock(), is_kept=True)
    return kept


def waiting_at(bot: Bot, team: str, channel: str, ts: str) -> Ask | None:
    """What is asked about a message, while it waits."""
    return bot.asks.waiting(Asks.id_at(team, channel, ts), bot.clock())


def follow_edit(bot: Bot, ask: Ask, edited: Edited) -> None:
    """Words that wait are asked about as they are now, and no longer once they are gone."""
    words = keepable(edited.text or "")
    if not words.strip():
        bot.asks.drop(ask.id)
    elif edited.at > ask.edited_ts:
        bot.asks.reword(replace(ask, words=words, edited_ts=edited.at))
    bot.posts.refresh(telling.KIND, ask.id, bot.clock())
    home.refresh(bot, ask.author_id)


def declined(bot: Bot, click: Click, hand: Hand) -> None:
    """The author says no: the words go from where they waited."""
    ask = asked_of(bot, click)
    if ask is not None:
        bot.asks.answered(ask.id, bot.clock(), is_kept=False)
        home.refresh(bot, ask.author_id)
        _show_answer(bot, ask, hand, say("consent.not_kept"))


def asked_of(bot: Bot, click: Click) -> Ask | None:
    """What waits for this person's answer under this button; None where it does no longer."""
    try:
        id = UUID(click.value or "")
    except ValueError:
        raise Unreadable("Click: value") from None
    ask = bot.asks.waiting(id, bot.clock())
    if ask is None or (ask.author_team, ask.where.user) != (click.who.team, click.who.user):
        return None
    where = ask.where
    return None if bot.sources.was_taken_back(where.team, where.channel, where.ts) else ask


def _show_answer(bot: Bot, ask: Ask, hand: Hand, sentence: str) -> None:
    if ask.author_team == ask.where.team:
        bot.posts.refresh(telling.KIND, ask.id, bot.clock())
    else:
        hand.tell(sentence)
