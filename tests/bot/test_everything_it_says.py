"""Everything that the bot can show, with words that mean harm: sound, inert and plain."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from bot.listeners.setup import introduce
from bot.practice.world import Json
from service.application.commands import ChangeLanguageStage, StartPrototype
from service.domain.frameworks import default_frameworks
from service.domain.vocabulary import LanguageStage
from tests.bot.crawling import HOSTILE, Crawler, Shown
from tests.bot.looking import whispered
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.postgres import Postgres, settings_for
from tests.support.typescript import check_with_typescript
from tests.support.workspace import (
    AMINA,
    DEEPA,
    HARROW,
    JOAN,
    NORTHSIDE,
    PLACE,
    ROSA,
    TOMAS,
    VALE,
    Workspace,
    manifest,
    workspace,
)

NOTICES = "C0NOTICE01"
PEOPLE = (ROSA, TOMAS, JOAN, DEEPA, AMINA)
NAMES = ("Rosa", "Lindqvist", "Tomas", "Amina", "Kersey", "Joan", "Deepa", "Abara")
STAGES = (LanguageStage.LOCAL_ONLY, LanguageStage.OVERT)
UUIDS = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
OUR_MENTIONS = r"<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>|<https?://[^|<>\s]+(\|[^<>]+)?>"
"""What we may say ourselves: who decided, which channel, the page of a decision."""


@dataclass(frozen=True)
class Said:
    """All that a whole tour through the bot showed, and what the bot listens for."""

    stage: LanguageStage
    shown: list[Shown]
    registered: set[tuple[str, str]]
    learning_partner: str


@pytest.fixture(scope="module", params=STAGES)
def said(request: pytest.FixtureRequest, postgres: Postgres) -> Iterator[Said]:
    """A tour of everybody, through everything, in a place of each stage."""
    with postgres.fresh() as url, workspace(settings_for(url), manifest()) as slack:
        crawler = Crawler(slack, HOSTILE)
        _prepare(slack, request.param)
        _tour(slack, crawler)
        yield Said(request.param, crawler.shown, slack.slack.listening.registered, TOMAS)


def _prepare(slack: Workspace, stage: LanguageStage) -> None:
    request = slack.request()
    for user in (ROSA, AMINA):
        slack.says(user, "Hello.")
    if stage != LanguageStage.LOCAL_ONLY:
        command = ChangeLanguageStage(
            place=PLACE,
            stage=stage,
            reason="We chose to.",
            agreed_with=[str(slack.person(ROSA))],
        )
        slack.system.places.change_language_stage(command, request)
    for name in ("One front door", HOSTILE):
        trial = StartPrototype(place=PLACE, name=name[:100], expected=HOSTILE)
        slack.system.trials.start_prototype(trial, request)
    slack.deliver()


def _tour(slack: Workspace, crawler: Crawler) -> None:
    introduce(slack.slack.bot, HARROW, VALE)
    slack.practice.member(JOAN, NOTICES, "invite_bot")
    slack.practice.channel(VALE, "share", team=NORTHSIDE)
    slack.deliver()
    introduction = slack.posted(VALE)[0]
    for number, user in enumerate((ROSA, AMINA)):
        slack.says(user, f"Call 07700 90012{number}. {HOSTILE}")
        slack.says(user, crawler.long(), channel=VALE, thread_ts=introduction.ts)
        ts = slack.says(user, HOSTILE, channel=VALE)
        asker = AMINA if user == ROSA else ROSA
        slack.practice.interact(
            type="message_action", user=asker, channel=VALE, ts=ts, callback_id="keep"
        )
    for variant in range(3):
        for user in (ROSA, JOAN):
            for shortcut in ("reflect", "belief", "decide", "trial"):
                crawler.opens(user, shortcut, variant)
        for user in PEOPLE:
            crawler.looks(user)
        crawler.crawl(PEOPLE if variant < 2 else (ROSA, TOMAS), variant)
    told = slack.practice.interact(
        type="slash_command", user=ROSA, channel=VALE, command="/reflect", text=HOSTILE
    )
    assert told["ok"], told
    slack.practice.world.stacks.clear()
    crawler.crawl(PEOPLE, 0, last=True)
    assert whispered(slack, VALE, ROSA)


def every_text(part: object) -> Iterator[tuple[str, str]]:
    """Each text in a piece of Block Kit, with its kind."""
    if isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn") and isinstance(part.get("text"), str):
            yield part["type"], part["text"]
        for value in part.values():
            yield from every_text(value)
    elif isinstance(part, list):
        for value in part:
            yield from every_text(value)


def every(part: object, name: str) -> Iterator[Json]:
    """Each object that has this field."""
    if isinstance(part, dict):
        if name in part:
            yield part
        for value in part.values():
            yield from every(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from every(value, name)


def whole(one: Shown) -> str:
    """All that is shown, as it goes over the wire."""
    return json.dumps([one.text, one.blocks, one.view], ensure_ascii=False)


def test_the_tour_saw_a_lot(said: Said) -> None:
    assert len([one for one in said.shown if one.view]) > 40
    assert len([one for one in said.shown if not one.view]) > 40
    assert sum("evil.example" in whole(one) for one in said.shown) > 30


def test_slack_would_take_all_of_it(said: Said) -> None:
    for one in said.shown:
        if one.view is None:
            assert_sound_message(one.text, one.blocks)
        else:
            assert_sound_view(one.view)


def test_it_fits_slacks_published_types(said: Said) -> None:
    samples = []
    for number, one in enumerate(said.shown):
        sample = one.view or {"text": one.text, "blocks": one.blocks}
        samples.append((f"{number} {(one.view or {}).get('callback_id', one.text[:30])}", sample))
    distinct = {json.dumps(_without_words(sample)): (name, sample) for name, sample in samples}
    check_with_typescript(list(distinct.values()))


def test_nothing_that_somebody_wrote_calls_people_or_leads_anywhere(said: Said) -> None:
    for one in said.shown:
        marked = [text for kind, text in every_text(one.blocks) if kind == "mrkdwn"]
        for text in [one.text, *marked]:
            ours = re.sub(OUR_MENTIONS, "", text)
            assert not re.search(r"<[!@#]|<http|<b>", ours), text
            assert "evil.example|" not in re.findall(OUR_MENTIONS, text), text
            assert "https://evil" not in text, text
            assert "<@U0HOUSE001> <#C0HARROW01>" not in text, text


def test_every_message_says_it_in_its_text_too(said: Said) -> None:
    assert all(one.text.strip() for one in said.shown if one.view is None)


def test_labels_are_short_and_values_hold_ids_alone(said: Said) -> None:
    for one in said.shown:
        for button in [part for part in every(one.blocks, "action_id") if part.get("value")]:
            assert len(button["text"]["text"]) <= 75
            _assert_no_words(str(button["value"]))
        for option in every(one.blocks, "value"):
            if "text" in option and "action_id" not in option:
                _assert_no_words(str(option["value"]))
        if one.view is not None:
            _assert_no_words(str(one.view.get("private_metadata", "")))
        if one.metadata is not None:
            assert set(one.metadata["event_payload"]) == {"id"}
            UUID(one.metadata["event_payload"]["id"])


def test_framework_words_are_for_those_who_agreed_to_them(said: Said) -> None:
    frameworks = default_frameworks()
    items = [*frameworks.behaviours.items, *frameworks.building_blocks.items]
    wordings = [item.wording.casefold() for item in items]
    codes = [item.code for item in items if "-" in item.code]
    groups = [group.name for group in frameworks.behaviours.groups]
    seen = 0
    for one in said.shown:
        found = whole(one)
        says = [word for word in wordings if word in found.casefold()]
        says += [code for code in codes if re.search(rf"\b{re.escape(code)}\b", found)]
        says += [name for name in groups if re.search(rf"\b{name}\b", found)]
        if said.stage == LanguageStage.LOCAL_ONLY and says:
            assert one.view is not None, says
            assert one.user == said.learning_partner, says
        seen += bool(says)
    assert seen


def test_everything_that_can_be_pressed_is_listened_for_and_the_other_way_round(
    said: Said,
) -> None:
    pressed, sent_off = set(), set()
    for one in said.shown:
        for block in one.blocks:
            if block["type"] != "input" or block.get("dispatch_action"):
                pressed |= {part["action_id"] for part in every(block, "action_id")}
        if one.view is not None and "submit" in one.view:
            sent_off.add(one.view["callback_id"])
    listened = {name for kind, name in said.registered if kind == "action"}
    assert pressed - listened == set()
    assert sent_off - {name for kind, name in said.registered if kind == "view"} == set()
    assert listened - pressed == set()
    assert {name for kind, name in said.registered if kind == "view"} - sent_off == set()


def test_shortcuts_and_commands_are_those_of_the_manifest(said: Said) -> None:
    features = manifest()["features"]
    kinds = {"global": "shortcut", "message": "message_shortcut"}
    wanted = {(kinds[one["type"]], one["callback_id"]) for one in features["shortcuts"]}
    wanted |= {("command", one["command"]) for one in features["slash_commands"]}
    names = {"shortcut", "message_shortcut", "command"}
    assert {one for one in said.registered if one[0] in names} == wanted


def _assert_no_words(value: str) -> None:
    assert "evil" not in value, value
    assert not any(name in value for name in NAMES), value
    assert " " not in re.sub(r"[{}\",:\[\]]", "", value).strip(), value


def _without_words(part: object) -> object:
    """The shape alone: samples that differ only in their words are checked once."""
    if isinstance(part, dict):
        return {name: _without_words(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_without_words(value) for value in part]
    return "" if isinstance(part, str) and len(part) > 30 else part
