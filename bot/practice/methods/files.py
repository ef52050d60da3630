"""files.*: a file is announced, sent to an address of its own, and then shared."""

from __future__ import annotations

import copy
import secrets

from bot.practice import actions
from bot.practice.attaching import file_json, share
from bot.practice.methods.call import Call, Method, missing
from bot.practice.refusals import SlackRefusal
from bot.practice.rooms import room_to_talk_in
from bot.practice.world import Json, World


def announce(call: Call) -> Json:
    """files.getUploadURLExternal."""
    name, length = call.need("filename"), call.need("length")
    if not length.isdecimal() or not int(length):
        raise SlackRefusal("invalid_arguments")
    title, size = call.text("title"), int(length)
    file = file_json(call.world, call.address, call.team, call.user, name, title, size)
    ticket = secrets.token_hex(24)
    call.world.uploads[ticket] = file["id"]
    call.world.files[file["id"]] = file
    return {"upload_url": f"{call.address}/upload/v1/{ticket}", "file_id": file["id"]}


def complete(call: Call) -> Json:
    """files.completeUploadExternal."""
    given = call.listed("files", "invalid_arguments")
    if not given:
        raise missing("files")
    files = [_ready(call, one) for one in given]
    channels = call.names("channels") or call.names("channel_id")
    for channel in channels:
        found = room_to_talk_in(call.world, channel, call.user)
        message = actions.post(
            call.world,
            channel,
            call.user,
            call.text("initial_comment"),
            blocks=call.listed("blocks", "invalid_blocks_format") or [],
            thread_ts=call.maybe("thread_ts"),
            files=files,
            install=call.install,
        )
        share(call.world, found, message, files)
    return {"files": copy.deepcopy(files)}


def info(call: Call) -> Json:
    """files.info."""
    file = call.world.files.get(call.need("file"))
    if file is None or file["id"] not in call.world.contents:
        raise SlackRefusal("file_not_found")
    seen_in = [*file["channels"], *file["ims"]]
    mine = file["user"] == call.user
    if not mine and not any(call.user in call.world.channels[c].members for c in seen_in):
        raise SlackRefusal("file_not_found")
    return {"file": copy.deepcopy(file), "comments": [], "response_metadata": {"next_cursor": ""}}


def keep_upload(world: World, ticket: str, content: bytes) -> str:
    """Keep what was sent to a file's address, once; the file's id. Refused: not_found."""
    with world.lock:
        file_id = world.uploads.pop(ticket, None)
        if file_id is None:
            raise SlackRefusal("not_found", status=404)
        world.contents[file_id] = content
        world.files[file_id]["size"] = len(content)
        return file_id


def _ready(call: Call, given: Json) -> Json:
    file = call.world.files.get(str(given.get("id")))
    if file is None or file["id"] not in call.world.contents or file["user"] != call.user:
        raise SlackRefusal("file_not_found")
    file["title"] = str(given.get("title") or file["title"])
    return file


METHODS = {
    "files.getUploadURLExternal": Method(announce, ("files:write",)),
    "files.completeUploadExternal": Method(complete, ("files:write",)),
    "files.info": Method(info, ("files:read",)),
}
