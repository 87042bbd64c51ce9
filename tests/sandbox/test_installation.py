"""What the app was granted, how it is configured, and who can read that."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.installation import ALL_EVENTS, ALL_SCOPES, APP_ID, APP_TOKEN, BOT_TOKEN, App, app_from_manifest
from sandbox.methods.registry import METHODS
from sandbox.server import Sandbox
from sandbox.wire import JSON
from sandbox.workspace import Workspace
from tests.sandbox.driver import Control
from tests.serving import SERVING

pytestmark = SERVING
MANIFEST: JSON = {
    "display_information": {"name": "Notes", "description": "Notes of the day"},
    "features": {"slash_commands": [{"command": "/note", "description": "Take a note", "should_escape": True}]},
    "oauth_config": {"scopes": {"bot": ["chat:write", "im:history"], "bot_optional": ["reactions:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.im"]}, "org_deploy_enabled": False},
}


@pytest.fixture
async def notes(serving: None, tmp_path: Path) -> AsyncIterator[Control]:
    """The control API of a sandbox with that app."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST), encoding="utf-8")
    async with Sandbox(Workspace.sample(app_from_manifest(path))) as sandbox, aiohttp.ClientSession() as session:
        yield Control(sandbox, session)


async def headers_of(control: Control, method: str, token: str, **fields: Any) -> tuple[JSON, dict[str, str]]:
    """An answer with what its headers say of scopes."""
    url = f"{control.sandbox.url}/api/{method}"
    async with control.session.post(url, data={"token": token, **fields}) as response:
        told = {name: value for name, value in response.headers.items() if "OAuth" in name}
        return await response.json(), told


async def test_every_answer_to_a_token_tells_what_it_was_granted(notes: Control) -> None:
    """A refusal too; a token that nobody knows was granted nothing."""
    good, told = await headers_of(notes, "auth.test", BOT_TOKEN)
    refused, also = await headers_of(notes, "reactions.add", BOT_TOKEN)
    unknown, nothing = await headers_of(notes, "auth.test", "xoxb-other")
    _, socket = await headers_of(notes, "apps.connections.open", APP_TOKEN)
    assert (good["ok"], told) == (True, {"X-OAuth-Scopes": "chat:write,im:history,reactions:read"})
    assert refused["error"] == "missing_scope"
    assert also == {**told, "X-Accepted-OAuth-Scopes": "reactions:write"}
    assert (unknown["error"], nothing) == ("invalid_auth", {})
    assert socket == {"X-OAuth-Scopes": "connections:write"}


async def test_optional_scopes_may_be_left_out_when_the_app_is_installed(notes: Control) -> None:
    """What was granted then stands in the headers; what the app needs cannot be left out."""
    answer = await notes.post("/app/install", optional=[])
    _, without = await headers_of(notes, "auth.test", BOT_TOKEN)
    await notes.post("/app/install", optional=["reactions:read"])
    _, back = await headers_of(notes, "auth.test", BOT_TOKEN)
    wrong = await notes.post("/app/install", 400, optional=["files:read"])
    assert answer["app"]["optionalScopes"] == ["reactions:read"]
    assert (without["X-OAuth-Scopes"], back["X-OAuth-Scopes"]) == (
        "chat:write,im:history",
        "chat:write,im:history,reactions:read",
    )
    assert "no optional scope" in wrong["message"]


async def configuration(control: Control) -> str:
    return str((await control.post("/app/configuration-token"))["token"])


async def test_a_configuration_token_exports_the_manifest(notes: Control) -> None:
    """As it was read, with what was changed since; what the installation was granted is another matter."""
    await notes.post("/app", scopes=["chat:write"], events=["message.im", "team_join"], commands=["/note", "/list"])
    answer, _ = await headers_of(notes, "apps.manifest.export", await configuration(notes), app_id=APP_ID)
    manifest = answer["manifest"]
    assert manifest["oauth_config"] == MANIFEST["oauth_config"]
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == ["message.im", "team_join"]
    assert (manifest["settings"]["socket_mode_enabled"], manifest["settings"]["org_deploy_enabled"]) == (True, False)
    described, added = manifest["features"]["slash_commands"][::-1]
    assert described == MANIFEST["features"]["slash_commands"][0]
    assert added["command"] == "/list"


async def test_an_app_without_a_manifest_has_one_all_the_same(control: Control) -> None:
    """Made of what it may do."""
    answer, _ = await headers_of(control, "apps.manifest.export", await configuration(control), app_id=APP_ID)
    assert "im:history" in answer["manifest"]["oauth_config"]["scopes"]["bot"]
    assert answer["manifest"]["display_information"] == {"name": "Closed Set"}


@pytest.mark.parametrize(
    ("token", "app_id", "error"),
    [
        (BOT_TOKEN, APP_ID, "not_allowed_token_type"),
        (APP_TOKEN, APP_ID, "not_allowed_token_type"),
        (None, "A0OTHER", "app_not_found"),
        (None, "notes", "invalid_app_id"),
    ],
)
async def test_who_cannot_export_what(control: Control, token: str | None, app_id: str, error: str) -> None:
    """The app's own tokens cannot, and a person's cannot for an app that is not theirs."""
    answer, _ = await headers_of(control, "apps.manifest.export", token or await configuration(control), app_id=app_id)
    assert answer["error"] == error


async def test_a_configuration_token_lives_twelve_hours_and_is_rotated(sandbox: Sandbox, control: Control) -> None:
    """With a refresh token that serves once; what it gave before serves no more."""
    given = await control.post("/app/configuration-token")
    refresh = {"refresh_token": given["refresh_token"]}
    sandbox.workspace.clock.advance(timedelta(hours=12))
    expired, _ = await headers_of(control, "apps.manifest.export", given["token"], app_id=APP_ID)
    _, rotated = await control.api("tooling.tokens.rotate", data=refresh, headers={})
    _, again = await control.api("tooling.tokens.rotate", data=refresh, headers={})
    good, _ = await headers_of(control, "apps.manifest.export", rotated["token"], app_id=APP_ID)
    old, _ = await headers_of(control, "apps.manifest.export", given["token"], app_id=APP_ID)
    assert (expired["error"], again["error"], old["error"]) == (
        "token_expired",
        "invalid_refresh_token",
        "invalid_auth",
    )
    assert good["ok"]
    assert rotated["exp"] - rotated["iat"] == 12 * 3600


@pytest.mark.parametrize("name", sorted(name for name, method in METHODS.items() if method.token == "bot"))
async def test_no_method_tells_a_bot_token_how_the_app_is_configured(name: str) -> None:
    """Neither its subscriptions nor its commands, whatever is asked."""
    app = App(scopes=set(ALL_SCOPES), events={*ALL_EVENTS, "unheard_of"}, commands={"/unheard-of"})
    async with Sandbox(Workspace.sample(app)) as sandbox, aiohttp.ClientSession() as session:
        control = Control(sandbox, session)
        known = {"channel": "C0GENERAL", "user": "U0BOT", "user_id": "U0OLA", "bot": "B0BOT", "app_id": APP_ID}
        fields = {argument: known.get(argument, "x") for argument in (*METHODS[name].required, *known)}
        for given in ({}, fields):
            _, answer = await control.api(name, data=given)
            assert "unheard" not in json.dumps(answer)
