"""Who am I, and where is the socket."""

from __future__ import annotations

from sandbox.methods.registry import SPECIAL, Call, method
from sandbox.people import TEAM_ID
from sandbox.wire import JSON


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


@method("team.info", scopes=("team:read",), json=False)
def show_team(call: Call) -> JSON:
    return {"team": {**call.workspace.team(), "icon": {"image_default": True}}}
