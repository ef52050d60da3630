"""Setup: somebody who may makes a channel the channel of a place, and says who looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.error import URLError
from uuid import UUID

from pydantic import BaseModel, ValidationError
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.channels import Purpose
from bot.context import Bot
from bot.hand import Hand
from bot.identity import PROVIDER, slack_name
from bot.listeners.others import ask_about_others
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, OpenView, Submission, Unreadable, Who
from bot.posts import Address, Want
from bot.reading import strangers_to_reading
from bot.telling import setup as telling
from bot.telling.funder_digest import is_the_funders
from bot.views import setup as view
from bot.words import say
from service.application.commands import GiveRole, JoinPlace
from service.application.desk import KnownPlace, Request
from service.bootstrap import OPERATOR
from service.domain.base import Event
from service.domain.place import Place
from service.domain.vocabulary import ActorRole, Channel, PlaceRole
from service.policy import Actor

QUICK_SECONDS = 1
"""Slack's 3 s have to be enough for a question to Slack and for what follows it."""
NO_PLACE = UUID(int=0)


class Kept(BaseModel):
    """What the modal carries: the channel's id."""

    channel: str


def register(on: Listening) -> None:
    """Listen for the button under the bot's first message in a channel, and what it opens."""
    on.click("setup.open", clicked)
    on.submitted("setup", sent_off)


def introduce(bot: Bot, team: str, channel: str) -> None:
    """Have the bot say in a channel what it is there for, or ask to be set up; brought up to date
    where it said so before."""
    about, now = telling.about(team, channel), bot.clock()
    want = Want(telling.KIND, about, NO_PLACE, Address(team, channel))
    bot.posts.want([want], 0, now)
    bot.posts.refresh(telling.KIND, about, now)


def clicked(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal, for those who may."""
    if click.channel is None:
        raise Unreadable("Click: channel")
    if bot.channels.of(click.who.installed, click.channel) is not None:
        introduce(bot, click.who.installed, click.channel)
        hand.tell(say("setup.done_before"))
        return
    if is_the_funders(bot, click.who.installed, click.channel):
        hand.tell(say("linking.is_the_funders"))
        return
    if not may_set_up(bot, click.who, hand):
        hand.tell(say("setup.not_you"))
        return
    places = [(place, bot.identity.name_of(place)) for place in places_of(bot, click.who)]
    kept = Kept(channel=click.channel).model_dump_json()
    hand.open(click.trigger_id, view.modal(view.SettingUp(places, click.who.user, kept)))


def sent_off(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Open the place if it is new, say who looks after it, and join the channel to it."""
    channel = _carried(sent.view).channel
    who, values = sent.who, sent.view.values
    linked = bot.channels.of(who.installed, channel)
    if is_the_funders(bot, who.installed, channel):
        return refused(sent.view, say("linking.is_the_funders"), "coordinator")
    request = Request(
        _setter(bot, who), Channel.SLACK, bot.clock(), bot.system.keys.keyed(_key(sent.view))
    )
    place, answer = _place(bot, sent, request)
    if place is None:
        return answer
    if linked is not None and linked.place_id != place:
        return refused(sent.view, say("setup.done_before"), "coordinator")
    theirs = _looked_after(bot, who)
    may = may_set_up(bot, who, hand) if _is_new(values) else _is_in_charge(bot, who, hand)
    if place not in theirs and not may:
        return refused(sent.view, say("setup.not_you"), "coordinator")
    chosen = {role: str(values[role]) for role in PlaceRole if values.get(role)}
    # In a place that is there already, somebody may have been named for it before.
    if _is_new(values) and (missing := [role for role in PlaceRole if role not in chosen]):
        return refused(sent.view, say("setup.choose_somebody"), missing[0])
    if not (_is_new(values) or place in theirs) and _has_coordinator(bot, place):
        # The field for the coordinator was filled in beforehand with who sets it up.
        prefilled = (PlaceRole.COORDINATOR, who.user)
        chosen = {role: user for role, user in chosen.items() if (role, user) != prefilled}
        if chosen:
            return refused(sent.view, say("setup.not_yours_to_name"), next(iter(chosen)))
    is_for_reading = values.get("purpose") == view.TRIAGE
    if is_for_reading and (sentence := _why_not_for_reading(bot, sent, place, channel, hand)):
        return refused(sent.view, sentence, "purpose")
    known = _opened(bot, place, values, request)
    _give_roles(bot, who, known, chosen, request)
    purpose: Purpose = "triage" if is_for_reading else "place"
    bot.channels.link(who.installed, channel, known.id, purpose, bot.clock())
    introduce(bot, who.installed, channel)
    if not is_for_reading and _seems_shared(hand, channel):
        ask_about_others(bot, who.installed, channel)
    return None


def _why_not_for_reading(
    bot: Bot, sent: Submission, place: UUID, channel: str, hand: Hand
) -> str | None:
    """What only learning partners may read comes up there, so nobody else may be in it."""
    if _is_new(sent.view.values):
        return say("setup.purpose_new")
    client, team = _quick(hand), sent.who.installed
    try:
        told = client.conversations_info(channel=channel).get("channel") or {}
        if not told.get("is_private") or told.get("is_ext_shared"):
            return say("linking.not_private")
        strangers = strangers_to_reading(bot, client, team, channel, place)
    except (SlackClientError, URLError, TimeoutError, ConnectionError):
        return say("refused.again")
    return say("linking.not_only_readers", count=strangers) if strangers else None


def may_set_up(bot: Bot, who: Who, hand: Hand) -> bool:
    """The person who installed the app, a coordinator, or an admin of the workspace."""
    if who.is_from_elsewhere:
        return False
    return bool(_looked_after(bot, who)) or _is_in_charge(bot, who, hand)


def is_shared(hand: Hand, channel: str) -> bool:
    """True where other organisations are in a channel; raises where Slack does not say so now."""
    told = _quick(hand).conversations_info(channel=channel).get("channel") or {}
    return bool(told.get("is_ext_shared"))


def places_of(bot: Bot, who: Who) -> list[UUID]:
    """The places that somebody may join a channel to: those they coordinate, and those that this
    workspace takes part in already."""
    places = set(_looked_after(bot, who))
    places |= {one.place_id for one in bot.channels.in_team(who.installed)}
    settings = bot.system.settings
    # Where several workspaces install the app, this one need have nothing to do with it.
    if settings.slack_place is not None and settings.slack_client_id is None:
        places.add(bot.system.desk.place(settings.slack_place).id)
    return sorted(places, key=bot.identity.name_of)


def _is_in_charge(bot: Bot, who: Who, hand: Hand) -> bool:
    """The person who installed the app, or an admin of the workspace."""
    if who.is_from_elsewhere:
        return False
    installed = bot.installations.of(who.installed, who.enterprise).installation
    is_installer = installed is not None and installed.user_id == who.user
    return is_installer or _is_admin(hand, who)


def _has_coordinator(bot: Bot, place: UUID) -> bool:
    """True where it is a coordinator's to name people, and nobody else's."""
    roles = bot.system.places.remembered_roles(place).values()
    return any(PlaceRole.COORDINATOR in some for some in roles)


def _looked_after(bot: Bot, who: Who) -> list[UUID]:
    person = bot.identity.known(who)
    if person is None:
        return []
    return [
        place
        for place in bot.identity.places_of(person)
        if PlaceRole.COORDINATOR in bot.system.places.remembered_roles(place).get(person, ())
    ]


def _is_admin(hand: Hand, who: Who) -> bool:
    """What Slack says of somebody now; no, where it does not say in time."""
    try:
        told = _quick(hand).users_info(user=who.user).get("user") or {}
    except (SlackClientError, URLError, TimeoutError, ConnectionError):
        return False
    return bool(told.get("is_admin") or told.get("is_owner") or told.get("is_primary_owner"))


def _seems_shared(hand: Hand, channel: str) -> bool:
    """As far as Slack says so in time; it tells of the channel again when somebody shares it."""
    try:
        return is_shared(hand, channel)
    except (SlackClientError, URLError, TimeoutError, ConnectionError):
        return False


def _quick(hand: Hand) -> WebClient:
    token, base_url = hand.client.token, hand.client.base_url
    return WebClient(token, base_url=base_url, timeout=QUICK_SECONDS)


def _place(bot: Bot, sent: Submission, request: Request) -> tuple[UUID | None, Answer]:
    """Which place was chosen; or what to say, where it cannot be that one."""
    values = sent.view.values
    if not _is_new(values):
        theirs = {str(place): place for place in places_of(bot, sent.who)}
        not_theirs = refused(sent.view, say("refused.not_found"), "place")
        return theirs.get(str(values["place"])), not_theirs
    try:
        place = Place.id_for(JoinPlace(place=str(values.get("name") or "")).place)
    except ValidationError:
        return None, refused(sent.view, say("setup.name_it"), "name")
    first = next(iter(bot.system.log.events.get(place, lte=1)), None)
    opened_by_this = (
        isinstance(first, Event) and first.envelope.causation_id == request.part("place").command_id
    )
    if first is None or opened_by_this or place in _looked_after(bot, sent.who):
        return place, None
    return None, refused(sent.view, say("setup.name_taken"), "name")


def _opened(bot: Bot, place: UUID, values: Mapping[str, object], request: Request) -> KnownPlace:
    if _is_new(values):
        actor = Actor(request.actor.person_id, ActorRole.COORDINATOR, frozenset({place}))
        join = Request(actor, request.channel, request.now, request.key).part("place")
        bot.system.places.join_place(JoinPlace(place=str(values["name"])), join)
    return bot.system.desk.place(place)


def _give_roles(
    bot: Bot, who: Who, place: KnownPlace, chosen: Mapping[PlaceRole, str], request: Request
) -> None:
    """Meet those who were named, and let them look after what they were named for."""
    actor = Actor(request.actor.person_id, ActorRole.COORDINATOR, frozenset({place.id}))
    by = Request(actor, request.channel, request.now, request.key)
    for role, user in chosen.items():
        key = bot.system.keys.keyed(f"slack:{who.installed}:{user}")
        met = Request(OPERATOR, Channel.SLACK, request.now, key)
        name = slack_name(who.installed, user)
        person = bot.system.people.meet(place, PROVIDER, name, met)
        command = GiveRole(place=str(place.id), contributor=str(person), role=role)
        bot.system.places.give_role(command, by.part(f"{role}:{person}"))


def _setter(bot: Bot, who: Who) -> Actor:
    person = bot.system.keys.person_for(PROVIDER, slack_name(who.team, who.user))
    return Actor(person, ActorRole.COORDINATOR, frozenset())


def _is_new(values: Mapping[str, object]) -> bool:
    return values.get("place") in (None, view.NEW)


def _carried(opened: OpenView) -> Kept:
    try:
        return Kept.model_validate_json(opened.private_metadata)
    except ValidationError:
        raise Unreadable("Submission: channel") from None


def _key(opened: OpenView) -> str:
    return f"slack:view:{opened.id}"
