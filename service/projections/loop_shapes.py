"""What readers get of the loop: beliefs, decisions, changes, and what the log proves of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from service.domain.assumption import Status
from service.domain.proof import Flag, LoopLevel, Missing, What
from service.domain.values import Standing
from service.domain.vocabulary import (
    Agreement,
    Answer,
    Basis,
    BeliefKind,
    Channel,
    ClaimedLoop,
    DecisionKind,
    Level,
    Perspective,
    Reception,
    ReviewResult,
    SignalKind,
)
from service.projections.shapes import Entry, Shape


class PartyView(Shape):
    """Somebody who took part, as far as they can be named."""

    person: UUID | None
    name: str | None
    """Their name or role as they gave it, or the role in words; None once they were erased."""
    perspective: Perspective | None


class OptionView(Shape):
    """Something that could have been chosen or believed."""

    text: str
    keeps: bool
    speaks_for: str | None
    speaks_against: str | None


class StepView(Shape):
    """A dated fact of a proof. `ref` is the belief, decision or change that it is about."""

    at: datetime
    what: What
    ref: UUID
    position: int
    reported_late: bool
    needed: bool


class LoopView(Shape):
    """One row of the ledger: a decision and what the log proves of it (Q7, Q9)."""

    id: UUID
    external_id: str | None
    title: str
    """Its short name; where nobody gave one, what was chosen."""
    chosen: str
    kind: DecisionKind
    decided_on: date
    position: int
    evidenced: LoopLevel
    claimed: ClaimedLoop | None
    flags: list[Flag]
    proof: list[StepView]
    missing: list[Missing]
    reviewed: bool
    beliefs_settled: bool
    told: bool
    is_closed: bool
    contributors: int | None
    """People whose words fed it and who can still be told; only learning partners get numbers."""
    still_to_tell: int | None
    review_on: date | None
    """When it has to be looked at again; None where it was and no other day was set."""
    is_due: bool
    has_lapsed: bool
    has_slipped: bool
    was: str | None
    """The belief's words before they changed, where a belief changed first."""
    now: str | None


class LedgerPage(Shape):
    """Decisions, newest first."""

    place: UUID
    decisions: list[LoopView]
    total: int
    """How many there are in all that match."""
    following: int | None
    """The offset of the next page; None on the last."""


class Wording(Shape):
    """One version of a belief."""

    version: int
    statement: str
    we_would_doubt_if: str
    reason: str | None
    """Why it was reworded; None for the first."""
    since: date
    position: int


class BeliefFact(Shape):
    """One thing that happened to a belief. `what` is the timeline's kind of entry."""

    id: UUID
    what: str
    on: date
    at: datetime
    recorded_at: datetime
    reported_late: bool
    position: int
    version: int | None = None
    words: str | None = None
    """The reason that was given, or for a revision the new words."""
    evidence: list[UUID] = Field(default_factory=list)
    evidence_for: list[UUID] = Field(default_factory=list)
    evidence_against: list[UUID] = Field(default_factory=list)
    """For a mirror: what of its evidence speaks for what is said, and what against it."""
    in_use: UUID | None = None
    """For a mirror: the belief that people seem to act on."""
    voices: dict[Perspective, int] = Field(default_factory=dict)
    options: list[OptionView] = Field(default_factory=list)
    present: dict[Perspective, int] = Field(default_factory=dict)
    absent: list[str] = Field(default_factory=list)
    dissent: str | None = None
    kind: BeliefKind | None = None
    """For its level being contested or settled: the kind that was named."""


class CitedBy(Shape):
    """A decision that rests on a belief."""

    id: UUID
    title: str
    decided_on: date


class BeliefView(Shape):
    """A belief with its whole history (Q8, and the assumption register)."""

    id: UUID
    external_id: str | None
    statement: str
    version: int
    status: Status
    kind: BeliefKind
    level: Level
    level_reason: str
    level_is_contested: bool
    basis: Basis
    because: str | None
    we_would_doubt_if: str
    held_by: list[PartyView]
    building_block: str | None
    behaviours: list[str]
    about_learning: bool
    starter: str | None
    cites: list[UUID]
    """What it was inferred from."""
    stated_on: date
    position: int
    wordings: list[Wording]
    facts: list[BeliefFact]
    cited_by: list[CitedBy]
    was_ever_challenged: bool


class BeliefPage(Shape):
    """Beliefs of a place, newest first."""

    place: UUID
    beliefs: list[BeliefView]
    total: int
    following: int | None


class RestsOn(Shape):
    """A belief that a decision rests on: its words then, before that, and now."""

    belief: UUID
    external_id: str | None
    version: int
    dropped: bool
    before: str | None
    """The words of the version before, where the cited one is a rewording."""
    then: str
    now: str
    status: Status
    kind: BeliefKind
    level: Level
    level_reason: str
    basis: Basis
    we_would_doubt_if: str


class ReviewView(Shape):
    """One look back at a decision."""

    on: date
    position: int
    result: ReviewResult
    expected_vs_actual: str
    surprises: str | None
    reviewers: list[PartyView]
    affected_heard: dict[Perspective, int]
    why_nobody_affected: str | None
    beliefs: dict[UUID, Standing]
    review_again_on: date | None


class TellingView(Shape):
    """People were told what became of their words."""

    on: date
    position: int
    what: Answer
    words: str
    reached: int | None
    """How many people; only learning partners are told."""
    channel: Channel


class ConfirmationView(Shape):
    """Somebody independent said whether they see a change too."""

    on: date
    by: PartyView
    agrees: Agreement
    note: str | None


class ChangeView(Shape):
    """Something that somebody can see is different."""

    id: UUID
    external_id: str | None
    on: date
    position: int
    who_changed: str
    what: str
    where: str | None
    scale: str | None
    significance: str | None
    contribution: str | None
    seen_by: PartyView | None
    confirmations: list[ConfirmationView]
    ceased_on: date | None
    why_ceased: str | None
    decision: UUID | None


class Noticed(Shape):
    """A slip or a movement."""

    id: UUID
    on: date
    position: int
    what: str
    pressure: str | None
    seen_by: PartyView | None


class DecisionView(Shape):
    """A decision's whole page."""

    loop: LoopView
    question: str
    options: list[OptionView]
    why: str
    decided_by: list[PartyView]
    consulted: list[PartyView]
    not_consulted: list[str]
    expected: str | None
    behaviours: list[str]
    building_blocks: list[str]
    prototype: UUID | None
    rests_on: list[RestsOn]
    examinations: list[BeliefFact]
    """The looks at its beliefs that came before it: options, who was there, who disagreed."""
    reviews: list[ReviewView]
    tellings: list[TellingView]
    changes: list[ChangeView]
    slips: list[Noticed]
    movements: list[Noticed]
    words_behind: list[Entry]
    """The reflections that fed it, as far as this reader may see them."""
    not_yours_to_read: int
    against: list[Entry]
    """What does not fit: reflections that insights behind it name as not fitting."""


class Proposal(Shape):
    """A question that waits to be decided."""

    id: UUID
    external_id: str | None
    question: str
    options: list[OptionView]
    proposed_on: date


class InsightTest(Shape):
    """How others saw an insight."""

    on: date
    result: Reception
    dissent: str | None


class InsightJoined(Shape):
    """Reflections that were joined to an insight, and whether they fit it."""

    on: date
    position: int
    fits: bool
    reflections: list[UUID]


class InsightView(Shape):
    """A pattern that people see, with what does not fit."""

    id: UUID
    external_id: str | None
    claim: str
    does_not_fit: str | None
    looked_for_disconfirming: bool
    single_voice: bool
    proposers: list[PartyView]
    standing: Reception | None
    tests: list[InsightTest]
    cites: list[UUID]
    against: list[UUID]
    joined: list[InsightJoined]
    """Which of these were joined later, and when."""
    behaviours: list[str]
    building_blocks: list[str]
    proposed_on: date
    position: int


class AgainstBefore(Shape):
    """What did not fit what a belief said before."""

    words: list[str] = []
    dissent: list[str] = []
    entries: list[Entry] = []


class Against(Shape):
    """What does not fit an insight or a belief, in the words that it has now (Q4)."""

    id: UUID
    words: list[str]
    """What people said does not fit, and the reasons of challenges."""
    dissent: list[str]
    entries: list[Entry]
    not_yours_to_read: int
    before: AgainstBefore = AgainstBefore()
    """For a belief: the same of its earlier wordings."""


class MirrorSide(Shape):
    """One side of the mirror."""

    belief: BeliefView
    """As on its own page, but for `cited_by`, which is left empty here."""
    evidence_for: list[Entry]
    evidence_against: list[Entry]
    before: list[Entry] = Field(default_factory=list)
    """What spoke against what it said before."""
    not_yours_to_read: int


class MirrorPair(Shape):
    """What people say beside what they seem to act on. Either side may still be missing."""

    building_block: str | None
    """None where the reader does not see framework words, or none was named."""
    about: str
    said: list[MirrorSide]
    done: list[MirrorSide]
    held_up_on: date | None


class ToTell(Shape):
    """Somebody who is owed an answer."""

    person: UUID | None
    """Who it is, for the learning partner only."""
    name: str | None
    perspective: Perspective | None
    relayed: bool
    """True where their words were passed on by somebody else, who is the one to tell."""
    first_used_on: date
    reflections: list[UUID]


class ToldBack(Shape):
    """A decision with the people who have not been told what became of their words (Q10)."""

    decision: LoopView
    people: list[ToTell]


class BoardCell(Shape):
    """What one trial taught about one building block."""

    building_block: str
    was_expected: bool
    learned: list[str]
    changed_by: list[UUID]
    """Decisions that changed this block and that the trial names."""
    is_changed: bool


class BoardRow(Shape):
    """A trial across all building blocks (Q11)."""

    prototype: UUID
    name: str
    fate: str
    started_on: date
    conditions_missing: list[str]
    cells: list[BoardCell]


class Board(Shape):
    """Trials by building blocks, with no totals."""

    building_blocks: list[tuple[str, str]]
    """Code and wording, in the framework's order; empty for who does not see its words."""
    rows: list[BoardRow]


class Signal(Shape):
    """A question for the learning partner; never about a person, never an answer."""

    kind: SignalKind
    subject: UUID
    about: str
    """The words it is about: a belief, a decision's name, a row's name."""
    grounds: int
    """How much it rests on: decisions, rounds, weeks. An answered one returns if this grows."""
    link: str
    """Which page it is about: beliefs, decisions, timeline or mirror."""


class ContestedReading(Shape):
    """A reflection that people read differently (Q13)."""

    entry: Entry
    code: str
    framework: str
    stances: dict[str, int]
    disputes: int


class PlaceStories(Shape):
    """One place in a comparison: patterns and stories, never a score (Q5)."""

    place: UUID
    name: str
    voices: str
    """A sentence; numbers under the threshold are not given."""
    patterns: list[str]
    """Claims of insights that were endorsed, and beliefs that changed."""
    stories: list[Entry]
    """Reflections whose authors let the whole programme see them."""
