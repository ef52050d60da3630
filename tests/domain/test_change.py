"""A change: what is different, who saw it, who else confirms it, and whether it lasted."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from service.domain.base import natural_id
from service.domain.change import Change
from service.domain.errors import NotIndependent, Refused
from service.domain.values import Party
from service.domain.vocabulary import Agreement
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

Do = Callable[[Change], None]

BY_AUTHOR = Party(person=AUTHOR)

DECISION = natural_id("a decision")


def a_change(seen_by: Party | None = BY_AUTHOR) -> Change:
    """Something that somebody saw."""
    return Change.observe(
        natural_id("a change"),
        said(),
        place_id=PLACE,
        who_changed=sealed("the team"),
        what=sealed("calls first"),
        seen_by=seen_by,
        decision_id=DECISION,
    )


def confirm(it: Change) -> None:
    """Somebody else sees it too."""
    it.substantiate(said(), by=Party(person=OTHER), agrees=Agreement.YES)


def cease(it: Change) -> None:
    """It did not last."""
    it.cease(said(), why=sealed("people left"))


def test_a_change_says_who_does_what_differently_and_who_saw_it() -> None:
    (found,) = facts_of(a_change())
    fact(
        Change.Observed,
        who_changed=sealed("the team"),
        what=sealed("calls first"),
        seen_by=BY_AUTHOR,
        decision_id=DECISION,
    ).check(found)
    assert given(a_change()).aggregate.seen_by == {AUTHOR}


@pytest.mark.parametrize("agrees", list(Agreement))
@pytest.mark.parametrize("by", [Party(person=OTHER), Party(who=sealed("a neighbour"))])
def test_somebody_independent_says_whether_they_see_it_too(agrees: Agreement, by: Party) -> None:
    given(a_change()).when(
        lambda it: it.substantiate(said(), by=by, agrees=agrees, deciders=frozenset({PARTNER}))
    ).then(fact(Change.Substantiated, by=by, agrees=agrees))


@pytest.mark.parametrize("by", [AUTHOR, PARTNER])
def test_whoever_reported_or_decided_it_does_not_confirm_it(by: UUID) -> None:
    given(a_change()).when(
        lambda it: it.substantiate(
            said(),
            by=Party(person=by),
            agrees=Agreement.YES,
            deciders=frozenset({PARTNER}),
        )
    ).refused(NotIndependent)


@pytest.mark.parametrize("seen_by", [None, Party(who=sealed("a visitor"))])
def test_where_nobody_known_saw_it_anybody_known_may_confirm_it(seen_by: Party | None) -> None:
    given(a_change(seen_by)).when(confirm).then(fact(Change.Substantiated))


def test_a_change_ceases_once_and_can_still_be_confirmed() -> None:
    given(a_change()).when(cease).then(fact(Change.Ceased, why=sealed("people left")))
    given(a_change(), cease).when(cease).refused(Refused)
    given(a_change(), cease).when(confirm).then(fact(Change.Substantiated))


@pytest.mark.parametrize("do", [confirm, cease])
def test_the_same_command_twice_is_one_fact(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    command = said(command=PLACE)
    monkeypatch.setattr(f"{__name__}.said", lambda: command)
    given(a_change(), do).when(do).then()
