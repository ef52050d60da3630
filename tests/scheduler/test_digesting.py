"""Digests: drafted when their days are over, sent when agreed, and corrected when they must."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from service.application.commands import ChangeScope
from service.application.loop_commands import ProposeInsight
from service.application.rhythm_commands import (
    AskForQuote,
    ChooseDigests,
    DeclineQuote,
    GiveQuote,
)
from service.domain.cadence import Every
from service.domain.reflection import Reflection
from service.domain.vocabulary import Audience, DigestKind, Scope
from service.projections import digests
from service.projections.digests import DigestRow
from tests.support.asking import at
from tests.support.rhythm import Rhythm
from tests.support.town import Town


@pytest.fixture
def rhythm(place: Town) -> Rhythm:
    """A place that asks every second Tuesday, with eight people of four organisations."""
    found = Rhythm(place)
    found.choose()
    for number in range(8):
        place.welcome(f"p{number}", organisation=f"Organisation {number % 4}")
    return found


def kept(rhythm: Rhythm, kind: DigestKind) -> list[DigestRow]:
    """What there is of this kind, newest first."""
    system = rhythm.town.system
    system.runner.catch_up()
    with system.database.reading() as connection:
        return digests.digests_about(connection, system.keys, rhythm.town.id, kind)


def write_all(rhythm: Rhythm, people: int = 8) -> None:
    """So many people leave words now."""
    for number in range(people):
        rhythm.write(f"p{number}")


def test_a_place_digest_is_drafted_when_the_next_round_begins_and_waits_for_a_yes(
    rhythm: Rhythm,
) -> None:
    rhythm.tick("2026-06-02 10:00")
    write_all(rhythm)
    rhythm.tick("2026-06-16 10:00")
    (draft,) = kept(rhythm, DigestKind.PLACE)
    assert (draft.from_on, draft.to_on) == (date(2026, 6, 2), date(2026, 6, 15))
    assert draft.sent_at is None
    system = rhythm.town.system
    system.digests.sign_off(
        draft.digest_id, rhythm.town.id, rhythm.by_partner, edition=draft.edition
    )
    rhythm.tick("2026-06-16 11:00")
    (sent,) = kept(rhythm, DigestKind.PLACE)
    assert sent.sent_at is not None
    assert '"people":8' in sent.content


def test_it_goes_out_by_itself_only_where_the_place_chose_that(rhythm: Rhythm) -> None:
    command = ChooseDigests(place=rhythm.town.name, posts_by_itself=True)
    rhythm.town.system.rhythms.choose_digests(command, rhythm.by_partner)
    rhythm.tick("2026-06-02 10:00")
    rhythm.tick("2026-06-16 10:00")
    (sent,) = kept(rhythm, DigestKind.PLACE)
    assert sent.sent_at is not None


def test_what_was_drafted_before_a_place_chose_that_still_waits_for_a_yes(rhythm: Rhythm) -> None:
    for moment in ("2026-06-02 10:00", "2026-06-16 10:00", "2026-06-30 10:00"):
        rhythm.tick(moment)
    command = ChooseDigests(place=rhythm.town.name, posts_by_itself=True)
    rhythm.now = at("2026-07-01 10:00")
    rhythm.town.system.rhythms.choose_digests(command, rhythm.by_partner)
    rhythm.tick("2026-07-14 10:00")
    assert [one.sent_at is not None for one in kept(rhythm, DigestKind.PLACE)] == [
        True,
        False,
        False,
    ]


def test_a_place_that_goes_back_to_rounds_tells_no_day_twice_and_none_never(
    rhythm: Rhythm,
) -> None:
    rhythm.tick("2026-06-02 10:00")
    rhythm.choose(every=Every.WHEN_I_COME)
    rhythm.now = at("2026-06-10 12:00")
    rhythm.write("p0")
    rhythm.tick("2026-06-16 12:00")
    rhythm.choose(anchor=date(2026, 6, 30))
    rhythm.tick("2026-06-30 10:30")
    days = sorted((one.from_on, one.to_on) for one in kept(rhythm, DigestKind.PLACE))
    assert days == [
        (date(2026, 6, 2), date(2026, 6, 15)),
        (date(2026, 6, 16), date(2026, 6, 29)),
    ]


def test_where_people_come_by_themselves_a_fortnight_in_which_one_did_is_drafted(
    rhythm: Rhythm,
) -> None:
    rhythm.tick("2026-06-02 09:00")
    rhythm.choose(every=Every.WHEN_I_COME)
    rhythm.now = at("2026-06-10 12:00")
    rhythm.write("p0")
    rhythm.tick("2026-06-15 12:00")
    assert kept(rhythm, DigestKind.PLACE) == []
    rhythm.tick("2026-06-16 12:00")
    rhythm.tick("2026-06-30 12:00")  # Nobody came in the fortnight before.
    (draft,) = kept(rhythm, DigestKind.PLACE)
    assert (draft.from_on, draft.to_on) == (date(2026, 6, 2), date(2026, 6, 15))


def test_what_a_draft_says_is_not_opened_to_see_if_it_may_go_out(
    rhythm: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    rhythm.tick("2026-06-02 10:00")
    rhythm.tick("2026-06-16 10:00")
    (draft,) = kept(rhythm, DigestKind.PLACE)
    asked: set[UUID] = set()
    real = rhythm.town.system.keys.sealers

    def noted(ids: Iterable[UUID], *more: Any) -> Any:
        known = list(ids)
        asked.update(known)
        return real(known, *more)

    monkeypatch.setattr(rhythm.town.system.keys, "sealers", noted)
    rhythm.tick("2026-06-16 10:01")
    assert draft.digest_id not in asked
    rhythm.town.system.digests.sign_off(
        draft.digest_id, rhythm.town.id, rhythm.by_partner, edition=draft.edition
    )
    rhythm.tick("2026-06-16 10:02")
    assert draft.digest_id in asked


def test_a_month_is_drafted_for_the_funder_and_goes_a_day_after_its_places_agreed(
    rhythm: Rhythm,
) -> None:
    rhythm.tick("2026-06-02 10:00")
    write_all(rhythm)
    rhythm.tick("2026-06-30 12:00")
    assert kept(rhythm, DigestKind.FUNDER) == []
    rhythm.tick("2026-07-01 10:00")
    (draft,) = kept(rhythm, DigestKind.FUNDER)
    rhythm.town.system.digests.sign_off(
        draft.digest_id, rhythm.town.id, rhythm.by_partner, edition=draft.edition
    )
    rhythm.tick("2026-07-01 18:00")
    assert kept(rhythm, DigestKind.FUNDER)[0].sent_at is None
    rhythm.tick("2026-07-02 10:30")
    assert kept(rhythm, DigestKind.FUNDER)[0].sent_at is not None


def test_few_people_are_not_counted(rhythm: Rhythm) -> None:
    rhythm.tick("2026-06-02 10:00")
    write_all(rhythm, people=4)
    rhythm.tick("2026-06-16 10:00")
    (draft,) = kept(rhythm, DigestKind.PLACE)
    rhythm.town.system.digests.sign_off(
        draft.digest_id, rhythm.town.id, rhythm.by_partner, edition=draft.edition
    )
    rhythm.tick("2026-06-16 11:00")
    (sent,) = kept(rhythm, DigestKind.PLACE)
    assert '"people":4' not in sent.content
    assert sent.withheld == 1


def test_a_quote_that_is_taken_back_after_it_went_out_leads_to_a_correction(
    rhythm: Rhythm,
) -> None:
    system = rhythm.town.system
    rhythm.tick("2026-06-02 10:00")
    said = [rhythm.write(f"p{number}") for number in range(6)]
    author = system.desk.load(Reflection, said[0]).author
    command = ProposeInsight(
        place=rhythm.town.name,
        claim="One room does the work.",
        cites=[str(one) for one in said],
        looked_for_disconfirming=True,
    )
    system.sense.propose_insight(command, rhythm.by_partner)
    asked = AskForQuote(words="The panel met.", audience=Audience.PLACE)
    quote = system.quotes.ask(said[0], asked, rhythm.by_partner).id
    system.quotes.give(quote, GiveQuote(credit="a nurse"), rhythm.by(author))
    rhythm.tick("2026-06-16 10:00")
    (draft,) = kept(rhythm, DigestKind.PLACE)
    assert draft.quotes == [quote]
    system.digests.sign_off(
        draft.digest_id, rhythm.town.id, rhythm.by_partner, edition=draft.edition
    )
    rhythm.tick("2026-06-16 11:00")
    system.quotes.decline(quote, DeclineQuote(), rhythm.by(author))
    rhythm.tick("2026-06-16 12:00")
    assert kept(rhythm, DigestKind.PLACE)[0].corrected == [quote]


def test_a_quote_without_a_yes_is_left_out_when_it_goes_out(rhythm: Rhythm) -> None:
    system = rhythm.town.system
    rhythm.tick("2026-06-02 10:00")
    said = [rhythm.write(f"p{number}") for number in range(6)]
    author = system.desk.load(Reflection, said[0]).author
    command = ProposeInsight(
        place=rhythm.town.name,
        claim="One room does the work.",
        cites=[str(one) for one in said],
        looked_for_disconfirming=True,
    )
    system.sense.propose_insight(command, rhythm.by_partner)
    asked = AskForQuote(words="The panel met.", audience=Audience.PLACE)
    quote = system.quotes.ask(said[0], asked, rhythm.by_partner).id
    system.quotes.give(quote, GiveQuote(credit="a nurse"), rhythm.by(author))
    rhythm.tick("2026-06-16 10:00")
    (draft,) = kept(rhythm, DigestKind.PLACE)
    scope = ChangeScope(scope=Scope.AUTHOR_AND_LP)
    system.capture.change_scope(rhythm.town.id, str(said[0]), scope, rhythm.by(author))
    system.digests.sign_off(
        draft.digest_id, rhythm.town.id, rhythm.by_partner, edition=draft.edition
    )
    rhythm.tick("2026-06-16 11:00")
    (sent,) = kept(rhythm, DigestKind.PLACE)
    assert sent.sent_at is not None
    assert sent.quotes == []
