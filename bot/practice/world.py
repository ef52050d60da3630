"""The world of practice Slack: workspaces, people, channels, messages and views, in memory."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.practice.grants import Grants
from bot.practice.triggers import Triggers

Json = dict[str, Any]
"""What goes over the wire, as Slack's own documentation spells it."""

TokenKind = Literal["bot", "user", "app"]


@dataclass
class Team:
    """A workspace."""

    id: str
    name: str
    domain: str
    hidden: bool = False
    """Kept off the page: a workspace that only some keys belong to."""


@dataclass
class User:
    """Somebody (or the app's bot) in a workspace, as `users.info` tells of them."""

    id: str
    team: str
    name: str
    real_name: str
    email: str | None = None
    tz: str = "Europe/London"
    locale: str = "en-GB"
    title: str = ""
    is_admin: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    """A guest."""
    is_ultra_restricted: bool = False
    """A guest in one channel only."""
    deleted: bool = False
    status_text: str = ""
    snoozed_until: float | None = None
    """Do not disturb until this moment."""


@dataclass
class Channel:
    """A public or private channel, or the direct messages of one person with one app's bot."""

    id: str
    team: str
    """The workspace that it lives in; a shared one is connected to more."""
    name: str
    members: set[str] = field(default_factory=set)
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    connected: set[str] = field(default_factory=set)
    """The other workspaces of a channel shared with Slack Connect."""
    topic: str = ""
    purpose: str = ""
    created: float = 0
    messages: dict[str, Message] = field(default_factory=dict)
    """By `ts`, oldest first."""

    @property
    def is_shared(self) -> bool:
        """True for a Slack Connect channel."""
        return bool(self.connected)


@dataclass
class Message:
    """One message. `blocks` and `metadata` are kept exactly as they were given."""

    ts: str
    channel: str
    user: str
    team: str
    text: str
    thread_ts: str | None = None
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    bot_id: str | None = None
    app_id: str | None = None
    edited: Json | None = None
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    """An ephemeral message: seen by one person, kept by nobody."""
    subtype: str | None = None
    unfurl: bool = False
    reply_broadcast: bool = False


@dataclass
class View:
    """A modal, or somebody's App Home."""

    id: str
    team: str
    user: str
    given: Json
    """As the app gave it: type, title, blocks, callback_id, private_metadata, ..."""
    hash: str
    root: str
    previous: str | None = None
    external_id: str | None = None
    state: Json = field(default_factory=dict)
    """`state.values` as typed so far: {block_id: {action_id: {...}}}."""
    response_channel: str | None = None


@dataclass
class Install:
    """The app in one workspace."""

    team: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    installer: str


@dataclass
class Token:
    """Who a token stands for."""

    kind: TokenKind
    team: str
    user: str
    revoked: bool = False
    expires_at: float | None = None


@dataclass
class AppDetails:
    """The one app that is being practised with. A manifest (Slack's own format) says the rest."""

    id: str
    name: str
    client_id: str
    client_secret: str
    signing_secret: str
    manifest: Json

    @property
    def events(self) -> set[str] | None:
        """The event types that the app subscribes to; None (all) where no manifest says."""
        settings = self.manifest.get("settings", {})
        subscriptions = settings.get("event_subscriptions")
        return None if subscriptions is None else set(subscriptions.get("bot_events", []))

    @property
    def scopes(self) -> frozenset[str] | None:
        """The scopes that its bot asks for; None where no manifest says."""
        scopes = self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot")
        return None if scopes is None else frozenset(scopes)

    @property
    def redirect_urls(self) -> list[str]:
        """Where people may go back to from the page on which they allow the app; where no
        manifest says, that is anywhere."""
        return list(self.manifest.get("oauth_config", {}).get("redirect_urls", []))

    @property
    def shortcuts(self) -> list[Json]:
        """The app's shortcuts: name, type (`global` or `message`), callback_id, description."""
        return list(self.manifest.get("features", {}).get("shortcuts", []))

    @property
    def commands(self) -> list[Json]:
        """The app's slash commands: command, description, usage_hint."""
        return list(self.manifest.get("features", {}).get("slash_commands", []))


@dataclass(frozen=True)
class Happening:
    """Something the app or the page may want to hear of."""

    team: str
    """The workspace in which the app hears it (`authorizations[0].team_id`)."""
    event: Json
    """The inner event, in Slack's published shape."""
    channel: str | None = None


class World:
    """All state, behind one lock. What happens is told to whoever follows, after the change."""

    def __init__(self, app: AppDetails, clock: Callable[[], float] = time.time) -> None:
        self.lock = threading.RLock()
        self.app = app
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        """The open modals of each person, by user id: view ids, the topmost last."""
        self.homes: dict[tuple[str, str], str] = {}
        """The view id of what an app published on somebody's Home, by (team, user)."""
        self.installs: dict[str, Install] = {}
        """By team; a workspace that is not here has not installed the app."""
        self.tokens: dict[str, Token] = {}
        self.files: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        """What was uploaded, by file id."""
        self.uploads: dict[str, str] = {}
        """The files that are still to be sent, by the ticket in their address."""
        self.triggers = Triggers(self.now)
        self.grants = Grants()
        self.revision = 0
        """Grows with every change, so that a page knows that it is behind."""
        self._real_clock = clock
        self._ahead = 0.0
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._listeners: list[Callable[[Happening], None]] = []
        self.changed = threading.Condition(self.lock)
        """Notified with every change and whenever the clock is moved."""

    def now(self) -> float:
        """Practice time: real time, and as far ahead as the clock was moved."""
        return self._real_clock() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock ahead."""
        with self.lock:
            self._ahead += seconds
            self.touch()

    def next_id(self, prefix: str) -> str:
        """A fresh id that looks like Slack's: a letter or two, then capitals and digits."""
        with self.lock:
            return f"{prefix}0{next(self._numbers):04d}{secrets.token_hex(2).upper()}"

    def next_ts(self) -> str:
        """A message's timestamp: unique, and never going back."""
        with self.lock:
            self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def touch(self) -> None:
        """Say that something changed."""
        with self.lock:
            self.revision += 1
            self.changed.notify_all()

    def follow(self, listener: Callable[[Happening], None]) -> None:
        """Have every happening told to this listener, in order. It must be quick."""
        self._listeners.append(listener)

    def tell(self, team: str, event: Json, channel: str | None = None) -> None:
        """Let the app hear of something, in a workspace that installed it."""
        with self.lock:
            self.touch()
            happening = Happening(team, event, channel)
            for listener in self._listeners:
                listener(happening)

    def install_for(self, channel: Channel) -> list[Install]:
        """The installs whose bot is in this channel (its own workspace and connected ones)."""
        return [
            install for install in self.installs.values() if install.bot_user in channel.members
        ]
