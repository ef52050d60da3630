"""The doctor: what is missing is said in a plain sentence; what is well is not called missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from bot.delivery import delivering
from bot.doctor import Doctor, Finding
from bot.practice import actions
from bot.workspaces import Workspaces
from service.application.commands import EndRole
from service.domain.vocabulary import PlaceRole
from tests.practice.apps import until
from tests.support.command import Inside
from tests.support.postgres import MASTER_KEY
from tests.support.workspace import (
    AMINA,
    DEEPA,
    HARROW,
    JOAN,
    LEARNERS,
    PLACE,
    VALE,
    Workspace,
)


def look(slack: Workspace, **settings: Any) -> dict[str, Finding]:
    """What the doctor finds, by what it is about."""
    told = {"public_url": "https://learning.example.org"} | settings
    changed = slack.system.settings.model_copy(update=told)
    bot = slack.slack.bot
    doctor = Doctor(bot, Workspaces(changed, bot.installations, slack.clock), changed)
    return {found.about: found for found in doctor.look()}


def missing(slack: Workspace, **settings: Any) -> set[str]:
    """What it calls missing, beside that this is a practice Slack."""
    found = look(slack, **settings).values()
    return {one.about for one in found if not one.is_well} - {"base_url"}


def test_where_all_is_well_nothing_is_missing(slack: Workspace) -> None:
    assert missing(slack) == set()
    found = look(slack)
    assert "Harrow Vale Partnership" in found["workspace"].sentence
    assert VALE in found["channel"].sentence


@pytest.mark.parametrize(
    ("told", "about"),
    [
        ({"slack_signing_secret": None}, {"signing_secret"}),
        ({"slack_bot_token": None}, {"token", "not_installed"}),
        ({"slack_client_id": "1.2"}, {"client_secret"}),
        ({"slack_app_token": SecretStr("xoxb-1")}, {"app_token"}),
        ({"public_url": "http://127.0.0.1:8400"}, {"public_url"}),
        ({"public_url": None}, {"public_url"}),
        ({"public_url": None, "slack_app_token": SecretStr("xapp-1")}, set()),
    ],
)
def test_what_is_not_set_is_missing(
    slack: Workspace, told: dict[str, Any], about: set[str]
) -> None:
    found = missing(slack, **told)
    assert about <= found
    if "slack_bot_token" not in told and "slack_client_id" not in told:
        assert found == about


def test_practice_in_a_real_place_is_called_out(slack: Workspace) -> None:
    found = look(slack)["base_url"]
    assert not found.is_well
    assert slack.practice.base_url in found.sentence
    assert "base_url" not in look(slack, public_url=None)


def _revoke(slack: Workspace) -> None:
    actions.revoke_token(slack.practice.world, slack.practice.credentials.bot_token)


def _leave(slack: Workspace) -> None:
    bot = slack.practice.world.installs[HARROW].bot_user
    slack.practice.world.channels[VALE].members.discard(bot)


def _few_scopes(slack: Workspace) -> None:
    install = slack.practice.world.installs[HARROW]
    install.scopes = install.scopes - {"im:write", "groups:history"}


def _unlink(slack: Workspace) -> None:
    slack.slack.bot.channels.unlink(HARROW, VALE)


def _no_lead(slack: Workspace) -> None:
    command = EndRole(
        place=PLACE, contributor=str(slack.person(DEEPA)), role=PlaceRole.SAFEGUARDING_LEAD
    )
    slack.system.places.end_role(command, slack.request())


def _lead_left(slack: Workspace) -> None:
    slack.practice.world.users[DEEPA].deleted = True


def _reading_in_public(slack: Workspace) -> None:
    slack.practice.member(JOAN, "C0NOTICE01", "invite_bot")
    slack.slack.bot.channels.link(HARROW, "C0NOTICE01", slack.place, "triage", slack.clock())


def _reading_with_others(slack: Workspace) -> None:
    slack.practice.member(JOAN, LEARNERS, "invite_bot")
    slack.slack.bot.channels.link(HARROW, LEARNERS, slack.place, "triage", slack.clock())


def _away(slack: Workspace) -> None:
    slack.practice.fail("auth.test", "internal_error", status=503, times=5)


@pytest.mark.parametrize(
    ("happened", "about", "word"),
    [
        (_revoke, "token_refused", "Install the app again"),
        (_leave, "not_in_channel", VALE),
        (_few_scopes, "scopes", "groups:history, im:write"),
        (_unlink, "channels", "Invite the bot"),
        (_no_lead, "no_safeguarding_lead", "Harrow Vale"),
        (_lead_left, "unreachable_safeguarding_lead", "unseen"),
        (_reading_in_public, "reading_not_private", "not private"),
        (_reading_with_others, "reading_not_only_readers", "there: 1."),
        (_away, "token_refused", "internal_error"),
    ],
)
def test_what_went_wrong_in_slack_is_said(
    slack: Workspace, happened: Callable[[Workspace], None], about: str, word: str
) -> None:
    happened(slack)
    found = look(slack)
    assert not found[about].is_well
    assert word in found[about].sentence


def test_what_cannot_be_sent_is_told_by_its_kind_only(slack: Workspace) -> None:
    slack.says(AMINA, "canary words")
    slack.practice.fail("conversations.open", "internal_error", status=503, times=9)
    slack.practice.fail("chat.postMessage", "internal_error", status=503, times=9)
    slack.system.runner.catch_up()
    slack.slack.delivery.deliver_now()
    found = look(slack)
    assert found["problem"].sentence.endswith(" (internal_error).")
    assert "canary" not in str(found)


def test_whether_anything_sends_is_told(slack: Workspace) -> None:
    assert "delivers_not" in look(slack)
    with delivering(slack.slack.delivery):
        until(lambda: "delivers" in look(slack), "a delivery that leads")


def test_the_command_says_what_is_missing_and_ends_so(slack: Workspace, database_url: str) -> None:
    told = slack.practice.facts()
    command = Inside(
        {
            "DATABASE_URL": database_url,
            "DOUBLELOOP_MASTER_KEY": MASTER_KEY,
            "SLACK_SIGNING_SECRET": told["signing_secret"],
            "SLACK_BOT_TOKEN": told["bot_token"],
            "SLACK_APP_TOKEN": told["app_token"],
            "SLACK_BASE_URL": told["base_url"],
        }
    )
    well = command.run("bot", "doctor")
    assert (well.code, "Nothing is missing." in well.out) == (0, True), well.out + well.err
    slack.slack.bot.channels.unlink(HARROW, VALE)
    ill = command.run("bot", "doctor", "--json")
    assert ill.code == 1
    assert [one["about"] for one in ill.json if not one["is_well"]] == ["channels"]


def test_a_service_that_nobody_installed_yet_says_how(slack: Workspace) -> None:
    slack.slack.bot.channels.unlink(HARROW, VALE)
    found = missing(
        slack, slack_bot_token=None, slack_client_id="1.2", slack_client_secret=SecretStr("s")
    )
    assert {"workspaces", "channels"} <= found
