"""Lifecycle: the app, its channels and its people come, change and go, and what is said follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slack_bolt.context import BoltContext

from bot import parsing, reading
from bot.context import Bot
from bot.hand import Hand
from bot.listeners.others import ask_about_others, no_longer_shared
from bot.listeners.setup import introduce, is_shared
from bot.listening import Listening
from bot.payloads import Json, Moved, Unreadable, Who

SLACKS_SECOND = timedelta(seconds=1)
"""Slack tells the moment of an event without its fraction."""


@dataclass(frozen=True)
class Told:
    """What Slack told, with what stands around the event itself."""

    kind: str
    moved: Moved
    at: datetime
    our_user: str
    """As whom the bot itself goes by there."""
    enterprise: str
    ends_bot: bool
    """True where it is the bot's own token that was ended."""
    stays_shared: bool
    """True where a channel is still shared with somebody else."""

    @property
    def team(self) -> str:
        """The workspace that we act for."""
        return self.moved.installed

    @property
    def channel(self) -> str:
        """Which channel it is about."""
        if self.moved.channel is None:
            raise Unreadable(f"{self.kind}: channel")
        return self.moved.channel

    @property
    def is_about_the_bot(self) -> bool:
        """True where it is the bot that came or went."""
        return bool(self.our_user) and self.moved.user == self.our_user


def register(on: Listening) -> None:
    """Listen for all that may end, move or begin something."""
    for kind in ("app_uninstalled", "tokens_revoked"):
        on.event(kind, _told, ended)
    on.event("user_change", _told, somebody_changed)
    on.event("member_joined_channel", _told, came)
    on.event("member_left_channel", _told, left)
    for kind in ("channel_left", "group_left", "channel_archive", "group_archive"):
        on.event(kind, _told, closed)
    for kind in ("channel_unarchive", "group_unarchive"):
        on.event(kind, _told, opened)
    for kind in ("channel_deleted", "group_deleted"):
        on.event(kind, _told, deleted)
    on.event("channel_id_changed", _told, got_another_id)
    on.event("channel_shared", _told, shared)
    on.event("channel_unshared", _told, unshared)


def ended(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """The app was removed: from now on nothing is said there. What was kept stays."""
    if told.kind == "tokens_revoked" and not told.ends_bot:
        return
    bot.installations.end(told.team, told.enterprise, told.kind, told.at + SLACKS_SECOND)
    own = bot.system.settings.slack_bot_token
    if own is not None:
        bot.installations.end_token(told.team, own.get_secret_value(), told.kind)


def somebody_changed(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """Whose account was closed hears nothing more; opened again, they do. Guests are noted."""
    profile = told.moved.profile
    team = profile.get("team_id") or told.team
    who = Who.of(installed=told.team, team=team, user=told.moved.user)
    person = bot.identity.known(who)
    if person is None:
        return
    is_guest = bool(profile.get("is_restricted") or profile.get("is_ultra_restricted"))
    bot.identity.note_status(who, person, is_gone=bool(profile.get("deleted")), is_guest=is_guest)


def came(bot: Bot, told: Told, hand: Hand) -> None:
    """The bot was invited: it says what it is, or asks to be set up. People come by themselves,
    and where learning partners read nobody else may."""
    if not told.is_about_the_bot:
        linked = bot.channels.of(told.team, told.channel)
        if linked is None or linked.purpose != "triage":
            return
        who = Who.of(installed=told.team, team=told.moved.team or told.team, user=told.moved.user)
        if not reading.reads_for(bot, who, linked):
            reading.end(bot, linked)
        return
    known = [
        bot.channels.of(told.team, told.channel),
        bot.channels.of_funder(told.team, told.channel),
    ]
    if any(one and not one.is_shared for one in known) and is_shared(hand, told.channel):
        # It became so while the bot was out of it. Where Slack does not say, it tells us again of
        # our coming, and nothing is posted before.
        shared(bot, told, hand)
    opened(bot, told, hand)
    introduce(bot, told.team, told.channel)


def left(bot: Bot, told: Told, hand: Hand) -> None:
    """The bot was removed from a channel; where people left, nothing changes."""
    if told.is_about_the_bot:
        closed(bot, told, hand)


def closed(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """Nothing can be posted there any more."""
    bot.channels.close(told.team, told.channel, bot.clock())


def opened(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """An archived channel is back, and what should have gone from it goes now."""
    bot.channels.reopen(told.team, told.channel)
    bot.posts.try_again(bot.clock(), told.team, told.channel)


def deleted(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """The channel is gone for good."""
    bot.channels.unlink(told.team, told.channel)


def got_another_id(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """Slack gave the channel another id; it is for the same place as before."""
    old, new = told.moved.old, told.channel
    if old is None:
        raise Unreadable("channel_id_changed: old")
    if bot.channels.of(told.team, new) is None:
        bot.channels.rename_id(told.team, old, new)
    else:
        bot.channels.unlink(told.team, old)


def shared(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """People of another organisation can come in: the coordinator says whether they take part.
    Where learning partners read they do not."""
    linked = bot.channels.of(told.team, told.channel)
    if linked is not None and linked.purpose == "triage":
        reading.end(bot, linked)
        return
    # A yes was for the organisations that were there then.
    bot.channels.welcome_others(told.team, told.channel, welcome=False)
    ask_about_others(bot, told.team, told.channel)


def unshared(bot: Bot, told: Told, hand: Hand) -> None:  # noqa: ARG001
    """One organisation less; where it was the last, the question is gone."""
    if not told.stays_shared:
        no_longer_shared(bot, told.team, told.channel)


def _told(body: Json, context: BoltContext) -> Told:
    event = body.get("event") or {}
    ours = _authorized(body)
    at = body.get("event_time")
    return Told(
        kind=str(event.get("type")),
        moved=parsing.moved(body, context),
        at=datetime.fromtimestamp(float(at) if isinstance(at, int | float) else 0, UTC),
        our_user=str(ours.get("user_id") or "") if ours.get("is_bot") else "",
        enterprise=context.enterprise_id or "",
        ends_bot=bool((event.get("tokens") or {}).get("bot")),
        stays_shared=bool(event.get("is_ext_shared")),
    )


def _authorized(body: Json) -> Json:
    """As whom the event was heard."""
    given = body.get("authorizations")
    first = given[0] if isinstance(given, list) and given else None
    return first if isinstance(first, Mapping) else {}
