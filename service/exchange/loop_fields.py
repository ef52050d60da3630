"""The fields that lines of the loop carry, event by event, and what a line calls them."""

from __future__ import annotations

from service.domain.assumption import Assumption
from service.domain.base import Event
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.expectation import Expectation
from service.domain.insight import Insight
from service.domain.noticing import Noticing
from service.domain.place import Place
from service.domain.sense_session import SenseSession

LOOP_LINES: dict[type[Event], tuple[str, ...]] = {
    SenseSession.Held: (
        *("session", "framing_question", "present", "missing"),
        *("who_was_missing", "facilitator", "method"),
    ),
    Expectation.Stated: (
        *("expectation", "we_expect", "we_would_know_by", "we_would_doubt_if"),
        *("by_when", "stated_by"),
    ),
    Insight.Proposed: (
        *("insight", "claim", "cites", "against", "does_not_fit", "looked_for_disconfirming"),
        *("single_voice", "proposers", "session_id", "behaviours", "building_blocks"),
    ),
    Insight.Tested: ("insight_tested", "result", "session_id", "dissent"),
    Insight.EvidenceJoined: ("insight_joined", "cites", "against"),
    Assumption.Stated: (
        *("assumption", "statement", "because", "we_would_doubt_if", "kind", "level_reason"),
        *("basis", "held_by", "building_block", "behaviours", "cites", "about_learning"),
        "starter",
    ),
    Assumption.LevelContested: ("level_contested", "kind", "reason"),
    Assumption.LevelSettled: ("level_settled", "to_kind", "reason"),
    Assumption.Challenged: ("challenge", "evidence", "voices", "mismatch_with", "reason"),
    Assumption.Examined: ("examination", "options", "present", "absent", "dissent", "session_id"),
    Assumption.Upheld: ("upheld", "reason"),
    Assumption.Revised: ("revised", "statement", "we_would_doubt_if", "reason"),
    Assumption.Dropped: ("dropped", "reason"),
    Assumption.LeftOpen: ("left_open", "reason"),
    Assumption.MirrorHeldUp: (
        *("mirror", "in_use", "evidence_for", "evidence_against", "shared_with"),
    ),
    Decision.Proposed: ("decision_proposed", "question", "options", "prototype_id"),
    Decision.Taken: (
        *("decision", "kind", "title", "chosen", "why", "rests_on", "cites", "decided_by"),
        *("consulted", "not_consulted", "expected", "review_on", "claimed_loop"),
        *("behaviours", "building_blocks"),
    ),
    Decision.Reviewed: (
        *("review", "result", "expected_vs_actual", "surprises", "reviewers", "affected_heard"),
        *("why_nobody_affected", "beliefs", "review_again_on"),
    ),
    Decision.ContributorsTold: ("told", "what", "words", "reflections", "reached", "channel"),
    Change.Observed: (
        *("change", "who_changed", "what", "where", "scale", "significance", "contribution"),
        *("seen_by", "decision_id", "cites", "behaviours", "building_blocks"),
    ),
    Change.Substantiated: ("substantiated", "by", "agrees", "note"),
    Change.Ceased: ("ceased", "why"),
    Noticing.Slip: (
        *("slip", "what", "pressure", "seen_by", "decision_id", "behaviours", "building_blocks"),
    ),
    Noticing.Movement: (
        *("movement", "what", "seen_by", "decision_id", "behaviours", "building_blocks"),
    ),
    Place.SignalAnswered: ("signal_answered", "signal", "subject", "answer", "grounds", "note"),
}
"""For each event of the loop: its line's kind, and the event's fields that the line carries."""

CALLED = {
    "session_id": "session",
    "decision_id": "decision",
    "prototype_id": "prototype",
    "kind": "belief_kind",
    "to_kind": "belief_kind",
    "by": "confirmed_by",
}
"""Fields that a line calls otherwise than the event does."""

EVIDENCE = ("cites", "against", "evidence", "evidence_for", "evidence_against", "reflections")
"""Fields that point at reflections and insights."""

NAMED = ("session_id", "decision_id", "prototype_id", "mismatch_with", "in_use")
"""Fields that point at one other record."""

Begun = (
    SenseSession.Held
    | Expectation.Stated
    | Insight.Proposed
    | Assumption.Stated
    | Decision.Proposed
    | Change.Observed
    | Noticing.Slip
    | Noticing.Movement
)
"""What the records of the loop begin with."""
