"""Linking: what a channel is for, a place or a funder, checked with Slack before it is so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.channels import Purpose
from bot.context import Bot
from bot.listeners.others import ask_about_others
from bot.listeners.setup import introduce
from bot.reading import strangers_to_reading
from bot.sending import NoWorkspace
from bot.telling import funder_digest
from bot.telling import setup as tell_setup
from bot.telling import shared as tell_shared
from bot.telling.funder_digest import is_the_funders
from bot.words import say
from bot.workspaces import Workspaces
from service.domain.errors import NotFound, Refused

Json = dict[str, Any]

FOR_FUNDERS = frozenset({tell_setup.KIND, funder_digest.DIGEST.KIND, funder_digest.TAKEN_BACK.KIND})
"""All that we ever say in a channel that is for a funder."""


def link(
    bot: Bot, workspaces: Workspaces, team: str, channel: str, place: UUID, purpose: Purpose
) -> None:
    """Let a channel be for a place, and have the bot say so there. Refused where it cannot be."""
    client = client_of(workspaces, team)
    told = _looked_up(client, channel)
    if is_the_funders(bot, team, channel):
        raise Refused(say("linking.is_the_funders"))
    linked = bot.channels.of(team, channel)
    if linked is not None and (linked.place_id, linked.purpose) != (place, purpose):
        raise Refused(say("linking.linked", place=bot.identity.name_of(linked.place_id)))
    if purpose == "triage":
        _check_for_reading(bot, client, team, channel, place, told)
    bot.channels.link(team, channel, place, purpose, bot.clock())
    introduce(bot, team, channel)
    if told.get("is_ext_shared"):
        ask_about_others(bot, team, channel)


def link_funder(bot: Bot, workspaces: Workspaces, team: str, channel: str) -> bool:
    """Let a channel be for the programme's funder; True where other organisations are in it, and
    so nothing is told there until somebody says that they may read along."""
    told = _looked_up(client_of(workspaces, team), channel)
    for one in {team, *bot.channels.teams_of(channel)}:  # A shared channel is the same in each.
        linked = bot.channels.of(one, channel)
        if linked is not None:
            raise Refused(say("linking.linked", place=bot.identity.name_of(linked.place_id)))
        if bot.posts.kinds_in(one, channel) - FOR_FUNDERS:
            raise Refused(say("linking.was_a_places"))
    bot.channels.link_funder(team, channel, bot.system.places.programme_id, bot.clock())
    is_shared = bool(told.get("is_ext_shared"))
    bot.channels.note_shared(team, channel, is_shared=is_shared)
    introduce(bot, team, channel)
    known = bot.channels.of_funder(team, channel)
    return known is not None and not known.is_open


def unlink(bot: Bot, team: str, channel: str) -> None:
    """Let a channel be for nothing any more."""
    _linked(bot, team, channel)
    bot.channels.unlink(team, channel)
    bot.posts.refresh(tell_setup.KIND, tell_setup.about(team, channel), bot.clock())


def welcome_others(bot: Bot, team: str, channel: str, *, welcome: bool) -> None:
    """Let people of other organisations take part in a channel, or not."""
    _linked(bot, team, channel)
    bot.channels.welcome_others(team, channel, welcome=welcome)
    bot.posts.refresh(tell_shared.KIND, tell_setup.about(team, channel), bot.clock())


def client_of(workspaces: Workspaces, team: str) -> WebClient:
    """The client for a workspace, or a sentence that it is not there."""
    try:
        return workspaces.client(team)
    except NoWorkspace:
        raise NotFound(say("linking.no_workspace", team=team)) from None


def _check_for_reading(
    bot: Bot, client: WebClient, team: str, channel: str, place: UUID, told: Json
) -> None:
    """What is only for a learning partner comes up there, so nobody else may be in it."""
    if not told.get("is_private") or told.get("is_ext_shared"):
        raise Refused(say("linking.not_private"))
    if strangers := strangers_to_reading(bot, client, team, channel, place):
        raise Refused(say("linking.not_only_readers", count=strangers))


def _looked_up(client: WebClient, channel: str) -> Json:
    try:
        found: Json = client.conversations_info(channel=channel).get("channel") or {}
    except SlackApiError as error:
        code = error.response.get("error")
        if code == "channel_not_found":
            raise Refused(say("linking.invite_first")) from None
        raise Refused(say("linking.slack_said_no", code=code)) from None
    if not found.get("is_member"):
        raise Refused(say("linking.invite_first"))
    return found


def _linked(bot: Bot, team: str, channel: str) -> None:
    for_funder = bot.channels.of_funder(team, channel)
    if bot.channels.of(team, channel) is None and for_funder is None:
        raise NotFound(say("linking.not_linked"))
