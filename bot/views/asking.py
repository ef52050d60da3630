"""How somebody is asked: what their Home says of it, and the modal in which they change it."""

from __future__ import annotations

from datetime import time

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.prompt import WEEKDAYS
from bot.words import say
from service.domain.cadence import Asking, Every

AS_THE_PLACE = "place"
"""The choice that leaves it as the place does it."""
YES, NO, NOTHING = "yes", "no", "nothing"
HOURS = tuple(time(hour) for hour in range(9, 17))
WORKING_DAYS = 5


def modal(place_name: str, asking: Asking, metadata: str) -> Json:
    """All that somebody can choose about being asked."""
    return b.modal(
        "asking",
        say("asking.title"),
        [
            b.field("is_asked", say("asking.is_asked", place=place_name), _whether(asking)),
            b.field("weekday", say("asking.weekday"), _weekday(asking)),
            b.field("at", say("asking.at"), _hour(asking), hint=say("asking.at_hint")),
            b.field("every", say("asking.every"), _how_often(asking)),
            b.field(
                "paused_until",
                say("asking.paused"),
                b.day(asking.paused_until.isoformat() if asking.paused_until else None),
                hint=say("asking.paused_hint"),
                is_optional=True,
            ),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def _whether(asking: Asking) -> Json:
    offered = [b.option(say(f"asking.{one}"), one) for one in (YES, NO, NOTHING)]
    not_asked = NOTHING if asking.wants_nothing else NO
    return b.radio(offered, not_asked if asking.is_asked is False else YES)


def _weekday(asking: Asking) -> Json:
    days = [
        b.option(say(f"weekdays.{name}"), number)
        for number, name in enumerate(WEEKDAYS[:WORKING_DAYS])
    ]
    chosen = AS_THE_PLACE if asking.weekday is None else str(asking.weekday)
    return b.menu([_as_the_place(), *days], chosen)


def _hour(asking: Asking) -> Json:
    hours = sorted({*HOURS, *([asking.at] if asking.at else [])})
    offered = [b.option(f"{at:%H:%M}", f"{at:%H:%M}") for at in hours]
    chosen = f"{asking.at:%H:%M}" if asking.at else AS_THE_PLACE
    return b.menu([_as_the_place(), *offered], chosen)


def _how_often(asking: Asking) -> Json:
    offered = [b.option(say(f"asking.{one}"), one) for one in Every]
    return b.menu([_as_the_place(), *offered], asking.every or AS_THE_PLACE)


def _as_the_place() -> Json:
    return b.option(say("asking.as_the_place"), AS_THE_PLACE)
