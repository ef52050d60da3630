"""Reading: a channel where learning partners read ends as soon as somebody else could read too."""

from __future__ import annotations

import logging
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.channels import LinkedChannel
from bot.context import Bot
from bot.payloads import Who
from bot.posts import Address, Want
from bot.telling import reading_ended, triage
from bot.telling import setup as tell_setup
from service.domain.base import natural_id
from service.domain.vocabulary import PlaceRole

PAGE = 200

logger = logging.getLogger("doubleloop.bot")


def reads_for(bot: Bot, who: Who, linked: LinkedChannel) -> bool:
    """True for a learning partner of the channel's place."""
    person = bot.identity.known(who)
    roles = bot.system.places.remembered_roles(linked.place_id)
    return person is not None and PlaceRole.LEARNING_PARTNER in roles.get(person, ())


def end(bot: Bot, linked: LinkedChannel) -> None:
    """Nothing comes up there any more, what stands there goes, and the coordinators hear of it."""
    team, channel, now = linked.team_id, linked.channel_id, bot.clock()
    bot.channels.unlink(team, channel)
    for post in bot.posts.in_place(triage.KIND, linked.place_id):
        if (post.address.team, post.address.channel) == (team, channel):
            bot.posts.refresh(triage.KIND, post.about, now)
    bot.posts.refresh(tell_setup.KIND, tell_setup.about(team, channel), now)
    about = natural_id("reading-ended", team, channel, now.isoformat())
    told = [
        Want(reading_ended.KIND, about, linked.place_id, Address(at, user=user), person)
        for person, roles in bot.system.places.remembered_roles(linked.place_id).items()
        if PlaceRole.COORDINATOR in roles
        for at, user in bot.identity.reached_for(person, linked.place_id)
    ]
    bot.posts.want(told, 0, now)


def look_who_is_there(bot: Bot, client: WebClient, linked: LinkedChannel) -> None:
    """End one in which somebody is whom no event told of, as where a role has ended."""
    if _is_open_to_others(bot, client, linked):
        end(bot, linked)


def _is_open_to_others(bot: Bot, client: WebClient, linked: LinkedChannel) -> bool:
    """As far as Slack says so just now."""
    team, channel = linked.team_id, linked.channel_id
    try:
        told = client.conversations_info(channel=channel).get("channel") or {}
        if not told.get("is_private") or told.get("is_ext_shared"):
            return True
        return strangers_to_reading(bot, client, team, channel, linked.place_id) > 0
    except SlackApiError as error:
        logger.warning("Slack did not say who is in a channel (%s).", error.response.get("error"))
        return False


def strangers_to_reading(bot: Bot, client: WebClient, team: str, channel: str, place: UUID) -> int:
    """How many in a channel do not read for this place."""
    readers = {
        user
        for person, roles in bot.system.places.remembered_roles(place).items()
        if PlaceRole.LEARNING_PARTNER in roles
        for at, user in bot.identity.slack_of(person)
        if at == team
    }
    return len(_members(client, channel) - readers - {str(client.auth_test()["user_id"])})


def _members(client: WebClient, channel: str) -> set[str]:
    found: set[str] = set()
    cursor = ""
    while True:
        answer = client.conversations_members(channel=channel, cursor=cursor or None, limit=PAGE)
        found |= set(answer.get("members") or ())
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found
