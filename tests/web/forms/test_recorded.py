"""What is typed is recorded: sense, a belief and a decision go their whole way."""

from __future__ import annotations

from service.bootstrap import System
from service.domain.vocabulary import Perspective
from tests.support.asking import NOW
from tests.web.form_support import (
    Browser,
    Story,
    Typed,
    filled,
    problems,
)
from tests.web.forms.filling import DECIDED, EXPECTED, entries, refusal


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
