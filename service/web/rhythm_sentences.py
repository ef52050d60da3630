"""What the page about the rhythm says in sentences, made from what it was told."""

from __future__ import annotations

from service.projections.schedule import DigestDue, OpenRound, RhythmView, RoundAhead
from service.web import rhythm_words as rw
from service.web.text import MONTHS, day

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def how_often(rhythm: RhythmView) -> str:
    """How often people are asked, in one sentence."""
    if rhythm.every == "when_i_come":
        return rw.WHEN_I_COME
    often = rw.EVERY[rhythm.every]
    if rhythm.every != "monthly":
        often += f" on a {DAYS[rhythm.anchor.weekday()]}"
    return f"{often} at {rhythm.at:%H:%M}."


def paused(rhythm: RhythmView) -> str:
    """That nobody is asked, and until when."""
    if rhythm.paused_until is None:
        return rw.PAUSED
    return rw.PAUSED_UNTIL.format(day=day(rhythm.paused_until))


def asked(one: OpenRound) -> str:
    """How many were asked so far; a few is never a number."""
    if one.asked is None:
        return rw.ASKED_FEW
    return rw.ASKED.format(count=one.asked) if one.asked else rw.ASKED_NOBODY


def when(one: RoundAhead) -> str:
    """The day and time of a round."""
    there = f"{DAYS[one.on.weekday()]} {one.on.day} {MONTHS[one.on.month - 1]}"
    return rw.AT.format(day=there, time=f"{one.at:%H:%M}")


def notes(one: RoundAhead) -> str:
    """What is special about a round."""
    if one.is_skipped:
        return rw.SKIPPED
    if one.is_moved:
        return rw.MOVED.format(day=day(one.slot))
    return rw.HOLIDAY.format(day=day(one.slot)) if one.on != one.slot else ""


def digest(one: DigestDue) -> str:
    """Which days a digest is about, and where it is."""
    return f"{day(one.from_on)} to {day(one.to_on)}: {rw.STATES[one.state]}"
