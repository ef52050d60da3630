"""What somebody is asked where their words may tell who somebody is."""

from __future__ import annotations

from collections.abc import Iterable

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.words import say
from service.domain.identifying import Identifier

AS_IT_IS, ONLY_US = "as_it_is", "only_us"


def in_words(found: Iterable[Identifier]) -> str:
    """What seems to be in it."""
    return ", ".join(sorted(say(f"identifying.{one}") for one in found))


def go_on() -> Json:
    """The box to tick for words that are meant as they are; it stands last in a modal."""
    tick = b.tick([b.option(say("identifying.as_it_is"), AS_IT_IS)])
    return _field(tick)


def go_on_or_narrow() -> Json:
    """The same, for words that could be for fewer people instead."""
    both = [
        b.option(say("identifying.only_us"), ONLY_US),
        b.option(say("identifying.as_it_is"), AS_IT_IS),
    ]
    return _field(b.radio(both))


def _field(element: Json) -> Json:
    label, hint = say("identifying.label"), say("identifying.hint")
    return b.field("identifying", label, element, hint=hint, is_optional=True)
