"""The rooms of the bot: what listens and what is told, where a new one is one line more."""

from __future__ import annotations

from types import ModuleType

from bot.listeners import (
    asking,
    belief,
    capture,
    concern,
    consent,
    decide,
    decision,
    funder_digest,
    home,
    lifecycle,
    mine,
    others,
    place,
    place_digest,
    prompt,
    question,
    reflect,
    replies,
    review,
    rhythm,
    rights,
    roles,
    saved,
    setup,
    triage,
    trial,
    whole,
)
from bot.telling import Telling
from bot.telling import concern as tell_concern
from bot.telling import concern_read as tell_concern_read
from bot.telling import concern_waits as tell_concern_waits
from bot.telling import consent as tell_consent
from bot.telling import decision as tell_decision
from bot.telling import funder_digest as tell_funder_digest
from bot.telling import held_about as tell_held_about
from bot.telling import home as tell_home
from bot.telling import place_digest as tell_place_digest
from bot.telling import prompt as tell_prompt
from bot.telling import question as tell_question
from bot.telling import reading_ended as tell_reading_ended
from bot.telling import saved as tell_saved
from bot.telling import setup as tell_setup
from bot.telling import shared as tell_shared
from bot.telling import triage as tell_triage

LISTENERS: tuple[ModuleType, ...] = (
    capture,
    reflect,
    saved,
    replies,
    consent,
    concern,
    triage,
    question,
    decide,
    decision,
    belief,
    trial,
    setup,
    lifecycle,
    others,
    home,
    place,
    mine,
    rights,
    roles,
    whole,
    prompt,
    asking,
    review,
    place_digest,
    funder_digest,
    rhythm,
)
"""Each registers what it listens for."""

TELLINGS: tuple[Telling, ...] = (
    tell_saved,
    tell_consent,
    tell_concern,
    tell_concern_read,
    tell_concern_waits,
    tell_triage,
    tell_question,
    tell_decision,
    tell_setup,
    tell_shared,
    tell_reading_ended,
    tell_home,
    tell_held_about.TO_READ,
    tell_held_about.FOR_PROGRAMS,
    tell_prompt.PROMPT,
    tell_prompt.REMINDER,
    tell_prompt.AGAIN,
    tell_place_digest,
    tell_funder_digest.DIGEST,
    tell_funder_digest.TAKEN_BACK,
)
"""Each is one kind of message."""
