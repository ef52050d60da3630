"""Documents of what is held: the same content as a text to read and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.document import Block, Bullets, Document, Heading, Note, Paragraph
from service.held import words as w

Plain = dict[str, Any]

FILENAME = "what-we-hold-about-you"
LONDON = ZoneInfo("Europe/London")

DAYS = frozenset(
    {"asked_on", "from_on", "happened_on", "on", "paused_until", "since", "to_on", "until"}
)
MOMENTS = frozenset(
    {
        "answered_at", "asked_again_at", "asked_at", "due_at", "ended_at", "expires_at",
        "given_up_at", "last_used_at", "made_at", "noted_at", "put_off_until", "raised_at",
        "reminded_at", "seen_at", "sent_at", "written_down_at",
    }
)  # fmt: skip


def as_json(kept: Plain) -> bytes:
    """For programs."""
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


def document_of(kept: Plain) -> Document:
    """For people: each part under a heading, and last what there is nothing of."""
    about = {name: value for name, value in kept.items() if name not in w.PARTS}
    parts = {name: value for name, value in kept.items() if name in w.PARTS}
    blocks: list[Block] = [Paragraph(w.LEAD)]
    for name, things in ({"about": [about]} | parts).items():
        if things:
            blocks += [Heading(w.PARTS[name]), *(Bullets(tuple(_lines(one))) for one in things)]
    empty = tuple(w.PARTS[name] for name, things in parts.items() if not things)
    if empty:
        blocks += [Heading(w.NOTHING), Bullets(empty)]
    return Document(w.TITLE, (*blocks, *map(Note, w.NOT_HERE)))


def _lines(thing: Plain) -> Iterator[str]:
    """One line for each that is known of a thing; of several inside it, one line for each."""
    for name, value in thing.items():
        inner = value if isinstance(value, list) else [value]
        for one in inner:
            said = _inside(one) if isinstance(one, dict) else say(name, one)
            if said:
                yield f"{w.LABELS.get(name, name)}: {said}"


def _inside(thing: Plain) -> str:
    return "; ".join(_lines(thing))


def say(name: str, value: object) -> str:
    """A value in plain words; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return w.YES if value else w.NO
    return w.VALUES.get(name, {}).get(str(value)) or _moment(name, str(value))


def _moment(name: str, value: str) -> str:
    """A day or a moment as people say it; other words as they are."""
    if name in MOMENTS:
        at = datetime.fromisoformat(value).astimezone(LONDON)
        return w.AT.format(day=_day(at.date()), hour=f"{at:%H:%M}")
    return _day(date.fromisoformat(value)) if name in DAYS else value


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
