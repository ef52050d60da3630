"""`doubleloop export` in every format, for the learning partner here and as a partner sees it."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

from tests.cli.test_commands import ROWS
from tests.support.command import Command
from tests.support.postgres import MASTER_KEY


def test_a_place_is_written_in_every_format(database_url: str, tmp_path: Path) -> None:
    command = Command.on(database_url, MASTER_KEY)
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    command.run("import", str(tmp_path / "rows.csv"))
    here = ("export", "--place", "Two towns")

    whole = [json.loads(line) for line in command.run(*here).out.splitlines()]
    assert {"place", "person", "reflection"} <= {line["kind"] for line in whole}
    seen = command.run(*here, "--as-partner")
    assert (seen.code, "We met twice." in seen.out) == (0, False)
    told = command.run("timeline", "--place", "Two towns", "--json").json["entries"]
    assert "We met twice." in [entry["text"] for entry in told]

    project = tmp_path / "towns.qdpx"
    told = command.run(*here, "--format", "qdpx", "--to", str(project))
    assert (told.code, str(project) in told.err) == (0, True)
    sources = [name for name in ZipFile(project).namelist() if name.startswith("sources/")]
    assert len(sources) == 2
    assert "voice-1" in ZipFile(project).read("project.qde").decode()

    as_partner = tmp_path / "partner.qdpx"
    command.run(*here, "--format", "qdpx", "--as-partner", "-o", str(as_partner))
    assert "voice-1" not in ZipFile(as_partner).read("project.qde").decode()

    codes = tmp_path / "towns.qdc"
    assert command.run(*here, "--format", "qdc", "-o", str(codes)).code == 0
    assert "<CodeBook" in codes.read_text(encoding="utf-8")
    tables = tmp_path / "towns.zip"
    assert command.run(*here, "--format", "csv", "-o", str(tables)).code == 0
    assert "reflections.csv" in ZipFile(tables).namelist()
    assert "<CodeBook" in command.run(*here, "--format", "qdc").out
    nowhere = command.run("export", "--place", "Nowhere", "--format", "csv")
    assert (nowhere.code, "no place called" in nowhere.err) == (1, True)
