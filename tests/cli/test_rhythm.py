"""The rhythm and digests at the command line: chosen, shown, moved, agreed to and written down."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.bootstrap import System
from service.cli import app
from service.cli.common import now
from service.domain.cadence import Way
from service.domain.errors import DoubleLoopError
from tests.support import town

Run = Callable[..., str]


@pytest.fixture
def run(database_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the database of this test, and gives what it printed."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DOUBLELOOP_MASTER_KEY", settings.master_key.get_secret_value())

    def invoke(*words: str) -> str:
        done = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return invoke


def test_a_rhythm_is_chosen_and_changed(run: Run, place: town.Town) -> None:
    here = ("--place", place.name)
    first = now().date() + timedelta(days=7)
    run("rhythm", "choose", *here, "--from", first.isoformat(), "--at", "11:30")
    second, third = (first + timedelta(days=14 * n) for n in (1, 2))
    to = (first + timedelta(days=15)).isoformat()
    assert run("rhythm", "move", *here, "--round", second.isoformat(), "--to", to) == "Moved.\n"
    run("rhythm", "skip", *here, "--round", third.isoformat())
    question = run("rhythm", "question", "add", *here, "--kind", "what", "Who made the call?")
    run("rhythm", "digests", *here, "--by-itself", "--no-funder")
    told = json.loads(run("rhythm", "show", *here, "--json"))
    assert told["rhythm"]["posts_by_itself"] is True
    assert told["rhythm"]["tells_the_funder"] is False
    assert [one["slot"] for one in told["ahead"]][:1] == [first.isoformat()]
    assert [(one["is_moved"], one["is_skipped"]) for one in told["ahead"]][:3] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert told["questions"][0]["id"] == question.strip()
    assert "Who made the call?" in run("rhythm", "show", *here)
    run("rhythm", "question", "drop", *here, question.strip())
    run("rhythm", "pause", *here)
    assert "Paused until somebody says to go on." in run("rhythm", "show", *here)
    assert run("rhythm", "resume", *here) == "People are asked.\n"
    assert run("rhythm", "resume", *here) == "It was so already.\n"


def test_somebody_without_slack_says_yes_through_the_learning_partner(
    run: Run, place: town.Town
) -> None:
    here = ("--place", place.name, "--name", "ana")
    run("welcome", *here, "--email", "ana@example.org")
    asked = ("--way", "email", "--weekday", "3", "--at", "15:00")
    assert run("asking", *here, *asked) == "Written down.\n"
    system = place.system
    person = system.desk.person(system.desk.place(place.id), "ana")
    asking = system.rhythms.asking_of(person, place.id)
    assert (asking.is_asked, asking.way, asking.weekday) == (True, Way.EMAIL, 3)
    run("asking", *here, "--no")
    assert system.rhythms.asking_of(person, place.id).is_asked is False


def test_a_digest_is_read_agreed_to_and_sent(
    run: Run, place: town.Town, system: System, tmp_path: Path
) -> None:
    from service.application.prompts import by_the_clock
    from service.digests.placing import draft_place
    from service.digests.publishing import DraftAbout, save_draft

    first, last = date(2026, 6, 2), date(2026, 6, 15)
    system.runner.catch_up()
    content = draft_place(system, place.id, first, last)
    known = system.desk.place(place.id)
    about = DraftAbout(known.programme_id, (place.id,), first, last)
    digest = str(save_draft(system, content, about, by_the_clock(now())).id)
    (line,) = json.loads(run("digest", "list", "--place", place.name, "--json"))
    assert (line["id"], line["state"]) == (digest, "draft")
    assert place.name in run("digest", "show", digest)
    with pytest.raises(DoubleLoopError, match="not time yet"):
        run("digest", "send", digest)
    assert "edition 1." in run("digest", "show", digest)
    agree = ("digest", "sign-off", digest, "--place", place.name, "--edition")
    with pytest.raises(DoubleLoopError, match="Read it again"):
        run(*agree, "2")
    assert run(*agree, "1") == "Agreed.\n"
    assert run("digest", "send", digest) == "Sent.\n"
    run("digest", "pdf", digest, str(tmp_path / "digest.pdf"))
    assert (tmp_path / "digest.pdf").read_bytes().startswith(b"%PDF-")
