"""The forms: each thing of the loop can be written down by hand, and nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.bootstrap import System
from service.domain import errors as e
from service.domain.frameworks import default_frameworks
from service.domain.starters import starters
from service.domain.vocabulary import ActorRole, Basis, BeliefKind, Perspective, Scope
from service.policy import Actor
from service.web import form_questions, form_words
from service.web.form_fields import Data, Field, given, row_numbers
from service.web.form_refusals import FIELDS
from service.web.forms import FORMS
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
from tests.web.reading import read

NOT_ON_PAGES = r"(?i)assumption|double.?loop\b|governing|strateg|espoused|prototype|statutory|!"
DECIDED: Typed = {
    "chosen": "Ask before we write.",
    "why": "Letters came too late.",
    "decided_by-0-who": "the team",
    "consulted-0-who": "advice workers",
    "consulted-0-perspective": "non_statutory",
    "not_consulted": "residents\nthe landlord",
}

EXPECTED: Typed = {"we_expect": "More people ring back.", "we_would_doubt_if": "Fewer do."}


@pytest.fixture
def story(place: town.Town) -> Story:
    """What is there before."""
    return Story(place)


@pytest.fixture
def partner(system: System, place: town.Town) -> Iterator[Browser]:
    """Ana, of a public service, in a place that uses the framework's words beside its own."""
    ana = place.welcome("ana")
    place.bridge("ana")
    yield from browsing(system, place, place.member(ana))


@pytest.fixture
def local(system: System, place: town.Town) -> Iterator[Browser]:
    """Ana, in a place that uses only its own words."""
    yield from browsing(system, place, place.member(place.welcome("ana")))


@pytest.fixture
def priya(system: System, place: town.Town) -> Iterator[Browser]:
    """The learning partner."""
    person = place.welcome("priya", Perspective.INTERMEDIARY, name="Priya N.")
    actor = Actor(person, ActorRole.LEARNING_PARTNER, frozenset([place.id]))
    yield from browsing(system, place, actor)


def entries(browser: Browser, kind: str) -> list[Any]:
    """What is on the timeline of this kind."""
    return [entry for entry in browser.town.entries() if entry.kind == kind]


# ---- the catalogue and the table


def test_every_form_has_its_words_and_every_question_is_asked_somewhere() -> None:
    assert set(FORMS) == set(form_questions.FORMS)
    listed = [kind for _, kinds in form_words.GROUPS for kind in kinds]
    assert sorted(listed) == sorted(FORMS)
    for kind, form in FORMS.items():
        asked = {field.name for field in form.fields if field.input != "hidden"}
        for name in asked:
            label, _ = form_questions.questions(kind, name)
            assert label
        assert set(form_questions.FORMS[kind].asked) <= asked, kind


def test_every_field_of_a_command_is_asked_or_left_out_on_purpose() -> None:
    for form in FORMS.values():
        left_out = {"place", "external_id", "occurred_at", "level"}
        if form.leads_to == "rhythm":  # It is said for now, and by oneself.
            left_out |= {"occurred_on", "late_because", "contributor"}
        asked = {field.name for field in form.fields}
        assert set(form.command.model_fields) - left_out == asked - left_out, form.kind


def test_the_catalogue_is_plain() -> None:
    words = [value for value in vars(form_words).values() if isinstance(value, str)]
    words = [text for text in words if not text.startswith(("service.", "/", "The catalogue"))]
    words += [text for choices in form_words.CHOICES.values() for text in choices.values()]
    for form in form_questions.FORMS.values():
        words += [form.title, form.lead, form.saved]
        words += [text for pair in form.asked.values() for text in pair]
    assert not [text for text in words if re.search(NOT_ON_PAGES, text)]
    for text in words:
        for sentence in re.split(r"[.?:]\s", text):
            assert len(sentence.split()) < 25, sentence


# ---- the pages


def test_the_list_leads_to_every_form_in_the_order_of_the_loop(priya: Browser) -> None:
    page = priya.open()
    links = [a["href"] for a in page.one("main").all("a")]
    assert links == [priya.address(kind) for _, kinds in form_words.GROUPS for kind in kinds]


def test_a_partner_is_not_offered_what_only_the_learning_partner_may_do(partner: Browser) -> None:
    links = [a["href"] for a in partner.open().one("main").all("a")]
    assert partner.address("told") not in links
    assert partner.address("review") in links
    assert partner.client.get(partner.address("told")).status_code == 403


def test_every_page_is_in_plain_words_and_whole(priya: Browser, story: Story) -> None:
    one, two = story.reflections()
    belief = story.belief()
    story.challenge(belief, one)
    decision, change, insight = story.decision(belief), story.change(), story.insight(one, two)
    ids = {"assumption": belief, "decision": decision, "change": change, "insight": insight}
    ids["prototype"] = priya.town.start_trial()
    for kind, form in FORMS.items():
        query = f"?{form.subject}={ids[form.subject]}" if form.subject else ""
        page = priya.open(kind, query)
        text = page.one("main").text
        for block in default_frameworks().building_blocks.items:
            text = text.replace(block.wording, "")
        assert not re.search(NOT_ON_PAGES, text), kind
        every_id = [node["id"] for node in page.all() if node["id"]]
        assert len(every_id) == len(set(every_id)), kind
        labelled = {label["for"] for label in page.all("label") if label["for"]}
        for control in form_of(page).all():
            is_typed = control.tag in ("textarea", "select") or control["type"] in ("text", "date")
            if is_typed:
                assert control["id"] in labelled, (kind, control["name"])
        for group in form_of(page).all("fieldset"):
            assert group.all("legend"), kind
        assert not page.all("script")


def test_it_is_first_asked_what_a_record_is_about(partner: Browser, story: Story) -> None:
    assert "There is nothing here yet" in partner.open("challenge").text
    belief = story.belief()
    page = partner.open("challenge", "?reflection=R-1")
    form = form_of(page)
    assert form["method"] == "get"
    assert [one["value"] for one in form.all("input") if one["name"] == "assumption"] == [
        str(belief)
    ]
    assert filled(page)["reflection"] == "R-1"
    unchosen = partner.open("challenge", "?assumption=")
    assert problems(unchosen) == {"assumption": form_words.CHOOSE_ONE}
    chosen = partner.open("challenge", f"?reflection=R-1&assumption={belief}")
    assert "Boards decide." in chosen.one("section", "about").text
    assert filled(chosen)["evidence-other"] == "R-1"


def test_long_lists_are_a_select_grouped_by_question(partner: Browser, story: Story) -> None:
    for number in range(8):
        kind = BeliefKind.RULE if number % 2 else BeliefKind.PURPOSE
        story.belief(f"Belief {number}.", kind=kind)
    select = by_id(partner.open("upheld"), "f-assumption")
    assert select.tag == "select"
    labels = [group["label"] for group in select.all("optgroup")]
    assert labels == ["What are we for?", "Which rule is treated as fixed?"]


# ---- saving each kind


def test_sense_is_written_down(partner: Browser, story: Story) -> None:
    one, two = story.reflections()
    counted: Typed = {"present-statutory": "3", "present-citizen_community": "1"}
    session: Typed = {"framing_question": "Who says yes?", "missing": ["non_statutory"]}
    assert partner.saved("session", counted | session) == "/timeline"
    (held,) = entries(partner, "session")
    assert partner.saved("expectation", EXPECTED) == "/timeline"
    insight: Typed = {
        "claim": "People wait for a yes.",
        "cites": [str(one), str(two)],
        "looked_for_disconfirming": "no",
        "session": str(held.id),
    }
    assert partner.saved("insight", insight) == "/insights"
    (claim,) = entries(partner, "insight")
    tested: Typed = {"result": "contested", "dissent": "Finance sees it otherwise."}
    assert partner.saved("insight_tested", tested, f"?insight={claim.id}") == "/insights"
    assert len(entries(partner, "insight_tested")) == 1
    more: Typed = {"reflections": [str(story.town.record("Late.", by="ben"))], "fits": "no"}
    assert partner.saved("insight_joined", more, f"?insight={claim.id}") == "/insights"
    (joined,) = entries(partner, "insight_joined")
    assert (joined.about, joined.outcome) == (claim.id, "does_not_fit")


def test_what_is_in_a_pattern_already_cannot_be_joined_the_other_way(
    partner: Browser, story: Story
) -> None:
    one, two = story.reflections()
    about = f"?insight={story.insight(one, two)}"
    turned: Typed = {"reflections": [str(one)], "fits": "no"}
    assert set(problems(partner.refused("insight_joined", turned, about))) == {"reflections"}
    assert set(refusal(partner, "insight_joined", {}, about)) == {"reflections", "fits"}


def test_a_belief_goes_its_whole_way(partner: Browser, story: Story) -> None:
    one, _ = story.reflections()
    stated: Typed = {
        "statement": "Arrears are about money.",
        "basis": "inferred",
        "we_would_doubt_if": "Calls show something else.",
        "kind": "problem_frame",
        "level_reason": "It says what we look for.",
        "held_by-0-who": "me",
        "held_by-1-who": "the recovery team",
        "held_by-1-perspective": "statutory",
        "cites": [str(one)],
        "building_block": "delivery",
        "about_learning": "yes",
    }
    address = partner.saved("assumption", stated)
    assert address.startswith("/beliefs/")
    belief = address.removeprefix("/beliefs/")
    about = f"?assumption={belief}"
    partner.saved("level_contested", {"kind": "rule", "reason": "It is a rule."}, about)
    partner.saved("level_settled", {"kind": "problem_frame", "reason": "We talked."}, about)
    against: Typed = {"evidence": [str(one)], "voices-non_statutory": "2", "reason": "Calls."}
    assert partner.saved("challenge", against, about) == address
    options: Typed = {
        "options-0-text": "Keep it",
        "options-0-for": "We know it",
        "options-1-text": "It is a sign of trouble",
        "options-keeps": "0",
        "present-statutory": "4",
        "absent": "residents\n\nhousing",
    }
    assert partner.saved("examination", options, about) == address
    assert partner.saved("upheld", {"reason": "For now."}, about) == address
    assert partner.saved("left_open", {"reason": "Not sure."}, about) == address
    new: Typed = {"statement": "Arrears can be a sign.", "reason": "Five calls."}
    assert partner.saved("revised", new, about) == address
    mirror: Typed = {"in_use": str(story.belief("We chase first.")), "shared_with-0-who": "us"}
    assert partner.saved("mirror", mirror, about) == address
    assert partner.saved("dropped", {"reason": "It is no use."}, about) == address
    view = partner.loops.belief(partner.actor, partner.town.id, belief)
    assert view.version == 2
    assert view.held_by[0].person == partner.actor.person_id
    assert view.held_by[1].perspective == Perspective.STATUTORY
    assert (view.building_block, view.about_learning) == ("delivery", True)
    looked = next(fact for fact in view.facts if fact.what == "examined")
    assert [option.keeps for option in looked.options] == [True, False]
    assert looked.absent == ["residents", "housing"]


def test_a_decision_goes_its_whole_way(priya: Browser, story: Story) -> None:
    story.reflections()
    belief, other = story.belief(), story.belief("We ask first.")
    page = priya.open("decision", f"?assumption={belief}")
    assert filled(page)["rests_on"] == f"{belief}@1"
    proposed: Typed = {"question": "Who may say yes?", "options-0-text": "The desk"}
    assert priya.saved("decision_proposed", proposed) == "/decisions"
    (waiting,) = priya.loops.proposals(priya.actor, priya.town.id)
    offered = priya.open("decision")
    assert f"decision={waiting.id}" in offered.one("main").all("section")[0].one("a")["href"]
    about = f"?decision={waiting.id}&assumption={belief}"
    asked = priya.open("decision", about)
    assert "Who may say yes?" in asked.text
    assert not [node for node in asked.all() if node["name"] == "question"]
    typed = {**DECIDED, "rests_on": [f"{belief}@1", f"{other}@1"], "kind": "hold_on_purpose"}
    address = priya.saved("decision", typed, about)
    assert address == f"/decisions/{waiting.id}"
    straight = priya.saved("decision", {**DECIDED, "rests_on": [f"{belief}@1"]})
    assert straight.startswith("/decisions/")
    assert straight != address
    reviewed: Typed = {
        "expected_vs_actual": "More calls; fewer letters.",
        "result": "adjust",
        "reviewers-0-who": "Priya N.",
        "why_nobody_affected": "Nobody could come.",
        f"beliefs-{belief}": "held_up",
    }
    assert priya.saved("review", reviewed, f"?decision={waiting.id}") == address
    told: Typed = {"what": "you_said_we_did", "words": "You said; we did.", "channel": "phone"}
    assert priya.saved("told", told, f"?decision={waiting.id}") == address
    view = priya.loops.decision(priya.actor, priya.town.id, waiting.id, today=NOW.date())
    assert view.loop.kind == "hold_on_purpose"
    assert view.not_consulted == ["residents", "the landlord"]
    assert view.consulted[0].perspective == Perspective.NON_STATUTORY
    assert view.reviews[0].reviewers[0].person == priya.actor.person_id
    assert view.reviews[0].beliefs == {belief: "held_up"}


def test_what_came_of_it_is_written_down(
    system: System, partner: Browser, priya: Browser, story: Story
) -> None:
    decision = story.decision(story.belief())
    seen: Typed = {"who_changed": "The desk", "what": "They ring.", "decision": str(decision)}
    assert partner.saved("change", seen) == f"/decisions/{decision}"
    (change,) = entries(partner, "change_seen")
    confirmed: Typed = {"agrees": "partly", "note": "Mostly."}
    assert priya.saved("substantiated", confirmed, f"?change={change.id}") == "/timeline"
    assert partner.saved("ceased", {"why": "Staff left."}, f"?change={change.id}") == "/timeline"
    assert partner.saved("slip", {"what": "Letters again.", "pressure": "Illness."}) == "/timeline"
    assert partner.saved("movement", {"what": "A small thing."}) == "/timeline"
    for kind in ("confirmed", "ceased", "slip", "movement"):
        assert len(entries(partner, kind)) == 1, kind


# ---- refusals


@pytest.mark.parametrize(
    ("kind", "field", "error"),
    [
        ("decision", "rests_on", e.RestsOnNothing),
        ("assumption", "we_would_doubt_if", e.NotTestable),
        ("challenge", "evidence", e.NoEvidence),
        ("insight", "looked_for_disconfirming", e.NotLookedFor),
    ],
)
def test_what_is_missing_is_asked_for_beside_its_question(
    partner: Browser, story: Story, kind: str, field: str, error: type[e.DoubleLoopError]
) -> None:
    query = f"?assumption={story.belief()}" if kind == "challenge" else ""
    page = partner.refused(kind, {"occurred_on": "2026-05-30", "rests_on": []}, query)
    assert problems(page)[field] == str(error())
    answered = {name for name, value in filled(page).items() if value}
    needed = {one.name for one in FORMS[kind].fields if one.needed} - answered
    assert set(problems(page)) == needed, "all of them at once"
    beside = by_id(page, f"f-{field}-error")
    assert str(error()) in beside.text
    described = [node for node in page.all() if f"f-{field}-error" in node["aria-describedby"]]
    assert described
    assert by_id(page, f"f-{field}")
    assert filled(page)["occurred_on"] == "2026-05-30"
    assert page.one("title").text.startswith("Not saved yet")
    assert "autofocus" in page.one("section", "errors").attributes


def refusal(partner: Browser, kind: str, typed: Typed, query: str = "") -> dict[str, str]:
    """The problems of a form that was refused; all that was typed is still there."""
    page = partner.refused(kind, typed, query)
    still = filled(page)
    for name, value in typed.items():
        assert still[name] == value, name
    return problems(page)


def test_invariants_are_refused_beside_the_question_they_are_about(
    partner: Browser, story: Story
) -> None:
    one, _ = story.reflections()
    belief = story.belief()
    decision = story.decision(belief)
    about, on = f"?assumption={belief}", f"?decision={decision}"
    alone: Typed = {"claim": "One.", "cites": str(one), "looked_for_disconfirming": "yes"}
    assert refusal(partner, "insight", alone) == {"cites": str(e.AloneInThis())}
    one_option: Typed = {"options-0-text": "Keep", "options-keeps": "0", "present-statutory": "1"}
    assert refusal(partner, "examination", one_option, about) == {"options": str(e.OneOptionOnly())}
    nobody: Typed = {
        "options-0-text": "Keep",
        "options-1-text": "Change",
        "options-keeps": "0",
        "present-statutory": "0",
    }
    assert set(refusal(partner, "examination", nobody, about)) == {"present"}
    far = {**DECIDED, "rests_on": f"{belief}@1", "review_on": "2027-06-01"}
    assert refusal(partner, "decision", far) == {"review_on": str(e.ReviewTooFar())}
    unheard: Typed = {
        "expected_vs_actual": "As we said.",
        "result": "keep",
        "reviewers-0-who": "us",
    }
    assert refusal(partner, "review", unheard, on) == {
        "affected_heard": str(e.NobodyAffectedHeard())
    }
    old: Typed = {"what": "Letters again.", "occurred_on": "2026-04-01"}
    assert refusal(partner, "slip", old) == {"late_because": str(e.NeedsReason())}
    early: Typed = {"what": "Letters again.", "occurred_on": "2026-07-01"}
    assert refusal(partner, "slip", early) == {"occurred_on": str(e.InTheFuture())}
    unknown: Typed = {"evidence-other": "R-77\nR-78"}
    assert set(refusal(partner, "challenge", unknown, about)) == {"evidence"}
    itself: Typed = {"in_use": str(belief)}
    assert set(refusal(partner, "mirror", itself, about)) == {"in_use"}
    same: Typed = {"kind": "role_power", "reason": "So."}
    assert set(refusal(partner, "level_contested", same, about)) == {"kind"}
    kept: Typed = {"reason": "Because."}
    assert refusal(partner, "upheld", kept, about) == {"": str(e.NotChallenged())}


def test_names_are_needed_of_who_decided_was_asked_and_was_not(
    partner: Browser, story: Story
) -> None:
    belief = story.belief()
    page = partner.refused("decision", {"rests_on": f"{belief}@1", "chosen": "A", "why": "B"})
    assert set(problems(page)) == {"decided_by", "consulted", "not_consulted"}
    assert all("nobody" in sentence for sentence in problems(page).values())


def test_who_reported_a_change_cannot_confirm_it(partner: Browser) -> None:
    partner.saved("change", {"who_changed": "The desk", "what": "They ring."})
    (change,) = entries(partner, "change_seen")
    page = partner.refused("substantiated", {"agrees": "yes"}, f"?change={change.id}")
    assert problems(page) == {"confirmed_by": str(e.NotIndependent())}


def test_each_refusal_of_the_domain_has_a_question_on_some_form() -> None:
    asked = {field.name for form in FORMS.values() for field in form.fields}
    for error, names in FIELDS.items():
        assert set(names) & asked, error


@pytest.mark.parametrize(
    ("kind", "typed", "field", "sentence"),
    [
        ("slip", {"what": "x", "occurred_on": "sometime"}, "occurred_on", form_words.A_DAY),
        ("session", {"present-statutory": "a few"}, "present", form_words.WHOLE_NUMBER),
        ("session", {"present-statutory": "-1"}, "present", form_words.WHOLE_NUMBER),
        ("movement", {"what": "x" * 40_001}, "what", "too long"),
        ("insight", {"claim": "x", "looked_for_disconfirming": "maybe"}, "looked_for_disconfirming",
         form_words.CHOOSE_ONE),
        ("assumption", {"kind": "martian"}, "kind", form_words.CHOOSE_ONE),
        ("change", {"where": "x" * 301}, "where", "too long"),
        ("decision", {"decided_by-0-perspective": "statutory"}, "decided_by", "Say who"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_its_question(
    partner: Browser, kind: str, typed: Typed, field: str, sentence: str
) -> None:
    page = partner.refused(kind, typed)
    assert sentence in problems(page)[field]
    assert not [value for value in typed.values() if str(value) in problems(page)[field]]


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


# ---- once only


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


# ---- reworded meanwhile


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


# ---- words of the framework


def test_i13_no_framework_word_on_any_form_while_a_place_is_local(
    local: Browser, story: Story
) -> None:
    story.reflections()
    belief = story.belief()
    frameworks = default_frameworks()
    items = (*frameworks.behaviours.items, *frameworks.building_blocks.items)
    pages = [local.address(), local.address("assumption", "?starter=governance-in-use")]
    for kind, form in FORMS.items():
        if form.subject in (None, "assumption") and form.kind != "told":
            pages.append(local.address(kind, f"?assumption={belief}&behaviours=POW-1"))
    local.town.system.runner.catch_up()
    for address in pages:
        text = local.client.get(address).text
        for item in items:
            assert item.wording not in text, address
            assert not re.search(rf"\b{re.escape(item.code)}\b", text) or item.code == "delivery"
        for starter in starters().beliefs:
            assert starter.statement.replace("'", "&#39;") not in text
    typed: Typed = {"what": "A small thing.", "behaviours": ["POW-1"]}
    local.saved("movement", typed)
    (seen,) = entries(local, "movement")
    assert seen.behaviours == []


def test_a_starter_fills_the_form_in(partner: Browser) -> None:
    offered = partner.open("assumption").one("section", "starters")
    assert len(offered.all("a")) == len(starters().beliefs)
    assert "What people often seem to act on" in offered.text
    page = partner.open("assumption", "?starter=governance-in-use")
    typed = filled(page)
    starter = starters().starter("governance-in-use")
    assert typed["statement"] == starter.statement
    assert (typed["kind"], typed["basis"]) == (starter.kind, Basis.INFERRED)
    assert typed["building_block"] == "governance"
    address = partner.saved("assumption", {"statement": "The board decides."}, "?starter="
                            "governance-in-use")  # fmt: skip
    view = partner.loops.belief(partner.actor, partner.town.id, address.removeprefix("/beliefs/"))
    assert (view.statement, view.starter) == ("The board decides.", "governance-in-use")


def test_an_unknown_starter_or_address_is_a_page_not_a_crash(partner: Browser) -> None:
    partner.open("assumption", "?starter=no-such&kind=x&cites=%00&present-statutory=1&more=cites")
    for path in ("/nothing", "/challenge?assumption=no-such", "/decision?decision=no-such"):
        assert partner.client.get(partner.address() + path).status_code == 404


# ---- who may


@pytest.mark.parametrize(("role", "status"), [(ActorRole.FUNDER, 404), (ActorRole.OPERATOR, 403)])
def test_funders_and_operators_have_no_forms(
    system: System, place: town.Town, role: ActorRole, status: int
) -> None:
    actor = Actor(place.welcome("f", None), role, frozenset([place.id]))
    for browser in browsing(system, place, actor):
        system.runner.catch_up()
        for path in ("", "movement", "decision"):
            assert browser.client.get(browser.address(path)).status_code == status
        assert browser.post("movement", {"what": "x"}).status_code == status
        assert entries(browser, "movement") == []


def test_somebody_elses_place_is_not_there(partner: Browser, system: System) -> None:
    other = replace(partner, town=town.join(system, "Elsewhere"))
    system.runner.catch_up()
    for path in ("", "movement"):
        assert other.client.get(other.address(path)).status_code == 404
    assert other.post("movement", {"what": "x"}).status_code == 404


def test_only_what_its_reader_may_read_is_offered(partner: Browser, story: Story) -> None:
    partner.town.welcome("cat")
    partner.town.record("Only for Priya.", by="cat", scope=Scope.AUTHOR_AND_LP)
    partner.town.record("For all of us.", by="cat")
    text = partner.open("insight").text
    assert "For all of us." in text
    assert "Only for Priya." not in text


def test_the_newest_hundred_are_offered_and_others_can_be_named(
    partner: Browser, story: Story
) -> None:
    partner.town.welcome("cat")
    for number in range(102):
        now = NOW - timedelta(hours=200 - number)
        partner.town.record(f"Words {number}.", by="cat", now=now, external_id=f"R-{number}")
    page = partner.open("insight")
    picked = [one for one in form_of(page).all("input") if one["name"] == "cites"]
    assert len(picked) == 100
    assert "Words 101." in page.text
    assert "Words 1." not in page.text
    typed: Typed = {"claim": "x", "cites-other": "R-0, R-1", "looked_for_disconfirming": "yes"}
    assert "single" in str(partner.refused("insight", typed).text)
    assert partner.saved("insight", typed | {"single_voice": "yes"}) == "/insights"


# ---- forged and late


def test_a_form_of_another_site_is_turned_away(partner: Browser) -> None:
    data = filled(partner.open("movement")) | {"what": "Forged."}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        partner.headers = headers
        assert partner.post("movement", data).status_code == 403
    assert entries(partner, "movement") == []


@pytest.mark.parametrize("spoil", ["", "x", "00000000-0000-4000-8000-000000000000.00", "."])
def test_a_form_without_our_key_is_turned_away_and_its_words_are_shown(
    partner: Browser, spoil: str
) -> None:
    partner.open()
    partner.headers = {}
    answer = partner.post("movement", {"what": "Forged <b>words</b>.", "key": spoil})
    assert answer.status_code == 403
    page = read(answer.text)
    assert "Forged <b>words</b>." in page.text
    assert not [form for form in page.all("form") if form["action"] != "/sign-out"]
    assert entries(partner, "movement") == []


def test_a_key_holds_for_one_person_one_place_and_one_form(
    system: System, partner: Browser, priya: Browser
) -> None:
    data = filled(partner.open("movement")) | {"what": "Mine."}
    assert priya.post("movement", data).status_code == 403
    assert partner.post("slip", data).status_code == 403
    assert partner.post("movement", data).status_code == 303


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


# ---- small parts


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-03-14", "2026-03-14"), ("14/3/2026", "2026-03-14"), ("14.03.2026", "2026-03-14"),
     ("31/2/2026", "31/2/2026"), (" ", None)],
)  # fmt: skip
def test_a_day_can_be_written_as_people_do(typed: str, day: str | None) -> None:
    found = given(Field("on", "day"), Data([("on", typed)]), {})
    assert (None if found is None else str(found)) == day


@pytest.mark.parametrize("rows", ["", "-1", "9" * 40, "x", "49"])
def test_rows_are_never_more_than_fifty(rows: str) -> None:
    data = Data([("a-rows", rows), ("a-9999-who", "x"), ("more", "a")])
    assert 6 <= len(row_numbers("a", data)) <= 50


def test_ids_are_given_by_name_where_a_place_knows_them(priya: Browser) -> None:
    known: UUID = priya.actor.person_id
    assert [o["value"] for o in priya.open("expectation").one("datalist").all("option")] == [
        "Priya N."
    ]
    priya.saved("expectation", EXPECTED | {"stated_by-0-who": "priya n."})
    assert known
