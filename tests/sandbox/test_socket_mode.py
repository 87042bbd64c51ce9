"""Connections, tickets, acknowledgements and what happens without them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.patience import at_most, unhurry
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, until


async def ticket(app_level_client: AsyncWebClient) -> str:
    return str((await app_level_client.apps_connections_open(app_token="xapp-sandbox"))["url"])


@asynccontextmanager
async def raw_socket(control: Control, url: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A connection that acknowledges nothing by itself; hello is read."""
    async with control.session.ws_connect(url) as socket:
        hello = await socket.receive_json(timeout=at_most(5))
        assert hello["type"] == "hello"
        yield socket


async def test_hello_counts_the_connections(control: Control, app_level_client: AsyncWebClient) -> None:
    """A forgotten second process shows here."""
    first, second = await ticket(app_level_client), await ticket(app_level_client)
    async with raw_socket(control, first), control.session.ws_connect(second) as socket:
        hello = await socket.receive_json(timeout=at_most(5))
    assert hello["num_connections"] == 2
    assert hello["connection_info"] == {"app_id": "A0APP"}
    assert hello["debug_info"]["approximate_connection_time"] == 3600


async def test_a_killed_connection_is_counted_for_a_while(
    sandbox: Sandbox, control: Control, app_level_client: AsyncWebClient
) -> None:
    """Slack was told of no end; one that was closed is not counted any more."""

    async def counted() -> int:
        async with control.session.ws_connect(await ticket(app_level_client)) as socket:
            return int((await socket.receive_json(timeout=at_most(5)))["num_connections"])

    assert [await counted(), await counted()] == [1, 1]
    async with control.session.ws_connect(await ticket(app_level_client)):
        await until(lambda: sandbox.socket_mode.connections)
        await control.post("/socket", drop=True)
        await until(lambda: not sandbox.socket_mode.connections)
    assert await counted() == 2
    sandbox.socket_mode.killed_seconds = 0
    assert await counted() == 1


async def test_a_ticket_serves_once(control: Control, app_level_client: AsyncWebClient) -> None:
    """The same address again fails before the handshake."""
    url = await ticket(app_level_client)
    async with raw_socket(control, url):
        pass
    async with control.session.get(url.replace("ws", "http", 1)) as response:
        assert response.status == 401


async def test_an_eleventh_connection_is_sent_away(control: Control, app_level_client: AsyncWebClient) -> None:
    """Ten is the most for an app."""
    async with AsyncExitStack() as stack:
        for _ in range(10):
            await stack.enter_async_context(raw_socket(control, await ticket(app_level_client)))
        async with control.session.ws_connect(await ticket(app_level_client)) as eleventh:
            frame = await eleventh.receive_json(timeout=at_most(5))
    assert (frame["type"], frame["reason"]) == ("disconnect", "too_many_websockets")


async def test_each_payload_goes_to_one_connection_and_to_all_in_turn(sandbox: Sandbox, control: Control) -> None:
    """No pattern can be relied on, so both get some of many."""
    first, second = Heard(bolt_app(sandbox)), Heard(bolt_app(sandbox))
    async with OverSocket(sandbox, first.app), OverSocket(sandbox, second.app):
        for number in range(40):
            await control.post("/message", user="U0OLA", text=f"message {number}")
        await until(lambda: len(first.events) + len(second.events) == 40)
    assert first.events
    assert second.events


@pytest.mark.usefixtures("impatient")
async def test_an_event_that_is_not_acknowledged_is_sent_again(
    sandbox: Sandbox, control: Control, app_level_client: AsyncWebClient
) -> None:
    """With retry_attempt and retry_reason; the event_id stays, and an acknowledgement ends it."""
    async with raw_socket(control, await ticket(app_level_client)) as socket:
        await control.post("/message", user="U0OLA", text="hello")
        first = await socket.receive_json(timeout=at_most(5))
        unhurry(sandbox)
        again = await socket.receive_json(timeout=at_most(5))
        await socket.send_json({"envelope_id": again["envelope_id"]})
        await until(lambda: control.logged("event", attempt=1)[0].get("response", {}).get("acknowledged"))
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == again["payload"]["event_id"]


async def test_retries_follow_the_schedule_on_the_sandboxs_clock(sandbox: Sandbox, control: Control) -> None:
    """At once, after a minute, after five; then the event is given up."""
    sandbox.be_patient_for(0.05)
    await control.post("/message", user="U0OLA", text="anybody?")
    await until(lambda: len(control.logged("event")) == 2)
    for minutes, attempts in ((1, 3), (5, 4)):
        await until(lambda: all("response" in entry for entry in control.logged("event")))
        sandbox.workspace.clock.advance(timedelta(minutes=minutes, seconds=1))
        await until(lambda attempts=attempts: len(control.logged("event")) == attempts)  # type: ignore[misc]
    await until(lambda: control.logged("refused", what="event given up"))
    assert [entry["attempt"] for entry in control.logged("event")] == [0, 1, 2, 3]


@pytest.mark.usefixtures("impatient")
async def test_a_resend_may_have_an_envelope_id_of_its_own(
    sandbox: Sandbox, control: Control, app_level_client: AsyncWebClient
) -> None:
    """Logs differ, so it is a preference: tell repeats by event_id."""
    sandbox.workspace.preferences.resend_keeps_envelope_id = False
    async with raw_socket(control, await ticket(app_level_client)) as socket:
        await control.post("/message", user="U0OLA", text="hello")
        first, again = await socket.receive_json(timeout=at_most(5)), await socket.receive_json(timeout=at_most(5))
    assert first["envelope_id"] != again["envelope_id"]
    assert first["payload"] == again["payload"]


async def test_an_acknowledgement_counts_on_another_connection(
    sandbox: Sandbox, control: Control, app_level_client: AsyncWebClient
) -> None:
    """As after a reconnect."""
    async with raw_socket(control, await ticket(app_level_client)) as first:
        await control.post("/message", user="U0OLA", text="hello")
        frame = await first.receive_json(timeout=at_most(5))
        async with raw_socket(control, await ticket(app_level_client)) as second:
            await second.send_json({"envelope_id": frame["envelope_id"]})
            await until(lambda: control.logged("event")[0].get("response"))
    assert control.logged("event")[0]["response"]["acknowledged"]
    assert len(control.logged("event")) == 1


@pytest.mark.parametrize("answer", [[1], 5, None, "[" * 5000])
async def test_an_answer_that_is_none_hurts_nobody(
    control: Control, app_level_client: AsyncWebClient, answer: Any
) -> None:
    """An app may answer a command with anything at all; text is shown, the rest is nothing."""
    async with raw_socket(control, await ticket(app_level_client)) as socket:
        await socket.send_str("[" * 50_000)
        asked = asyncio.create_task(control.post("/command", user="U0OLA", command="/note"))
        envelope = (await socket.receive_json(timeout=at_most(5)))["envelope_id"]
        await socket.send_json({"envelope_id": envelope, "payload": answer})
        told = await asked
    assert told == {"ok": True, "acknowledged": True, "response": answer if isinstance(answer, str) else None}


async def test_a_connection_grows_old_with_a_warning(
    sandbox: Sandbox, control: Control, app_level_client: AsyncWebClient
) -> None:
    """Some ten seconds ahead, then refresh_requested; with debug_reconnects after six minutes."""
    sandbox.socket_mode.connection_seconds, sandbox.socket_mode.warning_seconds = 0.2, 0.1
    async with raw_socket(control, await ticket(app_level_client)) as socket:
        frames = [await socket.receive_json(timeout=at_most(5)) for _ in range(2)]
    assert [frame["reason"] for frame in frames] == ["warning", "refresh_requested"]
    async with control.session.ws_connect(f"{await ticket(app_level_client)}&debug_reconnects=true") as socket:
        hello = await socket.receive_json(timeout=at_most(5))
    assert hello["debug_info"]["approximate_connection_time"] == 360


async def test_the_sdk_comes_back_when_it_is_told_to_go_or_cut_off(sandbox: Sandbox, control: Control) -> None:
    """A refresh and a cut line both end in a new connection that hears events."""
    heard = Heard(bolt_app(sandbox))
    async with OverSocket(sandbox, heard.app) as handler:
        handler.client.ping_interval = 0.1
        await control.post("/socket", disconnect="refresh_requested")
        await until(lambda: [one for one in sandbox.socket_mode.connections if not one.leaving])
        await control.post("/message", user="U0OLA", text="still there?")
        await until(lambda: heard.of("message"))


async def test_an_event_waits_a_little_for_a_connection(sandbox: Sandbox, control: Control) -> None:
    """No queue is kept beyond the schedule of retries."""
    heard = Heard(bolt_app(sandbox))
    await control.post("/message", user="U0OLA", text="early")
    async with OverSocket(sandbox, heard.app):
        await until(lambda: heard.of("message"))
    assert len(control.logged("event")) == 1


@pytest.mark.usefixtures("impatient")
async def test_interactions_are_not_sent_again(sandbox: Sandbox, control: Control) -> None:
    """Whoever tapped has to tap again."""
    app = bolt_app(sandbox)
    button: JSON = {"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "x"}}
    blocks: list[Any] = [{"type": "actions", "elements": [button]}]
    async with OverSocket(sandbox, app):
        posted = await app.client.chat_postMessage(channel="U0OLA", text="t", blocks=blocks)
        answer = await control.post("/interact", user="U0OLA", messageTs=posted["ts"], action={"action_id": "x"})
    assert answer["problem"] == "timeout"
    assert len(control.logged("interaction")) == 1
