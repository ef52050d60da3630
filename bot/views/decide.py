"""The modal in which somebody notes a decision: what it rests on, and who was asked and not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.views import blocks as b
from bot.views.belief import Choice, kind_field, options, several
from bot.views.blocks import Json
from bot.views.identifying import go_on
from bot.views.reflect import safety
from bot.words import say

DECIDED, OPEN = "decided", "open"
NONE = "none"
MOST_PEOPLE = 5
"""Each person who is chosen is looked up while Slack waits."""


@dataclass(frozen=True)
class Deciding:
    """What the modal offers, and what was typed before it changed."""

    metadata: str
    is_decided: bool = True
    beliefs: Sequence[Choice] = ()
    trials: Sequence[Choice] = ()
    waiting: Sequence[Choice] = ()
    """Questions that wait to be decided."""
    cites: Sequence[Choice] = ()
    review_on: str = ""
    behaviours: Sequence[Choice] = ()
    blocks: Sequence[Choice] = ()
    """Both only for people who see the framework's words."""
    typed: dict[str, str] = field(default_factory=dict)


def modal(deciding: Deciding) -> Json:
    """The modal, for what is decided or for what still has to be."""
    return b.modal(
        "decide",
        say("decide.title"),
        [
            _stage(deciding),
            *(_decided(deciding) if deciding.is_decided else _open(deciding)),
            go_on(),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=deciding.metadata,
    )


def _stage(deciding: Deciding) -> Json:
    """Choosing here changes what is asked below, at once."""
    chosen = DECIDED if deciding.is_decided else OPEN
    offered = [
        b.option(say("decide.stage_decided"), DECIDED),
        b.option(say("decide.stage_open"), OPEN),
    ]
    made = b.field("decide.stage", say("decide.stage"), b.radio(offered, chosen))
    return made | {"dispatch_action": True}


def _open(deciding: Deciding) -> list[Json]:
    return [
        b.field("chosen", say("decide.question"), b.text_box(initial=deciding.typed.get("chosen"))),
        *safety("decide"),
        b.field(
            "options",
            say("decide.options"),
            b.text_box(),
            hint=say("decide.options_hint"),
            is_optional=True,
        ),
        *_trial(deciding),
    ]


def _decided(deciding: Deciding) -> list[Json]:
    typed = deciding.typed
    return [
        *_one_of("decision", say("decide.waiting"), say("decide.waiting_none"), deciding.waiting),
        b.field("chosen", say("decide.chosen"), b.text_box(initial=typed.get("chosen"))),
        *safety("decide"),
        b.field("why", say("decide.why"), b.text_box()),
        *_cites(deciding.cites),
        *_rests_on(deciding.beliefs),
        *_people("decided_by", say("decide.decided_by")),
        _others("decided_by_words", say("decide.decided_by_words"), say("decide.others_hint")),
        *_people("consulted", say("decide.consulted")),
        _others("consulted_words", say("decide.consulted_words"), say("decide.consulted_hint")),
        b.field(
            "not_consulted",
            say("decide.not_consulted"),
            b.text_box(),
            hint=say("decide.not_consulted_hint"),
        ),
        b.field("expected", say("decide.expected"), b.text_box(), is_optional=True),
        b.field(
            "review_on",
            say("decide.review_on"),
            b.day(deciding.review_on),
            hint=say("decide.review_on_hint"),
            is_optional=True,
        ),
        *_trial(deciding),
        *several(
            "building_blocks",
            say("decide.blocks"),
            deciding.blocks,
            say("decide.several_pick"),
        ),
        *several(
            "behaviours",
            say("decide.behaviours"),
            deciding.behaviours,
            say("decide.several_pick"),
        ),
    ]


def _rests_on(beliefs: Sequence[Choice]) -> list[Json]:
    """Choose what was written down before, or write it down now."""
    hint = say("decide.new_belief_hint" if beliefs else "decide.new_belief_first")
    return [
        *several(
            "rests_on",
            say("decide.rests_on"),
            beliefs,
            say("decide.rests_on_pick"),
            hint=say("decide.rests_on_hint"),
        ),
        b.field("statement", say("decide.new_belief"), b.text_box(), hint=hint, is_optional=True),
        b.field(
            "we_would_doubt_if",
            say("decide.doubt"),
            b.text_box(),
            hint=say("decide.doubt_hint"),
            is_optional=True,
        ),
        kind_field() | {"optional": True},
    ]


def _people(name: str, label: str) -> list[Json]:
    chosen: Json = {
        "type": "multi_users_select",
        "placeholder": b.plain(say("decide.people_pick"), 150),
        "max_selected_items": MOST_PEOPLE,
    }
    return [b.field(name, label, chosen, is_optional=True)]


def _others(name: str, label: str, hint: str) -> Json:
    return b.field(name, label, b.text_box(), hint=hint, is_optional=True)


def _cites(cites: Sequence[Choice]) -> list[Json]:
    """Ticked to begin with: that is where they came from."""
    if not cites:
        return []
    made = b.tick(options(cites), [one.id for one in cites])
    return [b.field("cites", say("decide.cites"), made, is_optional=True)]


def _trial(deciding: Deciding) -> list[Json]:
    none = say("decide.prototype_none")
    return _one_of("prototype", say("decide.prototype"), none, deciding.trials)


def _one_of(name: str, label: str, none: str, choices: Sequence[Choice]) -> list[Json]:
    if not choices:
        return []
    offered = [b.option(none, NONE), *options(choices)]
    return [b.field(name, label, b.menu(offered, NONE))]
