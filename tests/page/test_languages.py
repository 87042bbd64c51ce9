"""The demo in other languages, chosen by a click on Home; the pictures are kept in build/page to be looked at."""

from __future__ import annotations

from typing import NamedTuple

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


class Readers(NamedTuple):
    """Which languages two people choose, and what they then read."""

    performer: str
    asked: str
    agreed: str
    differs: str
    ad: str
    word: str


POLISH_AND_GERMAN = Readers(
    performer="Polski",
    asked="Czy to, co ustalono, nadal jest dla Ciebie w porządku?",
    agreed="Jak ustalono",
    differs="Inaczej niż ustalono",
    ad="Deutsch",
    word="Szene 42A: Wartet auf Check-ins",
)
FRENCH_AND_SPANISH = Readers(
    performer="Français",
    asked="Ce qui est convenu vous convient-il toujours",
    agreed="Comme convenu",
    differs="Autrement que convenu",
    ad="Español",
    word="Escena 42A: A la espera de consultas",
)


@pytest.mark.parametrize(
    "read",
    [POLISH_AND_GERMAN, pytest.param(FRENCH_AND_SPANISH, marks=pytest.mark.prove)],
    ids=["polish-german", "french-spanish"],
)
async def test_three_people_read_one_day_in_three_languages(demo: Demo, read: Readers) -> None:
    """The performer and the AD chose theirs, the coordinator reads English, and all of it fits the page."""
    picture = read.performer.lower()
    await demo.open(SEATS)
    await choose(demo, "Ola", read.performer)
    await choose(demo, "Ada", read.ad)
    await keep(demo.page, f"languages-home-{picture}")
    for name in ("Ola", "Ada"):
        await demo.seat(name).get_by_role("button", name="Messages").click()
    await demo.clock.get_by_role("button", name="To the next thing due").click()
    await expect(demo.seat("Ola").get_by_text(read.asked).last).to_be_visible()
    await expect(demo.seat("Ada").get_by_text(read.word).last).to_be_visible()
    await demo.answer("Ola", "42A", read.agreed).click()
    await keep(demo.page, f"languages-asked-{picture}")
    await demo.answer("Ola", "42pt1", read.differs).click()
    await expect(demo.seat("Ola").get_by_role("dialog")).to_be_visible()
    await keep(demo.page, f"languages-change-{picture}")
    await expect(demo.seat("Mia").get_by_role("log")).to_contain_text("Something needs you now.")
