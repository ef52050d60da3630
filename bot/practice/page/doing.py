"""What a person does on the page: each is one call of an action or an interaction."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import TypeAdapter, ValidationError

from bot.practice import actions
from bot.practice.acks import Ack
from bot.practice.attaching import Attached, attach, share
from bot.practice.inputs import NotPossible
from bot.practice.interactions import Interactions
from bot.practice.page.reading import Reading
from bot.practice.page.said import sentence
from bot.practice.page.state import room_for
from bot.practice.page.words import as_typed, with_mentions
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Channel, Json, User, World

DONE: Json = {"ok": True}
FILES = TypeAdapter(list[Attached])
NO_ANSWER = "The app did not answer within three seconds."


class Misunderstood(Exception):
    """The request itself makes no sense; says why."""


class Doings:
    """Everything behind `/as/{user}/do/{what}`."""

    def __init__(
        self, world: World, interactions: Interactions, reading: Reading, address: str
    ) -> None:
        self._world, self._interactions, self._reading = world, interactions, reading
        self._address = address
        self._by_name: dict[str, Callable[[User, Json], Json]] = {
            "message": self._message,
            "original": self._original,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "block_action": self._block_action,
            "suggestions": self._suggestions,
            "shortcut": self._shortcut,
            "message_action": self._message_action,
            "slash_command": self._slash_command,
            "submit_view": self._submit_view,
            "close_view": self._close_view,
            "type_into": self._type_into,
            "open_home": self._open_home,
            "open_messages": self._open_messages,
            "read": self._read,
            "join": self._join,
            "invite_app": self._invite_app,
        }

    def knows(self, what: str) -> bool:
        """Is there such a thing to do?"""
        return what in self._by_name

    def do(self, user: User, what: str, asked: Json) -> Json:
        """Do it; where Slack says no, `ok` is false and `error` a plain sentence."""
        try:
            return self._by_name[what](user, asked)
        except SlackRefusal as refusal:
            return {"ok": False, "error": sentence(refusal), "code": refusal.code}
        except NotPossible as reason:
            return {"ok": False, "error": str(reason)}

    def _message(self, user: User, asked: Json) -> Json:
        room = self._room(user, asked)
        files = attach(self._world, self._address, user.id, attached(asked))
        message = actions.post(
            self._world,
            room.id,
            user.id,
            with_mentions(self._world, user, words(asked, "text")),
            thread_ts=maybe(asked, "thread_ts"),
            files=files,
            reply_broadcast=asked.get("broadcast") is True,
        )
        share(self._world, room, message, files)
        self._reading.mark(user.id, room.id, message.ts)
        return DONE | {"ts": message.ts}

    def _original(self, user: User, asked: Json) -> Json:
        """The words of a message as they were typed, for somebody who wants to change them."""
        message = self._room(user, asked).messages.get(words(asked, "ts"))
        if message is None:
            raise SlackRefusal("message_not_found")
        return DONE | {"text": as_typed(self._world, message.text)}

    def _edit(self, user: User, asked: Json) -> Json:
        text = with_mentions(self._world, user, words(asked, "text"))
        room = self._room(user, asked)
        actions.edit(self._world, room.id, words(asked, "ts"), user.id, text=text)
        return DONE

    def _delete(self, user: User, asked: Json) -> Json:
        actions.delete(self._world, self._room(user, asked).id, words(asked, "ts"), user.id)
        return DONE

    def _react(self, user: User, asked: Json) -> Json:
        change = actions.unreact if asked.get("remove") is True else actions.react
        room = self._room(user, asked)
        change(self._world, room.id, words(asked, "ts"), user.id, words(asked, "name"))
        return DONE

    def _block_action(self, user: User, asked: Json) -> Json:
        view_id = maybe(asked, "view_id")
        if view_id and isinstance(asked.get("values"), dict):
            self._interactions.type_into(user.id, view_id, asked["values"])
        return answer(
            self._interactions.block_action(
                user.id,
                words(asked, "action_id"),
                value=asked.get("value"),
                block_id=maybe(asked, "block_id"),
                channel=maybe(asked, "channel"),
                ts=maybe(asked, "ts"),
                view_id=view_id,
            )
        )

    def _suggestions(self, user: User, asked: Json) -> Json:
        ack = self._interactions.suggestions(
            user.id,
            words(asked, "action_id"),
            words(asked, "value"),
            view_id=maybe(asked, "view_id"),
            channel=maybe(asked, "channel"),
            ts=maybe(asked, "ts"),
        )
        offered = {key: ack.body[key] for key in ("options", "option_groups") if key in ack.body}
        return answer(ack) | offered

    def _shortcut(self, user: User, asked: Json) -> Json:
        return answer(self._interactions.shortcut(user.id, words(asked, "callback_id")))

    def _message_action(self, user: User, asked: Json) -> Json:
        room, ts = self._room(user, asked), words(asked, "ts")
        callback_id = words(asked, "callback_id")
        return answer(self._interactions.message_action(user.id, room.id, ts, callback_id))

    def _slash_command(self, user: User, asked: Json) -> Json:
        room, command = self._room(user, asked), words(asked, "command")
        text = str(asked.get("text") or "")
        thread = maybe(asked, "thread_ts")
        return answer(self._interactions.slash_command(user.id, room.id, command, text, thread))

    def _submit_view(self, user: User, asked: Json) -> Json:
        values = asked.get("values")
        if not isinstance(values, dict):
            raise Misunderstood("`values` has to be an object.")
        return answer(self._interactions.submit_view(user.id, words(asked, "view_id"), values))

    def _close_view(self, user: User, asked: Json) -> Json:
        view_id, whole = words(asked, "view_id"), asked.get("whole_stack") is True
        ack = self._interactions.close_view(user.id, view_id, whole_stack=whole)
        still_there = view_id in self._world.stacks.get(user.id, [])
        return answer(ack) if ack and still_there else DONE

    def _type_into(self, user: User, asked: Json) -> Json:
        values = asked.get("values")
        if not isinstance(values, dict):
            raise Misunderstood("`values` has to be an object.")
        self._interactions.type_into(user.id, words(asked, "view_id"), values)
        return DONE

    def _open_home(self, user: User, _asked: Json) -> Json:
        actions.open_home(self._world, user.id)
        return DONE

    def _open_messages(self, user: User, _asked: Json) -> Json:
        """The direct messages with the app, made if this person has none yet."""
        actions.open_messages(self._world, user.id)
        return DONE | {"channel": actions.direct_messages(self._world, user.team, user.id).id}

    def _read(self, user: User, asked: Json) -> Json:
        room = self._room(user, asked)
        return DONE | {"news": self._reading.mark(user.id, room.id, words(asked, "ts"))}

    def _join(self, user: User, asked: Json) -> Json:
        actions.join(self._world, words(asked, "channel"), user.id)
        return DONE

    def _invite_app(self, user: User, asked: Json) -> Json:
        room, install = self._room(user, asked), self._world.installs.get(user.team)
        if install is None:
            return {"ok": False, "error": "Your workspace has not installed the app."}
        actions.join(self._world, room.id, install.bot_user, inviter=user.id)
        return DONE

    def _room(self, user: User, asked: Json) -> Channel:
        """The channel that is meant; nobody reaches into one that they are not in."""
        with self._world.lock:
            room = room_for(self._world, user, words(asked, "channel"))
        if room is None:
            raise SlackRefusal("channel_not_found")
        return room


def answer(ack: Ack) -> Json:
    """What the page needs to know of the app's answer."""
    if ack.errors:
        return {"ok": False, "error": "", "errors": ack.errors}
    return DONE if ack.ok else {"ok": False, "error": ack.problem or NO_ANSWER}


def words(asked: Json, key: str) -> str:
    """A piece of text that has to be there."""
    found = asked.get(key)
    if not isinstance(found, str):
        raise Misunderstood(f"`{key}` has to be text.")
    return found


def attached(asked: Json) -> list[Attached]:
    """The files that go with a message."""
    try:
        return FILES.validate_python(asked.get("files", []))
    except ValidationError:
        raise Misunderstood("`files` has to be a list of files.") from None


def maybe(asked: Json, key: str) -> str | None:
    """A piece of text that may be there."""
    return words(asked, key) if asked.get(key) is not None else None
