"""Seeds: two workspaces that share a channel, the people in them, and the keys to it all."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.practice.people import install
from bot.practice.world import AppDetails, Channel, Json, Team, Token, User, World

HARROW, NORTHSIDE, WESTMERE = "T0HARROW1", "T0NORTH01", "T0WESTM01"

APP_ID = "A0PRACTICE1"

EVERY_SCOPE = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "commands",
        "dnd:read",
        "emoji:read",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "links:read",
        "links:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "users.profile:read",
        "users:read",
        "users:read.email",
    }
)
"""What the app may do where no manifest says."""

PEOPLE = (
    User("U0COORD001", HARROW, "joan", "Joan Whitlow", title="Coordinator", is_admin=True),
    User("U0LEARN001", HARROW, "tomas", "Tomas Hale", title="Learning partner"),
    User("U0HOUSE001", HARROW, "rosa", "Rosa Lindqvist", title="Housing, Vale Homes"),
    User("U0COMMU001", HARROW, "amina", "Amina Kersey", title="Community worker"),
    User("U0SAFEG001", HARROW, "deepa", "Deepa Marsh", title="Safeguarding lead"),
    User("U0RESID001", HARROW, "colin", "Colin Abara", title="Resident", is_restricted=True),
    User(
        "U0GUEST001",
        HARROW,
        "mina",
        "Mina Frost",
        title="Resident, food group",
        is_restricted=True,
        is_ultra_restricted=True,
    ),
    User("U0GONE0001", HARROW, "hal", "Hal Everett", title="Left in spring", deleted=True),
    User(
        "U0AWAY0001",
        HARROW,
        "ines",
        "Ines Duarte",
        title="Evaluator, working from Toronto",
        tz="America/Toronto",
        locale="en-CA",
    ),
    User("U0COUNC001", NORTHSIDE, "petra", "Petra Quill", title="Adult social care"),
    User("U0COUNC002", NORTHSIDE, "owen", "Owen Strand", title="Streets and parks", is_admin=True),
    User("U0SPARE001", WESTMERE, "vera", "Vera Lund", title="Coordinator", is_admin=True),
)

EVERYBODY = {
    "U0COORD001",
    "U0LEARN001",
    "U0HOUSE001",
    "U0COMMU001",
    "U0SAFEG001",
    "U0RESID001",
    "U0GUEST001",
    "U0AWAY0001",
}


@dataclass(frozen=True)
class Credentials:
    """The keys that a tester is given."""

    bot_token: str
    app_token: str
    spare_token: str
    """A bot token of a workspace that nothing else uses, to be revoked at will."""
    oauth_code: str
    """An unused code that installs the app in the second workspace."""
    user_tokens: dict[str, str]
    """By user id: a token that acts as that person."""


def new_world(manifest: Json | None = None, clock: Callable[[], float] = time.time) -> World:
    """Two workspaces with a shared channel, and a third one for the spare token.

    The app is installed in the first and the third; a code waits that installs it in the second.
    """
    world = World(_app(manifest or {}), clock)
    world.teams = {
        HARROW: Team(HARROW, "Harrow Vale Partnership", "harrow-vale"),
        NORTHSIDE: Team(NORTHSIDE, "Northside Council", "northside-council"),
        WESTMERE: Team(WESTMERE, "Westmere Trial Workspace", "westmere-trial", hidden=True),
    }
    for person in PEOPLE:
        domain = world.teams[person.team].domain.replace("-", "")
        world.users[person.id] = _fresh(person, f"{person.name}@{domain}.example")
    asked = world.app.scopes
    scopes = EVERY_SCOPE if asked is None else asked
    harrow, _ = install(world, HARROW, "U0COORD001", scopes)
    install(world, WESTMERE, "U0SPARE001", scopes)
    for channel in _channels(world, harrow.bot_user):
        world.channels[channel.id] = channel
    world.grants.new_code(NORTHSIDE, "U0COUNC002")
    for person in PEOPLE:
        token = f"xoxp-{secrets.randbelow(10**12):012d}-{secrets.token_hex(16)}"
        world.tokens[token] = Token("user", person.team, person.id)
    app_token = f"xapp-1-{APP_ID}-{secrets.randbelow(10**13):013d}-{secrets.token_hex(32)}"
    world.tokens[app_token] = Token("app", HARROW, "")
    return world


def credentials(world: World) -> Credentials:
    """The keys to a world that was just made."""

    def first(kind: str, team: str) -> str:
        return next(t for t, of in world.tokens.items() if of.kind == kind and of.team == team)

    return Credentials(
        bot_token=first("bot", HARROW),
        app_token=first("app", HARROW),
        spare_token=first("bot", WESTMERE),
        oauth_code=world.grants.unused_code(NORTHSIDE) or "",
        user_tokens={
            of.user: token
            for token, of in world.tokens.items()
            if of.kind == "user" and of.team != WESTMERE and not world.users[of.user].deleted
        },
    )


def _app(manifest: Json) -> AppDetails:
    name = manifest.get("display_information", {}).get("name") or "Practice app"
    return AppDetails(
        id=APP_ID,
        name=name,
        client_id=f"{secrets.randbelow(10**12):012d}.{secrets.randbelow(10**13):013d}",
        client_secret=secrets.token_hex(16),
        signing_secret=secrets.token_hex(16),
        manifest=manifest,
    )


def _fresh(person: User, email: str) -> User:
    return User(**{**vars(person), "email": email})


def _channels(world: World, bot: str) -> list[Channel]:
    created = world.now()
    return [
        Channel(
            "C0HARROW01",
            HARROW,
            "harrow-vale",
            members={*EVERYBODY, bot},
            topic="What we notice, and what we change",
            created=created,
        ),
        Channel(
            "C0LEARN001",
            HARROW,
            "learning-partners",
            members={"U0LEARN001", "U0COORD001"},
            is_private=True,
            purpose="Where the learning partner and the coordinator read together",
            created=created,
        ),
        Channel(
            "C0SHARED01",
            HARROW,
            "harrow-vale-shared",
            members={"U0COORD001", "U0LEARN001", "U0HOUSE001", "U0COUNC001", "U0COUNC002", bot},
            connected={NORTHSIDE},
            topic="With Northside Council",
            created=created,
        ),
        Channel(
            "C0NOTICE01",
            HARROW,
            "notice-board",
            members={"U0COORD001", "U0HOUSE001", "U0COMMU001"},
            purpose="A public channel that the app was not invited to",
            created=created,
        ),
        Channel(
            "C0NORTH001",
            NORTHSIDE,
            "streets-and-parks",
            members={"U0COUNC001", "U0COUNC002"},
            created=created,
        ),
        Channel(
            "C0WESTM001",
            WESTMERE,
            "general",
            members={"U0SPARE001"},
            created=created,
        ),
    ]
