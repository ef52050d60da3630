"""Shared: a coordinator is asked whether people of other organisations take part in a channel."""

from __future__ import annotations

from collections.abc import Iterable

from bot.context import Bot
from bot.posts import Post, Want
from bot.telling import Message
from bot.telling.setup import about
from bot.views import setup as view
from service.domain.base import Event
from service.domain.vocabulary import PlaceRole

KIND = "shared"
FOLLOWS: tuple[type[Event], ...] = ()


def wants(bot: Bot, event: Event) -> Iterable[Want]:  # noqa: ARG001
    """None: what leads to it happens in Slack, outside the log."""
    return ()


def content(bot: Bot, post: Post) -> Message | None:
    """The question and its answer as it is now; nothing for who coordinates there no longer, or
    where the channel is not shared any more."""
    team = post.address.team
    here = (one for one in bot.channels.in_team(team) if about(team, one.channel_id) == post.about)
    linked = next(here, None)
    if linked is None or not linked.is_shared or post.person_id is None:
        return None
    roles = bot.system.places.remembered_roles(linked.place_id).get(post.person_id, frozenset())
    if PlaceRole.COORDINATOR not in roles:
        return None
    asked = view.Others(
        channel=linked.channel_id,
        place_name=bot.identity.name_of(linked.place_id),
        are_welcome=linked.welcomes_others,
    )
    return Message(*view.others(asked))
