"""Introduction: what the bot says in a channel: that it can be set up, or what it is there for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from bot.channels import LinkedChannel
from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import setup as view
from service.domain.base import Event, natural_id
from service.domain.person import Person
from service.domain.place import Place
from service.domain.vocabulary import PlaceRole

KIND = "introduction"
FOLLOWS: tuple[type[Event], ...] = (Place.RoleGiven, Place.RoleEnded, Person.Erased)


def about(team: str, channel: str) -> UUID:
    """What a channel's introduction is about: the channel."""
    return natural_id("slack-channel", team, channel)


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """Where it was said who reads, that is brought up to date."""
    id = event.originator_id
    places = bot.identity.places_of(id) if isinstance(event, Person.Erased) else [id]
    for place in places:
        for linked in [*bot.channels.for_place(place), *bot.channels.for_place(place, "triage")]:
            this = about(linked.team_id, linked.channel_id)
            if bot.posts.about(KIND, this):
                address = Address(linked.team_id, linked.channel_id)
                yield Want(KIND, this, linked.place_id, address)


def content(bot: Bot, post: Post) -> Message | None:
    """How to set it up, where the channel is for nothing yet; else what it is for."""
    linked = bot.channels.of(post.address.team, post.address.channel)
    if linked is None:
        is_a_funders = bot.channels.of_funder(post.address.team, post.address.channel) is not None
        return Message(*(view.for_funder() if is_a_funders else view.not_set_up()))
    place = bot.identity.name_of(linked.place_id)
    if linked.purpose == "triage":
        return Message(*view.for_reading(place))
    return Message(*view.introduction(view.Introduced(place, _readers(bot, linked))))


def _readers(bot: Bot, linked: LinkedChannel) -> list[str]:
    """The learning partners, as they go by in this workspace."""
    return sorted(
        user
        for person, roles in bot.system.places.remembered_roles(linked.place_id).items()
        if PlaceRole.LEARNING_PARTNER in roles
        for team, user in bot.identity.slack_of(person)
        if team == linked.team_id
    )
