"""Keeping: the words of a Slack message become their writer's reflection, once."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

from bot.answering import prompt_at, wrote
from bot.context import Bot
from bot.identity import Visitor
from bot.payloads import Line, Who
from bot.sources import Where
from bot.words import say
from service.application.commands import Receipt, RecordReflection
from service.domain.errors import AlreadyRecordedDifferently
from service.domain.identifying import found_in
from service.domain.vocabulary import REPORTED_LATE_AFTER, Scope
from service.text import MAX_CHARACTERS


def record_line(bot: Bot, visitor: Visitor, line: Line) -> Receipt:
    """Keep a line as its writer's reflection. The message itself makes the id, so that any number
    of deliveries of it, under whatever event id, is one reflection.
    """
    where = Where(line.who.installed, line.channel, line.ts, line.thread_ts, line.who.user)
    return record_words(bot, visitor, line.text, where)


def record_words(
    bot: Bot,
    visitor: Visitor,
    text: str,
    where: Where,
    *,
    scope: Scope | None = None,
    name_shown: bool | None = None,
) -> Receipt:
    """Keep the words of a message as the reflection of who wrote it; where they did not say
    otherwise just now, for those and with the name they usually choose.
    """
    now, words = bot.clock(), keepable(text)
    preferences = bot.system.people.preferences_of(visitor.person)
    command = RecordReflection(
        place=str(visitor.place.id),
        text=words,
        occurred_at=moment(where.ts, now),
        scope=careful_scope(words, scope or preferences.scope, now),
        speaking_as=preferences.speaking_as,
        name_shown=preferences.name_shown if name_shown is None else name_shown,
        late_because=say("consent.late") if _is_late(moment(where.ts, now), now) else None,
    )
    request = visitor.request(now, message_key(bot, visitor.who, where))
    id = bot.system.capture.reflection_id(command, request)
    bot.sources.note(id, visitor.person, visitor.place.id, where, now)
    try:
        receipt = bot.system.capture.record_reflection(command, request)
    except AlreadyRecordedDifferently:  # It came before, and was edited since.
        position = bot.system.log.position_of(id)
        receipt = Receipt(id=id, position=position, already_there=True)
    wrote(bot, visitor, id, prompt_at(bot, where.team, where.channel, where.thread_ts))
    return receipt


def _is_late(said: datetime, now: datetime) -> bool:
    """True where a reason belongs to it (I17); a day early is no harm, and zones differ."""
    return now - said >= REPORTED_LATE_AFTER


def message_key(bot: Bot, who: Who, where: Where) -> str:
    """The key by which the same message is known again, in the log for nobody to guess back."""
    return bot.system.keys.keyed(f"slack:{who.team}:{where.channel}:{where.ts}")


def careful_scope(words: str, wished: Scope, now: datetime) -> Scope:
    """What may tell who somebody is begins narrow; its author is asked what to do about it."""
    return Scope.AUTHOR_AND_LP if found_in(words, now.date()) else wished


def keepable(text: str) -> str:
    """The words as they were typed, without what no log can keep: nothing said is lost.

    Slack marks people, channels and links, and escapes three characters; NUL and half an emoji
    are replaced; a pasted file is cut.
    """
    text = _MARK.sub(_in_words, text)
    for escaped, typed in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("\x00", " ")):
        text = text.replace(escaped, typed)
    whole = text.encode("utf-8", errors="replace").decode("utf-8")
    return unicodedata.normalize("NFC", whole)[:MAX_CHARACTERS]


def _in_words(mark: re.Match[str]) -> str:
    """What stands there for who reads it, and of a person no more than that it is somebody."""
    label, scheme, address = mark["label"] or "", mark["scheme"], mark["address"]
    if mark["person"]:
        return f"@{say('common.somebody')}"
    if mark["channel"]:
        return f"#{label}" if label else say("common.a_channel")
    if mark["called"]:
        return label or f"@{mark['called']}"
    if scheme in ("mailto:", "tel:"):
        return label or address
    if not label:
        return f"{scheme}{address}"
    return label if label in f"{scheme}{address}" else f"{label} ({scheme}{address})"


_MARK = re.compile(
    r"<(?:(?P<person>@[UWB][A-Z0-9]+)|(?P<channel>#[CDG][A-Z0-9]+)"
    r"|!(?P<called>here|channel|everyone|subteam|date)[^<>|]*"
    r"|(?P<scheme>[a-z][a-z0-9+.-]*://|mailto:|tel:)(?P<address>[^<>|\s]+))"
    r"(?:\|(?P<label>[^<>]*))?>"
)
"""How Slack writes people, channels, groups and links into a message's text."""


def moment(ts: str, now: datetime) -> datetime:
    """Slack's own time of the message, which a late delivery does not change."""
    return min(datetime.fromtimestamp(float(ts), UTC), now)
