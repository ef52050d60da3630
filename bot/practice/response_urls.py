"""Response URLs: five messages within thirty minutes, wherever somebody used the app."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.practice import actions
from bot.practice.journal import Journal
from bot.practice.limits import check_message
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Channel, Install, Json, Message, World
from bot.practice.writing import TEXT_KEPT, with_ids

USES = 5
GOOD_FOR = 30 * 60.0
"""Seconds of practice time."""

OK = (200, "ok")


@dataclass
class Place:
    """Where an answer goes: who used the app, in which channel, on which message."""

    install: Install
    channel: Channel
    user: str
    message_ts: str | None
    given_at: float
    used: int = 0


class ResponseUrls:
    """Gives the addresses out, and does what is posted to them."""

    def __init__(self, world: World, journal: Journal, address: str) -> None:
        self._world, self._journal, self._address = world, journal, address
        self._places: dict[str, Place] = {}

    def new(
        self, install: Install, channel: Channel, user: str, message_ts: str | None = None
    ) -> str:
        """A fresh address for what this person did here."""
        name = f"{install.team}/{secrets.token_hex(12)}"
        place = Place(install, channel, user, message_ts, self._world.now())
        with self._world.lock:
            self._places[name] = place
        return f"{self._address}/response/{name}"

    def post(self, name: str, body: Json) -> tuple[int, str]:
        """What the app posts to an address: the status and the body that it gets back."""
        status, text = self._post(name, body)
        self._journal.note("response_url", status=status, answer=text, body=body)
        return status, text

    def say(self, install: Install, channel: Channel, user: str, body: Json) -> None:
        """What a command was answered with at once; a SlackRefusal where it cannot be shown."""
        with self._world.lock:
            self._do(Place(install, channel, user, None, self._world.now()), body)

    def _post(self, name: str, body: Json) -> tuple[int, str]:
        with self._world.lock:
            place = self._places.get(name)
            if place is None:
                return 404, '{"ok":false,"error":"invalid_url"}'
            if self._world.now() - place.given_at > GOOD_FOR:
                return 404, '{"ok":false,"error":"expired_url"}'
            if place.used >= USES:
                return 404, '{"ok":false,"error":"used_url"}'
            if self._world.installs.get(place.install.team) is not place.install:
                return 404, '{"ok":false,"error":"no_team"}'
            try:
                self._do(place, body)
            except SlackRefusal as refusal:
                return (404 if refusal.code == "message_not_found" else 400), refusal.code
            place.used += 1
            return OK

    def _do(self, place: Place, body: Json) -> None:
        original = place.channel.messages.get(place.message_ts or "")
        if _said(body, "delete_original"):
            self._delete(place, original)
            return
        text, blocks = str(body.get("text") or ""), list(body.get("blocks") or [])
        if not text and not blocks and not body.get("attachments"):
            raise SlackRefusal("no_text")
        if check_message(text, blocks):
            raise SlackRefusal("invalid_blocks")
        if _said(body, "replace_original") and place.message_ts:
            self._replace(place, original, text, blocks)
        else:
            self._add(place, body, text, blocks)

    def _delete(self, place: Place, original: Message | None) -> None:
        if original is None or not _own(place, original):
            raise SlackRefusal("message_not_found")
        if original.only_for is None:
            actions.delete(self._world, place.channel.id, original.ts, place.install.bot_user)
        else:
            del place.channel.messages[original.ts]
            self._world.touch()

    def _replace(
        self, place: Place, original: Message | None, text: str, blocks: list[Json]
    ) -> None:
        if original is None or not _own(place, original):
            raise SlackRefusal("message_not_found")
        if original.only_for is None:
            bot = place.install.bot_user
            actions.edit(self._world, place.channel.id, original.ts, bot, text=text, blocks=blocks)
        else:
            original.text, original.blocks = text[:TEXT_KEPT], with_ids(blocks)
            self._world.touch()

    def _add(self, place: Place, body: Json, text: str, blocks: list[Json]) -> None:
        install, channel = place.install, place.channel
        thread_ts = body.get("thread_ts")
        for_all = body.get("response_type") == "in_channel"
        if for_all and install.bot_user in channel.members:
            actions.post(
                self._world,
                channel.id,
                install.bot_user,
                text,
                blocks=blocks,
                thread_ts=thread_ts,
                install=install,
            )
            return
        # The app needs no place in the channel here, which is what these addresses are for.
        message = Message(
            ts=self._world.next_ts(),
            channel=channel.id,
            user=install.bot_user,
            team=install.team,
            text=text[:TEXT_KEPT],
            thread_ts=thread_ts,
            blocks=with_ids(blocks),
            bot_id=install.bot_id,
            app_id=self._world.app.id,
            only_for=None if for_all else place.user,
        )
        channel.messages[message.ts] = message
        self._world.touch()


def _own(place: Place, message: Message) -> bool:
    return message.bot_id == place.install.bot_id


def _said(body: Json, name: str) -> bool:
    """Slack's own examples write these as words."""
    return body.get(name) in (True, "true")
