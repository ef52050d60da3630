"""The words for what happens in the loop: each kind of entry, its two halves, what was chosen."""

from __future__ import annotations

from service.domain.vocabulary import (
    Agreement,
    Answer,
    Basis,
    BeliefKind,
    DecisionKind,
    Reception,
    ReviewResult,
)

KIND: dict[str, str] = {
    "session": "Session together",
    "expectation": "What people expected",
    "insight": "Insight",
    "insight_tested": "Insight, seen by others",
    "insight_joined": "Insight, with more behind it",
    "belief_stated": "Belief written down",
    "level_contested": "Kind of belief in question",
    "level_settled": "Kind of belief agreed",
    "challenged": "Belief challenged",
    "examined": "Belief examined",
    "upheld": "Belief kept",
    "revised": "Belief reworded",
    "dropped": "Belief dropped",
    "left_open": "Belief left open",
    "mirror": "Said and done, side by side",
    "decision_proposed": "Waits to be decided",
    "decision": "Decision",
    "reviewed": "Looked at again",
    "told": "Told back",
    "change_seen": "Change seen",
    "confirmed": "Change, looked at by another",
    "ceased": "Change that did not last",
    "slip": "Slipped back",
    "movement": "Movement",
}
PARTS: dict[str, tuple[str, str]] = {
    "session": ("The question", "Who was missing"),
    "expectation": ("What people expected", "What would make them doubt it"),
    "insight": ("What people see", "What does not fit"),
    "insight_tested": ("Who saw it differently", ""),
    "belief_stated": ("The belief", "What would make us doubt it"),
    "level_contested": ("Why", ""),
    "level_settled": ("Why", ""),
    "challenged": ("What speaks against it", ""),
    "examined": ("Who disagreed", ""),
    "upheld": ("Why", ""),
    "revised": ("The new words", "Why"),
    "dropped": ("Why", ""),
    "left_open": ("Why", ""),
    "decision_proposed": ("The question", ""),
    "decision": ("What was decided", "Why"),
    "reviewed": ("What we expected and what happened", "What surprised us"),
    "told": ("What people were told", ""),
    "change_seen": ("What is different", "Why it matters"),
    "confirmed": ("What they said", ""),
    "ceased": ("Why", ""),
    "slip": ("What went back", "What was pressing at the time"),
    "movement": ("What is moving", ""),
}

BASIS: dict[Basis, str] = {
    Basis.ESPOUSED: "What we say",
    Basis.INFERRED: "What we seem to act on",
}
BELIEF_KIND: dict[BeliefKind, str] = {
    BeliefKind.PURPOSE: "It says what we are for.",
    BeliefKind.PROBLEM_FRAME: "It says what kind of problem this is.",
    BeliefKind.NORM: "It says what is the right way to do things.",
    BeliefKind.RULE: "It is a rule about what is allowed.",
    BeliefKind.SUCCESS_MEASURE: "It says what counts as going well.",
    BeliefKind.ROLE_POWER: "It says who decides, and whose part is what.",
    BeliefKind.SYSTEM_BOUNDARY: "It says who and what belongs to this.",
    BeliefKind.ACTION_HYPOTHESIS: "It is a guess about what works.",
}
"""What a belief does, one sentence for each kind; the last is a way of working."""

RECEPTION: dict[Reception, str] = {
    Reception.ENDORSED: "Others see it too.",
    Reception.CONTESTED: "Others see it differently.",
    Reception.SET_ASIDE: "It was set aside.",
}
JOINED: dict[str, str] = {
    "fits": "More words show it.",
    "does_not_fit": "Some words do not fit it.",
}
RESULT: dict[ReviewResult, str] = {
    ReviewResult.KEEP: "It was kept as it is.",
    ReviewResult.ADJUST: "Something was adjusted.",
    ReviewResult.REVERSE: "It was turned back.",
}
ANSWER: dict[Answer, str] = {
    Answer.YOU_SAID_WE_DID: "People heard what came of their words.",
    Answer.WE_DID_NOT_BECAUSE: "People heard why nothing came of their words.",
}
AGREES: dict[Agreement, str] = {
    Agreement.YES: "They see it too.",
    Agreement.PARTLY: "They see some of it.",
    Agreement.NO: "They do not see it.",
}
DECIDED: dict[DecisionKind, str] = {
    DecisionKind.STOP: "It was decided to stop something.",
    DecisionKind.HOLD_ON_PURPOSE: "Held on purpose.",
    DecisionKind.ASK: "It was decided to ask first.",
}
OUTCOME: dict[tuple[str, str], str] = {
    **{("belief_stated", basis.value): f"{said}." for basis, said in BASIS.items()},
    **{("level_contested", kind.value): said for kind, said in BELIEF_KIND.items()},
    **{("level_settled", kind.value): said for kind, said in BELIEF_KIND.items()},
    **{("insight_tested", result.value): said for result, said in RECEPTION.items()},
    **{("insight_joined", how): said for how, said in JOINED.items()},
    **{("decision", kind.value): said for kind, said in DECIDED.items()},
    **{("reviewed", result.value): said for result, said in RESULT.items()},
    **{("told", answer.value): said for answer, said in ANSWER.items()},
    **{("confirmed", agreement.value): said for agreement, said in AGREES.items()},
}
"""What was chosen, as a sentence, by kind of entry and choice."""
