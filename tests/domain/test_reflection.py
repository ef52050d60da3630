"""A reflection stays its author's: what may be done with it, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from service.domain.errors import Gone, NotTheAuthor, Refused
from service.domain.reflection import Reflection
from service.domain.vocabulary import CareCategory, Perspective, Scope, SpeakingAs
from tests.support.given_when_then import (
    AUTHOR,
    OTHER,
    PARTNER,
    PLACE,
    fact,
    facts_of,
    given,
    said,
    sealed,
)
from tests.support.reflections import a_reflection, held, withdrawn

Do = Callable[[Reflection], None]


def test_leaving_a_reflection_is_one_fact_with_all_that_was_said() -> None:
    (found,) = facts_of(a_reflection(speaking_as=SpeakingAs.FOR_ORGANISATION))
    fact(
        Reflection.Recorded,
        place_id=PLACE,
        author=AUTHOR,
        noticed=sealed("noticed"),
        speaking_as=SpeakingAs.FOR_ORGANISATION,
        scope=Scope.PLACE_TEAM,
    ).check(found)


def test_without_a_choice_only_the_author_and_the_learning_partner_see_it() -> None:
    left = Reflection.leave(
        a_reflection().id, said(), place_id=PLACE, author=AUTHOR, noticed=sealed("noticed")
    )
    (found,) = facts_of(left)
    fact(Reflection.Recorded, scope=Scope.AUTHOR_AND_LP, speaking_as=SpeakingAs.SELF).check(found)


def test_a_relayed_perspective_needs_relaying() -> None:
    with pytest.raises(Refused):
        a_reflection(relayed_perspective=Perspective.CITIZEN_COMMUNITY)


def test_i1_only_the_author_amends() -> None:
    def amend(by: Any) -> Do:
        return lambda it: it.amend(said(by), noticed=sealed("said better"), meaning=None)

    given(a_reflection()).when(amend(PARTNER)).refused(NotTheAuthor)
    given(a_reflection()).when(amend(AUTHOR)).then(
        fact(Reflection.Amended, noticed=sealed("said better"), meaning=None)
    )


def test_i1_only_the_author_withdraws() -> None:
    def withdraw(by: Any) -> Do:
        return lambda it: it.withdraw(said(by), reason=None)

    given(a_reflection()).when(withdraw(PARTNER)).refused(NotTheAuthor)
    given(a_reflection()).when(withdraw(AUTHOR)).then(fact(Reflection.Withdrawn))


def test_i1_only_the_author_widens_the_scope() -> None:
    def widen(by: Any) -> Do:
        return lambda it: it.change_scope(said(by), scope=Scope.PUBLIC)

    given(a_reflection()).when(widen(PARTNER)).refused(NotTheAuthor)
    given(a_reflection()).when(widen(AUTHOR)).then(
        fact(Reflection.ScopeChanged, scope=Scope.PUBLIC)
    )


@pytest.mark.parametrize("wider", list(Scope))
@pytest.mark.parametrize("narrower", list(Scope))
def test_i1_narrow_by_others_is_allowed_and_never_to_widen(wider: Scope, narrower: Scope) -> None:
    when = given(a_reflection(scope=wider)).when(
        lambda it: it.change_scope(said(PARTNER), scope=narrower)
    )
    scopes = list(Scope)
    if wider == narrower:
        when.then()
    elif scopes.index(narrower) < scopes.index(wider):
        when.then(fact(Reflection.ScopeChanged, scope=narrower))
    else:
        when.refused(NotTheAuthor)


def test_i1_anyone_handling_it_may_hold_it_for_care() -> None:
    given(a_reflection()).when(
        lambda it: it.hold(said(PARTNER), category=CareCategory.DISTRESS)
    ).then(fact(Reflection.HeldForCare, category=CareCategory.DISTRESS))


def test_what_is_held_comes_back_when_released() -> None:
    given(a_reflection(), held).when(lambda it: it.release(said(PARTNER))).then(
        fact(Reflection.Released)
    )


def test_holding_what_is_held_and_releasing_what_is_not_change_nothing() -> None:
    given(a_reflection(), held).when(
        lambda it: it.hold(said(OTHER), category=CareCategory.DISTRESS)
    ).then()
    given(a_reflection()).when(lambda it: it.release(said(PARTNER))).then()


def test_what_is_held_may_still_be_amended_and_withdrawn_by_its_author() -> None:
    given(a_reflection(), held).when(
        lambda it: it.amend(said(), noticed=None, meaning=sealed("meant"))
    ).then(fact(Reflection.Amended, meaning=sealed("meant")))
    given(a_reflection(), held).when(lambda it: it.withdraw(said(), reason=None)).then(
        fact(Reflection.Withdrawn)
    )


def test_amending_has_to_say_something() -> None:
    given(a_reflection()).when(lambda it: it.amend(said(), noticed=None, meaning=None)).refused(
        Refused
    )


AFTERWARDS: dict[str, Do] = {
    "amend": lambda it: it.amend(said(), noticed=sealed("again"), meaning=None),
    "widen": lambda it: it.change_scope(said(), scope=Scope.PUBLIC),
    "hold": lambda it: it.hold(said(), category=CareCategory.DISTRESS),
    "release": lambda it: it.release(said()),
    "memo": lambda it: it.write_memo(said(), text=sealed("memo")),
}


@pytest.mark.parametrize("name", AFTERWARDS)
@pytest.mark.parametrize("ended", [withdrawn, lambda it: it.erase(said())])
def test_nothing_more_can_be_added_to_what_was_taken_back_or_erased(name: str, ended: Do) -> None:
    given(a_reflection(), ended).when(AFTERWARDS[name]).refused(Gone)


def test_what_was_erased_cannot_be_withdrawn() -> None:
    given(a_reflection(), lambda it: it.erase(said())).when(
        lambda it: it.withdraw(said(), reason=None)
    ).refused(Gone)


def test_what_was_withdrawn_can_still_be_erased() -> None:
    given(a_reflection(), withdrawn).when(lambda it: it.erase(said())).then(fact(Reflection.Erased))


def test_i14_erasing_adds_one_proof_that_carries_no_content() -> None:
    outcome = given(a_reflection()).when(lambda it: it.erase(said()))
    outcome.then(fact(Reflection.Erased))
    base = set(Reflection.Event.model_fields)
    assert set(outcome.facts[0].model_dump(exclude_none=True)) <= base - {"late_because"}


def test_erasing_or_withdrawing_twice_is_doing_it_once() -> None:
    given(a_reflection(), lambda it: it.erase(said())).when(lambda it: it.erase(said())).then()
    given(a_reflection(), withdrawn).when(lambda it: it.withdraw(said(), reason=None)).then()


@pytest.mark.parametrize("name", AFTERWARDS)
def test_the_same_command_twice_is_one_fact(name: str) -> None:
    command = said(command=PLACE)
    do: dict[str, Do] = {
        "amend": lambda it: it.amend(command, noticed=sealed("again"), meaning=None),
        "widen": lambda it: it.change_scope(command, scope=Scope.PUBLIC),
        "hold": lambda it: it.hold(command, category=CareCategory.DISTRESS),
        "release": lambda it: it.release(command),
        "memo": lambda it: it.write_memo(command, text=sealed("memo")),
    }
    started = [held] if name == "release" else []
    given(a_reflection(), *started, do[name]).when(do[name]).then()
