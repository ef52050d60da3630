"""A decision looked at again from a letter: the same questions and command as in Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.domain.cadence import Every, Way
from service.domain.prompt import Prompt
from service.domain.vocabulary import PromptAnswer, ReviewResult
from service.projections.loop_shapes import DecisionView
from tests.support import town
from tests.support.asking import BY_OPERATOR
from tests.support.learning import Learning
from tests.web.letter_reader import NOT_SAID, Post, fields_in, letters_to_ana
from tests.web.reading import Node

TOLD = {"expected_vs_actual": "They came.", "result": "adjust", "affected_heard": "statutory"}


@dataclass
class Look:
    """Ana, whose decision fell due, at the form in the letter about it."""

    post: Post
    learning: Learning
    address: str
    belief: UUID

    def press(self, status: int = 200, /, **typed: str) -> Node:
        """Send the form."""
        return self.post.press(self.address, status, **({"do": "write"} | typed))

    def page(self) -> Node:
        """The form."""
        return self.post.open(self.address)

    @property
    def decision(self) -> DecisionView:
        """The decision as it stands."""
        return self.learning.page(today=self.post.rhythm.now.date())

    @property
    def prompt(self) -> Prompt:
        """What she was asked, in the log."""
        planned = list(self.post.rhythm.prompts(self.post.ana))[-1]
        return self.learning.system.desk.load(Prompt, planned.originator_id)


@pytest.fixture
def look(place: town.Town) -> Iterator[Look]:
    """A decision that Ana took, which is to be looked at again on 15 June."""
    learning = Learning(place, {})
    with letters_to_ana(place) as post:
        post.rhythm.ask(post.ana, way=Way.EMAIL, every=Every.WHEN_I_COME)
        belief = learning.state(day=0)
        learning.decide(
            day=0,
            decided_by=[{"person": "ana"}],
            expected="Fewer closed cases.",
            review_on=date(2026, 6, 15),
        )
        address = post.ask("2026-06-15 12:00")
        yield Look(post, learning, address, belief)


def test_the_letter_leads_to_the_questions_that_slack_asks(look: Look) -> None:
    letter: Any = look.post.box.letters[-1]
    assert letter["Subject"] == "Eastmoor: what came of a decision?"
    text = letter.get_body(("plain",)).get_content()
    assert "because you took part in this in Eastmoor" in " ".join(text.split())
    page = look.page()
    assert "Speak with people before their case is closed." in page.text
    assert "Fewer closed cases." in page.text
    assert "Whoever misses two appointments does not want help." in page.text
    asked = {re.sub(r"-.*", "", str(one["name"])) for one in fields_in(page)}
    assert asked == {
        "expected_vs_actual",
        "beliefs",
        "result",
        "affected_heard",
        "why_nobody_affected",
        "others",
        "review_again_on",
    }
    assert not re.search(NOT_SAID, page.text)
    labelled = {label["for"] for label in page.all("label") if label["for"]}
    assert {area["id"] for area in page.all("textarea")} <= labelled


def test_what_they_say_is_the_decisions_review(look: Look) -> None:
    for _ in range(2):
        page = look.press(
            **TOLD,
            **{f"beliefs-{look.belief}": "dropped"},
            others="The board\n\nA neighbour",
            review_again_on="14/9/2026",
        )
    assert "It is written down." in page.text
    (review,) = look.decision.reviews
    assert (review.result, review.expected_vs_actual) == (ReviewResult.ADJUST, "They came.")
    assert [one.name for one in review.reviewers][1:] == ["The board", "A neighbour"]
    assert {str(one): str(how) for one, how in review.beliefs.items()} == {
        str(look.belief): "dropped"
    }
    assert look.prompt.answer is PromptAnswer.YES
    assert not look.page().all("form")


def test_what_is_missing_stands_beside_its_question_and_nothing_typed_is_lost(look: Look) -> None:
    page = look.press(422, expected_vs_actual="They came.", others="The board")
    assert [one["href"] for one in page.all("a") if str(one["href"]).startswith("#")] == [
        "#f-result"
    ]
    assert {one.text.strip() for one in page.all("textarea")} >= {"They came.", "The board"}
    page = look.press(422, expected_vs_actual="They came.", result="keep")
    assert [one["href"] for one in page.all("a") if str(one["href"]).startswith("#")] == [
        "#f-affected_heard"
    ]
    (chosen,) = [one["value"] for one in page.all("input") if "checked" in one.attributes]
    assert chosen == "keep"
    far = look.press(422, **TOLD, review_again_on="2028-01-01")
    assert "#f-review_again_on" in [one["href"] for one in far.all("a")]
    assert look.decision.reviews == []
    assert look.prompt.answer is None


def test_words_that_may_tell_who_somebody_is_are_asked_about_first(look: Look) -> None:
    typed = TOLD | {"expected_vs_actual": "Ring 07700 900123."}
    page = look.press(422, **typed)
    assert "it holds a phone number" in page.text
    assert look.decision.reviews == []
    look.press(**typed, as_it_is="yes")
    assert len(look.decision.reviews) == 1


def test_a_look_can_wait_until_tomorrow_with_what_was_typed(look: Look) -> None:
    page = look.press(do="tomorrow", expected_vs_actual="They")
    assert "We will ask you again on 16 June 2026." in page.text
    assert "They" in page.one("textarea").text
    look.post.rhythm.tick("2026-06-16 12:01")
    assert [one["Subject"] for one in look.post.send()] == ["Eastmoor: you asked us to come back"]


def test_nothing_this_time_is_no_answer_to_a_look_back(look: Look) -> None:
    look.press(422, do="nothing")
    assert look.prompt.answer is None


def test_somebody_elses_link_and_an_erased_persons_link_write_nothing(look: Look) -> None:
    town = look.learning.town
    town.system.people.erase_person(look.post.ana, BY_OPERATOR)
    town.system.runner.catch_up()
    look.press(404, **TOLD)
    assert look.decision.reviews == []


def test_a_link_lasts_six_weeks(look: Look) -> None:
    look.post.rhythm.now += timedelta(days=43)
    look.press(410, **TOLD)
    assert look.decision.reviews == []
