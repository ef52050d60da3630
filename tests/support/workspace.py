"""A whole workspace: the bot on a real port, practice Slack on the other side of the wire."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from bot.app import SlackApp, build_slack
from bot.http import router
from bot.practice.server import Practice, listen, running
from bot.practice.world import Json, Message, View
from service.application.commands import GiveRole, JoinPlace
from service.application.desk import Request
from service.bootstrap import OPERATOR, System, open_system
from service.domain.vocabulary import Channel, PlaceRole
from service.settings import Settings

HARROW, NORTHSIDE = "T0HARROW1", "T0NORTH01"
JOAN, TOMAS, ROSA, AMINA = "U0COORD001", "U0LEARN001", "U0HOUSE001", "U0COMMU001"
DEEPA, COLIN, MINA, HAL = "U0SAFEG001", "U0RESID001", "U0GUEST001", "U0GONE0001"
PETRA = "U0COUNC001"
VALE, LEARNERS, SHARED = "C0HARROW01", "C0LEARN001", "C0SHARED01"
PLACE = "Harrow Vale"
MOST_ROUNDS = 1_000
"""Of a second each: longer than any wait that Slack asks of us in a test."""


@dataclass
class Clock:
    """Real time, moved ahead by hand."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def go_on(self, by: timedelta) -> None:
        """Move it ahead."""
        self.ahead += by


@dataclass
class Workspace:
    """Harrow Vale in practice Slack: Joan coordinates, Tomas is the learning partner, Deepa leads
    on safeguarding; Rosa and Amina take part."""

    practice: Practice
    slack: SlackApp
    system: System
    clock: Clock
    place: UUID

    def deliver(self) -> int:
        """Let everything that was heard lead to everything that should be said."""
        self.practice.settle()
        sent = 0
        for _ in range(MOST_ROUNDS):
            self.system.runner.catch_up()
            sent += (now := self.slack.delivery.deliver_now())
            if not now and not self.slack.bot.posts.waiting():
                return sent
            self.clock.go_on(timedelta(seconds=1.1))
        raise AssertionError("Some messages are put off again and again; see slack.posts.problem.")

    def says(self, user: str, text: str, channel: str = "im", **more: Any) -> str:
        """Somebody writes; the message's ts, once the bot has answered Slack."""
        ts = self.practice.message(user, channel, text, **more)["ts"]
        self.practice.settle()
        return str(ts)

    def clicks(
        self, user: str, action_id: str, message: Message | None = None, **more: Any
    ) -> Json:
        """Somebody uses a button on a message, or in what is before them."""
        if message is not None:
            more |= {"channel": message.channel, "ts": message.ts}
        told = self.practice.interact(type="block_actions", user=user, action_id=action_id, **more)
        assert told["ok"], told
        return told

    def submits(self, user: str, **values: Any) -> Json:
        """Somebody sends off the modal that is before them; the errors, where there are any."""
        told = self.practice.interact(
            type="view_submission", user=user, view_id=self.modal(user).id, values=values
        )
        assert told["ok"], told
        return told

    def modal(self, user: str) -> View:
        """The modal that is before somebody."""
        stack = self.practice.world.stacks.get(user, [])
        assert stack, f"{user} has no modal before them"
        return self.practice.world.views[stack[-1]]

    def has_modal(self, user: str) -> bool:
        """True where a modal is before somebody."""
        return bool(self.practice.world.stacks.get(user))

    def home(self, user: str, team: str = HARROW) -> Json:
        """What somebody's Home shows."""
        return self.practice.world.views[self.practice.world.homes[team, user]].given

    def told(self, user: str) -> list[Message]:
        """What the bot wrote to somebody directly, oldest first."""
        team = self.practice.world.users[user].team
        found = [
            channel
            for channel in self.practice.world.channels.values()
            if channel.is_im and user in channel.members and channel.team == team
        ]
        return [m for channel in found for m in channel.messages.values() if m.bot_id]

    def posted(self, channel: str = VALE) -> list[Message]:
        """What the bot wrote in a channel."""
        messages = self.practice.world.channels[channel].messages.values()
        return [message for message in messages if message.bot_id]

    def request(self, key: str | None = None) -> Request:
        """A request by the operator."""
        return Request(OPERATOR, Channel.CLI, self.clock(), key)

    def person(self, user: str, team: str = HARROW) -> UUID:
        """Who somebody in Slack is here."""
        return self.system.keys.person_for("slack", f"{team}/{user}")


def buttons(message: Message) -> dict[str, str]:
    """The buttons of a message: what stands on them, by action_id."""
    return {
        element["action_id"]: element["text"]["text"]
        for block in message.blocks
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("type") == "button"
    }


def manifest() -> Json:
    """The app's manifest."""
    found: Json = json.loads((files("bot") / "manifest.json").read_text(encoding="utf-8"))
    return found


@contextmanager
def workspace(settings: Settings, given: Json | None = None) -> Iterator[Workspace]:
    """All of it, for the time of a test."""
    with running(manifest=given) as practice:
        told = settings.model_copy(
            update={
                "slack_signing_secret": SecretStr(practice.world.app.signing_secret),
                "slack_bot_token": SecretStr(practice.credentials.bot_token),
                "slack_base_url": practice.base_url,
                "slack_place": PLACE,
            }
        )
        with open_system(told) as system:
            clock = Clock()
            request = Request(OPERATOR, Channel.CLI, clock())
            place = system.places.join_place(JoinPlace(place=PLACE), request).id
            slack = build_slack(system, clock)
            system.runner.catch_up()
            slack.delivery.deliver_now()
            found = Workspace(practice, slack, system, clock, place)
            _give_roles(found)
            slack.bot.channels.link(HARROW, VALE, place, "place", clock())
            system.runner.catch_up()
            with _served(slack) as url:
                practice.events_url(url)
                yield found


def _give_roles(workspace: Workspace) -> None:
    roles = {
        JOAN: PlaceRole.COORDINATOR,
        TOMAS: PlaceRole.LEARNING_PARTNER,
        DEEPA: PlaceRole.SAFEGUARDING_LEAD,
    }
    system = workspace.system
    known = system.desk.place(PLACE)
    for user, role in roles.items():
        person = system.people.meet(known, "slack", f"{HARROW}/{user}", workspace.request())
        command = GiveRole(place=PLACE, contributor=str(person), role=role)
        system.places.give_role(command, workspace.request())


@contextmanager
def _served(slack: SlackApp) -> Iterator[str]:
    app = FastAPI()
    app.include_router(router(slack))
    with listen() as listening:
        listening.listen()
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
        finally:
            # Nobody is left who waits for an answer, so nobody is waited for.
            server.should_exit = server.force_exit = True
            thread.join()
