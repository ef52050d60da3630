"""Learning partners hear and ask; authors answer, and choose whether they are named."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from service.application.commands import Acknowledge, AnswerBack, AskBack, ChooseName
from service.application.desk import Request
from service.domain.errors import NotAllowed, NotFound, NotTheAuthor
from service.domain.vocabulary import ActorRole, Scope
from service.verify import verify
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, request_by
from tests.support.town import Town


def ask(place: Town, reflection: UUID, request: Request = BY_LEARNING_PARTNER) -> UUID:
    """A learning partner asks its author something; the question's id."""
    command = AskBack(question="Who rang?")
    return place.system.tagging.ask_back(place.id, str(reflection), command, request).id


def answer(place: Town, reflection: UUID, question: object, request: Request, **more: Any) -> None:
    """Somebody answers."""
    command = AnswerBack(**{"answer": "The front desk."} | more)
    id, capture = str(reflection), place.system.capture
    capture.answer_back(place.id, id, str(question), command, request)


def answers(place: Town, person: UUID, reflection: UUID) -> dict[UUID, str | None]:
    """What stands as the answer to each question, as its author finds it."""
    found = place.system.reading.my_reflection(place.member(person), place.id, str(reflection))
    return {one.id: one.answer for one in found.questions}


def test_a_question_is_known_by_its_request_and_answered_by_either(
    place: Town, person: UUID
) -> None:
    id = place.record()
    request = request_by(ActorRole.LEARNING_PARTNER, key="ask-1")
    question = ask(place, id, request)
    assert ask(place, id, request) == question
    answer(place, id, question, place.asks(person))
    answer(place, id, request.command_id, place.asks(person), answer="The back desk.")
    place.system.runner.catch_up()
    (mine,) = place.system.reading.my_reflections(place.member(person), place.id)
    assert [(one.id, one.answer) for one in mine.questions] == [(question, "The back desk.")]


def test_an_answer_that_is_taken_back_shows_nowhere_and_the_question_waits_again(
    place: Town, person: UUID
) -> None:
    id, capture = place.record(), place.system.capture
    question, other = (
        ask(place, id),
        ask(place, id, request_by(ActorRole.LEARNING_PARTNER, key="2")),
    )
    answer(place, id, question, place.asks(person))
    answer(place, id, question, place.asks(person), answer="The back desk.")
    answer(place, id, other, place.asks(person), answer="On Friday.")
    with pytest.raises(NotTheAuthor):
        capture.withdraw_answer(place.id, str(id), str(question), place.asks(place.welcome("ali")))
    capture.withdraw_answer(place.id, str(id), str(question), place.asks(person))
    place.system.runner.catch_up()
    assert answers(place, person, id) == {question: None, other: "On Friday."}
    (about,) = place.system.reading.questions(LEARNING_PARTNER, place.id)
    assert {one.id: one.answer for one in about.questions} == answers(place, person, id)
    answer(place, id, question, place.asks(person), answer="The side desk.")
    place.system.runner.catch_up()
    assert answers(place, person, id) == {question: "The side desk.", other: "On Friday."}
    assert verify(place.system).ok


@pytest.mark.parametrize(
    "role", [ActorRole.PARTNER, ActorRole.COORDINATOR, ActorRole.OPERATOR, ActorRole.FUNDER]
)
def test_only_learning_partners_ask_and_hear(place: Town, person: UUID, role: ActorRole) -> None:
    del person
    id, request = place.record(), request_by(role, [place.id])
    with pytest.raises((NotAllowed, NotFound)):
        ask(place, id, request)
    with pytest.raises((NotAllowed, NotFound)):
        place.system.tagging.acknowledge(place.id, str(id), Acknowledge(), request)


def test_only_the_author_answers_and_only_what_was_asked(place: Town, person: UUID) -> None:
    id, ali = place.record(), place.welcome("ali")
    question = ask(place, id)
    with pytest.raises(NotTheAuthor):
        answer(place, id, question, place.asks(ali))
    with pytest.raises(NotFound):
        answer(place, id, "something else", place.asks(person))


def test_a_name_is_shown_to_readers_while_its_author_wants_it(place: Town) -> None:
    sam, ali = place.welcome("sam", name="Sam Field"), place.welcome("ali", name="Ali Hill")
    id = place.record("Named.", name_shown=True)
    place.record("Not named.")
    place.record("Mine alone.", by="ali", scope=Scope.AUTHOR_AND_LP, name_shown=True)

    def names(reader: UUID | None = ali, **wanted: Any) -> dict[str, str | None]:
        who = LEARNING_PARTNER if reader is None else place.member(reader)
        return {entry.text: entry.author_name for entry in place.entries(who, **wanted)}

    assert names(sam) == {"Named.": "Sam Field", "Not named.": None}
    assert names(None)["Mine alone."] == "Ali Hill"
    day = place.entries()[0].occurred_on
    command = ChooseName(name_shown=False)
    with pytest.raises(NotTheAuthor):
        place.system.capture.choose_name(place.id, str(id), command, BY_LEARNING_PARTNER)
    place.system.capture.choose_name(place.id, str(id), command, place.asks(sam))
    assert names()["Named."] is None
    assert names(as_known_on=day)["Named."] is None


def test_a_name_goes_with_the_person(place: Town, person: UUID) -> None:
    place.record("Named.", name_shown=True)
    place.system.people.erase_person(person, BY_OPERATOR)
    assert [entry.author_name for entry in place.entries()] == []


def test_words_of_questions_and_answers_are_sealed_and_erased_with_either(
    place: Town, person: UUID
) -> None:
    partner = place.welcome("lee")
    by_lee = request_by(ActorRole.LEARNING_PARTNER, person=partner)
    id = place.record()
    answer(place, id, ask(place, id, by_lee), place.asks(person))
    place.system.tagging.acknowledge(place.id, str(id), Acknowledge(), by_lee)
    assert verify(place.system).ok
    place.system.people.erase_person(partner, BY_OPERATOR)
    place.system.runner.catch_up()
    (mine,) = place.system.reading.my_reflections(place.member(person), place.id)
    assert mine.questions == []
    assert mine.heard_on is not None
    assert verify(place.system).ok
