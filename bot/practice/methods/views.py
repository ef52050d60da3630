"""views.*: modals, and what the app shows on somebody's Home."""

from __future__ import annotations

from bot.practice import actions
from bot.practice.methods.call import Call, Method, missing
from bot.practice.refusals import SlackRefusal
from bot.practice.wire import view_json
from bot.practice.world import Json, View


def open_(call: Call) -> Json:
    """views.open: leave for it is given by a click."""
    view = _given(call)
    return _shown(call, actions.open_modal(call.world, call.app, _whose_click(call), view))


def push(call: Call) -> Json:
    """views.push."""
    view = _given(call)
    return _shown(call, actions.push_modal(call.world, call.app, _whose_click(call), view))


def update(call: Call) -> Json:
    """views.update, by view_id or external_id."""
    view_id, external_id = call.maybe("view_id"), call.maybe("external_id")
    if not view_id and not external_id:
        raise missing("view_id")
    view = actions.update_modal(
        call.world,
        _given(call),
        view_id=view_id,
        external_id=external_id,
        hash=call.maybe("hash"),
        install=call.app,
    )
    return _shown(call, view)


def publish(call: Call) -> Json:
    """views.publish."""
    user, view = call.need("user_id"), _given(call)
    features = call.world.app.manifest.get("features", {})
    if features and not features.get("app_home", {}).get("home_tab_enabled", False):
        raise SlackRefusal("not_enabled")
    return _shown(call, actions.publish_home(call.world, call.app, user, view, call.maybe("hash")))


def _given(call: Call) -> Json:
    view = call.object("view", "invalid_arguments")
    if view is None:
        raise missing("view")
    return view


def _whose_click(call: Call) -> str:
    trigger_id = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger_id:
        raise missing("trigger_id")
    team, user = call.world.triggers.use(trigger_id)
    if team != call.team:
        raise SlackRefusal("invalid_trigger_id")
    return user


def _shown(call: Call, view: View) -> Json:
    return {"view": view_json(call.world, view)}


METHODS = {
    "views.open": Method(open_, tokens=("bot",)),
    "views.push": Method(push, tokens=("bot",)),
    "views.update": Method(update, tokens=("bot",)),
    "views.publish": Method(publish, tokens=("bot",)),
}
