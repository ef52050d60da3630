"""What somebody is given about themselves: to read and for programs, with the same content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.rooms import TELLINGS
from service.document import as_text
from service.domain.cadence import Every, Way
from service.domain.vocabulary import (
    ActorRole,
    Audience,
    DigestKind,
    Perspective,
    PlaceRole,
    PromptAnswer,
    PromptPurpose,
    QuoteStanding,
    RemarkKind,
    Scope,
    SpeakingAs,
)
from service.held import words as w
from service.held.documents import as_json, document_of, say
from service.letters.kinds import KINDS
from service.projections.held_words import Plain
from tests.support.digests import month_in
from tests.support.town import Town
from tests.support.traces import CONCERN, leave_a_trace_everywhere

SETS = {
    "perspective": Perspective,
    "scope": Scope,
    "speaking_as": SpeakingAs,
    "role": PlaceRole,
    "every": Every,
    "way": Way,
    "remark": RemarkKind,
    "purpose": PromptPurpose,
    "answer": PromptAnswer,
    "audience": Audience,
    "standing": QuoteStanding,
    "digest": DigestKind,
    "as_what": ActorRole,
}


@pytest.fixture
def kept(place: Town) -> Plain:
    """What is kept about somebody who left a trace everywhere."""
    month = month_in(place)
    person = leave_a_trace_everywhere(month)
    return month.system.reading.held_about(place.member(person))


def leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Each single thing that is kept, with what it is called."""
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from leaves(inner, one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(name, one)
    else:
        yield name, value


def in_one_line(text: str) -> str:
    """Without regard to where lines break."""
    return " ".join(text.split())


def test_both_say_the_same(kept: Plain) -> None:
    text = in_one_line(as_text(document_of(kept)))
    assert json.loads(as_json(kept)) == kept
    found = [(name, said) for name, one in leaves("", kept) if (said := say(name, one))]
    assert len(found) > len(kept)
    for name, said in found:
        assert f"{w.LABELS[name]}: {in_one_line(said)}" in text
    for heading in w.PARTS.values():
        assert heading in text


def test_neither_says_what_a_concern_says_or_what_is_of_others(kept: Plain) -> None:
    (raised,) = kept["concerns_raised"]
    assert raised.keys() == {"place", "raised_at"}
    for written in (as_json(kept).decode(), as_text(document_of(kept))):
        assert "Mine?" in written
        for word in (CONCERN, "Not mine.", "concern_read"):
            assert word not in written


def test_a_part_with_nothing_in_it_says_so(place: Town) -> None:
    person = place.welcome("sam", name="<b>Sam</b>")
    place.system.runner.catch_up()
    text = as_text(document_of(place.system.reading.held_about(place.member(person))))
    nothing = text.partition("Of this we hold nothing\n")[2]
    assert "What you said\n" in nothing
    assert "Name: <b>Sam</b>" in text


@pytest.mark.parametrize("name", SETS)
def test_each_value_of_a_set_has_words(name: str) -> None:
    assert w.VALUES[name].keys() == set(SETS[name])


def test_each_kind_of_letter_and_message_has_words() -> None:
    assert w.VALUES["letter"].keys() >= {kind.KIND for kind in KINDS}
    told = {one.KIND for one in TELLINGS if not one.KIND.startswith("concern")}
    assert w.VALUES["slack_message"].keys() >= told


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("sent_at", "2026-06-01T11:00:00+00:00", "1 June 2026 at 12:00"),
        ("put_off_until", "2026-06-01T11:00:00+00:00", "1 June 2026 at 12:00"),
        ("paused_until", "2026-06-01", "1 June 2026"),
        ("until", "2026-06-01", "1 June 2026"),
        ("name_shown", False, "No"),
        ("weekday", 0, "Monday"),
        ("at", "10:00:00", "10:00:00"),
        ("name", None, ""),
    ],
)
def test_values_are_said_plainly(name: str, value: object, said: str) -> None:
    assert say(name, value) == said
