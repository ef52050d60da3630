"""Every listener answers whatever it gets: about what is there or not, whole or in part."""

# The shapes are those of `payload_interactions`; the ids in them are of a place in which a good
# deal has happened, so that each listener gets as far as it can.

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings, strategies

from bot.http import router
from service.application.commands import AskBack
from service.application.loop_commands import StateExpectation
from service.application.rhythm_commands import AskForQuote
from service.domain.vocabulary import Audience
from tests.bot.looking import entries
from tests.bot.payload_fixtures import Sample
from tests.bot.payload_interactions import ON_MESSAGE, action, interaction, view
from tests.bot.payload_samples import NOBODY, TS, Json, said
from tests.bot.test_decision_card import decides
from tests.bot.test_payload_shapes import ODD, paths, send, with_odd
from tests.bot.test_place_digest import learned
from tests.support.asked_in_slack import asked_in, working_day_from
from tests.support.workspace import AMINA, HARROW, JOAN, PLACE, ROSA, TOMAS, VALE, Workspace

Listener = tuple[str, str]

PEOPLE = (ROSA, JOAN, TOMAS)
"""Who writes, who looks after the place, who reads."""
DAY = "2027-01-05"
TYPED = (
    "words meaning answer why chosen called claim reason question others learned done expected "
    "expected_vs_actual why_nobody_affected statement because noticed options we_would_doubt_if "
    "not_consulted nothing contact single_voice looked_for_disconfirming"
)
CHOSEN = {
    **{"every": "fortnightly", "at": "10:00", "nation": "england_and_wales", "is_asked": "yes"},
    **{
        "weekday": "1",
        "credit": "name",
        "result": "keep",
        "stance": "growing",
        "scope": "place_team",
    },
    **{"speaking_as": "self", "kind": "people", "basis": "consent", "place": PLACE},
}
DAYS = "anchor until to paused_until review_on review_again_on"
MANY = "affected_heard cites codes fits does_not_fit name identifying conditions_missing purpose"
OF_THINGS = "assumption insight prototype trial.which trial.next building_block relayed word"


@pytest.fixture
def wire(slack: Workspace) -> TestClient:
    """Slack's side, without a network between."""
    web = FastAPI()
    web.include_router(router(slack.slack))
    return TestClient(web)


@pytest.fixture
def things(slack: Workspace) -> list[str]:
    """What buttons of a place in which a good deal has happened may name."""
    digest = learned(slack)
    asked, system = asked_in(slack), slack.system
    asked.asks(ROSA)
    mine = next(one.id for one in entries(slack) if one.kind == "reflection")
    quote = AskForQuote(words="The desk", audience=Audience.PLACE)
    system.quotes.ask(mine, quote, asked.by_partner)
    party = {"who": "Rosa", "person": str(slack.person(ROSA))}
    review_on = slack.clock().date() + timedelta(weeks=1)
    decision = decides(slack, decided_by=[party], review_on=review_on)
    told = {"we_expect": "Fewer letters", "we_would_doubt_if": "More come."}
    expected = StateExpectation(place=PLACE, by_when=review_on, **told)
    system.sense.state_expectation(expected, asked.by_partner)
    question = AskBack(question="Who said yes?")
    ask = system.tagging.ask_back(slack.place, str(mine), question, asked.by_partner).id
    asked.open_round()
    asked.on(working_day_from(review_on))
    ids = [str(one) for one in (mine, decision, digest, slack.place)]
    ids += [str(one.originator_id) for one in asked.prompts()]
    return [*ids, f"{mine}/{ask}", f"who/{ids[-1]}", DAY, NOBODY, "x", ""]


def payload(listener: Listener, user: str, thing: str, place: str) -> Sample | None:
    """What reaches this listener; None for events, which have shapes of their own."""
    (kind, name), given = listener, everything_filled_in(thing)
    about = {"place": place, "about": thing, "reflection": thing if len(thing) == 36 else NOBODY}
    metadata = json.dumps(about)
    if kind == "action":
        body = interaction(
            "block_actions",
            user,
            actions=[action("button", name, value=thing)],
            **ON_MESSAGE,
            response_url="https://hooks.slack.com/actions/T0HARROW1/1/abc",
            view=view(name.partition(".")[0], given, metadata),
        )
    elif kind == "view":
        body = interaction("view_submission", user, view=view(name, given, metadata))
    elif kind == "shortcut":
        body = interaction("shortcut", user, callback_id=name)
    elif kind == "message_shortcut":
        more: Json = {"channel": {"id": VALE, "name": "vale"}, "message": said(thing, user=AMINA)}
        body = interaction("message_action", user, callback_id=name, message_ts=TS, **more)
    elif kind == "command":
        body = {"command": name, "text": thing, "user_id": user, "team_id": HARROW}
        body |= {"channel_id": VALE, "trigger_id": "5521.100.9d2e1a"}
    else:
        return None
    way = "command" if kind == "command" else "interaction"
    return Sample(f"{kind} {name}", "BP, as in payload_interactions", body, way)  # type: ignore[arg-type]


def everything_filled_in(thing: str) -> Json:
    """Every field of every modal: each listener takes those that it asked for."""
    option = {"text": {"type": "plain_text", "text": "One"}}
    never_offered = thing == "x"
    typed = {"type": "plain_text_input", "value": f"Words {thing}"}
    return {
        **dict.fromkeys(TYPED.split(), typed),
        **{
            name: {
                "type": "static_select",
                "selected_option": option | {"value": thing if never_offered else value},
            }
            for name, value in CHOSEN.items()
        },
        **{
            name: {"type": "datepicker", "selected_date": thing if never_offered else DAY}
            for name in DAYS.split()
        },
        **{
            name: {"type": "multi_static_select", "selected_options": [option | {"value": thing}]}
            for name in MANY.split()
        },
        **{
            name: {"type": "static_select", "selected_option": option | {"value": thing}}
            for name in OF_THINGS.split()
        },
    }


def listeners(slack: Workspace) -> list[Listener]:
    """All that the bot listens for, but events."""
    return sorted(one for one in slack.slack.listening.registered if one[0] != "event")


def problems(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What went wrong inside the bot."""
    ours = [one for one in caplog.records if one.name.startswith("doubleloop")]
    return [one.getMessage() for one in ours if one.levelno >= logging.ERROR]


def all_of(slack: Workspace, things: list[str]) -> Iterator[Sample]:
    """Each listener with each thing, by one person after the other."""
    wishes = itertools.product(listeners(slack), things)
    for number, (listener, thing) in enumerate(wishes):
        sample = payload(listener, PEOPLE[number % len(PEOPLE)], thing, str(slack.place))
        if sample is not None:
            if "view" in sample.body:  # Each is a modal of its own.
                sample.body["view"]["id"] = f"V0{number}"
            yield sample


@pytest.mark.timeout(300)  # Some thousand payloads: twenty seconds alone, more beside others.
def test_each_listener_answers_about_each_thing(
    wire: TestClient, slack: Workspace, things: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    failed: dict[str, object] = {}
    for sample in all_of(slack, things):
        caplog.clear()
        status = send(wire, slack, sample)
        if status != 200 or problems(caplog):
            failed.setdefault(sample.name, (status, problems(caplog)))
    assert failed == {}


@given(data=strategies.data())
@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_listener_breaks_where_something_is_missing_or_odd(
    wire: TestClient,
    slack: Workspace,
    things: list[str],
    caplog: pytest.LogCaptureFixture,
    data: strategies.DataObject,
) -> None:
    caplog.clear()
    listener = data.draw(strategies.sampled_from(listeners(slack)))
    user, thing = (
        data.draw(strategies.sampled_from(PEOPLE)),
        data.draw(strategies.sampled_from(things)),
    )
    sample = payload(listener, user, thing, str(slack.place))
    assert sample is not None
    for _ in range(data.draw(strategies.integers(min_value=1, max_value=3))):
        path = data.draw(strategies.sampled_from(list(paths(sample.body))))
        sample = with_odd(replace(sample), path, data.draw(strategies.sampled_from(ODD)))
    assert send(wire, slack, sample) == 200
    assert problems(caplog) == []
