"""The demo in other languages, chosen by a click on Home; the pictures are kept in build/page to be looked at."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.page.demo import Demo
from tests.page.looking import keep

SEATS = "U0OLA:phone:home,U0MIA:phone:app,U0ADA:phone:home"


async def choose(demo: Demo, name: str, language: str) -> None:
    """Somebody chooses a language on their Home, and goes back to the messages."""
    seat = demo.seat(name)
    await seat.get_by_role("button", name="Language: English").click()
    await seat.get_by_role("combobox", name="Messages come in").click()
    await seat.locator(".popup").get_by_role("option", name=language).click()
    await seat.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(seat.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("performer", "asks", "agrees", "differs", "ad", "word"),
    [
        (
            "Polski",
            "Czy to, co ustalono, nadal jest dla Ciebie w porządku?",
            "Jak ustalono",
            "Inaczej niż ustalono",
            "Deutsch",
            "Szene 42A: Wartet auf Check-ins",
        ),
        (
            "Français",
            "Ce qui est convenu vous convient-il toujours ?",
            "Comme convenu",
            "Autrement que convenu",
            "Español",
            "Escena 42A: A la espera de consultas",
        ),
    ],
    ids=["polish-german", "french-spanish"],
)
async def test_three_people_read_one_day_in_three_languages(
    demo: Demo, performer: str, asks: str, agrees: str, differs: str, ad: str, word: str
) -> None:
    """The performer and the AD chose theirs, the coordinator reads English, and all of it fits the page."""
    await demo.open(SEATS)
    await choose(demo, "Ola", performer)
    await choose(demo, "Ada", ad)
    await keep(demo.page, f"languages-home-{performer.lower()}")
    for name in ("Ola", "Ada"):
        await demo.seat(name).get_by_role("button", name="Messages").click()
    await demo.clock.get_by_role("button", name="To the next thing due").click()
    await expect(demo.seat("Ola").get_by_text(asks).last).to_be_visible()
    await expect(demo.seat("Ada").get_by_text(word).last).to_be_visible()
    await demo.answer("Ola", "42A", agrees).click()
    await keep(demo.page, f"languages-asked-{performer.lower()}")
    await demo.answer("Ola", "42pt1", differs).click()
    await expect(demo.seat("Ola").get_by_role("dialog")).to_be_visible()
    await keep(demo.page, f"languages-change-{performer.lower()}")
    await expect(demo.seat("Mia").get_by_role("log")).to_contain_text("Something needs you now.")
