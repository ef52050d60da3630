"""Loops in the read model: derived anew with every fact, and the same as from the whole log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from service.application.commands import EraseReflection, WithdrawReflection
from service.application.loop_commands import NoticeSlip, SubstantiateChange
from service.bootstrap import System
from service.domain.errors import Refused
from service.domain.history import Fact, History
from service.domain.loop import evidenced_loop
from service.domain.proof import Flag, LoopLevel, Missing, What
from service.projections.rebuild import compare
from service.recorder import read_log
from tests.support.asking import LEARNING_PARTNER, NOW
from tests.support.learning import LATER, Learning, learning_in, on_day
from tests.support.town import Town

Walk = Callable[[Learning], None]


@pytest.fixture
def learning(place: Town) -> Learning:
    """Three people have noticed something."""
    return learning_in(place)


def whole_log(system: System) -> History:
    """The history that the whole log tells."""
    with system.database.dedicated() as connection:
        rows = list(read_log(connection, 0, 10_000))
    return History.of(Fact(row.id, system.log.event_of(row)) for row in rows)


def whole_way(learning: Learning) -> None:
    """From a belief to everybody having been told."""
    learning.change_a_belief_and_act()
    learning.review()
    learning.tell()


def upheld(learning: Learning) -> None:
    """Looked at, kept, and held on purpose."""
    learning.state()
    learning.challenge()
    learning.examine()
    learning.uphold()
    learning.decide(kind="hold_on_purpose")


def dropped(learning: Learning) -> None:
    """Looked at, dropped, and something was stopped."""
    learning.state()
    learning.challenge()
    learning.examine()
    learning.drop()
    learning.decide(kind="stop")
    learning.see_change()


def unlooked_at(learning: Learning) -> None:
    """Held on purpose; no belief was looked at."""
    learning.state()
    learning.decide(kind="hold_on_purpose")


def belief_afterwards(learning: Learning) -> None:
    """First the decision, then the belief."""
    learning.state()
    learning.decide(day=2)
    learning.challenge(day=3)
    learning.examine(day=4)
    learning.revise(day=5)


@pytest.mark.parametrize(
    ("walk", "level", "flags"),
    [
        (whole_way, LoopLevel.DOUBLE_CLOSED, []),
        (upheld, LoopLevel.EXAMINED_UPHELD, []),
        (dropped, LoopLevel.DOUBLE_ENACTED, []),
        (unlooked_at, LoopLevel.NO_LOOP, []),
        (belief_afterwards, LoopLevel.SINGLE, [Flag.BELIEF_FOLLOWED_ACTION]),
    ],
)
def test_what_is_kept_is_what_the_whole_log_proves(
    learning: Learning, walk: Walk, level: LoopLevel, flags: list[Flag]
) -> None:
    walk(learning)
    kept = learning.loop()
    derived = evidenced_loop(kept.id, whole_log(learning.system))

    assert (kept.evidenced, kept.flags) == (level, flags)
    assert (derived.level, list(derived.flags)) == (level, flags)
    assert [step.position for step in kept.proof] == [step.position for step in derived.proof]
    assert kept.missing == list(derived.missing)
    comparison = compare(learning.system.database, learning.system.log)
    assert [table.table for table in comparison.tables if not table.is_same] == []


def test_it_moves_fact_by_fact_whenever_the_read_models_are_asked(learning: Learning) -> None:
    seen = []
    for step in (
        learning.state,
        learning.challenge,
        learning.examine,
        learning.revise,
        learning.decide,
        learning.see_change,
        learning.review,
        learning.tell,
    ):
        step()
        learning.system.runner.catch_up()
        page = learning.system.loops.ledger(LEARNING_PARTNER, learning.town.id, today=LATER)
        seen.append([loop.evidenced.value for loop in page.decisions])

    closed = ["double_closed"]
    assert seen == [
        [], [], [], [], ["double_intended"], ["double_enacted"], ["double_enacted"], closed,
    ]  # fmt: skip


def test_what_is_missing_for_the_next_level_is_said(learning: Learning) -> None:
    learning.change_a_belief_and_act()
    assert learning.loop().missing == [
        Missing.REVIEW,
        Missing.BELIEF_STANDING,
        Missing.TELLING,
    ]


def test_evidence_that_is_taken_back_is_flagged_and_lowers_nothing(learning: Learning) -> None:
    whole_way(learning)
    ann = learning.town.asks(_author(learning, "ann"))
    learning.system.capture.withdraw_reflection(
        learning.town.id, "R-ann", WithdrawReflection(), ann
    )
    loop = learning.loop()
    assert (loop.evidenced, loop.flags) == (LoopLevel.DOUBLE_CLOSED, [Flag.EVIDENCE_LAPSED])


def test_evidence_that_is_erased_is_flagged_and_its_words_are_gone(learning: Learning) -> None:
    whole_way(learning)
    bo = learning.town.asks(_author(learning, "bo"))
    learning.system.capture.erase_reflection(learning.town.id, "R-bo", EraseReflection(), bo)
    page = learning.page()
    assert page.loop.flags == [Flag.EVIDENCE_LAPSED]
    assert {entry.text for entry in page.words_behind} == {"What ann noticed.", "What cy noticed."}
    assert page.not_yours_to_read == 1


def test_a_slip_shows_until_somebody_looks_again(learning: Learning) -> None:
    learning.change_a_belief_and_act()
    slip = NoticeSlip(place=learning.town.name, what="Letters again.", decision="D1")
    learning.system.changes.notice_slip(slip, on_day(10))
    assert learning.loop().has_slipped
    assert What.SLIPPED in [step.what for step in learning.loop().proof]

    learning.review()
    assert not learning.loop().has_slipped


def test_the_deciders_own_sighting_counts_once_somebody_else_confirms_it(
    learning: Learning,
) -> None:
    learning.state()
    learning.challenge()
    learning.examine()
    learning.revise()
    learning.decide()
    change = learning.see_change(seen_by={"person": "ann"})
    assert learning.loop().missing == [Missing.CHANGE_SEEN_BY_ANOTHER]

    confirm = SubstantiateChange(agrees="partly", confirmed_by={"person": "cy"})
    learning.system.changes.substantiate_change(learning.town.id, str(change), confirm, on_day(9))
    assert learning.loop().evidenced == LoopLevel.DOUBLE_ENACTED


def test_as_known_on_a_day_the_same_rules_see_only_what_was_written_by_then(
    learning: Learning,
) -> None:
    whole_way(learning)
    start = NOW.date()
    levels = [
        learning.loop(as_known_on=start + timedelta(days=day)).evidenced for day in (5, 8, 20, 21)
    ]
    assert levels == [
        LoopLevel.DOUBLE_INTENDED,
        LoopLevel.DOUBLE_ENACTED,
        LoopLevel.DOUBLE_ENACTED,
        LoopLevel.DOUBLE_CLOSED,
    ]
    earlier = learning.system.loops.ledger(
        LEARNING_PARTNER, learning.town.id, today=LATER, as_known_on=start + timedelta(days=4)
    )
    assert earlier.decisions == []


def test_two_beliefs_at_once_and_their_words_before_and_now(learning: Learning) -> None:
    learning.change_a_belief_and_act()
    loop = learning.loop()
    assert (loop.was, loop.now) == (
        "Whoever misses two appointments does not want help.",
        "Something got in the way.",
    )


def test_roles_in_words_are_known_again_whatever_their_case(learning: Learning) -> None:
    """The board decided, saw the change and reviewed it: nobody else did."""
    learning.state()
    learning.challenge()
    learning.examine()
    learning.revise()
    learning.decide(decided_by=["The board"])
    learning.see_change(seen_by="the  BOARD")
    learning.review(reviewers=["The Board"])
    learning.tell()
    assert learning.loop().missing == [Missing.CHANGE_SEEN_BY_ANOTHER]

    learning.see_change(seen_by="The advice centre", day=22)
    assert learning.loop().missing == [Missing.REVIEW]
    learning.review(reviewers=["The board", "The advice centre"], day=23)
    assert learning.loop().evidenced == LoopLevel.DOUBLE_CLOSED


def test_what_was_said_to_nobody_closes_nothing(learning: Learning) -> None:
    learning.change_a_belief_and_act()
    learning.review()
    with pytest.raises(Refused, match="whom you have reached"):
        learning.tell(reached=0)
    assert learning.loop().missing == [Missing.TELLING]


def test_old_challenges_do_not_carry_a_later_rewording(learning: Learning) -> None:
    """What was looked at for the second wording says nothing of the third."""
    learning.change_a_belief_and_act()
    learning.revise(day=30, words="Ask first.")
    learning.decide("D2", day=31, rests_on=[{"assumption": "A1", "version": 3}])
    learning.see_change("D2", day=32)
    loop = learning.loop("D2")
    # The belief had changed with the second wording, and these words go back to that.
    assert (loop.evidenced, loop.now) == (LoopLevel.DOUBLE_ENACTED, "Something got in the way.")

    learning.state("A2")
    learning.challenge("A2")
    learning.examine("A2")
    learning.uphold("A2")
    learning.revise("A2", day=6)
    learning.decide("D3", day=7, rests_on=["A2"])
    assert learning.loop("D3").missing == [Missing.CHALLENGE, Missing.EXAMINATION]


def test_what_a_list_says_of_a_decision_is_what_its_own_page_says(learning: Learning) -> None:
    """Two decisions on two wordings of one belief do not borrow each other's words."""
    learning.change_a_belief_and_act()
    learning.challenge(day=30)
    learning.examine(day=31)
    learning.revise(day=32, words="Ask first.")
    learning.decide("D2", day=33)
    learning.decide("D0", day=34, rests_on=[{"assumption": "A1", "version": 1}])
    learning.system.runner.catch_up()
    page = learning.system.loops.ledger(LEARNING_PARTNER, learning.town.id, today=LATER)
    listed = {loop.external_id: (loop.was, loop.now) for loop in page.decisions}
    assert listed == {
        name: (learning.loop(name).was, learning.loop(name).now) for name in ("D0", "D1", "D2")
    }
    assert listed["D2"] == ("Something got in the way.", "Ask first.")
    assert listed["D0"] == (None, None)


def _author(learning: Learning, name: str) -> UUID:
    place = learning.system.desk.place(learning.town.id)
    return learning.system.desk.person(place, name)
