"""Who may do what: every combination of role, action, place, scope and authorship."""

from __future__ import annotations

from itertools import product

import pytest

from service.domain.base import natural_id
from service.domain.errors import DoubleLoopError, NotAllowed, NotFound
from service.domain.vocabulary import ActorRole, Scope
from service.policy import Action, may, require, scopes_readable_by
from tests.support.asking import actor

HERE, ELSEWHERE = natural_id("here"), natural_id("elsewhere")

MAY: dict[ActorRole, str] = {
    ActorRole.LEARNING_PARTNER: (
        "SEE_PLACE READ_WORDS READ_FRAMEWORK_WORDS RECORD RECORD_FOR_OTHERS CARE TAG WRITE_MEMO "
        "RUN_TRIAL RECORD_LEARNING TELL_BACK SEE_SIGNALS SEE_WHO_SAID_IT MANAGE_PLACE "
        "MANAGE_PEOPLE WRITE_DIGESTS SIGN_OFF_DIGESTS READ_FUNDER_DIGESTS"
    ),
    ActorRole.PARTNER: "SEE_PLACE READ_WORDS RECORD TAG RUN_TRIAL RECORD_LEARNING",
    ActorRole.COORDINATOR: (
        "SEE_PLACE READ_WORDS RECORD TAG RUN_TRIAL RECORD_LEARNING TELL_BACK MANAGE_PLACE "
        "MANAGE_PEOPLE WRITE_DIGESTS SIGN_OFF_DIGESTS"
    ),
    ActorRole.FUNDER: "READ_FUNDER_DIGESTS ANSWER_DIGESTS",
    ActorRole.OPERATOR: (
        "SEE_PLACE RECORD RECORD_FOR_OTHERS TAG RUN_TRIAL RECORD_LEARNING TELL_BACK MANAGE_PLACE "
        "MANAGE_PEOPLE KEEP_THE_RHYTHM ERASE OPERATE"
    ),
    ActorRole.CLOCK: "KEEP_THE_RHYTHM WRITE_DIGESTS SEND_DIGESTS",
}
"""Written down a second time, so that widening a role takes two decisions."""

SCOPES = [None, *Scope]


def expected(
    role: ActorRole, action: Action, *, in_place: bool, scope: Scope | None, is_author: bool
) -> bool:
    """The rule in other words than the code's."""
    if is_author and action.name in ("READ_WORDS", "ERASE"):
        return True
    if not in_place or action.name not in MAY[role].split():
        return False
    closed = scope == Scope.AUTHOR_AND_LP and not is_author
    like_partners = (ActorRole.PARTNER, ActorRole.COORDINATOR)
    return not (closed and role in like_partners and action.name in ("READ_WORDS", "TAG"))


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(ActorRole))
def test_the_whole_table(role: ActorRole, action: Action) -> None:
    for scope, is_author, place in product(SCOPES, (True, False), (HERE, ELSEWHERE, None)):
        for places, is_in in (({HERE}, place == HERE), (None, True), (set(), False)):
            asked = may(actor(role, places), action, place, scope=scope, is_author=is_author)
            wanted = expected(role, action, in_place=is_in, scope=scope, is_author=is_author)
            assert asked == wanted, (scope, is_author, place, places)


OF_DIGESTS = {Action.READ_FUNDER_DIGESTS, Action.ANSWER_DIGESTS}


@pytest.mark.parametrize("action", [one for one in Action if one not in OF_DIGESTS])
def test_i12_a_funder_may_do_nothing_but_read_and_answer_digests(action: Action) -> None:
    funder = actor(ActorRole.FUNDER)
    assert not any(may(funder, action, HERE, scope=scope) for scope in SCOPES)


def test_i12_a_funder_reads_no_scope_not_even_what_is_public() -> None:
    assert scopes_readable_by(actor(ActorRole.FUNDER), HERE) == []


@pytest.mark.parametrize(
    ("role", "places", "readable"),
    [
        (ActorRole.LEARNING_PARTNER, [HERE], list(Scope)),
        (ActorRole.LEARNING_PARTNER, [ELSEWHERE], []),
        (ActorRole.PARTNER, [HERE], [scope for scope in Scope if scope != Scope.AUTHOR_AND_LP]),
        (ActorRole.PARTNER, [ELSEWHERE], []),
        (ActorRole.COORDINATOR, [HERE], [one for one in Scope if one != Scope.AUTHOR_AND_LP]),
        (ActorRole.OPERATOR, [HERE], []),
    ],
)
def test_which_of_other_peoples_words_somebody_reads(
    role: ActorRole, places: list[object], readable: list[Scope]
) -> None:
    assert scopes_readable_by(actor(role, places), HERE) == readable  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "action", "scope", "refusal"),
    [
        (ActorRole.PARTNER, Action.MANAGE_PLACE, None, NotAllowed),
        (ActorRole.PARTNER, Action.CARE, Scope.PLACE_TEAM, NotAllowed),
        (ActorRole.PARTNER, Action.TAG, Scope.AUTHOR_AND_LP, NotFound),
        (ActorRole.PARTNER, Action.READ_WORDS, Scope.AUTHOR_AND_LP, NotFound),
        (ActorRole.COORDINATOR, Action.CARE, Scope.PLACE_TEAM, NotAllowed),
        (ActorRole.COORDINATOR, Action.READ_WORDS, Scope.AUTHOR_AND_LP, NotFound),
        (ActorRole.FUNDER, Action.SEE_PLACE, None, NotFound),
        (ActorRole.FUNDER, Action.READ_WORDS, Scope.PUBLIC, NotFound),
        (ActorRole.OPERATOR, Action.READ_WORDS, None, NotAllowed),
        (ActorRole.LEARNING_PARTNER, Action.ERASE, None, NotAllowed),
    ],
)
def test_a_refusal_never_tells_that_something_is_there_to_see(
    role: ActorRole, action: Action, scope: Scope | None, refusal: type[DoubleLoopError]
) -> None:
    with pytest.raises(refusal):
        require(actor(role, [HERE]), action, HERE, scope=scope)
    with pytest.raises(NotFound):
        require(actor(role, [ELSEWHERE]), action, HERE, scope=scope)


def test_what_is_allowed_is_not_refused() -> None:
    learning_partner = actor(ActorRole.LEARNING_PARTNER, [HERE])
    require(learning_partner, Action.READ_WORDS, HERE, scope=Scope.AUTHOR_AND_LP)
    with pytest.raises(NotFound):
        require(learning_partner, Action.READ_WORDS, ELSEWHERE, scope=Scope.PUBLIC)
