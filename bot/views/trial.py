"""The modal in which somebody says what a trial taught, and what becomes of it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.views import blocks as b
from bot.views.belief import Choice, options, several
from bot.views.blocks import Json
from bot.views.identifying import go_on
from bot.views.reflect import safety
from bot.words import say

Next = Literal["going", "margins", "ended", "normalised"]
NEXTS: tuple[Next, ...] = get_args(Next)


@dataclass(frozen=True)
class Learned:
    """What the modal offers, and what was typed before it changed."""

    metadata: str
    trials: Sequence[Choice] = ()
    trial: str | None = None
    expected: str | None = None
    """What people thought would happen in the trial that is chosen."""
    next: Next = "going"
    blocks: Sequence[Choice] = ()
    """Only for people who see the framework's words."""
    decisions: Sequence[Choice] = ()
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def nexts(self) -> list[Next]:
        """What may become of it: only who sees what shapes the work can say what it changed."""
        return [one for one in NEXTS if one != "normalised" or self.blocks]


def modal(learned: Learned) -> Json:
    """The modal."""
    if not learned.trials:
        blocks = [b.section(say("trial.none_yet"))]
        return b.modal("trial", say("trial.title"), blocks, close=say("common.close"))
    typed = learned.typed
    return b.modal(
        "trial",
        say("trial.title"),
        [
            _which(learned),
            *_expected(learned.expected),
            b.field("done", say("trial.done"), b.text_box(initial=typed.get("done"))),
            *safety("trial"),
            b.field("learned", say("trial.learned"), b.text_box(initial=typed.get("learned"))),
            *_about(learned.blocks),
            _so_what(learned),
            *_of_next(learned),
            go_on(),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=learned.metadata,
    )


def _which(learned: Learned) -> Json:
    """Choosing another trial shows what people thought of that one."""
    offered = b.menu(options(learned.trials), learned.trial, say("trial.which_pick"))
    return b.field("trial.which", say("trial.which"), offered) | {"dispatch_action": True}


def _expected(expected: str | None) -> list[Json]:
    return [b.section(say("trial.expected")), b.quote(expected)] if expected else []


def _so_what(learned: Learned) -> Json:
    """Choosing here changes what is asked below, at once."""
    offered = [b.option(say(f"trial.next_{one}"), one) for one in learned.nexts]
    made = b.field("trial.next", say("trial.next"), b.radio(offered, learned.next))
    return made | {"dispatch_action": True}


def _about(blocks: Sequence[Choice]) -> list[Json]:
    if not blocks:
        return []
    offered = b.menu(options(blocks))
    hint = say("trial.block_hint")
    return [b.field("building_block", say("trial.block"), offered, hint=hint, is_optional=True)]


def _of_next(learned: Learned) -> list[Json]:
    match learned.next:
        case "going":
            return [_box("next_step", say("trial.next_step"), is_optional=True)]
        case "margins":
            hint = say("trial.conditions_hint")
            return [b.field("conditions_missing", say("trial.conditions"), b.text_box(), hint=hint)]
        case "ended":
            return [
                _box("what_we_keep", say("trial.keep")),
                _box("what_remains", say("trial.remains"), is_optional=True),
            ]
        case "normalised":
            pick = say("trial.several_pick")
            return [
                *several("building_blocks", say("trial.blocks"), learned.blocks, pick),
                *several("decisions", say("trial.decisions"), learned.decisions, pick),
                _box("note", say("trial.note"), is_optional=True),
            ]


def _box(name: str, label: str, *, is_optional: bool = False) -> Json:
    return b.field(name, label, b.text_box(), is_optional=is_optional)
