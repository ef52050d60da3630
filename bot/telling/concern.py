"""Concerns: those who look after safety are told that there is one; no message has its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import concern as view
from service.domain.base import Event
from service.domain.errors import NotAllowed, NotFound
from service.domain.place import Place

KIND = "concern"
FOLLOWS: tuple[type[Event], ...] = (Place.CareConcernRouted, Place.RoleEnded)


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """Everybody to whom it went, in their own direct messages, for as long as it is theirs."""
    if isinstance(event, Place.CareConcernRouted):
        yield from readers(bot, event.route, event.originator_id)
    elif isinstance(event, Place.RoleEnded):
        for post in bot.posts.in_place(KIND, event.originator_id):
            yield Want(KIND, post.about, post.place_id, post.address, post.person_id)


def readers(bot: Bot, case: UUID, place: UUID) -> list[Want]:
    """A message to each of those who may read it, in every workspace where they can be reached:
    nobody knows in which one they look first."""
    return [
        Want(KIND, case, place, Address(team, user=user), person)
        for person in bot.system.care.routed_to(case)
        for team, user in bot.identity.direct_to(person)
    ]


def out_of_reach(bot: Bot, unread: Mapping[UUID, Sequence[UUID]]) -> list[UUID]:
    """Those of these concerns that nobody who may read them has been told of, or can still be."""
    readers = {person for routed_to in unread.values() for person in routed_to}
    reachable = {person for person in readers if bot.identity.direct_to(person)}
    heard_by = bot.posts.heard_by(KIND, unread)
    # Where nobody has tried yet, whoever can be reached will be.
    return [
        case
        for case, routed_to in unread.items()
        if not reachable & set(routed_to) & heard_by.get(case, reachable)
    ]


def content(bot: Bot, post: Post) -> Message | None:
    """That there is a concern, until somebody has read it."""
    place = bot.identity.name_of(post.place_id)
    try:
        case = bot.system.care.case(post.about, post.person_id or UUID(int=0))
    except (NotFound, NotAllowed):
        return None
    if case.seen_at is None:
        return Message(*view.waits(case.id, place))
    if case.closed_at is not None:
        return Message(*view.closed(case.id, place))
    return Message(*view.was_read(case.id, place, by_you=case.seen_by == post.person_id))
