"""Held about: somebody gets everything that is kept about them, and nothing of anybody else."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from service.application.commands import (
    AmendReflection,
    AnswerBack,
    AskBack,
    ChangePreferences,
    EraseReflection,
    GiveRole,
    HoldReflection,
    WithdrawReflection,
    WriteMemo,
)
from service.domain.cadence import Asking
from service.domain.vocabulary import ActorRole, CareCategory, Perspective, PlaceRole
from service.policy import Actor
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, request_by
from tests.support.town import Town, join

UNASKED = Asking().model_dump(mode="json")
"""Of somebody whom nobody has asked yet how they would like to be asked."""


def held(place: Town, person: UUID) -> dict[str, Any]:
    """What somebody is given of themselves, after a journey through JSON."""
    place.system.runner.catch_up()
    found = place.system.reading.held_about(place.member(person))
    again: dict[str, Any] = json.loads(json.dumps(found))
    assert again == found
    return again


def test_who_they_are_what_they_chose_and_what_they_look_after(place: Town) -> None:
    person = place.welcome(
        "sam", name="Sam Field", role="Officer", slack="T1/U1", email="sam@example.org"
    )
    other = join(place.system, "Westmoor")
    other.welcome("sam-w", slack="T1/U1")
    command = ChangePreferences(name_shown=True)
    place.system.people.change_preferences(person, command, place.asks(person))
    lead = GiveRole(place=place.name, contributor="sam", role=PlaceRole.SAFEGUARDING_LEAD)
    place.system.places.give_role(lead, BY_OPERATOR)
    found = held(place, person)
    assert (found["name"], found["role"], found["organisation"]) == ("Sam Field", "Officer", None)
    assert found["perspective"] == Perspective.STATUTORY
    assert found["preferences"]["name_shown"] is True
    assert found["known_in_slack_as"] == ["T1/U1"]
    assert found["gets_letters_at"] == ["sam@example.org"]
    assert found["places"] == [
        {
            "place": "Eastmoor",
            "called_here": ["sam"],
            "roles": [{"role": "safeguarding_lead", "since": "2026-06-01", "until": None}],
            "asking": UNASKED,
        },
        {"place": "Westmoor", "called_here": ["sam-w"], "roles": [], "asking": UNASKED},
    ]


def test_what_they_removed_stands_only_in_what_they_said_before(place: Town, person: UUID) -> None:
    id = str(place.record("First words.", meaning="What I make of it."))
    removed = AmendReflection(meaning_removed=True)
    place.system.capture.amend_reflection(place.id, id, removed, place.asks(person))
    (kept,) = held(place, person)["reflections"]
    assert kept["meaning"] is None
    assert kept["wordings"][0]["meaning"] == "What I make of it."


def test_all_their_words_also_those_held_and_taken_back(place: Town, person: UUID) -> None:
    capture, by_sam = place.system.capture, place.asks(person)
    first = str(place.record("First words.", meaning="What I make of it."))
    capture.amend_reflection(place.id, first, AmendReflection(text="Better words."), by_sam)
    second, third = str(place.record("Second.")), str(place.record("Third."))
    hold = HoldReflection(category=CareCategory.DISTRESS)
    capture.hold_reflection(place.id, second, hold, BY_LEARNING_PARTNER)
    capture.withdraw_reflection(place.id, third, WithdrawReflection(reason="Too soon."), by_sam)
    gone = str(place.record("Gone."))
    capture.erase_reflection(place.id, gone, EraseReflection(), by_sam)
    question = place.system.tagging.ask_back(
        place.id, first, AskBack(question="Who?"), BY_LEARNING_PARTNER
    ).id
    capture.answer_back(place.id, first, str(question), AnswerBack(answer="The desk."), by_sam)
    found = held(place, person)["reflections"]
    assert [(one["state"], one["noticed"]) for one in found] == [
        ("available", "Better words."),
        ("held", "Second."),
        ("withdrawn", "Third."),
    ]
    assert [one["noticed"] for one in found[0]["wordings"]] == ["First words.", "Better words."]
    assert found[0]["meaning"] == "What I make of it."
    assert [(one["question"], one["answers"]) for one in found[0]["questions"]] == [
        ("Who?", ["The desk."])
    ]
    assert found[2]["taken_back_because"] == "Too soon."


def test_nothing_of_anybody_else(place: Town, person: UUID) -> None:
    ali = place.welcome("ali", name="Ali Hill")
    place.record("Somebody else's words.", by="ali")
    mine = str(place.record("My own."))
    memo = WriteMemo(text="A memo about Sam.")
    place.system.tagging.write_memo(place.id, mine, memo, BY_LEARNING_PARTNER)
    said = json.dumps(held(place, person))
    assert "My own." in said
    for other in ("Somebody else", "Ali", "memo about", str(ali)):
        assert other not in said


def test_what_they_wrote_beside_the_words_of_others_is_theirs(place: Town, person: UUID) -> None:
    partner = place.welcome("lee")
    by_lee = request_by(ActorRole.LEARNING_PARTNER, person=partner)
    id = place.record("Sam's words.")
    place.system.tagging.write_memo(place.id, str(id), WriteMemo(text="Ask again."), by_lee)
    place.tag(id, "POW-1", request=by_lee, reason="They decided.")
    found = held(place, partner)["beside_other_peoples_words"]
    assert {(one["kind"], one["words"]) for one in found} == {
        ("memo", "Ask again."),
        ("tag", "They decided."),
    }
    assert "Sam's words." not in json.dumps(held(place, partner))
    assert held(place, person)["beside_other_peoples_words"] == []


def test_of_who_was_erased_or_never_met_nothing_is_held(place: Town, person: UUID) -> None:
    place.record("Once said.")
    place.system.people.erase_person(person, BY_OPERATOR)
    found = held(place, person)
    assert (found["name"], found["reflections"], found["known_in_slack_as"]) == (None, [], [])
    assert "Once said." not in json.dumps(found)
    stranger = Actor(uuid4(), ActorRole.PARTNER, frozenset([place.id]))
    nothing = place.system.reading.held_about(stranger)
    assert (nothing["places"], nothing["reflections"]) == ([], [])
