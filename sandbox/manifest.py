"""The manifest of the app as it is configured now, which is not what its installation was granted."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sandbox.installation import App
from sandbox.wire import JSON


def exported(app: App) -> JSON:
    """As `apps.manifest.export` gives it: what was read, with what was changed since."""
    manifest = deepcopy(app.manifest)
    features, settings = (manifest.setdefault(name, {}) for name in ("features", "settings"))
    manifest.setdefault("display_information", {"name": app.name})
    manifest.setdefault("oauth_config", {"scopes": {"bot": sorted(app.scopes)}})
    features["app_home"] = {
        "home_tab_enabled": app.home_tab_enabled,
        "messages_tab_enabled": app.messages_tab_enabled,
        "messages_tab_read_only_enabled": app.messages_tab_read_only,
    }
    features.setdefault("bot_user", {"display_name": app.bot_handle})
    if app.commands:
        features["slash_commands"] = _commands(app, features.get("slash_commands", []))
    settings["event_subscriptions"] = _subscriptions(app, settings.get("event_subscriptions", {}))
    settings["socket_mode_enabled"] = app.request_url is None
    return manifest


def _commands(app: App, described: list[JSON]) -> list[JSON]:
    known: dict[Any, JSON] = {one["command"]: one for one in described}
    bare = {"description": "", "should_escape": app.should_escape}
    return [known.get(command, {"command": command, **bare}) for command in sorted(app.commands or ())]


def _subscriptions(app: App, described: JSON) -> JSON:
    address = {"request_url": app.request_url} if app.request_url else {}
    return {**described, **address, "bot_events": sorted(app.events)}
