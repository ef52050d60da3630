"""At the command line: words are left out, found and destroyed; erasing says what stays."""

from __future__ import annotations

from tests.support.command import Command
from tests.support.postgres import MASTER_KEY
from tests.support.town import Town

TEXT = "We rang Juliet Marsh, and she was in tears."


def test_words_are_left_out_found_and_destroyed(place: Town, database_url: str) -> None:
    place.welcome("sam")
    place.record(TEXT, external_id="n-02")
    run = Command.on(database_url, MASTER_KEY).run
    here = ("--place", place.name)
    left = run("leave-out", *here, "n-02", "Juliet Marsh", "--category", "name")
    assert left.code == 0, left.err
    assert place.texts() == ["We rang [left out], and she was in tears."]
    (found,) = run("left-out", *here, "--about", "marsh", "--json").json
    assert found["words"] == "Juliet Marsh"
    assert run("erase-left-out", found["id"]).code == 0
    assert run("left-out", *here, "--about", "marsh", "--json").json == []


def test_erasing_says_what_nobody_can_call_back(place: Town, database_url: str) -> None:
    place.welcome("sam")
    place.record(TEXT, external_id="n-02")
    done = Command.on(database_url, MASTER_KEY).run(
        "erase-reflection", "--place", place.name, "n-02"
    )
    assert done.code == 0, done.err
    assert "Keys destroyed: 1" in done.out
    assert "Backups of the keys hold it until" in done.out
