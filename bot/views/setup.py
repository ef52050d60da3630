"""What the bot says of itself in a channel, and the modal in which a channel is set up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.words import say
from service.domain.vocabulary import PlaceRole

NEW = "new"
PLACE, TRIAGE = "place", "triage"
LONGEST_NAME = 100
MOST_READERS = 5


@dataclass(frozen=True)
class SettingUp:
    """What the modal needs to know."""

    places: Sequence[tuple[UUID, str]]
    """The places that it could be for, beside a new one."""
    user: str
    """Who sets it up."""
    metadata: str


@dataclass(frozen=True)
class Introduced:
    """A channel that is for a place."""

    place_name: str
    readers: Sequence[str]
    """The learning partners, as Slack's ids."""


@dataclass(frozen=True)
class Others:
    """A channel that is shared with other organisations."""

    channel: str
    place_name: str
    are_welcome: bool


Text = tuple[str, list[Json]]
"""The fallback text and the blocks."""


def not_set_up() -> Text:
    """The first message in a channel that is for nothing yet."""
    return say("setup.hello"), [
        b.section(say("setup.hello")),
        b.actions(b.button(say("setup.button"), "setup.open", style="primary"), block_id="setup"),
        b.context(say("setup.who_may")),
    ]


def modal(asked: SettingUp) -> Json:
    """Which place, and who looks after it."""
    is_new_only = not asked.places
    return b.modal(
        "setup",
        say("setup.title"),
        [
            *_which_place(asked.places),
            b.field(
                "name",
                say("setup.name"),
                b.text_box(is_long=False, most=LONGEST_NAME),
                hint=say("setup.name_hint"),
                is_optional=not is_new_only,
            ),
            *([] if is_new_only else [_purpose()]),
            *(_who(role, asked.user, is_optional=not is_new_only) for role in PlaceRole),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=asked.metadata,
    )


def introduction(told: Introduced) -> Text:
    """What a place's people read in their channel."""
    place = b.escape(told.place_name)
    what = say("setup.what", place=place)
    reads = _who_reads(told.readers)
    yours = say("setup.yours")
    care = f"{say('safety.leave_out')} {say('safety.not_monitored')}"
    return f"{what} {reads} {yours} {care}", [
        b.header(say("setup.header", place=told.place_name)),
        b.section(what),
        b.section(reads),
        b.section(yours),
        b.actions(
            b.button(say("setup.leave"), "reflect.open", style="primary"),
            b.button(say("saved.all"), "mine.all"),
            b.button(say("safety.concern"), "concern.open", "introduction"),
            block_id="introduction",
        ),
        b.context(f"{care} {say('setup.also')}"),
    ]


def for_reading(place_name: str) -> Text:
    """What the channel's people read where learning partners work."""
    text = say("setup.reading", place=b.escape(place_name))
    return text, [b.section(text), b.context(say("safety.not_monitored"))]


def for_funder() -> Text:
    """What a funder's people read in their channel."""
    text = say("setup.for_funder")
    return text, [b.section(text), b.context(say("safety.not_monitored"))]


def reading_ended(place_name: str) -> Text:
    """That a channel is no longer one where learning partners read."""
    text = say("setup.reading_ended", place=b.escape(place_name))
    return text, [b.section(text)]


def others(asked: Others) -> Text:
    """The question about people of other organisations, and its answer."""
    key = "lifecycle.others_welcome" if asked.are_welcome else "lifecycle.others_ask"
    text = say(key, channel=f"<#{asked.channel}>", place=b.escape(asked.place_name))
    if asked.are_welcome:
        button = b.button(say("lifecycle.only_ours"), "shared.unwelcome", asked.channel)
    else:
        button = b.button(say("lifecycle.let_them"), "shared.welcome", asked.channel)
    return text, [b.section(text), b.actions(button, block_id="shared")]


def _which_place(places: Sequence[tuple[UUID, str]]) -> list[Json]:
    if not places:
        return []
    options = [b.option(name, id) for id, name in places[: b.MOST_OPTIONS - 1]]
    new = b.option(say("setup.new_place"), NEW)
    menu = b.menu([*options, new], str(places[0][0]))
    return [b.field("place", say("setup.place"), menu)]


def _purpose() -> Json:
    offered = [
        b.option(say("setup.purpose_place"), PLACE),
        b.option(say("setup.purpose_triage"), TRIAGE),
    ]
    return b.field("purpose", say("setup.purpose"), b.radio(offered, PLACE))


def _who(role: PlaceRole, user: str, *, is_optional: bool) -> Json:
    element: Json = {"type": "users_select"}
    if role == PlaceRole.COORDINATOR:
        element["initial_user"] = user
    return b.field(
        role,
        say(f"setup.{role}"),
        element,
        hint=say(f"setup.{role}_hint"),
        is_optional=is_optional,
    )


def _who_reads(readers: Sequence[str]) -> str:
    if not readers:
        return say("setup.reads")
    names = ", ".join(f"<@{user}>" for user in readers[:MOST_READERS])
    return say("setup.reads_named", names=names)
