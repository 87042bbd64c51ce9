"""``views.*``: modals and Homes."""

from __future__ import annotations

import json

from bot.sandbox.block_kit import check_view
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.posting import with_ids
from bot.sandbox.values import initial_values
from bot.sandbox.views import View
from bot.sandbox.wire import JSON, SlackError, invalid_arguments
from bot.sandbox.workspace import Workspace

MOST_BYTES = 250_000


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
    """Raises ``invalid_arguments`` with what is wrong where, ``view_too_large``."""
    try:
        content = call.structure("view")
    except ValueError as problem:
        raise invalid_arguments("failed to parse JSON [json-pointer:/view]") from problem
    return checked_view(content, types)


def checked_view(content: object, types: tuple[str, ...]) -> JSON:
    if not isinstance(content, dict):
        raise invalid_arguments("must be a valid view object [json-pointer:/view]")
    if len(json.dumps(content)) > MOST_BYTES:
        raise SlackError("view_too_large")
    verdict = check_view(content, types)
    if verdict.complaints:
        raise invalid_arguments(*verdict.complaints)
    return content


def new_view(workspace: Workspace, user: str, content: JSON) -> View:
    view_id = workspace.identifiers.next("V0")
    return View(
        id=view_id,
        user=user,
        content={**content, "blocks": with_ids(workspace, content["blocks"])},
        hash=_new_hash(workspace),
        app_id=workspace.app.id,
        bot_id=workspace.app.bot_id,
        root_id=view_id,
    )


def replace_view(workspace: Workspace, view: View, content: JSON) -> None:
    view.replace({**content, "blocks": with_ids(workspace, content["blocks"])}, _new_hash(workspace))
    workspace.changes.record("home" if content["type"] == "home" else "view", user=view.user)


def _new_hash(workspace: Workspace) -> str:
    return workspace.identifiers.view_hash(workspace.clock.now().timestamp())
