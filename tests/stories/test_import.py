"""A file's life: checked whole, recorded once, shown; and every way in which it may be wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.bootstrap import LEARNING_PARTNER_HERE, System
from service.demo import DAY, fill
from service.domain.errors import Refused
from service.exchange.exporting import export_place
from service.exchange.importing import Importer, ImportResult
from service.projections.entries import Filter
from tests.support.demo_place import demo_place
from tests.support.postgres import Postgres

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HEADER = "external_id,place,contributor,role,perspective,occurred_on,building_blocks,text"
ROWS = (
    "r-1,Two towns,voice-1,housing officer,statutory,2026-05-20,governance,We met twice.",
    "r-2,Two towns,voice-2,youth worker,non_statutory,2026-05-21,,Nobody asked them.",
    'r-3,Two towns,voice-3,resident,citizen_community,2024-02-01,"delivery; governance",I waited.',
)

Bring = Callable[..., ImportResult]


@pytest.fixture
def bring(system: System, tmp_path: Path) -> Bring:
    """Import text as a file."""

    def bring(
        text: str | bytes, name: str = "voices.csv", *, partial: bool = False
    ) -> ImportResult:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Importer(system, lambda: NOW).import_file(path, partial=partial)

    return bring


def csv_of(*rows: str, header: str = HEADER) -> str:
    """A CSV file's text."""
    return "\n".join((header, *rows)) + "\n"


def timeline(system: System, place: str = "Two towns") -> Any:
    """What the learning partner sees."""
    system.runner.catch_up()
    return system.reading.timeline(LEARNING_PARTNER_HERE, place, Filter())


def test_rows_come_out_under_their_blocks_and_perspectives(system: System, bring: Bring) -> None:
    assert bring(csv_of(*ROWS)) == ImportResult(recorded=3)
    view = timeline(system)
    assert [(e.external_id, e.text, e.building_blocks, e.reported_late) for e in view.entries] == [
        ("r-3", "I waited.", ["governance", "delivery"], True),
        ("r-1", "We met twice.", ["governance"], False),
        ("r-2", "Nobody asked them.", [], False),
    ]
    assert view.voices.by_perspective == {
        "statutory": 1,
        "non_statutory": 1,
        "citizen_community": 1,
    }


def test_twice_is_the_same_as_once(system: System, bring: Bring) -> None:
    bring(csv_of(*ROWS))
    head = system.log.head
    assert bring(csv_of(*ROWS)) == ImportResult(already_there=3)
    assert system.log.head == head


def test_a_bad_file_is_refused_whole_with_each_line_and_reason(
    system: System, bring: Bring
) -> None:
    rows = (
        ROWS[0],
        "r-4,Two towns,v,,statutory,2027-01-01,,Not yet.",
        "r-5,Two towns,v,,statutory,2026-05-01,swimming,Unknown code.",
        "r-6,Two towns,v,,martian,2026-05-01,,Unknown perspective.",
        "r-7,Two towns,v,,statutory,tomorrow,,Not a date.",
        "r-8,Two towns,v,,statutory,2026-05-01,,",
        "r-1,Two towns,v,,statutory,2026-05-01,,The same id again.",
        "r-9,Two towns,v,,statutory,2026-05-01",
        f"r-10,Two towns,v,,statutory,2026-05-01,,{'x' * 10_000_000}",
        "r-11,Two towns,v,,statutory,2026-05-01,,NUL \x00 here.",
    )
    result = bring(csv_of(*rows))
    reasons = {refusal.line: refusal.reason for refusal in result.refused}
    assert result.recorded == 0
    assert list(reasons) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    for line, words in {3: "future", 4: "swimming", 6: "date", 8: "line 2", 10: "too long"}.items():
        assert words in reasons[line]
    assert all(reason.endswith(".") and len(reason) < 700 for reason in reasons.values())
    assert system.log.head == 0
    with system.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM vault.identities").fetchone() == (0,)


def test_partial_takes_the_good_and_names_the_rest(system: System, bring: Bring) -> None:
    bad = "r-4,Two towns,v,,statutory,2027-01-01,,Not yet."
    result = bring(csv_of(ROWS[0], bad, ROWS[1]), partial=True)
    assert (result.recorded, [refusal.line for refusal in result.refused]) == (2, [3])
    assert len(timeline(system).entries) == 2


def test_a_refused_line_opens_no_place_and_welcomes_nobody(system: System, bring: Bring) -> None:
    bad = "r-4,Elsewhere,newcomer,,statutory,2026-05-20,swimming,Unknown code."
    good = "r-5,Two towns,newcomer,,statutory,2026-05-20,,Fine."
    assert bring(csv_of(bad, good), partial=True).recorded == 1
    system.runner.catch_up()
    assert [place.name for place in system.reading.places(LEARNING_PARTNER_HERE)] == ["Two towns"]
    assert len(system.reading.people(LEARNING_PARTNER_HERE, "Two towns")) == 1


def test_line_numbers_count_lines_inside_quotes(bring: Bring) -> None:
    two_lines = 'r-1,Two towns,v,,statutory,2026-05-01,,"first\nsecond"'
    result = bring(csv_of(two_lines, "r-2,Two towns,v,,statutory,2030-05-01,,Later."))
    assert [refusal.line for refusal in result.refused] == [4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest of a spreadsheet", "Excel"),
        (b"\xd0\xcf\x11\xe0 an old one", "Excel"),
        ("external_id,place\ncaf\xe9,x\n".encode("latin-1"), "UTF-8"),
        (b"", "empty"),
        (csv_of(header=HEADER.replace(",", ";")).encode(), "semicolons"),
        (csv_of(header=HEADER + ",mood").encode(), "mood"),
        (csv_of(header="place,text").encode(), "external_id"),
        (csv_of(header=HEADER + ",text").encode(), "twice"),
        (csv_of('r-1,"unclosed').encode(), "CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    bring: Bring, content: bytes, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        bring(content)


def test_excels_byte_order_mark_and_line_ends_are_fine(bring: Bring) -> None:
    text = b"\xef\xbb\xbf" + csv_of(*ROWS).replace("\n", "\r\n").encode()
    assert bring(text).recorded == 3


def test_other_words_under_the_same_id_are_refused(bring: Bring) -> None:
    bring(csv_of(*ROWS))
    result = bring(csv_of(ROWS[0].replace("twice", "never")))
    assert "amend" in result.refused[0].reason


def test_relayed_residents_never_count_as_residents(system: System, bring: Bring) -> None:
    header = HEADER + ",speaking_as"
    rows = [f"o-{n},Two towns,officer,,statutory,2026-05-20,,Mine {n}.,self" for n in range(4)] + [
        f"p-{n},Two towns,officer,,citizen_community,2026-05-20,,Theirs {n}.,relaying"
        for n in range(6)
    ]
    bring(csv_of(*rows, header=header))
    voices = timeline(system).voices
    assert (voices.contributors, voices.by_perspective) == (1, {"statutory": 1})
    assert voices.relayed == {"citizen_community": 6}


def test_lines_of_every_kind_refer_to_each_other(system: System, bring: Bring) -> None:
    lines = [
        {"kind": "place", "place": "Two towns"},
        {
            "kind": "person",
            "place": "Two towns",
            "contributor": "lp",
            "perspective": "intermediary",
        },
        {
            "kind": "reflection",
            "place": "Two towns",
            "external_id": "r-1",
            "contributor": "sam",
            "text": "It worked.",
            "scope": "place_team",
        },
        {
            "kind": "tag",
            "place": "Two towns",
            "external_id": "t-1",
            "reflection": "r-1",
            "tagger": "lp",
            "code": "POW-2",
            "stance": "growing",
        },
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    assert bring(text, "lines.jsonl") == ImportResult(recorded=4)
    assert bring(text, "lines.jsonl") == ImportResult(already_there=4)
    (entry,) = timeline(system).entries
    assert [(tag.code, tag.stance, tag.tagger_name) for tag in entry.tags] == [
        ("POW-2", "growing", None)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1]",
        '{"kind": "dance"}',
        '{"kind": "tag", "place": "Nowhere", "reflection": "r", "tagger": "x", "code": "POW-2"}',
        '{"kind": "memo", "place": "Two towns"}',
        "[" * 100_000,
    ],
)
def test_rubbish_lines_are_refused_with_a_sentence(system: System, bring: Bring, line: str) -> None:
    result = bring(line, "lines.jsonl")
    assert [refusal.line for refusal in result.refused] == [1]
    assert system.log.head == 0


def test_three_people_bring_the_same_file_at_once(system: System, tmp_path: Path) -> None:
    path = tmp_path / "voices.csv"
    path.write_text(csv_of(*ROWS))
    with ThreadPoolExecutor(3) as pool:
        results = list(
            pool.map(lambda _: Importer(system, lambda: NOW).import_file(path), range(3))
        )
    assert all(result.recorded + result.already_there == 3 for result in results)
    assert len(timeline(system).entries) == 3


@pytest.fixture
def demo(postgres: Postgres) -> Iterator[System]:
    """The demo place."""
    with demo_place(postgres) as found:
        yield found


def test_the_demo_is_large_whole_and_the_same_on_every_run(demo: System) -> None:
    system, head = demo, demo.log.head
    fill(system, DAY, lambda _done, _all: None, lambda _done, _all: None)
    assert system.log.head == head
    view = timeline(system, "Harrow Vale")
    reflections = [entry for entry in view.entries if entry.kind == "reflection"]
    assert len(reflections) >= 300
    assert 28 <= view.voices.contributors <= 34
    assert view.voices.missing == []
    assert {trial.fate for trial in view.trials} >= {"at_the_margins", "ended", "normalised"}
    disagreeing = [
        entry
        for entry in reflections
        if len({(tag.code, tag.stance) for tag in entry.tags})
        > len({tag.code for tag in entry.tags})
    ]
    assert disagreeing


def test_what_is_exported_is_what_can_be_brought_back(demo: System, tmp_path: Path) -> None:
    system = demo
    lines = list(export_place(system, "Harrow Vale"))
    renamed = [json.loads(line) | {"place": "Harrow Copy"} for line in lines]
    path = tmp_path / "copy.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in renamed))
    later = datetime(2026, 12, 1, tzinfo=UTC)
    result = Importer(system, lambda: later).import_file(path)
    assert result.refused == []
    first, second = timeline(system, "Harrow Vale"), timeline(system, "Harrow Copy")
    words = [
        [(e.kind, e.title, e.text, e.meaning, e.occurred_on, e.behaviours) for e in view.entries]
        for view in (first, second)
    ]
    assert sorted(words[0], key=str) == sorted(words[1], key=str)
    assert first.voices == second.voices


def test_an_export_brought_back_to_where_it_came_from_changes_nothing(
    demo: System, tmp_path: Path
) -> None:
    system = demo
    path = tmp_path / "again.jsonl"
    path.write_text("\n".join(export_place(system, "Harrow Vale")))
    head = system.log.head
    later = datetime(2026, 12, 1, tzinfo=UTC)
    result = Importer(system, lambda: later).import_file(path)
    assert (result.refused, result.recorded) == ([], 0)
    assert system.log.head == head


def test_real_voices_if_they_are_beside_the_project(system: System) -> None:
    path = Path(__file__).parents[3] / "shared" / "real" / "voices.csv"
    if not path.exists():
        path = Path(__file__).parent / "files" / "voices.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert Importer(system, lambda: NOW).import_file(path).recorded == len(rows)
    assert Importer(system, lambda: NOW).import_file(path).already_there == len(rows)
    system.runner.catch_up()
    for place in {row["place"] for row in rows}:
        shown = {e.external_id: e for e in timeline(system, place).entries}
        for row in rows:
            if row["place"] == place:
                entry = shown[row["external_id"]]
                assert (entry.text, entry.role) == (row["text"].strip(), row["role"])
                assert entry.building_blocks == [b for b in [row["building_blocks"]] if b]


def test_what_needs_somebody_says_so(system: System, bring: Bring) -> None:
    bring(csv_of(ROWS[0]))
    memo = {"kind": "memo", "place": "Two towns", "reflection": "r-1", "text": "A note."}
    (refusal,) = bring(json.dumps(memo), "lines.jsonl").refused
    assert refusal.reason.startswith("by:")
