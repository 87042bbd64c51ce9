"""Who am I, where is the socket, and how is the app configured."""

from __future__ import annotations

import re

from sandbox.manifest import exported
from sandbox.methods.registry import SPECIAL, Call, method
from sandbox.people import TEAM_ID
from sandbox.wire import JSON, SlackError

_APP_ID = re.compile(r"A[A-Z0-9]+")


@method("api.test", tier=4, token="none")
def test_api(call: Call) -> JSON:
    if call.given("error"):
        return {"ok": False, "error": call.text("error"), "args": dict(call.arguments)}
    return {"args": dict(call.arguments)} if call.arguments else {}


@method("auth.test", tier=SPECIAL)
def test_auth(call: Call) -> JSON:
    team, app = call.workspace.team(), call.workspace.app
    return {
        "url": f"https://{team['domain']}.slack.com/",
        "team": team["name"],
        "user": app.bot_handle,
        "team_id": TEAM_ID,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", token="app")
def open_connection(call: Call) -> JSON:
    ticket = call.workspace.tickets.new_socket_ticket()
    socket_url = call.base_url.replace("http", "ws", 1)
    return {"url": f"{socket_url}/link?ticket={ticket}&app_id={call.workspace.app.id}"}


@method("apps.manifest.export", required=("app_id",), token="configuration")
def export_manifest(call: Call) -> JSON:
    """Raises `invalid_app_id`, and `app_not_found` for another app's."""
    if not _APP_ID.fullmatch(call.text("app_id")):
        raise SlackError("invalid_app_id")
    if call.text("app_id") != call.workspace.app.id:
        raise SlackError("app_not_found")
    return {"manifest": exported(call.workspace.app)}


@method("tooling.tokens.rotate", required=("refresh_token",), tier=SPECIAL, token="none")
def rotate_token(call: Call) -> JSON:
    """The next configuration token. Raises `invalid_refresh_token`."""
    workspace = call.workspace
    workspace.configuration.rotate(call.text("refresh_token"), workspace.clock.now(), workspace.identifiers)
    return {**workspace.configuration.to_slack(), "team_id": TEAM_ID}


@method("team.info", scopes=("team:read",), json=False)
def show_team(call: Call) -> JSON:
    return {"team": {**call.workspace.team(), "icon": {"image_default": True}}}
