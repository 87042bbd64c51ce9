"""The README's picture: the demo at a telling moment, taken with a headless browser."""

import asyncio
import os
import shutil
from pathlib import Path

from bot.demo.stage import Stage

STEPS = ("import", "check-in", "confirm", "change")
WAIT_MILLISECONDS = 10_000
SETTLE_SECONDS = 0.6
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """There is no browser to take a picture with. Install Chromium and the development dependencies (make setup)."""


async def take(stage: Stage, file: Path) -> None:
    """Play the story up to the AD's word, and write a PNG of the page. Raises NoBrowser or ValueError."""
    for step in STEPS:
        await stage.tour.perform(step)
    await stage.tour.look_at_the_change()
    file.parent.mkdir(parents=True, exist_ok=True)
    await photograph(f"{stage.address}&tour=off", file)


async def photograph(address: str, file: Path) -> None:
    """A PNG of a page as it stands. Raises NoBrowser."""
    try:
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415  (only developers have it)
    except ImportError:
        raise NoBrowser("Playwright is not installed: run make setup, then try again.") from None
    named = os.environ.get("CHROMIUM") or next((name for name in BROWSERS if shutil.which(name)), "")
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=shutil.which(named) if named else None)
        except Error:
            raise NoBrowser("No browser was found: install Chromium, or name one in the variable CHROMIUM.") from None
        try:
            page = await browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=2)
            await page.goto(address)
            await page.get_by_text("Scene 42pt1: With coordinator").last.wait_for(timeout=WAIT_MILLISECONDS)
            await asyncio.sleep(SETTLE_SECONDS)
            await page.screenshot(path=file)
        except Error as error:
            raise NoBrowser(f"The browser did not show the page ({error.message.splitlines()[0]}).") from None
        finally:
            await browser.close()
