"""The modal in which a coordinator says who looks after what in a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.words import say
from service.domain.vocabulary import PlaceRole

MOST_PEOPLE = 10


def modal(held: Mapping[PlaceRole, Sequence[str]], metadata: str) -> Json:
    """Each role, with the people of this workspace who hold it now, as Slack's ids."""
    return b.modal(
        "roles",
        say("roles.title"),
        [b.context(say("roles.what")), *(_who(role, held.get(role, ())) for role in PlaceRole)],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def _who(role: PlaceRole, users: Sequence[str]) -> Json:
    chosen: Json = {
        "type": "multi_users_select",
        "placeholder": b.plain(say("decide.people_pick"), 150),
        "max_selected_items": MOST_PEOPLE,
    }
    if users:
        chosen["initial_users"] = list(users)[:MOST_PEOPLE]
    hint = say(f"setup.{role}_hint")
    return b.field(role, say(f"setup.{role}"), chosen, hint=hint, is_optional=True)
