"""`pytest_plugins = ["sandbox.fixture"]` gives the tests of any Slack app the fixture `slack_sandbox`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from sandbox.installation import ALL_EVENTS, ALL_SCOPES, App
from sandbox.server import Sandbox
from sandbox.workspace import Workspace


@pytest.fixture
def slack_sandbox() -> Iterator[Sandbox]:
    """A sandbox in a thread of its own, for an app with every scope: drive it over HTTP, at `slack_sandbox.url`.

    In asynchronous tests one may as well write `async with Sandbox(Workspace.sample()) as sandbox`.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    sandbox = Sandbox(Workspace.sample(App(scopes=set(ALL_SCOPES), events=set(ALL_EVENTS))))
    asyncio.run_coroutine_threadsafe(sandbox.start(), loop).result(10)
    yield sandbox
    asyncio.run_coroutine_threadsafe(sandbox.stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
