"""The demo's tour, clicked through as a newcomer does."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.demo.story import WORDS
from tests.page.demo import Demo
from tests.page.looking import WIDTHS, keep, overflow, picture

# What is before whose eyes when a step is done.
SHOWN: dict[str, tuple[tuple[str, str], ...]] = {
    "import": (("Mia", "Scene 61 looks intimate"),),
    "check-in": (("Ola", "A receipt follows each answer."), ("Jan", "A receipt follows each answer.")),
    "confirm": (("Ola", "Recorded. You can change this at any time."), ("Ada", "Scene 42pt1: Ready")),
    "change": (("Mia", "Something needs you now."),),
    "word": (("Ada", "Scene 42pt1: With coordinator – plan may change"), ("Ola", "Mia Brandt has it.")),
    "closed-set": (
        ("Channel watched", "House rules: only people on the list."),
        ("Channel watched", "added by Kim Rowe"),
        ("Kim", "House rules: only people on the list."),
        ("Mia", "There is something for you to know."),
    ),
}


@pytest.mark.prove
async def test_the_tour_is_clicked_through_stopped_and_resumed(demo: Demo) -> None:
    """Six clicks tell the story; a reload in the middle loses nothing."""
    await demo.open(tour=True)
    for number, name in enumerate(WORDS, start=1):
        await do_step(demo, number, name)
        if name == "confirm":
            await stop_and_resume(demo)
    await expect(demo.tour).to_contain_text("That is the whole story.")
    await expect(demo.watched.get_by_text("Ben Holt went").first).to_be_visible()
    for width in WIDTHS:
        assert await overflow(demo.page, width) == 0
        await picture(demo.page, f"tour-end-{width}")


async def do_step(demo: Demo, number: int, name: str) -> None:
    await expect(demo.tour.get_by_role("status")).to_contain_text(WORDS[name].title)
    await demo.tour.get_by_role("button", name="Do this step").click()
    await expect(demo.tour.get_by_role("listitem").filter(has_text=" done: ")).to_have_count(number)
    for person, words in SHOWN[name]:
        await demo.reads(person, words)
    await keep(demo.page, f"tour-{number}-{name}")


async def stop_and_resume(demo: Demo) -> None:
    await demo.tour.get_by_role("button", name="Stop the tour").click()
    await demo.page.reload()
    await demo.reads("Ada", "Scene 42pt1: Ready")
    await expect(demo.tour).to_be_hidden()
    await demo.page.get_by_role("button", name="Tour", exact=True).click()
