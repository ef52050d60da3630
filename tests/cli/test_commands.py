"""The command as somebody types it: what it prints, how it refuses, what it leaves behind."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.support.command import Command
from tests.support.postgres import MASTER_KEY, OTHER_MASTER_KEY, Postgres

ROWS = """external_id,place,contributor,role,perspective,occurred_on,building_blocks,text
r-1,Two towns,voice-1,housing officer,statutory,2026-02-01,governance,We met twice.
r-2,Two towns,voice-2,youth worker,non_statutory,2026-02-02,,"Nobody asked them, café or not."
"""


@pytest.fixture
def command(database_url: str) -> Command:
    """The command on a fresh database."""
    return Command.on(database_url, MASTER_KEY)


@pytest.fixture
def rows(tmp_path: Path) -> str:
    """A good file."""
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)


def test_import_then_timeline_voices_and_verify(command: Command, rows: str) -> None:
    assert command.run("import", rows, "--json").json == {
        "recorded": 2,
        "already_there": 0,
        "refused": [],
    }
    assert command.run("import", rows, "--json").json["already_there"] == 2
    shown = command.run("timeline", "--place", "two  TOWNS", "--json").json
    assert shown["place"] == "Two towns"
    assert [
        (e["kind"], e["external_id"], e["role"], e["perspective"], e["occurred_on"])
        for e in shown["entries"]
    ] == [
        ("reflection", "r-1", "housing officer", "statutory", "2026-02-01"),
        ("reflection", "r-2", "youth worker", "non_statutory", "2026-02-02"),
    ]
    assert shown["entries"][0]["building_blocks"] == ["governance"]
    assert shown["entries"][1]["text"] == "Nobody asked them, café or not."
    voices = command.run("voices", "--place", "Two towns", "--json").json
    assert voices == shown["voices"]
    assert (voices["contributors"], voices["posts"], voices["effective_voices"]) == (2, 2, 2.0)
    assert voices["by_perspective"] == {"statutory": 1, "non_statutory": 1}
    assert voices["relayed"] == {}
    verdict = command.run("verify", "--json")
    assert verdict.code == 0
    assert verdict.json["ok"] is True
    assert {"name", "ok", "detail"} == set(verdict.json["checks"][0])


def test_filters_narrow_the_timeline(command: Command, rows: str) -> None:
    command.run("import", rows)
    block = command.run("timeline", "--place", "Two towns", "--block", "governance", "--json")
    assert [e["external_id"] for e in block.json["entries"]] == ["r-1"]
    later = command.run("timeline", "--place", "Two towns", "--from", "2026-02-02", "--json")
    assert [e["external_id"] for e in later.json["entries"]] == ["r-2"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("timeline", "--place", "Nowhere"), "no place called 'Nowhere'"),
        (("import", "missing.csv"), "no file"),
        (("import",), "which file"),
        (("export", "--place", "Nowhere"), "no place called"),
        (("erase-reflection", "--place", "Nowhere", "r-1"), "no place called"),
        (("invite", "--role", "partner", "--name", "Sam"), "--place"),
    ],
)
def test_a_refusal_is_one_plain_sentence(
    command: Command, arguments: tuple[str, ...], words: str
) -> None:
    finished = command.run(*arguments)
    assert finished.code == 1
    assert words in finished.err
    assert "Traceback" not in finished.err
    assert len(finished.err.strip().splitlines()) == 1


def test_a_bad_file_leaves_nothing_and_exits_with_one(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(ROWS + "r-3,Two towns,v,,statutory,2099-01-01,,Too early.\n")
    finished = command.run("import", str(path), "--json")
    assert finished.code == 1
    assert finished.json["recorded"] == 0
    assert [refusal["line"] for refusal in finished.json["refused"]] == [4]
    assert command.run("places", "--json").json == []
    assert command.run("import", str(path), "--partial", "--json").json["recorded"] == 2


def test_the_schema_of_a_line_is_json_schema(command: Command) -> None:
    schema = command.run("import", "--schema").json
    Draft202012Validator.check_schema(schema)
    demo = Path(__file__).parents[2] / "service" / "demo" / "harrow_vale.jsonl"
    by_kind = {variant["title"]: variant for variant in schema["oneOf"]}
    for line in demo.read_text(encoding="utf-8").splitlines()[::7]:
        record = json.loads(line)
        variant = {**by_kind[record["kind"]], "$defs": schema["$defs"]}
        Draft202012Validator(variant).validate(record)


def test_export_can_be_imported_elsewhere(
    command: Command, rows: str, tmp_path: Path, postgres: Postgres
) -> None:
    command.run("import", rows)
    out = tmp_path / "out.jsonl"
    assert command.run("export", "--place", "Two towns", "--to", str(out)).code == 0
    with postgres.fresh() as other:
        elsewhere = Command.on(other, MASTER_KEY)
        assert elsewhere.run("import", str(out), "--json").json["refused"] == []
        first = command.run("timeline", "--place", "Two towns", "--json").json["entries"]
        second = elsewhere.run("timeline", "--place", "Two towns", "--json").json["entries"]
        words = [[(e["text"], e["building_blocks"]) for e in both] for both in (first, second)]
        assert words[0] == words[1]


def test_tokens_and_invitations(command: Command, rows: str) -> None:
    command.run("import", rows)
    options = ("--role", "learning_partner", "--name", "Priya", "--place", "Two towns")
    token = command.run("token", "create", *options).out.strip()
    assert token.startswith("dl_")
    (listed,) = command.run("token", "list", "--json").json
    assert listed["role"] == "learning_partner"
    assert token.rsplit("_", 1)[1] not in str(listed)
    assert command.run("token", "revoke", listed["id"]).code == 0
    link = command.run("invite", *options).out.strip()
    assert link.startswith("http://127.0.0.1:8400/sign-in/")


def test_a_funder_is_invited_to_the_programme_and_to_no_place(command: Command, rows: str) -> None:
    command.run("import", rows)
    funder = ("--role", "funder", "--name", "Gill")
    link = command.run("invite", *funder, "--email", "gill@example.org").out.strip()
    assert link.startswith("http://127.0.0.1:8400/sign-in/")
    refused = command.run("invite", *funder, "--place", "Two towns")
    assert refused.code == 1
    assert "Leave out --place" in refused.err
    other = ("--role", "partner", "--name", "Priya", "--place", "Two towns")
    assert command.run("invite", *other, "--email", "p@example.org").code == 1


def test_without_migration_it_says_what_to_run(postgres: Postgres) -> None:
    with postgres.fresh(template="template1") as empty:
        bare = Command.on(empty, MASTER_KEY)
        refused = bare.run("places")
        assert (refused.code, "doubleloop migrate" in refused.err) == (1, True)
        together = [bare.start("migrate") for _ in range(4)]
        assert [process.wait(timeout=60) for process in together] == [0, 0, 0, 0]
        for process in together:
            process.communicate()
        assert bare.run("places", "--json").json == []


def test_database_functions_are_refused(command: Command) -> None:
    told = Command({**command.settings, "POSTGRES_ENABLE_DB_FUNCTIONS": "y"})
    refused = told.run("places")
    assert refused.code == 1
    assert "POSTGRES_ENABLE_DB_FUNCTIONS" in refused.err


@pytest.mark.parametrize("key", ["", "not base64!", "c2hvcnQ="])
def test_a_bad_master_key_is_a_sentence(command: Command, key: str) -> None:
    refused = Command({**command.settings, "DOUBLELOOP_MASTER_KEY": key}).run("places")
    assert refused.code == 1
    assert "Traceback" not in refused.err


def test_the_embedded_postgres_makes_recovers_and_stops_itself(tmp_path: Path, rows: str) -> None:
    data = tmp_path / "data"
    command = Command.embedded(data)
    assert command.run("import", rows, "--json").json["recorded"] == 2
    assert stat.S_IMODE(os.stat(data / "master.key").st_mode) == 0o600
    pid_file = data / "postgres" / "postmaster.pid"
    assert not pid_file.exists(), "the last command to leave stops the server"
    waiting = command.start("project")
    assert waiting.stderr is not None
    assert "Following" in waiting.stderr.readline()
    os.kill(int(pid_file.read_text().splitlines()[0]), 9)
    assert len(command.run("timeline", "--place", "Two towns", "--json").json["entries"]) == 2
    waiting.terminate()
    waiting.communicate(timeout=30)
    assert waiting.returncode == 0
    assert command.run("verify", "--json").json["ok"] is True
    assert not pid_file.exists()


def test_words_are_printed_as_they_were_said(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "brackets.csv"
    said = "We met [laughs] at the [red]hub[/home] :smile: [erased]"
    head = "external_id,place,contributor,occurred_on,text"
    rows = [head, f"r-1,Town [north],v,2026-02-01,{said}", "r-2,Town [north],v,2026-02-02,[erased]"]
    path.write_text("\n".join(rows))
    assert command.run("import", str(path)).code == 0
    shown = command.run("timeline", "--place", "Town [north]")
    assert "[laughs]" in shown.out
    assert "[/home]" in shown.out
    assert "Town [north]" in shown.out
    assert command.run("verify").code == 0


def test_codes_and_dates_that_cannot_be_are_refused(command: Command, rows: str) -> None:
    command.run("import", rows)
    unknown = command.run("timeline", "--place", "Two towns", "--behaviour", "NOPE")
    assert (unknown.code, "NOPE" in unknown.err) == (1, True)
    when = ("--from", "2026-12-01", "--to", "2026-01-01")
    assert command.run("timeline", "--place", "Two towns", *when).code == 1
    quiet = command.run("timeline", "--place", "Two towns", "--from", "2026-12-01")
    assert "Nothing fits that." in quiet.out


def test_a_file_refused_whole_is_json_too(command: Command, tmp_path: Path) -> None:
    refused = command.run("import", str(tmp_path / "missing.csv"), "--json")
    assert refused.code == 1
    assert refused.json["recorded"] == 0
    assert "no file" in refused.json["refused"][0]["reason"]


def test_another_master_key_is_refused_before_anything_is_written(
    command: Command, rows: str
) -> None:
    command.run("import", rows)
    other = Command({**command.settings, "DOUBLELOOP_MASTER_KEY": OTHER_MASTER_KEY})
    for arguments in (("places",), ("import", rows), ("verify",), ("timeline", "--place", "x")):
        refused = other.run(*arguments)
        assert refused.code == 1
        assert "master key does not fit" in refused.err


def test_a_data_folder_may_have_a_space_in_its_name(tmp_path: Path) -> None:
    data = tmp_path / "our 50% data, o'clock"
    assert Command.embedded(data).run("places", "--json").json == []
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_half_of_slacks_settings_is_said(command: Command) -> None:
    half = Command({**command.settings, "SLACK_SIGNING_SECRET": "only-this"})
    refused = half.run("serve", "--port", "0")
    assert refused.code == 1
    assert "SLACK_BOT_TOKEN" in refused.err
