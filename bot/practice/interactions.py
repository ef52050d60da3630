"""Interactions: a click or typed words become a payload, and the app's answer is followed."""

from __future__ import annotations

from typing import Any

from bot.practice import actions, payloads, showing
from bot.practice.acks import OK_STATUS, Ack, ack, cannot, command_ack
from bot.practice.answers import complaints
from bot.practice.deliveries import Deliveries
from bot.practice.following import follow
from bot.practice.inputs import (
    HOLDS,
    Found,
    NotPossible,
    action,
    arranged,
    elements,
    find,
    held,
    state,
)
from bot.practice.refusals import SlackRefusal
from bot.practice.response_urls import ResponseUrls
from bot.practice.showing import Shown
from bot.practice.world import Channel, Install, Json, User, World

__all__ = ["Ack", "Interactions"]


class Interactions:
    """Everything a person can do with the app beside writing messages."""

    def __init__(self, world: World, deliveries: Deliveries, urls: ResponseUrls) -> None:
        self._world, self._deliveries, self._urls = world, deliveries, urls
        self._typed: dict[tuple[str, str], Json] = {}
        """What people chose in messages, by message and person."""
        self._offered: dict[tuple[str, str, str], list[Json]] = {}
        """What external selects offered last, by place, person and action."""

    def shortcut(self, user: str, callback_id: str) -> Ack:
        """A global shortcut."""
        try:
            with self._world.lock:
                who = showing.person(self._world, user)
                showing.know_shortcut(self._world, "global", callback_id)
                install = showing.own_install(self._world, who)
                payload = self._payload(
                    "shortcut", who, install, callback_id=callback_id, action_ts=self._ts()
                )
        except NotPossible as reason:
            return cannot(reason)
        return ack(self._deliveries.send_interaction(payload))

    def message_action(self, user: str, channel: str, ts: str, callback_id: str) -> Ack:
        """A shortcut on a message."""
        try:
            with self._world.lock:
                who = showing.person(self._world, user)
                showing.know_shortcut(self._world, "message", callback_id)
                install = showing.own_install(self._world, who)
                place, message = showing.message_of(self._world, who, channel, ts)
                shown = Shown(install, message.blocks, channel=place, message=message)
                payload = self._payload(
                    "message_action",
                    who,
                    install,
                    callback_id=callback_id,
                    action_ts=self._ts(),
                    channel=payloads.channel_part(place),
                    message_ts=ts,
                    message=showing.message_parts(self._world, shown, {}).get("message"),
                    response_url=self._urls.new(install, place, user, ts),
                )
        except NotPossible as reason:
            return cannot(reason)
        return ack(self._deliveries.send_interaction(payload))

    def slash_command(
        self, user: str, channel: str, command: str, text: str, thread_ts: str | None = None
    ) -> Ack:
        """A slash command. People from other workspaces and single-channel guests are refused by
        Slack itself (`ok` false, `problem`), and so are threads."""
        try:
            with self._world.lock:
                who = showing.person(self._world, user)
                place = showing.channel_of(self._world, who, channel)
                install = showing.know_command(self._world, who, command, thread_ts)
                fields = payloads.command(
                    self._world,
                    who,
                    place,
                    command,
                    text,
                    response_url=self._urls.new(install, place, user),
                    trigger_id=self._world.triggers.new(install.team, user),
                )
        except NotPossible as reason:
            return cannot(reason)
        answer = self._deliveries.send_interaction(fields, command=True)
        said = command_ack(answer, command)
        return self._show(install, place, user, said) if said.ok else said

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
        try:
            with self._world.lock:
                who = showing.person(self._world, user)
                shown = self._shown(who, channel, ts, view_id)
                found = find(shown.blocks, action_id, block_id)
                offered = self._offered.get((shown.place, user, action_id), [])
                done = action(found, value, self._ts(), offered)
                if found.type in HOLDS:
                    self._keep(shown, user, [(found, value)])
                if found.is_input and not found.block.get("dispatch_action"):
                    return Ack(True, None, {})
                payload = self._block_payload("block_actions", who, shown) | {"actions": [done]}
        except NotPossible as reason:
            return cannot(reason)
        return ack(self._deliveries.send_interaction(payload))

    def type_into(self, user: str, view_id: str, values: Json) -> None:
        """Keep what somebody has typed into a view so far, without telling the app.

        NotPossible where that view is not before them, or has no such input.
        """
        with self._world.lock:
            who = showing.person(self._world, user)
            shown = showing.shown_view(self._world, who, view_id)
            self._keep(shown, user, arranged(shown.blocks, values))

    def submit_view(self, user: str, view_id: str, values: Json) -> Ack:
        """Submit a modal, and follow the answer: errors, update, push, clear, or close."""
        try:
            with self._world.lock:
                self.type_into(user, view_id, values)
                who = self._world.users[user]
                shown = showing.shown_view(self._world, who, view_id)
                if shown.view is None or shown.view.given.get("type") != "modal":
                    raise NotPossible("Only a modal can be submitted.")
                filled = state(shown.blocks, self._kept(shown, user))
                if wrong := complaints(shown.blocks, filled):
                    problem = "Some answers are missing or do not fit."
                    return Ack(False, None, {}, problem, wrong)
                payload = self._payload(
                    "view_submission",
                    who,
                    shown.install,
                    view=showing.view_part(self._world, shown, filled),
                    response_urls=self._response_urls(shown, user, filled),
                )
        except NotPossible as reason:
            return cannot(reason)
        answer = self._deliveries.send_interaction(payload)
        if answer.status != OK_STATUS:
            return ack(answer)
        followed = follow(self._world, shown, answer)
        well = not followed.problem
        if not well:
            self._deliveries.trouble("view_submission", followed.problem)
        return Ack(well, answer.status, answer.body, followed.problem, followed.errors)

    def close_view(self, user: str, view_id: str, *, whole_stack: bool = False) -> Ack | None:
        """Close a modal; the app hears of it where the view asks for `notify_on_close`."""
        try:
            with self._world.lock:
                who = showing.person(self._world, user)
                shown = showing.shown_view(self._world, who, view_id)
                if shown.view is None or shown.view.given.get("type") != "modal":
                    raise NotPossible("Only a modal can be closed.")
                cleared = whole_stack or bool(shown.view.given.get("clear_on_close"))
                closed = actions.pop_modal(self._world, view_id, whole_stack=cleared)
                told = [
                    payloads.interaction(
                        self._world,
                        "view_closed",
                        who,
                        None,
                        view=showing.view_part(
                            self._world, showing.shown_as(view, shown.install), {}
                        ),
                        is_cleared=cleared,
                    )
                    for view in closed
                    if view.given.get("notify_on_close")
                ]
        except NotPossible as reason:
            return cannot(reason)
        acks = [ack(self._deliveries.send_interaction(payload)) for payload in told]
        return acks[0] if acks else None

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
        try:
            with self._world.lock:
                who = showing.person(self._world, user)
                shown = self._shown(who, channel, ts, view_id)
                found = find(shown.blocks, action_id)
                payload = self._block_payload("block_suggestion", who, shown)
                del payload["trigger_id"]
                payload |= {"action_id": action_id, "block_id": found.block_id, "value": value}
        except NotPossible as reason:
            return cannot(reason)
        answer = self._deliveries.send_interaction(payload)
        options = list(answer.body.get("options") or [])
        for group in answer.body.get("option_groups") or []:
            options += group.get("options", [])
        self._offered[shown.place, user, action_id] = options
        return ack(answer)

    def _shown(self, who: User, channel: str | None, ts: str | None, view_id: str | None) -> Shown:
        if view_id is not None:
            return showing.shown_view(self._world, who, view_id)
        if channel is None or ts is None:
            raise NotPossible("Say on what: a view, or a channel and the ts of a message.")
        return showing.shown_message(self._world, who, channel, ts)

    def _kept(self, shown: Shown, user: str) -> Json:
        if shown.view is not None:
            return shown.view.state
        return self._typed.setdefault((shown.place, user), {})

    def _keep(self, shown: Shown, user: str, given: list[tuple[Found, Any]]) -> None:
        kept = self._kept(shown, user)
        for found, value in given:
            offered = self._offered.get((shown.place, user, found.action_id), [])
            kept.setdefault(found.block_id, {})[found.action_id] = held(found, value, offered)
        self._world.touch()

    def _payload(self, kind: str, who: User, install: Install, **more: Any) -> Json:
        trigger_id = self._world.triggers.new(install.team, who.id)
        return payloads.interaction(self._world, kind, who, trigger_id, **more)

    def _block_payload(self, kind: str, who: User, shown: Shown) -> Json:
        values = state(shown.blocks, self._kept(shown, who.id))
        if shown.view is not None:
            view = showing.view_part(self._world, shown, values)
            container = {"type": "view", "view_id": shown.view.id}
            return self._payload(kind, who, shown.install, container=container, view=view)
        assert shown.channel is not None
        assert shown.message is not None
        parts = showing.message_parts(self._world, shown, values)
        parts["channel"] = payloads.channel_part(shown.channel)
        if kind == "block_actions":
            parts["response_url"] = self._urls.new(
                shown.install, shown.channel, who.id, shown.message.ts
            )
        return self._payload(kind, who, shown.install, **parts)

    def _response_urls(self, shown: Shown, user: str, filled: Json) -> list[Json]:
        """A view may ask for an address in the conversation that somebody chose in it."""
        urls = []
        for found in elements(shown.blocks):
            if found.element.get("response_url_enabled") and found.type in HOLDS:
                chosen = filled[found.block_id][found.action_id][HOLDS[found.type]]
                if place := self._world.channels.get(chosen or ""):
                    url = self._urls.new(shown.install, place, user)
                    urls.append(
                        {
                            "block_id": found.block_id,
                            "action_id": found.action_id,
                            "channel_id": place.id,
                            "response_url": url,
                        }
                    )
        return urls

    def _show(self, install: Install, place: Channel, user: str, said: Ack) -> Ack:
        """Show what a command was answered with at once."""
        if said.body.get("text") or said.body.get("blocks"):
            try:
                self._urls.say(install, place, user, said.body)
            except SlackRefusal as refusal:
                problem = f"What the app answered cannot be shown ({refusal.code})."
                self._deliveries.trouble("slash_commands", problem)
                return Ack(False, said.status, said.body, problem)
        return said

    def _ts(self) -> str:
        return self._world.next_ts()
