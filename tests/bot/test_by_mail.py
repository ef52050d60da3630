"""By e-mail instead: somebody in Slack says where letters reach them, which the vault keeps."""

from __future__ import annotations

import pytest

from bot.practice.world import Message
from service.domain.cadence import Asking, Way
from tests.support.asked_in_slack import A_DAY, AskedInSlack, asked_in, with_mail, working_day_from
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import COLIN, ROSA, Workspace, buttons

ADDRESS = "rosa.l@example.org"


@pytest.fixture
def asked(slack: Workspace) -> AskedInSlack:
    """A place that asks, and Rosa, who was asked whether she would like to be."""
    found = asked_in(slack)
    slack.says(ROSA, "Hello.")
    found.on(working_day_from(slack.clock().date() + A_DAY))
    return found


def presses(asked: AskedInSlack) -> Message:
    """Rosa presses the button; the message under which it stands."""
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.welcome_mail", message)
    return message


def asking(asked: AskedInSlack) -> Asking:
    """How Rosa wishes to be asked."""
    return asked.slack.system.rhythms.asking_of(asked.slack.person(ROSA), asked.slack.place)


def addresses(asked: AskedInSlack) -> list[str]:
    """Where letters reach Rosa."""
    return asked.slack.system.keys.identities_of(asked.slack.person(ROSA), "email")


def test_who_types_an_address_is_asked_by_letter_from_then_on(asked: AskedInSlack) -> None:
    message = presses(asked)
    assert asking(asked).is_asked is None
    assert_sound_view(asked.slack.modal(ROSA).given)
    assert asked.slack.submits(ROSA, address=f" {ADDRESS} ")["response"] == {}
    assert (asking(asked).is_asked, asking(asked).way) == (True, Way.EMAIL)
    assert addresses(asked) == [ADDRESS]
    asked.slack.deliver()
    assert buttons(message) == {}


@pytest.mark.parametrize("typed", ["rosa", "rosa@", "a b@example.org", "rosa@@example.org"])
def test_rubbish_is_refused_beside_the_box_and_changes_nothing(
    asked: AskedInSlack, typed: str
) -> None:
    presses(asked)
    errors = asked.slack.submits(ROSA, address=typed)["errors"]
    assert errors == {"address": "This is no e-mail address. It looks like sam@example.org."}
    assert asking(asked).is_asked is None
    assert addresses(asked) == []


def test_somebody_elses_address_is_not_taken(asked: AskedInSlack) -> None:
    asked.slack.says(COLIN, "Hello.")
    with_mail(asked.slack, COLIN, ADDRESS)
    presses(asked)
    errors = asked.slack.submits(ROSA, address=ADDRESS.upper())["errors"]
    assert errors["address"].startswith("I cannot send letters for you to this address.")
    assert asking(asked).is_asked is None
    assert addresses(asked) == []


def test_the_address_stands_nowhere_in_clear(asked: AskedInSlack) -> None:
    presses(asked)
    asked.slack.submits(ROSA, address=ADDRESS)
    asked.slack.deliver()
    with asked.slack.system.database.reading() as connection:
        tables = connection.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) "
            "FROM information_schema.tables WHERE table_type = 'BASE TABLE' "
            "AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert len(tables) > 20
        for (table,) in tables:
            rows = connection.execute(f"SELECT t::text FROM {table} AS t".encode()).fetchall()
            held = "\n".join(row for (row,) in rows)
            assert ADDRESS not in held, table
            assert ADDRESS.encode().hex() not in held, table
