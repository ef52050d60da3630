"""Crawling: people press every button and fill in every modal; all that is shown is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.practice.inputs import Found, elements
from bot.practice.interacting import Wish, interact
from bot.practice.world import Json
from tests.bot.looking import direct
from tests.support.workspace import AMINA, HARROW, Workspace

HOSTILE = "<!channel> <@U0HOUSE001> <#C0HARROW01> <https://evil.example|here> *bold* ~x~ `y` & <b>"
ROOM = 3_000
MOST_STEPS, MOST_ROUNDS = 8, 4
ONE_OF = ("static_select", "radio_buttons")
SEVERAL = ("multi_static_select", "checkboxes")
OUR_FAULT = ("The app did ", "The app answered ", "Slack had ", "What the app ")
"""How practice Slack begins to tell of what the app, and not the person, did wrong."""
LAST = frozenset(
    {
        "consent.no",
        "mine.erase",
        "mine.remove",
        "replies.leave",
        "rights.remove",
        "saved.remove",
        "shared.unwelcome",
        "triage.release",
    }
)
"""What takes things away is pressed when all else was."""


@dataclass(frozen=True)
class Shown:
    """Something that somebody was shown: a message, a view, or what was wrong in a field."""

    user: str
    """Who sees it; empty where it is a channel's."""
    text: str
    blocks: list[Json]
    view: Json | None = None
    metadata: Json | None = None
    is_error: bool = False


@dataclass
class Crawler:
    """Uses the bot as people do, with words of our choice."""

    slack: Workspace
    words: str
    shown: list[Shown] = field(default_factory=list)
    met: set[tuple[str, str]] = field(default_factory=set)
    """What was used, named as the bot's listeners are."""
    failed: list[str] = field(default_factory=list)
    """What the bot did not answer as Slack would have it."""
    _done: set[tuple[str, ...]] = field(default_factory=set)
    """Who has used what, in which kind of view or message: nobody does that twice."""

    def __post_init__(self) -> None:
        """Listen in on all that the bot shows."""
        practice = self.slack.practice
        answer, post = practice.web_api.answer, practice.urls.post
        send = practice.deliveries.send_interaction

        def answered(method: str, arguments: Json, token: str | None, **more: Any) -> Any:
            reply = answer(method, arguments, token, **more)
            if reply.body.get("ok"):
                self._keep(method, arguments, reply.body)
            return reply

        def posted(name: str, body: Json) -> tuple[int, str]:
            self._keep_message("", body)
            return post(name, body)

        def sent(payload: Json, *, command: bool = False) -> Any:
            self.met |= set(_names(payload))
            told = send(payload, command=command)
            user = str((payload.get("user") or {}).get("id"))
            if isinstance(told.body.get("view"), dict):
                self._keep_view(user, told.body["view"])
            for sentence in (told.body.get("errors") or {}).values():
                self.shown.append(Shown(user, sentence, [], is_error=True))
            return told

        practice.web_api.answer = answered  # type: ignore[method-assign]
        practice.urls.post = posted  # type: ignore[method-assign]
        practice.deliveries.send_interaction = sent  # type: ignore[method-assign]

    def long(self, most: int = ROOM) -> str:
        """The words, again and again, as long as there is room."""
        return (f"{self.words} " * (most // len(self.words) + 1))[:most].strip()

    def crawl(self, users: Iterable[str], variant: int, *, last: bool = False) -> None:
        """Each presses every button that is before them, until there is nothing new; `variant`
        says what they choose and type."""
        chosen = list(users)
        for _ in range(MOST_ROUNDS):
            pressed = [self._press_all(user, variant, last=last) for user in chosen]
            self.slack.deliver()
            if not any(pressed):
                return

    def opens(self, user: str, callback_id: str, variant: int) -> None:
        """Somebody uses a shortcut, and what it opens."""
        self.wish(type="shortcut", user=user, callback_id=callback_id)
        self._go_through(user, variant)

    def uses_on(self, user: str, channel: str, ts: str, callback_id: str) -> None:
        """Somebody uses a shortcut on a message, and what it opens."""
        self.wish(type="message_action", user=user, channel=channel, ts=ts, callback_id=callback_id)
        self._go_through(user, 0)

    def uses(self, user: str, action_id: str, variant: int) -> None:
        """Somebody uses the first of these that is before them, and what it opens."""
        found, where = next(one for one in self._usable(user) if one[0].action_id == action_id)
        self._use(user, found, variant, **where)
        self._go_through(user, variant)

    def leaves(self, user: str, action_id: str, variant: int) -> None:
        """Somebody does not use this on their Home."""
        self._done.add((user, "home", action_id, str(variant)))

    def looks(self, user: str) -> None:
        """Somebody looks at their Home."""
        self.wish(type="app_home_opened", user=user)
        self.slack.deliver()

    def wish(self, **wish: Any) -> Json:
        """Somebody does something; it is noted where the bot did not answer as it should."""
        practice = self.slack.practice
        told = interact(practice.world, practice.interactions, Wish(**wish))
        if str(told.get("error", "")).startswith(OUR_FAULT):
            self.failed.append(f"{wish}: {told['error']}")
        return told

    def _press_all(self, user: str, variant: int, *, last: bool) -> bool:
        is_new = False
        for found, where in list(self._usable(user)):
            key = (user, _kind(found.action_id, where), found.action_id, str(variant))
            if key in self._done or (found.action_id in LAST) != last:
                continue
            self._done.add(key)
            self._use(user, found, variant, **where)
            self._go_through(user, variant)
            is_new = True
        return is_new

    def _use(self, user: str, found: Found, variant: int, **where: Any) -> None:
        value = _option(found, variant)
        self.wish(type="block_actions", user=user, action_id=found.action_id, value=value, **where)

    def _usable(self, user: str) -> Iterator[tuple[Found, Json]]:
        """What somebody can press: on messages, newest first, and on their Home."""
        world = self.slack.practice.world
        mine = direct(self.slack, user) if world.users[user].team == HARROW else ""
        for channel in list(world.channels.values()):
            if user not in channel.members or (channel.is_im and channel.id != mine):
                continue
            for message in reversed(list(channel.messages.values())):
                if message.bot_id and message.only_for in (None, user):
                    for found in elements(message.blocks):
                        yield found, {"channel": channel.id, "ts": message.ts}
        for (_, whose), view in list(world.homes.items()):
            if whose == user:
                for found in elements(world.views[view].given["blocks"]):
                    yield found, {"view_id": view}

    def _go_through(self, user: str, variant: int) -> None:
        """Use everything in the modal that opened, send it off, and close what stays."""
        world = self.slack.practice.world
        for _ in range(MOST_STEPS):
            if not world.stacks.get(user):
                return
            view = world.views[world.stacks[user][-1]]
            if self._press_inside(user, view.id, variant):
                continue
            if "submit" in view.given:
                self._submit(user, view.id, variant)
            if world.stacks.get(user) and world.stacks[user][-1] == view.id:
                self.wish(type="view_closed", user=user, view_id=view.id)
        if world.stacks.get(user):
            view_id = world.stacks[user][-1]
            self.wish(type="view_closed", user=user, view_id=view_id, whole_stack=True)

    def _press_inside(self, user: str, view: str, variant: int) -> bool:
        given = self.slack.practice.world.views[view].given
        for found in elements(given["blocks"]):
            key = (user, str(given["callback_id"]), found.action_id, str(variant))
            acts = not found.is_input or found.block.get("dispatch_action")
            if not acts or key in self._done or found.action_id in LAST:
                continue
            self._done.add(key)
            self._use(user, found, variant, view_id=view)
            return True
        return False

    def _submit(self, user: str, view: str, variant: int) -> None:
        """Send it off: every second time first empty and with rubbish, then filled in, and where
        that is too much, with what is needed alone."""
        given = self.slack.practice.world.views[view].given
        fields = [found for found in elements(given["blocks"]) if found.is_input]
        needed = [found for found in fields if not found.block.get("optional")]
        filled = [
            {one.action_id: self._value(one, variant) for one in chosen}
            for chosen in (fields, needed)
        ]
        key = (user, str(given["callback_id"]), "rubbish", str(variant))
        if variant % 2 and key not in self._done:
            self._done.add(key)
            filled = [{}, {one.action_id: self._rubbish(one) for one in fields}, *filled]
        for values in filled:
            told = {one: value for one, value in values.items() if value is not None}
            self.wish(type="view_submission", user=user, view_id=view, values=told)
            if view not in self.slack.practice.world.stacks.get(user, []):
                return

    def _value(self, found: Found, variant: int) -> Any:
        if found.type == "plain_text_input":
            if found.action_id == "word":  # What is typed to be sure.
                return "remove"
            most = min(int(found.element.get("max_length", ROOM)), ROOM)
            words = self.long(most) if variant else self.words[:most]
            return words if found.element.get("multiline") else words.replace("\n", " ")
        if found.type in (*ONE_OF, *SEVERAL):
            return _option(found, variant)
        if found.type == "datepicker":
            return (self.slack.clock() + timedelta(days=14)).date().isoformat()
        if found.type == "users_select":
            return AMINA
        return [AMINA] if found.type == "multi_users_select" else None

    def _rubbish(self, found: Found) -> Any:
        if found.type == "plain_text_input":
            return "\u200b"
        if found.type == "datepicker":
            return "1999-01-01"
        if found.type in SEVERAL:
            return None
        return self._value(found, -1)

    def _keep(self, method: str, arguments: Json, answer: Json) -> None:
        if method.startswith("views."):
            given = _json(arguments["view"])
            user = self.slack.practice.world.views[answer["view"]["id"]].user
            self._keep_view(user, given)
        elif method in ("chat.postMessage", "chat.update", "chat.postEphemeral"):
            user = str(arguments.get("user") or "")
            channel = self.slack.practice.world.channels.get(str(answer.get("channel")))
            if channel is not None and channel.is_im:
                bots = {one.bot_user for one in self.slack.practice.world.installs.values()}
                user = next(iter(channel.members - bots), "")
            self._keep_message(user, arguments)

    def _keep_view(self, user: str, view: Json) -> None:
        self.shown.append(Shown(user, "", list(view["blocks"]), view))

    def _keep_message(self, user: str, body: Json) -> None:
        if body.get("delete_original"):
            return
        blocks, metadata = _json(body.get("blocks") or []), _json(body.get("metadata"))
        self.shown.append(Shown(user, str(body.get("text") or ""), blocks, None, metadata))


def _names(payload: Json) -> Iterator[tuple[str, str]]:
    """What listens for this payload."""
    kind = payload.get("type")
    if kind == "block_actions":
        yield from (("action", one["action_id"]) for one in payload["actions"])
    elif kind == "view_submission":
        yield "view", payload["view"]["callback_id"]
    elif kind == "view_closed":
        yield "closed", payload["view"]["callback_id"]
    elif kind == "shortcut":
        yield "shortcut", payload["callback_id"]
    elif kind == "message_action":
        yield "message_shortcut", payload["callback_id"]
    elif "command" in payload:
        yield "command", payload["command"]


def _kind(action_id: str, where: Json) -> str:
    """In what it stands: on Home, or in one of the kinds of messages, told by its own name."""
    return "home" if "view_id" in where else f"{action_id.partition('.')[0]} message"


def _option(found: Found, variant: int) -> Any:
    options = [*found.element.get("options", [])]
    for group in found.element.get("option_groups", []):
        options += group["options"]
    if not options:
        return None
    value = options[variant % len(options)]["value"]
    return [value] if found.type in SEVERAL else value


def _json(given: Any) -> Any:
    return json.loads(given) if isinstance(given, str) else given
