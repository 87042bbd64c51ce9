"""The demo by hand: what a person clicks and types, and what the others see of it."""

from __future__ import annotations

from playwright.async_api import expect

from tests.page.demo import Demo
from tests.page.looking import keep
from tests.patience import at_most

RECEIPT = "Recorded. You can change this at any time."
WORDS = "I would like the blouse to stay buttoned."


async def test_as_agreed_gets_a_receipt_and_becomes_ready(demo: Demo) -> None:
    """Ola taps once; at the next quarter hour Ada reads the scene's word, and nothing of Ola."""
    await demo.open()
    await demo.ask_both()
    await demo.reads("Ada", "Scene 42A: Waiting on check-ins")
    await demo.answer("Ola", "42A", "As agreed").click()
    await demo.reads("Ola", RECEIPT)
    for _ in range(2):
        await demo.clock.get_by_role("button", name="+15 min").click()
    await demo.reads("Ada", "Scene 42A: Ready")
    await demo.reads("Ada", "Scene 42pt1: Waiting on check-ins")
    await expect(demo.seat("Ada").get_by_role("log")).not_to_contain_text("Ola")
    await keep(demo.page, "ready")


async def test_a_change_is_told_to_the_coordinator_alone(demo: Demo) -> None:
    """The modal is Ola's only, its words are read by Mia only, and Ola learns that they were seen."""
    await demo.open()
    await demo.ask_both()
    await demo.answer("Ola", "42pt1", "Not as agreed").click()
    modal = demo.seat("Ola").get_by_role("dialog", name="Recorded")
    await expect(modal).to_contain_text("we are telling Mia Brandt.")
    await expect(demo.page.get_by_role("dialog")).to_have_count(1)
    await keep(demo.page, "change-modal")
    await modal.get_by_label("a few words for the coordinator only").fill(WORDS)
    await modal.get_by_role("button", name="Send").click()
    await expect(modal).to_have_count(0)
    await demo.reads("Ola", RECEIPT)
    await see_the_alert(demo)
    await demo.seat("Ola").get_by_role("button", name="See it").last.click()
    await expect(demo.seat("Ola").get_by_role("dialog", name="Your answers")).to_contain_text("Mia Brandt has it.")
    await expect(demo.seat("Ada")).not_to_contain_text("blouse")


async def see_the_alert(demo: Demo) -> None:
    await demo.reads("Mia", "Something needs you now.")
    await expect(demo.seat("Mia").get_by_role("log")).not_to_contain_text("Ola")
    await demo.seat("Mia").get_by_role("button", name="Open").last.click()
    alert = demo.seat("Mia").get_by_role("dialog", name="For you")
    await expect(alert).to_contain_text("Ola Nowak: not as agreed")
    await expect(alert).to_contain_text(WORDS)
    await keep(demo.page, "alert")
    await alert.get_by_role("button", name="I have seen this").click()
    await expect(alert).to_have_count(0)


async def test_who_is_not_on_the_list_is_out_again_within_seconds(demo: Demo) -> None:
    """Kim, who is on it, adds Ben, who is not: the pane shows both passages, and Mia is told."""
    await demo.open("U0MIA:phone:app,U0BEN:phone:app,channel:phone:newest")
    await demo.move_to("2026-03-19T08:35")
    await demo.types("Mia", "/closedset clear 42A @kim set camera")
    await demo.reads("Mia", "Kim Rowe is on the list.")
    await demo.types("Mia", "/closedset open 42A")
    await demo.watched.get_by_label("acting as").select_option(label="Kim Rowe")
    await demo.watched.get_by_label("Person to add").select_option(label="Ben Holt")
    await demo.watched.get_by_role("button", name="Add", exact=True).click()
    passages = demo.watched.get_by_role("log", name="Who came and went").get_by_role("listitem")
    await expect(passages.nth(1)).to_contain_text("Ben Holt came in added by Kim Rowe", timeout=at_most(5000))
    await expect(passages.first).to_contain_text("Ben Holt went", timeout=at_most(5000))
    await expect(demo.watched.get_by_role("button", name="Remove Ben Holt")).to_have_count(0)
    await demo.reads("Mia", "There is something for you to know.")
    await keep(demo.page, "closed-set")


async def test_the_keyboard_alone_is_enough(demo: Demo) -> None:
    """The clock, an answer and its words are reached by Tab, and Escape leads out of a modal."""
    await demo.open()
    press = demo.page.keyboard.press
    await reach(demo, "To the next thing due")
    await press("Enter")
    await demo.reads("Ola", "A receipt follows each answer.")
    await reach(demo, "Not as agreed")
    await press("Enter")
    await expect(demo.seat("Ola").get_by_label("a few words for the coordinator only")).to_be_focused()
    await demo.page.keyboard.type(WORDS)
    await reach(demo, "Send")
    await press("Enter")
    await expect(demo.page.get_by_role("dialog")).to_have_count(0)
    await demo.reads("Ola", RECEIPT)
    await expect(demo.answer("Ola", "42pt1", "Not as agreed")).to_be_focused()
    await press("Enter")
    await expect(demo.page.get_by_role("dialog")).to_have_count(1)
    await press("Escape")
    await expect(demo.page.get_by_role("dialog")).to_have_count(0)


async def reach(demo: Demo, text: str) -> None:
    """Tab until the button with this text has the focus."""
    for _ in range(60):
        await demo.page.keyboard.press("Tab")
        if await demo.page.evaluate("document.activeElement.innerText") == text:
            return
    raise AssertionError(f"Tab never came to “{text}”.")


async def test_dark_is_chosen_by_a_button_and_stays(demo: Demo) -> None:
    """Every ground gets dark at once, and is so after a reload."""
    await demo.open()
    await demo.ask_both()
    await demo.page.get_by_role("button", name="Dark colours").click()
    await demo.page.reload()
    await demo.reads("Ola", "A receipt follows each answer.")
    for place in ("body", ".bar", ".device"):
        ground = await demo.page.locator(place).first.evaluate("one => getComputedStyle(one).backgroundColor")
        assert all(int(part) < 64 for part in ground.removeprefix("rgb(").removesuffix(")").split(","))
    await demo.page.get_by_role("button", name="Light colours").click()
    await expect(demo.page.locator("html")).to_have_attribute("data-theme", "light")
