"""A browser for all tests of the page, and for each a sandbox, an app and a window of its own."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.demo.stage import running
from sandbox.installation import ALL_SCOPES, App
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.page.demo import Demo
from tests.page.looking import listen
from tests.page.screen import ARGUMENTS, Screen
from tests.patience import at_most, unhurry
from tests.sandbox.driver import OverSocket, bolt_app

WIDTH, HEIGHT = 1440, 900
PATIENCE_MILLISECONDS = at_most(8000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser lives in one event loop, so all its tests run in that one."""
    for item in items:
        waits = inspect.iscoroutinefunction(getattr(item, "function", None))
        if waits and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(browser_path: Path) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        yield running
        await running.close()


async def window(browser: Browser) -> Page:
    """A window of its own, as a new browser would open it."""
    context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def screen(browser: Browser) -> AsyncIterator[Screen]:
    """Fails the test at its end when the browser complained of anything."""
    async with Sandbox(Workspace.sample(App(scopes=set(ALL_SCOPES)), limited=True)) as sandbox:
        unhurry(sandbox)
        app = bolt_app(sandbox)
        page = await window(browser)
        seen = Screen(page, sandbox, app)
        listen(page, seen.complaints)
        async with OverSocket(sandbox, app):
            yield seen
            await page.context.close()
    assert seen.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def demo(browser: Browser) -> AsyncIterator[Demo]:
    """The demo from its beginning. Fails the test at its end when the browser complained of anything."""
    async with running(0, limited=True) as stage:
        unhurry(stage.sandbox)
        page = await window(browser)
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")
        seen = Demo(page, stage)
        listen(page, seen.complaints)
        yield seen
        await page.context.close()
    assert seen.complaints == []
