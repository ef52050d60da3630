"""The modal in which somebody looks at a decision again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import blocks as b
from bot.views.belief import Choice
from bot.views.blocks import Json
from bot.views.identifying import go_on
from bot.views.reflect import safety
from bot.words import say
from service.domain.values import Standing
from service.domain.vocabulary import SYSTEM_PERSPECTIVES, ReviewResult

MOST_BELIEFS = 10
NOT_SAID = "none"


def modal(title: str, expected: str | None, beliefs: Sequence[Choice], metadata: str) -> Json:
    """What happened, how what it rests on stands now, what becomes of it, and who was heard."""
    return b.modal(
        "review",
        say("review.title"),
        [
            b.quote(title),
            *([b.section(say("review.expected")), b.quote(expected)] if expected else []),
            b.field("expected_vs_actual", say("review.happened"), b.text_box()),
            *safety("review"),
            *(_belief(one) for one in beliefs[:MOST_BELIEFS]),
            b.field("result", say("review.result"), _results()),
            b.field(
                "affected_heard",
                say("review.heard"),
                _heard(),
                hint=say("review.heard_hint"),
                is_optional=True,
            ),
            b.field(
                "why_nobody_affected", say("review.why_nobody"), b.text_box(), is_optional=True
            ),
            b.field(
                "others",
                say("review.others"),
                b.text_box(),
                hint=say("decide.others_hint"),
                is_optional=True,
            ),
            b.field(
                "review_again_on",
                say("review.again"),
                b.day(),
                hint=say("decide.review_on_hint"),
                is_optional=True,
            ),
            go_on(),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def _belief(one: Choice) -> Json:
    """How something that it rests on stands now."""
    offered = [b.option(say(f"review.belief_{standing}"), standing) for standing in Standing]
    not_said = b.option(say("review.belief_not_said"), NOT_SAID)
    label = say("review.belief", words=b.short(one.words, 1_500))
    return b.field(f"beliefs-{one.id}", label, b.menu([not_said, *offered], NOT_SAID))


def _results() -> Json:
    return b.radio([b.option(say(f"review.result_{one}"), one) for one in ReviewResult])


def _heard() -> Json:
    offered = [b.option(say(f"perspectives.{one}"), one) for one in SYSTEM_PERSPECTIVES]
    return b.menu_of_several(offered, placeholder=say("decide.several_pick"))
