"""A reflection: what somebody noticed, what they make of it, and how others read it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID

from service.domain import base
from service.domain.base import Code, FrameworkRef, Said
from service.domain.errors import (
    Gone,
    Held,
    NotAllowed,
    NotConfirmed,
    NotFound,
    NotTheAuthor,
    Refused,
)
from service.domain.sealed import Sealed
from service.domain.vocabulary import (
    CareCategory,
    MentionCategory,
    Perspective,
    Scope,
    SpeakingAs,
    Stance,
    TagMethod,
)


class State(StrEnum):
    """Where a reflection is in its life."""

    AVAILABLE = "available"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Reflection(base.Aggregate):
    """One person's words. Only they change them, take them back, or widen who may see (I1)."""

    TOPIC: ClassVar[str] = "reflection"

    def __init__(self) -> None:
        super().__init__()
        self.place_id: UUID
        self.author: UUID
        self.scope: Scope
        self.name_shown = False
        self.state = State.AVAILABLE
        self.tags: dict[UUID, UUID] = {}
        self.disputed: set[tuple[UUID, UUID]] = set()
        self.questions: set[UUID] = set()
        self.answered: set[UUID] = set()
        self.heard_by: set[UUID] = set()
        self.about_decision: UUID | None = None
        self.is_carried_out = False
        self.redacted_at: datetime | None = None
        """When words were last left out of it."""

    class Event(base.Event):
        """A fact about a reflection."""

    class Recorded(Event, base.FirstEvent):
        """Somebody left a reflection.

        `noticed` is what they noticed and `meaning` what they make of it. When somebody is
        relaying, `perspective` stays their own and `relayed_perspective` is that of the voice
        passed on, where it is known. `name_shown` is whether readers are told who it is.
        `about_decision` is the decision that somebody says something to, as that they see it
        differently.
        """

        TOPIC: ClassVar[str] = "reflection.recorded"
        class_version: ClassVar[int] = 3
        place_id: UUID
        author: UUID
        noticed: Sealed
        meaning: Sealed | None = None
        role: Sealed | None = None
        external_id: Sealed | None = None
        perspective: Perspective | None = None
        speaking_as: SpeakingAs = SpeakingAs.SELF
        relayed_perspective: Perspective | None = None
        scope: Scope = Scope.AUTHOR_AND_LP
        prototype_id: UUID | None = None
        name_shown: bool = False
        about_decision: UUID | None = None

        def apply(self, aggregate: Reflection) -> None:
            aggregate.place_id, aggregate.author = self.place_id, self.author
            aggregate.scope, aggregate.name_shown = self.scope, self.name_shown
            aggregate.about_decision = self.about_decision

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Before there was a choice, nobody's name was shown."""
            state["name_shown"] = False

        @staticmethod
        def upcast_v2_v3(state: dict[str, Any]) -> None:
            """Before it could be said, nobody spoke to a decision."""
            state["about_decision"] = None

    class Amended(Event):
        """The author said it differently; the earlier words stay in the log, sealed.

        `meaning_removed` is whether nothing stands any more for what they make of it.
        """

        TOPIC: ClassVar[str] = "reflection.amended"
        class_version: ClassVar[int] = 2
        noticed: Sealed | None = None
        meaning: Sealed | None = None
        reason: Sealed | None = None
        meaning_removed: bool = False

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Before it could be removed, it stayed."""
            state["meaning_removed"] = False

    class SpanRedacted(Amended):
        """Words that tell who somebody is were left out, and kept apart as a mention.

        It says all that the reflection says from now on, sealed under a new key of the same id:
        the key of everything before was destroyed with this fact, so that opens no more.
        """

        TOPIC: ClassVar[str] = "reflection.span-redacted"
        class_version: ClassVar[int] = 1
        mention_id: UUID
        category: MentionCategory
        role: Sealed | None = None
        external_id: Sealed | None = None

        def apply(self, aggregate: Reflection) -> None:
            aggregate.redacted_at = self.recorded_at

    class ScopeChanged(Event):
        """Other people may see it from now on, and in every view of the past as well (I2)."""

        TOPIC: ClassVar[str] = "reflection.scope-changed"
        scope: Scope

        def apply(self, aggregate: Reflection) -> None:
            aggregate.scope = self.scope

    class NameChoiceChanged(Event):
        """The author lets readers see their name, or no longer; in views of the past as well."""

        TOPIC: ClassVar[str] = "reflection.name-choice-changed"
        name_shown: bool

        def apply(self, aggregate: Reflection) -> None:
            aggregate.name_shown = self.name_shown

    class HeldForCare(Event):
        """Somebody handling it put it aside, because it needs care."""

        TOPIC: ClassVar[str] = "reflection.held-for-care"
        category: CareCategory

        def apply(self, aggregate: Reflection) -> None:
            aggregate.state = State.HELD

    class Released(Event):
        """It was looked at with care and is back among the others."""

        TOPIC: ClassVar[str] = "reflection.released"

        def apply(self, aggregate: Reflection) -> None:
            aggregate.state = State.AVAILABLE

    class Withdrawn(Event):
        """The author took it back. It shows nowhere any more."""

        TOPIC: ClassVar[str] = "reflection.withdrawn"
        reason: Sealed | None = None

        def apply(self, aggregate: Reflection) -> None:
            aggregate.state = State.WITHDRAWN

    class Erased(Event):
        """Proof, with no content, that the key to these words was destroyed (I14)."""

        TOPIC: ClassVar[str] = "reflection.erased"

        def apply(self, aggregate: Reflection) -> None:
            aggregate.state = State.ERASED

    class ErasureCarriedOut(Event):
        """How much its erasure took away, in numbers only.

        `keys` were destroyed, `quotes` of it with them, and so many `messages` of ours say it no
        more.
        """

        TOPIC: ClassVar[str] = "reflection.erasure-carried-out"
        keys: int
        quotes: int
        messages: int

        def apply(self, aggregate: Reflection) -> None:
            aggregate.is_carried_out = True

    class Tagged(Event):
        """Somebody's reading of it. Several people may read it differently, and all stay (I3)."""

        TOPIC: ClassVar[str] = "reflection.tagged"
        is_remark: ClassVar[bool] = True
        tag_id: UUID
        code: Code
        framework: FrameworkRef
        stance: Stance
        method: TagMethod
        reason: Sealed | None = None

        def apply(self, aggregate: Reflection) -> None:
            aggregate.tags[self.tag_id] = self.envelope.actor

    class TagDisputed(Event):
        """Somebody disagrees with a reading; both stay."""

        TOPIC: ClassVar[str] = "reflection.tag-disputed"
        is_remark: ClassVar[bool] = True
        tag_id: UUID
        reason: Sealed

        def apply(self, aggregate: Reflection) -> None:
            aggregate.disputed.add((self.tag_id, self.envelope.actor))

    class TagRemoved(Event):
        """The person who tagged it took their reading back."""

        TOPIC: ClassVar[str] = "reflection.tag-removed"
        is_remark: ClassVar[bool] = True
        tag_id: UUID

        def apply(self, aggregate: Reflection) -> None:
            aggregate.tags.pop(self.tag_id, None)

    class NothingFitted(Event):
        """None of the behaviours fits: perhaps one is missing from the framework."""

        TOPIC: ClassVar[str] = "reflection.nothing-fitted"
        is_remark: ClassVar[bool] = True
        framework: FrameworkRef
        why: Sealed

    class MemoWritten(Event):
        """A learning partner's own note beside it."""

        TOPIC: ClassVar[str] = "reflection.memo-written"
        is_remark: ClassVar[bool] = True
        text: Sealed

    class QuestionAsked(Event):
        """A learning partner asked its author something about it."""

        TOPIC: ClassVar[str] = "reflection.question-asked"
        is_remark: ClassVar[bool] = True
        question_id: UUID
        question: Sealed

        def apply(self, aggregate: Reflection) -> None:
            aggregate.questions.add(self.question_id)

    class QuestionAnswered(Event):
        """Its author answered; a later answer to the same question stands for the earlier."""

        TOPIC: ClassVar[str] = "reflection.question-answered"
        question_id: UUID
        answer: Sealed

        def apply(self, aggregate: Reflection) -> None:
            aggregate.answered.add(self.question_id)

    class AnswerWithdrawn(Event):
        """Its author took their answer back, with all that they had answered there before."""

        TOPIC: ClassVar[str] = "reflection.answer-withdrawn"
        question_id: UUID

        def apply(self, aggregate: Reflection) -> None:
            aggregate.answered.discard(self.question_id)

    class Acknowledged(Event):
        """A learning partner let its author know that it was heard."""

        TOPIC: ClassVar[str] = "reflection.acknowledged"
        is_remark: ClassVar[bool] = True

        def apply(self, aggregate: Reflection) -> None:
            aggregate.heard_by.add(self.envelope.actor)

    @classmethod
    def leave(
        cls,
        reflection_id: UUID,
        said: Said,
        *,
        place_id: UUID,
        author: UUID,
        noticed: Sealed,
        meaning: Sealed | None = None,
        role: Sealed | None = None,
        external_id: Sealed | None = None,
        perspective: Perspective | None = None,
        speaking_as: SpeakingAs = SpeakingAs.SELF,
        relayed_perspective: Perspective | None = None,
        scope: Scope = Scope.AUTHOR_AND_LP,
        prototype_id: UUID | None = None,
        name_shown: bool = False,
        about_decision: UUID | None = None,
    ) -> Self:
        """Leave a reflection."""
        if speaking_as != SpeakingAs.RELAYING and relayed_perspective is not None:
            raise Refused("A relayed perspective only makes sense when passing on someone's words.")
        return cls.begin(
            cls.Recorded,
            reflection_id,
            said,
            place_id=place_id,
            author=author,
            noticed=noticed,
            meaning=meaning,
            role=role,
            external_id=external_id,
            perspective=perspective,
            speaking_as=speaking_as,
            relayed_perspective=relayed_perspective,
            scope=scope,
            prototype_id=prototype_id,
            name_shown=name_shown,
            about_decision=about_decision,
        )

    def amend(
        self,
        said: Said,
        *,
        noticed: Sealed | None,
        meaning: Sealed | None,
        reason: Sealed | None = None,
        meaning_removed: bool = False,
    ) -> None:
        """Say it differently."""
        if self.has_answered(said):
            return
        self._check_still_here()
        self._check_is_author(said)
        if noticed is None and meaning is None and not meaning_removed:
            raise Refused("Say what should be different.")
        if meaning is not None and meaning_removed:
            raise Refused("Say what you make of it, or that nothing should stand there.")
        self.record(
            self.Amended,
            said,
            noticed=noticed,
            meaning=meaning,
            reason=reason,
            meaning_removed=meaning_removed,
        )

    def redact(
        self, said: Said, *, mention_id: UUID, category: MentionCategory, **left: Sealed
    ) -> None:
        """Leave words out; `left` is all that it says without them."""
        self._check_still_here()
        self.record(self.SpanRedacted, said, mention_id=mention_id, category=category, **left)

    def change_scope(self, said: Said, *, scope: Scope) -> None:
        """Let more people see it, or fewer. Who handles it may narrow; only its author widens."""
        if self.has_answered(said) or scope == self.scope:
            return
        self._check_still_here()
        if scope.is_wider_than(self.scope):
            self._check_is_author(said)
        self.record(self.ScopeChanged, said, scope=scope)

    def choose_name(self, said: Said, *, name_shown: bool) -> None:
        """Let readers see who said it, or no longer."""
        if self.has_answered(said):
            return
        self._check_still_here()
        self._check_is_author(said)
        if name_shown != self.name_shown:
            self.record(self.NameChoiceChanged, said, name_shown=name_shown)

    def hold(self, said: Said, *, category: CareCategory) -> None:
        """Put it aside for care."""
        if self.has_answered(said) or self.state == State.HELD:
            return
        self._check_still_here()
        self.record(self.HeldForCare, said, category=category)

    def release(self, said: Said) -> None:
        """Bring it back from care."""
        if self.has_answered(said) or self.state == State.AVAILABLE:
            return
        self._check_still_here()
        self.record(self.Released, said)

    def withdraw(self, said: Said, *, reason: Sealed | None) -> None:
        """Take it back."""
        if self.has_answered(said) or self.state == State.WITHDRAWN:
            return
        self._check_not_erased()
        self._check_is_author(said)
        self.record(self.Withdrawn, said, reason=reason)

    def erase(self, said: Said) -> None:
        """Erase it for good. The key goes in the same moment; see `application/capture.py`."""
        if self.state != State.ERASED:
            self.record(self.Erased, said)

    def note_carried_out(self, said: Said, *, keys: int, quotes: int, messages: int) -> None:
        """Note, once, how much the erasure took away."""
        if self.is_carried_out:
            return
        if self.state != State.ERASED:
            raise Refused("It was not erased, so there is nothing to note.")
        self.record(self.ErasureCarriedOut, said, keys=keys, quotes=quotes, messages=messages)

    def tag(
        self,
        said: Said,
        *,
        tag_id: UUID,
        code: Code,
        framework: FrameworkRef,
        stance: Stance,
        method: TagMethod | None,
        reason: Sealed | None,
    ) -> None:
        """Say which behaviour or building block somebody reads in it, and how it stands."""
        if self.has_answered(said) or tag_id in self.tags:
            return
        self._check_can_be_read(said)
        if method is None:
            raise NotConfirmed
        self.record(
            self.Tagged,
            said,
            tag_id=tag_id,
            code=code,
            framework=framework,
            stance=stance,
            method=method,
            reason=reason,
        )

    def dispute_tag(self, said: Said, *, tag_id: UUID, reason: Sealed) -> None:
        """Disagree with a reading, with a reason."""
        if self.has_answered(said) or (tag_id, said.actor) in self.disputed:
            return
        self._check_can_be_read(said)
        self._check_has_tag(tag_id)
        self.record(self.TagDisputed, said, tag_id=tag_id, reason=reason)

    def remove_tag(self, said: Said, *, tag_id: UUID) -> None:
        """Take a reading back."""
        if self.has_answered(said):
            return
        self._check_has_tag(tag_id)
        if self.tags[tag_id] != said.actor:
            raise NotAllowed("Only the person who made this tag may take it back. Dispute it.")
        self.record(self.TagRemoved, said, tag_id=tag_id)

    def note_nothing_fits(self, said: Said, *, framework: FrameworkRef, why: Sealed) -> None:
        """Say that none of the behaviours fits, and why."""
        if self.has_answered(said):
            return
        self._check_can_be_read(said)
        self.record(self.NothingFitted, said, framework=framework, why=why)

    def write_memo(self, said: Said, *, text: Sealed) -> None:
        """Write a note beside it."""
        if self.has_answered(said):
            return
        self._check_can_be_read(said)
        self.record(self.MemoWritten, said, text=text)

    def ask_back(self, said: Said, *, question_id: UUID, question: Sealed) -> None:
        """Ask its author something about it."""
        if self.has_answered(said) or question_id in self.questions:
            return
        self._check_can_be_read(said)
        self.record(self.QuestionAsked, said, question_id=question_id, question=question)

    def answer_back(self, said: Said, *, question_id: UUID, answer: Sealed) -> None:
        """Answer what a learning partner asked."""
        if self.has_answered(said):
            return
        self._check_still_here()
        self._check_is_author(said)
        if question_id not in self.questions:
            raise NotFound("Nobody has asked this about the reflection.")
        self.record(self.QuestionAnswered, said, question_id=question_id, answer=answer)

    def withdraw_answer(self, said: Said, *, question_id: UUID) -> None:
        """Take an answer back; the question waits again."""
        if self.has_answered(said):
            return
        self._check_still_here()
        self._check_is_author(said)
        if question_id not in self.questions:
            raise NotFound("Nobody has asked this about the reflection.")
        if question_id in self.answered:
            self.record(self.AnswerWithdrawn, said, question_id=question_id)

    def acknowledge(self, said: Said) -> None:
        """Let its author know that it was heard."""
        if self.has_answered(said) or said.actor in self.heard_by:
            return
        self._check_can_be_read(said)
        self.record(self.Acknowledged, said)

    def _check_is_author(self, said: Said) -> None:
        if said.actor != self.author:
            raise NotTheAuthor

    def _check_not_erased(self) -> None:
        if self.state == State.ERASED:
            raise Gone

    def _check_still_here(self) -> None:
        if self.state in (State.ERASED, State.WITHDRAWN):
            raise Gone

    def _check_can_be_read(self, said: Said) -> None:
        self._check_still_here()
        if self.state == State.HELD and said.actor != self.author:
            raise Held

    def _check_has_tag(self, tag_id: UUID) -> None:
        if tag_id not in self.tags:
            raise NotFound("This reflection has no such tag.")
