"""`views.*`: modals and Homes."""

from __future__ import annotations

from sandbox.methods.registry import Call, method
from sandbox.showing import checked_view, new_view, replace_view
from sandbox.values import initial_values
from sandbox.views import View
from sandbox.wire import JSON, SlackError, invalid_arguments


@method("views.open", required=("trigger_id", "view"), tier=4)
def open_view(call: Call) -> JSON:
    content = read_view(call, ("modal",))
    trigger = call.workspace.tickets.use_trigger(call.text("trigger_id"))
    call.workspace.views.refuse_duplicate(content)
    view = new_view(call.workspace, trigger.user, content)
    call.workspace.views.open(view)
    call.workspace.changes.record("view", user=trigger.user)
    return {"view": view.to_slack()}


@method("views.push", required=("trigger_id", "view"), tier=4)
def push_view(call: Call) -> JSON:
    """Only from a modal that is open."""
    content = read_view(call, ("modal",))
    trigger = call.workspace.tickets.use_trigger(call.text("trigger_id"))
    if not call.workspace.views.stack(trigger.user):
        raise SlackError("not_found")
    call.workspace.views.refuse_duplicate(content)
    view = new_view(call.workspace, trigger.user, content)
    call.workspace.views.push(view)
    call.workspace.changes.record("view", user=trigger.user)
    return {"view": view.to_slack()}


@method("views.update", required=("view",), tier=4)
def update_view(call: Call) -> JSON:
    if not call.given("view_id") and not call.given("external_id"):
        raise invalid_arguments("missing required field: view_id")
    content = read_view(call, ("modal", "home"))
    view = call.workspace.views.find(call.text("view_id"), call.text("external_id"))
    if content["type"] != view.content["type"]:
        raise invalid_arguments(f"must be one of: {view.content['type']} [json-pointer:/view/type]")
    _refuse_stale(call, view)
    call.workspace.views.refuse_duplicate(content, view)
    replace_view(call.workspace, view, content)
    return {"view": view.to_slack()}


@method("views.publish", required=("user_id", "view"), tier=4)
def publish_view(call: Call) -> JSON:
    content = read_view(call, ("home",))
    person = call.workspace.person(call.text("user_id"))
    if not call.workspace.app.home_tab_enabled:
        raise SlackError("not_enabled")
    views = call.workspace.views
    view = views.homes.get(person.id)
    if view is None:
        view = views.homes[person.id] = new_view(call.workspace, person.id, content)
        view.values = initial_values(view.blocks)
    else:
        _refuse_stale(call, view)
    replace_view(call.workspace, view, content)
    return {"view": view.to_slack()}


def _refuse_stale(call: Call, view: View) -> None:
    if call.given("hash") and call.text("hash") != view.hash:
        raise SlackError("hash_conflict")


def read_view(call: Call, types: tuple[str, ...]) -> JSON:
    """Raises `invalid_arguments` with what is wrong where, `view_too_large`."""
    try:
        content = call.structure("view")
    except ValueError as problem:
        raise invalid_arguments("failed to parse JSON [json-pointer:/view]") from problem
    return checked_view(call.workspace, content, types)
