"""Prompts that nobody needs any more are not sent, and those that stand say what is true now."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from bot.telling.prompt import PROMPT, prompt_of, said
from bot.words import say
from scheduler.jobs import Jobs
from service.application.commands import HoldReflection, ReleaseReflection, WithdrawReflection
from service.application.desk import Request
from service.application.loop_commands import StateExpectation, TellContributors
from service.application.rhythm_commands import (
    AnswerPrompt,
    AskForQuote,
    DeclineQuote,
    GiveQuote,
    PutOffPrompt,
)
from service.digests.quoting import live_quotes
from service.domain.prompt import Prompt
from service.domain.vocabulary import (
    ActorRole,
    Audience,
    CareCategory,
    Channel,
    PromptAnswer,
    PromptPurpose,
)
from service.policy import Actor
from tests.bot.looking import entries, texts
from tests.bot.test_decision_card import decides
from tests.support.asked_in_slack import A_DAY, AskedInSlack, asked_in, working_day_from
from tests.support.workspace import AMINA, HARROW, PLACE, ROSA, Workspace, buttons

FIRST = "What have you noticed lately that stayed with you?"
WORDS = "The desk said yes on the spot."


@pytest.fixture
def asked(slack: Workspace) -> AskedInSlack:
    """A place that asks, and Rosa who said yes."""
    found = asked_in(slack)
    found.says_yes(ROSA)
    slack.deliver()
    return found


def planned(asked: AskedInSlack, at: datetime | None = None) -> Prompt.Planned:
    """The clock ticks, and nothing is sent yet; what was planned last."""
    zone = asked.slack.system.desk.place(asked.slack.place).zone
    moment = at or datetime.combine(asked.anchor, time(12), zone).astimezone(UTC)
    asked.slack.clock.go_on(moment - asked.slack.clock())
    Jobs(asked.slack.system).run(asked.slack.clock())
    asked.slack.system.runner.catch_up()
    return asked.prompts()[-1]


def heard(asked: AskedInSlack, user: str = ROSA) -> list[str]:
    """What somebody is told when all that waits is sent."""
    before = len(asked.slack.told(user))
    asked.slack.deliver()
    return [one.text for one in asked.slack.told(user)][before:]


def by(asked: AskedInSlack, user: str = ROSA) -> Request:
    """Somebody of the place asks, now."""
    actor = Actor(asked.slack.person(user), ActorRole.PARTNER, frozenset({asked.slack.place}))
    return Request(actor, Channel.WEB, asked.slack.clock())


def answers(asked: AskedInSlack, prompt: UUID, answer: PromptAnswer) -> None:
    """Rosa answers elsewhere, on a page or by letter."""
    asked.slack.system.prompts.answer(prompt, AnswerPrompt(answer=answer), by(asked))


def test_what_was_answered_before_it_was_sent_is_not_asked(asked: AskedInSlack) -> None:
    answers(asked, planned(asked).originator_id, PromptAnswer.NOTHING_THIS_TIME)
    assert heard(asked) == []


def test_what_was_put_off_before_it_was_sent_is_not_said_at_once(asked: AskedInSlack) -> None:
    prompt = planned(asked).originator_id
    put_off = PutOffPrompt(until=asked.slack.clock() + A_DAY)
    asked.slack.system.prompts.put_off(prompt, put_off, by(asked))
    assert heard(asked) == []


def test_what_was_put_off_is_not_asked_again_in_a_round_that_is_over(asked: AskedInSlack) -> None:
    asked.open_round()
    asked.slack.clicks(ROSA, "prompt.tomorrow", asked.last(ROSA))
    asked.slack.deliver()
    zone = asked.slack.system.desk.place(asked.slack.place).zone
    day = working_day_from(asked.anchor + A_DAY)
    planned(asked, datetime.combine(day, time(13), zone).astimezone(UTC))
    asked.asks(ROSA, is_asked=False)
    day = working_day_from(asked.anchor + timedelta(weeks=2))
    planned(asked, datetime.combine(day, time(13), zone).astimezone(UTC))
    assert heard(asked) == []


def test_a_reminder_that_could_not_be_sent_for_a_day_comes_no_more(asked: AskedInSlack) -> None:
    asked.open_round()
    second = working_day_from(working_day_from(asked.anchor + A_DAY) + A_DAY)
    zone = asked.slack.system.desk.place(asked.slack.place).zone
    planned(asked, datetime.combine(second, time(14), zone).astimezone(UTC))
    asked.slack.clock.go_on(timedelta(hours=25))
    assert heard(asked) == []


def quote_asked(asked: AskedInSlack) -> UUID:
    """Rosa left words, and is to be asked for them; the quote."""
    asked.slack.says(ROSA, WORDS)
    asked.asks(ROSA, every="when_i_come")
    asked.slack.deliver()
    (said_last,) = _of(asked, WORDS)
    command = AskForQuote(words="The desk said yes", audience=Audience.PLACE)
    quote = asked.slack.system.quotes.ask(said_last, command, asked.by_partner).id
    zone = asked.slack.system.desk.place(asked.slack.place).zone
    day = working_day_from(asked.slack.clock().date() + A_DAY)
    planned(asked, datetime.combine(day, time(11), zone).astimezone(UTC))
    return quote


def _of(asked: AskedInSlack, words: str) -> list[UUID]:
    return [one.id for one in entries(asked.slack) if one.text == words]


def test_a_quote_that_was_declined_before_is_not_asked_for(asked: AskedInSlack) -> None:
    quote = quote_asked(asked)
    asked.slack.system.quotes.decline(quote, DeclineQuote(), by(asked))
    assert heard(asked) == []


def test_a_question_of_another_kind_still_comes_after_a_day(asked: AskedInSlack) -> None:
    quote_asked(asked)
    asked.slack.clock.go_on(timedelta(hours=25))
    (told,) = heard(asked)
    assert "The desk said yes" in told


def test_a_quote_is_asked_for_but_while_its_words_are_held(asked: AskedInSlack) -> None:
    quote_asked(asked)
    asked.slack.deliver()
    (reflection,) = _of(asked, WORDS)
    capture, place, by_partner = asked.slack.system.capture, asked.slack.place, asked.by_partner

    def asks_for_it() -> bool:
        shown = [f"{one.text}{one.blocks}" for one in asked.slack.told(ROSA)]
        return any("read by the people" in one for one in shown)

    assert asks_for_it()
    held = HoldReflection(category=CareCategory.DISTRESS)
    capture.hold_reflection(place, str(reflection), held, by_partner)
    asked.slack.deliver()
    assert not asks_for_it()
    capture.release_reflection(place, str(reflection), ReleaseReflection(), by_partner)
    asked.slack.deliver()
    assert asks_for_it()


def test_it_is_asked_in_one_workspace_and_in_that_of_the_place(
    asked: AskedInSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, bot = planned(asked), asked.slack.slack.bot
    for others in ([("T0AAA", "U1")], [("T9ZZZ", "U1")]):
        for reached in ([*others, (HARROW, ROSA)], [(HARROW, ROSA), *others]):
            monkeypatch.setattr(bot.identity, "direct_to", lambda _, found=reached: found)
            (want,) = PROMPT.wants(bot, event)
            assert (want.address.team, want.address.user) == (HARROW, ROSA)


def test_after_being_put_off_it_names_the_day_on_the_place_s_wall(asked: AskedInSlack) -> None:
    prompt = planned(asked).originator_id
    late = datetime(2027, 6, 14, 23, 30, tzinfo=UTC)  # Already the 15th in London.
    asked.slack.system.prompts.put_off(prompt, PutOffPrompt(until=late), by(asked))
    asked.slack.system.runner.catch_up()
    row = prompt_of(asked.slack.slack.bot, prompt)
    assert row is not None
    told = said(asked.slack.slack.bot, row)
    assert told is not None
    assert "15 June" in told[0]


def test_each_question_says_after_the_answer_what_was_done(asked: AskedInSlack) -> None:
    """A plain sentence for each kind: nothing is thanked for that was not given."""
    asked.open_round()
    message = asked.last(ROSA)
    answers(asked, asked.prompts()[-1].originator_id, PromptAnswer.NOTHING_THIS_TIME)
    asked.slack.deliver()
    assert "Your words are kept" not in message.text
    assert buttons(message) == {}


@pytest.mark.parametrize(("button", "often"), [("no", False), ("yes", True)])
def test_a_welcome_is_settled_with_what_was_chosen(
    asked: AskedInSlack, button: str, often: bool
) -> None:
    asked.slack.says(AMINA, "Hello.")
    asked.on(working_day_from(asked.slack.clock().date() + A_DAY))
    welcome = asked.last(AMINA)
    asked.slack.clicks(AMINA, f"prompt.welcome_{button}", welcome)
    asked.slack.deliver()
    assert ("every second" in welcome.text) == often
    assert buttons(welcome) == {}


@pytest.mark.parametrize(("button", "sentence"), [("keep", False), ("when", True)])
def test_the_rhythm_is_changed_by_what_asks_for_a_change_and_by_nothing_else(
    asked: AskedInSlack, button: str, sentence: bool
) -> None:
    day = asked.anchor
    for _ in range(4):
        asked.on(working_day_from(day))
        day += timedelta(weeks=2)
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, f"prompt.rhythm_{button}", message)
    asked.slack.deliver()
    found = asked.slack.system.rhythms.asking_of(asked.slack.person(ROSA), asked.slack.place)
    assert (found.every is not None) == sentence
    if sentence:
        assert found.every == "when_i_come"
    assert buttons(message) == {}
    assert message.text == say("prompt.rhythm_chosen")


def test_a_line_under_a_question_with_buttons_is_no_reflection(asked: AskedInSlack) -> None:
    """A "yes" to being quoted, or to the rhythm, is not something that somebody noticed."""
    quote_asked(asked)
    asked.slack.deliver()
    asked.slack.says(ROSA, "Yes please", thread_ts=asked.last(ROSA).ts)
    asked.slack.deliver()
    assert "Yes please" not in texts(asked.slack)


def test_words_under_news_answer_the_round_and_not_the_news(asked: AskedInSlack) -> None:
    asked.open_round()
    asked.slack.says(ROSA, WORDS)
    asked.slack.deliver()
    (said_last,) = _of(asked, WORDS)
    id = decides(asked.slack, cites=[str(said_last)])
    told = TellContributors(what="you_said_we_did", words="We ring first now.")
    system = asked.slack.system
    system.decisions.tell_contributors(asked.slack.place, str(id), told, asked.by_partner)
    asked.on(working_day_from(asked.slack.clock().date() + A_DAY))
    news = asked.last(ROSA)
    assert "We ring first now." in news.text
    asked.slack.says(ROSA, "Good to hear.", thread_ts=news.ts)
    asked.slack.deliver()
    assert "Good to hear." in texts(asked.slack)
    (prompt,) = [one for one in asked.prompts() if one.purpose is PromptPurpose.TOLD_BACK]
    assert system.desk.load(Prompt, prompt.originator_id).answer is None


def test_what_happened_needs_words_and_stands_under_its_question(asked: AskedInSlack) -> None:
    asked.asks(ROSA, every="when_i_come")
    day = working_day_from(asked.slack.clock().date() + timedelta(weeks=1))
    command = StateExpectation(
        place=PLACE,
        we_expect="Half of them will come.",
        we_would_doubt_if="Nobody comes.",
        by_when=day,
        stated_by=[{"person": str(asked.slack.person(ROSA)), "who": "Rosa"}],
    )
    asked.slack.system.sense.state_expectation(command, asked.by_partner)
    asked.on(day)
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.expectation", message)
    assert set(asked.slack.submits(ROSA, words="   ")["errors"]) == {"words"}
    errors = asked.slack.submits(ROSA, words="Ring 07700 900123 and ask.")["errors"]
    assert set(errors) == {"words"}
    assert asked.prompt().answer is None
    asked.slack.submits(ROSA, words="A third of them came.")
    asked.slack.deliver()
    assert message.text == say("prompt.looked")


def test_the_name_beside_a_quote_is_the_one_that_was_chosen(asked: AskedInSlack) -> None:
    quote = quote_asked(asked)
    asked.slack.deliver()
    asked.slack.clicks(ROSA, "prompt.quote_yes", asked.last(ROSA))
    asked.slack.submits(ROSA, credit="somebody", called="Rosa Marlow")
    asked.slack.deliver()
    system = asked.slack.system
    with system.database.reading() as connection:
        found = live_quotes(connection, system.keys, Audience.PLACE, ids=[quote])
    assert "Rosa" not in found[quote].credit
    assert asked.prompt().answer is PromptAnswer.YES


def test_news_of_words_that_were_taken_back_are_told_to_nobody(asked: AskedInSlack) -> None:
    asked.slack.says(ROSA, WORDS)
    asked.asks(ROSA, every="when_i_come")
    asked.slack.deliver()
    (reflection,) = _of(asked, WORDS)
    id = decides(asked.slack, cites=[str(reflection)])
    told = TellContributors(what="you_said_we_did", words="We ring first now.")
    system, place = asked.slack.system, asked.slack.place
    system.decisions.tell_contributors(place, str(id), told, asked.by_partner)
    zone = system.desk.place(place).zone
    day = working_day_from(asked.slack.clock().date() + A_DAY)
    news = planned(asked, datetime.combine(day, time(11), zone).astimezone(UTC))
    assert news.purpose is PromptPurpose.TOLD_BACK
    system.capture.withdraw_reflection(place, str(reflection), WithdrawReflection(), by(asked))
    assert heard(asked) == []


def test_the_older_message_says_when_they_are_asked_and_the_newer_one_asks(
    asked: AskedInSlack,
) -> None:
    asked.open_round()
    older = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.tomorrow", older)
    asked.on(working_day_from(asked.anchor + A_DAY), time(13))
    newer = asked.last(ROSA)
    bot = asked.slack.slack.bot
    bot.posts.refresh("prompt", asked.prompts()[-1].originator_id, asked.slack.clock())
    asked.slack.deliver()
    assert buttons(newer)
    assert buttons(older) == {}
    assert FIRST not in older.text


def test_after_a_quote_it_says_what_was_chosen_last(asked: AskedInSlack) -> None:
    quote = quote_asked(asked)
    asked.slack.deliver()
    message, quotes = asked.last(ROSA), asked.slack.system.quotes
    quotes.give(quote, GiveQuote(credit="a nurse"), by(asked))
    asked.slack.deliver()
    assert message.text == say("prompt.quote_given")
    quotes.decline(quote, DeclineQuote(), by(asked))
    asked.slack.deliver()
    assert message.text == say("prompt.quote_declined")


def test_an_answer_in_words_names_the_words(asked: AskedInSlack) -> None:
    asked.open_round()
    asked.slack.says(ROSA, WORDS, thread_ts=asked.last(ROSA).ts)
    asked.slack.deliver()
    (reflection,) = _of(asked, WORDS)
    *_, answered = asked.slack.system.log.events.get(asked.prompts()[-1].originator_id)
    assert isinstance(answered, Prompt.Answered)
    assert answered.reflection_id == reflection
