"""The bot's context: what every listener and the delivery get, built once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.asks import Asks
from bot.channels import Channels
from bot.counts import Counts
from bot.identity import Identity
from bot.installations import Installations
from bot.posts import Posts
from bot.sources import Sources
from service.bootstrap import System


@dataclass(frozen=True)
class Bot:
    """The system, the clock, and what joins Slack to it."""

    system: System
    clock: Callable[[], datetime]
    channels: Channels
    identity: Identity
    sources: Sources
    asks: Asks
    posts: Posts
    counts: Counts
    installations: Installations


def open_bot(system: System, clock: Callable[[], datetime]) -> Bot:
    """Everything that listeners need, over one system."""
    database, keys = system.database, system.keys
    channels, installations = Channels(database), Installations(database, keys, clock)
    return Bot(
        system=system,
        clock=clock,
        channels=channels,
        identity=Identity(system, channels, installations, clock),
        sources=Sources(database, keys),
        asks=Asks(database, keys),
        posts=Posts(database, keys),
        counts=Counts(),
        installations=installations,
    )
