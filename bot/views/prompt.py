"""What somebody is asked or told without having asked: rounds, looks back, news, and quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.identifying import go_on
from bot.views.reflect import safety, scope_in_words
from bot.words import say
from service.domain.cadence import Every
from service.domain.person import Preferences
from service.domain.vocabulary import Audience
from service.text import MAX_ADDRESS
from service.web.text import day

Text = tuple[str, list[Json]]
"""The fallback text and the blocks."""
Lead = Literal["", "reminder", "again"]
MORE = ("when", "pause", "who")
CREDITS = ("name", "role", "somebody", "own")
MOST_NEWS, MOST_TITLE, MOST_QUOTE = 300, 2_000, 2_000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Round:
    """A round's question to somebody."""

    prompt: UUID
    place_name: str
    question: str
    preferences: Preferences
    news: str = ""
    """What was decided or changed since the last time; empty where nothing was."""
    lead: Lead = ""
    next_on: date | None = None


def round_message(asked: Round) -> Text:
    """The question, what can be done about it, who would see an answer, and when the next comes."""
    lead = say(f"prompt.{asked.lead}") if asked.lead else ""
    news = say("prompt.since", what=b.short(asked.news, MOST_NEWS)) if asked.news else ""
    text = " ".join(filter(None, (lead, news, asked.question, say("prompt.one_line"))))
    return b.short(b.escape(text), 3_000), [
        *([b.section(lead)] if lead else []),
        *([b.said(news)] if news else []),
        b.said(asked.question),
        b.context(f"{say('prompt.one_line')} {say('prompt.how')}"),
        b.actions(
            b.button(say("prompt.write"), "prompt.write", asked.prompt, style="primary"),
            b.button(say("prompt.nothing"), "prompt.nothing", asked.prompt),
            b.button(say("prompt.tomorrow"), "prompt.tomorrow", asked.prompt),
            b.overflow(
                "prompt.more",
                [b.option(say(f"prompt.more_{one}"), f"{one}/{asked.prompt}") for one in MORE],
            ),
        ),
        b.context(f"{say('safety.leave_out')} {say('safety.not_monitored')}"),
        b.context(_who_and_when(asked)),
    ]


def rhythm(prompt: UUID, place_name: str) -> Text:
    """Whether somebody who left it three times is asked too often."""
    text = say("prompt.rhythm", place=b.escape(place_name))
    return text, [
        b.section(text),
        b.actions(
            b.button(say("prompt.rhythm_four"), "prompt.rhythm_four", prompt),
            b.button(say("prompt.rhythm_when"), "prompt.rhythm_when", prompt),
            b.button(say("prompt.rhythm_keep"), "prompt.rhythm_keep", prompt),
        ),
        b.context(say("prompt.rhythm_then")),
    ]


def welcome(prompt: UUID, place_name: str, every: Every, on: date) -> Text:
    """Whether somebody would like to be asked at all: nobody is without a yes."""
    text = say("prompt.welcome", often=how_often(every, on), place=b.escape(place_name))
    return text, [
        b.section(text),
        b.context(say("prompt.welcome_then")),
        b.actions(
            b.button(say("prompt.yes"), "prompt.welcome_yes", prompt, style="primary"),
            b.button(say("common.not_now"), "prompt.welcome_no", prompt),
            b.button(say("prompt.by_mail"), "prompt.welcome_mail", prompt),
        ),
    ]


def review(prompt: UUID, title: str) -> Text:
    """A decision that it is time to look at again."""
    return _look(prompt, title, "review")


def expectation(prompt: UUID, title: str) -> Text:
    """What was expected to have happened by now."""
    return _look(prompt, title, "expectation")


def told_back(place_name: str, words: Sequence[str]) -> Text:
    """What became of what somebody said, all of it at once."""
    lead = say("prompt.told", place=b.escape(place_name))
    text = b.short(f"{lead} {b.escape(' '.join(words))}", 3_000)
    last = [b.actions(b.button(say("saved.all"), "mine.all"))]
    quotes = [b.quote(b.short(one, MOST_QUOTE)) for one in words]
    return text, b.with_room_for([b.section(lead), *quotes], last, say("common.more"))


def quote(prompt: UUID, place_name: str, words: str, audience: Audience) -> Text:
    """The exact words, and before whom they would stand."""
    seen_by = say(f"prompt.quote_{audience}", place=place_name)
    text = f"{say('prompt.quote')} {b.escape(b.short(words, MOST_QUOTE))}"
    return b.short(text, 3_000), [
        b.section(say("prompt.quote")),
        *b.quotes(b.short(words, 2 * b.MOST_QUOTED)),
        b.said(seen_by),
        b.actions(
            b.button(say("prompt.quote_yes"), "prompt.quote_yes", prompt, style="primary"),
            b.button(say("prompt.quote_no"), "prompt.quote_no", prompt),
        ),
        b.context(say("prompt.quote_then")),
    ]


def settled(sentence: str) -> Text:
    """What stands there once nothing more is asked."""
    return sentence, [b.section(sentence)]


def how_often(every: Every, on: date) -> str:
    """As people say it: every second Tuesday."""
    weekday = say(f"weekdays.{WEEKDAYS[on.weekday()]}")
    return say(f"often.{every}", weekday=weekday)


def mail_modal(metadata: str) -> Json:
    """Where letters reach somebody who would rather have them."""
    box = b.text_box(is_long=False, most=MAX_ADDRESS)
    return b.modal(
        "mail",
        say("mail.title"),
        [b.field("address", say("mail.box"), box, hint=say("mail.hint"))],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def happened_modal(title: str, metadata: str) -> Json:
    """What became of what was expected."""
    return b.modal(
        "happened",
        say("happened.title"),
        [
            b.said(b.short(title, MOST_TITLE)),
            b.field("words", say("happened.box"), b.text_box(), hint=say("happened.hint")),
            *safety("happened"),
            go_on(),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def quote_modal(words: str, metadata: str) -> Json:
    """How somebody wants to be named for their words."""
    offered = [b.option(say(f"quote.credit_{one}"), one) for one in CREDITS]
    return b.modal(
        "quote",
        say("quote.title"),
        [
            b.quote(b.short(words, MOST_QUOTE)),
            b.field("credit", say("quote.credit"), b.radio(offered, "somebody")),
            b.field(
                "called",
                say("quote.called"),
                b.text_box(is_long=False, most=200),
                hint=say("quote.called_hint"),
                is_optional=True,
            ),
        ],
        submit=say("quote.yes"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def _look(prompt: UUID, title: str, purpose: str) -> Text:
    lead, asks = say(f"prompt.{purpose}"), say(f"prompt.{purpose}_asks")
    text = f"{lead} {b.escape(b.short(title, MOST_TITLE))} {asks}"
    return b.short(text, 3_000), [
        b.section(lead),
        b.quote(b.short(title, MOST_TITLE)),
        b.section(f"*{asks}*"),
        b.actions(
            b.button(say("prompt.write"), f"prompt.{purpose}", prompt, style="primary"),
            b.button(say("prompt.tomorrow"), "prompt.tomorrow", prompt),
        ),
        b.context(say("safety.leave_out")),
    ]


def _who_and_when(asked: Round) -> str:
    usual, place = asked.preferences, asked.place_name
    name = say("saved.name_shown" if usual.name_shown else "saved.name_hidden")
    seen = say("saved.seen_by", scope=scope_in_words(usual.scope, place), name=name)
    coming = say("prompt.next", day=day(asked.next_on)) if asked.next_on else ""
    return " ".join(filter(None, (say("saved.place", place=place), seen, coming)))
