"""What is refused is said in Slack in the bot's own words, whatever kind of refusal it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import bot.app  # noqa: F401 - it brings in every module that the bot can meet
from bot.refusals import OF_WHAT_WAS_CHOSEN, SENTENCES, NotForNow, sentence_of
from bot.words import catalogue, say
from service.domain import errors as e

ROOMS = ("bot.", "service.domain.", "service.application.")
"""Where the commands are carried out that Slack gives."""
ROOT = "it has no sentence: what is raised brings its own, or belongs to a kind that has one"
ELSEWHERE = "nothing that Slack asks for can meet it"
AT_THE_START = "the service does not start with it"
NOT_SAID: dict[str, str] = {
    "DoubleLoopError": ROOT,
    "Refused": ROOT,
    "NotForNow": ROOT,
    "Misconfigured": AT_THE_START,
    "NotSignedIn": "it is a page's",
    "UnknownStarter": ELSEWHERE,
    "NotConfirmed": ELSEWHERE,
    "NotChallenged": ELSEWHERE,
    "OneOptionOnly": ELSEWHERE,
    "NobodyAffectedHeard": ELSEWHERE,
    "NotIndependent": ELSEWHERE,
    "NotSignedOff": ELSEWHERE,
    "RevisedMeanwhile": ELSEWHERE,
}
"""Kinds without a sentence of the bot's, and why."""


def kinds(of: type[Exception] = e.DoubleLoopError) -> Iterator[type[Exception]]:
    """The whole tree."""
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


def test_every_kind_has_a_sentence_or_a_reason_to_have_none() -> None:
    ours = {kind for kind in kinds() if kind.__module__.startswith(ROOMS)}
    said = {kind.__name__ for kind in SENTENCES}
    assert {kind.__name__ for kind in ours} == said | set(NOT_SAID)
    assert said & set(NOT_SAID) == set()


def test_every_sentence_of_a_refusal_is_said() -> None:
    keys = {key for key in catalogue() if key.startswith("refused.")}
    assert keys == {*SENTENCES.values(), *OF_WHAT_WAS_CHOSEN.values(), "refused.again"}


@pytest.mark.parametrize("kind", SENTENCES)
def test_it_is_said_in_the_bots_own_words(kind: type[e.DoubleLoopError]) -> None:
    assert sentence_of(kind()) == say(SENTENCES[kind])


def test_names_that_people_never_gave_are_not_said() -> None:
    assert sentence_of(e.NotFound("There is no insight called '7f0c-11' here.")) == say(
        "refused.not_found"
    )
    assert "IA-01" not in sentence_of(e.UnknownCode("'x' is not one of: IA-01, IA-02."))


def test_beside_a_field_it_speaks_of_what_was_chosen_there() -> None:
    assert sentence_of(e.Gone("A reflection..."), is_chosen=True) == say("refused.chosen_gone")
    assert sentence_of(e.Held(), is_chosen=True) == say("refused.chosen_held")
    assert sentence_of(e.RestsOnNothing(), is_chosen=True) == say("refused.rests_on_nothing")


def test_a_kind_that_came_later_says_what_the_kind_it_belongs_to_says() -> None:
    assert sentence_of(e.RevisedMeanwhile()) == say("refused.conflict")


def test_what_brings_a_sentence_of_its_own_says_that() -> None:
    assert (
        sentence_of(e.Refused("Say what should be different.")) == "Say what should be different."
    )
    assert sentence_of(e.NotAllowed("That is with somebody else.")) == "That is with somebody else."
    assert issubclass(NotForNow, e.DoubleLoopError)
