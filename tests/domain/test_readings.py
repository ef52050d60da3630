"""How a reflection is read: every reading has somebody behind it, and conflicting ones all stay."""

from __future__ import annotations

import pytest

from service.domain.base import natural_id
from service.domain.errors import Held, NotAllowed, NotConfirmed, NotFound
from service.domain.reflection import Reflection
from service.domain.vocabulary import Stance, TagMethod
from tests.support.given_when_then import AUTHOR, OTHER, PARTNER, fact, given, said, sealed
from tests.support.reflections import BEHAVIOURS, a_reflection, held, read_as

TAG = natural_id("tag", "POW-1", PARTNER, Stance.PRESENT)


def tagged(it: Reflection) -> None:
    """The learning partner read it."""
    read_as(it)


def test_i3_a_tag_has_a_tagger_a_method_and_a_framework_version() -> None:
    outcome = given(a_reflection()).when(tagged)
    outcome.then(
        fact(
            Reflection.Tagged,
            tag_id=TAG,
            code="POW-1",
            stance=Stance.PRESENT,
            method=TagMethod.PARTNER,
            framework=BEHAVIOURS,
        )
    )
    assert outcome.facts[0].envelope.actor == PARTNER


@pytest.mark.parametrize("needed", ["method", "framework", "stance", "code", "envelope"])
def test_i3_a_stored_tag_without_one_of_these_is_no_tag(needed: str) -> None:
    (stored,) = given(a_reflection()).when(tagged).facts
    with pytest.raises(ValueError, match="Field required"):
        Reflection.Tagged.model_validate(stored.model_dump(exclude={needed}))


def test_i3_conflicting_tags_coexist() -> None:
    def otherwise(it: Reflection) -> None:
        read_as(it, by=OTHER, stance=Stance.ABSENT)

    outcome = given(a_reflection(), tagged).when(otherwise)
    outcome.then(fact(Reflection.Tagged, code="POW-1", stance=Stance.ABSENT))
    both = given(a_reflection(), tagged, otherwise).aggregate
    assert set(both.tags.values()) == {PARTNER, OTHER}


def test_i3_a_suggestion_is_not_a_tag_until_a_person_confirms_it() -> None:
    def suggested(it: Reflection) -> None:
        read_as(it, method=None)

    def confirmed(it: Reflection) -> None:
        read_as(it, method=TagMethod.SUGGESTED_CONFIRMED)

    given(a_reflection()).when(suggested).refused(NotConfirmed)
    given(a_reflection()).when(confirmed).then(
        fact(Reflection.Tagged, method=TagMethod.SUGGESTED_CONFIRMED)
    )


def test_the_same_tag_again_changes_nothing() -> None:
    given(a_reflection(), tagged).when(tagged).then()


def test_disputing_a_tag_keeps_it() -> None:
    outcome = given(a_reflection(), tagged).when(
        lambda it: it.dispute_tag(said(OTHER), tag_id=TAG, reason=sealed("why not"))
    )
    outcome.then(fact(Reflection.TagDisputed, tag_id=TAG, reason=sealed("why not")))


def test_one_person_disputes_a_tag_once_and_another_once_more() -> None:
    def disputed(it: Reflection) -> None:
        it.dispute_tag(said(OTHER), tag_id=TAG, reason=sealed("why not"))

    given(a_reflection(), tagged, disputed).when(disputed).then()
    given(a_reflection(), tagged, disputed).when(
        lambda it: it.dispute_tag(said(AUTHOR), tag_id=TAG, reason=sealed("nor this"))
    ).then(fact(Reflection.TagDisputed))


def test_disputing_a_tag_that_is_not_there_is_refused() -> None:
    given(a_reflection()).when(
        lambda it: it.dispute_tag(said(OTHER), tag_id=TAG, reason=sealed("why not"))
    ).refused(NotFound)


def test_only_who_made_a_tag_takes_it_back() -> None:
    given(a_reflection(), tagged).when(lambda it: it.remove_tag(said(OTHER), tag_id=TAG)).refused(
        NotAllowed
    )
    given(a_reflection(), tagged).when(lambda it: it.remove_tag(said(PARTNER), tag_id=TAG)).then(
        fact(Reflection.TagRemoved, tag_id=TAG)
    )


def test_a_tag_that_was_taken_back_can_be_made_again() -> None:
    given(a_reflection(), tagged, lambda it: it.remove_tag(said(PARTNER), tag_id=TAG)).when(
        tagged
    ).then(fact(Reflection.Tagged, tag_id=TAG))


def test_taking_back_a_tag_that_is_not_there_is_refused() -> None:
    given(a_reflection()).when(lambda it: it.remove_tag(said(PARTNER), tag_id=TAG)).refused(
        NotFound
    )


def test_while_it_is_held_only_its_author_reads_it() -> None:
    given(a_reflection(), held).when(tagged).refused(Held)
    given(a_reflection(), held).when(
        lambda it: it.write_memo(said(PARTNER), text=sealed("x"))
    ).refused(Held)

    def by_the_author(it: Reflection) -> None:
        read_as(it, by=AUTHOR, method=TagMethod.SELF)

    given(a_reflection(), held).when(by_the_author).then(fact(Reflection.Tagged))


def test_none_of_the_behaviours_may_fit() -> None:
    given(a_reflection()).when(
        lambda it: it.note_nothing_fits(said(PARTNER), framework=BEHAVIOURS, why=sealed("why"))
    ).then(fact(Reflection.NothingFitted, framework=BEHAVIOURS, why=sealed("why")))


def test_a_memo_stands_beside_it() -> None:
    given(a_reflection()).when(lambda it: it.write_memo(said(PARTNER), text=sealed("memo"))).then(
        fact(Reflection.MemoWritten, text=sealed("memo"))
    )
