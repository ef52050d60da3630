"""Who may do what: one line for every route of the API, with what each role is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.api.world import (
    BELIEF,
    COLLEAGUE,
    DECIDED,
    DESK,
    PARTNER,
    PLACE,
    ROLES,
    SEEN,
    SEEN_LATER,
    SEEN_TOO,
    belief,
    decision,
)


@dataclass(frozen=True)
class Line:
    """What to send or ask, and the status for each role, in the order of ROLES."""

    statuses: tuple[int, int, int, int, int, int]
    body: dict[str, Any] | None = None
    params: dict[str, Any] | None = None
    held: bool = False
    sent: bool = False
    """For a digest that was sent and answered."""

    def status_for(self, role: str) -> int:
        """What somebody in this role is answered."""
        return self.statuses[ROLES.index(role)]


# partner, learning partner, funder, operator, another place's partner, no token
EVERYBODY_HERE = (201, 201, 404, 201, 404, 401)
READERS = (200, 200, 404, 403, 404, 401)
LEARNING_PARTNER = (403, 200, 404, 403, 404, 401)
AUTHOR = (201, 403, 404, 404, 404, 401)
MANAGERS = (403, 201, 404, 201, 404, 401)

ONE = "/places/{place}/reflections/{reflection}"
INSIGHT = "/places/{place}/insights/{insight}"
ASSUMPTION = "/places/{place}/assumptions/{assumption}"
DECISION = "/places/{place}/decisions/{decision}"
CHANGE = "/places/{place}/changes/{change}"
TRIAL = "/places/{place}/prototypes/{prototype}"
HERE = "/places/{place}"

LINES: dict[str, Line] = {
    "POST /reflections": Line(
        EVERYBODY_HERE, {"place": PLACE, "text": "Seen.", "contributor": PARTNER}
    ),
    f"POST {ONE}/amendments": Line(AUTHOR, {"text": "Seen otherwise."}),
    f"POST {ONE}/scope": Line(AUTHOR, {"scope": "programme"}),
    f"POST {ONE}/name-choice": Line(AUTHOR, {"name_shown": True}),
    f"POST {ONE}/withdrawal": Line(AUTHOR),
    f"POST {ONE}/hold": Line((201, 201, 404, 404, 404, 401), {"category": "distress"}),
    f"POST {ONE}/release": Line((403, 201, 404, 404, 404, 401), held=True),
    f"POST {ONE}/erasure": Line((201, 403, 404, 201, 404, 401)),
    f"POST {ONE}/left-out": Line(
        (201, 201, 404, 404, 404, 401), {"words": "Seen", "category": "other"}
    ),
    f"GET {HERE}/left-out": Line(LEARNING_PARTNER),
    "POST /left-out/{mention}/erasure": Line((201, 201, 404, 404, 404, 401)),
    f"POST {ONE}/tags": Line(EVERYBODY_HERE, {"code": "POW-2", "stance": "growing"}),
    f"POST {ONE}/tags/{{tag}}/disputes": Line(EVERYBODY_HERE, {"reason": "I read otherwise."}),
    f"DELETE {ONE}/tags/{{tag}}": Line((200, 403, 404, 403, 404, 401)),
    f"POST {ONE}/nothing-fits": Line(EVERYBODY_HERE, {"why": "It is about being tired."}),
    f"POST {ONE}/memos": Line((403, 201, 404, 404, 404, 401), {"text": "Again."}),
    f"POST {ONE}/questions": Line((403, 201, 404, 404, 404, 401), {"question": "Who?"}),
    f"POST {ONE}/questions/{{question}}/answers": Line(AUTHOR, {"answer": "The desk."}),
    f"DELETE {ONE}/questions/{{question}}/answers": Line((200, 403, 404, 404, 404, 401)),
    f"POST {ONE}/acknowledgements": Line((403, 201, 404, 403, 404, 401)),
    "POST /places": Line((404, 201, 404, 201, 404, 401), {"place": "New Place"}),
    "POST /people": Line(MANAGERS, {"place": PLACE, "contributor": "new-1"}),
    f"POST {HERE}/roles": Line(
        (403, 200, 404, 200, 404, 401), {"contributor": COLLEAGUE, "role": "coordinator"}
    ),
    f"POST {HERE}/roles/endings": Line(
        (403, 200, 404, 200, 404, 401), {"contributor": COLLEAGUE, "role": "safeguarding_lead"}
    ),
    f"POST {HERE}/route-in": Line(
        MANAGERS, {"route_in": "mixed", "direction": "bottom_up", "why": "So it was."}
    ),
    f"POST {HERE}/language-stage": Line(
        (403, 200, 404, 200, 404, 401),
        {"stage": "bridging", "reason": "Agreed.", "agreed_with": [PARTNER]},
    ),
    f"POST {HERE}/phrases": Line(MANAGERS, {"phrase": "ring first", "codes": ["POW-2"]}),
    f"POST {HERE}/focus": Line(
        MANAGERS, {"codes": ["POW-2"], "reason": "Now.", "from_on": "2026-03-01"}
    ),
    f"POST {HERE}/context": Line(MANAGERS, {"what": "A cut", "from_on": "2026-03-01"}),
    f"POST {HERE}/tensions": Line(MANAGERS, {"pole_a": "Collect", "pole_b": "Ask why"}),
    f"POST {HERE}/tensions/{{tension}}/revisits": Line(
        MANAGERS, {"movement": "eased", "narrative": "A fortnight's wait."}
    ),
    "POST /prototypes": Line(EVERYBODY_HERE, {"place": PLACE, "name": "New", "expected": "Much."}),
    f"POST {TRIAL}/turns": Line(EVERYBODY_HERE, {"planned": "A", "done": "B", "learned": "C"}),
    f"POST {TRIAL}/learning": Line(
        EVERYBODY_HERE, {"building_block": "delivery", "learned": "Much."}
    ),
    f"POST {TRIAL}/margins": Line(EVERYBODY_HERE, {"conditions_missing": ["Time."]}),
    f"POST {TRIAL}/normalised": Line(
        EVERYBODY_HERE, {"building_blocks": ["delivery"], "decisions": [DECIDED]}
    ),
    f"POST {TRIAL}/end": Line(EVERYBODY_HERE, {"what_we_keep": "The list."}),
    "POST /sessions": Line(
        EVERYBODY_HERE,
        {"place": PLACE, "framing_question": "What is new?", "present": {"statutory": 2}},
    ),
    "POST /expectations": Line(
        EVERYBODY_HERE, {"place": PLACE, "we_expect": "Much.", "we_would_doubt_if": "Nothing."}
    ),
    "POST /insights": Line(
        EVERYBODY_HERE,
        {
            "place": PLACE,
            "claim": "The desk decides.",
            "cites": [SEEN, SEEN_TOO],
            "looked_for_disconfirming": True,
        },
    ),
    f"POST {INSIGHT}/tests": Line(EVERYBODY_HERE, {"result": "endorsed"}),
    f"POST {INSIGHT}/reflections": Line(EVERYBODY_HERE, {"reflections": [SEEN_LATER]}),
    "POST /assumptions": Line(EVERYBODY_HERE, belief(building_block="delivery", cites=[SEEN])),
    f"POST {ASSUMPTION}/level-contests": Line(EVERYBODY_HERE, {"kind": "norm", "reason": "So."}),
    f"POST {ASSUMPTION}/level-settlements": Line(EVERYBODY_HERE, {"kind": "norm", "reason": "So."}),
    f"POST {ASSUMPTION}/challenges": Line(EVERYBODY_HERE, {"evidence": [SEEN]}),
    f"POST {ASSUMPTION}/examinations": Line(
        EVERYBODY_HERE,
        {"options": [{"text": "Keep.", "keeps": True}, "Ask first."], "present": {"statutory": 2}},
    ),
    f"POST {ASSUMPTION}/upholdings": Line(EVERYBODY_HERE, {"reason": "It holds."}),
    f"POST {ASSUMPTION}/revisions": Line(EVERYBODY_HERE, {"statement": "Other.", "reason": "So."}),
    f"POST {ASSUMPTION}/droppings": Line(EVERYBODY_HERE, {"reason": "Nobody thinks so."}),
    f"POST {ASSUMPTION}/left-open": Line(EVERYBODY_HERE, {"reason": "Too early to say."}),
    f"POST {ASSUMPTION}/mirrors": Line(EVERYBODY_HERE, {"in_use": BELIEF, "evidence_for": [SEEN]}),
    "POST /decision-proposals": Line(EVERYBODY_HERE, {"place": PLACE, "question": "What now?"}),
    "POST /decisions": Line(EVERYBODY_HERE, decision(building_blocks=["delivery"])),
    f"POST {DECISION}/reviews": Line(
        EVERYBODY_HERE,
        {
            "result": "keep",
            "expected_vs_actual": "As hoped.",
            "reviewers": [DESK],
            "affected_heard": {"citizen_community": 1},
        },
    ),
    f"POST {DECISION}/tellings": Line(MANAGERS, {"what": "you_said_we_did", "words": "We ring."}),
    "POST /changes": Line(
        EVERYBODY_HERE,
        {
            "place": PLACE,
            "who_changed": "The debt team",
            "what": "They ask.",
            "seen_by": "The advice centre",
        },
    ),
    f"POST {CHANGE}/confirmations": Line(
        EVERYBODY_HERE, {"agrees": "yes", "confirmed_by": "A resident"}
    ),
    f"POST {CHANGE}/endings": Line(EVERYBODY_HERE),
    "POST /slips": Line(EVERYBODY_HERE, {"place": PLACE, "what": "Letters first again."}),
    "POST /movements": Line(EVERYBODY_HERE, {"place": PLACE, "what": "Parking asked how."}),
    f"POST {HERE}/signals/answers": Line(
        (403, 201, 404, 403, 404, 401),
        {
            "signal": "never_challenged",
            "subject": "4f3e2d1c-6a5b-5c7d-9e8f-0a1b2c3d4e5f",
            "answer": "not_now",
            "grounds": 3,
        },
    ),
    "GET /me": Line((200, 200, 403, 200, 200, 401)),
    f"POST {HERE}/my-preferences": Line((200, 200, 404, 404, 404, 401), {"scope": "author_and_lp"}),
    f"GET {HERE}/my-reflections": Line(READERS),
    f"GET {HERE}/my-reflections/{{reflection}}": Line((200, 404, 404, 403, 404, 401)),
    f"GET {HERE}/waiting": Line(LEARNING_PARTNER),
    f"GET {HERE}/questions": Line(LEARNING_PARTNER),
    "GET /places": Line((200, 200, 403, 200, 200, 401)),
    f"GET {HERE}": Line((200, 200, 404, 200, 404, 401)),
    f"GET {HERE}/timeline": Line(READERS),
    f"GET {HERE}/voices": Line(READERS),
    f"GET {HERE}/prototypes": Line(READERS),
    f"GET {HERE}/people": Line((403, 200, 404, 200, 404, 401)),
    f"GET {HERE}/perspectives": Line(READERS),
    f"GET {HERE}/nothing-fitted": Line(READERS),
    f"GET {HERE}/first-words": Line(READERS),
    f"GET {HERE}/trail/{{id}}": Line(READERS),
    "GET /frameworks": Line((200, 200, 404, 200, 404, 401)),
    f"GET {HERE}/decisions": Line(READERS),
    f"GET {DECISION}": Line(READERS),
    f"GET {HERE}/proposals": Line(READERS),
    f"GET {HERE}/assumptions": Line(READERS),
    f"GET {ASSUMPTION}": Line(READERS),
    f"GET {HERE}/insights": Line(READERS),
    f"GET {HERE}/against/{{id}}": Line(READERS),
    f"GET {HERE}/mirror": Line(READERS),
    f"GET {HERE}/board": Line(READERS),
    f"GET {HERE}/told-back": Line(LEARNING_PARTNER),
    f"GET {HERE}/signals": Line(LEARNING_PARTNER),
    f"GET {HERE}/disagreements": Line(READERS),
    f"GET {HERE}/export": Line(READERS, params={"format": "qdpx"}),
    "GET /compare": Line(READERS, params={"place": [PLACE, PLACE]}),
    f"GET {HERE}/schedule": Line((200, 200, 404, 200, 404, 401)),
    f"POST {HERE}/rhythm": Line((403, 200, 404, 200, 404, 401), {"anchor": "2026-04-07"}),
    f"POST {HERE}/rhythm/pauses": Line(MANAGERS, {"until": "2026-09-01"}),
    f"POST {HERE}/rhythm/resumptions": Line(MANAGERS),
    f"POST {HERE}/rhythm/moved-rounds": Line(
        (403, 200, 404, 200, 404, 401), {"slot": "2026-04-21", "to": "2026-04-23"}
    ),
    f"POST {HERE}/rhythm/skipped-rounds": Line(
        (403, 200, 404, 200, 404, 401), {"slot": "2026-05-05"}
    ),
    f"POST {HERE}/rhythm/questions": Line(
        (403, 200, 404, 200, 404, 401), {"kind": "what", "words": "Who made the call?"}
    ),
    f"POST {HERE}/rhythm/questions/{{own_question}}/retirements": Line(MANAGERS),
    f"POST {HERE}/rhythm/digests": Line((403, 200, 404, 200, 404, 401), {"posts_by_itself": False}),
    f"POST {HERE}/asking": Line((201, 201, 404, 404, 404, 401), {"weekday": 3}),
    f"GET {HERE}/digests": Line((200, 200, 404, 200, 404, 401)),
    "GET /digests": Line((404, 200, 200, 404, 404, 401)),
    "GET /digests/{digest}": Line((200, 200, 200, 404, 404, 401), sent=True),
    "GET /digests/{digest}/pdf": Line((404, 200, 404, 404, 404, 401)),
    "POST /digests/{digest}/sign-offs": Line(
        (403, 201, 404, 403, 404, 401), {"place": PLACE, "edition": 1}
    ),
    "POST /digests/{digest}/waits": Line((403, 201, 404, 403, 404, 401), {"place": PLACE}),
    "POST /digests/{digest}/leaving-out": Line((403, 201, 404, 403, 404, 401)),
    "POST /digests/{digest}/remarks": Line(
        EVERYBODY_HERE, {"kind": "missing", "words": "What became of the door?"}
    ),
    "POST /digests/{digest}/answers": Line(
        (404, 404, 201, 404, 404, 401),
        {"what_we_heard": "Trust.", "what_we_will_do": "Ask."},
        sent=True,
    ),
    "POST /digests/{digest}/answer-shares": Line((403, 201, 404, 403, 404, 401), sent=True),
    "GET /starters": Line((200, 200, 404, 200, 404, 401)),
}
"""Anything missing here fails a test, so that no route is added without asking who may use it."""
