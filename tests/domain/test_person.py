"""A person: welcomed, speaking from somewhere, in one or more places, erased when they ask."""

from __future__ import annotations

import pytest

from service.domain.base import natural_id
from service.domain.errors import Gone
from service.domain.person import Person, Preferences
from service.domain.vocabulary import Perspective, Scope, SpeakingAs
from tests.support.given_when_then import PLACE, fact, facts_of, given, said, sealed

ELSEWHERE = natural_id("another place")


def somebody() -> Person:
    """Somebody who has just been welcomed."""
    return Person.welcome(
        natural_id("sam"),
        said(),
        place_id=PLACE,
        perspective=Perspective.STATUTORY,
        name=sealed("name"),
    )


def erased(it: Person) -> None:
    """They asked to be erased."""
    it.erase(said())


def test_welcoming_somebody_keeps_their_name_sealed_and_their_perspective_in_clear() -> None:
    (found,) = facts_of(somebody())
    fact(
        Person.Welcomed,
        place_id=PLACE,
        perspective=Perspective.STATUTORY,
        speaking_as=SpeakingAs.SELF,
        name=sealed("name"),
    ).check(found)


def test_nobody_has_to_say_where_they_speak_from() -> None:
    unasked = Person.welcome(natural_id("ali"), said(), place_id=PLACE, perspective=None)
    assert given(unasked).aggregate.perspective is None


def test_joining_another_place_is_a_fact_once() -> None:
    def join(it: Person) -> None:
        it.join_place(said(), place_id=ELSEWHERE)

    given(somebody()).when(join).then(fact(Person.JoinedPlace, place_id=ELSEWHERE))
    given(somebody(), join).when(join).then()
    given(somebody()).when(lambda it: it.join_place(said(), place_id=PLACE)).then()


def test_changing_perspective_is_a_fact_once() -> None:
    def change(it: Person) -> None:
        it.change_perspective(said(), perspective=Perspective.CITIZEN_COMMUNITY, reason=None)

    given(somebody()).when(change).then(
        fact(Person.PerspectiveChanged, perspective=Perspective.CITIZEN_COMMUNITY)
    )
    given(somebody(), change).when(change).then()


def test_new_reflections_begin_as_closed_as_can_be_until_somebody_says_otherwise() -> None:
    wanted = Preferences(
        scope=Scope.AUTHOR_AND_LP, name_shown=False, speaking_as=SpeakingAs.RELAYING
    )
    relayer = Person.welcome(
        natural_id("ali"),
        said(),
        place_id=PLACE,
        perspective=None,
        speaking_as=SpeakingAs.RELAYING,
    )
    assert given(relayer).aggregate.preferences == wanted


def test_only_what_is_new_of_preferences_is_recorded() -> None:
    def prefer(it: Person) -> None:
        it.change_preferences(
            said(), scope=Scope.PLACE_TEAM, name_shown=False, speaking_as=SpeakingAs.SELF
        )

    def show_name(it: Person) -> None:
        it.change_preferences(said(), scope=None, name_shown=True, speaking_as=None)

    given(somebody()).when(prefer).then(
        fact(Person.PreferencesChanged, scope=Scope.PLACE_TEAM, name_shown=None, speaking_as=None)
    )
    given(somebody(), prefer).when(prefer).then()
    now = given(somebody(), prefer, show_name).aggregate.preferences
    assert now == Preferences(scope=Scope.PLACE_TEAM, name_shown=True)


def test_i14_erasing_somebody_adds_one_proof_that_carries_no_content() -> None:
    outcome = given(somebody()).when(erased)
    outcome.then(fact(Person.Erased))
    assert set(type(outcome.facts[0]).model_fields) == set(Person.Event.model_fields)
    given(somebody(), erased).when(erased).then()


@pytest.mark.parametrize(
    "more",
    [
        lambda it: it.join_place(said(), place_id=ELSEWHERE),
        lambda it: it.change_perspective(said(), perspective=Perspective.FUNDER, reason=None),
        lambda it: it.change_preferences(said(), scope=None, name_shown=True, speaking_as=None),
    ],
)
def test_nothing_more_is_added_about_somebody_who_was_erased(more: object) -> None:
    given(somebody(), erased).when(more).refused(Gone)  # type: ignore[arg-type]
