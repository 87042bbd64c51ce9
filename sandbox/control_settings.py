"""Control API: the clock, faults, preferences, the app and its sockets."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sandbox.clock import parse_instant
from sandbox.control import Body, Handler
from sandbox.services import Services
from sandbox.wire import JSON

LONG_POLL_SECONDS = 20.0
FARTHEST_SECONDS = 20 * 366 * 86400.0
_REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")
# What may be set of the app: the name on the control API and the one it has there.
_SETS = {
    "scopes": "scopes",
    "events": "events",
    "commands": "commands",
    "unfurlDomains": "unfurl_domains",
    "metadataTypes": "metadata_types",
}
_SWITCHES = {
    "home": "home_tab_enabled",
    "messages": "messages_tab_enabled",
    "readOnly": "messages_tab_read_only",
    "should_escape": "should_escape",
    "subscriptionsDisabled": "subscriptions_disabled",
}


async def show_clock(services: Services, body: Body) -> JSON:
    """With `after` it waits until the version is another one, up to twenty seconds."""
    clock = services.workspace.clock
    after = body.request.query.get("after")
    if after is not None and after == str(clock.version):
        await clock.moved.wait(LONG_POLL_SECONDS)
    return clock.to_json()


async def move_clock(services: Services, body: Body) -> JSON:
    clock, fields = services.workspace.clock, body.fields
    if "advanceSeconds" in fields:
        clock.advance(timedelta(seconds=_seconds(fields["advanceSeconds"], "advanceSeconds")))
    elif "offsetSeconds" in fields:
        clock.set_offset(timedelta(seconds=_seconds(fields["offsetSeconds"], "offsetSeconds")))
    elif "to" in fields:
        clock.move_to(parse_instant(body.text("to")))
    else:
        raise ValueError("Give advanceSeconds, offsetSeconds or to.")
    services.workspace.changes.record("clock")
    return {"ok": True, **clock.to_json()}


def _seconds(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= FARTHEST_SECONDS:
        raise ValueError(f"{name} takes a number of seconds, at most twenty years.")
    return float(value)


async def list_faults(services: Services, body: Body) -> JSON:
    return {"ok": True, "faults": [fault.to_json() for fault in services.workspace.faults.all]}


async def add_fault(services: Services, body: Body) -> JSON:
    return {"ok": True, "fault": services.workspace.faults.add(body.fields).to_json()}


async def clear_faults(services: Services, body: Body) -> JSON:
    services.workspace.faults.clear()
    return {"ok": True}


async def set_preferences(services: Services, body: Body) -> JSON:
    services.workspace.preferences.change(body.fields)
    return {"ok": True, "preferences": services.workspace.preferences.to_json()}


async def set_limits(services: Services, body: Body) -> JSON:
    body.check_names("limits", "enabled")
    services.workspace.limits.enabled = body.flag("enabled")
    return {"ok": True, "enabled": services.workspace.limits.enabled}


async def set_app(services: Services, body: Body) -> JSON:
    app, fields = services.workspace.app, body.fields
    body.check_names("app", *_SETS, *_SWITCHES, "requestUrl")
    sets = {inner: _names(fields[outer], outer) for outer, inner in _SETS.items() if outer in fields}
    switches = {inner: body.flag(outer) for outer, inner in _SWITCHES.items() if outer in fields}
    if "requestUrl" in fields:
        app.request_url = body.optional("requestUrl")
        app.subscriptions_disabled = False
    for inner, value in (sets | switches).items():
        setattr(app, inner, value)
    services.workspace.changes.record("app")
    return {"ok": True, "app": app.to_json()}


def _names(value: object, name: str) -> set[str] | None:
    if value is None and name == "commands":
        return None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{name} takes a list of names.")
    return set(value)


async def verify(services: Services, body: Body) -> JSON:
    """Ask the request URL for Slack's challenge, as when it is first entered."""
    return {"ok": True, "verified": await services.deliveries.verify_url()}


async def install(services: Services, body: Body) -> JSON:
    """Again, with some of the optional scopes or none; what the app needs cannot be left out."""
    app = services.workspace.app
    app.install_with(_names(body.fields.get("optional", []), "optional") or ())
    app.token_revoked = False
    services.workspace.changes.record("app")
    return {"ok": True, "app": app.to_json()}


async def give_configuration_token(services: Services, body: Body) -> JSON:
    """A new one, for twelve hours."""
    workspace = services.workspace
    workspace.configuration.renew(workspace.clock.now(), workspace.identifiers)
    return {"ok": True, **workspace.configuration.to_slack()}


async def revoke(services: Services, body: Body) -> JSON:
    """The event goes out first: Slack promises no order of the two."""
    workspace = services.workspace
    tokens = {"oauth": [], "bot": [workspace.app.bot_user]}
    workspace.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
    workspace.app.token_revoked = True
    return {"ok": True}


async def uninstall(services: Services, body: Body) -> JSON:
    await revoke(services, body)
    services.workspace.emit("app_uninstalled", {"type": "app_uninstalled"})
    return {"ok": True}


async def disturb_sockets(services: Services, body: Body) -> JSON:
    """Tell every connection to go, or cut them without a word."""
    connections = list(services.socket_mode.connections)
    if body.flag("drop"):
        for connection in connections:
            services.socket_mode.drop(connection)
    else:
        reason = body.text("disconnect")
        if reason not in _REASONS:
            raise ValueError(f"disconnect takes one of {', '.join(_REASONS)}.")
        await asyncio.gather(*(one.disconnect(reason) for one in connections))
    return {"ok": True, "connections": len(connections)}


async def reset(services: Services, body: Body) -> JSON:
    services.workspace.reset()
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
    ("POST", "/app/install", install),
    ("POST", "/app/configuration-token", give_configuration_token),
    ("POST", "/app/revoke", revoke),
    ("POST", "/app/uninstall", uninstall),
    ("POST", "/socket", disturb_sockets),
    ("POST", "/reset", reset),
)
