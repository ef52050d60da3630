"""The post office: each letter goes once, waits where it must, and is given up in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.application.desk import Request
from service.bootstrap import System
from service.domain.base import Event
from service.domain.reflection import Reflection
from service.letters.letter import Letter
from service.letters.mailer import Mailer, Server
from service.letters.office import LETTERS_LOCK, Office, open_office
from service.letters.outbox import Row, Want
from tests.support.asking import NOW
from tests.support.post import HANG_UP, PostBox, post_box
from tests.support.town import Town

SENDER = "Harrow Vale <learning@example.org>"
FUNDER = "grants@funder.example.org"


@dataclass
class Thanks:
    """A kind of letter for tests: whoever wrote something is thanked, and a funder hears of it."""

    says: str = "Thank you."
    to_funder: bool = False
    not_before: datetime | None = None
    broken: set[str] = field(default_factory=set)

    KIND = "thanks"
    FOLLOWS: tuple[type[Event], ...] = (Reflection.Recorded,)

    def wants(self, system: System, event: Event) -> Iterable[Want]:  # noqa: ARG002
        """One for who wrote it, one for the funder."""
        assert isinstance(event, Reflection.Recorded)
        if "wants" in self.broken:
            raise KeyError("wants")
        about, place = event.originator_id, event.place_id
        yield Want(self.KIND, about, place, event.author, not_before=self.not_before)
        if self.to_funder:
            yield Want(self.KIND, about, place, address=FUNDER)

    def content(self, system: System, row: Row) -> Letter | None:  # noqa: ARG002
        """A word of thanks."""
        if "content" in self.broken:
            raise KeyError("content")
        return Letter(row.to, "Thank you", self.says) if self.says else None


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """The time of these tests."""
    return Clock()


@pytest.fixture
def thanks() -> Thanks:
    """The kind of letter of these tests."""
    return Thanks()


@pytest.fixture
def office(place: Town, box: PostBox, thanks: Thanks, clock: Clock) -> Office:
    """A post office that has begun to follow, with Sam in town."""
    place.welcome("sam", email="sam@example.org")
    place.system.runner.catch_up()
    office = office_of(place.system, box, thanks, clock)
    assert office.send_now() == 0
    return office


def office_of(system: System, box: PostBox, thanks: Thanks, clock: Clock) -> Office:
    """A post office; every process has its own."""
    return Office(system, Mailer(Server.at(box.url), SENDER), [thanks], clock, 0)


def write(place: Town, by: str = "sam") -> UUID:
    """Somebody writes something, and the read models know it."""
    reflection = place.record(by=by)
    place.system.runner.catch_up()
    return reflection


def rows(system: System, columns: str = "sent_at, given_up_at, problem") -> list[tuple[Any, ...]]:
    """What the outbox holds."""
    with system.database.reading() as connection:
        found = connection.execute(f"SELECT {columns} FROM letters.letters ORDER BY id".encode())
        return found.fetchall()


def test_a_fact_leads_to_one_letter(place: Town, office: Office, box: PostBox) -> None:
    write(place)
    assert [office.send_now(), office.send_now()] == [1, 0]
    (letter,) = box.letters
    assert (letter["To"], letter.get_content().strip()) == ("sam@example.org", "Thank you.")
    assert rows(place.system) == [(NOW, None, None)]


def test_what_happened_before_mail_was_set_up_is_not_written_about(
    place: Town, box: PostBox, thanks: Thanks, clock: Clock
) -> None:
    place.welcome("sam", email="sam@example.org")
    write(place)
    assert office_of(place.system, box, thanks, clock).send_now() == 0


def test_a_funder_has_an_address_and_nothing_else_here(
    place: Town, office: Office, box: PostBox, thanks: Thanks
) -> None:
    thanks.to_funder = True
    write(place)
    office.send_now()
    assert {one[1][0] for one in box.envelopes} == {"sam@example.org", FUNDER}
    assert FUNDER.encode() not in b"".join(
        bytes(address) for (address,) in rows(place.system, "address") if address
    )


def test_what_is_for_later_waits(
    place: Town, office: Office, box: PostBox, thanks: Thanks, clock: Clock
) -> None:
    thanks.not_before = NOW + timedelta(hours=2)
    write(place)
    assert office.send_now() == 0
    clock.pass_by(hours=2)
    assert office.send_now() == 1


def test_who_has_no_address_gets_nothing_and_that_is_noted(
    place: Town, office: Office, box: PostBox
) -> None:
    place.welcome("ali")
    write(place, "ali")
    office.send_now()
    assert rows(place.system) == [(None, NOW, "no address")]
    assert box.letters == []


def test_a_letter_with_nothing_to_say_any_more_is_gone(
    place: Town, office: Office, box: PostBox, thanks: Thanks
) -> None:
    write(place)
    thanks.says = ""
    office.send_now()
    assert rows(place.system) == []
    assert box.letters == []


def test_a_busy_server_is_asked_again_later_and_later(
    place: Town, office: Office, box: PostBox, clock: Clock
) -> None:
    box.rcpt_answers = ["450 Busy", "450 Busy"]
    write(place)
    assert office.send_now() == 1
    clock.pass_by(seconds=59)
    assert office.send_now() == 0
    clock.pass_by(seconds=1)
    assert office.send_now() == 1
    clock.pass_by(seconds=119)
    assert office.send_now() == 0
    clock.pass_by(seconds=1)
    assert office.send_now() == 1
    assert len(box.letters) == 1
    assert rows(place.system, "attempts, problem") == [(3, None)]


def test_nobody_there_is_not_asked_again(
    place: Town, office: Office, box: PostBox, clock: Clock
) -> None:
    box.rcpt_answers = ["550 No such person"]
    write(place)
    office.send_now()
    clock.pass_by(days=1)
    assert office.send_now() == 0
    assert rows(place.system) == [(None, NOW, "recipient 550")]
    assert office.outbox.problems() == {"recipient 550": 1}


def test_what_could_not_go_for_days_is_given_up(
    place: Town, office: Office, box: PostBox, clock: Clock
) -> None:
    box.rcpt_answers = ["450 Busy"] * 9
    write(place)
    office.send_now()
    clock.pass_by(days=4, seconds=1)
    assert office.send_now() == 0
    assert rows(place.system) == [(None, clock.now, "recipient 450, then too late")]
    assert office.outbox.waiting() == 0


def test_a_server_that_is_away_costs_no_letter(
    place: Town, office: Office, thanks: Thanks, clock: Clock
) -> None:
    place.welcome("ali", email="ali@example.org")
    write(place)
    write(place, "ali")
    with post_box() as gone:
        away = office_of(place.system, gone, thanks, clock)
    assert away.send_now() == 2  # The second is left alone, for it would meet the same.
    assert sorted(rows(place.system, "attempts"))[0] == (0,)
    assert away.send_now() == 0
    with post_box() as back:
        returned = office_of(place.system, back, thanks, clock)
        assert returned.send_now() == 2
        assert len(back.letters) == 2


def test_a_letter_whose_fate_is_unclear_comes_again_as_the_same_letter(
    place: Town, office: Office, box: PostBox, clock: Clock
) -> None:
    box.answers = [HANG_UP]
    write(place)
    office.send_now()
    clock.pass_by(minutes=1)
    office.send_now()
    assert len(box.ids) == 2
    assert len(set(box.ids)) == 1


class Killed(BaseException):
    """What a process meets that is killed."""


def test_a_crash_between_going_and_noting_it_sends_the_same_letter_again(
    place: Town,
    office: Office,
    box: PostBox,
    thanks: Thanks,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(row: Row, now: datetime) -> None:
        raise Killed

    write(place)
    monkeypatch.setattr(office.outbox, "sent", die)
    with pytest.raises(Killed):
        office.send_now()
    assert rows(place.system, "attempted_at, sent_at") == [(NOW, None)]
    assert office_of(place.system, box, thanks, clock).send_now() == 1
    assert len(box.ids) == 2
    assert len(set(box.ids)) == 1
    assert rows(place.system) == [(NOW, None, None)]


def test_a_kind_that_fails_silences_nothing_else(
    place: Town, office: Office, box: PostBox, thanks: Thanks
) -> None:
    thanks.broken = {"wants"}
    write(place)
    assert office.send_now() == 0
    thanks.broken = {"content"}
    write(place)
    assert office.send_now() == 1
    thanks.broken = set()
    write(place)
    assert office.send_now() == 1
    assert len(box.letters) == 1
    assert sorted(str(row[2]) for row in rows(place.system)) == ["KeyError", "None"]


def test_an_erased_person_leaves_no_row_and_gets_nothing(
    place: Town, office: Office, box: PostBox, request_by: Callable[..., Request]
) -> None:
    person = place.welcome("sam")
    write(place)
    office.send_now()
    write(place)
    place.system.people.erase_person(person, place.asks(person))
    place.system.runner.catch_up()
    office.send_now()
    assert len(box.letters) == 1
    assert rows(place.system) == []


def test_of_two_offices_one_leads_and_it_sends_what_is_wanted(
    place: Town, office: Office, box: PostBox, thanks: Thanks, clock: Clock
) -> None:
    second = office_of(place.system, box, thanks, clock)
    with open_office(office), open_office(second):
        write(place)
        place.system.runner.catch_up()
        assert box.has_come.wait(10)
        with place.system.database.reading() as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                "AND ((classid::bigint << 32) | objid::bigint) = %s "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                (LETTERS_LOCK,),
            ).fetchone()
        assert found == (1,)
    assert len(box.letters) == 1


def test_wanting_twice_is_wanting_once(place: Town, office: Office) -> None:
    person = place.welcome("sam")
    want = Want("thanks", person, place.id, person)
    with place.system.database.writing() as connection:
        office.outbox.want([want, replace(want)], 1, NOW, connection)
        office.outbox.want([want], 2, NOW, connection)
    assert rows(place.system, "wanted") == [(1,)]
