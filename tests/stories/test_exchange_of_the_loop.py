"""What a place learns goes into a file and comes out of it whole, save what was taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from service.application import loop_commands as loop
from service.application.commands import ChangeScope, WithdrawReflection
from service.bootstrap import System, open_system
from service.domain.assumption import Assumption
from service.domain.base import natural_id
from service.domain.decision import Decision
from service.domain.vocabulary import ActorRole, Scope
from service.exchange.exporting import export_place
from service.exchange.importing import Importer, ImportResult
from service.exchange.kinds import KINDS, schema
from service.exchange.loop_kinds import LOOP_KINDS
from service.verify import verify
from tests.support.asking import BY_OPERATOR, request_by
from tests.support.postgres import Postgres, settings_for

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
STORY = Path(__file__).parent / "files" / "the_loop.jsonl"
LINES: list[dict[str, Any]] = [json.loads(line) for line in STORY.read_text().splitlines()]
HERE = {"place": "Two towns"}

AUTHORS = {"r-1": "ann", "r-2": "cleo", "r-3": "ben", "r-4": "ben"}

Bring = Callable[..., ImportResult]


@pytest.fixture
def elsewhere(postgres: Postgres) -> Iterator[System]:
    """Another service, with nothing in it."""
    with postgres.fresh() as url, open_system(settings_for(url)) as opened:
        yield opened


@pytest.fixture
def bring(system: System, tmp_path: Path) -> Bring:
    """Import lines as a file, here or elsewhere."""

    def bring(*lines: dict[str, Any], to: System = system) -> ImportResult:
        path = tmp_path / "the_loop.jsonl"
        path.write_text("\n".join(json.dumps(line) for line in lines))
        return Importer(to, lambda: NOW).import_file(path)

    return bring


def exported(system: System) -> list[dict[str, Any]]:
    """All lines of the place."""
    return [json.loads(line) for line in export_place(system, "Two towns")]


def of_kind(kind: str, system: System) -> list[dict[str, Any]]:
    """The exported lines of one kind."""
    return [line for line in exported(system) if line["kind"] == kind]


def take_back(system: System, *reflections: str) -> None:
    """Their authors take these reflections back."""
    place = system.desk.place("Two towns")
    for name in reflections:
        author = system.desk.person(place, AUTHORS[name])
        by_author = request_by(ActorRole.PARTNER, [place.id], author)
        system.capture.withdraw_reflection(place.id, name, WithdrawReflection(), by_author)


def test_a_story_of_every_kind_is_recorded_once_and_holds_together(
    system: System, bring: Bring
) -> None:
    assert {line["kind"] for line in LINES} >= set(LOOP_KINDS)
    assert bring(*LINES) == ImportResult(recorded=len(LINES))
    head = system.log.head
    assert bring(*LINES) == ImportResult(already_there=len(LINES))
    assert system.log.head == head
    assert [check for check in verify(system).checks if not check.ok] == []


def test_the_story_says_what_it_says(system: System, bring: Bring) -> None:
    bring(*LINES)
    beliefs = {line["assumption"]: line for line in of_kind("decision", system)[0]["rests_on"]}
    assert beliefs == {
        "A1": {"assumption": "A1", "version": 2},
        "A2": {"assumption": "A2", "version": 1, "dropped": True},
        "A3": {"assumption": "A3", "version": 1},
    }
    (first, second) = of_kind("decision", system)[0]["decided_by"]
    assert first == {"person": "ann", "perspective": "statutory"}
    assert second == {"who": "The board"}
    taken = of_kind("decision", system)[1]
    assert taken["external_id"] == "d-0"
    assert "rests_on" not in taken
    id = natural_id("decision", system.desk.place("Two towns").id, "d-0")
    assert system.desk.load(Decision, id).rests_on == ()


def test_what_is_exported_comes_back_the_same(
    system: System, elsewhere: System, bring: Bring
) -> None:
    bring(*LINES)
    lines = exported(system)
    assert [line["kind"] for line in lines] == [line["kind"] for line in LINES]
    assert bring(*lines, to=elsewhere) == ImportResult(recorded=len(lines))
    assert elsewhere.log.head == system.log.head
    assert exported(elsewhere) == lines
    head = system.log.head
    assert bring(*lines) == ImportResult(already_there=len(lines))
    assert system.log.head == head


def test_what_is_said_to_a_decision_and_what_was_emptied_come_back(
    system: System, elsewhere: System, bring: Bring
) -> None:
    said = {
        "kind": "reflection",
        **HERE,
        "external_id": "r-9",
        "contributor": "ann",
        "text": "The school is far.",
        "meaning": "It is not for us.",
        "about_decision": "d-1",
    }
    emptied = {
        "kind": "reflection_amended",
        **HERE,
        "reflection": "r-9",
        "by": "ann",
        "meaning_removed": True,
    }
    bring(*LINES, said, emptied)
    lines = exported(system)
    (line,) = (one for one in lines if one.get("external_id") == "r-9")
    assert line["about_decision"] == "d-1"
    assert "meaning" not in line
    bring(*lines, to=elsewhere)
    assert exported(elsewhere) == lines


@pytest.mark.parametrize("gone", [("r-1",), ("r-2",), ("r-3",), ("r-1", "r-2"), ("r-1", "r-3")])
def test_what_is_left_after_words_were_taken_back_comes_back(
    system: System, elsewhere: System, bring: Bring, gone: tuple[str, ...]
) -> None:
    bring(*LINES)
    take_back(system, *gone)
    lines = exported(system)
    assert not any(name in json.dumps(lines) for name in gone)
    assert bring(*lines, to=elsewhere) == ImportResult(recorded=len(lines))
    assert exported(elsewhere) == lines
    assert len(of_kind("decision", elsewhere)) == 3


def test_an_insight_that_one_voice_is_left_of_says_so(system: System, bring: Bring) -> None:
    bring(*LINES)
    assert [line["single_voice"] for line in of_kind("insight", system)] == [False]
    take_back(system, "r-1")
    assert [line["single_voice"] for line in of_kind("insight", system)] == [True]


def test_what_was_joined_to_an_insight_counts_from_its_own_line(
    system: System, elsewhere: System, bring: Bring
) -> None:
    decided = {
        **{"kind": "decision", "chosen": "We ask.", "why": "Because.", "rests_on": "A3"},
        **{"decided_by": "Ann", "consulted": "Ben", "not_consulted": "Cleo", "cites": ["i-1"]},
    }
    told = {"kind": "told", "what": "you_said_we_did", "words": "We ask now."}
    more: list[dict[str, Any]] = [
        {"kind": "reflection", "external_id": "r-5", "contributor": "cleo", "text": "We rang."},
        decided | {"external_id": "d-8"},
        {"kind": "insight_joined", "insight": "i-1", "reflections": ["r-5"]},
        decided | {"external_id": "d-9"},
        told | {"decision": "d-8"},
        told | {"decision": "d-9"},
    ]
    assert bring(*LINES, *(line | HERE for line in more)).refused == []
    first, second = of_kind("told", system)[-2:]
    assert {"r-4"} <= {*first["reflections"]}
    assert {*second["reflections"]} - {*first["reflections"]} == {"r-5"}
    take_back(system, "r-4")
    assert [line["reflections"] for line in of_kind("insight_joined", system)] == [["r-5"]]
    lines = exported(system)
    assert bring(*lines, to=elsewhere) == ImportResult(recorded=len(lines))
    assert exported(elsewhere) == lines


def test_a_rewording_goes_with_the_only_challenge_before_it(system: System, bring: Bring) -> None:
    bring(*LINES)
    take_back(system, "r-1", "r-2")
    kinds = {line["kind"] for line in exported(system)}
    gone = {"insight", "insight_tested", "insight_joined", "revised", "dropped"}
    assert kinds & gone == set()
    assert {"upheld", "examination", "mirror", "review", "substantiated"} <= kinds
    (moved, _, asked) = of_kind("decision", system)
    assert moved["rests_on"] == [{"assumption": "A3", "version": 1}]
    assert "rests_on" not in asked
    assert "beliefs" not in of_kind("review", system)[0]


def test_later_wordings_are_counted_from_those_that_stay(
    system: System, elsewhere: System, bring: Bring
) -> None:
    again: list[dict[str, Any]] = [
        {"kind": "challenge", "assumption": "A1", "evidence": ["r-3"]},
        {"kind": "revised", "assumption": "A1", "statement": "We ask first.", "reason": "Ben."},
        {
            **{"kind": "decision", "external_id": "d-9", "chosen": "We ask.", "why": "Because."},
            **{"rests_on": "A1", "decided_by": "Ann", "consulted": "Ben", "not_consulted": "Cleo"},
        },
    ]
    assert bring(*LINES, *(line | HERE for line in again)).refused == []
    cited = [{"assumption": "A1", "version": 3}]
    assert of_kind("decision", system)[-1]["rests_on"] == cited
    take_back(system, "r-1", "r-2")
    assert of_kind("decision", system)[-1]["rests_on"] == [{"assumption": "A1", "version": 2}]
    assert bring(*exported(system), to=elsewhere).refused == []
    id = natural_id("assumption", elsewhere.desk.place("Two towns").id, "A1")
    assert elsewhere.desk.load(Assumption, id).wording == 2


def test_people_who_were_erased_take_part_as_somebody(
    system: System, elsewhere: System, bring: Bring
) -> None:
    bring(*LINES)
    ann = system.desk.person(system.desk.place("Two towns"), "ann")
    system.people.erase_person(ann, BY_OPERATOR)
    (decision, *_) = of_kind("decision", system)
    assert decision["decided_by"][0] == {"who": "somebody", "perspective": "statutory"}
    assert "by" not in of_kind("slip", system)[0]
    lines = exported(system)
    assert bring(*lines, to=elsewhere) == ImportResult(recorded=len(lines))
    assert exported(elsewhere) == lines


def test_who_may_not_cite_it_any_more_is_left_out(
    system: System, elsewhere: System, bring: Bring
) -> None:
    bring(*LINES)
    place = system.desk.place("Two towns")
    ann, cleo = (system.desk.person(place, name) for name in ("ann", "cleo"))
    challenge = loop.ChallengeAssumption(evidence=["r-2"])
    system.beliefs.challenge(
        place.id, "A1", challenge, request_by(ActorRole.PARTNER, [place.id], ann)
    )
    assert of_kind("challenge", system)[-1]["by"] == "ann"
    narrower = ChangeScope(scope=Scope.AUTHOR_AND_LP)
    system.capture.change_scope(
        place.id, "r-2", narrower, request_by(ActorRole.PARTNER, [place.id], cleo)
    )
    assert "by" not in of_kind("challenge", system)[-1]
    assert of_kind("challenge", system)[0]["by"] == "cleo"
    assert bring(*exported(system), to=elsewhere).refused == []


def test_records_without_a_name_and_two_of_one_name_come_back(
    system: System, elsewhere: System, bring: Bring
) -> None:
    bring(*LINES)
    place = system.desk.place("Two towns")
    by_partner = request_by(ActorRole.LEARNING_PARTNER, key="one")
    question = loop.HoldSession(place="Two towns", framing_question="Why?", present={"funder": 1})
    session = str(system.sense.hold_session(question, by_partner).id)
    insight = {
        **{"kind": "insight", "external_id": "r-2", "claim": "Evenings.", "session": session},
        **{"cites": ["r-2"], "single_voice": True, "looked_for_disconfirming": False},
    }
    assert bring(
        {"kind": "challenge", "assumption": "A3", "evidence": ["r-2"]} | HERE,
        insight | HERE,
        {"kind": "challenge", "assumption": "A1", "evidence": ["r-2"]} | HERE,
    ) == ImportResult(recorded=3)
    reflection = str(system.desk.reflection(place, "r-2"))
    bring({"kind": "challenge", "assumption": "A1", "evidence": [reflection, "r-2"]} | HERE)
    assert of_kind("challenge", system)[-1]["evidence"] == [reflection, "r-2"]
    lines = exported(system)
    assert bring(*lines, to=elsewhere).refused == []
    assert exported(elsewhere) == lines


DECISION = {"kind": "decision", "chosen": "Yes.", "why": "So.", "decided_by": "Ann"}
BELIEF = {
    "kind": "assumption",
    "statement": "So it is.",
    "belief_kind": "norm",
    "basis": "espoused",
}
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"kind": "challenge", "assumption": "A1"}, "A challenge needs evidence."),
    ({"kind": "challenge", "assumption": "A9", "evidence": ["r-1"]}, "no belief called 'A9'"),
    ({"kind": "challenge", "assumption": "A1", "evidence": ["r-9"]}, "no reflection 'r-9'"),
    ({"kind": "challenge", "evidence": ["r-1"]}, "assumption: say which."),
    ({"kind": "revised", "assumption": "A2", "statement": "A", "reason": "B"}, "was dropped"),
    (BELIEF | {"level_reason": "It is."}, "what would make us doubt this"),
    (BELIEF | {"belief_kind": "mood"}, "belief_kind: input should be"),
    (BELIEF | {"held_by": [{"perspective": "funder"}]}, "held_by.0: say who"),
    (BELIEF | {"level_reason": "A", "held_by": {"person": "zoe"}, "we_would_doubt_if": "B"}, "zoe"),
    (DECISION | {"rests_on": "A1"}, "who decided, who was consulted and who was not"),
    (DECISION | {"decision": "d-7"}, "no decision called 'd-7'"),
    (DECISION | {"mood": "good"}, "mood: there is no such field here"),
    (DECISION | {"by": "zoe"}, "Nobody called 'zoe' has been welcomed here."),
    (
        {"kind": "told", "decision": "d-1", "what": "you_said_we_did", "words": "A", "by": "ben"},
        "may not",
    ),
    (
        {
            "kind": "signal_answered",
            "signal": "one_option",
            "answer": "raised",
            "grounds": 1,
            "subject": "x",
        },
        "subject: ",
    ),
    (
        {
            **{"kind": "signal_answered", "signal": "one_option", "answer": "raised"},
            "grounds": 1,
            **{"subject": "8b0e3a52-5f0c-4d8e-9a43-2f1c6f0d7e11", "by": "ann"},
        },
        "may not",
    ),
]


@pytest.mark.parametrize(("line", "words"), REFUSED)
def test_a_line_that_cannot_be_says_why_and_leaves_nothing(
    system: System, bring: Bring, line: dict[str, Any], words: str
) -> None:
    (refusal,) = bring(*LINES, line | HERE).refused
    assert refusal.line == len(LINES) + 1
    assert words in refusal.reason
    assert refusal.reason.endswith((".", "?"))
    assert system.log.head == 0


def test_the_schema_takes_every_line_of_the_story(system: System, bring: Bring) -> None:
    Draft202012Validator.check_schema(schema())
    check = Draft202012Validator(schema())
    bring(*LINES)
    for line in (*LINES, *exported(system)):
        assert list(check.iter_errors(line)) == [], line["kind"]
    assert len(schema()["oneOf"]) == len(KINDS)


@pytest.mark.parametrize("kind", LOOP_KINDS)
def test_the_schema_refuses_nonsense_of_every_kind(kind: str) -> None:
    check = Draft202012Validator(schema())
    line = next(line for line in LINES if line["kind"] == kind)
    nonsense = [
        line | {"mood": "good"},
        line | {"by": 3},
        line | {"occurred_on": ["today"]},
        {name: value for name, value in line.items() if name != "place"},
        line | {"kind": "dance"},
    ]
    assert [one for one in nonsense if check.is_valid(one)] == []


@pytest.mark.parametrize(
    "part",
    [
        {"decided_by": 3},
        {"decided_by": [{"name": "Ann"}]},
        {"decided_by": [["Ann"]]},
        {"options": [{"keeps": True}]},
        {"rests_on": [{"version": 1}]},
        {"rests_on": [{"assumption": "A1", "version": 0}]},
        {"not_consulted": [{"who": "Ann"}]},
        {"decision_kind": "norm"},
    ],
)
def test_the_schema_refuses_wrong_parts(part: dict[str, Any]) -> None:
    line = DECISION | HERE | part
    assert Draft202012Validator(schema()).is_valid(DECISION | HERE)
    assert not Draft202012Validator(schema()).is_valid(line)
