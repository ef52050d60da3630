"""Answering from a letter: one link, no account, no script, and nothing that looking changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from service.application.commands import GiveRole
from service.application.rhythm_commands import AskForQuote
from service.domain.cadence import Every, Way
from service.domain.quote import Quote
from service.domain.vocabulary import Audience, PlaceRole, Scope
from tests.support import town
from tests.support.asking import BY_OPERATOR
from tests.web.letter_reader import BASE, NOT_SAID, Post, letters_to_ana, link_in
from tests.web.reading import read


@pytest.fixture
def post(place: town.Town) -> Iterator[Post]:
    """Ana, who said yes to letters."""
    with letters_to_ana(place) as found:
        yield found


def test_a_round_comes_as_a_letter_with_one_question_and_one_way_back(post: Post) -> None:
    post.rhythm.tick("2026-06-02 12:00")
    (letter,) = post.send()
    text = letter.get_body(("plain",)).get_content()
    assert letter["To"] == "ana@example.org"
    assert letter["Subject"] == "Eastmoor: one question"
    assert "What have you noticed lately that stayed with you?" in text
    assert len(set(re.findall(r"/answer/[\w.-]+", text))) == 1
    assert "Since last time" not in text
    assert not re.search(NOT_SAID, re.sub(r"http\S+", "", text))
    html = letter.get_body(("html",)).get_content()
    assert "<img" not in html
    assert post.send() == []


def test_looking_changes_nothing_and_a_few_words_are_kept_once(post: Post) -> None:
    address = post.ask()
    for _ in range(3):
        page = post.open(address)
    assert "stayed with you" in page.text
    assert post.words == []
    for _ in range(2):
        told = post.press(address, do="write", text="The desk rang first.", scope="place_team")
    assert "Changed. Thank you." in told.text
    assert post.words == [("The desk rang first.", "place_team")]
    assert "The desk rang first." in post.open(address).text


def test_what_was_kept_is_changed_and_removed_by_the_same_link(post: Post) -> None:
    address = post.ask()
    saved = post.press(address, do="write", text="They rang.", meaning="Good.", scope="place_team")
    assert "Saved. Thank you." in saved.text
    for text in ("They rang first.", "They rang.", "They rang first."):
        post.press(address, do="write", text=text, meaning="", scope="author_and_lp")
    assert post.words == [("They rang first.", "author_and_lp")]
    assert "It is removed" in post.press(address, do="remove").text
    assert post.words == []


def test_nothing_this_time_is_an_answer_and_words_may_follow(post: Post) -> None:
    address = post.ask()
    assert "an answer like any other" in post.press(address, do="nothing").text
    assert [one for one in post.rhythm.tick_through("2026-06-08 12:00") if one.reminded] == []
    post.press(address, do="write", text="After all.", scope="place_team")
    assert post.words == [("After all.", "place_team")]


def test_an_empty_box_is_said_beside_it_and_keeps_what_was_typed(post: Post) -> None:
    address = post.ask()
    page = post.press(address, 422, do="write", text=" ", meaning="Because.", scope="programme")
    assert "Please write a few words." in page.text
    assert "Because." in page.text
    (chosen,) = [one["value"] for one in page.all("input") if "checked" in one.attributes]
    assert chosen == "programme"


def test_words_that_may_tell_who_somebody_is_begin_narrow(post: Post) -> None:
    address = post.ask()
    words = "Ring me on 07700 900123."
    page = post.press(address, do="write", text=words, scope="programme")
    assert "only you and the learning partner can see them" in page.text
    assert post.words == [(words, "author_and_lp")]
    post.press(address, do="write", text=words, scope="place_team")
    assert post.words == [(words, "place_team")]


def test_one_reminder_comes_and_none_after_an_answer(post: Post) -> None:
    post.ask()
    post.rhythm.tick_through("2026-06-05 16:00")
    (letter,) = post.send()
    assert letter["Subject"] == "Eastmoor: there is still time for a line"
    assert "We only remind you once." in letter.get_body(("plain",)).get_content()
    post.press(link_in(letter), do="write", text="Now.", scope="place_team")
    assert post.words == [("Now.", "place_team")]


def test_a_letter_whose_question_was_answered_meanwhile_does_not_go(post: Post) -> None:
    post.rhythm.tick("2026-06-02 12:00")
    post.rhythm.answer(post.ana)
    assert post.send() == []


def test_a_link_lives_for_the_round_and_two_weeks_and_then_says_so_kindly(post: Post) -> None:
    address = post.ask()
    start = post.rhythm.now
    post.rhythm.now = start + timedelta(days=27)
    assert "A few words from you" in post.open(address).text
    post.rhythm.now = start + timedelta(days=29)
    assert "This link is too old" in post.open(address, 410).text
    assert "This link is too old" in post.press(address, 410, do="write", text="x").text
    assert "does not work" in post.open(address[:-2] + "xx", 404).text
    assert "does not work" in post.open("/stop/nonsense", 404).text


def test_an_erased_person_leaves_a_link_that_opens_nothing(post: Post) -> None:
    address = post.ask()
    system = post.rhythm.town.system
    system.people.erase_person(post.ana, BY_OPERATOR)
    system.runner.catch_up()
    assert "does not work" in post.open(address, 404).text


def test_one_click_in_a_mail_program_ends_the_letters(post: Post) -> None:
    post.rhythm.tick("2026-06-02 12:00")
    (letter,) = post.send()
    address = letter["List-Unsubscribe"].strip("<>").removeprefix(BASE)
    post.open(address)
    asking = post.rhythm.town.system.rhythms.asking_of
    assert asking(post.ana, post.rhythm.town.id).is_asked
    clicked = post.client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert "We do not write to you any more." in clicked.text
    assert asking(post.ana, post.rhythm.town.id).is_asked is False
    post.rhythm.tick_through("2026-06-17 12:00", timedelta(hours=6))
    assert post.send() == []


def test_somebody_says_by_the_link_how_they_would_like_to_be_asked(post: Post) -> None:
    post.rhythm.tick("2026-06-02 12:00")
    (letter,) = post.send()
    address = link_in(letter, "stop")
    wrong = post.press(address, 422, do="change", at="tea time", paused_until="soon")
    assert "Write the time like 10:00." in wrong.text
    post.press(address, do="change", weekday="3", at="15:00", every="four_weekly", paused_until="")
    asking = post.rhythm.town.system.rhythms.asking_of(post.ana, post.rhythm.town.id)
    assert (asking.weekday, asking.every, asking.way) == (3, Every.FOUR_WEEKLY, Way.EMAIL)


def test_who_said_no_is_told_that_saving_is_a_yes(post: Post) -> None:
    post.rhythm.tick("2026-06-02 12:00")
    (letter,) = post.send()
    address = link_in(letter, "stop")
    post.press(address, do="stop")
    page = post.open(address)
    assert "You told us not to ask you." in page.text
    assert "Ask me again, like this" in page.text
    assert "Write to me no more" not in page.text
    post.press(address, do="change", weekday="3")
    assert "You told us not to ask you." not in post.open(address).text
    asking = post.rhythm.town.system.rhythms.asking_of(post.ana, post.rhythm.town.id)
    assert (asking.is_asked, asking.wants_nothing) == (True, False)


def test_a_concern_goes_to_who_looks_after_safety_and_is_no_answer(post: Post) -> None:
    address = post.ask()
    refused = post.press(f"{address}/concern", 409, words="I worry.", key="one")
    assert "nobody here looks after concerns" in refused.text
    place = post.rhythm.town
    place.welcome("joan")
    role = GiveRole(place=place.name, contributor="joan", role=PlaceRole.SAFEGUARDING_LEAD)
    place.system.places.give_role(role, BY_OPERATOR)
    for _ in range(2):
        sent = post.press(f"{address}/concern", words="I worry.", key="one")
        assert "It has been passed on." in sent.text
    assert "I worry." not in sent.text
    assert post.words == []


def test_a_quote_is_given_in_exact_words_and_taken_back(post: Post) -> None:
    place = post.rhythm.town
    said = place.record("They rang first. It was new.", by="ana", scope=Scope.FUNDER_QUOTE)
    ask = AskForQuote(words="They rang first.", audience=Audience.FUNDER)
    quote = place.system.quotes.ask(said, ask, post.rhythm.by_partner)
    address = post.ask("2026-06-01 13:00")
    page = post.open(address)
    assert "They rang first." in page.text
    assert "It was new." not in page.text
    assert "How shall we name you?" in page.text
    post.press(address, 422, do="yes", credit="")
    given = post.press(address, do="yes", credit="Somebody at the desk")
    assert "You said yes." in given.text
    assert place.system.desk.load(Quote, quote.id).standing == "given"
    assert "You are not quoted." in post.press(address, do="no").text
    assert place.system.desk.load(Quote, quote.id).standing == "taken_back"


def test_three_rounds_in_silence_lead_to_one_letter_about_the_rhythm(post: Post) -> None:
    post.rhythm.tick_through("2026-07-14 12:00", timedelta(hours=2))
    letters = post.send()
    assert [one["Subject"] for one in letters][-1] == "Eastmoor: shall we ask you less often?"
    address = link_in(letters[-1])
    post.open(address)
    post.press(address, do="four_weekly")
    asking = post.rhythm.town.system.rhythms.asking_of(post.ana, post.rhythm.town.id)
    assert (asking.every, asking.way) == (Every.FOUR_WEEKLY, Way.EMAIL)


def test_pages_say_who_may_not_be_told_their_address(post: Post) -> None:
    answer = post.client.get(post.ask())
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "no-store" in answer.headers["cache-control"]
    page = read(answer.text)
    assert not page.all("script")
    assert not re.search(NOT_SAID, page.one("main").text)
    labelled = {label["for"] for label in page.all("label") if label["for"]}
    assert {area["id"] for area in page.all("textarea")} <= labelled
