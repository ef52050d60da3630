"""Controls: what a tester has people, Slack and the clock do, in process or by a POST of JSON."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, validate_call

from bot.practice import actions, interacting, snapshots
from bot.practice.attaching import Attached, attach, share
from bot.practice.deliveries import Deliveries
from bot.practice.faults import Faults
from bot.practice.inputs import NotPossible, NotSaid
from bot.practice.interactions import Interactions
from bot.practice.journal import Journal
from bot.practice.refusals import SlackRefusal
from bot.practice.sockets import Sockets
from bot.practice.world import Install, Json, World

LONGEST_WAIT = 30.0
LONGEST_DELAY = 3_600
MOST_TIMES = 1_000_000
FARTHEST = 100 * 365 * 86_400.0
"""Seconds that the clock goes ahead at once: a hundred years."""


class Controls:
    """What can be done from outside. In process, what cannot be done raises NotPossible or
    SlackRefusal; over HTTP it is `ok` false and a plain sentence."""

    def __init__(
        self,
        address: str,
        world: World,
        faults: Faults,
        journal: Journal,
        sockets: Sockets,
        deliveries: Deliveries,
        interactions: Interactions,
    ) -> None:
        self.address = address
        self.world, self.faults, self.journal = world, faults, journal
        self.sockets, self.deliveries, self.interactions = sockets, deliveries, interactions

    def message(
        self,
        user: str,
        channel: str,
        text: str = "",
        thread_ts: str | None = None,
        files: Sequence[Attached] = (),
        subtype: Literal["me_message", "file_share", "thread_broadcast"] | None = None,
    ) -> Json:
        """Somebody posts a message, perhaps with files; `channel` may be `im`."""
        place = interacting.place(self.world, user, channel)
        attached = attach(self.world, self.address, user, files)
        posted = actions.post(
            self.world,
            place,
            user,
            text,
            thread_ts=thread_ts,
            files=attached,
            reply_broadcast=subtype == "thread_broadcast",
            is_me=subtype == "me_message",
        )
        share(self.world, self.world.channels[posted.channel], posted, attached)
        return {"ok": True, "channel": posted.channel, "ts": posted.ts}

    def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        """Somebody changes their own message."""
        place = interacting.place(self.world, user, channel)
        actions.edit(self.world, place, ts, user, text=text)
        return {"ok": True, "channel": place, "ts": ts}

    def delete(self, user: str, channel: str, ts: str) -> Json:
        """Somebody takes their own message back."""
        place = interacting.place(self.world, user, channel)
        actions.delete(self.world, place, ts, user)
        return {"ok": True, "channel": place, "ts": ts}

    def react(self, **wish: Any) -> Json:
        """Somebody adds an emoji, or takes theirs away (see `Reaction`)."""
        wanted = interacting.Reaction(**wish)
        change = actions.unreact if wanted.is_taken_away else actions.react
        place = interacting.place(self.world, wanted.user, wanted.channel)
        change(self.world, place, wanted.ts, wanted.user, wanted.name.strip(":"))
        return {"ok": True, "channel": place, "ts": wanted.ts}

    def interact(self, **wish: Any) -> Json:
        """Somebody uses the app (see `Wish`); `response` is what it acknowledged with."""
        return interacting.interact(self.world, self.interactions, interacting.Wish(**wish))

    def fail(
        self,
        method: str,
        error: str = "",
        retry_after: Annotated[int, Field(ge=0, le=LONGEST_DELAY)] | None = None,
        times: Annotated[int, Field(ge=1, le=MOST_TIMES)] = 1,
        status: Annotated[int, Field(ge=200, le=599)] | None = None,
        delay: Annotated[float, Field(ge=0, le=LONGEST_DELAY)] = 0,
    ) -> Json:
        """Let the next calls of a method go wrong, or the next `events` or `interactions`."""
        self.faults.add(method, error, retry_after, times, status, delay)
        return {"ok": True}

    def disconnect(self, reason: str = "refresh_requested") -> Json:
        """Slack ends the Socket Mode connections, as it does every few hours."""
        return {"ok": True, "connections": self.sockets.disconnect(reason)}

    def events_url(self, url: str | None = None) -> Json:
        """Deliver by HTTP to an address from now on, once it has proved itself; null: sockets."""
        if url is not None and (problem := self.deliveries.verify(url)):
            raise NotPossible(problem)
        self.deliveries.use(url)
        return {"ok": True, "url": url}

    def clock(self, advance: Annotated[float, Field(le=FARTHEST)] = 0) -> Json:
        """Move the clock ahead by so many seconds."""
        if advance < 0:
            raise NotPossible("The clock only goes ahead.")
        self.world.advance(advance)
        return {"ok": True, "now": self.world.now()}

    def member(
        self, user: str, channel: str, action: Literal["join", "leave", "invite_bot"]
    ) -> Json:
        """Somebody comes, goes, or brings the bot in."""
        place = interacting.place(self.world, user, channel)
        if action == "join":
            actions.join(self.world, place, user)
        elif action == "leave":
            actions.leave(self.world, place, user)
        else:
            bot = self._install(self.world.channels[place].team).bot_user
            actions.join(self.world, place, bot, inviter=user)
        return {"ok": True, "channel": place}

    def user(self, user: str, **changes: Any) -> Json:
        """Somebody's profile changes (see `Profile`)."""
        told = interacting.Profile(**changes).model_dump(exclude_unset=True)
        actions.change_user(self.world, user, **told)
        return {"ok": True}

    def channel(
        self,
        channel: str,
        action: Literal["archive", "unarchive", "rename", "share", "unshare"],
        user: str | None = None,
        name: str = "",
        team: str = "",
    ) -> Json:
        """A channel is archived, renamed, or shared with another workspace."""
        place = interacting.place(self.world, user or "", channel)
        people = self.world.channels[place].members
        who = user or min((one for one in people if not self.world.users[one].is_bot), default="")
        if action == "archive":
            actions.archive(self.world, place, who)
        elif action == "unarchive":
            actions.unarchive(self.world, place, who)
        elif action == "rename":
            actions.rename(self.world, place, name)
        elif action == "share":
            actions.share(self.world, place, team)
        else:
            actions.unshare(self.world, place, team)
        return {"ok": True, "channel": place}

    def uninstall(self, team: str) -> Json:
        """The app is removed from a workspace."""
        self._install(team)
        actions.uninstall(self.world, team)
        return {"ok": True}

    def authorize(self, team: str, user: str) -> Json:
        """Somebody allows the app in their workspace: the code that it exchanges."""
        if team not in self.world.teams or user not in self.world.users:
            raise NotPossible("There is no such workspace, or nobody of this id.")
        return {"ok": True, "code": self.world.grants.new_code(team, user)}

    def entries(self, after: int = 0) -> Json:
        """What the app asked and was sent, after a number."""
        return {"ok": True, "entries": self.journal.entries(after)}

    def snapshot(self) -> Json:
        """All that is in the world now, but for tokens."""
        return {"ok": True, **snapshots.snapshot(self.world)}

    def stop(self) -> None:
        """Stop sending, and let go of every connection."""
        self.sockets.close()
        self.deliveries.stop()

    def settle(self, timeout: float = 10.0) -> Json:
        """Wait until nothing is on its way to the app; retries that are due later do not count."""
        until = time.monotonic() + min(timeout, LONGEST_WAIT)
        with self.world.changed:
            while not self.deliveries.idle():
                left = until - time.monotonic()
                if left <= 0:
                    raise NotPossible("Something is still on its way to the app.")
                self.world.changed.wait(min(left, 0.2))
        return {"ok": True}

    def _install(self, team: str) -> Install:
        if team not in self.world.installs:
            raise NotPossible(f"The app is not installed in {team}.")
        return self.world.installs[team]


NAMES = {
    "message": "message",
    "edit": "edit",
    "delete": "delete",
    "react": "react",
    "interact": "interact",
    "fail": "fail",
    "disconnect": "disconnect",
    "events_url": "events_url",
    "clock": "clock",
    "member": "member",
    "user": "user",
    "channel": "channel",
    "uninstall": "uninstall",
    "authorize": "authorize",
    "journal": "entries",
    "snapshot": "snapshot",
    "settle": "settle",
}
"""The controls that are addresses, and what each of them calls."""


def control(controls: Controls, name: str, body: object) -> tuple[int, Json]:
    """Do what was posted to a control: the HTTP status and the JSON that it answers."""
    if name not in NAMES:
        return 404, {"ok": False, "error": f"There is no control {name}."}
    if not isinstance(body, dict):
        return 400, {"ok": False, "error": "Post a JSON object."}
    chosen: Callable[..., Json] = validate_call(getattr(controls, NAMES[name]))
    try:
        return 200, chosen(**body)
    except ValidationError as error:
        return 400, {"ok": False, "error": _in_words(name, error)}
    except NotSaid as reason:
        return 400, {"ok": False, "error": str(reason)}
    except NotPossible as reason:
        return 200, {"ok": False, "error": str(reason)}
    except SlackRefusal as refusal:
        return 200, {"ok": False, "error": f"Slack says no: {refusal.code}.", "code": refusal.code}


def _in_words(name: str, error: ValidationError) -> str:
    told = [f"{'.'.join(map(str, one['loc']))}: {one['msg'].lower()}" for one in error.errors()]
    return f"The control {name} cannot take this ({'; '.join(told)})."
