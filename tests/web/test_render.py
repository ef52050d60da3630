"""What a person finds on the pages, and what no page may ever hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import service.domain
from service.projections.shapes import Voices
from service.web import sentences, words
from service.web.filters import Choices, Filters, Reader
from service.web.render import HERE, STATIC, Pages, PlaceRow, Routes
from tests.web.factory import (
    BEHAVIOURS,
    BLOCKS,
    FIRST,
    TODAY,
    eastmoor,
    entry,
    view,
    voices,
)
from tests.web.reading import Node, read

PAGES = Pages(Routes(footer=(("How this works", "/about"),)))
READER = Reader("Priya N.", "learning partner", ("The nine behaviours are their work.",), "t0k")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\u2066 {{ 7*7 }} &amp;"
SYNTAX = r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|aria-[a-z]+=\"[^\"]*\""
NEVER = r"statutory|citizen|anonymous|\bscore|prototype|double-loop|beneficiar|complian|maturity|!"


def everything() -> dict[str, str]:
    """Every page in every state worth looking at."""
    entries, trials = eastmoor(60)
    full = view(entries, trials)
    hostile = view(*eastmoor(20, words=lambda words_: f"{words_} {HOSTILE}"), words=_hostile)
    picked = next(one for one in entries if one.reported_late and one.tags)
    one = view([entry(1, date(2026, 6, 3), behaviours=["POW-1"])])
    short = view(entries, trials, from_on=date(2025, 3, 1), to_on=date(2025, 3, 21))
    years = [entry(n, FIRST + timedelta(days=n * 9), behaviours=["POW-1"]) for n in range(200)]
    place = PlaceRow(full.place, 3, TODAY)
    odd = Filters.parse([("from", "x"), ("about", "nowhere"), ("item", "y")])

    def page(shown: object, filters: Filters | None = None, **more: object) -> str:
        return PAGES.timeline(shown, filters or Filters(), READER, today=TODAY, **more)  # type: ignore[arg-type]

    return {
        "full": page(full),
        "picked": page(full, Filters(item=picked.id), picked=picked),
        "blocks": page(full, Filters(by="blocks")),
        "local": page(view(entries, trials, framework_words=False)),
        "hostile": page(hostile, picked=hostile.entries[0]),
        "empty": page(view()),
        "no match": page(view(), Filters(about="POW-1")),
        "one": page(one, picked=one.entries[0]),
        "three weeks": page(short),
        "five years": page(view(years)),
        "odd choices": page(full, odd),
        "past": page(view(entries, as_known_on=date(2026, 1, 5))),
        "places": PAGES.places([place, PlaceRow(hostile.place)], READER),
        "no places": PAGES.places([], READER),
        "sign in": PAGES.sign_in(HOSTILE),
        "signed out": PAGES.signed_out(),
        "error": PAGES.error(404, f"There is nothing here. {HOSTILE}", READER),
    }


def _hostile(text: str) -> str:
    return f"{text} {HOSTILE}"


ALL = everything()


@pytest.fixture(scope="module", params=list(ALL))
def page(request: pytest.FixtureRequest) -> Node:
    """Each page in turn, read."""
    return read(ALL[request.param])


def test_a_page_keeps_the_strict_policy(page: Node) -> None:
    for node in page.all():
        assert node.tag != "style"
        assert "style" not in node.attributes
        assert not [name for name in node.attributes if name.startswith("on")]
        for name in ("href", "src", "action"):
            assert not re.match(r"\s*([a-z]+:|//)", node[name]), node[name]
    assert all(script["src"] and not script.text for script in page.all("script"))


def test_a_page_has_one_title_and_headings_in_order(page: Node) -> None:
    headings = [int(node.tag[1]) for node in page.all() if re.fullmatch(r"h[1-6]", node.tag)]
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(headings))
    assert page.one("html")["lang"] == "en-GB"
    assert page.one("title").text


def test_ids_are_unique_and_everything_pointed_at_exists(page: Node) -> None:
    ids = [node["id"] for node in page.all() if node["id"]]
    assert len(set(ids)) == len(ids)
    for node in page.all():
        wanted = [node["aria-labelledby"], node["for"]]
        if node["href"].startswith("#"):
            wanted.append(node["href"][1:])
        assert {name for name in wanted if name} <= set(ids)


def test_every_link_button_and_field_has_a_name(page: Node) -> None:
    labelled = {node["for"] for node in page.all("label")}
    for node in page.all("a") + page.all("button"):
        assert node.text
    for node in page.all("select") + page.all("input"):
        boxed = node["type"] in {"checkbox", "hidden"}
        assert boxed or node["id"] in labelled


def test_nobody_meets_jargon(page: Node) -> None:
    body = page.one("body").text.replace(HOSTILE, "")
    assert not re.findall(NEVER, body, re.IGNORECASE)


def test_hostile_words_stay_words() -> None:
    for name in ("hostile", "places", "sign in", "error"):
        html = ALL[name]
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert "{{ 7*7 }}" in html
        if name != "sign in":
            assert "\u202e" not in html
            assert "\u2066" not in html


def test_every_entry_is_in_the_chart_and_in_a_table() -> None:
    entries, _ = eastmoor(60)
    ids = {str(one.id) for one in entries}
    for name in ("full", "blocks"):
        whole = read(ALL[name])
        chart = {_item(link) for link in whole.one("div", "chart").all("a")}
        tables = {_item(link) for table in whole.all("table") for link in table.all("a")}
        assert chart == tables == ids


def test_a_mark_says_when_who_and_what() -> None:
    titles = [link.one("title").text for link in read(ALL["full"]).one("div", "chart").all("a")]
    assert all(re.match(r"\d{1,2} [A-Z][a-z]+ 20\d\d", title) for title in titles)
    assert any("Housing officer, public services: “Words number" in title for title in titles)
    assert any("passing on what a resident said: “" in title for title in titles)
    assert any("Written down later, on " in title for title in titles)
    assert any("It has eased." in title for title in titles)
    assert all(len(title) < 420 for title in titles)


def test_a_picked_entry_shows_its_words_readings_and_disagreement() -> None:
    whole = read(ALL["picked"])
    panel = next(node for node in whole.all("section") if node["id"] == "item")
    assert words.DIFFER in panel.text
    assert "some say it is there, others say it is missing" in panel.text
    assert "2 people read this differently." in panel.text
    assert "Read by Priya N." in panel.text
    assert "She says who could decide." in panel.text
    assert "Written down later, on " in panel.text
    assert words.MEANING in panel.text
    ringed = [link for link in whole.one("div", "chart").all("a") if link["aria-current"]]
    assert len(ringed) == 1
    assert whole.all("div", "on")


def test_choices_stay_in_the_links() -> None:
    entries, _ = eastmoor(5)
    filters = Filters.parse([("from", "2025-01"), ("who", "residents")])
    whole = read(PAGES.timeline(view(entries), filters, READER, today=TODAY))
    for link in whole.one("div", "chart").all("a"):
        assert link["href"].startswith("?from=2025-01&who=residents&item=")
        assert link["href"].endswith("#item")


def test_what_could_not_be_read_is_said_on_the_page() -> None:
    text = read(ALL["odd choices"]).text
    assert words.BAD_FROM in text
    assert words.BAD_ITEM in text
    assert words.A_ROW in text


def test_a_place_in_local_language_shows_no_framework_wording() -> None:
    entries, trials = eastmoor(60)
    shown = view(entries, trials, framework_words=False)
    picked = next(one for one in entries if one.tags)
    pages = [
        PAGES.timeline(shown, Filters(by=by), Reader(), picked, today=TODAY)
        for by in ("behaviours", "blocks")
    ]
    wordings = {wording for *_, wording in BEHAVIOURS} | {wording for *_, wording in BLOCKS}
    for html in pages:
        text = read(html).text.casefold()
        for wording in wordings | _shipped_wordings():
            assert wording.casefold() not in text
        assert "Everyone gets heard" in html


def test_an_empty_place_is_kind_and_a_narrow_choice_shows_a_way_back() -> None:
    assert words.EMPTY_TITLE in read(ALL["empty"]).text
    assert not read(ALL["empty"]).all("form", "filters")
    assert words.NO_MATCH_TITLE in read(ALL["no match"]).text
    assert words.START_AGAIN in read(ALL["no match"]).text
    assert words.PLACES_EMPTY_TITLE in read(ALL["no places"]).text


def test_a_row_says_whose_voice_is_missing() -> None:
    def notes(**more: object) -> str:
        base = voices([]).model_dump() | more
        return " ".join(sentences.lane_notes(Voices.model_validate(base)))

    s, v, r = "statutory", "non_statutory", "citizen_community"
    assert notes(by_perspective={s: 1, v: 1, r: 1}, missing=[]) == ""
    assert notes(by_perspective={}, missing=[s, v, r]) == "Nobody has spoken about this yet."
    assert notes(by_perspective={s: 2, v: 1}, missing=[r]) == (
        "So far, no resident has spoken about this."
    )
    assert notes(by_perspective={s: 2, v: 1}, missing=[r], relayed={r: 2}) == (
        "Residents are heard here only through workers."
    )
    assert notes(by_perspective={s: 2}, missing=[v, r]) == (
        "So far, only public services have spoken about this."
    )


def test_taken_back_words_read_as_gone_not_as_a_code() -> None:
    gone = entry(1, FIRST, text="[erased]", meaning="[erased]", behaviours=["POW-1"])
    html = PAGES.timeline(view([gone]), Filters(item=gone.id), READER, gone, today=TODAY)
    assert "[erased]" not in html
    assert words.GONE in html


def test_a_longer_record_says_what_its_halves_are() -> None:
    held = entry(1, FIRST, "tension", title="", text="Going fast", meaning="All coming")
    turn = entry(2, FIRST, "plan_do_review", text="Nine is better", meaning="Open at nine")
    html = PAGES.timeline(view([held, turn]), Filters(item=held.id), READER, held, today=TODAY)
    text = read(html).text
    assert "Going fast ↔ and All coming" in text
    assert "On one side: Going fast. On the other: All coming." in text
    assert "What we learned: Nine is better. What we do next: Open at nine." in text


def test_where_readings_are_not_shown_the_row_is() -> None:
    one = entry(1, FIRST, behaviours=["POW-1"])
    shown = view([one], framework_words=False)
    html = PAGES.timeline(shown, Filters(item=one.id), Reader(), one, today=TODAY)
    assert "Stands in the row Everyone gets heard" in read(html).text


def test_choices_of_the_whole_view_stay_when_the_view_is_narrowed() -> None:
    whole = view(*eastmoor(10))
    narrow = whole.model_copy(update={"lanes": whole.lanes[4:5], "blocks": []})
    filters = replace(Filters(), about="POW-2")
    html = PAGES.timeline(narrow, filters, READER, choices=Choices.of(whole), today=TODAY)
    select = next(node for node in read(html).all("select") if node["id"] == "about")
    assert "It all joins up" in select.text
    chosen = [node for node in select.all("option") if "selected" in node.attributes]
    assert [node["value"] for node in chosen] == ["POW-2"]


def test_templates_hold_no_sentences_of_their_own() -> None:
    for template in (HERE / "templates").glob("*.html"):
        text = re.sub(SYNTAX, " ", template.read_text(), flags=re.S)
        assert not re.findall(r"[A-Za-z]{2,}", text), template.name


def test_static_files_call_no_other_host() -> None:
    for file in STATIC.iterdir():
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"(?m)^\s*//.*$", "", text), file.name


def _item(link: Node) -> str:
    return re.sub(r".*item=|#item", "", link["href"])


def _shipped_wordings() -> set[str]:
    folder = Path(next(iter(service.domain.__path__)))
    documents = [json.loads(file.read_text()) for file in folder.glob("framework*/*.json")]
    return {
        item[name]
        for document in documents
        for item in document.get("items", [])
        for name in ("wording", "gloss")
        if item.get(name)
    }
