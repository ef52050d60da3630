"""Welcomes, looks back, news and quotes: each asked once, and answered with its own buttons."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from service.application.loop_commands import StateExpectation, TellContributors
from service.application.rhythm_commands import AskForQuote
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.cadence import Way
from service.domain.quote import Quote
from service.domain.reflection import Reflection
from service.domain.vocabulary import Audience, PromptAnswer, PromptPurpose, QuoteStanding
from service.projections.loop_shapes import DecisionView
from tests.bot.looking import entries, facts, texts
from tests.bot.test_decision_card import decides
from tests.bot.test_home import looks
from tests.support.asked_in_slack import A_DAY, AskedInSlack, asked_in, with_mail, working_day_from
from tests.support.blockkit import assert_sound_message, assert_sound_view
from tests.support.workspace import HARROW, PLACE, ROSA, Workspace, buttons

WORDS = "The desk said yes on the spot."


@pytest.fixture
def asked(slack: Workspace) -> AskedInSlack:
    """A place that asks."""
    return asked_in(slack)


def planned(asked: AskedInSlack, purpose: PromptPurpose) -> list[UUID]:
    """The prompts for this."""
    return [one.originator_id for one in asked.prompts() if one.purpose is purpose]


def before(asked: AskedInSlack) -> None:
    """The next working day at noon: no round is open yet."""
    asked.on(working_day_from(asked.slack.clock().date() + A_DAY))


def says(asked: AskedInSlack, user: str, words: str = WORDS) -> UUID:
    """Somebody leaves words, who comes to us when they like; the reflection's id."""
    asked.slack.says(user, words)
    asked.asks(user, every="when_i_come")
    asked.slack.deliver()
    return entries(asked.slack)[-1].id


def test_whom_nobody_has_asked_is_welcomed_once_and_asked_only_after_a_yes(
    asked: AskedInSlack,
) -> None:
    asked.slack.says(ROSA, "Hello.")
    before(asked)
    message = asked.last(ROSA)
    assert_sound_message(message.text, message.blocks)
    assert message.text.startswith("Would you like to be asked every second ")
    asked.open_round()
    assert planned(asked, PromptPurpose.ROUND) == []
    asked.slack.clicks(ROSA, "prompt.welcome_yes", message)
    asked.slack.deliver()
    assert buttons(message) == {}
    asked.tick()
    assert len(planned(asked, PromptPurpose.ROUND)) == 1
    theirs = [one for one in asked.prompts() if one.person_id == asked.slack.person(ROSA)]
    assert [one.purpose for one in theirs].count(PromptPurpose.WELCOME) == 1


def test_not_now_is_asked_no_more(asked: AskedInSlack) -> None:
    asked.slack.says(ROSA, "Hello.")
    before(asked)
    message = asked.last(ROSA)
    asked.slack.says(ROSA, "Yes", thread_ts=message.ts)
    assert "Yes" not in texts(asked.slack)
    asked.slack.clicks(ROSA, "prompt.welcome_no", message)
    asked.open_round()
    asked.on(working_day_from(asked.anchor + timedelta(weeks=4)))
    assert planned(asked, PromptPurpose.ROUND) == []
    theirs = [one for one in asked.prompts() if one.person_id == asked.slack.person(ROSA)]
    assert len(theirs) == 1


def test_by_mail_needs_an_address(asked: AskedInSlack) -> None:
    asked.slack.says(ROSA, "Hello.")
    before(asked)
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.welcome_mail", message)
    rhythms, place = asked.slack.system.rhythms, asked.slack.place
    assert rhythms.asking_of(asked.slack.person(ROSA), place).is_asked is None
    with_mail(asked.slack, ROSA, "rosa@example.org")
    asked.slack.clicks(ROSA, "prompt.welcome_mail", message)
    asking = rhythms.asking_of(asked.slack.person(ROSA), place)
    assert (asking.is_asked, asking.way) == (True, Way.EMAIL)


def decided_by_rosa(asked: AskedInSlack) -> UUID:
    """A decision that Rosa took, and has to look at again in a week."""
    asked.slack.says(ROSA, "Hello.")
    asked.asks(ROSA, every="when_i_come")
    review_on = asked.slack.clock().date() + timedelta(weeks=1)
    party = {"who": "Rosa", "person": str(asked.slack.person(ROSA))}
    return decides(asked.slack, decided_by=[party], review_on=review_on)


def decision(asked: AskedInSlack, id: UUID) -> DecisionView:
    """A decision as it stands."""
    asked.slack.system.runner.catch_up()
    today = asked.slack.clock().date()
    return asked.slack.system.loops.decision(
        LEARNING_PARTNER_HERE, asked.slack.place, id, today=today
    )


def test_a_decision_is_looked_at_again_with_its_refusals_beside_the_fields(
    asked: AskedInSlack,
) -> None:
    id = decided_by_rosa(asked)
    asked.on(working_day_from(asked.slack.clock().date() + timedelta(weeks=1)))
    message = asked.last(ROSA)
    assert "Would you decide the same again?" in message.text
    asked.slack.clicks(ROSA, "prompt.review", message)
    assert_sound_view(asked.slack.modal(ROSA).given)
    told = {"expected_vs_actual": "They came.", "result": "keep"}
    errors = asked.slack.submits(ROSA, **told)["errors"]
    assert set(errors) == {"affected_heard"}
    belief = next(name for name in fields(asked) if name.startswith("beliefs-"))
    more = {"affected_heard": ["citizen_community"], belief: "held_up", "others": "Ann"}
    asked.slack.submits(ROSA, **told, **more)
    asked.slack.deliver()
    (review,) = decision(asked, id).reviews
    assert review.expected_vs_actual == "They came."
    assert len(review.reviewers) == 2
    assert buttons(message) == {}


def fields(asked: AskedInSlack) -> list[str]:
    """The fields of the modal before Rosa."""
    return [one["block_id"] for one in asked.slack.modal(ROSA).given["blocks"] if "element" in one]


def test_what_was_expected_is_asked_after_and_kept_as_their_words(asked: AskedInSlack) -> None:
    asked.slack.says(ROSA, "Hello.")
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
    assert "Half of them will come." in message.text
    asked.slack.clicks(ROSA, "prompt.expectation", message)
    assert_sound_view(asked.slack.modal(ROSA).given)
    asked.slack.submits(ROSA, words="A third of them came.")
    asked.slack.deliver()
    assert "A third of them came." in texts(asked.slack)
    (prompt,) = planned(asked, PromptPurpose.EXPECTATION)
    assert asked.prompt().answer is PromptAnswer.WROTE, prompt
    assert buttons(message) == {}


def test_what_became_of_somebodys_words_is_told_in_one_message(asked: AskedInSlack) -> None:
    said = says(asked, ROSA)
    for words in ("We ring first now.", "The letter goes second."):
        id = decides(asked.slack, cites=[str(said)])
        told = TellContributors(what="you_said_we_did", words=words)
        asked.slack.system.decisions.tell_contributors(
            asked.slack.place, str(id), told, asked.by_partner
        )
    before(asked)
    message = asked.last(ROSA)
    assert_sound_message(message.text, message.blocks)
    assert "We ring first now." in message.text
    assert "The letter goes second." in message.text
    assert len(planned(asked, PromptPurpose.TOLD_BACK)) == 1


def asked_for_a_quote(asked: AskedInSlack) -> UUID:
    """Rosa is asked for her words."""
    said = says(asked, ROSA)
    command = AskForQuote(words="The desk said yes", audience=Audience.PLACE)
    quote = asked.slack.system.quotes.ask(said, command, asked.by_partner).id
    before(asked)
    return quote


def test_a_quote_is_given_in_exact_words_with_the_name_they_choose(asked: AskedInSlack) -> None:
    id = asked_for_a_quote(asked)
    message = asked.last(ROSA)
    assert "The desk said yes" in message.text
    assert f"read by the people in {PLACE}" in str(message.blocks)
    asked.slack.clicks(ROSA, "prompt.quote_yes", message)
    assert_sound_view(asked.slack.modal(ROSA).given)
    assert asked.slack.submits(ROSA, credit="role")["errors"]
    asked.slack.submits(ROSA, credit="role", called="a housing officer")
    asked.slack.deliver()
    quote = asked.slack.system.desk.load(Quote, id)
    assert quote.standing is QuoteStanding.GIVEN
    assert buttons(message) == {}
    assert "The desk said yes" not in str(message.blocks)


def test_a_yes_is_taken_back_in_the_list_of_all_that_they_said(asked: AskedInSlack) -> None:
    id = asked_for_a_quote(asked)
    asked.slack.clicks(ROSA, "prompt.quote_yes", asked.last(ROSA))
    asked.slack.submits(ROSA, credit="somebody")
    asked.slack.deliver()
    looks(asked.slack, ROSA)
    home = asked.slack.practice.world.homes[HARROW, ROSA]
    asked.slack.clicks(ROSA, "mine.all", view_id=home)
    asked.slack.clicks(ROSA, "mine.unquote", view_id=asked.slack.modal(ROSA).id)
    assert asked.slack.system.desk.load(Quote, id).standing is QuoteStanding.TAKEN_BACK
    assert "mine.unquote" not in str(asked.slack.modal(ROSA).given)
    assert_sound_view(asked.slack.modal(ROSA).given)


def test_a_quote_is_declined_with_one_click(asked: AskedInSlack) -> None:
    id = asked_for_a_quote(asked)
    message = asked.last(ROSA)
    asked.slack.clicks(ROSA, "prompt.quote_no", message)
    asked.slack.deliver()
    assert asked.slack.system.desk.load(Quote, id).standing is QuoteStanding.DECLINED
    assert "not quoted" in message.text
    assert facts(asked.slack)["prompt.answered"] == 1


def test_a_quote_goes_from_slack_with_its_reflection(asked: AskedInSlack) -> None:
    id = asked_for_a_quote(asked)
    assert "The desk said yes" in str([one.blocks for one in asked.slack.told(ROSA)][-1])
    reflection = asked.slack.system.desk.load(Quote, id).reflection_id
    assert asked.slack.system.desk.load(Reflection, reflection)
    saved = next(one for one in asked.slack.told(ROSA) if "saved.remove" in buttons(one))
    asked.slack.clicks(ROSA, "saved.remove", saved)
    asked.slack.deliver()
    assert "The desk said yes" not in str([one.blocks for one in asked.slack.told(ROSA)])


def test_nobody_is_spoken_to_more_than_three_times_in_a_fortnight(asked: AskedInSlack) -> None:
    said = says(asked, ROSA)
    for words in ("The", "desk", "said", "yes", "on"):
        command = AskForQuote(words=words, audience=Audience.PLACE)
        asked.slack.system.quotes.ask(said, command, asked.by_partner)
    for _ in range(3):
        before(asked)
    assert len(planned(asked, PromptPurpose.QUOTE)) == 3
