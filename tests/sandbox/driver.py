"""What the sandbox's tests drive it with: the control API, an app over Socket Mode or HTTP, and patience."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.installation import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.patience import at_most

Found = TypeVar("Found")
_anything: Any = re.compile(".*")


async def until(condition: Callable[[], Found | Awaitable[Found | None] | None], seconds: float = 8.0) -> Found:
    """What *condition* gives once it gives something; fails when it does not within *seconds*."""
    deadline = asyncio.get_running_loop().time() + at_most(seconds)
    while True:
        found: Any = condition()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found  # type: ignore[no-any-return]
        assert asyncio.get_running_loop().time() < deadline, "it did not come to that in time"
        await asyncio.sleep(0.01)


class Control:
    """The control API and, for what must be seen raw, the Web API."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def post(self, path: str, status: int = 200, **fields: Any) -> JSON:
        async with self.session.post(f"{self.sandbox.url}/_control{path}", json=fields) as response:
            answer: JSON = await response.json()
            assert response.status == status, answer
            return answer

    async def get(self, path: str) -> JSON:
        async with self.session.get(f"{self.sandbox.url}/_control{path}") as response:
            answer: JSON = await response.json()
            return answer

    async def api(self, method: str, **options: Any) -> tuple[int, JSON]:
        """A raw POST to a method, with the bot's token unless headers are given."""
        options.setdefault("headers", {"Authorization": f"Bearer {BOT_TOKEN}"})
        async with self.session.post(f"{self.sandbox.url}/api/{method}", **options) as response:
            return response.status, await response.json()

    async def messages(self, channel: str, user: str = "") -> list[JSON]:
        found: list[JSON] = (await self.get(f"/messages/{channel}?user={user}"))["messages"]
        return found

    def logged(self, kind: str, **fields: Any) -> list[JSON]:
        entries = [entry for entry in self.sandbox.workspace.log.entries if entry["kind"] == kind]
        return [entry for entry in entries if all(entry.get(name) == value for name, value in fields.items())]


def bolt_app(sandbox: Sandbox, **options: Any) -> AsyncApp:
    client = AsyncWebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/")
    return AsyncApp(client=client, signing_secret=SIGNING_SECRET, **options)


class Heard:
    """An app that writes down every event it hears."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.events: list[JSON] = []
        app.event(_anything)(self._hear)

    async def _hear(self, event: JSON) -> None:
        self.events.append(event)

    def of(self, kind: str, subtype: str | None = None) -> list[JSON]:
        return [one for one in self.events if one["type"] == kind and one.get("subtype") == subtype]


class OverSocket:
    """``async with``: *app* connected over Socket Mode."""

    def __init__(self, sandbox: Sandbox, app: AsyncApp) -> None:
        self.handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=app.client)
        self.sandbox = sandbox

    async def __aenter__(self) -> AsyncSocketModeHandler:
        before = len(self.sandbox.socket_mode.connections)
        await self.handler.connect_async()  # type: ignore[no-untyped-call]
        await until(lambda: len(self.sandbox.socket_mode.connections) > before)
        return self.handler

    async def __aexit__(self, *_: object) -> None:
        await self.handler.close_async()  # type: ignore[no-untyped-call]


class OverHttp:
    """``async with``: *app* behind a request URL of its own."""

    def __init__(self, sandbox: Sandbox, app: AsyncApp) -> None:
        self.sandbox = sandbox
        self.runner = web.AppRunner(app.web_app("/slack/events"))

    async def __aenter__(self) -> str:
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        port = self.runner.addresses[0][1]
        self.sandbox.workspace.app.request_url = f"http://127.0.0.1:{port}/slack/events"
        return self.sandbox.workspace.app.request_url

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()


async def refused(call: Any) -> str:
    """The error that Slack answers *call* with; fails when it succeeds."""
    try:
        answer = await call
    except SlackApiError as refusal:
        return str(refusal.response["error"])
    raise AssertionError(f"not refused: {answer.data}")
