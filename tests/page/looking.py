"""What is looked at on the page, by axe and, in the pictures kept under build/page, by us."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import ConsoleMessage, Page, expect

KEPT = Path(__file__).parents[2] / "build" / "page"
WIDTHS = (1024, 1440, 1920)
COLOURS = ("light", "dark")


def listen(page: Page, complaints: list[str]) -> None:
    """Write down whatever the browser complains of."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: _note(message, complaints))


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    """A sandbox without a tour says so with a 404, which the browser shows in red."""
    if message.type in ("error", "warning") and not message.location["url"].endswith("/_control/tour"):
        complaints.append(message.text)


async def problems(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong with the page as it stands, by all its rules or by these."""
    found = await Axe().run(page, options={"runOnly": list(rules)} if rules else None)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]


async def keep(page: Page, name: str) -> None:
    """Keep a picture of the page in dark and in light, in which axe finds nothing."""
    for colours, rules in (("dark", ["color-contrast"]), ("light", [])):
        await page.emulate_media(color_scheme="dark" if colours == "dark" else "light", reduced_motion="reduce")
        await expect(page.locator("html")).to_have_attribute("data-theme", colours)
        await picture(page, f"{name}-{colours}")
        assert await problems(page, *rules) == []


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the page under this name."""
    KEPT.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=KEPT / f"{name}.png")


async def overflow(page: Page, width: int) -> int:
    """By how many pixels the page or its row of seats is wider than a window of this width."""
    assert page.viewport_size is not None
    await page.set_viewport_size({"width": width, "height": page.viewport_size["height"]})
    widest = "Math.max(document.documentElement.scrollWidth, document.getElementById('seats').scrollWidth)"
    return int(await page.evaluate(widest)) - width
