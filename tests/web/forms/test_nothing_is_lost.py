"""Nothing typed is ever lost: sent twice, gone back, reworded meanwhile, signed out."""

from __future__ import annotations

from datetime import datetime, timedelta

from service.bootstrap import System
from service.domain import errors as e
from service.web import form_words
from tests.support import town
from tests.support.asking import NOW
from tests.web.form_support import (
    Browser,
    Story,
    Typed,
    browsing,
    by_id,
    filled,
    form_of,
    problems,
    sign_in,
)
from tests.web.forms.filling import DECIDED, entries
from tests.web.reading import read


def test_everything_that_was_typed_comes_back(partner: Browser, story: Story) -> None:
    one, two = story.reflections()
    belief = story.belief()
    typed: Typed = {
        "question": "Who & <what>?",
        "options-0-text": "First\nsecond line",
        "options-0-for": "“Yes”",
        "options-4-text": "The fifth",
        "options-4-against": "No",
        "options-keeps": "4",
        "options-rows": "6",
        "title": 'A "name"',
        "chosen": "  Indented\n\nand more ",
        "rests_on": f"{belief}@1",
        "cites": [str(two), str(one)],
        "cites-other": "R-1, R-2",
        "decided_by-0-who": "me",
        "decided_by-0-perspective": "statutory",
        "decided_by-7-who": "an eighth",
        "not_consulted": "a\nb",
        "kind": "ask",
        "claimed_loop": "single",
        "occurred_on": "2026-05-31",
        "behaviours": ["POW-1", "POW-2"],
        "late_because": "\nfirst line empty",
    }
    still = filled(partner.refused("decision", typed))
    assert sorted(still["cites"]) == sorted(typed["cites"])
    assert str(still["cites-other"]).split("\n") == ["R-1", "R-2"]
    for name in set(typed) - {"cites", "cites-other", "options-rows"}:
        assert still[name] == typed[name], name


def test_more_rows_are_given_without_saving_or_losing_anything(partner: Browser) -> None:
    start = filled(partner.open("decision_proposed"))
    answer = partner.post(
        "decision_proposed",
        start | {"options-2-text": "Third", "question": "Q", "more": "options"},
    )
    assert answer.status_code == 200
    page = read(answer.text)
    still = filled(page)
    assert (still["options-2-text"], still["question"]) == ("Third", "Q")
    assert "options-5-text" in still
    assert "autofocus" in by_id(page, "f-options-3").attributes
    assert not problems(page)
    assert still["key"] == start["key"]
    assert form_of(page).all("button")[0].text == "Save it", "Enter saves; it adds no rows"


def test_sent_twice_it_is_recorded_once(partner: Browser, story: Story) -> None:
    one, _ = story.reflections()
    belief = story.belief()
    data = filled(partner.open("movement")) | {"what": "A small thing."}
    first, again = partner.post("movement", data), partner.post("movement", data)
    assert first.headers["location"] == again.headers["location"]
    about = f"?assumption={belief}"
    data = filled(partner.open("challenge", about)) | {"evidence": [str(one)]}
    assert [partner.post("challenge", data).status_code for _ in range(2)] == [303, 303]
    data = filled(partner.open("decision", about)) | DECIDED
    assert [partner.post("decision", data).status_code for _ in range(2)] == [303, 303]
    for kind in ("movement", "challenged", "decision"):
        assert len(entries(partner, kind)) == 1


def test_the_key_stays_over_a_refusal_and_is_new_for_each_form(partner: Browser) -> None:
    page = partner.open("movement")
    refused = read(partner.post("movement", filled(page)).text)
    assert filled(refused)["key"] == filled(page)["key"]
    assert filled(partner.open("movement"))["key"] != filled(page)["key"]


def test_going_back_and_saying_something_else_loses_nothing(partner: Browser, story: Story) -> None:
    data = filled(partner.open("left_open", f"?assumption={story.belief()}"))
    for reason in ("One.", "Two.", "Two."):
        assert partner.post("left_open", data | {"reason": reason}).status_code == 303
    assert [entry.text for entry in entries(partner, "left_open")] == ["One.", "Two."]


def test_when_somebody_reworded_meanwhile_both_are_shown_and_nothing_is_lost(
    partner: Browser, story: Story
) -> None:
    one, _ = story.reflections()
    belief = story.belief()
    story.challenge(belief, one)
    page = partner.open("revised", f"?assumption={belief}")
    assert filled(page)["statement"] == "Boards decide."
    mine = filled(page) | {"statement": "All of us decide.", "reason": "We asked."}
    story.revise(belief, "Some of us decide.", "The panel met.")
    partner.town.system.runner.catch_up()
    answer = partner.post("revised", mine)
    assert answer.status_code == 409
    page = read(answer.text)
    theirs = page.one("section", "panel").text
    assert "Some of us decide." in theirs
    assert "The panel met." in theirs
    assert problems(page)["statement"] == str(e.RevisedMeanwhile())
    again = filled(page)
    assert again == {**mine, "from_version": "2"}
    assert partner.post("revised", again).status_code == 303
    partner.town.system.runner.catch_up()
    view = partner.loops.belief(partner.actor, partner.town.id, belief)
    assert [wording.statement for wording in view.wordings] == [
        "Boards decide.",
        "Some of us decide.",
        "All of us decide.",
    ]


def test_a_citation_is_of_the_words_that_were_read(partner: Browser, story: Story) -> None:
    one, _ = story.reflections()
    belief = story.belief()
    story.challenge(belief, one)
    data = filled(partner.open("decision")) | {**DECIDED, "rests_on": f"{belief}@1", "why": ""}
    story.revise(belief, "Some of us decide.", "The panel met.")
    partner.town.system.runner.catch_up()
    page = read(partner.post("decision", data).text)
    assert form_words.NEW_WORDS in page.text
    assert filled(page)["rests_on"] == f"{belief}@2"


def test_signed_out_while_writing_the_words_are_kept_and_can_be_sent(
    system: System, place: town.Town
) -> None:
    moment = [NOW]

    def clock() -> datetime:
        return moment[0]

    ana = place.member(place.welcome("ana"))
    for browser in browsing(system, place, ana, clock=clock):
        data = filled(browser.open("movement")) | {"what": "Long thought about."}
        moment[0] = NOW + timedelta(hours=2)
        answer = browser.post("movement", data)
        assert answer.status_code == 401
        page = read(answer.text)
        assert "Long thought about." in page.text
        assert place.name not in page.text
        kept: Typed = {one["name"]: one["value"] for one in page.one("form").all("input")}
        assert kept == data
        moment[0] = NOW
        sign_in(system, browser.client, ana)
        assert browser.post("movement", kept).status_code == 303
