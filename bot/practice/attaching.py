"""Attaching: a file as Slack tells of it, and the message that it is shared in."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from bot.practice.inputs import NotPossible
from bot.practice.world import Channel, Json, Message, World

LARGEST = 1_000_000
"""Bytes of a file that a person attaches: enough to try things out with."""


class Attached(BaseModel):
    """A file that somebody attaches: its text, its bytes, or where else it can be fetched."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=255)]
    title: str = ""
    content: str | None = None
    content_base64: str | None = None
    url: HttpUrl | None = None

    def bytes(self) -> bytes:
        """What is in it; nothing where it stands elsewhere."""
        if self.content_base64 is None:
            found = (self.content or "").encode(errors="replace")
        else:
            try:
                found = base64.b64decode(self.content_base64, validate=True)
            except ValueError as error:
                raise NotPossible(f"The content of {self.name} is not base64.") from error
        if len(found) > LARGEST:
            raise NotPossible(f"{self.name} is larger than {LARGEST:,} bytes.")
        return found


def attach(world: World, address: str, user: str, given: Sequence[Attached]) -> list[Json]:
    """The files that a person adds to a message of theirs."""
    with world.lock:
        return [_attached(world, address, user, one) for one in given]


def share(world: World, channel: Channel, message: Message, files: Sequence[Json]) -> None:
    """Note in which message files were shared; who is in that channel may fetch them."""
    with world.lock:
        kind = "private" if channel.is_private or channel.is_im else "public"
        for file in files:
            shared = {"ts": message.ts, "team_id": file["user_team"]}
            file["shares"].setdefault(kind, {}).setdefault(channel.id, []).append(shared)
            file["ims" if channel.is_im else "channels"].append(channel.id)


def file_json(
    world: World, address: str, team: str, user: str, name: str, title: str, size: int
) -> Json:
    """A new file, as `files.info` tells of it."""
    file_id = world.next_id("F")
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    ending = PurePosixPath(name).suffix.lstrip(".").lower() or "text"
    private = f"{address}/files-pri/{team}-{file_id}"
    return {
        "id": file_id,
        "created": int(world.now()),
        "timestamp": int(world.now()),
        "name": name,
        "title": title or name,
        "mimetype": kind,
        "filetype": ending,
        "pretty_type": ending.upper(),
        "user": user,
        "user_team": team,
        "editable": False,
        "size": size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{private}/{quote(name)}",
        "url_private_download": f"{private}/download/{quote(name)}",
        "permalink": f"https://{world.teams[team].domain}.slack.com/files/{user}/{file_id}/{quote(name)}",
        "media_display_type": "unknown",
        "has_rich_preview": False,
        "file_access": "visible",
        "shares": {},
        "channels": [],
        "groups": [],
        "ims": [],
        "comments_count": 0,
    }


def _attached(world: World, address: str, user: str, given: Attached) -> Json:
    if user not in world.users:
        raise NotPossible(f"Nobody here has the id {user}.")
    content, team = given.bytes(), world.users[user].team
    file = file_json(world, address, team, user, given.name, given.title, len(content))
    if given.url is not None:
        file |= {"mode": "external", "is_external": True, "external_type": "web"}
        file |= {"url_private": str(given.url), "url_private_download": str(given.url)}
    world.files[file["id"]], world.contents[file["id"]] = file, content
    return file
