"""The README's picture: the demo at a telling moment, taken with a headless browser."""

import asyncio
import os
import shutil
from pathlib import Path

from bot.demo.stage import Stage

SIZE = {"width": 1440, "height": 900}
STEPS = ("import", "check-in", "confirm", "change", "word")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """There is no browser to take a picture with. Install Chromium and the development dependencies (make setup)."""


async def take(stage: Stage, file: Path) -> None:
    """Play the story up to the AD's word, and write a PNG of the page. Raises NoBrowser or ValueError."""
    for step in STEPS[:-1]:
        await stage.tour.perform(step)
    await stage.tour.perform("word")
    file.parent.mkdir(parents=True, exist_ok=True)
    await photograph(f"{stage.address}&tour=off", file)


async def photograph(address: str, file: Path) -> None:
    """A PNG of a page as it stands."""
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
        page = await browser.new_page(viewport=SIZE, device_scale_factor=2)  # type: ignore[arg-type]
        await page.goto(address)
        await page.wait_for_load_state("load")
        await page.get_by_text("With coordinator").first.wait_for()
        await asyncio.sleep(0.5)
        await page.screenshot(path=file)
        await browser.close()
