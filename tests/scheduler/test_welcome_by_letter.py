"""Who is reached by letter is asked once whether they would like to be asked, as in Slack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from service.application.rhythm_commands import ChangeAsking
from service.domain.cadence import Every, Way
from service.domain.vocabulary import PromptPurpose
from tests.support.asking import BY_OPERATOR, at
from tests.support.rhythm import Rhythm
from tests.support.town import Town, join


@pytest.fixture
def rhythm(place: Town) -> Rhythm:
    """A place that asks every second Tuesday."""
    found = Rhythm(place)
    found.choose()
    return found


def planned(rhythm: Rhythm, person: UUID) -> list[tuple[PromptPurpose, Way]]:
    """What somebody was asked, and how."""
    return [(one.purpose, one.way) for one in rhythm.prompts(person)]


def in_slack(rhythm: Rhythm, person: UUID, *, is_gone: bool = False) -> None:
    """The bot has met them in Slack."""
    with rhythm.town.system.database.writing() as connection:
        connection.execute(
            "INSERT INTO slack.people (lookup, person_id, is_gone, seen_at) "
            "VALUES (%s, %s, %s, %s)",
            (person.bytes, person, is_gone, rhythm.now),
        )


def says_no(rhythm: Rhythm, person: UUID) -> None:
    """They would rather not be asked."""
    command = ChangeAsking(place=rhythm.town.name, is_asked=False)
    rhythm.town.system.rhythms.change_asking(command, rhythm.by(person))


def test_who_has_an_address_is_asked_once_by_letter(rhythm: Rhythm) -> None:
    ana = rhythm.town.welcome("ana", email="ana@example.org")
    unreached = rhythm.town.welcome("bo")
    rhythm.tick_through("2026-07-31 18:00", timedelta(hours=6))
    assert planned(rhythm, ana) == [(PromptPurpose.WELCOME, Way.EMAIL)]
    assert planned(rhythm, unreached) == []


@pytest.mark.parametrize(
    "said", [says_no, lambda rhythm, person: rhythm.ask(person, way=Way.EMAIL)], ids=["no", "yes"]
)
def test_who_said_something_already_is_not_asked_whether(
    rhythm: Rhythm, said: Callable[[Rhythm, UUID], None]
) -> None:
    ana = rhythm.town.welcome("ana", email="ana@example.org")
    said(rhythm, ana)
    rhythm.tick_through("2026-06-16 18:00", timedelta(hours=6))
    assert PromptPurpose.WELCOME not in [purpose for purpose, _ in planned(rhythm, ana)]


def test_an_address_that_comes_later_counts_and_slack_goes_first(rhythm: Rhythm) -> None:
    ana = rhythm.town.welcome("ana")
    rhythm.tick("2026-06-01 13:00")
    assert planned(rhythm, ana) == []
    rhythm.town.welcome("ana", email="ana@example.org")
    in_slack(rhythm, ana)
    rhythm.tick("2026-06-01 14:00")
    assert planned(rhythm, ana) == [(PromptPurpose.WELCOME, Way.SLACK)]


def test_who_left_slack_is_reached_by_letter_and_not_a_second_time(rhythm: Rhythm) -> None:
    ana = rhythm.town.welcome("ana", email="ana@example.org")
    in_slack(rhythm, ana, is_gone=True)
    rhythm.tick("2026-06-01 13:00")
    assert planned(rhythm, ana) == [(PromptPurpose.WELCOME, Way.EMAIL)]
    with rhythm.town.system.database.writing() as connection:
        connection.execute("UPDATE slack.people SET is_gone = false")
    rhythm.tick_through("2026-06-20 18:00", timedelta(hours=6))
    assert planned(rhythm, ana) == [(PromptPurpose.WELCOME, Way.EMAIL)]


def test_somebody_of_two_places_is_asked_by_each_that_asks(rhythm: Rhythm) -> None:
    other = Rhythm(join(rhythm.town.system, "Westmoor"))
    ana = rhythm.town.welcome("ana", email="ana@example.org")
    other.town.welcome("ana w", email="ann@example.org")
    rhythm.tick("2026-06-01 13:00")
    assert planned(rhythm, ana) == [(PromptPurpose.WELCOME, Way.EMAIL)]
    assert len(list(rhythm.prompts())) == 1
    other.choose()
    rhythm.tick("2026-06-01 14:00")
    assert len(list(rhythm.prompts())) == 2


def test_nobody_is_asked_where_people_come_by_themselves_or_once_erased(rhythm: Rhythm) -> None:
    rhythm.choose(every=Every.WHEN_I_COME)
    ana = rhythm.town.welcome("ana", email="ana@example.org")
    assert rhythm.tick("2026-06-01 13:00").planned == {}
    rhythm.choose()
    rhythm.town.system.people.erase_person(ana, BY_OPERATOR)
    assert rhythm.tick("2026-06-01 14:00").planned == {}


def test_an_address_kept_before_the_vault_knew_providers_counts_once_it_is_said_again(
    rhythm: Rhythm,
) -> None:
    ana = rhythm.town.welcome("ana", email="ana@example.org")
    with rhythm.town.system.database.writing() as connection:
        connection.execute("UPDATE vault.identities SET provider = NULL")
    assert rhythm.tick("2026-06-01 13:00").planned == {}
    rhythm.town.welcome("ana", email="ana@example.org")
    rhythm.tick(at("2026-06-01 14:00"))
    assert planned(rhythm, ana) == [(PromptPurpose.WELCOME, Way.EMAIL)]
