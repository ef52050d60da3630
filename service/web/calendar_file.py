"""The calendar file: rounds, things to look at again and digest days, for calendar programs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from service.calendar import is_working_day
from service.domain.base import natural_id
from service.domain.vocabulary import DigestKind
from service.projections.schedule import RhythmView, ScheduleView
from service.web import rhythm_words as rw
from service.web.text import clean, shorten

A_ROUND_TAKES = timedelta(minutes=15)
REFRESH = timedelta(hours=12)


def calendar_of(view: ScheduleView, address: str, until: date, now: datetime) -> bytes:
    """What is to come in a place. It names nobody, and repeats nothing that people said."""
    name = clean(view.place.name)
    calendar = Calendar()
    calendar.add("prodid", "-//doubleloop//doubleloop//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", rw.CALENDAR_NAME.format(place=name))
    calendar.add("x-wr-calname", rw.CALENDAR_NAME.format(place=name))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for one in view.ahead:
        if one.is_skipped:
            continue
        # Named by its slot, so that a round which is moved, moves, and does not come twice.
        event = _event("round", one.slot, view, now)
        event.add("summary", rw.CALENDAR_ROUND.format(place=name))
        event.add("description", clean(one.question))
        event.add("dtstart", one.at)
        event.add("dtend", one.at + A_ROUND_TAKES)
        event.add("url", f"{address}/rhythm")
        calendar.add_component(event)
        told = _event("place-digest", one.slot, view, now)
        told.add("summary", rw.CALENDAR_PLACE_DIGEST.format(place=name))
        _whole_day(told, one.on)
        calendar.add_component(told)
    if view.rhythm is not None and view.rhythm.tells_the_funder:
        for day in _months(view.rhythm, view.today, until):
            event = _event(DigestKind.FUNDER.value, day.replace(day=1), view, now)
            event.add("summary", rw.CALENDAR_FUNDER_DIGEST.format(place=name))
            _whole_day(event, day)
            calendar.add_component(event)
    for thing in view.due:
        if thing.on < view.today:
            continue
        words = rw.CALENDAR_REVIEW if thing.what == "review" else rw.CALENDAR_EXPECTED
        event = _event(thing.what, thing.id, view, now)
        event.add("summary", words.format(title=shorten(thing.title)))
        if thing.what == "review":
            event.add("url", f"{address}/decisions/{thing.id}")
        _whole_day(event, thing.on)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(what: str, which: object, view: ScheduleView, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{natural_id('calendar', what, view.place.id, which)}@doubleloop")
    event.add("dtstamp", now)
    event.add("transp", "TRANSPARENT")
    return event


def _whole_day(event: Event, day: date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))


def _months(rhythm: RhythmView, today: date, until: date) -> list[date]:
    """The first working day of each month: a funder's digest is put together then."""
    works, found = is_working_day(rhythm.nation), []
    first = today.replace(day=1)
    while first <= until:
        day = next(one for n in range(31) if works(one := first + timedelta(days=n)))
        if today <= day <= until:
            found.append(day)
        first = (first + timedelta(days=31)).replace(day=1)
    return found
