"""The commands that ask about decisions and beliefs, on a place that learned something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Command, Inside
from tests.support.postgres import MASTER_KEY, Postgres

STORY = Path(__file__).parents[1] / "stories" / "files" / "the_loop.jsonl"
PLACE = ("--place", "Two towns")


@pytest.fixture(scope="module")
def story(postgres: Postgres) -> Iterator[Command]:
    """The command on a database with the story in it. These tests only ask."""
    with postgres.fresh() as url:
        command = Inside.on(url, MASTER_KEY)
        assert command.run("import", str(STORY), "--json").json["refused"] == []
        yield command


def test_loops_are_listed_oldest_first_with_their_proof(story: Command) -> None:
    shown = story.run("loops", *PLACE, "--json").json
    assert set(shown) == {"place", "decisions"}
    assert shown["place"] == "Two towns"
    oldest, moved, asked = shown["decisions"]
    for one in shown["decisions"]:
        assert set(one) == {
            "id", "external_id", "evidenced", "claimed", "flags", "proof", "missing",
        }  # fmt: skip
        assert all(set(step) == {"at", "what", "ref", "position"} for step in one["proof"])
    assert [one["external_id"] for one in (oldest, moved)] == ["d-0", "d-1"]
    assert (oldest["evidenced"], oldest["missing"]) == ("unclassified", ["belief"])
    assert moved["evidenced"].startswith("double_")
    steps = [step["what"] for step in moved["proof"]]
    assert steps.index("challenged") < steps.index("revised") < steps.index("decided")
    assert asked["external_id"] is None


def test_loops_by_level_by_state_and_as_known_then(story: Command) -> None:
    def named(*options: str) -> list[str | None]:
        found = story.run("loops", *PLACE, *options, "--json").json["decisions"]
        return [one["external_id"] for one in found]

    assert named("--level", "unclassified") == ["d-0"]
    assert named("--state", "open") == named()
    assert named("--state", "closed") == []
    assert named("--known-on", "2026-01-01") == []
    assert named("--as-known-on", "2999-12-31") == named()


def test_verdicts_are_plain_words(story: Command) -> None:
    shown = story.run("loops", *PLACE).out
    assert "The desk moves" in shown
    assert "Changed what we believe" in shown
    for code in ("double_", "unclassified"):
        assert code not in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("decision", "d-1"), ("The desk moves", "We go to where people are.", "Told back")),
        (("beliefs",), ("We go to where people are.", "It was dropped.")),
        (("beliefs", "--only", "changed"), ("We go to where people are.",)),
        (("belief", "A1"), ("People come to us when they need help.", "They told us so")),
        (("insights",), ("People come when others like them are there.", "Mondays.")),
        (("against", "i-1"), ("Mondays.", "it was the weather", "Two did come, on a Monday.")),
        (("against", "A1"), ("Three came in a month.", "I would have come in the evening.")),
        (("mirror",), ("We go to where people are.",)),
        (("board",), ("One front door",)),
        (("told-back",), ("We ask the caretaker for a key.", "a resident")),
        (("signals",), ()),
        (("disagreements",), ("Nobody reads anything differently",)),
        (("proposals",), ("Nothing waits",)),
    ],
    ids=" ".join,
)
def test_tables_can_be_read(
    story: Command, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    finished = story.run(*arguments, *PLACE)
    assert (finished.code, finished.err) == (0, "")
    assert finished.out.strip()
    assert [one for one in words if one not in finished.out] == []


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("decision", "d-1"), {"loop", "rests_on", "why"}),
        (("beliefs",), {"place", "beliefs", "total", "following"}),
        (("belief", "A1"), {"statement", "wordings", "facts", "cited_by"}),
        (("against", "i-1"), {"words", "dissent", "entries", "not_yours_to_read"}),
        (("board",), {"building_blocks", "rows"}),
    ],
)
def test_one_thing_as_json(story: Command, arguments: tuple[str, ...], names: set[str]) -> None:
    assert names <= set(story.run(*arguments, *PLACE, "--json").json)


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("insights", {"claim", "against", "standing"}),
        ("mirror", {"about", "said", "done"}),
        ("told-back", {"decision", "people"}),
        ("signals", {"kind", "subject", "grounds"}),
        ("disagreements", {"entry", "code", "stances"}),
        ("proposals", {"question", "options"}),
    ],
)
def test_several_things_as_json(story: Command, command: str, names: set[str]) -> None:
    found: list[dict[str, Any]] = story.run(command, *PLACE, "--json").json
    assert all(names <= set(one) for one in found)


def test_never_challenged_comes_first_by_how_often_cited(story: Command) -> None:
    found = story.run("beliefs", *PLACE, "--only", "never_challenged", "--json").json
    assert all(not one["was_ever_challenged"] for one in found["beliefs"])
    cited = [len(one["cited_by"]) for one in found["beliefs"]]
    assert cited == sorted(cited, reverse=True)


def test_a_trail_as_json_and_as_a_table(story: Command) -> None:
    id = story.run("insights", *PLACE, "--json").json[0]["id"]
    assert story.run("trail", *PLACE, id, "--json").json == story.run("trail", *PLACE, id).json
    shown = story.run("trail", *PLACE, id, "--table").out
    assert "Rests on" in shown
    assert "Nobody came to the desk." in shown


def test_a_trail_by_the_name_that_people_gave_it(story: Command) -> None:
    decision = story.run("decision", *PLACE, "d-1", "--json").json["loop"]["id"]
    by_id, by_name = (story.run("trail", *PLACE, name).json for name in (decision, "d-1"))
    assert by_id == by_name
    assert by_name["item"]["kind"] == "decision"


@pytest.mark.parametrize(
    "command",
    ["proposals", "insights", "mirror", "told-back", "signals", "disagreements"],
)
def test_nothing_was_known_before_anything_was_written_down(story: Command, command: str) -> None:
    assert story.run(command, *PLACE, "--as-known-on", "2020-01-01", "--json").json == []


def test_places_side_by_side_as_they_were_known_then(story: Command) -> None:
    both = (*PLACE, "--place", "Two towns", "--as-known-on", "2020-01-01", "--json")
    (one,) = story.run("compare", *both).json
    assert (one["patterns"], one["stories"]) == ([], [])


@pytest.mark.parametrize(
    "arguments", [("against", "A1"), ("trail", "d-1"), ("belief", "A1"), ("decision", "d-1")]
)
def test_one_thing_was_not_known_then(story: Command, arguments: tuple[str, str]) -> None:
    finished = story.run(*arguments, *PLACE, "--as-known-on", "2020-01-01")
    assert finished.code == 1
    assert len(finished.err.strip().splitlines()) == 1


def test_ready_made_beliefs_need_no_database(story: Command) -> None:
    found = Inside({}).run("starters", "--json").json
    assert len(found["beliefs"]) == 18
    assert "delivery-in-use" in Inside({}).run("starters").out


def test_comparing_places(story: Command) -> None:
    alone = story.run("compare", *PLACE)
    assert (alone.code, "at least two places" in alone.err) == (1, True)
    both = (*PLACE, "--place", "Two towns", "--code", "delivery")
    assert {"place", "name", "voices", "patterns", "stories"} == set(
        story.run("compare", *both, "--json").json[0]
    )
    assert "Two towns" in story.run("compare", *both).out


@pytest.mark.parametrize("command", ["decision", "belief", "against", "trail"])
def test_what_is_not_there_is_one_sentence(story: Command, command: str) -> None:
    finished = story.run(command, *PLACE, "no-such")
    assert finished.code == 1
    assert len(finished.err.strip().splitlines()) == 1
    assert "no-such" in finished.err


def test_who_to_tell_is_named_without_a_count(story: Command) -> None:
    shown = story.run("told-back", *PLACE).out
    assert "Words first used" in shown
    assert "Things they said" not in shown
