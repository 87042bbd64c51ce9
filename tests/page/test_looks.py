"""Light and dark, every width, and what axe finds."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.page.looking import COLOURS, WIDTHS, overflow, picture, problems
from tests.page.screen import Screen, button, section

PLACES = "#seats=U0OLA:phone:app,U0MIA:desktop:home,channel:phone:newest&drawer=log"


async def filled(screen: Screen) -> None:
    await screen.open_set()
    await screen.check_in()
    await screen.app.client.views_publish(
        user_id="U0MIA", view={"type": "home", "blocks": [section("*Your days*", accessory=button("Open", "open"))]}
    )


@pytest.mark.parametrize("colours", COLOURS)
async def test_axe_finds_nothing(screen: Screen, colours: str) -> None:
    """Roles, names, order and contrast are right, with and without a modal."""
    await filled(screen)
    await screen.page.emulate_media(color_scheme="dark" if colours == "dark" else "light", reduced_motion="reduce")
    await screen.open(PLACES)
    await expect(screen.page.get_by_role("region", name="Channel watched")).to_contain_text("set-42")
    assert await problems(screen.page) == []
    await screen.seat("Ola").get_by_role("button", name="Not as agreed").click()
    await expect(screen.page.get_by_role("dialog")).to_be_visible()
    assert await problems(screen.page) == []


async def test_dark_follows_the_system_until_somebody_chooses(screen: Screen) -> None:
    """The choice outlives a reload."""
    root = screen.page.locator("html")
    await screen.page.emulate_media(color_scheme="dark")
    await screen.open()
    await expect(root).to_have_attribute("data-theme", "dark")
    await screen.page.get_by_role("button", name="Light colours").click()
    await screen.page.reload()
    await expect(root).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("width", WIDTHS)
async def test_it_fits_every_width(screen: Screen, width: int) -> None:
    """Nothing sticks out; the pictures are kept in build/page to be looked at."""
    await filled(screen)
    await screen.open("#seats=U0OLA:phone:app,U0MIA:phone:app,U0ADA:phone:lock")
    await expect(screen.seat("Ola").get_by_role("button", name="Not as agreed")).to_be_visible()
    assert await overflow(screen.page, width) == 0
    await picture(screen.page, f"seats-{width}")


async def test_four_seats_fit_the_smallest_width(screen: Screen) -> None:
    """Neither the page nor the row of seats has to be scrolled sideways."""
    await filled(screen)
    await screen.open("#seats=U0OLA:phone:app,U0MIA:phone:home,U0ADA:phone:lock,channel:phone:newest")
    await expect(screen.page.get_by_role("region", name="Channel watched")).to_contain_text("set-42")
    assert await overflow(screen.page, 1024) == 0
    await picture(screen.page, "four-seats-1024")
