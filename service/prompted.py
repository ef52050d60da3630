"""Prompted: what is behind a prompt, for who speaks to its person: words, and when to come back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection

from service.bootstrap import System
from service.calendar import is_working_day
from service.domain.cadence import Nation, tomorrow_of, zone_of
from service.domain.vocabulary import ActorRole, PromptPurpose
from service.policy import Actor
from service.projections import due, prompting
from service.projections.entries import Filter
from service.projections.prompting import PromptRow
from service.projections.schedule import question_of

NEWS = frozenset({"decision", "change_seen"})
TOLD_BACK_FOR = timedelta(days=60)


def place_name(system: System, prompt: PromptRow) -> str:
    """What the place is called."""
    return system.reading.place(asked_person(prompt), prompt.place_id).name


def asked_person(prompt: PromptRow) -> Actor:
    """The person who is asked, as one of the place."""
    return Actor(prompt.person_id, ActorRole.PARTNER, frozenset({prompt.place_id}))


def question_behind(system: System, prompt: PromptRow) -> str:
    """What a round asks."""
    if prompt.round_id is None:
        return ""
    with system.database.reading() as connection:
        one = prompting.round_of(connection, prompt.round_id)
        if one is None:
            return ""
        return question_of(connection, system.keys, prompt.place_id, one)


def title_of(system: System, prompt: PromptRow) -> str:
    """The decision or expectation that a prompt is about, as the person may read it."""
    kind = "decision" if prompt.purpose is PromptPurpose.REVIEW else "expectation"
    wanted = Filter(ids=frozenset(prompt.about), kinds=frozenset({kind}))
    _, found, _ = system.reading.entries(asked_person(prompt), prompt.place_id, wanted)
    return (found[0].title or found[0].text) if found else ""


def news_since(system: System, prompt: PromptRow, connection: Connection[Any]) -> str:
    """One true line of what was decided or changed since the round before; else nothing."""
    rounds = due.newest_rounds(connection, prompt.place_id, 2)
    found = system.reading.newest(asked_person(prompt), prompt.place_id, NEWS, 1)
    if len(rounds) < 2 or not found or found[0].recorded_at < rounds[1].opened_at:  # noqa: PLR2004
        return ""
    return found[0].title or found[0].text


def told_words(system: System, prompt: PromptRow, connection: Connection[Any]) -> list[str]:
    """What came of what they said."""
    since = prompt.planned_at - TOLD_BACK_FOR
    told = prompting.told_about(connection, system.keys, prompt.prompt_id, since)
    return [words for _, words in told if words]


def is_over(system: System, prompt: PromptRow) -> bool:
    """True for a round that is closed."""
    if prompt.round_id is None:
        return False
    with system.database.reading() as connection:
        one = prompting.round_of(connection, prompt.round_id)
    return one is None or one.closed_at is not None


def tomorrow_for(system: System, prompt: PromptRow, now: datetime) -> datetime:
    """When its person is asked again who says "tomorrow": the next working day at this hour."""
    with system.database.reading() as connection:
        rhythm = due.rhythm_of(connection, prompt.place_id)
    nation = rhythm.cadence.nation if rhythm is not None else Nation.ENGLAND_AND_WALES
    theirs = system.rhythms.asking_of(prompt.person_id, prompt.place_id)
    zone = zone_of(theirs, system.desk.place(prompt.place_id).zone)
    return tomorrow_of(now, zone, is_working_day(nation))
