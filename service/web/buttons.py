"""What a reader can do next about a decision or a belief: buttons that lead to the forms."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.domain.assumption import Status
from service.domain.proof import What
from service.domain.vocabulary import Basis
from service.projections.loop_shapes import BeliefView, DecisionView
from service.web import belief_words as bw
from service.web import loop_words as lw
from service.web.path import is_telling_open
from service.web.render import Routes

QUESTIONED = (Status.CHALLENGED, Status.EXAMINED, Status.LEFT_OPEN)


@dataclass(frozen=True)
class Button:
    """One thing to do; only one of a group is filled."""

    label: str
    href: str
    is_main: bool = False


def decision_buttons(
    view: DecisionView, place: UUID, routes: Routes, *, tell: bool
) -> list[Button]:
    """Look again, say what is different, tell people, notice what slips or moves."""
    loop = view.loop
    seen = any(step.what == What.CHANGE_SEEN for step in loop.proof)
    waits = loop.is_due or loop.has_lapsed

    def to(label: str, kind: str, *, main: bool = False) -> Button:
        return Button(label, routes.record(place, kind, decision=loop.id), main)

    several = [
        to(lw.REVIEW_IT, "review", main=waits),
        to(lw.SAY_CHANGE, "change", main=not seen and not waits),
    ]
    if tell and is_telling_open(loop):
        several.append(to(lw.TELL_THEM, "told", main=seen and not waits))
    moves = Button(lw.SAY_MOVEMENT, routes.record(place, "movement"))
    return [*several, to(lw.SAY_SLIP, "slip"), moves]


def belief_buttons(belief: BeliefView, place: UUID, routes: Routes) -> list[Button]:
    """What can be done with a belief where it stands now."""
    if belief.status == Status.DROPPED:
        return []

    def to(label: str, kind: str, *, main: bool = False) -> Button:
        return Button(label, routes.record(place, kind, assumption=belief.id), main)

    questioned = belief.status in QUESTIONED
    several = [to(bw.CHALLENGE_IT, "challenge", main=not questioned)]
    if questioned:
        weighed = belief.status == Status.EXAMINED
        several.append(to(bw.EXAMINE_IT, "examination", main=not weighed))
        several += [
            to(bw.REWORD_IT, "revised", main=weighed),
            to(bw.KEEP_IT, "upheld"),
            to(bw.DROP_IT, "dropped"),
            to(bw.LEAVE_IT, "left_open"),
        ]
    several.append(to(bw.OTHER_KIND, "level_contested"))
    if belief.level_is_contested:
        several.append(to(bw.AGREE_KIND, "level_settled"))
    if belief.basis == Basis.ESPOUSED:
        several.append(to(bw.HOLD_MIRROR, "mirror"))
    return several
