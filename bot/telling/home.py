"""Home: what somebody's App Home shows is brought up to date with what happens to their words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from bot.context import Bot
from bot.identity import Visitor
from bot.payloads import Who
from bot.posts import Address, Post, Want
from bot.refusals import NotForNow, sentence_of
from bot.telling import Home, home_rhythm
from bot.telling.triage import AS_THEY_COME, item_of
from bot.views import home as view
from bot.views.decision_card import Somebody
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.base import Event, natural_id
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.digest import Digest
from service.domain.errors import NotFound
from service.domain.insight import Insight
from service.domain.person import Person
from service.domain.place import Place
from service.domain.reflection import Reflection
from service.domain.rhythm import Rhythm
from service.domain.round import Round
from service.domain.sealed import ERASED
from service.domain.vocabulary import Channel, PlaceRole
from service.projections.my_reflections import MyReflection

KIND = "home"
OF_ONE_REFLECTION: tuple[type[Event], ...] = (
    Reflection.Recorded,
    Reflection.Amended,
    Reflection.SpanRedacted,
    Reflection.ScopeChanged,
    Reflection.NameChoiceChanged,
    Reflection.HeldForCare,
    Reflection.Released,
    Reflection.Withdrawn,
    Reflection.Erased,
    Reflection.Tagged,
    Reflection.TagRemoved,
    Reflection.NothingFitted,
    Reflection.Acknowledged,
    Reflection.QuestionAsked,
    Reflection.QuestionAnswered,
    Reflection.AnswerWithdrawn,
)
OF_THE_RHYTHM: tuple[type[Event], ...] = (
    Rhythm.Chosen,
    Rhythm.CadenceChanged,
    Rhythm.Paused,
    Rhythm.Resumed,
    Rhythm.SlotMoved,
    Rhythm.SlotSkipped,
    Round.Opened,
)
OF_A_DIGEST: tuple[type[Event], ...] = (
    Digest.Drafted,
    Digest.Edited,
    Digest.SignedOff,
    Digest.Waits,
    Digest.SetAside,
    Digest.Sent,
)
FOLLOWS: tuple[type[Event], ...] = (
    *OF_ONE_REFLECTION,
    Insight.Proposed,
    Insight.EvidenceJoined,
    Decision.Taken,
    Decision.ContributorsTold,
    Change.Observed,
    Place.RoleGiven,
    Place.RoleEnded,
    Place.CareConcernRouted,
    Person.AskingChanged,
    Person.Erased,
    *OF_THE_RHYTHM,
    *OF_A_DIGEST,
)

NEWEST, OLDEST, MOST_OWN, MOST_ASKED, MOST_CONCERNS = 3, 5, 100, 5, 5


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """Whose words it is about, and who reads; only of those who have looked at their Home."""
    if isinstance(event, Person.Erased):
        yield from _farewells(bot, event.originator_id)
        for place in bot.identity.places_of(event.originator_id):
            for person in bot.system.places.remembered_roles(place):
                for team, user in bot.identity.homes_of(person):
                    yield Want(KIND, person, place, Address(team, user=user), person)
        return
    place, people = _concerned(bot, event)
    for person in dict.fromkeys(people):
        for team, user in bot.identity.homes_of(person):
            yield Want(KIND, person, place, Address(team, user=user), person)


def refresh(bot: Bot, person: UUID) -> None:
    """Have somebody's Home shown anew, where something outside the log has changed."""
    bot.posts.refresh(KIND, person, bot.clock())


def was_shown(bot: Bot, visitor: Visitor) -> None:
    """Remember a Home that somebody looks at, so that it is kept up to date and goes with them."""
    address = Address(visitor.who.installed, user=visitor.who.user)
    want = Want(KIND, visitor.person, visitor.place.id, address, visitor.person)
    known = {post.id for post in bot.posts.about(KIND, visitor.person)}
    if want.id in known:
        return
    bot.posts.want([want], 0, bot.clock())
    for post in bot.posts.about(KIND, visitor.person):
        if post.id == want.id and post.wanted == 0:
            bot.posts.told(post, None, None, bot.clock())


def content(bot: Bot, post: Post) -> Home | None:
    """The Home as things are now; of somebody who was erased it shows nothing more."""
    team, user = post.address.team, post.address.user
    who = Who.of(team=team, user=user, installed=team)
    person = bot.identity.known(who)
    if post.person_id is None and person is None:
        return Home(view.gone(), is_last=True)
    if person is None or person != post.person_id:  # They came back: that Home is their new one.
        return None
    try:
        return Home(home_of(bot, bot.identity.visitor(who)))
    except NotForNow as error:
        return Home(view.not_yet(sentence_of(error)))


def _farewells(bot: Bot, person: UUID) -> Iterable[Want]:
    """Nobody's Home in place of theirs, for Slack goes on showing what it was given last."""
    about = natural_id("home-of-nobody", person)
    for post in bot.posts.about(KIND, person):
        yield Want(KIND, about, post.place_id, post.address)


def home_of(bot: Bot, visitor: Visitor, *, is_first: bool = False) -> dict[str, object]:
    """What the Home of somebody shows, in the place where they are."""
    return view.home(shown_to(bot, visitor, is_first=is_first))


def shown_to(bot: Bot, visitor: Visitor, *, is_first: bool = False) -> view.Shown:
    """All that somebody's Home tells; it welcomes them until they have left something, and
    somebody with a role once."""
    place, identity = visitor.place.id, bot.identity
    mine = bot.system.reading.my_reflections(visitor.actor, place, limit=MOST_OWN)
    return view.Shown(
        place=place,
        place_name=visitor.place_name,
        places=[(one, identity.name_of(one)) for one in identity.places_of(visitor.person)],
        is_welcome=is_first or not (mine or visitor.roles),
        changed=_changed(bot, visitor),
        concerns=_concerns(bot, visitor),
        to_allow=_to_allow(bot, visitor),
        questions=_questions(mine),
        unread=_unread(bot, visitor) if visitor.is_learning_partner else None,
        mine=mine[:NEWEST],
        asked=home_rhythm.asked_here(bot, visitor),
        rhythm=home_rhythm.kept_here(bot, visitor) if visitor.is_coordinator else None,
        looked_after=_looked_after(bot, visitor) if visitor.is_coordinator else None,
    )


def _changed(bot: Bot, visitor: Visitor) -> list[view.Changed]:
    kinds = frozenset({"change_seen", "told"})
    found = bot.system.reading.newest(visitor.actor, visitor.place.id, kinds, NEWEST)
    return [
        view.Changed(one.text, one.occurred_on, one.kind == "told")
        for one in found
        if one.text not in ("", ERASED)
    ]


def _concerns(bot: Bot, visitor: Visitor) -> list[tuple[UUID, str]]:
    """What was passed on to them and nobody has read, oldest first, in whatever place."""
    waiting = [
        (case.id, bot.identity.name_of(case.place_id))
        for case in bot.system.care.cases_for(visitor.actor, bot.clock())
        if case.seen_at is None and case.closed_at is None
    ]
    return waiting[::-1]


def _to_allow(bot: Bot, visitor: Visitor) -> list[view.ToAllow]:
    now, who = bot.clock(), visitor.who
    asked = [bot.asks.waiting(id, now) for id in bot.asks.waiting_for(visitor.person, now)]
    return [
        view.ToAllow(ask.id, ask.asker_name, bot.identity.name_of(ask.place_id), ask.words)
        for ask in asked
        if ask is not None and (ask.author_team, ask.where.user) == (who.team, who.user)
    ]


def _questions(mine: Iterable[MyReflection]) -> list[view.Asked]:
    return [
        view.Asked(one.entry.id, asked.id, one.entry.text, asked.question)
        for one in mine
        if one.state == "available"
        for asked in one.questions
        if asked.answer is None
    ]


def _unread(bot: Bot, visitor: Visitor) -> view.Unread:
    waiting = bot.system.reading.waiting(visitor.actor, visitor.place.id, limit=OLDEST)
    items = (item_of(bot, entry.id) for entry in waiting.items)
    oldest = waiting.oldest_on or _today(bot, visitor)
    return view.Unread(
        count=waiting.unread,
        days=(_today(bot, visitor) - oldest).days,
        items=[item for item in items if item is not None and item.state == "available"],
    )


def _looked_after(bot: Bot, visitor: Visitor) -> view.LookedAfter:
    place, team = visitor.place.id, visitor.who.installed
    held = bot.system.places.remembered_roles(place)
    channels = bot.channels.for_place(place)
    return view.LookedAfter(
        roles={
            role: [
                one
                for person in sorted(held)
                if role in held[person] and (one := _somebody(bot, person, team)) is not None
            ]
            for role in PlaceRole
        },
        people=len(bot.system.reading.people(visitor.actor, place)),
        channels=[
            view.Joined(one.channel_id, one.is_shared, one.welcomes_others)
            for one in channels
            if one.team_id == team
        ],
        elsewhere=sum(one.team_id != team for one in channels),
    )


def _somebody(bot: Bot, person: UUID, team: str) -> Somebody | None:
    """As this workspace knows them, else as they are called; nobody who left it all."""
    known = bot.identity.slack_of(person)
    called = bot.identity.called(person)
    if not known and called is None:
        return None
    return Somebody(called, next((user for where, user in known if where == team), None))


def _today(bot: Bot, visitor: Visitor) -> date:
    return bot.clock().astimezone(visitor.place.zone).date()


def _concerned(bot: Bot, event: Event) -> tuple[UUID, list[UUID]]:
    """In which place something happened, and to whose Home it makes a difference."""
    desk = bot.system.desk
    if isinstance(event, Reflection.Event):
        reflection = desk.load(Reflection, event.originator_id)
        place = reflection.place_id
        is_news = (
            not isinstance(event, Reflection.Recorded) or event.envelope.channel in AS_THEY_COME
        )
        return place, [reflection.author, *(_readers(bot, place) if is_news else [])]
    if isinstance(event, Place.Event):
        return event.originator_id, _with_a_role(bot, event)
    if isinstance(event, Person.AskingChanged):
        return event.place_id, [event.originator_id]
    if isinstance(event, Rhythm.Event):
        place = desk.load(Rhythm, event.originator_id).place_id
        return place, home_rhythm.coordinators(bot, place)
    if isinstance(event, Round.Opened):
        return event.place_id, home_rhythm.coordinators(bot, event.place_id)
    if isinstance(event, Digest.Event):
        return home_rhythm.concerned(bot, event.originator_id)
    if event.envelope.channel == Channel.IMPORT:  # Old records; a Home is new when looked at.
        return event.originator_id, []
    if isinstance(event, Insight.Proposed | Insight.EvidenceJoined):
        return desk.load(Insight, event.originator_id).place_id, _authors(bot, event.cites)
    if isinstance(event, Change.Observed):
        about = event.decision_id
        return event.place_id, [] if about is None else _behind(bot, event.place_id, about)
    place = desk.load(Decision, event.originator_id).place_id
    told = event.reflections if isinstance(event, Decision.ContributorsTold) else ()
    return place, [*_authors(bot, told), *_behind(bot, place, event.originator_id)]


def _with_a_role(bot: Bot, event: Event) -> list[UUID]:
    if isinstance(event, Place.CareConcernRouted):
        return bot.system.care.routed_to(event.route)
    return [event.person] if isinstance(event, Place.RoleGiven | Place.RoleEnded) else []


def _readers(bot: Bot, place: UUID) -> list[UUID]:
    held = bot.system.places.remembered_roles(place)
    return [person for person, roles in held.items() if PlaceRole.LEARNING_PARTNER in roles]


def _behind(bot: Bot, place: UUID, decision: UUID) -> list[UUID]:
    """Whose words a decision rests on, through whatever stands between."""
    try:
        trail = bot.system.reading.trail(LEARNING_PARTNER_HERE, place, decision)
    except NotFound:
        return []
    return _authors(bot, [one.id for one in trail.rests_on if one.kind == "reflection"])


def _authors(bot: Bot, reflections: Iterable[UUID]) -> list[UUID]:
    return [bot.system.desk.load(Reflection, id).author for id in reflections]
