"""What the forms ask: every field has its question, in plain words, offered to who may answer."""

from __future__ import annotations

import re

from service.domain.frameworks import default_frameworks
from service.domain.starters import starters
from service.domain.vocabulary import Basis, BeliefKind
from service.web import form_questions, form_words
from service.web.forms import FORMS
from tests.web.form_support import (
    Browser,
    Story,
    Typed,
    by_id,
    filled,
    form_of,
    problems,
)
from tests.web.forms.filling import entries

NOT_ON_PAGES = r"(?i)assumption|double.?loop\b|governing|strateg|espoused|prototype|statutory|!"


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
