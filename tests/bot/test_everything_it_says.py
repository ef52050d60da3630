"""Everything the bot can show, with words that mean harm: sound, inert, plain, and answered."""

# A tour through the bot, by everybody, in a place of each stage; then each check looks at it all.

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from bot.listeners.setup import introduce
from bot.practice.world import Json
from bot.views.blocks import MOST_BLOCKS, MOST_CHARACTERS, escape
from bot.words import say
from service.application.commands import (
    ChangeLanguageStage,
    GiveRole,
    HoldReflection,
    JoinPlace,
    StartPrototype,
    WelcomePerson,
)
from service.application.desk import Request
from service.application.prompts import by_the_clock
from service.application.rhythm_commands import AskForQuote
from service.bootstrap import LEARNING_PARTNER_HERE
from service.digests.placing import draft_place
from service.digests.publishing import DraftAbout, publish, save_draft
from service.domain.frameworks import default_frameworks
from service.domain.reflection import Reflection
from service.domain.vocabulary import Audience, CareCategory, Channel, LanguageStage, PlaceRole
from tests.bot.crawling import HOSTILE, Crawler, Shown
from tests.bot.looking import entries, from_harrow
from tests.support.asked_in_slack import asked_in
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.postgres import Postgres, settings_for
from tests.support.typescript import check_with_typescript
from tests.support.words import KEPT_OUT
from tests.support.workspace import (
    AMINA,
    COLIN,
    DEEPA,
    HARROW,
    JOAN,
    MINA,
    NORTHSIDE,
    PETRA,
    PLACE,
    ROSA,
    SHARED,
    TOMAS,
    VALE,
    Workspace,
    manifest,
    workspace,
)

NOTICES = "C0NOTICE01"
CONTRIBUTORS = (ROSA, COLIN, MINA, PETRA)
"""Of the place's own workspace, guests of it, and of another organisation."""
PEOPLE = (*CONTRIBUTORS, TOMAS, JOAN, DEEPA)
FEWER = (ROSA, COLIN, TOMAS, JOAN, DEEPA)
"""Where nothing depends on who takes part, one of the place and one of two places are enough."""
NAMES = ("Rosa", "Lindqvist", "Tomas", "Amina", "Kersey", "Joan", "Deepa", "Abara", "Petra")
STAGES = (LanguageStage.LOCAL_ONLY, LanguageStage.OVERT)
SHORTCUTS = ("reflect", "belief", "decide", "trial")
OUR_MENTIONS = r"<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>|<https?://[^|<>\s]+(\|[^<>]+)?>"
"""What we may say ourselves: who decided, which channel, the page of a decision."""
NOT_WORDS = frozenset({"type", "action_id", "block_id", "value", "callback_id", "private_metadata"})
WITHOUT_WORDS = (say("saved.held"),)
"""What is put aside is not repeated in notifications."""
A_LONG_LIST = "it needs more than a page of one person's words: test_mine"
ONE_OF_TWO = "once the other answer is given, it is gone"
A_QUESTION = "the question has to wait unanswered where it is looked for: test_question, test_mine"
LOOKED_BACK = "weeks have to pass before it is asked: test_prompt, test_prompt_kinds"
THE_FUNDERS = "it is for the funder, who takes part in no place: test_funder_digest"
NOT_MET: dict[tuple[str, str], str] = {
    ("action", "consent.no"): ONE_OF_TWO,
    ("action", "mine.older"): A_LONG_LIST,
    ("action", "mine.newer"): A_LONG_LIST,
    ("action", "mine.erase"): "what takes things away is pressed on messages and Home: test_mine",
    ("action", "mine.remove"): "what takes things away is pressed on messages and Home: test_mine",
    ("action", "mine.answer"): A_QUESTION,
    ("action", "question.answer"): A_QUESTION,
    ("view", "mine_answer"): A_QUESTION,
    ("view", "question"): A_QUESTION,
    ("action", "mine.unquote"): "it stands in a list that was looked at before: test_prompt_kinds",
    ("action", "prompt.review"): LOOKED_BACK,
    ("view", "review"): LOOKED_BACK,
    ("action", "prompt.expectation"): LOOKED_BACK,
    ("view", "happened"): LOOKED_BACK,
    ("action", "prompt.rhythm_four"): LOOKED_BACK,
    ("action", "prompt.rhythm_when"): LOOKED_BACK,
    ("action", "prompt.rhythm_keep"): LOOKED_BACK,
    ("action", "funder_digest.open"): THE_FUNDERS,
    ("action", "funder_digest.ask"): THE_FUNDERS,
    ("view", "funder_digest_answer"): THE_FUNDERS,
    ("view", "triage_join"): "what it needs is chosen together, and not one by one: test_triage",
}
"""What listens for something that this tour cannot come to, and why it cannot."""


@dataclass(frozen=True)
class Said:
    """All that a whole tour through the bot showed, and what the bot listens for."""

    stage: LanguageStage
    shown: list[Shown]
    met: set[tuple[str, str]]
    failed: list[str]
    registered: set[tuple[str, str]]
    listeners: int
    """How many Bolt has: as many as are registered where none is there twice."""


@pytest.mark.timeout(300)  # Everybody presses everything: a minute alone, more beside others.
@pytest.mark.parametrize("stage", STAGES)
def test_all_that_it_says(postgres: Postgres, stage: LanguageStage) -> None:
    with postgres.fresh() as url, workspace(settings_for(url), manifest()) as slack:
        crawler = Crawler(slack, HOSTILE)
        people = PEOPLE if stage == LanguageStage.LOCAL_ONLY else FEWER
        _prepare(slack, stage)
        _tour(slack, crawler, people)
        app = slack.slack
        said = Said(
            stage,
            crawler.shown,
            crawler.met,
            crawler.failed,
            app.listening.registered,
            len(app.bolt._listeners),
        )
    problems = []
    for check in CHECKS:
        try:
            check(said)
        except AssertionError as error:
            problems.append(f"{check.__name__}: {str(error)[:1500]}")
    assert not problems, "\n\n".join(problems)
    it_fits_slacks_published_types(said)


def _prepare(slack: Workspace, stage: LanguageStage) -> None:
    """A place at work: two trials, somebody of two places, a channel with another organisation."""
    system, channels, request = slack.system, slack.slack.bot.channels, slack.request()
    for user in (ROSA, AMINA, COLIN):
        slack.says(user, "Hello.")
    if stage != LanguageStage.LOCAL_ONLY:
        command = ChangeLanguageStage(
            place=PLACE,
            stage=stage,
            reason="We chose to.",
            agreed_with=[str(slack.person(ROSA))],
        )
        system.places.change_language_stage(command, request)
    for name in ("One front door", HOSTILE):
        trial = StartPrototype(place=PLACE, name=name[:100], expected=HOSTILE)
        system.trials.start_prototype(trial, request)
    channels.link(HARROW, SHARED, slack.place, "place", slack.clock())
    channels.note_shared(HARROW, SHARED, is_shared=True)
    system.places.join_place(JoinPlace(place="Moor End"), request)
    welcome = WelcomePerson(place="Moor End", contributor="colin", slack=from_harrow(COLIN))
    system.people.welcome_person(welcome, request)
    introduce(slack.slack.bot, HARROW, VALE)
    introduce(slack.slack.bot, HARROW, SHARED)
    slack.deliver()


def _tour(slack: Workspace, crawler: Crawler, people: Sequence[str]) -> None:
    slack.practice.member(JOAN, NOTICES, "invite_bot")
    slack.practice.channel(VALE, "share", team=NORTHSIDE)
    slack.says(PETRA, HOSTILE, channel=SHARED, thread_ts=slack.posted(SHARED)[0].ts)
    slack.slack.bot.channels.welcome_others(HARROW, SHARED, welcome=True)
    crawler.opens(ROSA, "reflect", 1)
    for number, user in enumerate(CONTRIBUTORS):
        channel = SHARED if user == PETRA else VALE
        if user not in (MINA, PETRA):
            slack.says(user, f"Call 07700 90012{number}. {HOSTILE}")
        introduction = slack.posted(channel)[0]
        slack.says(user, crawler.long(), channel=channel, thread_ts=introduction.ts)
        ts = slack.says(user, HOSTILE, channel=channel)
        for asker in (TOMAS, user):
            for callback_id in _message_shortcuts():
                crawler.uses_on(asker, channel, ts, callback_id)
    for user in people:
        if user != PETRA:
            crawler.looks(user)
    for variant in range(4):
        for shortcut in SHORTCUTS:
            crawler.opens(ROSA, shortcut, variant)
    slack.deliver()
    crawler.crawl(people, 1)
    crawler.wish(type="slash_command", user=ROSA, channel=VALE, command="/reflect", text=HOSTILE)
    _question_met_in_the_list(slack, crawler)
    _put_aside(slack)
    _asked_in_turn(slack, crawler, people)
    crawler.crawl(people, 0, last=True)


def _message_shortcuts() -> list[str]:
    offered = manifest()["features"]["shortcuts"]
    return [one["callback_id"] for one in offered if one["type"] == "message"]


def _question_met_in_the_list(slack: Workspace, crawler: Crawler) -> None:
    """A question is answered in the list of one's own, and not where it was asked."""
    slack.says(ROSA, "One line more.")
    slack.deliver()
    crawler.uses(TOMAS, "triage.ask", 4)
    slack.deliver()
    crawler.looks(ROSA)
    crawler.uses(ROSA, "mine.all", 4)


def _asked_in_turn(slack: Workspace, crawler: Crawler, people: Sequence[str]) -> None:
    """A round is asked, words are asked for, and what was learned goes out and waits."""
    asked, system = asked_in(slack), slack.system
    again = GiveRole(
        place=PLACE, contributor=str(slack.person(JOAN)), role=PlaceRole.COORDINATOR
    )  # The tour gave what is looked after to others.
    system.places.give_role(again, slack.request())
    loud = (one for one in entries(slack) if one.kind == "reflection" and "evil" in one.text)
    rosas = (one for one in loud if _author(slack, one.id) == slack.person(ROSA))
    said = min(rosas, key=lambda one: len(one.text))
    quote = AskForQuote(words=said.text, audience=Audience.PLACE)
    system.quotes.ask(said.id, quote, asked.by_partner)
    asked.asks(ROSA)
    today = slack.clock().date()
    programme = system.desk.place(slack.place).programme_id
    for days in (20, 10, 5):
        first = today - timedelta(days=days)
        content = draft_place(system, slack.place, first, today)
        content = content.model_copy(update={"note": HOSTILE})
        about = DraftAbout(programme, (slack.place,), first, today)
        draft = save_draft(system, content, about, asked.by_partner)
        if days > 10:
            publish(system, draft.id, by_the_clock(slack.clock()), by_itself=True)
    asked.open_round()
    for user in (JOAN, ROSA, COLIN):
        crawler.looks(user)
    crawler.uses(JOAN, "draft.read", 4)
    crawler.leaves(JOAN, "roles.open", 0)  # Else nobody here reads what is put aside any more.
    crawler.crawl(people, 0)


def _author(slack: Workspace, reflection: UUID) -> UUID:
    return slack.system.desk.load(Reflection, reflection).author


def _put_aside(slack: Workspace) -> None:
    """What was put aside with care can be brought back."""
    newest = next(one for one in reversed(entries(slack)) if one.kind == "reflection")
    command = HoldReflection(category=CareCategory.SAFEGUARDING)
    request = Request(LEARNING_PARTNER_HERE, Channel.CLI, slack.clock())
    slack.system.capture.hold_reflection(PLACE, str(newest.id), command, request)
    slack.deliver()


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


def words_of(part: object) -> Iterator[str]:
    """All that somebody can read there."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name not in NOT_WORDS:
                yield from words_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from words_of(value)
    elif isinstance(part, str):
        yield part


def whole(one: Shown) -> str:
    """All that somebody can read of it."""
    return "\n".join([one.text, *words_of(one.blocks), *words_of(one.view)])


def the_tour_saw_a_lot(said: Said) -> None:
    assert len([one for one in said.shown if one.view]) > 60
    assert len([one for one in said.shown if not one.view]) > 60
    assert len([one for one in said.shown if one.is_error]) > 8
    assert sum("evil.example" in whole(one) for one in said.shown) > 30
    seen_by = {one.user for one in said.shown}
    assert set(PEOPLE) <= seen_by, set(PEOPLE) - seen_by


def the_bot_answered_all_of_it(said: Said) -> None:
    assert said.failed == []


def slack_would_take_all_of_it(said: Said) -> None:
    for one in _distinct(said.shown):
        if one.view is not None:
            assert_sound_view(one.view)
        elif not one.is_error:
            assert_sound_message(one.text, one.blocks)
            assert len(one.blocks) <= MOST_BLOCKS, one.text
            assert len(json.dumps(one.blocks, ensure_ascii=False)) <= MOST_CHARACTERS, one.text


def it_fits_slacks_published_types(said: Said) -> None:
    """The shapes alone: what differs only in its words is looked at once."""
    shapes = {}
    for number, one in enumerate(one for one in said.shown if not one.is_error):
        sample = one.view or {"text": one.text, "blocks": one.blocks}
        name = f"{number} {(one.view or {}).get('callback_id', one.text[:30])}"
        shapes[json.dumps(_shape(sample))] = (name, sample)
    check_with_typescript(list(shapes.values()))


def nothing_that_somebody_wrote_calls_people_or_leads_anywhere(said: Said) -> None:
    for one in said.shown:
        marked = [text for kind, text in every_text(one.blocks) if kind == "mrkdwn"]
        for text in [one.text, *marked]:
            ours = re.sub(OUR_MENTIONS, "", text)
            assert not re.search(r"<[!@#]|<http|<b>", ours), text
            assert "https://evil" not in text, text
            assert "<@U0HOUSE001> <#C0HARROW01>" not in text, text


def every_message_says_it_in_its_text_too(said: Said) -> None:
    for one in said.shown:
        if one.view is not None or one.is_error or one.text in WITHOUT_WORDS:
            continue
        assert one.text.strip(), one.blocks
        quoted = [part for part in every(one.blocks, "elements") if part["type"].endswith("quote")]
        for first in quoted[:1]:
            words = escape(first["elements"][0]["text"])
            assert words[:30] in one.text, one.text


def labels_are_short_and_values_hold_ids_alone(said: Said) -> None:
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


def framework_words_are_for_those_who_agreed_to_them(said: Said) -> None:
    frameworks = default_frameworks()
    items = [*frameworks.behaviours.items, *frameworks.building_blocks.items]
    wordings = "|".join(re.escape(item.wording) for item in items)
    codes = "|".join(re.escape(item.code) for item in items if "-" in item.code)
    groups = "|".join(re.escape(group.name) for group in frameworks.behaviours.groups)
    pattern = re.compile(rf"(?i:{wordings})|\b(?:{codes}|{groups})\b|(?i:building blocks?)")
    seen = 0
    for (_, words), one in {(one.user, whole(one)): one for one in said.shown}.items():
        found = pattern.search(words)
        seen += bool(found)
        if said.stage == LanguageStage.LOCAL_ONLY and found:
            assert one.view is not None, (found[0], one)
            assert one.user == TOMAS, (found[0], one)
    assert seen


def words_that_are_kept_out_are_nowhere(said: Said) -> None:
    found = {match[0] for one in said.shown for match in KEPT_OUT.finditer(whole(one))}
    assert found == set()


def all_that_can_be_used_is_listened_for_once(said: Said) -> None:
    shown = set()
    for one in said.shown:
        for block in one.blocks:
            if block["type"] != "input" or block.get("dispatch_action"):
                shown |= {("action", part["action_id"]) for part in every(block, "action_id")}
        if one.view is not None and "submit" in one.view:
            shown.add(("view", one.view["callback_id"]))
        if one.view is not None and one.view.get("notify_on_close"):
            shown.add(("closed", one.view["callback_id"]))
    features = manifest()["features"]
    kinds = {"global": "shortcut", "message": "message_shortcut"}
    shown |= {(kinds[one["type"]], one["callback_id"]) for one in features["shortcuts"]}
    shown |= {("command", one["command"]) for one in features["slash_commands"]}
    assert shown - said.registered == set()
    assert said.listeners == len(said.registered)


def all_that_is_listened_for_was_met(said: Said) -> None:
    listened = {one for one in said.registered if one[0] != "event"}
    not_met = listened - said.met - set(NOT_MET)
    assert not not_met, sorted(not_met)
    assert set(NOT_MET) <= listened


CHECKS: tuple[Callable[[Said], None], ...] = (
    the_tour_saw_a_lot,
    the_bot_answered_all_of_it,
    slack_would_take_all_of_it,
    nothing_that_somebody_wrote_calls_people_or_leads_anywhere,
    every_message_says_it_in_its_text_too,
    labels_are_short_and_values_hold_ids_alone,
    framework_words_are_for_those_who_agreed_to_them,
    words_that_are_kept_out_are_nowhere,
    all_that_can_be_used_is_listened_for_once,
    all_that_is_listened_for_was_met,
)


def _assert_no_words(value: str) -> None:
    assert "evil" not in value, value
    assert not any(name in value for name in NAMES), value
    assert " " not in re.sub(r"[{}\",:\[\]]", "", value).strip(), value


def _distinct(shown: list[Shown]) -> list[Shown]:
    """What has the same shape, with words of about the same length, is looked at once."""
    found = {}
    for one in shown:
        found[json.dumps([len(one.text) // 500, _measured([one.blocks, one.view])])] = one
    return list(found.values())


def _measured(part: object) -> object:
    if isinstance(part, dict):
        return {name: _measured(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_measured(value) for value in part]
    return len(part) // 500 if isinstance(part, str) and len(part) > 30 else part


def _shape(part: object) -> object:
    if isinstance(part, dict):
        return {name: _shape(value) for name, value in part.items()}
    if isinstance(part, list):
        shapes = {json.dumps(_shape(value)): _shape(value) for value in part}
        return list(shapes.values())
    return "" if isinstance(part, str) and (len(part) > 30 or " " in part) else part
