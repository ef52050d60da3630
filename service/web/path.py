"""The line drawing of an order: what we believe above, what we do below, the decision fourth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from service.domain.proof import Missing, What
from service.domain.vocabulary import DecisionKind
from service.projections.loop_shapes import LoopView, StepView
from service.web import loop_words as lw
from service.web.marks import revised

WIDTH, HEIGHT = 236, 48
UPPER, LOWER = 11, 37
FIRST, STEP, BEND = 10, 27, 8
BEFORE = 3
"""So many columns lie left of the decision."""
COLUMNS = 9
OPEN = ' class="open"'

BELIEF = frozenset(
    {
        What.STATED,
        What.CHALLENGED,
        What.EXAMINED,
        What.REVISED,
        What.DROPPED,
        What.UPHELD,
        What.LEFT_OPEN,
    }
)
"""Steps of the upper line."""
UNDRAWN = frozenset({What.STATED, What.CONFIRMED})
"""Steps that only the large drawing shows."""
SYMBOL: dict[What, str] = {
    What.STATED: "belief",
    What.CHALLENGED: "challenged",
    What.EXAMINED: "examined",
    What.REVISED: "revised",
    What.DROPPED: "dropped",
    What.UPHELD: "kept",
    What.LEFT_OPEN: "unsure",
    What.DECIDED: "decision",
    What.CHANGE_SEEN: "seen",
    What.CONFIRMED: "confirmed",
    What.CEASED: "ceased",
    What.SLIPPED: "slip",
    What.REVIEWED: "looked",
    What.TOLD: "told",
}


@dataclass(frozen=True)
class Node:
    """One mark of the small drawing."""

    symbol: str
    word: str
    upper: bool
    column: int
    to_come: bool = False

    @property
    def x(self) -> int:
        """Its middle, across."""
        return FIRST + STEP * self.column

    @property
    def y(self) -> int:
        """Its middle, down."""
        return UPPER if self.upper else LOWER


def symbol_of_step(what: What) -> str:
    """The mark for a step; new words show that they are the second or later ones."""
    return revised(2) if what == What.REVISED else SYMBOL[what]


def drawing(loop: LoopView) -> Markup:
    """The order of one decision as a small drawing, with the same in words for who cannot see."""
    done, to_come = nodes(loop)
    label = f"{lw.ORDER}: {', '.join(node.word for node in done)}."
    if to_come:
        label += f" {lw.STILL_TO_COME}: {', '.join(node.word for node in to_come)}."
    return _svg([*done, *to_come], label)


def example() -> Markup:
    """An order with everything in it, to explain the drawing."""
    steps = [What.CHALLENGED, What.EXAMINED, What.REVISED, What.DECIDED]
    steps += [What.CHANGE_SEEN, What.REVIEWED, What.TOLD]
    return _svg([_node(what, column) for column, what in enumerate(steps)], lw.EXAMPLE)


def nodes(loop: LoopView) -> tuple[list[Node], list[Node]]:
    """What happened, with the decision in the fourth column, and what is still to come."""
    steps = [step for step in loop.proof if step.what not in UNDRAWN]
    at = next((n for n, step in enumerate(steps) if step.what == What.DECIDED), len(steps))
    before, after = _before(steps[:at]), _each_once(steps[at + 1 :])
    done = [_node(what, BEFORE - len(before) + n) for n, what in enumerate(before)]
    done.append(_node(What.DECIDED, BEFORE))
    room = COLUMNS - BEFORE - 1
    done += [_node(what, BEFORE + 1 + n) for n, what in enumerate(after[:room])]
    column = done[-1].column + 1
    coming = list(still_to_come(loop))[: COLUMNS - column]
    return done, [
        Node("next", word, upper=False, column=column + n, to_come=True)
        for n, word in enumerate(coming)
    ]


def still_to_come(loop: LoopView) -> Iterator[str]:
    """What has not happened yet and is waited for."""
    seen = any(step.what == What.CHANGE_SEEN for step in loop.proof)
    if not seen and loop.kind in (DecisionKind.ACT, DecisionKind.STOP):
        yield lw.NEXT_SEEN
    if loop.review_on is not None:
        yield lw.NEXT_LOOK
    if is_telling_open(loop):
        yield lw.NEXT_TELL


def is_telling_open(loop: LoopView) -> bool:
    """True where people whose words were used may still be told."""
    return not loop.told and (bool(loop.still_to_tell) or Missing.TELLING in loop.missing)


def _before(steps: Sequence[StepView]) -> list[What]:
    """At most three steps: those that the verdict needs first, then the latest."""
    kinds = _each_once(steps)
    needed = {step.what for step in steps if step.needed}
    while len(kinds) > BEFORE:
        kinds.remove(next((what for what in kinds if what not in needed), kinds[0]))
    return kinds


def _each_once(steps: Iterable[StepView]) -> list[What]:
    return list(dict.fromkeys(step.what for step in steps))


def _node(what: What, column: int) -> Node:
    return Node(symbol_of_step(what), lw.STEP[what].lower(), what in BELIEF, column)


def _svg(several: Sequence[Node], label: str) -> Markup:
    rails = f'<path class="rail" d="M0 {UPPER}H{WIDTH}M0 {LOWER}H{WIDTH}"/>'
    lines = "".join(_line(a, b) for a, b in pairwise(several))
    marks = "".join(
        f'<use href="#m-{node.symbol}" x="{node.x}" y="{node.y}"{OPEN if node.to_come else ""}/>'
        for node in several
    )
    return Markup(  # noqa: S704 - numbers, constants, and the label that is escaped
        f'<svg class="order" role="img" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' aria-label="{escape(label)}">{rails}{lines}{marks}</svg>'
    )


def _line(a: Node, b: Node) -> str:
    style = "next" if b.to_come else "path"
    if a.y == b.y:
        return f'<path class="{style}" d="M{a.x} {a.y}H{b.x}"/>'
    turn = a.y + BEND if b.y > a.y else a.y - BEND
    bend = f"M{a.x} {a.y}H{b.x - BEND}Q{b.x} {a.y} {b.x} {turn}V{b.y}"
    return f'<path class="{style}" d="{bend}"/>'
