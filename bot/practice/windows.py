"""Windows: what the app shows in modals and on people's Home."""

from __future__ import annotations

import secrets

from bot.practice import checks, writing
from bot.practice.refusals import SlackRefusal
from bot.practice.world import Install, Json, View, World

DEEPEST = 3
"""Modals on top of each other."""


def publish_home(
    world: World, install: Install, user: str, view: Json, hash: str | None = None
) -> View:
    """Publish somebody's Home; refused: hash_conflict, invalid view."""
    with world.lock:
        who = world.users.get(user)
        if who is None or who.team != install.team or who.is_bot:
            told = ["[ERROR] user_not_found [json-pointer:/user_id]"]
            raise SlackRefusal("invalid_arguments", response_metadata={"messages": told})
        checks.check_view(view, "home")
        before = world.views.get(world.homes.get((install.team, user), ""))
        if hash and (before is None or hash != before.hash):
            raise SlackRefusal("hash_conflict")
        if before is not None:
            return _replace(world, before, view)
        shown = _new_view(world, install, user, view)
        world.homes[install.team, user] = shown.id
        return shown


def open_modal(world: World, install: Install, user: str, view: Json) -> View:
    """Open a modal over everything of this person: a new stack."""
    with world.lock:
        checks.check_view(view, "modal")
        _check_external_id(world, install, view)
        for left in world.stacks.pop(user, []):
            world.views.pop(left, None)
        shown = _new_view(world, install, user, view)
        world.stacks[user] = [shown.id]
        return shown


def push_modal(world: World, install: Install, user: str, view: Json) -> View:
    """Put a modal on top of this person's stack; refused: push_limit_reached (three in all)."""
    with world.lock:
        checks.check_view(view, "modal")
        stack = world.stacks.get(user, [])
        if not stack:
            raise SlackRefusal("invalid_trigger_id")
        if len(stack) >= DEEPEST:
            raise SlackRefusal("push_limit_reached")
        _check_external_id(world, install, view)
        shown = _new_view(world, install, user, view)
        shown.root, shown.previous = stack[0], stack[-1]
        stack.append(shown.id)
        return shown


def update_modal(
    world: World,
    view: Json,
    *,
    view_id: str | None = None,
    external_id: str | None = None,
    hash: str | None = None,
    install: Install | None = None,
) -> View:
    """Replace a view; refused: not_found, hash_conflict. What was typed stays where block_id and
    action_id stay. With `install`, only a view of that workspace is found."""
    with world.lock:
        before = _find(world, view_id, external_id, install)
        if before.id in world.homes.values():
            raise SlackRefusal("not_found")
        if hash and hash != before.hash:
            raise SlackRefusal("hash_conflict")
        checks.check_view(view, "modal")
        _check_external_id(world, None, view, apart_from=before)
        return _replace(world, before, view)


def pop_modal(world: World, view_id: str, *, whole_stack: bool = False) -> list[View]:
    """Close a modal, or the whole stack; what was closed, topmost first."""
    with world.lock:
        for user, stack in world.stacks.items():
            if view_id in stack:
                start = 0 if whole_stack else stack.index(view_id)
                closed = [world.views.pop(gone) for gone in reversed(stack[start:])]
                del stack[start:]
                if not stack:
                    del world.stacks[user]
                world.touch()
                return closed
        raise SlackRefusal("not_found")


def _new_view(world: World, install: Install, user: str, given: Json) -> View:
    view_id = world.next_id("V")
    view = View(view_id, install.team, user, {}, "", root=view_id)
    world.views[view_id] = view
    return _replace(world, view, given)


def _replace(world: World, view: View, given: Json) -> View:
    view.given = given | {"blocks": writing.with_ids(given.get("blocks", []))}
    view.external_id = given.get("external_id") or None
    view.hash = f"{int(world.now())}.{secrets.token_hex(4)}"
    view.state = _still_there(view)
    world.touch()
    return view


def _still_there(view: View) -> Json:
    """What was typed into controls that the new view has too."""
    controls = {
        (block["block_id"], control.get("action_id"))
        for block in view.given["blocks"]
        for control in (block.get("element"), block.get("accessory"), *block.get("elements", []))
        if isinstance(control, dict)
    }
    kept: Json = {}
    for block_id, actions in view.state.items():
        for action_id, value in actions.items():
            if (block_id, action_id) in controls:
                kept.setdefault(block_id, {})[action_id] = value
    return kept


def _find(
    world: World, view_id: str | None, external_id: str | None, install: Install | None
) -> View:
    for view in world.views.values():
        named = view.id == view_id if view_id else bool(external_id)
        if named and (view_id or view.external_id == external_id):
            if install is not None and view.team != install.team:
                break
            return view
    raise SlackRefusal("not_found")


def _check_external_id(
    world: World, install: Install | None, view: Json, apart_from: View | None = None
) -> None:
    """An external_id names one view of a workspace."""
    wanted = view.get("external_id")
    team = install.team if install else apart_from.team if apart_from else None
    for other in world.views.values():
        if wanted and other.external_id == wanted and other.team == team and other != apart_from:
            raise SlackRefusal("duplicate_external_id")
