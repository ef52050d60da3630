"""Editions: what goes out is what every place has read, and its own people had a day to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.digesting import Digesting
from service.application.prompts import by_the_clock
from service.digests.publishing import publish
from service.domain.digest import Digest
from service.domain.errors import Conflict, NotSignedOff
from service.domain.vocabulary import DigestKind
from service.projections import digests
from tests.support.digests import AFTER, Month, month_in
from tests.support.town import Town, join


@pytest.fixture
def month(place: Town) -> Month:
    """A place that learned something in June."""
    return month_in(place)


@pytest.fixture
def other(month: Month) -> Town:
    """Another place of the same programme."""
    return join(month.system, "Holt")


def is_sent(month: Month, id: object) -> bool:
    """Whether it went out."""
    return month.system.desk.load(Digest, id).is_sent  # type: ignore[arg-type]


def test_who_waited_and_comes_back_agrees_to_what_it_then_reads(month: Month, other: Town) -> None:
    draft = month.funder_draft(other.id)
    month.system.digests.wait(draft, month.town.id, month.request)
    month.agree(draft, other.id)
    month.agree(draft, month.town.id)
    digest = month.system.desk.load(Digest, draft)
    assert (digest.waiting, digest.signed_off) == (set(), set())
    with pytest.raises(NotSignedOff):
        publish(month.system, draft, by_the_clock(AFTER))
    for place in (month.town.id, other.id):
        month.agree(draft, place)
    publish(month.system, draft, by_the_clock(AFTER))
    assert is_sent(month, draft)


def test_a_place_that_waits_late_leaves_the_others_their_day(month: Month, other: Town) -> None:
    draft = month.funder_draft(other.id)
    month.agree(draft, month.town.id)
    late = AFTER + timedelta(days=4)
    month.system.digests.wait(draft, other.id, replace(month.request, now=late))
    month.system.runner.catch_up()
    for hours, went in ((1, False), (25, True)):
        Digesting(month.system, late + timedelta(hours=hours)).send_what_is_agreed()
        assert is_sent(month, draft) is went


def test_what_was_changed_since_it_was_read_does_not_go_out(month: Month, other: Town) -> None:
    draft = month.funder_draft(other.id)
    for place in (month.town.id, other.id):
        month.agree(draft, place)
    with month.system.database.reading() as connection:
        row = digests.digest_of(connection, month.system.keys, draft)
    assert row is not None
    assert row.kind is DigestKind.FUNDER
    month.system.digests.wait(draft, other.id, month.request)
    with pytest.raises(Conflict):
        month.system.digests.send(
            draft,
            by_the_clock(AFTER),
            edition=row.edition,
            content=row.content,
            quotes=(),
            live_quotes=frozenset(),
            figures=(),
            withheld=0,
        )
    assert not is_sent(month, draft)
