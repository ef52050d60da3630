"""Traces: one person of a place leaves all that somebody can leave here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from bot.asks import Ask, Asks
from bot.posts import Address, Posts, Want
from bot.sources import Sources, Where
from service.application.commands import RaiseConcern, WriteMemo
from service.application.loop_commands import StateExpectation
from service.application.rhythm_commands import ChangeAsking, RemarkOnDigest
from service.domain.vocabulary import PlaceRole, RemarkKind
from service.letters.held import ask_by_letter
from tests.support.asking import LEARNING_PARTNER
from tests.support.concerns import appoint
from tests.support.digests import AFTER, Month
from tests.support.rhythm import ANCHOR, Rhythm

CONCERN = "I worry about the lad upstairs."


def leave_a_trace_everywhere(month: Month) -> UUID:
    """The first person does, in each table that tells of people; who it is."""
    person = month.people[0]
    month.system.keys.link_identity(person, "email", "pat@example.org")
    _be_quoted(month)
    _be_asked(month, person)
    _work_together(month, person)
    _come_in(month, person)
    month.system.keys.link_identity(person, "slack", "T1/U1")
    _be_in_slack(month, person)
    month.system.runner.catch_up()
    return person


def _be_quoted(month: Month) -> None:
    month.quote()
    month.send(month.funder_draft())


def _be_asked(month: Month, person: UUID) -> None:
    place, rhythm = month.town, Rhythm(month.town)
    rhythm.choose()
    rhythm.ask(person)
    rhythm.tick(f"{ANCHOR} 12:00")
    thursdays = ChangeAsking(place=place.name, weekday=3)
    place.system.rhythms.change_asking(thursdays, place.asks(person, now=AFTER))
    look = StateExpectation.model_validate(
        {
            "place": place.name,
            "we_expect": "More people ring.",
            "we_would_doubt_if": "Nobody does.",
            "stated_by": [{"person": "p0"}],
        }
    )
    place.system.sense.state_expectation(look, month.request)


def _work_together(month: Month, person: UUID) -> None:
    place, by_them = month.town, month.town.asks(person, now=AFTER)
    missing = RemarkOnDigest(kind=RemarkKind.MISSING, words="The evening group.")
    place.system.digests.remark(month.place_draft(), missing, by_them)
    as_partner = replace(by_them, actor=replace(LEARNING_PARTNER, person_id=person))
    place.tag(month.said[1], "POW-1", request=as_partner, reason="They chose.")
    memo = WriteMemo(text="Ask again.")
    place.system.tagging.write_memo(place.id, str(month.said[1]), memo, as_partner)
    appoint(place, "lee", PlaceRole.SAFEGUARDING_LEAD)
    place.system.care.raise_concern(RaiseConcern(place=place.name, words=CONCERN), by_them)


def _come_in(month: Month, person: UUID) -> None:
    place, access = month.town, month.system.access
    assert ask_by_letter(month.system, person, place.id, AFTER)
    access.make_token(place.member(person), "p0", AFTER)
    invitation = access.invite(place.member(person), AFTER)
    access.accept(invitation, AFTER + timedelta(minutes=1))


def _be_in_slack(month: Month, person: UUID) -> None:
    place, keys, database = month.town, month.system.keys, month.system.database
    with database.writing() as connection:
        connection.execute(
            "INSERT INTO slack.people (lookup, person_id, place_id, seen_at) "
            "VALUES ('x', %s, %s, %s)",
            (person, place.id, AFTER),
        )
    posts, said = Posts(database, keys), month.said[0]
    wanted = [
        Want(kind, said, place.id, Address("T1", user="U1"), person)
        for kind in ("saved", "concern_read")
    ]
    posts.want(wanted, 1, AFTER)
    for post in posts.of_person(person):
        posts.told(post, None, None, AFTER)
    where = Where("T1", "C1", "1.0", None, "U1")
    Sources(database, keys).note(said, person, place.id, where, AFTER)
    asks = Asks(database, keys)
    for author, asker, words in ((person, uuid4(), "Mine?"), (uuid4(), person, "Not mine.")):
        ask = Ask(uuid4(), author, asker, place.id, words, "Lee", where, "T1", AFTER)
        assert asks.ask(ask)
