"""Signed requests, and the schedule of their retries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from sandbox.health import Health
from sandbox.installation import SIGNING_SECRET
from sandbox.server import Sandbox
from tests.sandbox.driver import Control, OverHttp, bolt_app, until


@dataclass
class Endpoint:
    """A request URL that answers *status* and keeps what it was sent."""

    status: int = 500
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append((await request.text(), dict(request.headers)))
        await asyncio.sleep(self.seconds)
        return web.Response(status=self.status, headers=self.headers, body=self.body)


@pytest.fixture
async def endpoint(sandbox: Sandbox) -> AsyncIterator[Endpoint]:
    found = Endpoint()
    application = web.Application()
    application.router.add_post("/", found.handle)
    runner = web.AppRunner(application, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.workspace.app.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield found
    await runner.cleanup()


async def test_requests_are_signed_with_the_real_time(sandbox: Sandbox, control: Control, endpoint: Endpoint) -> None:
    """Even when the sandbox's clock is elsewhere."""
    endpoint.status = 200
    sandbox.workspace.clock.advance(timedelta(hours=48))
    await control.post("/message", user="U0OLA", text="hello & <you>")
    [(body, headers)] = await until(lambda: endpoint.requests)
    assert SignatureVerifier(SIGNING_SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)


async def test_three_retries_with_their_number_and_reason(
    sandbox: Sandbox, control: Control, endpoint: Endpoint
) -> None:
    """At once, after one minute and after five, on the sandbox's clock."""
    await control.post("/message", user="U0OLA", text="hello")
    await until(lambda: len(endpoint.requests) == 2)
    for minutes, requests in ((1, 3), (5, 4)):
        await until(lambda: all("response" in entry for entry in control.logged("event")))
        sandbox.workspace.clock.advance(timedelta(minutes=minutes, seconds=1))
        await until(lambda requests=requests: len(endpoint.requests) == requests)  # type: ignore[misc]
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for _, h in endpoint.requests]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


async def test_an_app_may_forbid_retries(sandbox: Sandbox, control: Control, endpoint: Endpoint) -> None:
    """By a header in its answer."""
    endpoint.headers = {"X-Slack-No-Retry": "1"}
    await control.post("/message", user="U0OLA", text="hello")
    await until(lambda: control.logged("event") and "response" in control.logged("event")[0])
    await until(lambda: not sandbox.deliveries.tasks)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("body", [b"\xff", b"[" * 50_000, b'{"text": "\\ud800"}'])
async def test_an_answer_that_is_no_text_is_shown_as_it_can_be(
    control: Control, endpoint: Endpoint, body: bytes
) -> None:
    """Whatever bytes an app answers a command with."""
    endpoint.status, endpoint.body, endpoint.headers = 200, body, {"Content-Type": "text/plain; charset=utf-99"}
    told = await control.post("/command", user="U0OLA", command="/note")
    assert told["acknowledged"]
    assert isinstance(told["response"], str)


@pytest.mark.usefixtures("impatient")
async def test_an_answer_after_three_seconds_is_none(sandbox: Sandbox, control: Control, endpoint: Endpoint) -> None:
    """The reason of the retry is http_timeout; the sandbox's patience is shorter in tests."""
    endpoint.seconds = 2
    await control.post("/message", user="U0OLA", text="hello")
    await until(lambda: len(endpoint.requests) == 2)
    assert endpoint.requests[1][1]["X-Slack-Retry-Reason"] == "http_timeout"


async def test_a_url_nobody_listens_on(sandbox: Sandbox, control: Control) -> None:
    """The reason is connection_failed."""
    sandbox.workspace.app.request_url = "http://127.0.0.1:9/"
    await control.post("/message", user="U0OLA", text="hello")
    await until(lambda: len(control.logged("event")) == 2)
    assert control.logged("event")[1]["reason"] == "connection_failed"


async def test_the_challenge_of_a_new_url(sandbox: Sandbox, control: Control, endpoint: Endpoint) -> None:
    """Bolt echoes it; an endpoint that does not is not verified."""
    assert (await control.post("/app/verify"))["verified"] is False
    async with OverHttp(sandbox, bolt_app(sandbox)):
        assert (await control.post("/app/verify"))["verified"] is True


async def test_an_app_that_fails_too_often_gets_no_more_events(
    sandbox: Sandbox, control: Control, endpoint: Endpoint
) -> None:
    """Over 95 % of at least a thousand attempts in an hour; it is enabled again by hand."""
    now = sandbox.workspace.clock.now()
    for _ in range(998):
        sandbox.deliveries.health.note(now, False)
    await control.post("/message", user="U0OLA", text="hello")
    await until(lambda: sandbox.workspace.app.subscriptions_disabled)
    before = len(endpoint.requests)
    await control.post("/message", user="U0OLA", text="hello?")
    assert len(endpoint.requests) == before


def test_health_looks_at_the_last_hour_and_at_a_thousand_attempts() -> None:
    """A few failures, or old ones, disable nothing."""
    health, start = Health(), datetime(2026, 3, 15, 18, tzinfo=UTC)
    for _ in range(999):
        health.note(start, False)
    assert not health.is_failing
    health.note(start, False)
    assert health.is_failing
    health.note(start + timedelta(minutes=61), True)
    assert not health.is_failing
