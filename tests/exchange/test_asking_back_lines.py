"""Roles, preferences, name choices, questions and hearings go into a file and come back out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.application.commands import AnswerBack
from service.bootstrap import System, open_system
from service.domain.place import Place
from service.domain.vocabulary import ActorRole, PlaceRole
from service.exchange.exporting import export_place
from service.exchange.importing import Importer, ImportResult
from service.verify import verify
from tests.support.asking import BY_OPERATOR, LEARNING_PARTNER, request_by
from tests.support.postgres import Postgres, settings_for
from tests.support.town import Town

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HERE = {"place": "Eastmoor"}
ON_R1 = {**HERE, "reflection": "r-1"}

LINES: list[dict[str, Any]] = [
    {"kind": "place", **HERE},
    {"kind": "person", **HERE, "contributor": "ann", "name": "Ann Reed"},
    {"kind": "person", **HERE, "contributor": "lee", "perspective": "statutory"},
    {"kind": "preferences", **HERE, "by": "ann", "scope": "place_team", "name_shown": True},
    {"kind": "role_given", **HERE, "contributor": "lee", "role": "learning_partner"},
    {"kind": "role_given", **HERE, "contributor": "ann", "role": "coordinator"},
    {"kind": "role_ended", **HERE, "contributor": "ann", "role": "coordinator"},
    {
        **{"kind": "reflection", **HERE, "external_id": "r-1", "contributor": "ann"},
        **{"text": "Nobody rang.", "scope": "place_team"},
    },
    {"kind": "name_choice", **ON_R1, "by": "ann", "name_shown": True},
    {
        **{"kind": "question", **ON_R1, "by": "lee", "question": "Who should have?"},
        "command": "0d9b1f7e-7a55-5d0e-8a4e-0c9a5a3f1b2c",
    },
    {
        **{"kind": "question_answered", **ON_R1, "by": "ann", "answer": "The front desk."},
        "question": "0d9b1f7e-7a55-5d0e-8a4e-0c9a5a3f1b2c",
    },
    {"kind": "acknowledged", **ON_R1, "by": "lee"},
    {"kind": "acknowledged", **ON_R1},
]


@pytest.fixture
def elsewhere(postgres: Postgres) -> Iterator[System]:
    """Another service, with nothing in it."""
    with postgres.fresh() as url, open_system(settings_for(url)) as opened:
        yield opened


def bring(to: System, tmp_path: Path, lines: list[dict[str, Any]]) -> ImportResult:
    """Import lines as a file."""
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return Importer(to, lambda: NOW).import_file(path)


def exported(system: System) -> list[dict[str, Any]]:
    """All lines of the place."""
    return [json.loads(line) for line in export_place(system, "Eastmoor")]


def test_all_of_it_is_brought_back_as_it_is_now(
    system: System, elsewhere: System, tmp_path: Path
) -> None:
    done = bring(system, tmp_path, LINES)
    assert (done.refused, done.recorded) == ([], len(LINES))
    lines = exported(system)
    (left,) = (line for line in lines if line["kind"] == "reflection")
    assert left["name_shown"] is True
    assert "Ann Reed" not in json.dumps(left)
    again = bring(elsewhere, tmp_path, lines)
    assert (again.refused, again.recorded) == ([], len(lines))
    assert exported(elsewhere) == lines
    assert bring(elsewhere, tmp_path, lines).recorded == 0
    elsewhere.runner.catch_up()
    ((found, asked),) = (
        (one.entry.author_name, one.questions)
        for one in elsewhere.reading.questions(LEARNING_PARTNER, "Eastmoor")
    )
    assert (found, asked[0].question, asked[0].answer) == (
        "Ann Reed",
        "Who should have?",
        "The front desk.",
    )
    roles = elsewhere.places.remembered_roles(Place.id_for("Eastmoor"))
    assert set(roles.values()) == {frozenset({PlaceRole.LEARNING_PARTNER})}
    assert verify(elsewhere).ok


def test_an_answer_stays_out_where_its_question_is_gone(system: System, tmp_path: Path) -> None:
    assert bring(system, tmp_path, LINES).refused == []
    lee = system.desk.person(system.desk.place("Eastmoor"), "lee")
    system.people.erase_person(lee, BY_OPERATOR)
    kinds = [line["kind"] for line in exported(system)]
    assert "question" not in kinds
    assert "question_answered" not in kinds
    assert kinds.count("acknowledged") == 1


def test_an_answer_that_was_taken_back_stays_out(system: System, tmp_path: Path) -> None:
    assert bring(system, tmp_path, LINES).refused == []
    eastmoor = system.desk.place("Eastmoor")
    ann = system.desk.person(eastmoor, "ann")
    by_ann = request_by(ActorRole.PARTNER, [eastmoor.id], person=ann)
    question = LINES[9]["command"]
    system.capture.withdraw_answer(eastmoor.id, "r-1", question, by_ann)
    assert "The front desk." not in json.dumps(exported(system))
    command = AnswerBack(answer="The side desk.")
    system.capture.answer_back(eastmoor.id, "r-1", question, command, by_ann)
    lines = exported(system)
    said = [line["answer"] for line in lines if line["kind"] == "question_answered"]
    assert said == ["The side desk."]


def test_only_who_said_it_says_what_they_chose(place: Town, tmp_path: Path) -> None:
    for kind, more in (
        ("preferences", {"name_shown": True}),
        ("name_choice", {"reflection": "r-1", "name_shown": True}),
        ("question_answered", {"reflection": "r-1", "question": "q", "answer": "So."}),
    ):
        line = {"kind": kind, "place": place.name, **more}
        (refusal,) = bring(place.system, tmp_path, [line]).refused
        assert refusal.reason == "by: say who did this, by what the place calls them."
