"""The words for decisions and beliefs: every verdict, flag and gap has a short plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from service.domain.assumption import Status
from service.domain.proof import Flag, LoopLevel, Missing, What
from service.domain.values import Standing
from service.domain.vocabulary import (
    Agreement,
    Answer,
    Basis,
    BeliefKind,
    ClaimedLoop,
    DecisionKind,
    Reception,
    ReviewResult,
    SignalKind,
)
from service.web import belief_words, loop_kinds, loop_words
from service.web import loop_sentences as ls
from tests.web import loop_factory as lf
from tests.web.test_loop_pages import NEVER

LONGEST = 25


def strings(module: ModuleType) -> Iterator[str]:
    """Every text of a catalogue."""
    found: list[object] = [v for name, v in vars(module).items() if name.isupper()]
    while found:
        one = found.pop()
        if isinstance(one, str) and type(one) is str:
            yield one
        elif isinstance(one, dict):
            found += one.values()
        elif isinstance(one, list | tuple):
            found += one


CATALOGUES = (loop_words, belief_words, loop_kinds)


@pytest.mark.parametrize("module", CATALOGUES, ids=lambda module: module.__name__)
def test_the_catalogue_keeps_sentences_short_and_the_method_to_itself(module: ModuleType) -> None:
    for text in strings(module):
        for sentence in re.split(r"(?<=[.?:])\s", text):
            assert len(sentence.split()) < LONGEST, sentence
        assert not re.search(NEVER.replace("|_", ""), text, re.IGNORECASE), text


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (loop_words.VERDICT, LoopLevel),
        (loop_words.SHOWS, LoopLevel),
        (loop_words.FLAGS, Flag),
        (loop_words.MISSING, Missing),
        (loop_words.STEP, What),
        (loop_words.STEP_MEANS, What),
        (loop_words.STANDING, Standing),
        (belief_words.STATUS, Status),
        (belief_words.ASK, SignalKind),
        (loop_kinds.BASIS, Basis),
        (loop_kinds.BELIEF_KIND, BeliefKind),
        (loop_kinds.RECEPTION, Reception),
        (loop_kinds.RESULT, ReviewResult),
        (loop_kinds.ANSWER, Answer),
        (loop_kinds.AGREES, Agreement),
    ],
)
def test_nothing_is_without_words(words: dict[object, str], kinds: type) -> None:
    assert set(words) == set(kinds)  # type: ignore[call-overload]
    assert set(loop_words.SHOWS_AS_TOLD) <= set(loop_words.SHOWS)
    assert {level for level, _ in loop_words.VERDICTS.values()} == set(LoopLevel)


@pytest.mark.parametrize(
    ("verdict", "more"),
    [
        ("Changed what we believe, and what we do.", {}),
        ("Changed what we do.", {"evidenced": LoopLevel.SINGLE}),
        (
            "Changed what we do. The belief changed afterwards.",
            {"evidenced": LoopLevel.SINGLE, "flags": [Flag.BELIEF_FOLLOWED_ACTION]},
        ),
        (
            "Changed what we do, then slipped back.",
            {"evidenced": LoopLevel.SINGLE, "has_slipped": True},
        ),
        ("Changed what we believe, in words so far.", {"evidenced": LoopLevel.DOUBLE_INTENDED}),
        (
            "Changed what we believe, and what we do. Looked at again, and everyone was told.",
            {"evidenced": LoopLevel.DOUBLE_CLOSED, "reviewed": True, "told": True},
        ),
        ("Looked hard at a belief, and kept it.", {"evidenced": LoopLevel.EXAMINED_UPHELD}),
        (
            "Looked hard at a belief, and kept it. Held on purpose.",
            {"evidenced": LoopLevel.EXAMINED_UPHELD, "kind": DecisionKind.HOLD_ON_PURPOSE},
        ),
        (
            "Held as it was. No belief was looked at.",
            {"evidenced": LoopLevel.NO_LOOP, "kind": DecisionKind.HOLD_ON_PURPOSE},
        ),
        (
            "Changed what we believe. Held on purpose.",
            {"evidenced": LoopLevel.DOUBLE_INTENDED, "kind": DecisionKind.HOLD_ON_PURPOSE},
        ),
        ("Changed what we do. Everyone was told.", {"evidenced": LoopLevel.SINGLE, "told": True}),
    ],
)
def test_each_verdict_is_a_sentence(verdict: str, more: dict[str, object]) -> None:
    assert ls.verdict(lf.loop(**({"flags": []} | more))) == verdict  # type: ignore[arg-type]


def test_a_gap_between_what_is_said_and_shown_is_a_question() -> None:
    said = {"claimed": ClaimedLoop.DOUBLE, "evidenced": LoopLevel.SINGLE}
    assert "Did it also change what we believe?" in ls.prompt(lf.loop(**said))  # type: ignore[arg-type]
    assert "belief changed first" in ls.prompt(lf.loop(claimed=ClaimedLoop.SINGLE))
    assert ls.prompt(lf.loop(claimed=ClaimedLoop.DOUBLE)) == ""
    assert ls.prompt(lf.loop()) == ""


def test_a_rewording_without_an_examination_is_said() -> None:
    loop = lf.loop(missing=[Missing.EXAMINATION], evidenced=LoopLevel.SINGLE)
    assert ls.missing(loop) == [loop_words.REWORDED_UNEXAMINED]
    unworded = loop.model_copy(update={"proof": []})
    assert ls.missing(unworded) == [loop_words.MISSING[Missing.EXAMINATION]]
