"""Answering from a letter: tomorrow, another day, a pause, less often, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from service.application.loop_commands import StateExpectation
from service.domain.cadence import Asking, Every, Way
from service.domain.prompt import Prompt
from service.domain.vocabulary import PromptAnswer
from tests.support import town
from tests.support.asking import BY_LEARNING_PARTNER
from tests.web.letter_reader import Post, fields_in, letters_to_ana, link_in
from tests.web.reading import Node


@pytest.fixture
def post(place: town.Town) -> Iterator[Post]:
    """Ana, who said yes to letters."""
    with letters_to_ana(place) as found:
        yield found


@pytest.fixture
def invited(place: town.Town) -> Iterator[Post]:
    """Ana, who was invited with an address and said nothing yet."""
    with letters_to_ana(place, has_said_yes=False) as found:
        yield found


def asking(post: Post) -> Asking:
    """How Ana wishes to be asked."""
    return post.rhythm.town.system.rhythms.asking_of(post.ana, post.rhythm.town.id)


def newest(post: Post) -> Prompt:
    """The newest prompt that she got, as it stands in the log."""
    planned = list(post.rhythm.prompts(post.ana))[-1]
    return post.rhythm.town.system.desk.load(Prompt, planned.originator_id)


def offered(page: Node) -> list[str]:
    """What the buttons on a page do."""
    return [str(one["value"]) for one in page.all("button")]


def test_all_five_answers_stand_on_the_form(post: Post) -> None:
    page = post.open(post.ask())
    assert offered(page) == ["write", "tomorrow", "nothing"]
    ways = {one.text: str(one["href"]) for one in page.all("a") if "/stop/" in str(one["href"])}
    for words, field in (
        ("Change my day or time", "weekday"),
        ("Pause until a day", "paused_until"),
    ):
        address, _, id = ways[words].partition("#")
        assert id == f"f-{field}"
        assert id in [one["id"] for one in fields_in(post.open(address))]


def test_ask_me_tomorrow_brings_a_second_letter_the_next_day_and_keeps_what_was_typed(
    post: Post,
) -> None:
    address = post.ask()
    page = post.press(address, do="tomorrow", text="The desk", meaning="", scope="place_team")
    assert "We will ask you again on 3 June 2026." in page.text
    assert "The desk" in page.one("textarea").text
    assert offered(page) == ["write", "nothing"]
    assert post.words == []
    post.rhythm.tick("2026-06-03 11:30")
    assert post.send() == []
    post.rhythm.tick("2026-06-03 12:01")
    (letter,) = post.send()
    assert letter["Subject"] == "Eastmoor: you asked us to come back"
    post.press(link_in(letter), do="write", text="The desk rang.", scope="place_team")
    assert post.words == [("The desk rang.", "place_team")]


def test_tomorrow_comes_after_the_weekend_and_once_however_often_it_is_pressed(post: Post) -> None:
    address = post.ask("2026-06-05 12:00")
    for _ in range(2):
        page = post.press(address, do="tomorrow")
    assert "We will ask you again on 8 June 2026." in page.text
    post.rhythm.tick_through("2026-06-08 16:00")
    assert len(post.send()) == 1


def test_a_round_that_is_over_is_not_put_off_and_words_are_still_welcome(post: Post) -> None:
    address = post.ask()
    post.rhythm.tick_through("2026-06-16 12:00", timedelta(hours=6))
    first = next(iter(post.rhythm.prompts(post.ana))).originator_id
    page = post.press(address, do="tomorrow")
    assert "That round is over." in page.text
    assert "tomorrow" not in offered(page)
    assert post.rhythm.town.system.desk.load(Prompt, first).put_off_until is None


def test_a_pause_needs_a_day_that_is_still_to_come(post: Post) -> None:
    post.rhythm.tick("2026-06-02 12:00")
    (letter,) = post.send()
    address = link_in(letter, "stop")
    for past in ("2026-06-02", "1/6/2026"):
        page = post.press(address, 422, do="change", at="14:00", paused_until=past)
        assert "Choose a day that is still to come." in page.text
        assert "14:00" in [one["value"] for one in page.all("input")]
    assert "Write the day like" in post.press(address, 422, paused_until="30/2/2027").text
    assert asking(post).paused_until is None
    post.press(address, do="change", paused_until="1/9/2026")
    assert (asking(post).paused_until, asking(post).way) == (date(2026, 9, 1), Way.EMAIL)
    post.rhythm.tick_through("2026-06-19 18:00", timedelta(hours=6))
    assert post.send() == []


@pytest.mark.parametrize(
    ("pressed", "every"),
    [("keep", None), ("four_weekly", Every.FOUR_WEEKLY), ("when_i_come", Every.WHEN_I_COME)],
)
def test_the_rhythm_is_chosen_as_in_slack(post: Post, pressed: str, every: Every | None) -> None:
    post.rhythm.tick_through("2026-07-14 12:00", timedelta(hours=2))
    address = link_in(post.send()[-1])
    assert offered(post.open(address)) == ["keep", "four_weekly", "when_i_come"]
    post.press(address, do=pressed)
    assert (asking(post).is_asked, asking(post).every) == (True, every)
    assert newest(post).answer is PromptAnswer.YES


def test_who_was_invited_is_asked_once_by_letter_how_often_it_would_be(invited: Post) -> None:
    invited.rhythm.tick("2026-06-01 13:00")
    (letter,) = invited.send()
    text = " ".join(letter.get_body(("plain",)).get_content().split())
    asks = "Would you like to be asked every second Tuesday what you noticed in Eastmoor?"
    assert asks in text
    assert "We ask nobody who has not said yes." in text
    assert "because somebody in Eastmoor gave us your address" in text
    page = invited.open(link_in(letter))
    assert asks in page.text
    assert offered(page) == ["yes", "no"]
    invited.rhythm.tick_through("2026-06-20 18:00", timedelta(hours=6))
    assert invited.send() == []


def test_a_yes_by_letter_means_letters(invited: Post) -> None:
    address = invited.ask("2026-06-01 13:00")
    page = invited.press(address, do="yes")
    assert "We will ask you every second Tuesday." in page.text
    assert (asking(invited).is_asked, asking(invited).way) == (True, Way.EMAIL)
    assert newest(invited).answer is PromptAnswer.YES
    invited.rhythm.tick("2026-06-02 12:00")
    assert [one["Subject"] for one in invited.send()] == ["Eastmoor: one question"]


@pytest.mark.parametrize("way", ["no", "stop"])
def test_a_no_by_letter_is_for_good(invited: Post, way: str) -> None:
    invited.rhythm.tick("2026-06-01 13:00")
    (letter,) = invited.send()
    invited.press(link_in(letter, "answer" if way == "no" else "stop"), do=way)
    assert asking(invited).is_asked is False
    invited.rhythm.tick_through("2026-07-01 18:00", timedelta(hours=6))
    assert invited.send() == []


def test_a_welcome_that_was_answered_elsewhere_meanwhile_does_not_go(invited: Post) -> None:
    invited.rhythm.tick("2026-06-01 13:00")
    invited.rhythm.ask(invited.ana, way=Way.EMAIL)
    assert invited.send() == []


def test_what_was_expected_is_asked_after_in_its_own_words(post: Post) -> None:
    command = StateExpectation(
        place=post.rhythm.town.name,
        we_expect="Half of them will come.",
        we_would_doubt_if="Nobody comes.",
        by_when=date(2026, 6, 8),
        stated_by=[{"person": "ana"}],
    )
    post.rhythm.town.system.sense.state_expectation(command, BY_LEARNING_PARTNER)
    post.rhythm.ask(post.ana, way=Way.EMAIL, every=Every.WHEN_I_COME)
    address = post.ask("2026-06-08 12:00")
    page = post.open(address)
    assert "Half of them will come." in page.text
    assert [one.text for one in page.all("label") if one["for"] == "f-text"] == ["What happened?"]
    assert offered(page) == ["write", "tomorrow", "nothing"]
    empty = post.press(address, 422, do="write", text="", meaning="So?", scope="place_team")
    assert "Please write a few words." in empty.text
    assert "So?" in empty.text
    post.press(address, do="write", text="A third came.", meaning="", scope="place_team")
    assert post.words == [("A third came.", "place_team")]
    assert newest(post).answer is PromptAnswer.WROTE
