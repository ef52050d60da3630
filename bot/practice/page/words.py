"""Typed words and what Slack keeps of them: names become mentions, and mentions names again."""

from __future__ import annotations

import html
import re

from bot.practice.world import User, World

FENCED = re.compile(r"(```.*?```|`[^`\n]+`|https?://\S+)", re.S)
"""Where a name is no mention: in code, and inside web addresses."""
MARKED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
BROADCASTS = ("here", "channel", "everyone")


def with_mentions(world: World, user: User, typed: str) -> str:
    """What somebody typed, with `@name` and `#channel` as Slack's composer turns them into
    references. Posting it escapes the rest."""
    names = {name: f"<@{person.id}>" for name, person in names_of_people(world).items()}
    names |= {name: f"<!{name}>" for name in BROADCASTS}
    rooms = {
        room.name.lower(): f"<#{room.id}|{room.name}>"
        for room in world.channels.values()
        if user.id in room.members and not room.is_im
    }
    parts = FENCED.split(typed)
    return "".join(
        part if at % 2 else _marked(_marked(part, "@", names), "#", rooms)
        for at, part in enumerate(parts)
    )


def as_typed(world: World, text: str) -> str:
    """The other way round, for somebody who edits their message."""

    def spoken(found: re.Match[str]) -> str:
        sign, name, label = found.groups()
        if sign == "@" and name in world.users:
            return f"@{world.users[name].name}"
        if sign == "#" and name in world.channels:
            return f"#{world.channels[name].name}"
        if sign == "!":
            return f"@{name}" if name in BROADCASTS else label or f"@{name}"
        return label if label and not sign else f"{sign}{name}"

    return html.unescape(MARKED.sub(spoken, text))


def names_of_people(world: World) -> dict[str, User]:
    """Everybody by their short name and by their whole name, in small letters."""
    found: dict[str, User] = {}
    for person in world.users.values():
        if not person.deleted:
            for name in (person.name, person.real_name):
                if name:
                    found.setdefault(name.lower(), person)
    return found


def _marked(text: str, sign: str, names: dict[str, str]) -> str:
    """Every `@name` or `#name` that is somebody or something, the longest names first."""
    if sign not in text or not names:
        return text
    choices = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w&<]){sign}({choices})(?![\w-])", re.I)
    return pattern.sub(lambda found: names[found.group(1).lower()], text)
