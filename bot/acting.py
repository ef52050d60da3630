"""Acting: who acts, and for which workspace we act, where several organisations share a channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt.context import BoltContext

Middleware = Callable[[dict[str, Any], BoltContext, Callable[[], None]], None]


def for_our_workspace(teams_of: Callable[[str], Sequence[str]]) -> Middleware:
    """Somebody of another workspace clicks under their own team, and sends a modal off under
    ours: who they are is told by `user` alone, and what is ours by the message that was clicked;
    where Slack does not repeat that, as only they see it, by whose channel it is (`teams_of`).
    Bolt runs this before it looks for a token."""

    def acting(body: dict[str, Any], context: BoltContext, next: Callable[[], None]) -> None:
        user, message = _part(body, "user"), _part(body, "message")
        theirs, ours = user.get("team_id"), message.get("team")
        if isinstance(theirs, str):
            context["actor_team_id"] = theirs
        is_our_message = bool(message) and message.get("app_id") == body.get("api_app_id")
        if body.get("type") == "block_actions" and is_our_message and isinstance(ours, str):
            context["team_id"] = ours
        elif _part(body, "container").get("is_ephemeral") and not message:
            teams = teams_of(str(_part(body, "channel").get("id")))
            if teams and theirs not in teams:
                context["team_id"] = teams[0]
        next()

    return acting


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}
