"""Interacting: one description of something a person does with the app, done in the right way."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator

from bot.practice import actions
from bot.practice.inputs import NotPossible, NotSaid
from bot.practice.interactions import Ack, Interactions
from bot.practice.world import Json, World

LAST_MOMENT = 32_503_680_000.0
"""The year 3000, in seconds since 1970."""


class Wish(BaseModel):
    """What somebody does. Which fields it needs depends on its type."""

    model_config = ConfigDict(extra="forbid")

    type: Literal[
        "shortcut",
        "message_action",
        "slash_command",
        "block_actions",
        "block_suggestion",
        "view_submission",
        "view_closed",
        "app_home_opened",
    ]
    user: str
    channel: str | None = None
    """Also `im`, for the direct messages with the bot."""
    ts: str | None = None
    thread_ts: str | None = None
    callback_id: str | None = None
    """Of a shortcut, or of the view that is before this person."""
    view_id: str | None = None
    action_id: str | None = None
    block_id: str | None = None
    command: str | None = None
    text: str = ""
    value: Any = None
    values: Json | None = None
    whole_stack: bool = False
    tab: Literal["home", "messages"] = "home"


class Profile(BaseModel):
    """What changes about somebody; what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    name: str = ""
    real_name: str = ""
    email: str | None = None
    tz: str = ""
    locale: str = ""
    title: str = ""
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    status_text: str = ""
    snoozed_until: Annotated[float, Field(ge=0, le=LAST_MOMENT)] | None = None

    @field_validator("tz")
    @classmethod
    def _is_a_zone(cls, tz: str) -> str:
        if tz not in available_timezones():
            raise ValueError("there is no such time zone")
        return tz


class Reaction(BaseModel):
    """Somebody puts an emoji on a message, or takes theirs away; in Slack's words or shorter."""

    model_config = ConfigDict(extra="forbid")

    user: str
    channel: str
    """Also `im`, for the direct messages with the bot."""
    ts: str = Field(validation_alias=AliasChoices("ts", "timestamp", "message_ts"))
    name: str = Field(validation_alias=AliasChoices("name", "reaction", "emoji"))
    remove: bool = Field(default=False, validation_alias=AliasChoices("remove", "removed"))
    add: bool = Field(default=True, validation_alias=AliasChoices("add", "added"))
    action: Literal["add", "added", "reaction_added", "remove", "removed", "reaction_removed"] = (
        Field(default="add", validation_alias=AliasChoices("action", "type"))
    )

    @property
    def is_taken_away(self) -> bool:
        """True where the emoji goes."""
        return self.remove or not self.add or "remove" in self.action


def interact(world: World, interactions: Interactions, wish: Wish) -> Json:
    """Do it, and tell how it went: `response` is what the app acknowledged with."""
    if wish.type == "app_home_opened":
        look = actions.open_messages if wish.tab == "messages" else actions.open_home
        look(world, wish.user)
        return {"ok": True}
    ack = _do(world, interactions, wish)
    if ack is None:
        return {"ok": True, "status": None, "response": {}}
    told: Json = {"ok": ack.ok, "status": ack.status, "response": ack.body}
    if ack.problem:
        told["error"] = ack.problem
    return told | ({"errors": ack.errors} if ack.errors else {})


def place(world: World, user: str, channel: str) -> str:
    """A channel's id, from its id or name, or `im` for somebody's direct messages with the bot."""
    with world.lock:
        if channel in world.channels:
            return channel
        if channel == "im":
            if user not in world.users:
                raise NotPossible(f"Nobody here has the id {user}.")
            return actions.direct_messages(world, world.users[user].team, user).id
        for known in world.channels.values():
            if known.name and known.name == channel.removeprefix("#"):
                return known.id
    raise NotPossible(f"There is no channel {channel}.")


def _do(world: World, interactions: Interactions, wish: Wish) -> Ack | None:
    user, channel = wish.user, wish.channel
    if channel is not None:
        channel = place(world, user, channel)
    if wish.type == "shortcut":
        return interactions.shortcut(user, _needed(wish, "callback_id"))
    if wish.type == "message_action":
        callback_id, ts = _needed(wish, "callback_id"), _needed(wish, "ts")
        return interactions.message_action(
            user, channel or _needed(wish, "channel"), ts, callback_id
        )
    if wish.type == "slash_command":
        where, command = channel or _needed(wish, "channel"), _needed(wish, "command")
        return interactions.slash_command(user, where, command, wish.text, wish.thread_ts)
    if wish.type == "view_submission":
        return interactions.submit_view(user, _view(world, wish), wish.values or {})
    if wish.type == "view_closed":
        return interactions.close_view(user, _view(world, wish), whole_stack=wish.whole_stack)
    on_message = channel is not None and wish.ts is not None
    view_id = None if on_message else _view(world, wish)
    action_id = _needed(wish, "action_id")
    if wish.type == "block_suggestion":
        typed = str(wish.value or "")
        return interactions.suggestions(
            user, action_id, typed, view_id=view_id, channel=channel, ts=wish.ts
        )
    return interactions.block_action(
        user,
        action_id,
        value=wish.value,
        block_id=wish.block_id,
        channel=channel,
        ts=wish.ts,
        view_id=view_id,
    )


def _needed(wish: Wish, name: str) -> str:
    value = getattr(wish, name)
    if not value:
        raise NotSaid(f"Say which {name} this {wish.type} is about.")
    return str(value)


def _view(world: World, wish: Wish) -> str:
    """The view that is meant: by its id, or what this person has before them."""
    if wish.view_id is not None:
        return wish.view_id
    with world.lock:
        before_them = list(reversed(world.stacks.get(wish.user, [])[-1:]))
        before_them += [id for (_, user), id in world.homes.items() if user == wish.user]
        for id in before_them:
            if wish.callback_id in (None, world.views[id].given.get("callback_id")):
                return id
    named = f" with the callback_id {wish.callback_id}" if wish.callback_id else ""
    raise NotPossible(f"{wish.user} has no view{named} before them.")
