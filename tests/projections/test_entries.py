"""Finding entries: by day, code, perspective and trial, and never more than somebody may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.application.commands import NameTension, NoteContext
from service.domain.errors import NotAllowed, NotFound
from service.domain.vocabulary import ActorRole, Perspective, Scope, SpeakingAs
from service.projections.entries import Filter
from tests.support.asking import BY_LEARNING_PARTNER, LEARNING_PARTNER, OPERATOR, actor, at
from tests.support.town import Town, join

LATE = "It took a while."


@pytest.fixture
def year(place: Town) -> Town:
    """A place with six reflections over half a year, a trial and something going on around it."""
    place.welcome("sam", Perspective.STATUTORY)
    place.welcome("ali", Perspective.NON_STATUTORY)
    place.welcome("kim", Perspective.CITIZEN_COMMUNITY)
    place.welcome("new", None)
    place.system.places.note_context(
        NoteContext(place=place.name, what="Overspend", from_on=date(2026, 2, 1),
                    to_on=date(2026, 3, 31), affects=["governance"]),
        replace(BY_LEARNING_PARTNER, now=at("2026-02-01 09:00")),
    )  # fmt: skip
    place.start_trial("One front door", occurred_on="2026-03-01", late_because=LATE,
                      building_blocks=["delivery"])  # fmt: skip
    said: list[tuple[str, str, str, dict[str, Any]]] = [
        ("January", "sam", "2026-01-10", {"behaviours": ["POW-1"]}),
        ("February", "ali", "2026-02-10", {"behaviours": ["POW-2"]}),
        ("March", "kim", "2026-03-10", {"behaviours": ["POW-1", "PART-1"]}),
        ("April", "sam", "2026-04-10", {"building_blocks": ["governance"]}),
        ("May", "ali", "2026-05-10", {
            "speaking_as": SpeakingAs.RELAYING,
            "relayed_perspective": Perspective.CITIZEN_COMMUNITY,
            "prototype": "One front door",
        }),
        ("June", "new", "2026-05-31", {}),
    ]  # fmt: skip
    for text, by, day, more in said:
        place.record(text, by=by, occurred_on=day, late_because=LATE, external_id=text, **more)
    return place


def reflections(place: Town, **wanted: Any) -> list[str]:
    """The words of matching reflections, as the learning partner reads them."""
    found = place.entries(**wanted)
    return [entry.text for entry in found if entry.kind == "reflection"]


EVERYTHING = ["January", "February", "March", "April", "May", "June"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, EVERYTHING),
        ({"from_on": date(2026, 3, 10)}, EVERYTHING[2:]),
        ({"to_on": date(2026, 3, 10)}, EVERYTHING[:3]),
        ({"from_on": date(2026, 2, 11), "to_on": date(2026, 3, 9)}, []),
        ({"codes": frozenset({"POW-1"})}, ["January", "March"]),
        ({"codes": frozenset({"POW-2", "PART-1"})}, ["February", "March"]),
        ({"codes": frozenset({"governance"})}, ["April"]),
        ({"codes": frozenset({"POW-3"})}, []),
        ({"codes": frozenset()}, []),
        ({"perspectives": frozenset({Perspective.STATUTORY})}, ["January", "April"]),
        ({"perspectives": frozenset({Perspective.CITIZEN_COMMUNITY})}, ["March", "May"]),
        ({"perspectives": frozenset({Perspective.NON_STATUTORY})}, ["February"]),
        ({"relayed": False}, [*EVERYTHING[:4], "June"]),
        ({"relayed": False, "perspectives": frozenset({"citizen_community"})}, ["March"]),
    ],
)
def test_a_filter_finds_what_matches(
    year: Town, wanted: dict[str, Any], expected: list[str]
) -> None:
    assert reflections(year, **wanted) == expected


def test_entries_come_in_the_order_in_which_things_happened(year: Town) -> None:
    days = [(entry.occurred_on, entry.position) for entry in year.entries()]
    assert days == sorted(days)
    assert len(days) == 8


def test_no_more_entries_come_than_were_asked_for(year: Town) -> None:
    assert [entry.text for entry in year.entries(limit=2)] == ["January", ""]


def test_something_that_lasts_is_found_on_each_of_its_days(year: Town) -> None:
    for day, expected in (("2026-03-31", 1), ("2026-04-01", 0), ("2026-02-01", 1)):
        on = date.fromisoformat(day)
        found = year.entries(from_on=on, to_on=on)
        assert len([entry for entry in found if entry.kind == "context"]) == expected


def test_a_trial_shows_what_is_about_it_and_what_went_on_around(year: Town) -> None:
    trial = next(e.about for e in year.entries() if e.kind == "prototype_started")
    kinds = {(e.kind, e.text) for e in year.entries(trial=trial)}
    assert kinds == {("prototype_started", "Fewer forms."), ("reflection", "May"), ("context", "")}
    assert reflections(year, trial=uuid4()) == []


def test_a_tension_that_moved_stays_beside_it_when_one_trial_is_asked_for(place: Town) -> None:
    tension = NameTension(place=place.name, pole_a="Results", pole_b="Time", external_id="T-a")
    place.system.places.name_tension(tension, BY_LEARNING_PARTNER)
    trial = place.start_trial()
    assert {entry.kind for entry in place.entries(trial=trial)} == {"tension", "prototype_started"}


def test_some_reflections_can_be_asked_for_by_id(year: Town) -> None:
    wanted = {entry.id for entry in year.entries() if entry.text in ("March", "May")}
    assert reflections(year, ids=frozenset(wanted)) == ["March", "May"]


def test_pages_follow_each_other_without_gap_or_repeat(year: Town) -> None:
    after, seen = None, []
    year.system.runner.catch_up()
    while True:
        _, page, voices = year.system.reading.entries(
            LEARNING_PARTNER, year.id, Filter(limit=3, after=after)
        )
        assert voices.contributors == 4
        if not page:
            break
        seen += page
        after = (page[-1].occurred_on, page[-1].position)
    assert seen == year.entries()


@pytest.mark.parametrize("scope", list(Scope))
def test_i2_scope_says_who_reads_it(place: Town, scope: Scope) -> None:
    sam, ali = place.welcome("sam"), place.welcome("ali")
    place.record("Words.", scope=scope)
    closed = scope == Scope.AUTHOR_AND_LP
    assert place.texts() == ["Words."]
    assert place.texts(place.member(sam)) == ["Words."]
    assert place.texts(place.member(ali)) == ([] if closed else ["Words."])
    assert place.timeline(place.member(ali)).voices.contributors == (0 if closed else 1)


@pytest.mark.parametrize("scope", list(Scope))
def test_i12_no_scope_opens_words_to_funders_or_operators(
    place: Town, person: UUID, scope: Scope
) -> None:
    place.record("Words.", scope=scope)
    for places in (None, [place.id]):
        with pytest.raises(NotFound):
            place.texts(actor(ActorRole.FUNDER, places))
    with pytest.raises(NotAllowed):
        place.texts(OPERATOR)


@pytest.mark.parametrize(
    "query",
    ["timeline", "entries", "voices", "perspectives"],
)
def test_i12_no_query_answers_a_funder(place: Town, person: UUID, query: str) -> None:
    place.record("Words.", scope=Scope.PUBLIC)
    place.system.runner.catch_up()
    reading, funder = place.system.reading, actor(ActorRole.FUNDER)
    with pytest.raises(NotFound):
        getattr(reading, query)(funder, place.id, Filter())


def test_i12_no_other_query_answers_a_funder_either(place: Town, person: UUID) -> None:
    id = place.record("Words.", scope=Scope.PUBLIC)
    place.system.runner.catch_up()
    reading, funder = place.system.reading, actor(ActorRole.FUNDER)
    assert reading.places(funder) == []
    for ask in (
        reading.place,
        reading.people,
        reading.prototypes,
        reading.nothing_fitted,
        reading.first_words,
    ):
        with pytest.raises(NotFound):
            ask(funder, place.id)
    with pytest.raises(NotFound):
        reading.trail(funder, place.id, id)


def test_words_of_one_place_are_not_read_in_another(place: Town, person: UUID) -> None:
    place.record("Words.", scope=Scope.PUBLIC)
    other = join(place.system, "Westmoor")
    mine = other.member(other.welcome("kim"))
    assert other.texts(mine) == []
    with pytest.raises(NotFound):
        place.texts(mine)
    assert [seen.name for seen in place.system.reading.places(mine)] == ["Westmoor"]
    assert [seen.name for seen in place.system.reading.places(LEARNING_PARTNER)] == [
        "Eastmoor",
        "Westmoor",
    ]


def test_a_place_that_does_not_exist_is_not_found(place: Town) -> None:
    with pytest.raises(NotFound):
        place.system.reading.timeline(LEARNING_PARTNER, "Nowhere", Filter())
