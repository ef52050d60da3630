"""Who may do what: one line for every route of the API, with what each role is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.api.world import PARTNER, PLACE, ROLES


@dataclass(frozen=True)
class Line:
    """A body to send, and the status for each role, in the order of ROLES."""

    statuses: tuple[int, int, int, int, int, int]
    body: dict[str, Any] | None = None
    held: bool = False

    def status_for(self, role: str) -> int:
        """What somebody in this role is answered."""
        return self.statuses[ROLES.index(role)]


# partner, learning partner, funder, operator, another place's partner, no token
EVERYBODY_HERE = (201, 201, 404, 201, 404, 401)
READERS = (200, 200, 404, 403, 404, 401)
AUTHOR = (201, 403, 404, 404, 404, 401)
MANAGERS = (403, 201, 404, 201, 404, 401)

ONE = "/places/{place}/reflections/{reflection}"
TRIAL = "/places/{place}/prototypes/{prototype}"
HERE = "/places/{place}"

LINES: dict[str, Line] = {
    "POST /reflections": Line(
        EVERYBODY_HERE, {"place": PLACE, "text": "Seen.", "contributor": PARTNER}
    ),
    f"POST {ONE}/amendments": Line(AUTHOR, {"text": "Seen otherwise."}),
    f"POST {ONE}/scope": Line(AUTHOR, {"scope": "programme"}),
    f"POST {ONE}/withdrawal": Line(AUTHOR),
    f"POST {ONE}/hold": Line((201, 201, 404, 404, 404, 401), {"category": "distress"}),
    f"POST {ONE}/release": Line((403, 201, 404, 404, 404, 401), held=True),
    f"POST {ONE}/erasure": Line((201, 403, 404, 201, 404, 401)),
    f"POST {ONE}/tags": Line(EVERYBODY_HERE, {"code": "POW-2", "stance": "growing"}),
    f"POST {ONE}/tags/{{tag}}/disputes": Line(EVERYBODY_HERE, {"reason": "I read otherwise."}),
    f"DELETE {ONE}/tags/{{tag}}": Line((200, 403, 404, 403, 404, 401)),
    f"POST {ONE}/nothing-fits": Line(EVERYBODY_HERE, {"why": "It is about being tired."}),
    f"POST {ONE}/memos": Line((403, 201, 404, 404, 404, 401), {"text": "Again."}),
    "POST /places": Line((404, 201, 404, 201, 404, 401), {"place": "New Place"}),
    "POST /people": Line(MANAGERS, {"place": PLACE, "contributor": "new-1"}),
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
    f"POST {TRIAL}/normalised": Line(EVERYBODY_HERE, {"building_blocks": ["delivery"]}),
    f"POST {TRIAL}/end": Line(EVERYBODY_HERE, {"what_we_keep": "The list."}),
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
}
"""Anything missing here fails a test, so that no route is added without asking who may use it."""
