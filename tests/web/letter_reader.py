"""Somebody who gets letters and opens what stands in them, as a mail program and a browser do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from service.domain.cadence import Way
from service.letters.kinds import KINDS
from service.letters.mailer import Mailer, Server
from service.letters.office import Office
from service.projections.runner import running
from service.server import create_app
from tests.support import town
from tests.support.post import PostBox, post_box
from tests.support.rhythm import Rhythm
from tests.web.reading import Node, read

BASE = "http://127.0.0.1:8400"
NOT_SAID = r"(?i)prompt|cadence|scope|anonym|reflection|double.?loop\b|!"


@dataclass
class Post:
    """A place whose people get letters, and somebody who opens them."""

    rhythm: Rhythm
    box: PostBox
    client: TestClient
    office: Office
    ana: UUID
    read_up_to: int = field(default=0)

    def send(self) -> list[Any]:
        """Let the letters go that are due; those that came."""
        self.rhythm.town.system.runner.catch_up()
        self.office.send_now()
        new, self.read_up_to = self.box.letters[self.read_up_to :], len(self.box.letters)
        return new

    def ask(self, moment: str = "2026-06-02 12:00") -> str:
        """The clock ticks; the address in the letter that Ana gets."""
        self.rhythm.tick(moment)
        (letter,) = self.send()
        return link_in(letter)

    def open(self, address: str, status: int = 200) -> Node:
        """What stands there."""
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return read(answer.text).one("main")

    def press(self, address: str, status: int = 200, **typed: str) -> Node:
        """Send the form that stands there."""
        answer = self.client.post(address, data=typed, headers={"origin": BASE})
        assert answer.status_code == status, answer.text
        return read(answer.text).one("main")

    @property
    def words(self) -> list[tuple[str, str]]:
        """What Ana said so far, and who can see it."""
        entries = self.rhythm.town.entries(self.rhythm.town.member(self.ana))
        said = [one for one in entries if one.kind == "reflection"]
        return [(one.text, str(one.scope)) for one in said]


def link_in(letter: Any, way: str = "answer") -> str:
    """The address of the way back in a letter's text."""
    text = letter.get_body(("plain",)).get_content()
    return re.search(rf"{BASE}(/{way}/[\w.-]+)", text.replace("=\n", ""))[1]  # type: ignore[index]


def fields_in(page: Node) -> list[Node]:
    """Everything on a page that can be filled in."""
    return [one for tag in ("textarea", "input", "select") for one in page.all(tag)]


@contextmanager
def letters_to_ana(place: town.Town, *, has_said_yes: bool = True) -> Iterator[Post]:
    """Ana, who is reached by mail, in a place that asks every second Tuesday."""
    rhythm = Rhythm(place)
    rhythm.choose()
    ana = place.welcome("ana", email="ana@example.org")
    if has_said_yes:
        rhythm.ask(ana, way=Way.EMAIL)
    app = create_app(place.system, clock=lambda: rhythm.now)
    with (
        post_box() as box,
        running(place.system.runner),
        TestClient(app, base_url=BASE) as client,
    ):
        mailer = Mailer(Server.at(box.url), "Eastmoor <learning@example.org>")
        office = Office(place.system, mailer, KINDS, lambda: rhythm.now, 0)
        office.send_now()
        yield Post(rhythm, box, client, office, ana)
