"""When we ask, on the Home: for each person their own, and for the coordinator the place's."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from bot.views import home as view
from bot.views import home_rhythm
from service.digests.placing import draft_place
from service.digests.publishing import DraftAbout, save_draft
from service.domain.cadence import Every
from service.domain.digest import Digest
from service.domain.rhythm import Rhythm
from service.domain.vocabulary import DigestKind
from tests.bot.test_home import looks, seen
from tests.support.asked_in_slack import AskedInSlack, asked_in, working_day_from
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import AMINA, DEEPA, HARROW, JOAN, ROSA, TOMAS, Workspace

LOUD = "<!channel> *bold* <@U123> & https://example.org 😀" * 70


@pytest.fixture
def asked(slack: Workspace) -> AskedInSlack:
    """A place that asks, and Rosa who said yes."""
    found = asked_in(slack)
    found.says_yes(ROSA)
    return found


def rhythm(slack: Workspace) -> Rhythm:
    """The place's rhythm."""
    return slack.system.desk.load(Rhythm, Rhythm.id_for(slack.place))


def test_everybody_sees_when_they_are_asked_and_can_change_it(asked: AskedInSlack) -> None:
    asked.slack.deliver()
    shown = looks(asked.slack, ROSA)
    assert "You are asked every second" in shown
    assert f"{asked.anchor.day} " in shown
    asked.slack.clicks(ROSA, "asking.open", view_id=home_id(asked.slack, ROSA))
    assert_sound_view(asked.slack.modal(ROSA).given)
    yesterday = (asked.slack.clock().date() - timedelta(days=1)).isoformat()
    assert "paused_until" in asked.slack.submits(ROSA, paused_until=yesterday)["errors"]
    asked.slack.submits(ROSA, weekday="2", at="15:00", every="place", paused_until=None)
    asked.slack.deliver()
    found = asked.slack.system.rhythms.asking_of(asked.slack.person(ROSA), asked.slack.place)
    assert (found.weekday, found.at, found.every) == (2, time(15), None)
    asked.slack.clicks(ROSA, "asking.open", view_id=home_id(asked.slack, ROSA))
    asked.slack.submits(ROSA, is_asked="no")
    asked.slack.deliver()
    assert "You are not asked." in seen(asked.slack, ROSA)


def home_id(slack: Workspace, user: str) -> str:
    """The id of somebody's Home."""
    return slack.practice.world.homes[HARROW, user]


def test_where_a_place_has_no_rhythm_it_says_so(slack: Workspace) -> None:
    shown = looks(slack, ROSA)
    assert "This place has not chosen when." in shown
    assert "asking.open" not in shown
    assert "rhythm.choose" not in shown
    assert "rhythm.choose" in looks(slack, JOAN)


def test_a_coordinator_chooses_moves_pauses_and_goes_on(slack: Workspace) -> None:
    looks(slack, JOAN)
    slack.clicks(JOAN, "rhythm.choose", view_id=home_id(slack, JOAN))
    assert_sound_view(slack.modal(JOAN).given)
    first = working_day_from(slack.clock().date() + timedelta(days=7))
    slack.submits(JOAN, every="weekly", anchor=first.isoformat(), at="11:00", nation="scotland")
    slack.deliver()
    assert "People are asked every " in seen(slack, JOAN)
    assert rhythm(slack).cadence.every is Every.WEEKLY
    slack.clicks(JOAN, "rhythm.move", view_id=home_id(slack, JOAN))
    yesterday = slack.clock().date() - timedelta(days=1)
    assert "to" in slack.submits(JOAN, to=yesterday.isoformat())["errors"]
    slack.submits(JOAN, to=(first + timedelta(days=1)).isoformat())
    slack.deliver()
    assert rhythm(slack).moved == {first: first + timedelta(days=1)}
    slack.clicks(JOAN, "rhythm.skip", view_id=home_id(slack, JOAN))
    slack.deliver()
    assert rhythm(slack).skipped == {first}
    slack.clicks(JOAN, "rhythm.pause", view_id=home_id(slack, JOAN))
    assert "until" in slack.submits(JOAN, until=yesterday.isoformat())["errors"]
    slack.submits(JOAN, until=None)
    slack.deliver()
    assert "Nobody is asked at the moment." in seen(slack, JOAN)
    slack.clicks(JOAN, "rhythm.resume", view_id=home_id(slack, JOAN))
    slack.deliver()
    assert not rhythm(slack).is_paused


def test_a_coordinator_sees_counts_and_of_a_few_no_number(asked: AskedInSlack) -> None:
    asked.open_round()
    shown = looks(asked.slack, JOAN)
    assert "This time a few people were asked." in shown
    for user in (AMINA, TOMAS, DEEPA, JOAN):
        asked.asks(user) if user != AMINA else asked.says_yes(user)
    asked.tick()
    assert "People who were asked this time: 5." in looks(asked.slack, JOAN)
    assert "People who were asked" not in looks(asked.slack, ROSA)


def draft(asked: AskedInSlack) -> UUID:
    """A digest of the place that waits."""
    system, place = asked.slack.system, asked.slack.place
    system.runner.catch_up()
    today = asked.slack.clock().date()
    content = draft_place(system, place, today - timedelta(days=13), today)
    programme = system.desk.place(place).programme_id
    about = DraftAbout(programme, (place,), today - timedelta(days=13), today)
    return save_draft(system, content, about, asked.by_partner).id


def test_a_draft_is_read_and_approved_on_the_home_and_then_goes_out(asked: AskedInSlack) -> None:
    looks(asked.slack, JOAN)
    id = draft(asked)
    asked.slack.deliver()
    assert "waits for your yes" in seen(asked.slack, JOAN)
    assert "waits for your yes" not in looks(asked.slack, ROSA)
    asked.slack.clicks(JOAN, "draft.read", view_id=home_id(asked.slack, JOAN))
    assert_sound_view(asked.slack.modal(JOAN).given)
    assert "what we learned" in str(asked.slack.modal(JOAN).given)
    asked.slack.submits(JOAN)
    asked.slack.deliver()
    assert asked.slack.place in asked.slack.system.desk.load(Digest, id).signed_off
    assert "waits for your yes" not in seen(asked.slack, JOAN)
    asked.tick()
    assert [one for one in asked.slack.posted() if "what we learned" in one.text]


def test_a_draft_that_was_changed_meanwhile_has_to_be_read_again(asked: AskedInSlack) -> None:
    looks(asked.slack, JOAN)
    id = draft(asked)
    asked.slack.deliver()
    asked.slack.clicks(JOAN, "draft.read", view_id=home_id(asked.slack, JOAN))
    system = asked.slack.system
    today = asked.slack.clock().date()
    content = draft_place(system, asked.slack.place, today - timedelta(days=13), today)
    other = content.model_copy(update={"note": "We were few."})
    system.digests.edit(id, other.model_dump_json(), (), asked.by_partner, edition=1)
    system.runner.catch_up()
    asked.slack.submits(JOAN)
    assert "Somebody changed this draft" in str(asked.slack.modal(JOAN).given)
    assert system.desk.load(Digest, id).signed_off == set()


def test_a_draft_is_skipped_this_time(asked: AskedInSlack) -> None:
    looks(asked.slack, JOAN)
    id = draft(asked)
    asked.slack.deliver()
    asked.slack.clicks(JOAN, "draft.skip", view_id=home_id(asked.slack, JOAN))
    asked.slack.deliver()
    assert asked.slack.system.desk.load(Digest, id).is_set_aside
    assert "waits for your yes" not in seen(asked.slack, JOAN)


def test_it_fits_beside_all_the_rest_whatever_it_is_called() -> None:
    day = date(2026, 6, 2)
    drafts = [home_rhythm.Draft(uuid4(), kind, "June 2026", LOUD[:0]) for kind in DigestKind] * 5
    kept = home_rhythm.Kept(
        "every second Tuesday", False, day, day, None, True, [(LOUD, day)] * 9, drafts
    )
    asked = home_rhythm.AskedHere("yes", "every second Tuesday", day)
    shown = view.Shown(uuid4(), "Harrow Vale", asked=asked, rhythm=kept)
    assert_sound_view(view.home(shown))
    assert_sound_view(home_rhythm.draft_modal(LOUD * 60, "{}"))
