"""Control API: the clock, faults, preferences, the app and its sockets."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.clock import parse_instant
from sandbox.control import Body, Handler
from sandbox.wire import JSON

if TYPE_CHECKING:
    from sandbox.server import Sandbox

LONG_POLL_SECONDS = 20.0
FARTHEST_SECONDS = 20 * 366 * 86400.0
_REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


async def show_clock(sandbox: Sandbox, body: Body) -> JSON:
    """With `after` it waits until the version is another one, up to twenty seconds."""
    clock = sandbox.workspace.clock
    after = body.request.query.get("after")
    if after is not None and after == str(clock.version):
        await clock.moved.wait(LONG_POLL_SECONDS)
    return clock.to_json()


async def move_clock(sandbox: Sandbox, body: Body) -> JSON:
    clock, fields = sandbox.workspace.clock, body.fields
    if "advanceSeconds" in fields:
        clock.advance(timedelta(seconds=_seconds(fields["advanceSeconds"], "advanceSeconds")))
    elif "offsetSeconds" in fields:
        clock.set_offset(timedelta(seconds=_seconds(fields["offsetSeconds"], "offsetSeconds")))
    elif "to" in fields:
        clock.move_to(parse_instant(body.text("to")))
    else:
        raise ValueError("Give advanceSeconds, offsetSeconds or to.")
    sandbox.workspace.changes.record("clock")
    return {"ok": True, **clock.to_json()}


def _seconds(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= FARTHEST_SECONDS:
        raise ValueError(f"{name} takes a number of seconds, at most twenty years.")
    return float(value)


async def list_faults(sandbox: Sandbox, body: Body) -> JSON:
    return {"ok": True, "faults": [fault.to_json() for fault in sandbox.workspace.faults.all]}


async def add_fault(sandbox: Sandbox, body: Body) -> JSON:
    return {"ok": True, "fault": sandbox.workspace.faults.add(body.fields).to_json()}


async def clear_faults(sandbox: Sandbox, body: Body) -> JSON:
    sandbox.workspace.faults.clear()
    return {"ok": True}


async def set_preferences(sandbox: Sandbox, body: Body) -> JSON:
    sandbox.workspace.preferences.change(body.fields)
    return {"ok": True, "preferences": sandbox.workspace.preferences.to_json()}


async def set_limits(sandbox: Sandbox, body: Body) -> JSON:
    sandbox.workspace.limits.enabled = body.flag("enabled")
    return {"ok": True, "enabled": sandbox.workspace.limits.enabled}


async def set_app(sandbox: Sandbox, body: Body) -> JSON:
    app, fields = sandbox.workspace.app, body.fields
    for name in ("scopes", "events", "commands"):
        if name in fields:
            setattr(app, name, _names(fields[name], name))
    if "requestUrl" in fields:
        app.request_url = body.optional("requestUrl")
        app.subscriptions_disabled = False
    switches = {
        "home": "home_tab_enabled",
        "messages": "messages_tab_enabled",
        "readOnly": "messages_tab_read_only",
        "should_escape": "should_escape",
        "subscriptionsDisabled": "subscriptions_disabled",
    }
    for outer, inner in switches.items():
        if outer in fields:
            setattr(app, inner, body.flag(outer))
    sandbox.workspace.changes.record("app")
    return {"ok": True, "app": app.to_json()}


def _names(value: object, name: str) -> set[str] | None:
    if value is None and name == "commands":
        return None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{name} takes a list of names.")
    return set(value)


async def verify(sandbox: Sandbox, body: Body) -> JSON:
    """Ask the request URL for Slack's challenge, as when it is first entered."""
    return {"ok": True, "verified": await sandbox.deliveries.verify_url()}


async def revoke(sandbox: Sandbox, body: Body) -> JSON:
    """The event goes out first: Slack promises no order of the two."""
    workspace = sandbox.workspace
    tokens = {"oauth": [], "bot": [workspace.app.bot_user]}
    workspace.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
    workspace.app.token_revoked = True
    return {"ok": True}


async def uninstall(sandbox: Sandbox, body: Body) -> JSON:
    await revoke(sandbox, body)
    sandbox.workspace.emit("app_uninstalled", {"type": "app_uninstalled"})
    return {"ok": True}


async def disturb_sockets(sandbox: Sandbox, body: Body) -> JSON:
    """Tell every connection to go, or cut them without a word."""
    connections = list(sandbox.socket_mode.connections)
    if body.flag("drop"):
        for connection in connections:
            sandbox.socket_mode.drop(connection)
    else:
        reason = body.text("disconnect")
        if reason not in _REASONS:
            raise ValueError(f"disconnect takes one of {', '.join(_REASONS)}.")
        await asyncio.gather(*(one.disconnect(reason) for one in connections))
    return {"ok": True, "connections": len(connections)}


async def reset(sandbox: Sandbox, body: Body) -> JSON:
    sandbox.workspace.reset()
    return {"ok": True}


SETTINGS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/clock", show_clock),
    ("POST", "/clock", move_clock),
    ("GET", "/faults", list_faults),
    ("POST", "/faults", add_fault),
    ("DELETE", "/faults", clear_faults),
    ("POST", "/preferences", set_preferences),
    ("POST", "/limits", set_limits),
    ("POST", "/app", set_app),
    ("POST", "/app/verify", verify),
    ("POST", "/app/revoke", revoke),
    ("POST", "/app/uninstall", uninstall),
    ("POST", "/socket", disturb_sockets),
    ("POST", "/reset", reset),
)
