"""A line typed to the bot becomes a reflection: signed requests through unmodified Bolt."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.app import build_slack
from bot.http import router
from service.bootstrap import LEARNING_PARTNER_HERE, System, open_system
from service.domain.errors import Misconfigured, Unavailable
from service.domain.vocabulary import Scope
from service.projections.entries import Filter
from service.projections.shapes import Entry
from service.settings import Settings
from tests.support import slack, town

NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)


@pytest.fixture
def system(settings: Settings) -> Iterator[System]:
    """A system for a workspace whose place is Eastmoor."""
    told = settings.model_copy(
        update={
            "slack_signing_secret": SecretStr(slack.SECRET),
            "slack_bot_token": SecretStr(slack.TOKEN),
            "slack_base_url": "http://127.0.0.1:9/nobody-answers/",
            "slack_place": "Eastmoor",
        }
    )
    with open_system(told) as opened:
        yield opened


@pytest.fixture
def client(system: System, place: town.Town) -> TestClient:
    """Slack's side of the wire."""
    app = FastAPI()
    app.include_router(router(build_slack(system, lambda: NOW)))
    return TestClient(app, raise_server_exceptions=False)


def send(client: TestClient, body: str, **signing: object) -> int:
    """Deliver a body as Slack does; the status that came back."""
    headers = slack.signed(body, **signing)  # type: ignore[arg-type]
    return client.post("/slack/events", content=body.encode(), headers=headers).status_code


def said(system: System, place: town.Town) -> list[Entry]:
    """The reflections of the place."""
    system.runner.catch_up()
    return system.reading.timeline(LEARNING_PARTNER_HERE, place.id, Filter()).entries


def test_a_line_in_a_direct_message_is_on_the_timeline(
    client: TestClient, system: System, place: town.Town
) -> None:
    body = slack.delivery(slack.direct_message("The desk said yes on the spot."))
    assert send(client, body) == 200
    (entry,) = said(system, place)
    assert entry.text == "The desk said yes on the spot."
    assert entry.scope == Scope.AUTHOR_AND_LP
    assert entry.occurred_on.isoformat() == "2026-06-01"


def test_the_same_message_delivered_five_times_is_one_reflection(
    client: TestClient, system: System, place: town.Town
) -> None:
    message = slack.direct_message("Once is enough.")
    for number in range(5):
        assert send(client, slack.delivery(message, event_id=f"Ev{number}")) == 200
    assert [entry.text for entry in said(system, place)] == ["Once is enough."]


def test_two_messages_by_one_person_are_two_reflections_by_one_contributor(
    client: TestClient, system: System, place: town.Town
) -> None:
    for ts in ("1780308000.000100", "1780308001.000100"):
        assert send(client, slack.delivery(slack.direct_message("Again.", ts=ts))) == 200
    assert len(said(system, place)) == 2
    voices = system.reading.voices(LEARNING_PARTNER_HERE, place.id, Filter())
    assert (voices.contributors, voices.by_perspective) == (1, {"not_said": 1})


def test_somebody_welcomed_before_speaks_from_their_own_perspective(
    client: TestClient, system: System, place: town.Town
) -> None:
    place.welcome("sam", slack="T0KRQLJ9H/U2147483697")
    assert send(client, slack.delivery(slack.direct_message("From my desk."))) == 200
    (entry,) = said(system, place)
    assert entry.perspective == "statutory"


@pytest.mark.parametrize(
    "left_alone",
    [
        slack.direct_message("edited", subtype="message_changed"),
        slack.direct_message("gone", subtype="message_deleted"),
        slack.direct_message("I am a bot", bot_id="B1"),
        slack.direct_message("   "),
        slack.direct_message("in a channel", channel_type="channel", channel="C1"),
    ],
)
def test_edits_bots_blanks_and_channels_are_left_alone(
    client: TestClient, system: System, place: town.Town, left_alone: dict[str, object]
) -> None:
    assert send(client, slack.delivery(left_alone)) == 200
    assert said(system, place) == []


def test_broken_characters_do_not_lose_what_was_said(
    client: TestClient, system: System, place: town.Town
) -> None:
    body = slack.delivery(slack.direct_message("half \ud83d of it"))
    assert send(client, body) == 200
    (entry,) = said(system, place)
    assert entry.text == "half ? of it"


@pytest.mark.parametrize(
    "signing", [{"secret": "somebody else's"}, {"at": 1_500_000_000}], ids=["forged", "replayed"]
)
def test_a_wrong_or_old_signature_is_refused_and_leaves_nothing(
    client: TestClient, system: System, signing: dict[str, object]
) -> None:
    before = system.log.head
    body = slack.delivery(slack.direct_message("Let me in."))
    assert send(client, body, **signing) == 401
    assert system.log.head == before


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-request-timestamp": "yesterday", "x-slack-signature": "v0=00"},
        {"x-slack-request-timestamp": "1", "x-slack-signature": "v0=\xe9"},
        {},
    ],
)
def test_a_signature_that_is_none_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    assert client.post("/slack/events", content=b"{}", headers=raw).status_code == 401  # type: ignore[arg-type]


def test_slack_hears_200_only_when_it_is_kept(
    client: TestClient, system: System, place: town.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise Unavailable

    monkeypatch.setattr(system.log.recorder, "insert_events", down)
    body = slack.delivery(slack.direct_message("Keep this."))
    assert send(client, body) >= 500
    monkeypatch.undo()
    assert send(client, body) == 200
    assert [entry.text for entry in said(system, place)] == ["Keep this."]


def test_a_refused_body_reaches_no_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        send(client, slack.delivery(slack.direct_message("canary words")), secret="wrong")
    assert "canary" not in caplog.text


def test_slacks_escapes_are_read_as_they_were_typed(
    client: TestClient, system: System, place: town.Town
) -> None:
    send(client, slack.delivery(slack.direct_message("R&amp;D said &lt;no&gt;.")))
    assert [entry.text for entry in said(system, place)] == ["R&D said <no>."]


def test_words_beside_a_photo_are_kept(
    client: TestClient, system: System, place: town.Town
) -> None:
    message = slack.direct_message("The door, at last.", subtype="file_share", files=[])
    assert send(client, slack.delivery(message)) == 200
    assert [entry.text for entry in said(system, place)] == ["The door, at last."]


def test_a_pasted_file_is_cut_and_reaches_no_log(
    client: TestClient, system: System, place: town.Town, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert send(client, slack.delivery(slack.direct_message("canary " + "x" * 50_000))) == 200
    (entry,) = said(system, place)
    assert entry.text.startswith("canary x")
    assert "canary" not in caplog.text


def test_somebody_from_another_place_joins_this_one(
    client: TestClient, system: System, place: town.Town
) -> None:
    elsewhere = town.join(system, "Otherton")
    known = elsewhere.welcome("jane", slack="T0KRQLJ9H/U2147483697")
    assert send(client, slack.delivery(slack.direct_message("Hello from there."))) == 200
    assert len(said(system, place)) == 1
    people = system.reading.people(LEARNING_PARTNER_HERE, place.id)
    assert [person.id for person in people] == [known]


def test_a_place_that_is_not_there_stops_the_bot_from_starting(system: System) -> None:
    told = system.settings.model_copy(update={"slack_place": "Nowhere"})
    with pytest.raises(Misconfigured, match="DOUBLELOOP_SLACK_PLACE"):
        build_slack(replace(system, settings=told))
