"""The one command that records anything, as it happens: the same kinds as a JSONL file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from service.domain.errors import NotTheAuthor, RestsOnNothing
from service.exchange.live import plain_or_json
from tests.support.command import Command, Finished, Inside
from tests.support.postgres import MASTER_KEY, Postgres

HERE = "place=Two towns"
PLACE = ("--place", "Two towns")
DECIDED = (
    "external_id=d-1",
    "chosen=We ring first.",
    "why=It helps.",
    "decided_by=The board",
    "consulted=nobody",
    "not_consulted=nobody",
)


@pytest.fixture(scope="module")
def town(postgres: Postgres) -> Iterator[Command]:
    """A place with a partner and a reflection, both recorded by the command."""
    with postgres.fresh() as url:
        command = Inside.on(url, MASTER_KEY)
        for line in (
            ("place", HERE),
            ("person", HERE, "contributor=ann", "perspective=statutory"),
            ("person", HERE, "contributor=lp", "perspective=intermediary"),
            ("reflection", HERE, "external_id=r-1", "contributor=ann", "text=Nobody came."),
            ("assumption", HERE, "external_id=A1", "starter=delivery-in-use"),
        ):
            assert command.run("record", *line).code == 0
        yield command


def one_sentence(finished: Finished) -> str:
    """Why something was refused."""
    assert finished.code == 1
    assert finished.out == ""
    (line,) = finished.err.strip().splitlines()
    return line


def test_from_a_belief_to_what_people_see(town: Command) -> None:
    challenge = ("challenge", HERE, "assumption=A1", 'evidence=["r-1"]', "by=lp")
    assert town.run("record", *challenge).out.startswith("Recorded: ")
    options = 'options=[{"text": "Keep it", "keeps": true}, "Ask what got in the way"]'
    looked = ("examination", HERE, "assumption=A1", options, 'present={"statutory": 2}')
    assert town.run("record", *looked, "--by", "ann").code == 0
    decided = town.run("record", "decision", HERE, *DECIDED, 'rests_on=["A1"]', "--json")
    assert set(decided.json) == {"id", "position", "already_there"}
    slip = ("slip", HERE, "decision=d-1", "what=Letters first again.", "pressure=The audit.")
    assert town.run("record", *slip, "--by", "ann").code == 0

    (loop,) = town.run("loops", *PLACE, "--json").json["decisions"]
    assert (loop["id"], loop["external_id"]) == (decided.json["id"], "d-1")
    assert "slipped" in [step["what"] for step in loop["proof"]]


def test_a_decision_needs_its_beliefs_here(town: Command) -> None:
    """Invariant I7: only a file of what is long past may leave them out."""
    before = town.run("loops", *PLACE, "--json").json
    refused = town.run("record", "decision", HERE, *DECIDED[1:])
    assert one_sentence(refused) == str(RestsOnNothing())
    assert town.run("loops", *PLACE, "--json").json == before


def test_one_json_object_on_standard_input(town: Command) -> None:
    line = {"kind": "movement", "place": "Two towns", "external_id": "m-1", "what": "Tea."}
    first = town.feed(json.dumps(line), "record", "-", "--json").json
    again = town.feed(json.dumps(line), "record", "-", "--json").json
    assert (first["already_there"], again["already_there"]) == (False, True)
    assert first["id"] == again["id"]
    shown = town.feed(json.dumps(line), "record", "-").out
    assert "already" in shown
    rest = json.dumps({"place": "Two towns", "what": "Cake."})
    assert town.feed(rest, "record", "movement", "-", "external_id=m-2").code == 0


@pytest.mark.parametrize("text", ["", "[1]", "{", '"movement"'])
def test_standard_input_that_is_not_an_object(town: Command, text: str) -> None:
    assert "one JSON object" in one_sentence(town.feed(text, "record", "-"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nonsense", HERE), "'nonsense' is not a kind of line"),
        (("movement", HERE, "what"), "'what' is not FIELD=VALUE"),
        (("movement", HERE, "what=Tea.", "colour=red"), "colour: there is no such field here"),
        (("movement", HERE, "what=Tea.", "by=stranger"), "Nobody called 'stranger'"),
        (("movement", "place=Nowhere", "what=Tea."), "no place called 'Nowhere'"),
        (("challenge", "place=Two towns"), "assumption: say which"),
        (("assumption", HERE, "belief_kind=wish"), "belief_kind:"),
        (("programme", "title=All", "--by", "ann"), "by:"),
        (("slip", HERE, "what=So.", "by=lp", "--by", "ann"), "by: say once"),
        (("slip", HERE, "what=So.", "occurred_on=2020-01-01"), "more than 14 days ago"),
    ],
)
def test_a_refusal_is_one_plain_sentence(
    town: Command, arguments: tuple[str, ...], words: str
) -> None:
    assert words in one_sentence(town.run("record", *arguments))


def test_who_does_it_decides_what_may_be_done(town: Command) -> None:
    """An operator writes no memos: the learning partner here does, and a partner may not."""
    memo = ("memo", HERE, "reflection=r-1", "text=Again.")
    assert town.run("record", *memo).code == 0
    assert "may not" in one_sentence(town.run("record", *memo, "--by", "ann"))
    amended = ("reflection_amended", HERE, "reflection=r-1", "text=Nobody came at all.")
    assert one_sentence(town.run("record", *amended)) == str(NotTheAuthor())
    assert town.run("record", *amended, "--by", "ann").code == 0
    entries = town.run("timeline", *PLACE, "--json").json["entries"]
    assert "Nobody came at all." in [entry["text"] for entry in entries]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("plain words", "plain words"),
        ("[laughs] so we met", "[laughs] so we met"),
        ('["r-1", "r-2"]', ["r-1", "r-2"]),
        ('{"statutory": 2}', {"statutory": 2}),
        ("{almost", "{almost"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("True", "True"),
        ("42", "42"),
        ("", ""),
    ],
)
def test_values_that_read_as_json_are(typed: str, meant: Any) -> None:
    assert plain_or_json(typed) == meant
