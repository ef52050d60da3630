"""Who may do what: one pure function, asked before every command and by every query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from service.domain.errors import NotAllowed, NotFound
from service.domain.vocabulary import ActorRole, Scope


class Action(Enum):
    """What somebody may want to do in a place."""

    SEE_PLACE = auto()
    READ_WORDS = auto()
    READ_FRAMEWORK_WORDS = auto()
    RECORD = auto()
    RECORD_FOR_OTHERS = auto()
    CARE = auto()
    TAG = auto()
    WRITE_MEMO = auto()
    RUN_TRIAL = auto()
    RECORD_LEARNING = auto()
    TELL_BACK = auto()
    SEE_SIGNALS = auto()
    SEE_WHO_SAID_IT = auto()
    MANAGE_PLACE = auto()
    MANAGE_PEOPLE = auto()
    KEEP_THE_RHYTHM = auto()
    """Open rounds and plan prompts when they are due."""
    WRITE_DIGESTS = auto()
    SIGN_OFF_DIGESTS = auto()
    SEND_DIGESTS = auto()
    """Let out what the places signed off: the clock alone."""
    READ_FUNDER_DIGESTS = auto()
    ANSWER_DIGESTS = auto()
    ERASE = auto()
    OPERATE = auto()


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: a person in a role, in these places (None: in all of them)."""

    person_id: UUID
    role: ActorRole
    places: frozenset[UUID] | None = None

    def is_in(self, place_id: UUID | None) -> bool:
        """True where this actor belongs to the place, or to all."""
        return self.places is None or (place_id is not None and place_id in self.places)


_OF_A_PARTNER = frozenset(
    {
        Action.SEE_PLACE,
        Action.READ_WORDS,
        Action.RECORD,
        Action.TAG,
        Action.RUN_TRIAL,
        Action.RECORD_LEARNING,
    }
)

_MAY: dict[ActorRole, frozenset[Action]] = {
    ActorRole.LEARNING_PARTNER: frozenset(Action)
    - {
        Action.ERASE,
        Action.OPERATE,
        Action.KEEP_THE_RHYTHM,
        Action.SEND_DIGESTS,
        Action.ANSWER_DIGESTS,
    },
    ActorRole.PARTNER: _OF_A_PARTNER,
    # A coordinator looks after people and rounds, and reads no more than any partner.
    ActorRole.COORDINATOR: _OF_A_PARTNER
    | {
        Action.TELL_BACK,
        Action.MANAGE_PLACE,
        Action.MANAGE_PEOPLE,
        Action.WRITE_DIGESTS,
        Action.SIGN_OFF_DIGESTS,
    },
    # The funder reads digests that were sent, answers them, and nothing else (I12).
    ActorRole.FUNDER: frozenset({Action.READ_FUNDER_DIGESTS, Action.ANSWER_DIGESTS}),
    # The clock opens rounds and writes drafts; it reads nobody's words for anybody.
    ActorRole.CLOCK: frozenset({Action.KEEP_THE_RHYTHM, Action.WRITE_DIGESTS, Action.SEND_DIGESTS}),
    # An operator runs the service and carries out requests; words are not theirs to read.
    ActorRole.OPERATOR: frozenset(
        {
            Action.SEE_PLACE,
            Action.RECORD,
            Action.RECORD_FOR_OTHERS,
            Action.TAG,
            Action.RUN_TRIAL,
            Action.RECORD_LEARNING,
            Action.TELL_BACK,
            Action.MANAGE_PLACE,
            Action.MANAGE_PEOPLE,
            Action.KEEP_THE_RHYTHM,
            Action.ERASE,
            Action.OPERATE,
        }
    ),
}

LIKE_PARTNERS = frozenset({ActorRole.PARTNER, ActorRole.COORDINATOR})
"""The roles of a place's own people, who read what was shared with them."""

_SEEN_BY_PARTNERS = frozenset({Scope.PLACE_TEAM, Scope.PROGRAMME, Scope.FUNDER_QUOTE, Scope.PUBLIC})


def may(
    actor: Actor,
    action: Action,
    place_id: UUID | None,
    *,
    scope: Scope | None = None,
    is_author: bool = False,
) -> bool:
    """True where this actor may do this, in this place, to something of this scope.

    Authors may always read their own words. What is only for its author and the learning
    partner is closed to everybody else, whatever their role.
    """
    if is_author and action in (Action.READ_WORDS, Action.ERASE):
        return True
    if not actor.is_in(place_id) or action not in _MAY[actor.role]:
        return False
    if action in (Action.READ_WORDS, Action.TAG) and actor.role in LIKE_PARTNERS:
        return scope is None or scope in _SEEN_BY_PARTNERS or is_author
    return True


def scopes_readable_by(actor: Actor, place_id: UUID) -> list[Scope]:
    """The scopes of other people's words that this actor may read in this place."""
    return [scope for scope in Scope if may(actor, Action.READ_WORDS, place_id, scope=scope)]


def require(
    actor: Actor,
    action: Action,
    place_id: UUID | None,
    *,
    scope: Scope | None = None,
    is_author: bool = False,
) -> None:
    """NotFound where somebody may not even know that it exists, NotAllowed where they may."""
    if may(actor, action, place_id, scope=scope, is_author=is_author):
        return
    sees_place = may(actor, Action.SEE_PLACE, place_id)
    sees_thing = scope is None or may(
        actor, Action.READ_WORDS, place_id, scope=scope, is_author=is_author
    )
    raise NotAllowed if sees_place and sees_thing else NotFound
