"""Prompt letters: what is asked or told people who are reached by mail, each with one way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.bootstrap import System
from service.document import Block, Bold, Document, Link, Note, Paragraph, Quote, as_mail, as_text
from service.domain.base import Event
from service.domain.cadence import Way
from service.domain.prompt import Prompt
from service.domain.vocabulary import PromptPurpose
from service.letters import words as w
from service.letters.letter import Letter
from service.letters.outbox import Row, Want
from service.letters.ways_back import answer_link, stop_link
from service.projections import due, prompting
from service.projections.prompting import PromptRow
from service.projections.schedule import question_of
from service.prompted import news_since, place_name, title_of, told_words

WISHED = frozenset({PromptPurpose.ROUND, PromptPurpose.RHYTHM})
"""What only goes to somebody who said yes to being asked."""


@dataclass
class PromptLetters:
    """Letters after one of the things that can happen to a prompt; each goes once."""

    KIND: str
    FOLLOWS: tuple[type[Event], ...]
    lead: str = ""
    subject: str = ""
    last: str = ""

    def wants(self, system: System, event: Event) -> Iterable[Want]:
        """The person who is asked, if they are reached by mail."""
        with system.database.reading() as connection:
            found = prompting.prompt_of(connection, event.originator_id)
        if found is not None and found.way is Way.EMAIL:
            yield Want(self.KIND, found.prompt_id, found.place_id, found.person_id)

    def content(self, system: System, row: Row) -> Letter | None:
        """What is asked; nothing once they answered, or do not want to be asked any more."""
        with system.database.reading() as connection:
            prompt = prompting.prompt_of(connection, row.about)
            if prompt is None or not prompt.is_open or not _is_wished(system, prompt):
                return None
            told = _told(system, connection, prompt)
            if told is None:
                return None
            link = answer_link(system, prompt, connection)
        subject, blocks, button = told
        stop = stop_link(system, prompt.person_id, prompt.place_id, prompt.planned_at)
        place = place_name(system, prompt)
        lead = [Paragraph(self.lead)] if self.lead else []
        last = [Paragraph(self.last)] if self.last else []
        document = Document(
            (self.subject or subject).format(place=place),
            (
                Paragraph(w.HELLO),
                *lead,
                *blocks,
                Paragraph((Link(button, link),)),
                *last,
                *_foot(prompt, place, stop),
            ),
        )
        return Letter(
            row.to, document.title, as_text(document), as_mail(document), unsubscribe=stop
        )


Told = tuple[str, list[Block], str]
"""A letter's subject, what it says, and what stands on its way back."""


def _told(system: System, connection: Connection[Any], prompt: PromptRow) -> Told | None:
    told: list[Block]
    match prompt.purpose:
        case PromptPurpose.ROUND:
            return _round(system, connection, prompt)
        case PromptPurpose.RHYTHM:
            told = [Paragraph(w.RHYTHM), Paragraph(w.RHYTHM_THEN)]
            return w.RHYTHM_SUBJECT, told, w.RHYTHM_SAY
        case PromptPurpose.WELCOME:
            return _welcome(system, connection, prompt)
        case PromptPurpose.REVIEW:
            told = _looked_at(system, prompt, w.REVIEW, w.REVIEW_ASKS)
            return (w.REVIEW_SUBJECT, told, w.REVIEW_SAY) if told else None
        case PromptPurpose.EXPECTATION:
            told = _looked_at(system, prompt, w.EXPECTATION, w.EXPECTATION_ASKS)
            return (w.EXPECTATION_SUBJECT, told, w.EXPECTATION_SAY) if told else None
        case PromptPurpose.TOLD_BACK:
            words = told_words(system, prompt, connection)
            told_back: list[Block] = [Paragraph(w.TOLD), *map(Paragraph, words)]
            return (w.TOLD_SUBJECT, told_back, w.TOLD_SEE) if words else None
        case PromptPurpose.QUOTE:
            return _quote(system, connection, prompt)


def _round(system: System, connection: Connection[Any], prompt: PromptRow) -> Told | None:
    one = prompting.round_of(connection, prompt.round_id) if prompt.round_id else None
    if one is None or one.closed_at is not None:
        return None
    news = news_since(system, prompt, connection)
    question = question_of(connection, system.keys, prompt.place_id, one)
    said: list[Block] = [
        Paragraph(w.SHORT),
        *([Paragraph(w.SINCE.format(what=news))] if news else []),
        Paragraph(w.ASKS),
        Paragraph((Bold(question),)),
        Paragraph(w.ONE_LINE),
    ]
    return w.ROUND_SUBJECT, said, w.WRITE


def how_often(connection: Connection[Any], place_id: UUID) -> str | None:
    """How often a place asks, as people say it; None where it asks nobody."""
    rhythm = due.rhythm_of(connection, place_id)
    often = w.OFTEN.get(rhythm.cadence.every) if rhythm is not None else None
    if rhythm is None or often is None:
        return None
    return often.format(weekday=w.WEEKDAYS[rhythm.cadence.anchor.weekday()])


def _welcome(system: System, connection: Connection[Any], prompt: PromptRow) -> Told | None:
    often = how_often(connection, prompt.place_id)
    if often is None:
        return None
    asks = w.WELCOME.format(often=often, place=place_name(system, prompt))
    return w.WELCOME_SUBJECT, [Paragraph(asks), Paragraph(w.WELCOME_THEN)], w.WELCOME_SAY


def _looked_at(system: System, prompt: PromptRow, lead: str, asks: str) -> list[Block]:
    title = title_of(system, prompt)
    return [Paragraph(lead), Paragraph((Bold(title),)), Paragraph(asks)] if title else []


def _quote(system: System, connection: Connection[Any], prompt: PromptRow) -> Told | None:
    quote = prompting.quote_of(connection, system.keys, prompt.about[0])
    if quote is None or quote.standing != "asked":
        return None
    seen_by = w.QUOTE_FOR[quote.audience].format(place=place_name(system, prompt))
    said: list[Block] = [
        Paragraph(w.QUOTE),
        Quote(quote.words, w.QUOTED_BY),
        Paragraph(seen_by),
        Paragraph(w.QUOTE_THEN),
    ]
    return w.QUOTE_SUBJECT, said, w.QUOTE_SAY


def _foot(prompt: PromptRow, place: str, stop: str) -> Iterable[Block]:
    if prompt.purpose is PromptPurpose.ROUND:
        yield Note(w.OR_LATER)
        yield Note(w.LEAVE_OUT)
        yield Note(w.NOT_MONITORED)
    yield Note((w.WHY[prompt.purpose].format(place=place), " ", Link(w.CHANGE, stop)))


def _is_wished(system: System, prompt: PromptRow) -> bool:
    theirs = system.rhythms.asking_of(prompt.person_id, prompt.place_id)
    if prompt.purpose is PromptPurpose.WELCOME:
        return theirs.is_asked is None
    return theirs.is_asked is True if prompt.purpose in WISHED else not theirs.wants_nothing


PROMPT = PromptLetters("prompt", (Prompt.Planned,))
REMINDER = PromptLetters(
    "reminder", (Prompt.Reminded,), w.REMINDER, w.REMINDER_SUBJECT, w.LAST_REMINDER
)
ASKED_AGAIN = PromptLetters("prompt_again", (Prompt.AskedAgain,), w.AGAIN, w.AGAIN_SUBJECT)
