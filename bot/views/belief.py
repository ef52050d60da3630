"""The modals for what people believe: one to write a belief down, one to doubt one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.identifying import go_on
from bot.views.reflect import safety
from bot.words import say
from service.domain.vocabulary import Basis, BeliefKind
from service.web import form_words as w

NO_WORDS = "(no words)"


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: an id, and its first words."""

    id: str
    words: str
    note: str | None = None


@dataclass(frozen=True)
class Doubting:
    """What the modal for a doubt offers."""

    beliefs: Sequence[Choice]
    reflections: Sequence[Choice]
    belief: UUID | None = None
    """The one that somebody doubts, where they said so already."""


def modal(metadata: str) -> Json:
    """The modal in which somebody writes down what is believed."""
    return b.modal(
        "belief",
        say("belief.title"),
        [
            b.actions(b.button(say("belief.to_doubt"), "belief.doubt"), block_id="other_way"),
            b.field(
                "statement",
                say("belief.statement"),
                b.text_box(),
                hint=say("belief.statement_hint"),
            ),
            *safety("belief"),
            b.field(
                "basis",
                say("belief.basis"),
                b.radio([b.option(w.BASES[one], one) for one in Basis], Basis.ESPOUSED),
            ),
            b.field("because", say("belief.because"), b.text_box(), is_optional=True),
            b.field(
                "we_would_doubt_if",
                say("belief.doubt"),
                b.text_box(),
                hint=say("belief.doubt_hint"),
            ),
            kind_field(),
            go_on(),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def doubt_modal(doubting: Doubting, metadata: str) -> Json:
    """The modal in which somebody says what does not fit a belief."""
    if not doubting.beliefs:
        blocks = [_back(), b.section(say("belief.nothing_yet"))]
        title, close = say("belief.doubt_title"), say("common.close")
        return b.modal("doubt", title, blocks, close=close, metadata=metadata)
    return b.modal(
        "doubt",
        say("belief.doubt_title"),
        [
            _back(),
            b.field(
                "assumption",
                say("belief.which"),
                b.menu(
                    options(doubting.beliefs),
                    str(doubting.belief) if doubting.belief else None,
                    say("belief.which_pick"),
                ),
            ),
            *_evidence(doubting.reflections),
            b.field(
                "noticed",
                say("belief.noticed"),
                b.text_box(),
                hint=say("belief.noticed_hint"),
                is_optional=True,
            ),
            *safety("doubt"),
            b.field("reason", say("belief.reason"), b.text_box(), is_optional=True),
            go_on(),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def kind_field() -> Json:
    """Which question a belief answers; a guess about what works where nobody says."""
    return b.field(
        "kind",
        say("belief.kind"),
        b.menu([b.option(w.KINDS[one], one) for one in BeliefKind], BeliefKind.ACTION_HYPOTHESIS),
        hint=say("belief.kind_hint"),
    )


def options(choices: Sequence[Choice]) -> list[Json]:
    """What can be chosen, as Slack shows it: each by its first words."""
    return [b.option(" ".join(one.words.split()) or NO_WORDS, one.id, one.note) for one in choices]


def several(name: str, label: str, choices: Sequence[Choice], pick: str, **more: Any) -> list[Json]:
    """A field to choose several from; nothing where there is nothing to choose."""
    if not choices:
        return []
    made = b.menu_of_several(options(choices), placeholder=pick)
    return [b.field(name, label, made, is_optional=True, **more)]


def _evidence(reflections: Sequence[Choice]) -> list[Json]:
    label, pick = say("belief.evidence"), say("belief.evidence_pick")
    return several("evidence", label, reflections, pick, hint=say("belief.evidence_hint"))


def _back() -> Json:
    return b.actions(b.button(say("belief.to_state"), "belief.open"), block_id="other_way")
