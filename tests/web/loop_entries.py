"""One entry of the timeline for each kind of thing that happens in the loop."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from service.projections.shapes import Entry, EntryKind
from tests.web.factory import Words, entry, make_id, plain

LOOP_ENTRIES: tuple[tuple[EntryKind, str, str | None, int | None], ...] = (
    ("session", "", None, None),
    ("expectation", "", None, None),
    ("insight", "", None, None),
    ("insight_tested", "insight", "contested", None),
    ("insight_joined", "insight", "fits", None),
    ("belief_stated", "", "inferred", 1),
    ("level_contested", "belief", "rule", None),
    ("level_settled", "belief", "norm", None),
    ("challenged", "belief", None, 1),
    ("examined", "belief", None, 1),
    ("upheld", "belief", None, 1),
    ("revised", "belief", None, 2),
    ("dropped", "belief", None, 2),
    ("left_open", "belief", None, 2),
    ("mirror", "belief", None, None),
    ("decision_proposed", "", None, None),
    ("decision", "", "act", None),
    ("reviewed", "decision", "adjust", None),
    ("told", "decision", "you_said_we_did", None),
    ("change_seen", "decision", None, None),
    ("confirmed", "change", "yes", None),
    ("ceased", "change", None, None),
    ("slip", "decision", None, None),
    ("movement", "decision", None, None),
)
"""Each kind of entry of the loop: what it belongs to, what was chosen, and a version."""

IDS: dict[str, UUID] = {
    "belief": make_id("belief", 1),
    "decision": make_id("decision", 9),
    "change": make_id("change"),
    "insight": make_id("insight", 1),
}
FIRSTS = {
    "belief_stated": "belief",
    "decision": "decision",
    "change_seen": "change",
    "insight": "insight",
}


def loop_entries(words: Words = plain, **more: Any) -> list[Entry]:
    """One entry of each kind, a week apart, filed under one behaviour unless told otherwise."""
    made = []
    for number, (kind, about, outcome, version) in enumerate(LOOP_ENTRIES):
        fields: dict[str, Any] = {
            "id": IDS[FIRSTS[kind]] if kind in FIRSTS else make_id("loop", number),
            "about": IDS.get(about),
            "title": words("No one is dropped for missing appointments")
            if kind == "decision"
            else "",
            "text": words(f"Words of {kind}."),
            "meaning": words("And why."),
            "outcome": outcome,
            "version": version,
            "behaviours": ["POW-2"],
        }
        on = date(2025, 9, 1) + timedelta(days=12 * number)
        made.append(entry(500 + number, on, kind, **(fields | more)))
    return made
