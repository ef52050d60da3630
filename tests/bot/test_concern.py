"""A concern goes from any box to who looks after safety, and in no message or log to anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.payloads import Who
from bot.practice.world import Message
from bot.telling import concern as telling
from service.application.commands import EndRole, RaiseConcern
from service.application.concerns import CaseReceipt
from service.domain.errors import NotFound
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import PlaceRole
from tests.bot.looking import query
from tests.support.workspace import (
    AMINA,
    DEEPA,
    HARROW,
    JOAN,
    NORTHSIDE,
    PLACE,
    ROSA,
    TOMAS,
    Workspace,
    buttons,
)

WORRY = "A child at number nine is left alone at night."


def raised(slack: Workspace, by: str = ROSA) -> Message:
    """Somebody raised a concern about what they just wrote; what Deepa was told."""
    slack.says(by, "The flats are noisy.")
    slack.deliver()
    slack.clicks(by, "concern.open", slack.told(by)[0])
    slack.submits(by, words=WORRY, contact=["contact"])
    slack.deliver()
    return slack.told(DEEPA)[0]


def waits(slack: Workspace, by: str = ROSA) -> CaseReceipt:
    """Somebody raised a concern, and nobody was told of it yet."""
    who = Who.of(team=HARROW, user=by, installed=HARROW)
    request = slack.slack.bot.identity.met_in(who, slack.place).request(slack.clock(), "one")
    receipt = slack.system.care.raise_concern(RaiseConcern(place=PLACE, words=WORRY), request)
    slack.system.runner.catch_up()
    return receipt


def leads_no_longer(slack: Workspace) -> None:
    """Deepa leads on safeguarding no longer."""
    lead = str(slack.person(DEEPA))
    command = EndRole(place=PLACE, contributor=lead, role=PlaceRole.SAFEGUARDING_LEAD)
    slack.system.places.end_role(command, slack.request())
    slack.system.runner.catch_up()


def told_that_one_waits(slack: Workspace, user: str) -> list[Message]:
    """What somebody was told who cannot read it."""
    return [message for message in slack.told(user) if "still waiting" in message.text]


def test_it_goes_to_the_lead_and_its_words_are_in_no_message(slack: Workspace) -> None:
    told = raised(slack)
    assert buttons(told) == {"concern.read": "Read it"}
    everything = [m for c in slack.practice.world.channels.values() for m in c.messages.values()]
    assert not [m for m in everything if WORRY in m.text or WORRY in str(m.blocks)]


def test_what_it_is_about_is_put_aside(slack: Workspace) -> None:
    raised(slack)
    posts = slack.slack.bot.posts.of_person(slack.person(ROSA))
    (about,) = {post.about for post in posts if post.kind == "saved"}
    assert slack.system.desk.load(Reflection, about).state == State.HELD
    assert "with care" in slack.told(ROSA)[0].text


def test_reading_it_is_told_to_who_raised_it(slack: Workspace) -> None:
    slack.clicks(DEEPA, "concern.read", raised(slack))
    assert WORRY in str(slack.modal(DEEPA).given)
    slack.submits(DEEPA)
    slack.deliver()
    assert "You have read this concern" in slack.told(DEEPA)[0].text
    assert "has read what you passed on" in slack.told(ROSA)[-1].text


def test_nobody_else_can_open_it(slack: Workspace) -> None:
    told = raised(slack)
    id = told.blocks[-1]["elements"][0]["value"]
    for reader in (TOMAS, JOAN, AMINA):
        with pytest.raises(NotFound):
            slack.system.care.case(id, slack.person(reader))


def test_a_concern_that_nobody_reads_is_told_to_more_without_its_words(slack: Workspace) -> None:
    raised(slack)
    slack.clock.go_on(timedelta(hours=4, minutes=5))
    slack.deliver()
    for reader in (TOMAS, JOAN):
        (message,) = [m for m in slack.told(reader) if "still waiting" in m.text]
        assert WORRY not in str(message)
        assert buttons(message) == {}


def test_without_words_nothing_is_passed_on(slack: Workspace) -> None:
    slack.says(ROSA, "The flats are noisy.")
    slack.deliver()
    slack.clicks(ROSA, "concern.open", slack.told(ROSA)[0])
    told = slack.submits(ROSA, words="   ")
    assert told["errors"] == {"words": "Please write a few words."}


def test_once_it_is_closed_what_it_was_about_can_be_brought_back(slack: Workspace) -> None:
    slack.clicks(DEEPA, "concern.read", raised(slack))
    slack.submits(DEEPA)
    slack.deliver()
    slack.clicks(DEEPA, "concern.close", slack.told(DEEPA)[0])
    slack.deliver()
    assert "is closed" in slack.told(DEEPA)[0].text
    (card,) = slack.told(TOMAS)
    assert buttons(card) == {"triage.release": "Bring it back"}
    slack.clicks(TOMAS, "triage.release", card)
    slack.deliver()
    assert "The flats are noisy." in slack.told(TOMAS)[0].text


def test_where_its_reader_left_slack_others_are_told_at_once(slack: Workspace) -> None:
    slack.practice.user(DEEPA, deleted=True)
    slack.practice.settle()
    waits(slack)
    slack.deliver()
    slack.clock.go_on(timedelta(minutes=2))
    slack.deliver()
    for reader in (TOMAS, JOAN):
        (message,) = told_that_one_waits(slack, reader)
        assert WORRY not in str(message)


def test_where_slack_does_not_reach_its_reader_others_are_told_at_once(slack: Workspace) -> None:
    slack.practice.fail("conversations.open", error="user_not_found")
    waits(slack)
    slack.deliver()
    slack.clock.go_on(timedelta(minutes=2))
    slack.deliver()
    assert slack.told(DEEPA) == []
    assert len(told_that_one_waits(slack, TOMAS)) == 1
    slack.clock.go_on(timedelta(minutes=2))
    slack.deliver()
    assert len(told_that_one_waits(slack, TOMAS)) == 1


def test_where_its_reader_was_told_nobody_else_is_before_four_hours(slack: Workspace) -> None:
    waits(slack)
    slack.deliver()
    slack.clock.go_on(timedelta(hours=3, minutes=50))
    slack.deliver()
    assert len(slack.told(DEEPA)) == 1
    assert told_that_one_waits(slack, TOMAS) == []


def test_its_reader_is_told_in_every_workspace(slack: Workspace) -> None:
    slack.slack.bot.channels.link(NORTHSIDE, "C0NORTH001", slack.place, "place", slack.clock())
    slack.system.keys.link_identity(slack.person(DEEPA), "slack", f"{NORTHSIDE}/U0NORTH009")
    case = waits(slack).id
    found = telling.readers(slack.slack.bot, case, slack.place)
    assert {want.address.team for want in found} == {HARROW, NORTHSIDE}


def test_what_is_posted_does_not_tell_who_raised_which(slack: Workspace) -> None:
    case = waits(slack).id
    slack.deliver()
    slack.clicks(DEEPA, "concern.read", slack.told(DEEPA)[0])
    slack.submits(DEEPA)
    slack.deliver()
    rows = query(slack, "SELECT id, about, person_id FROM slack.posts WHERE kind = 'concern_read'")
    ((_, about, person),) = rows
    assert person == slack.person(ROSA)
    assert about != case
    about_it = query(slack, "SELECT person_id FROM slack.posts WHERE about = %s", case)
    assert about_it == [(slack.person(DEEPA),)]


def test_a_concern_goes_before_whatever_else_waits_to_be_said(slack: Workspace) -> None:
    leads_no_longer(slack)  # So it goes to Tomas, who has a card for each new reflection.
    slack.deliver()
    for number in range(3):
        slack.says(AMINA, f"Number {number}.")
    waits(slack)
    slack.deliver()
    assert "Someone raised a concern" in slack.told(TOMAS)[0].text
    assert len(slack.told(TOMAS)) == 4


def test_who_leads_no_longer_is_told_so_kindly(slack: Workspace) -> None:
    waits(slack)
    slack.deliver()
    message = slack.told(DEEPA)[0]
    leads_no_longer(slack)
    slack.clicks(DEEPA, "concern.read", message)
    slack.practice.settle()
    assert not slack.has_modal(DEEPA)
    (told,) = [one for one in slack.told(DEEPA) if "You no longer look after safety" in one.text]
    assert WORRY not in str(told)
    slack.deliver()
    assert "concern.read" not in str(slack.told(DEEPA))
