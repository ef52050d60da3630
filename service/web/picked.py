"""What the panel under the picture tells about the one entry that a reader picked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.projections.shapes import Entry, Tag, TimelineView, Trial
from service.web import sentences, words
from service.web.filters import Choices, Filters
from service.web.marks import BELIEF_KINDS
from service.web.text import clean

ABOUT_AN_INSIGHT = frozenset({"insight", "insight_tested", "insight_joined"})
FROM_A_DECISION = frozenset({"reviewed", "told", "change_seen", "slip", "movement"})


@dataclass(frozen=True)
class Reading:
    """How one person read the words, and why."""

    line: str
    reason: str


@dataclass(frozen=True)
class Panel:
    """The picked entry with everything that is said about it."""

    entry: Entry
    late: str
    trial: Trial | None
    trial_link: str
    close: str
    readings: tuple[Reading, ...]
    differ: tuple[str, ...]
    rows: tuple[str, ...]
    """Where it stands, for readers who do not see how others read it."""
    about_trial: tuple[tuple[str, tuple[str, ...]], ...]
    """For a trial's own facts: what was said about the trial, under short headings."""
    decision: UUID | None
    belief: UUID | None
    insight: UUID | None
    """Whose page tells more: the decision, belief or insight that the entry belongs to."""


@dataclass(frozen=True)
class Tension:
    """A tension and how people found it when they looked again."""

    entry: Entry
    later: tuple[Entry, ...]


def panel_for(entry: Entry, view: TimelineView, filters: Filters, choices: Choices) -> Panel:
    """Put together what is known about an entry."""
    trial = next((trial for trial in view.trials if trial.id == entry.about), None)
    lanes = (*view.lanes, *view.blocks)
    return Panel(
        entry=entry,
        late=sentences.late(entry, view.place.zone),
        trial=trial,
        trial_link=filters.link(trial=trial.id, item=entry.id) if trial else "",
        close=filters.link(item=None),
        readings=tuple(_reading(tag, choices) for tag in entry.tags),
        differ=tuple(_differences(entry.tags, choices)),
        rows=tuple(clean(lane.name) for lane in lanes if entry in lane.entries),
        about_trial=_about(trial, entry, choices) if trial else (),
        decision=_decision(entry, view),
        belief=(entry.about or entry.id) if entry.kind in BELIEF_KINDS else None,
        insight=(entry.about or entry.id) if entry.kind in ABOUT_AN_INSIGHT else None,
    )


def tensions_in(view: TimelineView) -> list[Tension]:
    """The tensions that people hold, oldest first."""
    return [
        Tension(
            entry,
            tuple(
                later
                for later in view.entries
                if later.kind == "tension_revisited" and later.about == entry.id
            ),
        )
        for entry in view.entries
        if entry.kind == "tension"
    ]


def _about(trial: Trial, entry: Entry, choices: Choices) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if entry.kind == "reflection":
        return ()
    begins = entry.kind == "prototype_started"
    blocks = [choices.name_of(code) or "" for code in trial.expected_blocks]
    told = (
        (words.TRIAL_FOR, [] if begins else [trial.purpose or ""]),
        (words.TRIAL_EXPECTED, [] if begins else [trial.expected]),
        (words.TRIAL_MIGHT_CHANGE, blocks),
        (words.TRIAL_MISSING, trial.conditions_missing),
    )
    shown = (
        (title, tuple(sentences.kept(line) for line in lines if line)) for title, lines in told
    )
    return tuple((title, lines) for title, lines in shown if lines)


def _decision(entry: Entry, view: TimelineView) -> UUID | None:
    """The decision that an entry is, or follows from: what was confirmed, by way of its change."""
    if entry.kind == "decision":
        return entry.id
    if entry.kind in {"confirmed", "ceased"}:
        changes = (one for one in view.entries if one.id == entry.about)
        entry = next(changes, entry)
    return entry.about if entry.kind in FROM_A_DECISION else None


def _name(tag: Tag, choices: Choices) -> str:
    return choices.name_of(tag.code) or words.UNNAMED_ROW


def _reading(tag: Tag, choices: Choices) -> Reading:
    return Reading(sentences.reading(tag, _name(tag, choices)), clean(tag.reason or ""))


def _differences(tags: list[Tag], choices: Choices) -> list[str]:
    lines = []
    for code in dict.fromkeys(tag.code for tag in tags):
        same = [tag for tag in tags if tag.code == code]
        name = _name(same[0], choices)
        stances = list(dict.fromkeys(tag.stance for tag in same))
        if len(stances) > 1:
            lines.append(sentences.differing(name, stances))
        disputed = sum(tag.disputed for tag in same)
        if disputed:
            lines.append(sentences.disputed(name, disputed))
    return lines
