"""The real demo, with the bot behind it, in one browser window."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from bot.demo.stage import Stage

SCENES = ("42pt1", "42A")


class Demo:
    """What a person sees and clicks: seats by whose they are, the tour, the clock."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.tour = page.get_by_role("region", name="Tour")
        self.clock = page.get_by_role("group", name="Clock")
        self.watched = self.seat("Channel watched")
        self._stage = stage

    async def open(self, seats: str = "", *, tour: bool = False) -> None:
        """The page as the demo gives its address, or with other seats; the tour is in sight or not."""
        address = f"{self._stage.sandbox.url}/#seats={seats}" if seats else self._stage.address
        await self.page.goto(address + ("" if tour else "&tour=off"))
        await self.page.locator(".seat .device").first.wait_for()

    def seat(self, name: str) -> Locator:
        """Somebody's pane."""
        return self.page.get_by_role("region", name=re.compile(f"^{name}"))

    def answer(self, name: str, scene: str, text: str) -> Locator:
        """The button of an answer for a scene in somebody's first check-in."""
        buttons = self.seat(name).get_by_role("log").get_by_role("button", name=text, exact=True)
        return buttons.nth(SCENES.index(scene))

    async def reads(self, name: str, words: str) -> None:
        """Somebody has these words before their eyes, without scrolling."""
        await expect(self.seat(name).get_by_text(words).last).to_be_in_viewport(ratio=0.9)

    async def ask_both(self) -> None:
        """The clock goes to the first check-in, by its button."""
        await self.clock.get_by_role("button", name="To the next thing due").click()
        await self.reads("Ola", "A receipt follows each answer.")

    async def move_to(self, wall: str) -> None:
        """The clock goes to a wall time, typed in."""
        await self.clock.get_by_role("button", name="To…").click()
        await self.page.get_by_label("Date and time in Berlin").fill(wall)
        await self.page.get_by_role("button", name="Set the clock").click()
        await expect(self.clock).to_contain_text(wall[-5:])

    async def types(self, name: str, words: str) -> None:
        """Somebody types into their conversation with the bot, and sends it."""
        box = self.seat(name).get_by_role("textbox", name=re.compile("^Message"))
        await box.fill(words)
        await box.press("Enter")
