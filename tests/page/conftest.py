"""A browser for all tests of the page, and for each a sandbox, an app and a window of its own."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, async_playwright

from bot.sandbox.installation import ALL_SCOPES, App
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace import Workspace
from tests.page.screen import ARGUMENTS, Screen
from tests.sandbox.driver import OverSocket, bolt_app

WIDTH, HEIGHT = 1440, 900
PATIENCE_MILLISECONDS = 8000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser lives in one event loop, so all its tests run in that one."""
    for item in items:
        waits = inspect.iscoroutinefunction(getattr(item, "function", None))
        if waits and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(browser_path: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def screen(browser: Browser) -> AsyncIterator[Screen]:
    """Fails the test at its end when the browser complained of anything."""
    async with Sandbox(Workspace.sample(App(scopes=set(ALL_SCOPES)))) as sandbox:
        app = bolt_app(sandbox)
        context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = await context.new_page()
        seen = Screen(page, sandbox, app)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda message: _note(message, seen.complaints))
        async with OverSocket(sandbox, app):
            yield seen
            await context.close()
    assert seen.complaints == []


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    """A sandbox without a tour says so with a 404, which the browser shows in red."""
    if message.type in ("error", "warning") and not message.location["url"].endswith("/_control/tour"):
        complaints.append(message.text)
