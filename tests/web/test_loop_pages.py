"""The pages about decisions and beliefs: what they say, in which words, and what they never say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from service.domain.assumption import Status
from service.domain.vocabulary import (
    Level,
    SignalKind,
)
from service.projections.loop_shapes import DecisionView
from service.web import loop_words, words
from service.web.filters import Reader
from service.web.loop_render import Choice, LoopPages, Visit
from service.web.render import Pages, Routes
from tests.web import belief_factory as bf
from tests.web import board_factory as boards
from tests.web import ledger_factory as lists
from tests.web import loop_factory as lf
from tests.web.factory import TODAY, Words, plain
from tests.web.reading import Node, read

PAGES = LoopPages(Pages(Routes(footer=(("How this works", "/about"),))))
LEADS = Reader("Priya N.", "learning partner", ("The words are theirs.",), "t0k", leads=True)
PARTNER = Reader("Sam", "partner")
ALL_ROWS = Choice({})
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e {{ 7*7 }} &amp;"
NEVER = (
    r"double.?loop\b|single.loop|govern(ing|ance) var|governing|theory|espoused|in-use|assumption"
    r"|prototype|statutory|citizen|_|unclassified|beneficiar|complian|\bscore|maturity|\bRAG\b|!"
)
LONGEST = 25


def visit(reader: Reader = LEADS, words: Words = plain, **more: object) -> Visit:
    """Somebody who looks at the place."""
    names = {"POW-1": "Everyone gets heard", "delivery": "Delivery"}
    here = Visit(lf.place(words), reader, TODAY, names=names, may_record=True)
    return replace(here, may_tell=reader.leads, **more)  # type: ignore[arg-type]


def pages(
    reader: Reader = LEADS, words: Words = plain, known: date | None = None
) -> dict[str, str]:
    """Each page with everything on it."""
    here = visit(reader, words, known=known)
    quiet = bf.fresh_belief(7, "Thresholds keep things fair.", words)
    ledger = lists.page_of(lists.several_loops(words), following=50)
    register = bf.beliefs_page([bf.belief(1, words), quiet], following=50)
    return {
        "ledger": PAGES.ledger(
            ledger,
            here,
            Choice({"waits": "due"}, 2),
            proposals=lists.proposals(words),
            unquestioned=[quiet],
            owed=lists.owed(words),
            shows_care=reader.leads,
        ),
        "decision": PAGES.decision(lf.decision(words), here),
        "closed": PAGES.decision(lf.closed_decision(words), here),
        "beliefs": PAGES.beliefs(register, here, Choice({"only": "changed"})),
        "belief": PAGES.belief(bf.belief(1, words), here),
        "quiet belief": PAGES.belief(quiet, here),
        "insights": PAGES.insights(boards.insights(words), here),
        "mirror": PAGES.mirror(boards.mirror(words), here),
        "board": PAGES.board(boards.board(words), here),
        "told": PAGES.told_back(lists.owed(words), here),
        "questions": PAGES.questions(boards.signals(words), here),
    }


def empty_pages() -> dict[str, str]:
    """Each page before anything was written down."""
    here = visit()
    no_beliefs = bf.beliefs_page([])
    return {
        "no decision": PAGES.ledger(lists.page_of([]), here, ALL_ROWS, shows_care=True),
        "no match": PAGES.ledger(lists.page_of([]), here, Choice({"waits": "due"})),
        "no belief": PAGES.beliefs(no_beliefs, here, ALL_ROWS),
        "no such belief": PAGES.beliefs(no_beliefs, here, Choice({"only": "dropped"})),
        "no insight": PAGES.insights([], here),
        "no mirror": PAGES.mirror([], here),
        "no board": PAGES.board(boards.board(trials=0), here),
        "local board": PAGES.board(boards.board().model_copy(update={"building_blocks": []}), here),
        "nobody to tell": PAGES.told_back([], here),
        "no question": PAGES.questions([], here),
        "bare decision": PAGES.decision(_bare(), visit(PARTNER, problems=("Odd.",))),
        "one trial": PAGES.board(boards.board(trials=1), here),
    }


def _bare() -> DecisionView:
    empty = ("options", "decided_by", "consulted", "not_consulted", "rests_on", "examinations")
    more: dict[str, object] = {name: [] for name in (*empty, "changes", "words_behind", "against")}
    lone = lists.several_loops()[-1].model_copy(update={"missing": [], "review_on": None})
    return lf.decision(**more, loop=lone, expected=None, not_yours_to_read=0)  # type: ignore[arg-type]


HOSTILE_PAGES = pages(words=lambda text: f"{text} {HOSTILE}")
ALL = {
    **pages(),
    **{f"{name} for a partner": html for name, html in pages(PARTNER).items()},
    **{f"{name} in the past": html for name, html in pages(known=date(2026, 5, 1)).items()},
    **empty_pages(),
    **{f"hostile {name}": html for name, html in HOSTILE_PAGES.items()},
}


@pytest.fixture(scope="module", params=list(ALL))
def page(request: pytest.FixtureRequest) -> Node:
    """Each page in turn, read."""
    return read(ALL[request.param])


def test_a_page_keeps_the_strict_policy(page: Node) -> None:
    for node in page.all():
        assert node.tag not in {"style", "script"}
        assert "style" not in node.attributes
        assert not [name for name in node.attributes if name.startswith("on")]
        for name in ("href", "src", "action"):
            assert not re.match(r"\s*([a-z]+:|//)", node[name]), node[name]


def test_a_page_has_one_title_and_headings_in_order(page: Node) -> None:
    headings = [int(node.tag[1]) for node in page.all() if re.fullmatch(r"h[1-6]", node.tag)]
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(headings))


def test_ids_are_unique_and_everything_pointed_at_exists(page: Node) -> None:
    ids = [node["id"] for node in page.all() if node["id"]]
    assert len(set(ids)) == len(ids)
    for node in page.all():
        wanted = [node["aria-labelledby"], node["for"]]
        if node["href"].startswith("#"):
            wanted.append(node["href"][1:])
        assert {name for name in wanted if name} <= set(ids)


def test_everything_that_can_be_used_has_a_name_of_its_own(page: Node) -> None:
    labelled = {node["for"] for node in page.all("label")}
    for node in page.all("a") + page.all("button"):
        assert node.text
    for node in page.all("select") + page.all("input"):
        assert node["type"] == "hidden" or node["id"] in labelled
    for drawing in page.all("svg", "order"):
        assert drawing["aria-label"]
        assert drawing["role"] == "img"
    assert all(len(group.all("a", "main")) <= 1 for group in page.all("div", "btns"))


def test_nobody_meets_jargon(page: Node) -> None:
    body = page.one("body").text.replace(HOSTILE, "").replace("doubleloop", "")
    body = re.sub(r"<script>.*?&amp;", "", body)
    assert not re.findall(NEVER, body, re.IGNORECASE)


def test_the_place_has_its_pages_in_the_navigation_and_some_are_for_one_reader() -> None:
    for reader, more in ((LEADS, ["Who to tell", "Questions"]), (PARTNER, [])):
        html = PAGES.ledger(lists.page_of([]), visit(reader), ALL_ROWS)
        links = read(html).one("nav", "in-place").all("a")
        plain_pages = list(words.PAGES.values())
        assert [link.text for link in links] == [*plain_pages, *more]
        assert [link.text for link in links if link["aria-current"]] == ["Decisions"]


def test_hostile_words_stay_words() -> None:
    for html in HOSTILE_PAGES.values():
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "{{ 7*7 }}" in html
        assert "\u202e" not in html


def test_words_taken_back_read_as_gone() -> None:
    gone = dict.fromkeys(("title", "chosen", "was"), "[erased]")
    view = lf.decision(lambda _: "[erased]", loop=lf.loop().model_copy(update=gone))
    for html in (PAGES.decision(view, visit()), PAGES.belief(bf.belief(1, _erased), visit())):
        text = read(html).one("main").text
        assert "[erased]" not in text
        assert "These words were taken back" in text


def _erased(_: str) -> str:
    return "[erased]"


def test_only_the_learning_partner_reads_how_many_people_wait() -> None:
    leads, partner = pages(LEADS), pages(PARTNER)
    for name in ("ledger", "decision"):
        assert "people still to tell" in leads[name]
        assert "still to tell" not in partner[name]
        assert "5 of 8 told" not in partner[name]
    assert "5 of 8 told" in leads["decision"]
    assert "people heard it" not in partner["closed"]
    assert "Beliefs nobody has questioned" not in partner["ledger"]
    assert "Nobody has questioned" not in partner["beliefs"]


def test_the_decision_page_tells_who_disagreed_and_what_is_hidden() -> None:
    text = read(ALL["decision"]).one("main").text
    for said in (
        "The hospital bookings team. An empty slot still costs money.",
        "People who had already been dropped",
        "Two more are not yours to read.",
        "He meant it.",
        "“People who miss appointments do not want our help.”",
        "What we seemed to act on, until 7 April 2026",
        "The old belief was first written down after the problem had started to show.",
        "It has not been looked at again with the people it affects.",
        "They see some of it.",
    ):
        assert said in text


def test_a_slip_is_told_with_the_pressure_of_the_time() -> None:
    text = read(ALL["closed"]).one("main").text
    assert "What was pressing at the time: The week of the overspend." in text
    assert "Slipping back is common." in text


def test_a_decision_offers_the_forms_and_marks_one() -> None:
    whole = read(ALL["decision"])
    forms = {link["href"] for link in whole.all("a") if "/record/" in link["href"]}
    kinds = {re.sub(r".*/record/|\?.*", "", href) for href in forms}
    assert kinds == {"review", "change", "told", "slip", "movement", "substantiated"}
    nothing = PAGES.decision(lf.decision(), visit(PARTNER, may_record=False))
    assert "/record/" not in nothing


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (Status.IN_USE, {"challenge", "level_contested"}),
        (
            Status.CHALLENGED,
            {"challenge", "examination", "revised", "upheld", "dropped", "left_open"}
            | {"level_contested"},
        ),
        (Status.DROPPED, set()),
    ],
)
def test_a_belief_offers_what_can_be_done_now(status: Status, kinds: set[str]) -> None:
    belief = bf.belief(status=status, level_is_contested=False)
    hrefs = [link["href"] for link in read(PAGES.belief(belief, visit())).all("a")]
    assert {re.sub(r".*/record/|\?.*", "", href) for href in hrefs if "/record/" in href} == kinds


def test_a_belief_shows_every_version_and_every_fact_by_its_entry() -> None:
    whole = read(ALL["belief"])
    text = whole.one("main").text
    assert "“People who miss appointments do not want our help.”" in text
    assert "Four of five wanted to come." in text
    assert {"log-201", "log-208", "log-215", "log-222"} <= {node["id"] for node in whole.all("li")}


def test_a_way_of_working_is_not_called_a_belief() -> None:
    view = lf.decision(rests_on=[lf.rests_on(level=Level.STRATEGY)])
    assert loop_words.WHY_STRATEGY in PAGES.decision(view, visit())
    assert loop_words.WHY_BELIEF not in PAGES.decision(view, visit())


def test_the_board_has_no_totals_and_says_what_is_around_a_trial() -> None:
    whole = read(ALL["board"])
    assert not whole.all("tfoot")
    assert len(whole.all("table")) == 2
    assert "A budget that two services share." in whole.text
    assert all(cell["scope"] for cell in whole.all("th"))


def test_a_list_goes_on_with_the_same_choices() -> None:
    links = [link["href"] for link in read(ALL["ledger"]).one("nav", "pager").all("a")]
    assert links == ["?waits=due", "?waits=due&page=3"]


def test_a_question_can_be_raised_or_rest() -> None:
    forms = [form for form in read(ALL["questions"]).all("form") if not form["action"]]
    assert len(forms) == len(SignalKind)
    for form in forms:
        names = {field["name"] for field in form.all("input")}
        assert names == {"csrf", "signal", "subject", "grounds"}
        assert [button["value"] for button in form.all("button")] == ["raised", "not_now"]


def test_an_insight_shows_what_was_joined_to_it_and_leads_to_it() -> None:
    (first, _) = boards.insights()
    (joined,) = first.joined
    more = joined.model_copy(update={"fits": False, "reflections": [first.id, *first.cites]})
    both = first.model_copy(update={"joined": [joined, more]})
    page = read(PAGES.insights([both], visit(PARTNER)))
    row = next(node for node in page.all("li") if node["id"] == f"insight-{first.id}")
    assert "One reflection was joined that shows it too." in row.text
    assert "Two reflections were joined that do not fit it." in row.text
    links = [link for link in row.all("a") if "item=" in link["href"]]
    assert [link["href"].partition("item=")[2].partition("#")[0] for link in links] == [
        str(id) for id in (*joined.reflections, *more.reflections)
    ]
    assert len({link.text for link in links}) == len(links)
    assert any("record/insight_joined" in link["href"] for link in row.all("a"))
