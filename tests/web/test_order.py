"""The drawing of an order, small and large: the decision fourth, nothing out of its turn."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.domain.proof import Missing, What
from service.domain.vocabulary import DecisionKind
from service.web import order, path
from tests.web import loop_factory as lf
from tests.web.belief_factory import DECIDED, noon

STEPS = [what for what in What if what != What.DECIDED]
some = st.lists(st.sampled_from(STEPS), max_size=9)


@given(some, some, st.booleans())
def test_the_decision_is_always_in_the_fourth_column(
    before: list[What], after: list[What], due: bool
) -> None:
    line = [*before, What.DECIDED, *after]
    steps = [lf.step(what, DECIDED + timedelta(days=n), n) for n, what in enumerate(line)]
    loop = lf.loop(proof=steps, review_on=date(2026, 7, 14) if due else None)
    done, coming = path.nodes(loop)
    assert [node.column for node in done if node.symbol == "decision"] == [path.BEFORE]
    columns = [node.column for node in (*done, *coming)]
    assert columns == list(range(columns[0], columns[0] + len(columns)))
    assert columns[0] >= 0
    assert columns[-1] < path.COLUMNS
    for node in (*done, *coming):
        drawn_above = {path.symbol_of_step(what) for what in path.BELIEF}
        assert node.upper == (node.symbol in drawn_above)


def test_what_the_verdict_needs_stays_when_there_is_little_room() -> None:
    line = [What.CHALLENGED, What.LEFT_OPEN, What.EXAMINED, What.UPHELD, What.REVISED, What.DECIDED]
    steps = [lf.step(what, DECIDED + timedelta(days=n), n) for n, what in enumerate(line)]
    done, _ = path.nodes(lf.loop(proof=steps))
    symbols = [node.symbol for node in done]
    assert symbols == ["challenged", "examined", "revised-2", "decision"]


def test_the_drawing_says_its_order_in_words() -> None:
    label = re.search(r'aria-label="([^"]*)"', path.drawing(lf.loop()))
    assert label
    assert label[1] == (
        "Order: challenged, examined, reworded, decided, change seen. "
        "Still to come: looked at again, told back."
    )


def test_what_is_held_on_purpose_waits_for_no_change() -> None:
    alone = [lf.step(What.DECIDED, DECIDED, 1)]
    held = lf.loop(proof=alone, kind=DecisionKind.HOLD_ON_PURPOSE, review_on=None, told=True)
    assert list(path.still_to_come(held)) == []
    act = lf.loop(proof=alone, still_to_tell=None, missing=[Missing.TELLING])
    assert list(path.still_to_come(act)) == ["change seen", "looked at again", "told back"]


def test_the_line_of_facts_has_entries_gaps_and_turns() -> None:
    facts = order.facts_of(lf.decision(), "Europe/London", leads=True)
    assert [fact.position for fact in facts] == [201, 208, 215, 222, 229, 236, None, None]
    assert [fact.gap for fact in facts[:5]] == [
        "101 days later",
        "14 days later",
        "21 days later",
        "14 days later",
        "35 days later",
    ]
    assert [n for n, fact in enumerate(facts) if fact.turns] == [3]
    assert [n for n, fact in enumerate(facts) if fact.is_last] == [5]
    assert facts[2].text == "Three options were weighed. Keeping the belief was one of them."
    assert facts[6].when == "Due 14 Jul 2026"
    assert facts[7].when == "5 of 8 told"
    assert not [fact for fact in facts if fact.about]


def test_a_day_is_the_day_on_the_wall_of_the_place() -> None:
    late = lf.step(What.DECIDED, DECIDED, 1).model_copy(
        update={"at": noon(DECIDED) + timedelta(hours=11, minutes=30)}
    )
    view = lf.decision(loop=lf.loop(proof=[late]))
    assert order.facts_of(view, "Europe/London", leads=False)[0].on == DECIDED + timedelta(days=1)
