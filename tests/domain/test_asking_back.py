"""A reflection is heard, asked about and answered, and its author says whether they are named."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from service.domain.base import natural_id
from service.domain.errors import Gone, Held, NotFound, NotTheAuthor
from service.domain.reflection import Reflection
from tests.support.given_when_then import (
    AUTHOR,
    OTHER,
    PARTNER,
    fact,
    facts_of,
    given,
    said,
    sealed,
)
from tests.support.reflections import a_reflection, held, withdrawn

QUESTION = natural_id("a question")


def ask(it: Reflection) -> None:
    """A learning partner wants to know more."""
    it.ask_back(said(PARTNER), question_id=QUESTION, question=sealed("question"))


def ask_more(it: Reflection) -> None:
    """And more still."""
    more = natural_id("another question")
    it.ask_back(said(PARTNER), question_id=more, question=sealed("question"))


def answer(it: Reflection, by: UUID = AUTHOR, question: UUID = QUESTION) -> None:
    """Somebody answers."""
    it.answer_back(said(by), question_id=question, answer=sealed("answer"))


def take_back(it: Reflection, by: UUID = AUTHOR, question: UUID = QUESTION) -> None:
    """Somebody takes the answer back."""
    it.withdraw_answer(said(by), question_id=question)


def hear(it: Reflection, by: UUID = PARTNER) -> None:
    """A learning partner lets its author know that it was heard."""
    it.acknowledge(said(by))


def test_names_are_not_shown_unless_their_author_chooses_so() -> None:
    (found,) = facts_of(a_reflection())
    fact(Reflection.Recorded, name_shown=False).check(found)

    def show(it: Reflection) -> None:
        it.choose_name(said(), name_shown=True)

    given(a_reflection()).when(show).then(fact(Reflection.NameChoiceChanged, name_shown=True))
    given(a_reflection(), show).when(show).then()
    given(a_reflection(name_shown=True)).when(show).then()


def test_i1_only_the_author_says_whether_their_name_is_shown() -> None:
    shown = given(a_reflection(name_shown=True))
    shown.when(lambda it: it.choose_name(said(PARTNER), name_shown=False)).refused(NotTheAuthor)


def test_a_question_is_asked_once_and_answered_by_the_author_alone() -> None:
    asked = fact(Reflection.QuestionAsked, question_id=QUESTION, question=sealed("question"))
    given(a_reflection()).when(ask).then(asked)
    given(a_reflection(), ask).when(ask).then()
    given(a_reflection(), ask).when(answer).then(
        fact(Reflection.QuestionAnswered, question_id=QUESTION, answer=sealed("answer"))
    )
    given(a_reflection(), ask).when(lambda it: answer(it, by=OTHER)).refused(NotTheAuthor)


def test_an_answer_may_be_put_better_and_needs_a_question() -> None:
    given(a_reflection(), ask, answer).when(answer).then(fact(Reflection.QuestionAnswered))
    given(a_reflection()).when(answer).refused(NotFound)


def test_an_answer_is_taken_back_by_its_author_alone_and_may_be_given_again() -> None:
    gone = fact(Reflection.AnswerWithdrawn, question_id=QUESTION)
    given(a_reflection(), ask, answer).when(take_back).then(gone)
    given(a_reflection(), ask, answer, take_back).when(take_back).then()
    given(a_reflection(), ask, answer, take_back, answer).when(take_back).then(gone)
    given(a_reflection(), ask).when(take_back).then()
    given(a_reflection()).when(take_back).refused(NotFound)
    for somebody in (OTHER, PARTNER):
        answered = given(a_reflection(), ask, answer)
        answered.when(partial(take_back, by=somebody)).refused(NotTheAuthor)


def test_each_learning_partner_says_once_that_it_was_heard() -> None:
    given(a_reflection()).when(hear).then(fact(Reflection.Acknowledged))
    given(a_reflection(), hear).when(hear).then()
    given(a_reflection(), hear).when(lambda it: hear(it, OTHER)).then(fact(Reflection.Acknowledged))


def test_the_same_command_twice_is_done_once() -> None:
    command = natural_id("a command")

    def choose(it: Reflection) -> None:
        it.choose_name(said(command=command), name_shown=True)

    def choose_otherwise(it: Reflection) -> None:
        it.choose_name(said(), name_shown=False)

    given(a_reflection(), choose, choose_otherwise).when(choose).then()


@pytest.mark.parametrize("do", [ask, hear])
def test_what_is_held_is_not_asked_about(do: object) -> None:
    given(a_reflection(), held).when(do).refused(Held)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "do", [ask_more, hear, answer, take_back, lambda it: it.choose_name(said(), name_shown=True)]
)
def test_what_was_taken_back_is_left_alone(do: object) -> None:
    given(a_reflection(), ask, answer, withdrawn).when(do).refused(Gone)  # type: ignore[arg-type]
