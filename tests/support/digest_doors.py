"""Two places with a funder whose month is over, and the doors behind which digests are read."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from fastapi.testclient import TestClient

from service.application.rhythm_commands import ChangeAsking
from service.bootstrap import System, open_system
from service.domain.cadence import Way
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from service.server import create_app
from tests.support.asking import LEARNING_PARTNER
from tests.support.digests import AFTER, Month, month_in
from tests.support.postgres import settings_for
from tests.support.town import join

GILL, MO = "gill@funder.example.org", "mo@example.org"
"""Who gets digests by letter: somebody from the funder, and somebody of the place."""
NOBODY = "nobody"


@dataclass(frozen=True)
class World:
    """A month that is over, of two places of one programme; kept, and copied for each life."""

    database: str
    town: UUID
    other: UUID
    people: list[UUID]
    said: list[UUID]
    elsewhere: UUID
    gill: UUID

    def actors(self, month: Month) -> dict[str, Actor]:
        """Everybody who might read a digest, by what they are to it."""
        programme, town, other = month.programme, frozenset({self.town}), frozenset({self.other})
        return {
            "partner": month.partner(),
            "coordinator": Actor(self.people[2], ActorRole.COORDINATOR, town),
            "learning partner": LEARNING_PARTNER,
            "partner elsewhere": Actor(self.elsewhere, ActorRole.PARTNER, other),
            "funder": Actor(self.gill, ActorRole.FUNDER, frozenset({programme})),
            "other funder": Actor(self.gill, ActorRole.FUNDER, other),
        }


def world_in(url: str) -> World:
    """The place of the other tests, a second one beside it, and who gets letters."""
    with open_system(settings_for(url)) as system:
        month = month_in(join(system))
        other = join(system, "Holt")
        mo = month.town.welcome("mo", email=MO)
        chosen = ChangeAsking(place=month.town.name, is_asked=True, way=Way.EMAIL)
        system.rhythms.change_asking(chosen, month.town.asks(mo, now=AFTER))
        database = urlsplit(url).path.lstrip("/")
        gill = month.funder("Gill", GILL).person_id
        elsewhere = other.welcome("eve")
        system.runner.catch_up()
        return World(database, month.town.id, other.id, month.people, month.said, elsewhere, gill)


@dataclass(frozen=True)
class Door:
    """Somebody's browser with a session, and the header of their token for programs."""

    browser: TestClient
    bearer: dict[str, str]


def doors_of(system: System, actors: dict[str, Actor]) -> dict[str, Door]:
    """A door for each, and one for nobody in particular."""
    app, address = create_app(system, clock=lambda: AFTER), system.settings.address
    found = {}
    for name, actor in [*actors.items(), (NOBODY, None)]:
        browser = TestClient(
            app, base_url=address, headers={"origin": address}, follow_redirects=False
        )
        token = "none"
        if actor is not None:
            invited = system.access.invite(actor, AFTER)
            assert browser.post("/sign-in", data={"token": invited}).status_code == 303
            token = system.access.make_token(actor, "door", AFTER)
        found[name] = Door(browser, {"Authorization": f"Bearer {token}"})
    return found
