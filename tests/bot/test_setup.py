"""Setting up in Slack: who may, what they are asked, and what the channel then reads."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.listeners.setup import introduce
from bot.practice.world import Message
from bot.telling import setup as telling
from bot.views import setup as view
from service.application.commands import GiveRole, JoinPlace
from service.domain.place import Place
from service.domain.vocabulary import PlaceRole
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.workspace import (
    AMINA,
    DEEPA,
    HARROW,
    JOAN,
    LEARNERS,
    PLACE,
    ROSA,
    TOMAS,
    VALE,
    Workspace,
    buttons,
)

NOTICE = "C0NOTICE01"
LONG = "w" * 3_000
LOUD = "<!channel> *bold* <@U123> & https://example.org " * 60


def invited(slack: Workspace, channel: str = NOTICE, by: str = JOAN) -> Message:
    """Somebody invites the bot to a channel: what it says there."""
    slack.practice.member(by, channel, "invite_bot")
    slack.deliver()
    return slack.posted(channel)[-1]


def roles(slack: Workspace, place: str) -> dict[str, set[str]]:
    """Who looks after what, by Slack's ids."""
    given = slack.system.places.remembered_roles(Place.id_for(place))
    return {
        slack.slack.bot.identity.slack_of(person)[0][1]: {str(role) for role in some}
        for person, some in given.items()
    }


def whispered(slack: Workspace, user: str) -> list[str]:
    """What only one person was told, in any channel."""
    return [
        message.text
        for channel in slack.practice.world.channels.values()
        for message in channel.messages.values()
        if message.only_for == user
    ]


def test_invited_to_a_channel_the_bot_offers_to_be_set_up_and_then_introduces_itself(
    slack: Workspace,
) -> None:
    hello = invited(slack)
    assert buttons(hello) == {"setup.open": "Set up this channel"}
    slack.clicks(JOAN, "setup.open", hello)
    slack.submits(
        JOAN,
        place="new",
        name="Vale End",
        coordinator=JOAN,
        learning_partner=TOMAS,
        safeguarding_lead=DEEPA,
    )
    assert not slack.has_modal(JOAN)
    assert roles(slack, "Vale End") == {
        JOAN: {"coordinator"},
        TOMAS: {"learning_partner"},
        DEEPA: {"safeguarding_lead"},
    }
    linked = slack.slack.bot.channels.of(HARROW, NOTICE)
    assert linked is not None
    assert (linked.place_id, linked.purpose) == (Place.id_for("Vale End"), "place")
    slack.deliver()
    (intro,) = slack.posted(NOTICE)
    assert intro.ts == hello.ts, "the same message, brought up to date"
    assert buttons(intro)["reflect.open"] == "Leave a reflection"
    assert f"<@{TOMAS}>" in intro.text
    assert "emergencies" in intro.text
    slack.clicks(ROSA, "reflect.open", intro)
    slack.submits(ROSA, words="The door was open.")


def test_sending_it_off_twice_is_setting_up_once(slack: Workspace) -> None:
    slack.clicks(JOAN, "setup.open", invited(slack))
    modal = slack.modal(JOAN)
    slack.practice.fail("interactions", "duplicate")
    slack.submits(
        JOAN,
        place="new",
        name="Vale End",
        coordinator=JOAN,
        learning_partner=TOMAS,
        safeguarding_lead=TOMAS,
    )
    events = list(slack.system.log.events.get(Place.id_for("Vale End")))
    assert [type(event).__name__ for event in events] == ["Joined", *["RoleGiven"] * 3]
    assert modal.given["private_metadata"] == f'{{"channel":"{NOTICE}"}}'


def test_a_place_that_is_there_can_have_one_more_channel(slack: Workspace) -> None:
    slack.clicks(JOAN, "setup.open", invited(slack))
    slack.submits(JOAN, place=str(slack.place))
    linked = slack.slack.bot.channels.of(HARROW, NOTICE)
    assert linked is not None
    assert linked.place_id == slack.place


def test_who_may_not_hears_so_kindly_and_alone(slack: Workspace) -> None:
    hello = invited(slack)
    slack.clicks(ROSA, "setup.open", hello)
    assert not slack.has_modal(ROSA)
    assert any("Please ask one of them" in text for text in whispered(slack, ROSA))


def test_an_admin_who_coordinates_nothing_may(slack: Workspace) -> None:
    slack.practice.world.users[AMINA].is_admin = True
    slack.clicks(AMINA, "setup.open", invited(slack))
    assert slack.has_modal(AMINA)


def test_a_coordinator_who_is_no_admin_may(slack: Workspace) -> None:
    command = GiveRole(
        place=PLACE, contributor=str(slack.person(TOMAS)), role=PlaceRole.COORDINATOR
    )
    slack.system.places.give_role(command, slack.request())
    slack.clicks(TOMAS, "setup.open", invited(slack))
    assert slack.has_modal(TOMAS)


def test_with_slack_silent_about_admins_nobody_becomes_one(slack: Workspace) -> None:
    slack.practice.world.users[AMINA].is_admin = True
    hello = invited(slack)
    slack.practice.fail("users.info", "internal_error", status=503, times=5)
    slack.clicks(AMINA, "setup.open", hello)
    assert not slack.has_modal(AMINA)


def test_nobody_takes_over_a_place_by_its_name(slack: Workspace) -> None:
    slack.system.places.join_place(JoinPlace(place="Somewhere else"), slack.request())
    slack.practice.world.users[AMINA].is_admin = True
    slack.clicks(AMINA, "setup.open", invited(slack))
    told = slack.submits(
        AMINA,
        place="new",
        name="Somewhere else",
        coordinator=AMINA,
        learning_partner=AMINA,
        safeguarding_lead=AMINA,
    )
    assert "with this name already" in told["errors"]["name"]
    assert slack.slack.bot.channels.of(HARROW, NOTICE) is None
    assert roles(slack, "Somewhere else") == {}


def _coordinates_elsewhere(slack: Workspace, user: str) -> None:
    slack.system.places.join_place(JoinPlace(place="Somewhere else"), slack.request())
    known = slack.system.desk.place("Somewhere else")
    name = f"{HARROW}/{user}"
    person = slack.system.people.meet(known, "slack", name, slack.request())
    command = GiveRole(place=str(known.id), contributor=str(person), role=PlaceRole.COORDINATOR)
    slack.system.places.give_role(command, slack.request())


def test_who_coordinates_another_place_has_no_say_in_this_one(slack: Workspace) -> None:
    _coordinates_elsewhere(slack, AMINA)
    slack.clicks(AMINA, "setup.open", invited(slack))
    told = slack.submits(AMINA, place=str(slack.place), learning_partner=AMINA)
    assert "Please ask one of them" in told["errors"]["coordinator"]
    assert AMINA not in roles(slack, PLACE)
    assert slack.slack.bot.channels.of(HARROW, NOTICE) is None


def test_an_admin_joins_a_channel_and_does_not_name_people_where_somebody_coordinates(
    slack: Workspace,
) -> None:
    slack.practice.world.users[AMINA].is_admin = True
    slack.clicks(AMINA, "setup.open", invited(slack))
    told = slack.submits(AMINA, place=str(slack.place), coordinator=AMINA, learning_partner=AMINA)
    assert list(told["errors"]) == ["learning_partner"]
    slack.submits(AMINA, place=str(slack.place), coordinator=AMINA, learning_partner=None)
    assert not slack.has_modal(AMINA)
    assert AMINA not in roles(slack, PLACE)
    assert slack.slack.bot.channels.of(HARROW, NOTICE) is not None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"place": "new", "name": " "}, "name"),
        ({"place": "new", "name": "Vale End", "learning_partner": TOMAS}, "safeguarding_lead"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    slack: Workspace, values: dict[str, str], field: str
) -> None:
    slack.clicks(JOAN, "setup.open", invited(slack))
    told = slack.submits(JOAN, coordinator=JOAN, **values)
    assert list(told["errors"]) == [field]
    assert slack.has_modal(JOAN)


def test_a_channel_is_never_moved_to_another_place(slack: Workspace) -> None:
    hello = invited(slack)
    slack.clicks(JOAN, "setup.open", hello)
    slack.slack.bot.channels.link(HARROW, NOTICE, slack.place, "place", slack.clock())
    told = slack.submits(
        JOAN,
        place="new",
        name="Vale End",
        coordinator=JOAN,
        learning_partner=TOMAS,
        safeguarding_lead=DEEPA,
    )
    assert "set up already" in told["errors"]["coordinator"]
    linked = slack.slack.bot.channels.of(HARROW, NOTICE)
    assert linked is not None
    assert linked.place_id == slack.place
    slack.clicks(JOAN, "setup.open", hello)
    slack.deliver()
    assert buttons(slack.posted(NOTICE)[0])["reflect.open"] == "Leave a reflection"


def test_the_introduction_names_who_reads_now(slack: Workspace) -> None:
    introduce(slack.slack.bot, HARROW, VALE)
    slack.deliver()
    assert f"<@{TOMAS}>" in slack.posted()[-1].text
    command = GiveRole(
        place=PLACE, contributor=str(slack.person(DEEPA)), role=PlaceRole.LEARNING_PARTNER
    )
    slack.system.places.give_role(command, slack.request())
    slack.deliver()
    (intro,) = slack.posted()
    assert f"<@{DEEPA}>" in intro.text


def test_a_channel_for_reading_says_what_it_is(slack: Workspace) -> None:
    slack.slack.bot.channels.link(HARROW, LEARNERS, slack.place, "triage", slack.clock())
    message = invited(slack, LEARNERS)
    assert "learning partners" in message.text
    assert buttons(message) == {}


def test_one_channel_is_introduced_once(slack: Workspace) -> None:
    for _ in range(3):
        introduce(slack.slack.bot, HARROW, VALE)
        slack.deliver()
    assert len(slack.posted()) == 1
    assert telling.about(HARROW, VALE) != telling.about(HARROW, NOTICE)


@pytest.mark.parametrize("name", ["Harrow Vale", LONG, LOUD])
@pytest.mark.parametrize("readers", [0, 1, 40])
def test_its_messages_are_sound_whatever_a_place_is_called(name: str, readers: int) -> None:
    users = [f"U{number:09}" for number in range(readers)]
    for text, blocks in (
        view.not_set_up(),
        view.introduction(view.Introduced(name, users)),
        view.for_reading(name),
        view.others(view.Others(VALE, name, are_welcome=True)),
        view.others(view.Others(VALE, name, are_welcome=False)),
    ):
        assert_sound_message(text, blocks)
        assert "<!channel>" not in text


@pytest.mark.parametrize("places", [0, 1, 150])
@pytest.mark.parametrize("name", ["Harrow Vale", LONG, LOUD])
def test_its_modal_is_sound(places: int, name: str) -> None:
    offered = [(uuid4(), name) for _ in range(places)]
    assert_sound_view(view.modal(view.SettingUp(offered, JOAN, '{"channel":"C1"}')))
