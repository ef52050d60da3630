"""What is kept about somebody who asked in another way, printed to hand to them."""

from __future__ import annotations

import pytest

from service.document import as_text
from service.domain.errors import DoubleLoopError
from service.held.documents import document_of
from service.policy import Actor
from tests.support.asking import LEARNING_PARTNER, OPERATOR
from tests.support.command import Command
from tests.support.concerns import LEAD, appoint, raise_it
from tests.support.postgres import MASTER_KEY
from tests.support.town import Town


def test_all_but_a_concern_is_printed_to_read_or_for_programs(
    place: Town, database_url: str
) -> None:
    person = place.welcome("sam", name="Sam Field")
    place.record("The desk rang.")
    appoint(place, "lee", LEAD)
    raise_it(place, person)
    place.system.runner.catch_up()
    assert place.system.reading.held_about(place.member(person))["concerns_raised"]
    run = Command.on(database_url, MASTER_KEY).run
    kept = run("held-about", str(person), "--json").json
    assert [one["noticed"] for one in kept["reflections"]] == ["The desk rang."]
    assert "concerns_raised" not in kept
    told = run("held-about", str(person))
    assert told.out == as_text(document_of(kept))
    assert "Name: Sam Field" in told.out


def test_it_is_for_the_learning_partner_of_all_places(place: Town) -> None:
    person = place.welcome("sam")
    place.system.runner.catch_up()
    reading = place.system.reading
    assert reading.held_about_another(LEARNING_PARTNER, person)["person"] == str(person)
    of_one_place = Actor(person, LEARNING_PARTNER.role, frozenset({place.id}))
    for actor in (OPERATOR, of_one_place, place.member(person)):
        with pytest.raises(DoubleLoopError):
            reading.held_about_another(actor, person)
