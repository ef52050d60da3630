"""What readers get: typed rows with the words opened, the same for API, command and pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.domain.vocabulary import (
    LanguageStage,
    Movement,
    Perspective,
    Scope,
    SpeakingAs,
    Stance,
    TagMethod,
)

EntryKind = Literal[
    "reflection",
    "context",
    "tension",
    "tension_revisited",
    "prototype_started",
    "plan_do_review",
    "prototype_learning",
    "at_the_margins",
    "normalised",
    "prototype_ended",
    "session",
    "expectation",
    "insight",
    "insight_tested",
    "insight_joined",
    "belief_stated",
    "level_contested",
    "level_settled",
    "challenged",
    "examined",
    "upheld",
    "revised",
    "dropped",
    "left_open",
    "mirror",
    "decision_proposed",
    "decision",
    "reviewed",
    "told",
    "change_seen",
    "confirmed",
    "ceased",
    "slip",
    "movement",
]


class Shape(BaseModel):
    """Base of all that readers get."""

    model_config = ConfigDict(frozen=True)


class Tag(Shape):
    """Somebody's reading of a reflection."""

    id: UUID
    code: str
    framework: str
    stance: Stance
    method: TagMethod
    tagger: UUID | None
    tagger_name: str | None
    reason: str | None
    tagged_on: date
    disputed: int
    """How many people disagree with this reading."""


class Entry(Shape):
    """One thing on the timeline, in the order in which things happened."""

    kind: EntryKind
    id: UUID
    """The thing itself: the reflection, note or tension; for a trial's facts, of that fact."""
    about: UUID | None
    """The trial or tension that it belongs to; for a reflection the trial it is about."""
    external_id: str | None
    title: str
    """A short name where the thing has one (context, tension, trial), else empty."""
    text: str
    """The words; `[erased]` where their key is gone."""
    meaning: str | None
    """What the author makes of it, or the second half of a longer record."""
    role: str | None
    author_name: str | None = None
    """The author's name as they told it, where they let readers of this see it."""
    name_shown: bool = False
    """Whether its author lets readers of it see their name."""
    perspective: Perspective | None
    """The speaker's own perspective, also when they pass something on."""
    speaking_as: SpeakingAs | None
    relayed_perspective: Perspective | None
    scope: Scope | None
    occurred_on: date
    until: date | None
    recorded_at: datetime
    reported_late: bool
    position: int
    behaviours: list[str]
    building_blocks: list[str]
    tags: list[Tag]
    movement: Movement | None = None
    outcome: str | None = None
    """What was chosen from a closed set: a decision's or belief's kind, a review's result."""
    version: int | None = None
    """For what happened to a belief: the version of its words."""
    is_mine: bool = False

    @property
    def is_relayed(self) -> bool:
        """True where these are words passed on by somebody else."""
        return self.speaking_as == SpeakingAs.RELAYING


class Voices(Shape):
    """Whose voices a picture rests on: people, never posts, in front."""

    contributors: int
    posts: int
    effective_voices: float | None
    """How many equally loud people would sound like this; only learning partners are told."""
    perspective_balance: float
    by_perspective: dict[str, int]
    """People who spoke for themselves or their organisation, by perspective."""
    relayed: dict[str, int]
    """Reflections that pass on somebody else's words, by the perspective of that somebody."""
    missing: list[str]
    """The three system perspectives from which nobody has spoken directly."""
    sentence: str
    """The same in plain words."""


class Phrase(Shape):
    """A place's own words for behaviours."""

    id: UUID
    phrase: str
    codes: list[str]
    meaning: str | None


class Focus(Shape):
    """Behaviours that a place looked at for a while."""

    codes: list[str]
    reason: str
    from_on: date
    to_on: date | None


class PlaceView(Shape):
    """A place as its people know it."""

    id: UUID
    name: str
    zone: str
    language_stage: LanguageStage
    phrases: list[Phrase]
    focus: list[Focus]
    joined_on: date


class Lane(Shape):
    """One row of the timeline: a behaviour or building block under the name a reader may see."""

    code: str
    group: str | None
    """The group's name, as Perspective; None where the reader does not see framework words."""
    group_gloss: str
    name: str
    """The place's own words first, where it has any and its language stage asks for them."""
    wording: str
    """The framework's wording; empty for readers who do not see framework words (I13)."""
    entries: list[Entry]
    voices: Voices
    first_words_on: date | None
    """When this was first spoken of here (Q15)."""


class Trial(Shape):
    """A trial as a bar on the timeline."""

    id: UUID
    name: str
    fate: Literal["running", "at_the_margins", "normalised", "ended"]
    started_on: date
    ended_on: date | None
    purpose: str | None
    expected: str
    expected_blocks: list[str]
    conditions_missing: list[str]


class TimelineView(Shape):
    """All that a timeline page or answer needs."""

    place: PlaceView
    from_on: date | None
    to_on: date | None
    as_known_on: date | None
    entries: list[Entry]
    """Every entry once, in the order of happening (then of the log)."""
    lanes: list[Lane]
    blocks: list[Lane]
    trials: list[Trial]
    voices: Voices


class PerspectiveReading(Shape):
    """How one perspective speaks of something (Q6)."""

    perspective: str
    voices: Voices
    stances: dict[str, int]
    """How often each stance was read in it."""
    entries: list[Entry]


class Trail(Shape):
    """What something rests on and what came of it (Q3)."""

    item: Entry
    rests_on: list[Entry]
    not_yours_to_read: int
    """How many more it rests on, that exist and are not this reader's to see."""
    leads_to: list[Entry]


class NothingFitted(Shape):
    """A reflection that no behaviour fits, and why (Q14)."""

    entry: Entry
    why: str
    framework: str
    said_on: date


class FirstWords(Shape):
    """When a behaviour was first spoken of, named in local words, and named openly (Q15)."""

    code: str
    wording: str
    first: Entry | None
    named_locally_on: date | None
    overt_since: date | None


class Contributor(Shape):
    """Somebody whose words are here."""

    person: UUID | None
    """Who it is: told to the learning partner, and to themselves."""
    perspective: Perspective | None
    """From where they last spoke."""
    reflections: list[UUID]
    """Which words are theirs, told to the same two."""


class Memo(Shape):
    """What a learning partner wrote beside somebody's words."""

    id: UUID
    reflection: UUID
    by: UUID
    text: str
    written_at: datetime


class Material(Shape):
    """All that a reader may take away of what was said in a place."""

    timeline: TimelineView
    contributors: list[Contributor]
    memos: list[Memo]
