"""A decision's page: what its order may claim, which belief a step is about, what is open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.proof import Flag, LoopLevel, What
from service.domain.vocabulary import Agreement, ClaimedLoop, ReviewResult
from service.projections.loop_shapes import ConfirmationView, DecisionView, ReviewView
from service.web import loop_sentences as ls
from service.web import loop_words, order, words
from service.web.loop_render import Choice
from service.web.text import shorten
from tests.web import belief_factory as bf
from tests.web import ledger_factory as lists
from tests.web import loop_factory as lf
from tests.web.belief_factory import DECIDED, NEW, OLD, V
from tests.web.factory import make_id
from tests.web.reading import Node, read
from tests.web.test_loop_pages import PAGES, PARTNER, visit

OTHER = "Whoever waits longest is seen first, and everyone here knows that this is how it goes."
DOUBLES = [level for level in LoopLevel if level.is_double]


def main_of(view: DecisionView) -> Node:
    """What stands on its page."""
    return read(PAGES.decision(view, visit())).one("main")


def on_two_beliefs() -> DecisionView:
    """A decision that rests on a belief that was reworded, and on one that was only written."""
    second = make_id("belief", 2)
    steps = [
        lf.step(What.STATED, DECIDED - timedelta(days=160), 190, ref=second),
        *lf.proof(),
        lf.step(What.CHALLENGED, DECIDED + timedelta(days=50), 250),
        lf.step(What.REVISED, DECIDED + timedelta(days=60), 260),
    ]
    return lf.decision(
        loop=lf.loop(proof=steps),
        rests_on=[
            lf.rests_on(1, now="We ask, and then we wait."),
            lf.rests_on(2, before=None, then=OTHER, now=OTHER),
        ],
    )


# ---- what the order may claim


def test_the_page_says_what_the_log_does_and_no_more() -> None:
    text = main_of(lf.decision()).text
    assert "Each entry keeps the number it got when it was written down." in text
    assert "What was written down later says so." in text
    assert "Nothing can be put in later" not in text
    assert loop_words.SHOWS[LoopLevel.DOUBLE_ENACTED] in text


@pytest.mark.parametrize("level", list(LoopLevel))
def test_an_order_that_people_told_is_not_the_logs(level: LoopLevel) -> None:
    told = lf.loop(evidenced=level, flags=[Flag.ORDER_AS_REPORTED], claimed=ClaimedLoop.SINGLE)
    lead = ls.order_lead(told)
    assert "order shows" not in lead
    assert "log shows" not in ls.prompt(told)
    seen = ls.order_lead(lf.loop(evidenced=level))
    assert loop_words.SHOWS[level] in seen
    if level in DOUBLES:
        assert "People told us that the belief changed before" in lead
        assert "log shows" in ls.prompt(lf.loop(evidenced=level, claimed=ClaimedLoop.SINGLE))


# ---- several beliefs


def test_where_several_beliefs_are_cited_each_step_says_which() -> None:
    facts = order.facts_of(on_two_beliefs(), "Europe/London", leads=True)
    upper = [fact for fact in facts if not fact.lower]
    assert all(fact.about for fact in upper)
    assert not [fact for fact in facts if fact.lower and fact.about]
    lines = [(fact.what, fact.about, fact.text) for fact in upper]
    assert len(set(lines)) == len(lines)
    assert upper[0].about.startswith("Whoever waits longest is seen first")
    assert len(upper[0].about) <= order.FIRST_WORDS
    by_entry = {fact.position: fact.about for fact in upper}
    assert by_entry[201] == by_entry[208] == shorten(OLD, order.FIRST_WORDS)
    assert by_entry[222] == by_entry[250] == shorten(NEW, order.FIRST_WORDS)
    assert by_entry[260] == "We ask, and then we wait."
    quoted = [said.text for said in main_of(on_two_beliefs()).one("ol", "proof").all("bdi", "said")]
    assert quoted == [f"“{fact.about}”" for fact in upper]


def test_a_single_belief_is_not_quoted_at_every_step_and_no_gone_words_are() -> None:
    assert not main_of(lf.decision()).one("ol", "proof").all("bdi", "said")
    gone = lf.rests_on(2, before=None, then="[erased]", now="[erased]")
    view = on_two_beliefs().model_copy(update={"rests_on": [lf.rests_on(), gone]})
    assert "[erased]" not in main_of(view).text


# ---- the shape of the order


@pytest.mark.parametrize(
    ("many", "beside"),
    [(1, 5), (5, 5), (7, 7), (8, 8), (9, 5), (12, 6), (16, 8), (17, 6), (31, 8)],
)
def test_steps_stand_side_by_side_in_lines_that_are_nearly_as_long(many: int, beside: int) -> None:
    steps = [lf.step(What.DECIDED, DECIDED + timedelta(days=n), n) for n in range(many)]
    facts = order.facts_of(
        lf.decision(loop=lf.loop(proof=steps, review_on=None, told=True, kind="ask")),
        "Europe/London",
        leads=False,
    )
    assert len(facts) == many
    assert order.columns(facts) == beside
    assert main_of(lf.decision()).one("ol", "proof")["class"] == "proof by-8"


# ---- the verdict


def test_a_change_that_nobody_has_seen_is_only_decided() -> None:
    unseen = lf.loop(evidenced=LoopLevel.SINGLE, flags=[], proof=lf.proof(lf.FULL_ORDER[:5]))
    assert ls.verdict(unseen) == "Decided to do something differently."
    slipped = unseen.model_copy(update={"has_slipped": True})
    assert ls.verdict(slipped) == (
        "Decided to do something differently. It has slipped back since."
    )
    assert ls.verdict(lf.loop(evidenced=LoopLevel.SINGLE, flags=[])) == "Changed what we do."


# ---- what speaks against it


def answer(agrees: Agreement, who: str | None, days: int = 40) -> ConfirmationView:
    """Somebody who looked for the change."""
    by = bf.party(who, V)
    if who is None:
        by = by.model_copy(update={"person": None})
    return ConfirmationView(on=DECIDED + timedelta(days=days), by=by, agrees=agrees, note=None)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([answer(Agreement.NO, "Bo")], "One person looked and does not see it."),
        (
            [answer(Agreement.NO, "Bo"), answer(Agreement.NO, None), answer(Agreement.YES, "Di")],
            "Two people looked and do not see it.",
        ),
        (
            [answer(Agreement.NO, "Bo"), answer(Agreement.NO, "Bo", 44)],
            "One person looked and does not see it.",
        ),
        ([answer(Agreement.NO, "Bo"), answer(Agreement.YES, "Bo", 44)], ""),
        ([answer(Agreement.PARTLY, "Bo")], ""),
    ],
)
def test_who_looked_and_does_not_see_it_is_worth_knowing(
    answers: list[ConfirmationView], sentence: str
) -> None:
    change = lf.change(confirmations=answers)
    view = lf.decision(loop=lf.loop(flags=[]), changes=[change])
    assert ls.worth_knowing(view) == ([sentence] if sentence else [])
    notes = main_of(view).all("p", "note")
    assert [note.text for note in notes] == ([f"Worth knowing. {sentence}"] if sentence else [])


def review(**more: object) -> ReviewView:
    """A look back."""
    fields: dict[str, object] = {
        "on": DECIDED + timedelta(days=60),
        "position": 270,
        "result": ReviewResult.KEEP,
        "expected_vs_actual": "As we thought.",
        "surprises": None,
        "reviewers": [],
        "affected_heard": {},
        "why_nobody_affected": None,
        "beliefs": {},
        "review_again_on": None,
    }
    return ReviewView.model_validate(fields | more)


def test_a_look_back_that_heard_nobody_says_so_and_why() -> None:
    unheard = review(why_nobody_affected="The hall was shut that week.")
    text = main_of(lf.decision(reviews=[unheard])).text
    assert "Nobody it affects was heard. The hall was shut that week." in text
    heard = main_of(lf.decision(reviews=[review(affected_heard={V: 2})])).text
    assert "Nobody it affects was heard" not in heard


# ---- files


def test_the_whole_place_can_be_taken_from_where_people_read() -> None:
    several = {
        "decision": PAGES.decision(lf.decision(), visit(PARTNER)),
        "ledger": PAGES.ledger(lists.page_of(lists.several_loops()), visit(PARTNER), Choice({})),
        "register": PAGES.beliefs(bf.beliefs_page([bf.belief()]), visit(PARTNER), Choice({})),
    }
    base = f"/places/{lf.place().id}/export."
    for name, html in several.items():
        links = {link["href"]: link.text for link in read(html).all("a")}
        for ending, label in words.WHOLE_FILES.items():
            assert links[base + ending] == label, name


def test_no_file_of_now_is_offered_beside_how_things_were() -> None:
    known = visit(PARTNER, known=DECIDED)
    assert "/export." not in PAGES.decision(lf.decision(), known)
    assert "/export." not in PAGES.beliefs(bf.beliefs_page([bf.belief()]), known, Choice({}))


def test_a_list_that_is_cut_says_so() -> None:
    cut = read(PAGES.told_back(lists.owed(), visit(), is_all=False)).one("main").text
    assert "These are the newest decisions, and not all of them." in cut
    assert "not all of them" not in PAGES.told_back(lists.owed(), visit())
