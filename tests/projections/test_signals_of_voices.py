"""Signals from how people speak: each appears at its threshold, and not one below."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from service.application.commands import HoldReflection
from service.domain.base import natural_id
from service.domain.vocabulary import CareCategory, Perspective, SignalKind, SpeakingAs, Stance
from tests.support.learning import Learning, learning_in, on_day
from tests.support.signals import asked, challenge_on, good_news, on, read_as, residents
from tests.support.town import Town


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def test_a_perspective_that_three_people_spoke_from_and_then_nobody(learning: Learning) -> None:
    residents(learning, 3, day=20)
    challenge_on(learning, 20)
    (signal,) = asked(learning, SignalKind.WENT_QUIET, on(20 + 57))
    assert signal.subject == natural_id("perspective", learning.town.id, "citizen_community")
    assert (signal.about, signal.grounds, signal.link) == ("residents", 8, "timeline")


def test_i16_a_perspective_with_fewer_than_three_people_is_never_asked_about(
    learning: Learning,
) -> None:
    residents(learning, 1)  # And cy, who spoke on the first day.
    for _ in range(5):
        learning.town.record(by="res-0", now=on_day(11).now)
    challenge_on(learning)
    assert asked(learning, SignalKind.WENT_QUIET) == []
    residents(learning, 2)
    assert len(asked(learning, SignalKind.WENT_QUIET)) == 1


def test_eight_weeks_have_to_be_over(learning: Learning) -> None:
    residents(learning, 3)
    challenge_on(learning, 20)
    assert asked(learning, SignalKind.WENT_QUIET, on(20 + 56)) == []
    assert len(asked(learning, SignalKind.WENT_QUIET, on(20 + 57))) == 1


@pytest.mark.parametrize(("day", "signals"), [(21, 0), (20 + 56, 0), (20 + 57, 1)])
def test_one_of_them_speaking_within_eight_weeks_is_not_quiet(
    learning: Learning, day: int, signals: int
) -> None:
    residents(learning, 3)
    challenge_on(learning, 20)
    learning.town.record(by="res-0", now=on_day(day).now)
    assert len(asked(learning, SignalKind.WENT_QUIET)) == signals


@pytest.mark.parametrize(("day", "signals"), [(20 - 56, 0), (20 - 55, 1)])
def test_only_the_eight_weeks_up_to_it_count(learning: Learning, day: int, signals: int) -> None:
    residents(learning, 3, day=day)
    challenge_on(learning, 20)
    # Cy spoke on the first day: with two others there would be three in any case.
    found = asked(learning, SignalKind.WENT_QUIET)
    assert len(found) == signals


@pytest.mark.parametrize("speaking_as", [SpeakingAs.RELAYING, SpeakingAs.SELF])
def test_who_only_passes_words_on_has_not_spoken(
    learning: Learning, speaking_as: SpeakingAs
) -> None:
    residents(learning, 1)  # And cy, who spoke on the first day.
    learning.town.welcome("worker", Perspective.CITIZEN_COMMUNITY)
    learning.town.record(by="worker", now=on_day(12).now, speaking_as=speaking_as)
    challenge_on(learning, 20)
    for_them = asked(learning, SignalKind.WENT_QUIET)
    assert len(for_them) == (speaking_as == SpeakingAs.SELF)


def test_words_that_others_pass_on_are_not_theirs(learning: Learning) -> None:
    residents(learning, 3)
    challenge_on(learning, 20)
    heard = Perspective.CITIZEN_COMMUNITY
    told: dict[str, Any] = {"speaking_as": SpeakingAs.RELAYING, "relayed_perspective": heard}
    learning.town.record(by="bo", now=on_day(30).now, **told)
    assert len(asked(learning, SignalKind.WENT_QUIET)) == 1


def test_words_that_are_held_for_care_are_no_silence(learning: Learning) -> None:
    residents(learning, 3)
    challenge_on(learning, 20)
    id = learning.town.record(by="res-1", now=on_day(30).now)
    hold = HoldReflection(category=CareCategory.DISTRESS)
    place = learning.town
    learning.system.capture.hold_reflection(place.id, str(id), hold, on_day(31))
    assert asked(learning, SignalKind.WENT_QUIET) == []


def test_quiet_weeks_are_counted_eight_by_eight(learning: Learning) -> None:
    residents(learning, 3)
    challenge_on(learning, 20)
    for day, weeks in ((57, 8), (112, 8), (113, 16)):
        (signal,) = asked(learning, SignalKind.WENT_QUIET, on(20 + day))
        assert signal.grounds == weeks
    assert asked(learning, SignalKind.WENT_QUIET, on(20) + timedelta(weeks=26)) == []


def test_five_reflections_in_two_fortnights_and_only_good_news(learning: Learning) -> None:
    good_news(learning, 4)
    learning.town.record("Nobody has read this.", by="ann", now=on_day(80).now)
    assert asked(learning, SignalKind.ONLY_GOOD_NEWS) == []
    good_news(learning, 1)
    (signal,) = asked(learning, SignalKind.ONLY_GOOD_NEWS)
    assert (signal.subject, signal.about) == (learning.town.id, "Eastmoor")
    assert (signal.grounds, signal.link) == (2, "timeline")


@pytest.mark.parametrize("stance", [Stance.ABSENT, Stance.STRAINED, Stance.MIXED])
def test_one_reading_of_another_kind_is_enough(learning: Learning, stance: Stance) -> None:
    good_news(learning, 6)
    read_as(learning, 63, stance)
    assert asked(learning, SignalKind.ONLY_GOOD_NEWS) == []
    assert len(asked(learning, SignalKind.ONLY_GOOD_NEWS, on(91))) == 1


def test_only_the_last_two_fortnights_are_looked_at(learning: Learning) -> None:
    good_news(learning, 5, day=62)
    assert asked(learning, SignalKind.ONLY_GOOD_NEWS, on(90)) == []
    assert len(asked(learning, SignalKind.ONLY_GOOD_NEWS, on(89))) == 1


def test_it_rests_on_the_fortnights_since_anything_else_was_read(learning: Learning) -> None:
    read_as(learning, 0, Stance.ABSENT)
    for day in (14, 28, 42, 56):
        good_news(learning, 5, day=day)
    (signal,) = asked(learning, SignalKind.ONLY_GOOD_NEWS, on(60))
    assert signal.grounds == 4
