"""When it happened and when it was written: never the future, never far back without a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from eventsourcing.persistence import JSONTranscoder

from service.application.commands import Command
from service.application.desk import happened_at
from service.domain.base import CLOCK_SKEW
from service.domain.errors import InTheFuture, NeedsReason
from service.domain.reflection import Reflection
from service.domain.vocabulary import CareCategory, Scope
from service.eventstore import PydanticMapper
from tests.support.asking import LONDON, NOW, at
from tests.support.given_when_then import PLACE, fact, given, said, sealed
from tests.support.reflections import a_reflection

FOURTEEN_DAYS = timedelta(days=14)


def written(on: datetime, *, reason: bool = False) -> Reflection:
    """A reflection on something that happened then, written down now."""
    late_because = sealed("the notes were in a drawer") if reason else None
    said_late = said(on=on, late_because=late_because)
    author = said_late.actor
    return Reflection.leave(
        PLACE, said_late, place_id=PLACE, author=author, noticed=sealed("noticed")
    )


def test_i17_fourteen_days_later_needs_no_reason() -> None:
    assert len(written(NOW - FOURTEEN_DAYS).pending_events) == 1


def test_i17_more_than_fourteen_days_later_needs_a_reason() -> None:
    with pytest.raises(NeedsReason):
        written(NOW - FOURTEEN_DAYS - timedelta(days=1))


def test_i17_with_a_reason_it_is_kept_and_shows_as_reported_later() -> None:
    (late,) = written(NOW - FOURTEEN_DAYS - timedelta(days=1), reason=True).collect_events()
    assert isinstance(late, Reflection.Recorded)
    assert late.reported_late
    assert late.late_because == sealed("the notes were in a drawer")


def test_i17_what_is_written_in_time_does_not_show_as_reported_later() -> None:
    (in_time,) = written(NOW - FOURTEEN_DAYS).collect_events()
    assert isinstance(in_time, Reflection.Recorded)
    assert not in_time.reported_late


@pytest.mark.parametrize("hour", [0, 9, 15, 23])
def test_i17_a_day_fourteen_days_ago_needs_no_reason_at_any_hour(hour: int) -> None:
    now = NOW.replace(hour=hour)
    day = (now - FOURTEEN_DAYS).date()
    on = happened_at(Command(occurred_on=day), now, LONDON)
    said(on=on, written=now).check_dates()
    assert on.date() == day


def test_i17_holds_for_later_facts_as_well() -> None:
    given(a_reflection()).when(
        lambda it: it.change_scope(said(on=NOW - timedelta(days=15)), scope=Scope.PUBLIC)
    ).refused(NeedsReason)
    given(a_reflection()).when(
        lambda it: it.change_scope(
            said(on=NOW - timedelta(days=15), late_because=sealed("why")), scope=Scope.PUBLIC
        )
    ).then(fact(Reflection.ScopeChanged, late_because=sealed("why"), reported_late=True))


def test_two_clocks_may_disagree_by_five_minutes_and_no_more() -> None:
    assert len(written(NOW + CLOCK_SKEW).pending_events) == 1
    with pytest.raises(InTheFuture):
        written(NOW + CLOCK_SKEW + timedelta(seconds=1))


def test_tomorrow_is_in_the_future() -> None:
    tomorrow = happened_at(Command(occurred_on=NOW.date() + timedelta(days=1)), NOW, LONDON)
    with pytest.raises(InTheFuture):
        written(tomorrow)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (Command(), NOW),
        (Command(occurred_on=NOW.date()), NOW),
        (Command(occurred_on=NOW.date() - timedelta(days=3)), at("2026-05-29 12:00")),
        (Command(occurred_at=at("2026-05-20 08:30")), at("2026-05-20 08:30")),
    ],
)
def test_it_happened_now_or_at_noon_of_a_day_or_at_a_moment(
    command: Command, expected: datetime
) -> None:
    assert happened_at(command, NOW, LONDON) == expected


def test_the_date_is_the_wall_date_of_the_place() -> None:
    late_evening_in_utc = datetime(2026, 6, 1, 23, 30, tzinfo=ZoneInfo("UTC"))
    on = happened_at(Command(occurred_at=late_evening_in_utc), NOW, LONDON)
    assert on.date() == datetime(2026, 6, 2, tzinfo=LONDON).date()


def test_the_wall_date_outlives_the_log() -> None:
    shortly_after_midnight = said(on=at("2026-06-01 00:10"))
    (held,) = (
        given(written(at("2026-05-31 00:30")))
        .when(lambda it: it.hold(shortly_after_midnight, category=CareCategory.DISTRESS))
        .facts
    )
    mapper = PydanticMapper(JSONTranscoder())
    again = mapper.to_domain_event(mapper.to_stored_event(held))
    assert again.envelope.occurred_at.date().isoformat() == "2026-06-01"
