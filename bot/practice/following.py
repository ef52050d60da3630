"""Following: what happens to a submitted view, as the app's answer says."""

from __future__ import annotations

from dataclasses import dataclass

from bot.practice import actions
from bot.practice.deliveries import Answer
from bot.practice.inputs import elements
from bot.practice.refusals import SlackRefusal
from bot.practice.showing import Shown
from bot.practice.world import Json, View, World

TROUBLE = "Slack had some trouble with what the app answered: "


@dataclass(frozen=True)
class Followed:
    """What came of an answer: a problem that the person sees, or errors beside the fields."""

    problem: str = ""
    errors: Json | None = None


def follow(world: World, shown: Shown, answer: Answer) -> Followed:
    """Do with a submitted view what the app answered."""
    view, body = shown.view, answer.body
    assert view is not None
    if answer.text:
        return Followed(TROUBLE + "it is neither empty nor a JSON object.")
    with world.lock:
        try:
            return _follow(world, shown, view, body)
        except SlackRefusal as refusal:
            told = "; ".join(refusal.more.get("response_metadata", {}).get("messages", []))
            return Followed(TROUBLE + refusal.code + (f" ({told})" if told else "") + ".")


def _follow(world: World, shown: Shown, view: View, body: Json) -> Followed:
    kind = body.get("response_action")
    if kind is None and body:
        return Followed(TROUBLE + "it has no response_action.")
    if kind == "errors":
        return _errors(shown, body.get("errors"))
    if kind in ("update", "push") and not isinstance(body.get("view"), dict):
        return Followed(TROUBLE + f"{kind} needs a view.")
    if kind == "update":
        actions.update_modal(world, body["view"], view_id=view.id)
    elif kind == "push":
        actions.push_modal(world, shown.install, view.user, body["view"])
    elif kind == "clear":
        actions.pop_modal(world, view.id, whole_stack=True)
    elif kind is None:
        # The app may have closed or replaced it by itself while it answered.
        if view.id in world.stacks.get(view.user, []):
            actions.pop_modal(world, view.id)
    else:
        return Followed(TROUBLE + f"there is no response_action {kind}.")
    return Followed()


def _errors(shown: Shown, errors: object) -> Followed:
    inputs = {found.block_id for found in elements(shown.blocks) if found.is_input}
    if not isinstance(errors, dict) or not errors:
        return Followed(TROUBLE + "errors names no field.")
    if strange := sorted(set(errors) - inputs):
        return Followed(TROUBLE + f"errors names {', '.join(strange)}, which is no input block.")
    if not all(isinstance(text, str) and text for text in errors.values()):
        return Followed(TROUBLE + "an error must be words.")
    return Followed(errors=dict(errors))
