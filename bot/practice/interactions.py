"""Interactions: what somebody clicks or types becomes a payload, and the app's answer is followed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.practice.deliveries import Deliveries
from bot.practice.world import Json, World


@dataclass(frozen=True)
class Ack:
    """What the app answered within its three seconds."""

    ok: bool
    """False where it did not answer in time, or not with 200: then Slack shows an error."""
    status: int | None
    body: Json
    """The answer's JSON ({} where there was none): `response_action`, `options`, `text`..."""
    problem: str = ""
    """What Slack would show to the person where `ok` is false, or where the answer is invalid."""
    errors: Json | None = None
    """A submitted view's field errors, by block_id."""


class Interactions:
    """Everything a person can do with the app beside writing messages."""

    def __init__(self, world: World, deliveries: Deliveries) -> None:
        self._world, self._deliveries = world, deliveries

    def shortcut(self, user: str, callback_id: str) -> Ack:
        """A global shortcut."""
        raise NotImplementedError

    def message_action(self, user: str, channel: str, ts: str, callback_id: str) -> Ack:
        """A shortcut on a message."""
        raise NotImplementedError

    def slash_command(self, user: str, channel: str, command: str, text: str) -> Ack:
        """A slash command. People from other workspaces and single-channel guests are refused by
        Slack itself (`ok` false, `problem`), and so are threads."""
        raise NotImplementedError

    def block_action(
        self,
        user: str,
        action_id: str,
        *,
        value: object = None,
        block_id: str | None = None,
        channel: str | None = None,
        ts: str | None = None,
        view_id: str | None = None,
    ) -> Ack:
        """Use a button, select, overflow, date picker, checkboxes... on a message (channel and
        ts), a modal or the Home (view_id). The element is found by action_id in what is shown, so
        the payload carries its true type and block; `value` is the option's value, the date, a
        list of them, or nothing for a button."""
        raise NotImplementedError

    def type_into(self, user: str, view_id: str, values: Json) -> None:
        """Keep what somebody has typed into a view so far, without telling the app."""
        raise NotImplementedError

    def submit_view(self, user: str, view_id: str, values: Json) -> Ack:
        """Submit a modal, and follow the answer: errors, update, push, clear, or close."""
        raise NotImplementedError

    def close_view(self, user: str, view_id: str, *, whole_stack: bool = False) -> Ack | None:
        """Close a modal; the app hears of it where the view asks for `notify_on_close`."""
        raise NotImplementedError

    def suggestions(
        self,
        user: str,
        action_id: str,
        value: str,
        *,
        view_id: str | None = None,
        channel: str | None = None,
        ts: str | None = None,
    ) -> Ack:
        """What an external select offers for what was typed."""
        raise NotImplementedError
