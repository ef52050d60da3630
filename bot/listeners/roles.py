"""Roles: a coordinator says in Slack who looks after what in their place."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.identity import PROVIDER, Visitor, slack_name
from bot.listeners.belief import all_in, once
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, Submission
from bot.telling import home
from bot.views import roles as view
from bot.words import say
from service.application.commands import EndRole, GiveRole
from service.application.desk import Request
from service.bootstrap import OPERATOR
from service.domain.errors import NotAllowed
from service.domain.vocabulary import ActorRole, Channel, PlaceRole
from service.policy import Actor

Held = dict[PlaceRole, dict[str, UUID]]
"""Who holds each role, by Slack's ids."""


def register(on: Listening) -> None:
    """Listen for the button on a coordinator's Home, and what it opens."""
    on.click("roles.open", clicked)
    on.submitted("roles", sent_off)


def clicked(bot: Bot, click: Click, hand: Hand) -> None:
    """Show who looks after what now."""
    visitor = bot.identity.visitor(click.who, click.channel)
    _require_coordinator(visitor)
    metadata = Kept(place=visitor.place.id).model_dump_json(exclude_none=True)
    held = {role: list(users) for role, users in _held(bot, visitor).items()}
    hand.open(click.trigger_id, view.modal(held, metadata))


def sent_off(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Give the roles that are new, and end those that are not there any more; but where somebody
    held one, somebody has to."""
    visitor, _ = opened_for(bot, sent)
    _require_coordinator(visitor)
    held, request = _held(bot, visitor), once(bot, visitor, sent)
    chosen = {role: all_in(sent.view, role) for role in PlaceRole}
    for role in PlaceRole:
        if held[role] and not chosen[role] and not _is_held_elsewhere(bot, visitor, role):
            return refused(sent.view, say("setup.choose_somebody"), role)
    place = str(visitor.place.id)
    actor = Actor(visitor.person, ActorRole.COORDINATOR, frozenset({visitor.place.id}))
    by = Request(actor, Channel.SLACK, request.now, request.key)
    for role in PlaceRole:
        for user in chosen[role]:
            if user not in held[role]:
                person = _met(bot, visitor, user)
                give = GiveRole(place=place, contributor=str(person), role=role)
                bot.system.places.give_role(give, by.part(f"{role}:{person}:given"))
    for role in PlaceRole:
        for user, person in held[role].items():
            if user not in chosen[role]:
                end = EndRole(place=place, contributor=str(person), role=role)
                bot.system.places.end_role(end, by.part(f"{role}:{person}:ended"))
    home.refresh(bot, visitor.person)
    return None


def _held(bot: Bot, visitor: Visitor) -> Held:
    """Who holds each role, of the people of this workspace."""
    held: Held = {role: {} for role in PlaceRole}
    for person, roles in bot.system.places.remembered_roles(visitor.place.id).items():
        for team, user in bot.identity.slack_of(person):
            if team == visitor.who.installed:
                for role in roles:
                    held[role][user] = person
    return held


def _is_held_elsewhere(bot: Bot, visitor: Visitor, role: PlaceRole) -> bool:
    """True where somebody of another workspace, or of none, holds it too."""
    here = set(_held(bot, visitor)[role].values())
    known = bot.system.places.remembered_roles(visitor.place.id)
    return any(role in roles and person not in here for person, roles in known.items())


def _met(bot: Bot, visitor: Visitor, user: str) -> UUID:
    name = slack_name(visitor.who.installed, user)
    key = bot.system.keys.keyed(f"slack:{visitor.who.installed}:{user}")
    met = Request(OPERATOR, Channel.SLACK, bot.clock(), key)
    return bot.system.people.meet(visitor.place, PROVIDER, name, met)


def _require_coordinator(visitor: Visitor) -> None:
    if not visitor.is_coordinator:
        raise NotAllowed
