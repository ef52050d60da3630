"""Home, about asking: when somebody is asked, and what a coordinator sees of the place's rhythm."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from bot.context import Bot
from bot.identity import Visitor
from bot.views import home_rhythm as view
from bot.views.prompt import how_often
from service.digests import words as w
from service.domain.cadence import Every
from service.domain.digest import Digest
from service.domain.vocabulary import DigestKind, PlaceRole
from service.projections import due
from service.projections.prompting import next_asked
from service.projections.schedule import DigestDue, ScheduleView

A_DAY = timedelta(days=1)


def asked_here(bot: Bot, visitor: Visitor) -> view.AskedHere:
    """How somebody is asked in the place where they are."""
    with bot.system.database.reading() as connection:
        rhythm = due.rhythm_of(connection, visitor.place.id)
        rounds = due.newest_rounds(connection, visitor.place.id, 1)
    if rhythm is None:
        return view.AskedHere()
    theirs = bot.system.rhythms.asking_of(visitor.person, visitor.place.id)
    today = bot.clock().astimezone(visitor.place.zone).date()
    if theirs.is_asked is None:
        return view.AskedHere("not_said")
    if not theirs.is_asked:
        return view.AskedHere("nothing" if theirs.wants_nothing else "no")
    if theirs.paused_until is not None and theirs.paused_until > today:
        return view.AskedHere("paused", on=theirs.paused_until)
    every = theirs.every or rhythm.cadence.every
    if every is Every.WHEN_I_COME:
        return view.AskedHere("when_i_come")
    after = max([today - A_DAY, *(one.slot for one in rounds)])
    following = next_asked(rhythm, theirs, after)
    often = how_often(every, following or rhythm.cadence.anchor)
    return view.AskedHere("yes", often, following)


def kept_here(bot: Bot, visitor: Visitor) -> view.Kept:
    """What a coordinator sees of it."""
    found = bot.system.schedule.schedule(visitor.actor, visitor.place.id, now=bot.clock())
    ahead = next((one for one in found.ahead if not one.is_skipped), None)
    return view.Kept(
        often=_often(found),
        is_paused=found.rhythm is not None and found.rhythm.is_paused,
        next_slot=None if ahead is None else ahead.slot,
        next_on=None if ahead is None else ahead.on,
        asked=None if found.now_open is None else found.now_open.asked,
        is_open=found.now_open is not None,
        due=[(one.title, one.on) for one in found.due],
        drafts=[_draft(bot, one) for one in found.digests if one.state == "drafted"],
    )


def concerned(bot: Bot, digest: UUID) -> tuple[UUID, list[UUID]]:
    """Whose Home shows that a digest waits: the coordinators of its places."""
    places = bot.system.desk.load(Digest, digest).places
    return places[0], [person for place in places for person in coordinators(bot, place)]


def coordinators(bot: Bot, place: UUID) -> list[UUID]:
    """Who looks after a place's rhythm."""
    held = bot.system.places.remembered_roles(place)
    return [person for person, roles in held.items() if PlaceRole.COORDINATOR in roles]


def _often(found: ScheduleView) -> str | None:
    if found.rhythm is None:
        return None
    return how_often(found.rhythm.every, found.rhythm.anchor)


def _draft(bot: Bot, one: DigestDue) -> view.Draft:
    is_month = one.kind is DigestKind.FUNDER
    days = w.month(one.from_on) if is_month else w.days(one.from_on, one.to_on)
    address = bot.system.settings.public_url
    page = address and f"{address.rstrip('/')}/digests/{one.id}/draft"
    return view.Draft(one.id, one.kind, days, page)
