"""The forms about trials: each is written down by hand, and refused beside its question."""

from __future__ import annotations

from service.domain import errors as e
from service.web import belief_words, form_words
from service.web.forms import FORMS
from tests.web.form_support import Browser, Story, Typed, form_of, problems
from tests.web.forms.filling import entries
from tests.web.reading import Node, read

TRIALS = (
    "prototype",
    "plan_do_review",
    "prototype_learning",
    "at_the_margins",
    "normalised",
    "prototype_ended",
)

WITH_BLOCKS = {kind for kind in TRIALS if FORMS[kind].needs_framework}


def deciding(browser: Browser, *blocks: str) -> str:
    """A decision that changed these building blocks."""
    story = Story(browser.town)
    typed: Typed = {
        "chosen": "One budget for both desks.",
        "title": "One budget",
        "why": "Two budgets kept people waiting.",
        "decided_by-0-who": "the team",
        "consulted-0-who": "nobody",
        "not_consulted": "nobody",
        "rests_on": [f"{story.belief()}@1"],
        "building_blocks": list(blocks),
    }
    return browser.saved("decision", typed).removeprefix("/decisions/")


def board(browser: Browser) -> Node:
    """The trials' page."""
    browser.town.system.runner.catch_up()
    answer = browser.client.get(f"/places/{browser.town.id}/board")
    assert answer.status_code == 200
    return read(answer.text)


def test_a_trial_goes_its_whole_way(partner: Browser) -> None:
    said = partner.town.record("The desk said yes.", by="ana")
    started: Typed = {
        "name": "One front door",
        "expected": "Fewer forms.",
        "purpose": "To see who is missed.",
        "building_blocks": ["delivery"],
    }
    assert partner.saved("prototype", started) == "/board"
    (trial,) = entries(partner, "prototype_started")
    about = f"?prototype={trial.id}"
    assert "Fewer forms." in partner.open("plan_do_review", about).one("section", "about").text
    turn: Typed = {"planned": "Two weeks.", "done": "Three.", "learned": "It takes time."}
    assert partner.saved("plan_do_review", turn, about) == "/board"
    taught: Typed = {
        "building_block": "delivery",
        "learned": "One desk is enough.",
        "cites": [str(said)],
    }
    assert partner.saved("prototype_learning", taught, about) == "/board"
    missing: Typed = {"conditions_missing": "A shared budget\n\nTime to talk"}
    assert partner.saved("at_the_margins", missing, about) == "/board"
    decision = deciding(partner, "delivery")
    usual: Typed = {"building_blocks": ["delivery"], "decisions": [decision], "note": "At last."}
    assert partner.saved("normalised", usual, about) == "/board"
    ended: Typed = {"what_we_keep": "The desk.", "what_remains": "The other desk."}
    assert partner.saved("prototype_ended", ended, about) == "/board"
    for kind in TRIALS[1:]:
        assert len(entries(partner, kind)) == 1, kind
    partner.town.system.runner.catch_up()
    (view,) = partner.town.system.reading.prototypes(partner.actor, partner.town.id)
    assert view.trial.fate == "ended"
    assert view.trial.conditions_missing == ["A shared budget", "Time to talk"]
    assert view.learning[0].cites == [said]
    assert [str(id) for id in view.decisions["delivery"]] == [decision]
    late = partner.refused("at_the_margins", missing, about)
    assert problems(late) == {"": str(e.Ended())}


def test_only_decisions_that_changed_what_shapes_the_work_are_offered(partner: Browser) -> None:
    plain, other = deciding(partner), deciding(partner, "delivery")
    trial = partner.town.start_trial()
    form = form_of(partner.open("normalised", f"?prototype={trial}"))
    offered = [one["value"] for one in form.all("input") if one["name"] == "decisions"]
    assert offered == [other]
    assert plain not in offered
    shown = next(one for one in form.all("label") if one.all("input", "") and "budget" in one.text)
    assert "One budget" in shown.text


def test_what_became_normal_needs_a_decision_that_changed_it(partner: Browser) -> None:
    decision = deciding(partner, "delivery")
    about = f"?prototype={partner.town.start_trial()}"
    without: Typed = {"building_blocks": ["delivery"]}
    page = partner.refused("normalised", without, about)
    assert problems(page) == {"decisions": str(e.NoBlockChanged())}
    elsewhere: Typed = {"building_blocks": ["governance"], "decisions": [decision]}
    page = partner.refused("normalised", elsewhere, about)
    assert problems(page) == {"decisions": str(e.NoBlockChanged())}
    nothing = partner.refused("normalised", {"decisions": [decision]}, about)
    assert problems(nothing) == {"building_blocks": form_words.CHOOSE_SOME}


def test_what_is_missing_is_asked_for_beside_its_question(partner: Browser) -> None:
    about = f"?prototype={partner.town.start_trial()}"
    assert set(problems(partner.refused("prototype", {}))) == {"name", "expected"}
    turn = partner.refused("plan_do_review", {"done": "Three."}, about)
    assert set(problems(turn)) == {"planned", "learned"}
    taught = partner.refused("prototype_learning", {}, about)
    assert set(problems(taught)) == {"building_block", "learned"}
    margins = partner.refused("at_the_margins", {}, about)
    assert problems(margins) == {"conditions_missing": form_words.SAY_CONDITIONS}


def test_it_is_first_asked_which_trial(partner: Browser) -> None:
    page = partner.open("plan_do_review")
    assert "There is nothing here yet" in page.text
    assert partner.address("prototype") in [a["href"] for a in page.one("main").all("a")]
    trial = partner.town.start_trial()
    form = form_of(partner.open("plan_do_review"))
    assert [one["value"] for one in form.all("input") if one["name"] == "prototype"] == [str(trial)]
    nowhere = partner.client.get(partner.address("plan_do_review", f"?prototype={partner.town.id}"))
    assert nowhere.status_code == 404


def test_the_trials_page_leads_to_the_forms(partner: Browser) -> None:
    hrefs = [a["href"] for a in board(partner).one("main").all("a")]
    assert hrefs == [partner.address("prototype")]
    partner.town.start_trial()
    links = {a["href"]: a.text for a in board(partner).one("main").all("a")}
    assert links[partner.address("prototype")] == belief_words.START_TRIAL
    for kind, label in belief_words.ABOUT_TRIALS.items():
        assert links[partner.address(kind)] == label
    assert set(belief_words.ABOUT_TRIALS) == set(TRIALS[1:])


def test_who_sees_only_local_words_is_not_asked_in_others(local: Browser) -> None:
    trial = local.town.start_trial()
    for links in (local.open(), board(local)):
        hrefs = {a["href"] for a in links.one("main").all("a")}
        assert local.address("at_the_margins") in hrefs
        assert not hrefs & {local.address(kind) for kind in WITH_BLOCKS}
    for kind in sorted(WITH_BLOCKS):
        answer = local.client.get(local.address(kind, f"?prototype={trial}"))
        assert answer.status_code == 404
    started = form_of(local.open("prototype"))
    assert "building_blocks" not in {node["name"] for node in started.all("input")}


def test_the_learning_partner_sees_all_of_them_in_a_local_place(priya: Browser) -> None:
    hrefs = {a["href"] for a in priya.open().one("main").all("a")}
    assert {priya.address(kind) for kind in TRIALS} <= hrefs
