"""The steps of docs/how-to/use-it-in-your-workspace.md, done as they stand there."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest

from bot.practice.server import Practice, running
from bot.practice.world import Message
from service.bootstrap import LEARNING_PARTNER_HERE, open_system
from service.projections.entries import Filter
from tests.docs.markdown import ROOT, Command, commands, fences
from tests.practice.apps import until
from tests.support.command import Command as Shell
from tests.support.command import Inside
from tests.support.postgres import MASTER_KEY, settings_for

PAGE = ROOT / "docs" / "how-to" / "use-it-in-your-workspace.md"
STEPS = [list(step.words) for step in commands(PAGE)]
JOAN, TOMAS, DEEPA, ROSA, OWEN = (
    "U0COORD001",
    "U0LEARN001",
    "U0SAFEG001",
    "U0HOUSE001",
    "U0COUNC002",
)
HARROW, NORTHSIDE = "T0HARROW1", "T0NORTH01"
NOTICE, LEARNERS, SHARED = "C0NOTICE01", "C0LEARN001", "C0SHARED01"
WORDS = "The desk said yes on the spot."


def steps(heading: str) -> list[list[str]]:
    """The commands below a heading of the page, with its variables."""
    _, _, below = PAGE.read_text().partition(f"## {heading}\n")
    section, _, _ = below.partition("\n## ")
    return [line.split() for block in fences(section, "sh") for line in block.splitlines()]


@dataclass
class Machine:
    """Where somebody follows the page: what they export, and what they start."""

    practice: Practice
    database_url: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def inside(self) -> Inside:
        """For commands that end by themselves."""
        return Inside(self._settings())

    def follows(self, heading: str) -> list[str]:
        """Do what a section exports; the command that it ends with."""
        last: list[str] = []
        for words in steps(heading):
            if words[0] == "export":
                name, _, given = words[1].partition("=")
                self.settings[name] = self._real(name, given)
            else:
                last = words
        return last[1:]

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Start it, and end it as Ctrl-C does."""
        process = Shell(self._settings()).start(*arguments)
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=30)
            assert process.returncode == 0, out + err
            assert "xox" not in out + err

    def said(self, place: str = "Northgate") -> list[str]:
        """What stands on the timeline."""
        with open_system(settings_for(self.database_url)) as system:
            system.runner.catch_up()
            id = system.desk.place(place).id
            found = system.reading.timeline(LEARNING_PARTNER_HERE, id, Filter())
            return [entry.text for entry in found.entries]

    def _settings(self) -> dict[str, str]:
        here = {
            "DATABASE_URL": self.database_url,
            "DOUBLELOOP_MASTER_KEY": MASTER_KEY,
            "SLACK_BASE_URL": self.practice.base_url,
        }
        return here | self.settings

    def _real(self, name: str, given: str) -> str:
        told = self.practice.facts()
        real = {
            "SLACK_SIGNING_SECRET": told["signing_secret"],
            "SLACK_BOT_TOKEN": told["bot_token"],
            "SLACK_APP_TOKEN": told["app_token"],
            "SLACK_CLIENT_ID": told["client_id"],
            "SLACK_CLIENT_SECRET": told["client_secret"],
        }
        if name.startswith("SLACK_"):
            kind, _, _ = given.partition("from-")
            assert kind in ("", str(real[name])[:5])
        return str(real.get(name, given))


@pytest.fixture
def machine(database_url: str) -> Iterator[Machine]:
    """A machine on which nothing is set up yet, beside a Slack made from our manifest."""
    printed = Inside({}).run(*_manifest("With a token")).json
    with running(manifest=printed) as practice:
        yield Machine(practice, database_url)


@pytest.fixture
def machine_without_port(database_url: str) -> Iterator[Machine]:
    """The same with the manifest for Socket Mode."""
    printed = Inside({}).run(*_manifest("With Socket Mode")).json
    with running(manifest=printed) as practice:
        yield Machine(practice, database_url)


def _manifest(heading: str) -> list[str]:
    return next(words[1:] for words in steps(heading) if "manifest" in words)


def posted(practice: Practice, channel: str, button: str) -> Message | None:
    """The bot's message in a channel that has this button."""
    with practice.world.lock:
        messages = list(practice.world.channels[channel].messages.values())
    return next((one for one in messages if button in str(one.blocks)), None)


def set_up(practice: Practice, channel: str = NOTICE) -> Message:
    """What the section about the channel says, done in Slack; the introduction that follows."""
    practice.member(JOAN, channel, "invite_bot")
    hello = until(lambda: posted(practice, channel, "setup.open"), "the bot's hello")
    where = {"channel": channel, "ts": hello.ts}
    practice.interact(type="block_actions", user=JOAN, action_id="setup.open", **where)
    view_id = practice.world.stacks[JOAN][-1]
    values = {
        "name": "Northgate",
        "coordinator": JOAN,
        "learning_partner": TOMAS,
        "safeguarding_lead": DEEPA,
    }
    told = practice.interact(type="view_submission", user=JOAN, view_id=view_id, values=values)
    assert told["ok"], told
    intro: Message = until(lambda: posted(practice, channel, "reflect.open"), "the introduction")
    return intro


def test_the_page_has_three_ways_and_only_commands_that_are_tried_here() -> None:
    tried = {"manifest", "link", "channels", "welcome-others", "doctor"}
    for words in STEPS:
        assert words[0] in ("export", "doubleloop"), words
        if words[0] == "doubleloop" and words[1] != "invite":
            assert words[1:] in (["serve"], ["bot"]) or words[2] in tried, words
    assert len([words for words in STEPS if words[1:] in (["serve"], ["bot"])]) == 3
    assert isinstance(next(commands(PAGE)), Command)


def test_one_workspace_with_socket_mode(machine_without_port: Machine) -> None:
    machine, practice = machine_without_port, machine_without_port.practice
    with machine.started(*machine.follows("With Socket Mode")):
        until(lambda: practice.sockets.open_connections, "the connection")
        set_up(practice)
        practice.message(ROSA, "im", WORDS)
        until(lambda: machine.said() == [WORDS], "the reflection")
        found = machine.inside.run("bot", "doctor")
        assert (found.code, "Nothing is missing." in found.out) == (0, True), found.out


def test_one_workspace_with_a_token(machine: Machine) -> None:
    practice, port = machine.practice, _free_port()
    arguments = machine.follows("With a token")
    machine.settings |= {"DOUBLELOOP_PORT": str(port), "DOUBLELOOP_PUBLIC_URL": ""}
    with machine.started(*arguments):
        until(lambda: _answers(port), "the server")
        practice.events_url(f"http://127.0.0.1:{port}/slack/events")
        set_up(practice)
        practice.message(ROSA, "im", WORDS)
        until(lambda: machine.said() == [WORDS], "the reflection")


def test_several_workspaces_with_oauth(machine: Machine) -> None:
    practice, port = machine.practice, _free_port()
    arguments = machine.follows("With OAuth")
    machine.settings |= {"DOUBLELOOP_PORT": str(port), "DOUBLELOOP_PUBLIC_URL": ""}
    with machine.started(*arguments):
        until(lambda: _answers(port), "the server")
        practice.events_url(f"http://127.0.0.1:{port}/slack/events")
        for team, user in ((HARROW, JOAN), (NORTHSIDE, OWEN)):
            _install(practice, port, team, user)
        set_up(practice)
        listed = machine.inside.run("bot", "doctor").out
        assert "Harrow Vale Partnership" in listed
        assert "Northside Council" in listed


def test_channels_are_linked_and_unlinked_from_the_command_line(machine: Machine) -> None:
    machine.follows("With a token")
    practice, run = machine.practice, machine.inside.run
    with open_system(settings_for(machine.database_url)) as system:
        _open_place(system)
    known = {"T0123ABCD": HARROW, "C0123ABCD": NOTICE, "C0456EFGH": LEARNERS}
    known |= {"C0789JKLM": SHARED, "T0456EFGH/U0456EFGH": f"{NORTHSIDE}/{OWEN}"}

    def does(words: list[str], code: int = 0) -> str:
        finished = run(*(known.get(word, word) for word in words[1:]))
        assert finished.code == code, finished.out + finished.err
        return finished.out + finished.err

    link, listed, triage, others = steps("The channel")
    assert "Invite me there first" in does(link, 1)
    practice.member(JOAN, NOTICE, "invite_bot")
    assert "Linked." in does(link)
    assert "Linked." in does(link), "linking twice is linking once"
    assert f"{HARROW} {NOTICE}  Northgate (place)" in does(listed)
    assert "Invite me there first" in does(triage, 1)
    practice.member(JOAN, LEARNERS, "invite_bot")
    assert "none in this place: 1" in does(triage, 1), "Joan coordinates, and does not read"
    practice.member(JOAN, LEARNERS, "leave")
    assert "Linked." in does(triage)
    assert "(triage)" in does(listed)
    for_reading = [*link, "--purpose", "triage"]
    assert "Unlink it first" in does(for_reading, 1), "a link is never silently moved"
    assert "They are listened to." in does(others)
    assert '"welcomes_others": true' in does([*listed, "--json"])
    assert "They are not listened to." in does([*others, "--no"])
    unlink = ["doubleloop", "bot", "unlink", *link[3:7]]
    assert "Unlinked." in does(unlink)
    assert "not linked" in does(unlink, 1)
    assert "has to be private" in does(for_reading, 1)
    funder, may_read, invite = steps("The funder's channel")
    assert "leave it out" in does([*funder, "--place", "Northgate"], 1)
    assert "Nothing is told there until you say" in " ".join(does(funder).split())
    assert "Unlink it first" not in does(funder), "linking twice is linking once"
    assert f"{HARROW} {SHARED}  - (funder, shared)" in does(listed)
    assert "They are listened to." in does(may_read)
    assert "Nothing is told there" not in does(funder)
    assert "/sign-in/" in does(invite)
    assert "Say for which place" in does(link[:7], 1)


def _open_place(system: object) -> None:
    from service.application.commands import GiveRole, JoinPlace
    from service.application.desk import Request as Asked
    from service.bootstrap import OPERATOR, System
    from service.cli.common import now
    from service.domain.vocabulary import Channel, PlaceRole

    assert isinstance(system, System)
    asked = Asked(OPERATOR, Channel.CLI, now())
    system.places.join_place(JoinPlace(place="Northgate"), asked)
    known = system.desk.place("Northgate")
    person = system.people.meet(known, "slack", f"{HARROW}/{TOMAS}", asked)
    role = GiveRole(place="Northgate", contributor=str(person), role=PlaceRole.LEARNING_PARTNER)
    system.places.give_role(role, asked)


class _Stays(HTTPRedirectHandler):
    """Looks where it would be sent, and does not go there."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _install(practice: Practice, port: int, team: str, user: str) -> None:
    address = f"http://127.0.0.1:{port}/slack"
    try:
        build_opener(_Stays).open(f"{address}/install")
        raise AssertionError("it should have sent us to Slack")
    except URLError as sent:
        headers = sent.headers  # type: ignore[attr-defined]
        sent.close()  # type: ignore[attr-defined]
    where = headers["location"]
    assert where.startswith(f"{practice.address}/oauth/v2/authorize?")
    state = re.search(r"state=([^&]+)", where)
    assert state is not None
    code = practice.authorize(team, user)["code"]
    back = Request(
        f"{address}/oauth_redirect?code={code}&state={state[1]}",
        headers={"Cookie": headers["set-cookie"].split(";")[0]},
    )
    with urlopen(back) as page:
        assert "doubleloop is now in" in page.read().decode()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health/live") as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
