"""Rebuilding beside the live read models and swapping; and comparing the two row by row."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest

from service.application.commands import (
    AdoptPhrase,
    ChooseFocus,
    DrawLearning,
    NameTension,
    NoteContext,
    NoteNothingFits,
    WithdrawReflection,
)
from service.projections import rebuild
from service.projections.entries import Filter
from service.projections.runner import Runner, running, wait
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, TODAY
from tests.support.following import live
from tests.support.town import Town

TABLES = [
    "answers_told",
    "asked_quotes",
    "askings",
    "digest_remarks",
    "digests",
    "entries",
    "focuses",
    "looks_due",
    "loop_links",
    "loops",
    "mentions",
    "people",
    "people_places",
    "phrases",
    "place_stages",
    "places",
    "programme_frameworks",
    "prompt_questions",
    "prompts",
    "prototype_fates",
    "prototype_learning",
    "prototype_turns",
    "prototypes",
    "published_figures",
    "remarks",
    "rhythms",
    "rounds",
    "slots",
    "tags",
]


@pytest.fixture
def lived_in(place: Town, person: UUID) -> Town:
    """A place where a good deal has happened."""
    gone = place.welcome("ali")
    place.record("Erased with its author.", by="ali")
    place.system.people.erase_person(gone, BY_OPERATOR)
    id = place.record("Kept.", behaviours=["POW-1"])
    nothing = NoteNothingFits(why="None of them.")
    place.system.tagging.note_nothing_fits(place.id, str(id), nothing, BY_LEARNING_PARTNER)
    taken_back = place.record("Taken back.")
    place.system.capture.withdraw_reflection(
        place.id, str(taken_back), WithdrawReflection(), place.asks(person)
    )
    places = place.system.places
    phrase = AdoptPhrase(place=place.name, phrase="Getting heard", codes=["POW-1"])
    places.adopt_phrase(phrase, BY_LEARNING_PARTNER)
    focus = ChooseFocus(place=place.name, codes=["POW-1"], reason="So.", from_on=TODAY)
    places.choose_focus(focus, BY_LEARNING_PARTNER)
    places.note_context(
        NoteContext(place=place.name, what="Cuts", from_on=TODAY), BY_LEARNING_PARTNER
    )
    tension = NameTension(place=place.name, pole_a="Results", pole_b="Time")
    places.name_tension(tension, BY_LEARNING_PARTNER)
    place.start_trial()
    drawn = DrawLearning(building_block="delivery", learned="Ask once.", cites=[str(id)])
    place.system.trials.draw_learning(place.id, "One front door", drawn, BY_LEARNING_PARTNER)
    place.system.runner.catch_up()
    return place


def compared(place: Town) -> rebuild.Comparison:
    """Live beside freshly folded."""
    return rebuild.compare(place.system.database, place.system.log)


def test_a_rebuild_gives_exactly_the_same_tables(lived_in: Town) -> None:
    before, head = live(lived_in.system), lived_in.system.log.head
    assert rebuild.rebuild(lived_in.system.database, lived_in.system.log) == head
    assert live(lived_in.system) == before
    assert len(before["entries"]) == 7


def test_comparing_finds_every_table_the_same(lived_in: Town) -> None:
    comparison = compared(lived_in)
    head = lived_in.system.log.head
    assert [one.table for one in comparison.tables] == TABLES
    assert all(one.is_same and one.live_rows == one.fresh_rows for one in comparison.tables)
    assert (comparison.position, comparison.applied, comparison.events) == (head, head, head)
    assert comparison.parked == 0


STRANGER = "INSERT INTO people_places SELECT gen_random_uuid(), place_id FROM places"


@pytest.mark.parametrize(
    ("tampering", "table", "rows"),
    [
        ("UPDATE entries SET scope = 'public' WHERE kind = 'reflection'", "entries", (7, 7)),
        ("UPDATE entries SET words = meaning WHERE kind = 'tension'", "entries", (7, 7)),
        ("DELETE FROM tags", "tags", (0, 1)),
        ("UPDATE people SET is_erased = true", "people", (2, 2)),
        (STRANGER, "people_places", (3, 2)),
        ("UPDATE prototypes SET started_on = '2001-01-01'", "prototypes", (1, 1)),
        ("UPDATE remarks SET framework = 'other@1'", "remarks", (1, 1)),
    ],
)
def test_comparing_names_the_table_with_a_tampered_row(
    lived_in: Town, tampering: str, table: str, rows: tuple[int, int]
) -> None:
    with lived_in.system.database.writing() as connection:
        assert connection.execute(tampering.encode()).rowcount > 0
    (found,) = [one for one in compared(lived_in).tables if not one.is_same]
    assert (found.table, (found.live_rows, found.fresh_rows)) == (table, rows)


def test_comparing_changes_nothing_and_leaves_nothing(lived_in: Town) -> None:
    before = live(lived_in.system)
    compared(lived_in)
    assert live(lived_in.system) == before
    assert schemas(lived_in) == ["read_models"]
    rebuild.rebuild(lived_in.system.database, lived_in.system.log)
    assert schemas(lived_in) == ["read_models"]


def schemas(place: Town) -> list[str]:
    """The schemas that hold read models."""
    with place.system.database.dedicated() as connection:
        rows = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'read_models%' ORDER BY 1"
        )
        return [row[0] for row in rows]


def test_a_rebuild_tells_how_far_it_is(lived_in: Town) -> None:
    told: list[tuple[int, int]] = []
    head = lived_in.system.log.head
    rebuild.rebuild(
        lived_in.system.database, lived_in.system.log, lambda done, all_: told.append((done, all_))
    )
    assert told[-1] == (head, head)


def test_preparing_what_is_up_to_date_does_nothing(lived_in: Town) -> None:
    before = live(lived_in.system)
    assert rebuild.prepare(lived_in.system.database, lived_in.system.log) is False
    assert live(lived_in.system) == before


def meanwhile(do: Callable[[Event], int], work: Callable[[], None]) -> int:
    """Do something in another thread for as long as some work takes; what it came to."""
    over = Event()
    with ThreadPoolExecutor(1) as threads:
        doing = threads.submit(do, over)
        try:
            work()
        finally:
            over.set()
        return doing.result(timeout=30)


def test_rebuilding_while_others_write_loses_nothing(place: Town, person: UUID) -> None:
    system = place.system

    def write(over: Event) -> int:
        written = 0
        while not over.is_set() or written < 20:
            place.record(f"Number {written}.")
            written += 1
        return written

    def rebuild_again_and_again() -> None:
        for _ in range(4):
            rebuild.rebuild(system.database, system.log)

    with running(Runner(system.database, system.log)):
        written = meanwhile(write, rebuild_again_and_again)
        wait(system.database, system.log.head, timeout=20)
    assert len(place.entries()) == written
    assert all(one.is_same for one in compared(place).tables)


def test_rebuilding_while_others_read_shows_nobody_an_empty_place(lived_in: Town) -> None:
    system = lived_in.system
    expected = len(lived_in.entries())

    def read(over: Event) -> int:
        wrong = 0
        while not over.is_set():
            view = system.reading.timeline(LEARNING_PARTNER, lived_in.id, Filter())
            wrong += len(view.entries) != expected or view.place.name != "Eastmoor"
        return wrong

    def rebuild_again_and_again() -> None:
        for _ in range(6):
            rebuild.rebuild(system.database, system.log)

    assert meanwhile(read, rebuild_again_and_again) == 0


def test_two_rebuilds_at_once_come_one_after_the_other(lived_in: Town) -> None:
    before, system = live(lived_in.system), lived_in.system
    with ThreadPoolExecutor(2) as threads:
        moved = list(threads.map(lambda _: rebuild.rebuild(system.database, system.log), range(2)))
    assert moved == [system.log.head] * 2
    assert live(system) == before
