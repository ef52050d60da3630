"""For whom the forms are: one person, one place, one form, from our own pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from service.bootstrap import System
from service.domain.vocabulary import ActorRole, Scope
from service.policy import Actor
from tests.support import town
from tests.support.asking import NOW
from tests.web.form_support import (
    Browser,
    Story,
    Typed,
    browsing,
    filled,
    form_of,
)
from tests.web.forms.filling import EXPECTED, entries
from tests.web.reading import read


@pytest.mark.parametrize(("role", "status"), [(ActorRole.FUNDER, 404), (ActorRole.OPERATOR, 403)])
def test_funders_and_operators_have_no_forms(
    system: System, place: town.Town, role: ActorRole, status: int
) -> None:
    actor = Actor(place.welcome("f", None), role, frozenset([place.id]))
    for browser in browsing(system, place, actor):
        system.runner.catch_up()
        for path in ("", "movement", "decision"):
            assert browser.client.get(browser.address(path)).status_code == status
        assert browser.post("movement", {"what": "x"}).status_code == status
        assert entries(browser, "movement") == []


def test_somebody_elses_place_is_not_there(partner: Browser, system: System) -> None:
    other = replace(partner, town=town.join(system, "Elsewhere"))
    system.runner.catch_up()
    for path in ("", "movement"):
        assert other.client.get(other.address(path)).status_code == 404
    assert other.post("movement", {"what": "x"}).status_code == 404


def test_only_what_its_reader_may_read_is_offered(partner: Browser, story: Story) -> None:
    partner.town.welcome("cat")
    partner.town.record("Only for Priya.", by="cat", scope=Scope.AUTHOR_AND_LP)
    partner.town.record("For all of us.", by="cat")
    text = partner.open("insight").text
    assert "For all of us." in text
    assert "Only for Priya." not in text


def test_the_newest_hundred_are_offered_and_others_can_be_named(
    partner: Browser, story: Story
) -> None:
    partner.town.welcome("cat")
    for number in range(102):
        now = NOW - timedelta(hours=200 - number)
        partner.town.record(f"Words {number}.", by="cat", now=now, external_id=f"R-{number}")
    page = partner.open("insight")
    picked = [one for one in form_of(page).all("input") if one["name"] == "cites"]
    assert len(picked) == 100
    assert "Words 101." in page.text
    assert "Words 1." not in page.text
    typed: Typed = {"claim": "x", "cites-other": "R-0, R-1", "looked_for_disconfirming": "yes"}
    assert "single" in str(partner.refused("insight", typed).text)
    assert partner.saved("insight", typed | {"single_voice": "yes"}) == "/insights"


def test_a_form_of_another_site_is_turned_away(partner: Browser) -> None:
    data = filled(partner.open("movement")) | {"what": "Forged."}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        partner.headers = headers
        assert partner.post("movement", data).status_code == 403
    assert entries(partner, "movement") == []


@pytest.mark.parametrize("spoil", ["", "x", "00000000-0000-4000-8000-000000000000.00", "."])
def test_a_form_without_our_key_is_turned_away_and_its_words_are_shown(
    partner: Browser, spoil: str
) -> None:
    partner.open()
    partner.headers = {}
    answer = partner.post("movement", {"what": "Forged <b>words</b>.", "key": spoil})
    assert answer.status_code == 403
    page = read(answer.text)
    assert "Forged <b>words</b>." in page.text
    assert not [form for form in page.all("form") if form["action"] != "/sign-out"]
    assert entries(partner, "movement") == []


def test_a_key_holds_for_one_person_one_place_and_one_form(
    system: System, partner: Browser, priya: Browser
) -> None:
    data = filled(partner.open("movement")) | {"what": "Mine."}
    assert priya.post("movement", data).status_code == 403
    assert partner.post("slip", data).status_code == 403
    assert partner.post("movement", data).status_code == 303


def test_ids_are_given_by_name_where_a_place_knows_them(priya: Browser) -> None:
    known: UUID = priya.actor.person_id
    assert [o["value"] for o in priya.open("expectation").one("datalist").all("option")] == [
        "Priya N."
    ]
    priya.saved("expectation", EXPECTED | {"stated_by-0-who": "priya n."})
    assert known
