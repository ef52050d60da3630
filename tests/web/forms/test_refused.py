"""What is missing or refused is said beside its question."""

from __future__ import annotations

import pytest

from service.domain import errors as e
from service.web import form_words
from service.web.form_fields import Data, Field, given, row_numbers
from service.web.form_refusals import FIELDS
from service.web.forms import FORMS
from tests.web.form_support import (
    Browser,
    Story,
    Typed,
    by_id,
    filled,
    problems,
)
from tests.web.forms.filling import DECIDED, entries, refusal


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
