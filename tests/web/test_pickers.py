"""What forms offer: the newest few that a reader may read, and nothing else is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from service.bootstrap import System
from service.domain.vocabulary import ActorRole, Perspective, Scope
from service.policy import Actor
from service.projections.entries import Filter, Finder, Found
from service.projections.people import newest_names
from service.web import form_choices
from service.web.form_choices import Offers
from service.web.forms import FORMS
from tests.support import town
from tests.support.asking import LEARNING_PARTNER, NOW
from tests.web.form_support import Browser, Story, browsing, form_of

KINDS = frozenset({"reflection"})


@pytest.fixture
def priya(system: System, place: town.Town) -> Iterator[Browser]:
    """The learning partner."""
    person = place.welcome("priya", Perspective.INTERMEDIARY, name="Priya N.")
    actor = Actor(person, ActorRole.LEARNING_PARTNER, frozenset([place.id]))
    yield from browsing(system, place, actor)


def test_the_newest_come_first_as_far_as_one_may_read(system: System, place: town.Town) -> None:
    ana, ben = place.welcome("ana"), place.welcome("ben")
    texts = [f"Line {n}." for n in range(6)]
    for n, text in enumerate(texts):
        place.record(text, by="ana", occurred_on=(NOW - timedelta(days=9 - n)).date())
    place.record("Only for me.", by="ana", scope=Scope.AUTHOR_AND_LP)
    place.start_trial()
    system.runner.catch_up()
    reading = system.reading

    def read(actor: Actor, limit: int) -> list[str]:
        return [entry.text for entry in reading.newest(actor, place.id, KINDS, limit)]

    assert read(place.member(ben), 3) == ["Line 5.", "Line 4.", "Line 3."]
    assert read(place.member(ana), 2) == ["Only for me.", "Line 5."]
    assert read(LEARNING_PARTNER, 50) == ["Only for me.", *texts[::-1]]
    assert reading.newest(LEARNING_PARTNER, place.id, frozenset({"session"}), 5) == []
    (trial,) = reading.newest(LEARNING_PARTNER, place.id, frozenset({"prototype_started"}), 5)
    assert trial.title == "One front door"


def test_newest_first_goes_on_page_after_page(
    system: System, place: town.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.welcome("ana")
    for n in range(7):
        place.record(f"Line {n}.", by="ana")
    system.runner.catch_up()
    monkeypatch.setattr("service.projections.entries.MOST", 3)
    wanted = Filter(kinds=KINDS, newest_first=True)
    _, found, _ = system.reading.entries(LEARNING_PARTNER, place.id, wanted)
    assert [entry.text for entry in found] == [f"Line {n}." for n in reversed(range(7))]


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_no_form_looks_at_more_than_it_shows(
    priya: Browser, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    story = Story(priya.town)
    one, two = story.reflections()
    belief = story.belief()
    ids = {
        "assumption": belief,
        "decision": story.decision(belief),
        "change": story.change(),
        "insight": story.insight(one, two),
        "prototype": priya.town.start_trial(),
    }
    asked: list[tuple[Filter, int]] = []
    find = Finder.find

    def spied(self: Finder, wanted: Filter) -> list[Found]:
        found = find(self, wanted)
        asked.append((wanted, len(found)))
        return found

    monkeypatch.setattr(Finder, "find", spied)
    form = FORMS[kind]
    priya.open(kind, f"?{form.subject}={ids[form.subject]}" if form.subject else "")
    priya.open(kind)
    for wanted, _ in asked:
        assert wanted.ids is not None or wanted.limit is not None, wanted
        assert wanted.limit is None or wanted.limit <= form_choices.MOST_OFFERED


def test_a_form_offers_the_newest_and_says_so(
    priya: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    priya.town.welcome("ana")
    for n in range(5):
        priya.town.record(f"Line {n}.", by="ana")
    for module in ("form_choices", "form_shown"):
        monkeypatch.setattr(f"service.web.{module}.NEWEST", 3)
    form = form_of(priya.open("decision"))
    said = [words.text for words in form.all("bdi", "said")]
    assert said == ["Line 4.", "Line 3.", "Line 2."]
    assert "You see the newest 3 that you may read." in form.text


def test_a_change_and_a_trial_are_found_by_id_alone(system: System, place: town.Town) -> None:
    story = Story(place)
    change, trial = story.change(external_id="C-1"), place.start_trial(external_id="T-1")
    system.runner.catch_up()
    view = system.reading.place(LEARNING_PARTNER, place.id)
    offers = Offers(system, system.loops, LEARNING_PARTNER, view, NOW.date())
    assert {offers.change(name).id for name in (str(change), "C-1")} == {change}
    assert {offers.trial(name).id for name in (str(trial), "T-1")} == {trial}


def test_the_names_that_are_offered_are_those_who_joined_last(
    system: System, place: town.Town
) -> None:
    for name in ("Ana", "Ben", "Cy"):
        place.welcome(name.lower(), name=name)
    place.welcome("without a name")
    system.runner.catch_up()
    with system.database.reading() as connection:
        assert len(newest_names(connection, system.keys, place.id, 2)) == 2
        everybody = newest_names(connection, system.keys, place.id, 50)
    assert sorted(everybody) == ["Ana", "Ben", "Cy"]
    assert sorted(system.reading.names(LEARNING_PARTNER, place.id, 50)) == sorted(everybody)
