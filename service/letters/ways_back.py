"""Ways back: the links in letters by which somebody answers without an account."""

# A link names a prompt or a person by id, and nothing else. Looking at it changes nothing, since
# mail programs look at links too; only sending a form does.

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from service.bootstrap import System
from service.domain.cadence import next_slot
from service.domain.vocabulary import PromptPurpose
from service.links import LinkInvalid
from service.projections import due
from service.projections.prompting import PromptRow, prompt_of

ANSWER, STOP = "answer", "stop"
GRACE = timedelta(days=14)
WITHOUT_A_ROUND = timedelta(days=28)
STOP_LASTS = timedelta(days=365)


def answer_link(system: System, prompt: PromptRow, connection: Connection[Any]) -> str:
    """Where somebody answers this: until the round is over, and two weeks more."""
    open_for = WITHOUT_A_ROUND
    rhythm = due.rhythm_of(connection, prompt.place_id)
    if prompt.purpose is PromptPurpose.ROUND and prompt.slot and rhythm:
        following = next_slot(rhythm.cadence, prompt.slot)
        if following is not None:
            open_for = following - prompt.slot
    until = prompt.planned_at + open_for + GRACE
    token = system.links.sign(ANSWER, {"prompt": str(prompt.prompt_id)}, until)
    return f"{system.settings.address}/answer/{token}"


def stop_link(system: System, person: UUID, place: UUID, now: datetime) -> str:
    """Where somebody says that this place asks them no more."""
    told = {"person": str(person), "place": str(place)}
    return f"{system.settings.address}/stop/{system.links.sign(STOP, told, now + STOP_LASTS)}"


def prompt_behind(system: System, token: str, now: datetime) -> PromptRow:
    """What a link is about. LinkInvalid or LinkExpired where it is not good (any more)."""
    told = system.links.read(ANSWER, token, now)
    with system.database.reading() as connection:
        found = prompt_of(connection, UUID(told["prompt"]))
    if found is None:  # Its person was erased.
        raise LinkInvalid
    return found


def stopping(system: System, token: str, now: datetime) -> tuple[UUID, UUID]:
    """Who wants to be asked no more, and where."""
    told = system.links.read(STOP, token, now)
    return UUID(told["person"]), UUID(told["place"])
