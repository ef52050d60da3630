"""Asking what is kept: on the pages for who signs in, by letter for who has only a link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from service.bootstrap import System
from service.domain.vocabulary import ActorRole
from service.held.documents import FILENAME
from service.letters.held import HELD
from service.letters.mailer import Mailer, Server
from service.letters.office import Office
from service.letters.ways_back import stop_link
from service.policy import Actor
from service.server import create_app
from tests.support.asking import BY_OPERATOR, NOW
from tests.support.post import PostBox, post_box
from tests.support.town import Town
from tests.web.reading import read

BASE = "http://127.0.0.1:8400"
WORDS = "The desk rang <first>."


@dataclass
class Door:
    """A place with Ana, who gets letters, and whoever has the link of one of them."""

    town: Town
    ana: UUID
    box: PostBox
    client: TestClient
    office: Office
    clock: list[datetime]

    @property
    def address(self) -> str:
        """The page behind the link in a letter of hers."""
        link = stop_link(self.town.system, self.ana, self.town.id, NOW)
        return link.removeprefix(BASE) + "/held"

    def press(self, address: str | None = None, status: int = 200) -> str:
        """Press the button that stands there; what stands there then."""
        answer = self.client.post(address or self.address, headers={"origin": BASE})
        assert answer.status_code == status, answer.text
        return read(answer.text).one("main").text

    def letters(self) -> list[EmailMessage]:
        """The letters that came so far."""
        self.town.system.runner.catch_up()
        self.office.send_now()
        return self.box.letters


@pytest.fixture
def door(system: System, place: Town) -> Iterator[Door]:
    """Ana has said something."""
    ana = place.welcome("ana", email="ana@example.org")
    place.record(WORDS, by="ana")
    system.runner.catch_up()
    clock = [NOW]
    app = create_app(system, clock=lambda: clock[0])
    with post_box() as box, TestClient(app, base_url=BASE) as client:
        mailer = Mailer(Server.at(box.url), "Eastmoor <learning@example.org>")
        office = Office(system, mailer, [HELD], lambda: clock[0], 0)
        office.send_now()
        yield Door(place, ana, box, client, office, clock)


def files_of(letter: EmailMessage) -> dict[str | None, Any]:
    """What is attached to a letter."""
    return {one.get_filename(): one.get_content() for one in letter.iter_attachments()}


def test_it_goes_to_the_address_of_the_letters_and_is_not_shown(door: Door) -> None:
    shown = door.client.get(door.address)
    assert "Send it to me" in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert door.letters() == []
    told = door.press()
    assert "It is on its way." in told
    for page in (shown.text, told):
        assert "The desk rang" not in page
        assert "ana@" not in page
    (letter,) = door.letters()
    assert letter["To"] == "ana@example.org"
    files = files_of(letter)
    assert WORDS in files[f"{FILENAME}.txt"]
    kept = json.loads(files[f"{FILENAME}.json"])
    assert [one["noticed"] for one in kept["reflections"]] == [WORDS]
    assert kept["gets_letters_at"] == ["ana@example.org"]
    body = letter.get_body(("plain",))
    assert body is not None
    assert "The desk rang" not in body.get_content()


def test_the_way_there_is_on_the_page_behind_each_letter(door: Door) -> None:
    asking = door.client.get(door.address.removesuffix("/held"))
    assert door.address in [link["href"] for link in read(asking.text).all("a")]


def test_whoever_presses_again_and_again_causes_one_letter_a_day(door: Door) -> None:
    for _ in range(3):
        door.press()
    assert len(door.letters()) == 1
    door.clock[0] += timedelta(days=1)
    door.press()
    assert len(door.letters()) == 2


def test_a_link_that_is_no_good_sends_nothing(door: Door) -> None:
    door.press("/stop/made-up/held", 404)
    good = door.address
    door.clock[0] += timedelta(days=366)
    door.press(good, 410)
    assert door.letters() == []


def test_who_has_no_address_is_told_whom_to_ask(door: Door) -> None:
    bo = door.town.welcome("bo")
    door.town.system.runner.catch_up()
    link = stop_link(door.town.system, bo, door.town.id, NOW).removeprefix(BASE)
    assert "please ask the people of your place" in door.press(f"{link}/held")
    assert door.letters() == []


def test_who_uses_slack_has_it_there_and_gets_none_by_mail(door: Door) -> None:
    keys = door.town.system.keys
    keys.link_identity(door.ana, "slack", "T0HARROW1/U0ANA")
    assert "it is in the bot's Home there" in door.press()
    assert door.letters() == []


def test_no_letter_says_that_somebody_raised_a_concern(door: Door) -> None:
    door.press()
    (letter,) = door.letters()
    assert "concerns_raised" not in json.loads(files_of(letter)[f"{FILENAME}.json"])


def test_who_was_erased_meanwhile_gets_nothing(door: Door) -> None:
    address, system = door.address, door.town.system
    door.press()
    (row,) = door.office.outbox.due(NOW)
    assert HELD.content(system, row) is not None
    system.people.erase_person(door.ana, BY_OPERATOR)
    assert HELD.content(system, row) is None
    assert door.letters() == []
    door.press(address, 404)


def test_who_signs_in_reads_it_and_takes_it_away(door: Door) -> None:
    system = door.town.system
    invitation = system.access.invite(door.town.member(door.ana), door.clock[0])
    door.client.post("/sign-in", data={"token": invitation}, headers={"origin": BASE})
    page = door.client.get("/me")
    assert page.status_code == 200, page.text
    main = read(page.text).one("main")
    assert WORDS in main.text
    for link in main.all("a"):
        taken = door.client.get(link["href"])
        assert taken.status_code == 200
        assert WORDS in taken.text
        assert taken.headers["content-disposition"].startswith("attachment")
        assert taken.headers["cache-control"] == "no-store"
    assert json.loads(door.client.get("/me.json").text)["person"] == str(door.ana)


@pytest.mark.parametrize("path", ["/me", "/me.txt", "/me.json"])
def test_nobody_else_reads_it(door: Door, path: str) -> None:
    assert door.client.get(path).status_code == 401
    stranger = Actor(door.town.welcome("bo"), ActorRole.PARTNER, frozenset({door.town.id}))
    app = create_app(door.town.system, visitor=stranger, clock=lambda: NOW)
    with TestClient(app, base_url=BASE) as other:
        assert "The desk rang" not in other.get(path).text
    funder = Actor(door.ana, ActorRole.FUNDER, frozenset({door.town.id}))
    app = create_app(door.town.system, visitor=funder, clock=lambda: NOW)
    with TestClient(app, base_url=BASE) as other:
        assert other.get(path).status_code == 403
