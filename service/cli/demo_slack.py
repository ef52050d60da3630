"""The demo's Slack: practice Slack with the demo place's people in it, and the bot among them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr

from bot.beginning import begin_anew
from bot.channels import Purpose
from bot.context import open_bot
from bot.identity import PROVIDER, slack_name
from bot.listeners.setup import introduce
from bot.manifest import manifest
from bot.practice import seeds
from bot.practice.server import Practice, running
from bot.practice.world import Token, User, World
from service.application.commands import GiveRole
from service.application.desk import Request
from service.bootstrap import OPERATOR, System
from service.demo import PLACE, Clock
from service.demo.people import Persona, personas, who_looks_after
from service.domain.errors import Misconfigured, NotFound
from service.domain.vocabulary import Channel, PlaceRole
from service.settings import Settings

NAME = "Practice Slack"
DEMO_LOCK = 6_102_020_020
TEAM, ELSEWHERE = seeds.HARROW, seeds.WESTMERE
VALE, READING, SHARED, NOTICES = "C0HARROW01", "C0LEARN001", "C0SHARED01", "C0NOTICE01"
CHANNELS: dict[str, Purpose] = {VALE: "place", SHARED: "place", READING: "triage"}
"""What the bot is told that a channel is for; it was not invited to the others."""


@contextmanager
def in_practice(settings: Settings, port: int, clock: Clock) -> Iterator[tuple[Practice, Settings]]:
    """Practice Slack with the place's people, and the settings with which the bot speaks there."""
    links = [("Timeline", settings.address)]
    with running(port, world=world(clock), links=links) as practice:
        told = {
            "slack_signing_secret": SecretStr(practice.world.app.signing_secret),
            "slack_bot_token": SecretStr(practice.credentials.bot_token),
            "slack_base_url": practice.base_url,
            "slack_app_token": None,
            "slack_client_id": None,
            "slack_client_secret": None,
            "slack_place": PLACE,
        }
        yield practice, settings.model_copy(update=told)


def world(clock: Clock) -> World:
    """The workspaces of practice Slack, with the people of the demo's story in the first."""
    made = seeds.new_world(manifest(), lambda: clock().timestamp())
    made.teams[ELSEWHERE].hidden = True
    _move_out(made)
    for persona in personas():
        _move_in(made, persona)
    _fill_channels(made)
    return made


@contextmanager
def alone(system: System) -> Iterator[None]:
    """Misconfigured where another demo runs on the same data: two would speak over each other."""
    with system.database.dedicated() as connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (DEMO_LOCK,)).fetchone()
        if row is None or not row[0]:
            raise Misconfigured(
                "The demo runs already, in another window. Stop it there first, or give this one "
                "another folder with DOUBLELOOP_DATA."
            )
        yield


def join(system: System, clock: Clock) -> None:
    """Tell the service who is who in Slack, who looks after what, and what each channel is for.

    Safe to repeat: each run of the demo begins with an empty Slack and the log as it is.
    """
    begin_anew(system.database)
    place, bot = system.desk.place(PLACE), open_bot(system, clock)
    request = Request(OPERATOR, Channel.CLI, clock())
    for persona in personas():
        try:
            person = system.desk.person(place, persona.contributor)
        except NotFound:  # They were erased in an earlier run: in Slack they are somebody new.
            continue
        system.keys.link_identity(person, PROVIDER, slack_name(TEAM, persona.user))
        if persona.looks_after is not None:
            command = GiveRole(place=PLACE, contributor=str(person), role=persona.looks_after)
            system.places.give_role(command, request)
    for channel, purpose in CHANNELS.items():
        bot.channels.link(TEAM, channel, place.id, purpose, clock())
        introduce(bot, TEAM, channel)
    bot.channels.note_shared(TEAM, SHARED, is_shared=True)
    bot.channels.welcome_others(TEAM, SHARED, welcome=True)


def open_door(slack: Practice, address: str) -> str:
    """The bot answers from now on; where one can be somebody in Slack, and who."""
    slack.events_url(f"{address}/slack/events")
    partner, reader = personas()[0].name, who_looks_after(PlaceRole.LEARNING_PARTNER).name
    return f"{NAME} is at {slack.address}: be {partner} to say something, {reader} to read it."


def _move_out(made: World) -> None:
    """Nobody of practice Slack's own people stays in the place's workspace."""
    gone = {user.id for user in made.users.values() if user.team == TEAM and not user.is_bot}
    made.users = {id: user for id, user in made.users.items() if id not in gone}
    made.tokens = {key: token for key, token in made.tokens.items() if token.user not in gone}
    for channel in made.channels.values():
        channel.members -= gone


def _move_in(made: World, persona: Persona) -> None:
    looks_after_it = persona.looks_after == PlaceRole.COORDINATOR
    made.users[persona.user] = User(
        persona.user,
        TEAM,
        persona.handle,
        persona.name,
        email=f"{persona.handle}@harrow-vale.example",
        title=persona.title,
        is_admin=looks_after_it,
        is_restricted=persona.is_guest,
    )
    made.tokens[f"xoxp-{secrets.token_hex(24)}"] = Token("user", TEAM, persona.user)
    if looks_after_it:
        made.installs[TEAM].installer = persona.user


def _fill_channels(made: World) -> None:
    bot = made.installs[TEAM].bot_user
    members = {one.user for one in personas() if not one.is_guest}
    made.channels[VALE].members |= {one.user for one in personas()}
    made.channels[NOTICES].members |= members
    made.channels[SHARED].members |= members
    made.channels[READING].purpose = "Where the learning partner reads what comes in"
    made.channels[READING].members |= {
        who_looks_after(PlaceRole.LEARNING_PARTNER).user,
        bot,
    }
