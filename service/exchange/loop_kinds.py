"""The kinds of line for what a place learns: from sessions and beliefs to decisions and changes."""

from __future__ import annotations

from typing import Any

from service.application import loop_commands as c
from service.bootstrap import LEARNING_PARTNER_HERE
from service.exchange.kind import Kind


def _about(record: str) -> dict[str, Any]:
    return {"refs": ("place", record), "by": "by"}


LOOP_KINDS: dict[str, Kind] = {
    "session": Kind(
        c.HoldSession,
        lambda s, x, r, _: s.sense.hold_session(x, r),
        by="by",
    ),
    "expectation": Kind(
        c.StateExpectation,
        lambda s, x, r, _: s.sense.state_expectation(x, r),
        by="by",
    ),
    "insight": Kind(
        c.ProposeInsight,
        lambda s, x, r, _: s.sense.propose_insight(x, r),
        by="by",
    ),
    "insight_tested": Kind(
        c.PutInsightToTest,
        lambda s, x, r, at: s.sense.test_insight(at["place"], at["insight"], x, r),
        **_about("insight"),
    ),
    "insight_joined": Kind(
        c.JoinInsight,
        lambda s, x, r, at: s.sense.join_insight(at["place"], at["insight"], x, r),
        **_about("insight"),
    ),
    "assumption": Kind(
        c.StateAssumption,
        lambda s, x, r, _: s.beliefs.state_assumption(x, r),
        by="by",
        kind_as="belief_kind",
    ),
    "level_contested": Kind(
        c.ContestLevel,
        lambda s, x, r, at: s.beliefs.contest_level(at["place"], at["assumption"], x, r),
        **_about("assumption"),
        kind_as="belief_kind",
    ),
    "level_settled": Kind(
        c.SettleLevel,
        lambda s, x, r, at: s.beliefs.settle_level(at["place"], at["assumption"], x, r),
        **_about("assumption"),
        kind_as="belief_kind",
    ),
    "challenge": Kind(
        c.ChallengeAssumption,
        lambda s, x, r, at: s.beliefs.challenge(at["place"], at["assumption"], x, r),
        **_about("assumption"),
    ),
    "examination": Kind(
        c.ExamineAssumption,
        lambda s, x, r, at: s.beliefs.examine(at["place"], at["assumption"], x, r),
        **_about("assumption"),
    ),
    "upheld": Kind(
        c.UpholdAssumption,
        lambda s, x, r, at: s.beliefs.uphold(at["place"], at["assumption"], x, r),
        **_about("assumption"),
    ),
    "revised": Kind(
        c.ReviseAssumption,
        lambda s, x, r, at: s.beliefs.revise(at["place"], at["assumption"], x, r),
        **_about("assumption"),
    ),
    "dropped": Kind(
        c.DropAssumption,
        lambda s, x, r, at: s.beliefs.drop(at["place"], at["assumption"], x, r),
        **_about("assumption"),
    ),
    "left_open": Kind(
        c.LeaveOpen,
        lambda s, x, r, at: s.beliefs.leave_open(at["place"], at["assumption"], x, r),
        **_about("assumption"),
    ),
    "mirror": Kind(
        c.HoldUpMirror,
        lambda s, x, r, at: s.beliefs.hold_up_mirror(at["place"], at["assumption"], x, r),
        **_about("assumption"),
    ),
    "decision_proposed": Kind(
        c.ProposeDecision,
        lambda s, x, r, _: s.decisions.propose_decision(x, r),
        by="by",
    ),
    "decision": Kind(
        c.TakeDecision,
        lambda s, x, r, _: s.decisions.take_decision(x, r),
        by="by",
        kind_as="decision_kind",
    ),
    "review": Kind(
        c.ReviewDecision,
        lambda s, x, r, at: s.decisions.review_decision(at["place"], at["decision"], x, r),
        **_about("decision"),
    ),
    "told": Kind(
        c.TellContributors,
        lambda s, x, r, at: s.decisions.tell_contributors(at["place"], at["decision"], x, r),
        **_about("decision"),
    ),
    "change": Kind(
        c.ObserveChange,
        lambda s, x, r, _: s.changes.observe_change(x, r),
        by="by",
    ),
    "substantiated": Kind(
        c.SubstantiateChange,
        lambda s, x, r, at: s.changes.substantiate_change(at["place"], at["change"], x, r),
        **_about("change"),
    ),
    "ceased": Kind(
        c.CeaseChange,
        lambda s, x, r, at: s.changes.cease_change(at["place"], at["change"], x, r),
        **_about("change"),
    ),
    "slip": Kind(
        c.NoticeSlip,
        lambda s, x, r, _: s.changes.notice_slip(x, r),
        by="by",
    ),
    "movement": Kind(
        c.NoticeMovement,
        lambda s, x, r, _: s.changes.notice_movement(x, r),
        by="by",
    ),
    "signal_answered": Kind(
        c.AnswerSignal,
        lambda s, x, r, at: s.changes.answer_signal(at["place"], x, r),
        refs=("place",),
        by="by",
        otherwise_by=LEARNING_PARTNER_HERE,
    ),
}
"""All of these may say `by`; questions of the log are only ever answered by a learning partner."""
