"""Acting: who acts, and for which workspace we act, where several organisations share a channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.context import BoltContext


def for_our_workspace(body: dict[str, Any], context: BoltContext, next: Callable[[], None]) -> None:
    """Somebody of another workspace clicks under their own team, and sends a modal off under
    ours: who they are is told by `user` alone, and what is ours by the message that was clicked.
    Bolt runs this before it looks for a token."""
    user, message = _part(body, "user"), _part(body, "message")
    theirs, ours = user.get("team_id"), message.get("team")
    if isinstance(theirs, str):
        context["actor_team_id"] = theirs
    is_our_message = bool(message) and message.get("app_id") == body.get("api_app_id")
    if body.get("type") == "block_actions" and is_our_message and isinstance(ours, str):
        context["team_id"] = ours
    next()


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}
