"""Acceptance 1: a file with the seventeen cases comes in, and each decision shows what it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.bootstrap import System
from service.exchange.importing import Importer
from service.verify import verify
from tests.support.asking import LEARNING_PARTNER, NOW, TODAY

BEGAN = TODAY - timedelta(weeks=30)
KEEP = {"text": "Keep it.", "keeps": True}
PEOPLE = {"ann": "statutory", "bo": "non_statutory", "cy": "citizen_community"}


@dataclass
class Story:
    """A file in the making: one place for each case, so that none can help another."""

    place: str
    lines: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.add("place", day=0)
        for name, perspective in PEOPLE.items():
            self.add("person", contributor=name, perspective=perspective, day=0)

    def add(self, kind: str, *, day: int, written: int | None = None, **values: Any) -> Story:
        """What happened on a day; `written` is the day on which it was put down."""
        happened = BEGAN + timedelta(days=day)
        recorded = happened if written is None else BEGAN + timedelta(days=written)
        line = {"kind": kind, "place": self.place, **values}
        line |= {"occurred_on": str(happened), "recorded_on": str(recorded)}
        self.lines.append(line)
        return self

    def notice(self, *names: str, day: int = 4) -> Story:
        """Some people notice something."""
        for name in names or PEOPLE:
            text: dict[str, Any] = {"contributor": name, "text": "What I saw."}
            self.add("reflection", external_id=f"r-{name}", scope="place_team", day=day, **text)
        return self

    def believe(self, *, day: int = 1, kind: str = "problem_frame", **more: Any) -> Story:
        """A belief, in its first words."""
        told: dict[str, Any] = {
            "statement": "Arrears are about paying.",
            "we_would_doubt_if": "Calls show other trouble.",
            "level_reason": "It says what kind of problem this is.",
            "basis": "inferred",
        }
        return self.add("assumption", external_id="A1", belief_kind=kind, day=day, **told, **more)

    def challenge(self, *names: str, day: int = 10, **more: Any) -> Story:
        """What some people saw speaks against it."""
        evidence = [f"r-{name}" for name in names or PEOPLE]
        return self.add("challenge", assumption="A1", evidence=evidence, day=day, **more)

    def examine(self, *, day: int = 15, **more: Any) -> Story:
        """A look at what else one could believe."""
        options = [KEEP, "It can be a sign of other trouble."]
        told: dict[str, Any] = {
            "options": options,
            "present": {"statutory": 3, "citizen_community": 2},
        } | more
        return self.add("examination", assumption="A1", dissent="Finance.", day=day, **told)

    def revise(self, *, day: int = 20, **more: Any) -> Story:
        """New words."""
        told: dict[str, Any] = {
            "statement": "Missed payments can be a sign.",
            "reason": "The calls.",
        }
        return self.add("revised", assumption="A1", day=day, **told, **more)

    def decide(self, *, day: int = 25, kind: str = "act", **more: Any) -> Story:
        """Ann and the board decide."""
        told: dict[str, Any] = {
            "chosen": "A caseworker holds the case first.",
            "why": "Letters do not help.",
            "rests_on": ["A1"],
            "decided_by": [{"person": "ann"}, "The board"],
            "consulted": ["The advice centre"],
            "not_consulted": ["People in arrears"],
        }
        told |= {"decision_kind": kind, "external_id": "D"} | more
        return self.add("decision", day=day, **told)

    def see_change(self, *, day: int = 40) -> Story:
        """Bo sees that something is different."""
        told: dict[str, Any] = {
            "who_changed": "Caseworkers",
            "what": "They call.",
            "seen_by": {"person": "bo"},
        }
        return self.add("change", external_id="C", decision="D", day=day, **told)

    def review_and_tell(self) -> Story:
        """With two residents; and everybody hears what became of their words."""
        told: dict[str, Any] = {
            "result": "keep",
            "expected_vs_actual": "Payments began again.",
            "reviewers": [{"person": "bo"}],
            "affected_heard": {"citizen_community": 2},
            "beliefs": [{"assumption": "A1", "standing": "held_up"}],
        }
        self.add("review", decision="D", day=100, **told)
        answer: dict[str, Any] = {
            "what": "you_said_we_did",
            "words": "You said it, and now we call.",
        }
        return self.add("told", decision="D", day=105, by=None, **answer)


def turned(place: str) -> Story:
    """Up to a decision that rests on new words."""
    return Story(place).believe().notice().challenge().examine().revise().decide()


CASES: list[tuple[Story, str, set[str]]] = [
    (Story("V1").believe().decide(), "single", set()),
    (
        Story("V2").believe(kind="action_hypothesis").notice().challenge().revise().decide(),
        "single",
        set(),
    ),
    (
        Story("V3").believe().notice().decide(day=8).challenge().examine().revise(),
        "single",
        {"belief_followed_action"},
    ),
    (turned("V5"), "double_intended", set()),
    (turned("V6").see_change(), "double_enacted", set()),
    (turned("V7").see_change().review_and_tell(), "double_closed", set()),
    (
        Story("V8")
        .believe()
        .notice()
        .challenge()
        .examine()
        .add("upheld", assumption="A1", reason="It held.", day=20)
        .decide(kind="hold_on_purpose"),
        "examined_upheld",
        set(),
    ),
    (
        Story("V9")
        .believe()
        .notice("ann")
        .challenge("ann")
        .examine()
        .revise()
        .decide()
        .see_change(),
        "double_enacted",
        {"narrow_voice"},
    ),
    (
        turned("V10")
        .see_change()
        .review_and_tell()
        .add("withdrawn", reflection="r-ann", by="ann", day=110)
        .add("withdrawn", reflection="r-bo", by="bo", day=110),
        "double_closed",
        {"evidence_lapsed"},
    ),
    (
        Story("V11")
        .believe(about_learning=True)
        .notice()
        .challenge()
        .examine()
        .revise()
        .decide()
        .see_change(),
        "double_enacted",
        {"about_learning"},
    ),
    (
        Story("V12")
        .notice(day=2)
        .believe(day=6)
        .challenge()
        .examine()
        .revise()
        .decide()
        .see_change(),
        "double_enacted",
        {"reconstructed"},
    ),
    (
        Story("V13")
        .believe()
        .notice()
        .challenge()
        .revise(written=41, late_because="Typed up late.")
        .examine(written=42, late_because="Typed up late.")
        .decide(day=30, written=43)
        .see_change(day=44),
        "double_enacted",
        {"order_as_reported"},
    ),
    (Story("V15").believe().notice().challenge().revise().decide(), "single", set()),
    (
        Story("V16")
        .believe()
        .notice()
        .challenge()
        .examine()
        .add("dropped", assumption="A1", reason="Nobody believes it.", day=20)
        .decide(kind="stop")
        .see_change(),
        "double_enacted",
        set(),
    ),
    (Story("V17").believe().decide(kind="hold_on_purpose"), "no_loop", set()),
    (Story("V0").decide(rests_on=[]), "unclassified", set()),
]


def write(folder: Path, *stories: Story) -> Path:
    """The file with all of it."""
    lines = [
        json.dumps({name: value for name, value in line.items() if value is not None})
        for story in stories
        for line in story.lines
    ]
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_of_the_cases_is_what_the_order_proves(system: System, tmp_path: Path) -> None:
    path = write(tmp_path, *(story for story, _, _ in CASES))
    result = Importer(system, lambda: NOW, replay=True).import_file(path)
    assert result.refused == []
    system.runner.catch_up()

    for story, level, flags in CASES:
        page = system.loops.ledger(LEARNING_PARTNER, story.place, today=TODAY)
        (loop,) = page.decisions
        assert (story.place, loop.evidenced, set(loop.flags)) == (story.place, level, flags)
        assert [step.at for step in loop.proof] == sorted(step.at for step in loop.proof)
    assert verify(system).ok


@pytest.mark.parametrize(
    ("story", "line", "sentence"),
    [
        (Story("V4").believe().notice().revise(), 9, "Nobody has challenged this belief yet."),
        (
            Story("One option").believe().notice().challenge().examine(options=[KEEP]),
            10,
            "two options",
        ),
    ],
)
def test_what_may_not_be_is_refused_with_its_sentence(
    system: System, tmp_path: Path, story: Story, line: int, sentence: str
) -> None:
    head = system.log.head
    result = Importer(system, lambda: NOW, replay=True).import_file(write(tmp_path, story))
    assert [refusal.line for refusal in result.refused] == [line]
    assert sentence in result.refused[0].reason
    assert system.log.head == head


def test_a_file_of_old_minutes_is_as_reported(system: System, tmp_path: Path) -> None:
    """The log did not see the order of what is typed in months later: people told it."""
    path = write(tmp_path, turned("Old minutes").see_change())
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("\n".join(json.dumps(line | {"recorded_on": str(TODAY)}) for line in lines))
    assert Importer(system, lambda: NOW, replay=True).import_file(path).refused == []
    system.runner.catch_up()
    (loop,) = system.loops.ledger(LEARNING_PARTNER, "Old minutes", today=date(2026, 6, 2)).decisions
    assert (loop.evidenced, loop.flags) == ("double_enacted", ["order_as_reported"])
