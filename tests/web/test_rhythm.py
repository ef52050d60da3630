"""When we ask: the page that says it, its forms, and the calendar that other programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from service.application.loop_commands import StateExpectation
from service.application.rhythm_commands import AdoptQuestion, MoveRound, SkipRound
from service.bootstrap import System
from service.domain.cadence import Every
from service.domain.errors import NotSignedIn
from service.domain.vocabulary import ActorRole, QuestionKind
from service.policy import Actor
from tests.support import town
from tests.support.asking import BY_LEARNING_PARTNER, NOW, at
from tests.support.rhythm import ANCHOR, Rhythm
from tests.web.form_support import Browser, Typed, browsing, filled, problems
from tests.web.reading import Node, read

NOT_SAID = r"(?i)cadence|anchor|slot|cron|utc|double.?loop\b|!"


@pytest.fixture
def rhythm(place: town.Town) -> Rhythm:
    """A place and its clock."""
    return Rhythm(place)


@pytest.fixture
def coordinator(system: System, place: town.Town) -> Iterator[Browser]:
    """Whoever looks after the place."""
    person = place.welcome("cora")
    actor = Actor(person, ActorRole.COORDINATOR, frozenset({place.id}))
    yield from browsing(system, place, actor)


@pytest.fixture
def partner(system: System, place: town.Town) -> Iterator[Browser]:
    """Ana, of the place."""
    yield from browsing(system, place, place.member(place.welcome("ana")))


def page(browser: Browser) -> Node:
    """The page as it is now."""
    browser.town.system.runner.catch_up()
    answer = browser.client.get(f"/places/{browser.town.id}/rhythm")
    assert answer.status_code == 200, answer.text
    return read(answer.text).one("main")


def calendar(browser: Browser) -> tuple[str, Calendar, bytes]:
    """A calendar link that somebody makes, and what a program reads there."""
    where = f"/places/{browser.town.id}/rhythm/calendar"
    key = next(one["value"] for one in page(browser).all("input") if one["name"] == "key")
    answer = browser.client.post(where, data={"key": key}, headers=browser.headers)
    link = read(answer.text).one("code").text
    found = browser.client.get(link)
    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    return link, Calendar.from_ical(found.content), found.content


def test_a_place_without_a_rhythm_says_so(partner: Browser) -> None:
    found = page(partner)
    assert "Nobody is asked here yet" in found.text
    assert not [a for a in found.all("a") if "record" in a["href"]]


def test_a_coordinator_chooses_when_people_are_asked(coordinator: Browser) -> None:
    typed: Typed = {"anchor": "2/6/2026", "at": "11:30", "every": "fortnightly"}
    assert coordinator.saved("rhythm", typed) == "/rhythm"
    found = page(coordinator)
    assert found.one("h2").text == "Every two weeks on a Tuesday at 11:30"
    rounds = [li.one("b").text for li in found.all("li") if "What people" in li.text]
    assert rounds[:2] == ["Tuesday 2 June, 11:30", "Tuesday 16 June, 11:30"]
    assert not re.search(NOT_SAID, found.text)
    assert filled(coordinator.open("rhythm"))["at"] == "11:30"


def test_what_cannot_be_read_is_said_beside_it(coordinator: Browser) -> None:
    wrong = coordinator.refused("rhythm", {"anchor": "soon", "at": "tea time"})
    assert problems(wrong) == {
        "anchor": "Write the day like 14/3/2026.",
        "at": "Write the time like 10:00.",
    }


def test_only_who_looks_after_the_place_changes_it(partner: Browser, rhythm: Rhythm) -> None:
    rhythm.choose()
    offered = {a["href"].rsplit("/", 1)[-1] for a in page(partner).all("a", "btn")}
    assert offered == {"asking"}
    assert partner.client.get(partner.address("rhythm_paused")).status_code == 403


def test_a_round_is_moved_left_out_and_paused(coordinator: Browser, rhythm: Rhythm) -> None:
    rhythm.choose()
    moved: Typed = {"slot": "2026-06-02", "to": "4/6/2026"}
    assert coordinator.saved("round_moved", moved) == "/rhythm"
    assert coordinator.saved("round_skipped", {"slot": "2026-06-16"}) == "/rhythm"
    text = page(coordinator).text
    assert "Thursday 4 June, 10:00 (moved from 2 June 2026)" in text
    assert "Tuesday 16 June, 10:00 (left out this time)" in text
    past = coordinator.refused("rhythm_paused", {"until": "1/1/2026"})
    assert "still to come" in problems(past)["until"]
    coordinator.saved("rhythm_paused", {"until": "1/7/2026"})
    assert "Nobody is asked until 1 July 2026." in page(coordinator).text
    coordinator.saved("rhythm_resumed", {})
    assert "Nobody is asked" not in page(coordinator).text


def test_the_places_own_questions_take_their_turn(coordinator: Browser, rhythm: Rhythm) -> None:
    rhythm.choose()
    coordinator.saved("question_adopted", {"kind": "so_what", "words": "Who made the call?"})
    found = [li.text for li in page(coordinator).all("li")]
    assert "Who made the call?" in found[1]
    assert "Who made the call?" not in found[0]
    chosen = filled(coordinator.open("question_retired"))
    assert "question" not in chosen
    (question,) = coordinator.town.system.schedule.schedule(
        coordinator.actor, coordinator.town.id, now=NOW
    ).questions
    coordinator.saved("question_retired", {"question": str(question.id)})
    assert "Who made the call?" not in page(coordinator).text


def test_how_many_were_asked_is_a_number_only_where_it_is_not_few(
    coordinator: Browser, rhythm: Rhythm
) -> None:
    rhythm.choose()
    for name in ("ann", "bob", "cyd", "dee"):
        rhythm.welcome(name)
    rhythm.tick("2026-06-02 12:00")
    assert "A few people have been asked so far." in page(coordinator).text
    rhythm.welcome("eve")
    rhythm.tick("2026-06-02 13:00")
    text = page(coordinator).text
    assert "5 people have been asked so far." in text
    assert "eve" not in text.replace("every", "").replace("Every", "")


def test_somebody_says_how_they_are_asked(partner: Browser, rhythm: Rhythm) -> None:
    rhythm.choose()
    partner.saved("asking", {"is_asked": "yes", "weekday": "3", "at": "15:00", "way": "email"})
    asking = partner.town.system.rhythms.asking_of(partner.actor.person_id, partner.town.id)
    assert (asking.is_asked, asking.weekday, asking.at) == (True, 3, time(15))
    again = filled(partner.open("asking"))
    assert (again["weekday"], again["way"]) == ("3", "email")
    nowhere = partner.refused("asking", {"is_asked": "yes", "way": "email", "zone": "Mars/Base"})
    assert "zone" in problems(nowhere)


def test_what_is_due_is_named_by_its_title(partner: Browser, rhythm: Rhythm) -> None:
    expected = StateExpectation(
        place=rhythm.town.name,
        we_expect="More people ring back.",
        we_would_doubt_if="Fewer do.",
        by_when=date(2026, 6, 20),
    )
    rhythm.town.system.sense.state_expectation(expected, BY_LEARNING_PARTNER)
    assert "20 Jun 2026 What we expected More people ring back." in page(partner).text


# ---- the calendar


def test_a_calendar_program_reads_rounds_in_the_places_time(
    partner: Browser, rhythm: Rhythm
) -> None:
    rhythm.choose(every=Every.FORTNIGHTLY)
    system, place = rhythm.town.system, rhythm.town.name
    moved = MoveRound(place=place, slot=ANCHOR, to=date(2026, 6, 4))
    system.rhythms.move_round(moved, rhythm.by_partner)
    left_out = SkipRound(place=place, slot=ANCHOR + timedelta(days=14))
    system.rhythms.skip_round(left_out, rhythm.by_partner)
    nasty = AdoptQuestion(
        place=place, kind=QuestionKind.WHAT, words="Who, why; or\\not? " + "Ünter " * 30
    )
    system.rhythms.adopt_question(nasty, rhythm.by_partner)
    link, read_back, raw = calendar(partner)
    rounds = [e for e in read_back.walk("VEVENT") if "question for everybody" in str(e["summary"])]
    starts = [event.decoded("dtstart") for event in rounds]
    assert starts[0] == at("2026-06-04 10:00")
    assert date(2026, 6, 16) not in {one.date() for one in starts}
    assert {one.astimezone(ZoneInfo("Europe/London")).hour for one in starts} == {10}
    assert starts[-1].date() > date(2026, 11, 1)  # After the clocks changed.
    assert str(rounds[0]["description"]).startswith("Who, why; or\\not?")
    assert [str(one["tzid"]) for one in read_back.walk("VTIMEZONE")] == ["Europe/London"]
    assert all(event.decoded("dtstamp") == NOW.astimezone(UTC) for event in rounds)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    again = Calendar.from_ical(partner.client.get(link).content)
    uids = [str(one["uid"]) for one in again.walk("VEVENT")]
    assert uids == [str(one["uid"]) for one in read_back.walk("VEVENT")]
    assert len(set(uids)) == len(uids)


def test_a_round_keeps_its_name_when_the_rhythm_changes(partner: Browser, rhythm: Rhythm) -> None:
    rhythm.choose()
    _, before, _ = calendar(partner)
    rhythm.choose(at=time(14))
    _, after, _ = calendar(partner)
    assert {str(one["uid"]) for one in before.walk("VEVENT")} == {
        str(one["uid"]) for one in after.walk("VEVENT")
    }


def test_a_link_ends_when_there_is_a_new_one_and_when_somebody_is_signed_out(
    partner: Browser, rhythm: Rhythm
) -> None:
    rhythm.choose()
    first, _, _ = calendar(partner)
    second, _, _ = calendar(partner)
    partner.client.cookies.clear()
    assert partner.client.get(first).status_code == 404
    assert partner.client.get(second).status_code == 200
    access = rhythm.town.system.access
    access.sign_out_everywhere(partner.actor.person_id, NOW)
    assert partner.client.get(second).status_code == 404


def test_a_calendar_link_opens_nothing_else(partner: Browser, rhythm: Rhythm) -> None:
    rhythm.choose()
    link, _, _ = calendar(partner)
    secret = link.partition("key=")[2]
    system = rhythm.town.system
    (token,) = [one for one in system.access.tokens() if one.label.startswith("calendar")]
    for wrong in (secret, f"dl_{token.id}_{secret}"):
        with pytest.raises(NotSignedIn):
            system.access.actor_of_token(wrong, NOW)
    elsewhere = town.join(system, "Westmere")
    partner.client.cookies.clear()
    other = link.replace(str(partner.town.id), str(elsewhere.id))
    assert partner.client.get(other).status_code == 404
    assert partner.client.get(link.replace("key=", "key=x")).status_code == 404


def test_a_calendar_is_only_made_from_our_own_page(partner: Browser) -> None:
    where = f"/places/{partner.town.id}/rhythm/calendar"
    forged = partner.client.post(where, data={"key": "no"}, headers=partner.headers)
    assert forged.status_code == 403


def test_who_left_no_yes_is_not_counted_before_the_day(rhythm: Rhythm) -> None:
    rhythm.choose()
    rhythm.town.system.runner.catch_up()
    late = datetime(2026, 6, 1, 8, tzinfo=UTC)
    view = rhythm.town.system.schedule.schedule(rhythm.by_partner.actor, rhythm.town.id, now=late)
    assert view.now_open is None
    assert [one.slot for one in view.ahead][:1] == [ANCHOR]
