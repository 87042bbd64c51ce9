"""The control API: state, log, clock, stream, and what it refuses."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.installation import app_from_manifest
from sandbox.server import Sandbox
from sandbox.wire import JSON
from sandbox.workspace import Workspace
from tests.patience import at_most
from tests.sandbox.driver import Control, until
from tests.serving import SERVING

OLA, DM = "U0OLA", "D0OLA"


async def test_the_state_is_the_whole_workspace(sandbox: Sandbox, control: Control, client: AsyncWebClient) -> None:
    """People, channels with their members, views, notifications and the clock."""
    await client.chat_postMessage(channel=OLA, text="hello")
    state = await control.get("/state")
    by_id = {one["id"]: one for one in state["channels"]}
    assert {"version", "clock", "team", "apps", "views", "homes", "ephemerals", "preferences"} <= set(state)
    assert (by_id[DM]["is_im"], by_id[DM]["user"], by_id[DM]["members"]) == (True, OLA, ["U0BOT", OLA])
    assert by_id["C0ADTEAM"]["members"] == ["U0ADA", "U0SAM", "U0KIM"]
    assert [one["text"] for one in state["notifications"]] == ["hello"]
    assert state["connections"] == 0


async def test_the_log_tells_calls_events_and_pushes_in_order(control: Control, client: AsyncWebClient) -> None:
    """From any number on; a token is never in it."""
    await client.chat_postMessage(channel=OLA, text="hello")
    log = (await control.get("/log"))["log"]
    assert [entry["kind"] for entry in log if entry["kind"] != "event"] == ["push", "api_call"]
    assert "xoxb" not in json.dumps(log)
    later = (await control.get(f"/log?after={log[0]['n']}"))["log"]
    assert later[0]["n"] == log[1]["n"]


async def test_the_clock_is_moved_by_steps_to_an_instant_or_to_an_offset(sandbox: Sandbox, control: Control) -> None:
    """It goes on running from there; each move is a new version."""
    before = await control.get("/clock")
    await control.post("/clock", to="2026-03-15T18:00:00Z")
    moved = sandbox.workspace.clock.now() - datetime(2026, 3, 15, 18, tzinfo=UTC)
    await control.post("/clock", advanceSeconds=3600)
    after = await control.post("/clock", offsetSeconds=60)
    assert timedelta(0) <= moved < timedelta(seconds=5)
    assert (after["offsetSeconds"], after["version"]) == (60.0, before["version"] + 3)


async def test_a_move_of_the_clock_wakes_whoever_waits_for_it(control: Control) -> None:
    """A long poll with the version that one knows."""
    version = (await control.get("/clock"))["version"]
    waiting = asyncio.create_task(control.get(f"/clock?after={version}"))
    await until(lambda: not waiting.done())
    await control.post("/clock", advanceSeconds=60)
    assert (await waiting)["version"] == version + 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"to": "tomorrow"},
        {"to": "2026-03-15T18:00:00"},
        {"to": "9999-12-31T23:59:59Z"},
        {"to": "0001-01-01T00:00:00+14:00"},
        {"advanceSeconds": "1"},
    ],
)
async def test_a_clock_cannot_be_moved_to_nowhere(control: Control, fields: dict[str, str]) -> None:
    """One sentence says what to give instead."""
    answer = await control.post("/clock", 400, **fields)
    assert answer["error"] == "bad_request"
    assert answer["message"]


async def test_waiting_for_an_instant_ends_when_the_clock_gets_there() -> None:
    """By a move, however far."""
    clock = Clock()
    waiting = asyncio.create_task(clock.wait_until(clock.now() + timedelta(days=2)))
    clock.advance(timedelta(days=1))
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(timedelta(days=1, seconds=1))
    await asyncio.wait_for(waiting, at_most(5))


async def test_the_stream_says_what_to_read_again(sandbox: Sandbox, control: Control, client: AsyncWebClient) -> None:
    """One line of JSON for each change, with the version to go on from."""
    async with control.session.get(f"{sandbox.url}/_control/stream") as stream:
        await stream.content.readuntil(b"\n\n")
        await client.chat_postMessage(channel=OLA, text="hello")
        await control.post("/clock", advanceSeconds=1)
        seen: list[JSON] = []
        while not seen or seen[-1]["type"] != "clock":
            frame = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), at_most(5))
            seen.append(json.loads(frame.decode().split("data: ")[1]))
    assert {"message", "notification", "clock", "channel", "log"} <= {one["type"] for one in seen}
    assert seen[-1]["version"] == sandbox.workspace.changes.version


async def test_a_reset_brings_the_beginning_back(sandbox: Sandbox, control: Control, client: AsyncWebClient) -> None:
    """Ids are not given twice, and versions go on."""
    made = await client.conversations_create(name="set-1", is_private=True)
    await control.post("/preferences", who_can_kick="owners")
    version = (await control.get("/state"))["version"]
    await control.post("/reset")
    state = await control.get("/state")
    again = await client.conversations_create(name="set-1", is_private=True)
    assert {one["id"] for one in state["channels"]} == {"C0GENERAL", "C0ADTEAM"}
    assert state["preferences"]["who_can_kick"] == "everyone"
    assert state["version"] > version
    assert again["channel"]["id"] != made["channel"]["id"]


async def test_people_keep_within_what_the_workspace_allows(sandbox: Sandbox, control: Control) -> None:
    """Guests neither add nor remove, strangers to a channel do nothing there, administrators reach everywhere."""
    sandbox.workspace.people["U0KIM"].is_restricted = True
    guest = await control.post("/channel/remove", 400, channel="C0ADTEAM", user="U0SAM", by="U0KIM")
    outside = await control.post("/channel/add", 400, channel="C0ADTEAM", user=OLA, by="U0MIA")
    await control.post("/channel/remove", channel="C0ADTEAM", user="U0SAM", by="U0ANA")
    assert (guest["error"], outside["error"]) == ("restricted_action", "not_in_channel")
    assert sandbox.workspace.conversations["C0ADTEAM"].members == ["U0ADA", "U0KIM"]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/message", {"user": OLA}),
        ("/message", {"user": "U0NOBODY", "text": "x"}),
        ("/interact", {"user": OLA, "messageTs": "1.0", "action": "x"}),
        ("/view/submit", {"user": OLA}),
        ("/preferences", {"who_can_fly": "everyone"}),
        ("/preferences", {"who_can_kick": "me"}),
        ("/user", {"user": OLA, "shoe_size": "42"}),
        ("/user", {"user": OLA, "deleted": "yes"}),
        ("/socket", {"disconnect": "now"}),
        ("/app", {"scopes": "chat:write"}),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(control: Control, path: str, fields: dict[str, str]) -> None:
    """HTTP 400, a code and a message."""
    answer = await control.post(path, 400, **fields)
    assert answer["ok"] is False
    assert answer["message"].endswith(".")


async def test_another_site_cannot_act_in_the_sandbox(sandbox: Sandbox, control: Control) -> None:
    """A page open in the same browser is not the sandbox's page."""
    headers = {"Origin": "https://example.com"}
    async with control.session.post(f"{sandbox.url}/_control/reset", headers=headers) as response:
        assert response.status == 403


async def test_the_address_answers_with_the_page_or_says_there_is_none(sandbox: Sandbox, control: Control) -> None:
    """Either way something readable."""
    async with control.session.get(f"{sandbox.url}/") as response:
        assert response.status == 200
        assert await response.text()


async def test_a_taken_port_is_an_error_of_its_own(sandbox: Sandbox) -> None:
    """And nothing stays open behind it."""
    port = int(sandbox.url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="in use"):
        await Sandbox(Workspace.sample(), port).start()


@SERVING
async def test_the_sandbox_stops_while_people_look_on() -> None:
    """An open stream and an open poll do not hold it up."""
    running = Sandbox(Workspace.sample())
    await running.start()
    async with aiohttp.ClientSession() as session:
        stream = await session.get(f"{running.url}/_control/stream")
        await asyncio.wait_for(running.stop(), at_most(5))
        stream.close()


def test_an_app_is_read_from_its_manifest(tmp_path: Path) -> None:
    """Name, scopes, events, commands and tabs; a file that is none is named."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(
        json.dumps(
            {
                "display_information": {"name": "Day Sheet"},
                "features": {
                    "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
                    "slash_commands": [{"command": "/scene", "should_escape": True}],
                },
                "oauth_config": {"scopes": {"bot": ["chat:write"]}},
                "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
            }
        )
    )
    app = app_from_manifest(manifest)
    assert (app.name, app.scopes, app.events, app.commands) == (
        "Day Sheet",
        {"chat:write"},
        {"message.im"},
        {"/scene"},
    )
    manifest.write_text("{}")
    with pytest.raises(ValueError, match=r"manifest\.json"):
        app_from_manifest(manifest)


@pytest.mark.parametrize("closed", [{"messages": False}, {"readOnly": True}])
async def test_nobody_writes_to_an_app_that_takes_no_messages(control: Control, closed: dict[str, bool]) -> None:
    """Its tab is off, or to be read only."""
    await control.post("/app", **closed)
    assert (await control.post("/message", 400, user=OLA, text="x"))["error"] == "restricted_action"


@pytest.mark.parametrize(
    ("text", "error"),
    [("", "no_text"), (" \n", "no_text"), ("/me ", "no_text"), ("x" * 40_001, "msg_too_long")],
)
async def test_what_a_person_says_has_words_and_an_end(control: Control, text: str, error: str) -> None:
    """As many characters as a message holds, and at least one."""
    assert (await control.post("/message", 400, user=OLA, text=text))["error"] == error


async def test_an_edit_leaves_words(control: Control) -> None:
    """Whoever wants none deletes the message."""
    said = (await control.post("/message", user=OLA, text="x"))["message"]
    assert (await control.post("/edit-message", 400, user=OLA, ts=said["ts"], text=""))["error"] == "no_text"


@pytest.mark.parametrize("value", ["false", 0, []])
async def test_a_flag_is_true_or_false(control: Control, value: object) -> None:
    """Nothing that only looks like it."""
    answer = await control.post("/message", 400, user=OLA, text="x", broadcast=value)
    assert answer["message"] == "broadcast takes true or false."
