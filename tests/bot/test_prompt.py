"""Prompts: what people are asked when it is time, what each button does, and that it is once."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from bot.rooms import TELLINGS
from bot.telling.prompt import PROMPT
from bot.views import prompt as view
from service.application.rhythm_commands import AdoptQuestion
from service.domain.cadence import Every, Way
from service.domain.person import Preferences
from service.domain.vocabulary import Audience, PromptAnswer, PromptPurpose, QuestionKind
from tests.bot.looking import direct, facts, texts
from tests.support.asked_in_slack import A_DAY, AskedInSlack, asked_in, with_mail, working_day_from
from tests.support.blockkit import assert_sound_message
from tests.support.workspace import AMINA, PLACE, ROSA, Workspace, buttons

FIRST = "What have you noticed lately that stayed with you?"


@pytest.fixture
def asked(slack: Workspace) -> AskedInSlack:
    """A place that asks, and Rosa who said yes."""
    found = asked_in(slack)
    found.says_yes(ROSA)
    return found


def test_a_round_asks_whoever_said_yes_once_and_nobody_else(asked: AskedInSlack) -> None:
    asked.slack.says(AMINA, "Hello.")
    asked.slack.deliver()
    before = len(asked.slack.told(AMINA))
    asked.asks(AMINA, is_asked=False)
    asked.open_round()
    message = asked.last(ROSA)
    assert_sound_message(message.text, message.blocks)
    assert FIRST in message.text
    assert list(buttons(message).values()) == [
        "Write a few words",
        "Nothing this time",
        "Ask me tomorrow",
    ]
    count = len(asked.slack.told(ROSA))
    asked.tick()
    assert len(asked.slack.told(ROSA)) == count
    assert len(asked.slack.told(AMINA)) == before


def test_it_says_who_would_see_an_answer_and_when_the_next_comes(asked: AskedInSlack) -> None:
    asked.open_round()
    shown = str(asked.last(ROSA).blocks)
    coming = asked.anchor + timedelta(weeks=2)
    assert f"on {working_day_from(coming).day} " in shown
    assert "Only me and the learning partner" in shown
    assert "Please leave out names" in shown
    assert "Since last time" not in shown


def test_the_place_asks_in_its_own_words(asked: AskedInSlack) -> None:
    own = AdoptQuestion(place=PLACE, kind=QuestionKind.WHAT, words="*Who* opened a <door>?")
    asked.slack.system.rhythms.adopt_question(own, asked.by_partner)
    asked.open_round()
    message = asked.last(ROSA)
    assert "*Who* opened a &lt;door&gt;?" in message.text
    assert "plain_text" in str([one for one in message.blocks if "*Who*" in str(one)])


def test_a_reply_in_its_thread_answers_it(asked: AskedInSlack) -> None:
    asked.open_round()
    message = asked.last(ROSA)
    asked.slack.says(ROSA, "The desk said yes.", thread_ts=message.ts)
    asked.slack.deliver()
    assert "The desk said yes." in texts(asked.slack)
    assert asked.prompt().answer is PromptAnswer.WROTE
    assert buttons(message) == {}
    assert "Your words are kept" in message.text


def test_a_plain_line_answers_it_and_so_does_the_modal(asked: AskedInSlack) -> None:
    asked.says_yes(AMINA)
    asked.open_round()
    asked.slack.says(ROSA, "The desk said yes.")
    message = asked.last(AMINA)
    asked.slack.clicks(AMINA, "prompt.write", message)
    assert FIRST in str(asked.slack.modal(AMINA).given)
    asked.slack.submits(AMINA, words="They rang me first.")
    asked.slack.deliver()
    assert [asked.prompt(at).answer for at in (0, 1)] == [PromptAnswer.WROTE] * 2
    assert facts(asked.slack)["prompt.answered"] == 2


def test_a_line_after_a_closed_round_still_counts_and_is_told_so(asked: AskedInSlack) -> None:
    asked.open_round()
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.nothing", message)
    asked.on(working_day_from(asked.anchor + timedelta(weeks=2)))
    asked.slack.clicks(ROSA, "prompt.tomorrow", asked.last(ROSA))
    asked.slack.clicks(ROSA, "prompt.write", asked.last(ROSA))
    asked.slack.submits(ROSA, words="Late, but true.")
    asked.slack.deliver()
    assert "Late, but true." in texts(asked.slack)
    assert asked.prompt().answer is PromptAnswer.WROTE


def test_stale_buttons_are_kind(asked: AskedInSlack) -> None:
    asked.open_round()
    message = asked.last(ROSA)
    asked.asks(ROSA, is_asked=False)
    asked.on(working_day_from(asked.anchor + timedelta(weeks=2)))
    asked.slack.clicks(ROSA, "prompt.tomorrow", message)
    assert "That round has closed." in asked.last(ROSA).text
    asked.slack.clicks(ROSA, "prompt.write", message)
    asked.slack.submits(ROSA, words="Late, but true.")
    asked.slack.deliver()
    told = [one.text for one in asked.slack.told(ROSA)]
    assert "That round has closed. I've kept your words for the next one." in told
    assert asked.prompt().answer is PromptAnswer.WROTE


def test_nothing_this_time_is_an_answer_and_words_may_follow(asked: AskedInSlack) -> None:
    asked.open_round()
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.nothing", message)
    asked.slack.deliver()
    assert asked.prompt().answer is PromptAnswer.NOTHING_THIS_TIME
    assert buttons(message) == {}
    asked.slack.says(ROSA, "One thing after all.")
    asked.slack.deliver()
    assert asked.prompt().answer is PromptAnswer.WROTE


def test_ask_me_tomorrow_asks_tomorrow_in_a_message_of_its_own(asked: AskedInSlack) -> None:
    asked.open_round()
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.tomorrow", message)
    asked.slack.deliver()
    assert "I will ask you again on" in message.text
    assert buttons(message) == {}
    asked.on(working_day_from(asked.anchor + A_DAY), time(13))
    again = asked.last(ROSA)
    assert again.ts != message.ts
    assert again.text.startswith("You asked me to come back")
    asked.slack.clicks(ROSA, "prompt.nothing", again)
    asked.slack.deliver()
    assert buttons(message) == buttons(again) == {}


def test_a_reminder_comes_once_in_other_words(asked: AskedInSlack) -> None:
    asked.open_round()
    message = asked.last(ROSA)
    second = working_day_from(working_day_from(asked.anchor + A_DAY) + A_DAY)
    asked.on(second, time(14))
    reminder = asked.last(ROSA)
    assert reminder.ts != message.ts
    assert reminder.text.startswith("There is still time for a line")
    count = len(asked.slack.told(ROSA))
    asked.on(working_day_from(second + A_DAY), time(14))
    assert len(asked.slack.told(ROSA)) == count


def test_nobody_is_reminded_of_what_they_answered_before_it_was_said(asked: AskedInSlack) -> None:
    asked.open_round()
    asked.slack.says(ROSA, "The desk said yes.")
    asked.slack.deliver()
    count = len(asked.slack.told(ROSA))
    second = working_day_from(working_day_from(asked.anchor + A_DAY) + A_DAY)
    asked.on(second, time(14))
    assert len(asked.slack.told(ROSA)) == count


def test_what_could_not_be_said_for_a_day_comes_no_more(asked: AskedInSlack) -> None:
    asked.slack.deliver()
    count = len(asked.slack.told(ROSA))
    zone_day = asked.anchor
    told = asked.slack.deliver
    asked.slack.deliver = lambda: 0  # type: ignore[method-assign]
    asked.on(zone_day)
    asked.slack.deliver = told  # type: ignore[method-assign]
    asked.slack.clock.go_on(timedelta(hours=25))
    asked.slack.deliver()
    assert len(asked.slack.told(ROSA)) == count


def test_the_small_menu_leads_to_the_choices(asked: AskedInSlack) -> None:
    asked.open_round()
    message, prompt = asked.last(ROSA), asked.prompts()[-1].originator_id
    asked.slack.clicks(ROSA, "prompt.more", message, value=f"who/{prompt}")
    assert asked.slack.modal(ROSA).given["callback_id"] == "rights"
    asked.slack.practice.world.stacks.clear()
    asked.slack.clicks(ROSA, "prompt.more", message, value=f"when/{prompt}")
    until = (asked.anchor + timedelta(weeks=8)).isoformat()
    asked.slack.submits(ROSA, weekday="3", at="14:00", every="four_weekly", paused_until=until)
    found = asked.slack.system.rhythms.asking_of(asked.slack.person(ROSA), asked.slack.place)
    assert (found.weekday, found.at, found.every) == (3, time(14), Every.FOUR_WEEKLY)
    assert found.paused_until == date.fromisoformat(until)
    assert found.is_asked


def test_only_the_person_who_was_asked_can_answer(asked: AskedInSlack) -> None:
    asked.says_yes(AMINA)
    asked.open_round()
    theirs, mine = asked.last(AMINA), asked.last(ROSA)
    value = next(iter(one["value"] for one in mine.blocks[2]["elements"] if "value" in one))
    theirs.blocks[2]["elements"][1]["value"] = value
    asked.slack.clicks(AMINA, "prompt.nothing", theirs)
    assert facts(asked.slack)["prompt.answered"] == 0


@pytest.mark.parametrize(
    ("chosen", "every"),
    [("four", Every.FOUR_WEEKLY), ("when", Every.WHEN_I_COME), ("keep", None)],
)
def test_after_three_silent_rounds_it_is_asked_once_whether_that_is_right(
    asked: AskedInSlack, chosen: str, every: Every | None
) -> None:
    day = asked.anchor
    for _ in range(4):
        asked.on(working_day_from(day))
        day += timedelta(weeks=2)
    message = asked.last(ROSA)
    assert "Is it still the right rhythm" in message.text
    assert_sound_message(message.text, message.blocks)
    asked.slack.clicks(ROSA, f"prompt.rhythm_{chosen}", message)
    asked.slack.deliver()
    found = asked.slack.system.rhythms.asking_of(asked.slack.person(ROSA), asked.slack.place)
    assert found.every is every
    assert facts(asked.slack)["prompt.answered"] == 1
    assert buttons(message) == {}


def test_an_erased_person_is_asked_nothing_and_what_was_said_goes(asked: AskedInSlack) -> None:
    asked.open_round()
    channel = direct(asked.slack, ROSA)
    assert asked.slack.practice.world.channels[channel].messages
    person = asked.slack.person(ROSA)
    asked.slack.system.people.erase_person(person, asked.slack.request())
    asked.slack.deliver()
    shown = str([one.blocks for one in asked.slack.told(ROSA)])
    assert FIRST not in shown


def test_nobody_is_asked_twice_however_often_it_is_followed(asked: AskedInSlack) -> None:
    asked.open_round()
    count = len(asked.slack.told(ROSA))
    bot = asked.slack.slack.bot
    (planned,) = [one for one in asked.prompts() if one.purpose is PromptPurpose.ROUND]
    for _ in range(3):
        bot.posts.want(PROMPT.wants(bot, planned), 10**6, asked.slack.clock())
        asked.slack.deliver()
    assert len(asked.slack.told(ROSA)) == count


def test_each_kind_of_prompt_is_told_in_one_room() -> None:
    assert len({one.KIND for one in TELLINGS}) == len(TELLINGS)


def test_who_is_asked_by_mail_gets_no_message(asked: AskedInSlack) -> None:
    with_mail(asked.slack, ROSA, "rosa@example.org")
    asked.asks(ROSA, way=Way.EMAIL)
    asked.slack.deliver()
    count = len(asked.slack.told(ROSA))
    asked.open_round()
    assert len(asked.slack.told(ROSA)) == count
    assert asked.prompts()


@pytest.mark.parametrize("words", ["a", "<!channel> *b* & 😀" * 400])
def test_all_of_them_fit_whatever_stands_in_them(words: str) -> None:
    id, place = uuid4(), words[:100]
    usual = Preferences()
    told = [
        view.round_message(view.Round(id, place, words[:500], usual, words, "reminder")),
        view.rhythm(id, place),
        view.welcome(id, place, Every.FORTNIGHTLY, date(2026, 6, 2)),
        view.review(id, words),
        view.expectation(id, words),
        view.told_back(place, [words] * 30),
        *(view.quote(id, place, words, audience) for audience in Audience),
    ]
    for text, blocks in told:
        assert_sound_message(text, blocks)
