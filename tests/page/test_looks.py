"""Light and dark, every width, and what axe finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.page.screen import Screen, button, section

KEPT = Path(__file__).parents[2] / "build" / "page"
PLACES = "#seats=U0OLA:phone:app,U0MIA:desktop:home,channel:phone:newest&drawer=log"


async def filled(screen: Screen) -> None:
    await screen.open_set()
    await screen.check_in()
    await screen.app.client.views_publish(
        user_id="U0MIA", view={"type": "home", "blocks": [section("*Your days*", accessory=button("Open", "open"))]}
    )


async def problems(screen: Screen) -> list[str]:
    found = await Axe().run(screen.page)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_axe_finds_nothing(screen: Screen, colours: str) -> None:
    """Roles, names, order and contrast are right, with and without a modal."""
    await filled(screen)
    await screen.page.emulate_media(color_scheme="dark" if colours == "dark" else "light", reduced_motion="reduce")
    await screen.open(PLACES)
    await expect(screen.page.get_by_role("region", name="Channel watched")).to_contain_text("set-42")
    assert await problems(screen) == []
    await screen.seat("Ola").get_by_role("button", name="Not as agreed").click()
    await expect(screen.page.get_by_role("dialog")).to_be_visible()
    assert await problems(screen) == []


async def test_dark_follows_the_system_until_somebody_chooses(screen: Screen) -> None:
    """The choice outlives a reload."""
    root = screen.page.locator("html")
    await screen.page.emulate_media(color_scheme="dark")
    await screen.open()
    await expect(root).to_have_attribute("data-theme", "dark")
    await screen.page.get_by_role("button", name="Light colours").click()
    await screen.page.reload()
    await expect(root).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("width", [1024, 1440, 1920])
async def test_it_fits_every_width(screen: Screen, width: int) -> None:
    """Nothing sticks out; the pictures are kept in build/page to be looked at."""
    await filled(screen)
    await screen.page.set_viewport_size({"width": width, "height": 900})
    await screen.open("#seats=U0OLA:phone:app,U0MIA:phone:app,U0ADA:phone:lock")
    await expect(screen.seat("Ola").get_by_role("button", name="Not as agreed")).to_be_visible()
    KEPT.mkdir(parents=True, exist_ok=True)
    await screen.page.screenshot(path=KEPT / f"seats-{width}.png")
    assert await screen.page.evaluate("document.documentElement.scrollWidth") == width
    assert await screen.page.evaluate("document.getElementById('seats').scrollWidth") == width
