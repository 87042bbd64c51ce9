"""Tapping, answering and typing, as a person does it on the page."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.page.screen import NEUTRAL, Screen, actions, button, plain, section
from tests.sandbox.driver import until


async def test_a_modal_opens_over_the_seat_of_who_tapped_only(screen: Screen) -> None:
    """A tap reaches the app, and what it opens is nobody else's."""
    await screen.open()
    await screen.check_in()
    await screen.seat("Ola").get_by_role("button", name="Not as agreed").click()
    await expect(screen.seat("Ola").get_by_role("dialog", name="Recorded")).to_be_visible()
    assert screen.heard[0]["action_id"] == "change"
    await expect(screen.page.get_by_role("dialog")).to_have_count(1)


async def test_errors_stand_under_their_inputs(screen: Screen) -> None:
    """What the client, the page and the app find wrong stands under the input, and goes when it is put right."""
    await screen.open()
    await screen.check_in()
    await screen.seat("Ola").get_by_role("button", name="Not as agreed").click()
    dialog = screen.seat("Ola").get_by_role("dialog")
    words, pages = dialog.get_by_label("A few words"), dialog.get_by_label("Pages")
    for typed, count, complaint in (
        ("no", "9", "Please enter no more than 8."),
        ("no", "1", "Please enter at least 3 characters."),
        ("nothing", "1", "Please say a little more."),
    ):
        await words.fill(typed)
        await pages.fill(count)
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_text(complaint)).to_be_visible()
    await expect(words).to_have_attribute("aria-invalid", "true")
    await words.fill("I would rather talk")
    await expect(dialog.get_by_text("Please say a little more.")).to_be_hidden()
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_have_count(0)
    assert screen.heard[-1]["words"]["it"]["value"] == "I would rather talk"


async def test_a_locked_phone_shows_the_neutral_text_only(screen: Screen) -> None:
    """The notification is the app's name and the top-level text, and stays in the list of the bell."""
    await screen.open()
    await screen.check_in()
    banner = screen.seat("Ola").get_by_role("status").filter(has_text=NEUTRAL)
    await expect(banner).to_contain_text("Closed Set")
    await expect(banner).not_to_contain_text("42pt1")
    await (
        screen.seat("Ola")
        .get_by_role("button", name=f"Locked phone, 1 notifications, the last: Closed Set: {NEUTRAL}")
        .click()
    )
    await expect(screen.page.get_by_role("list", name="What the locked phone showed")).to_contain_text(NEUTRAL)
    await expect(screen.seat("Mia").get_by_text("Locked phone: nothing yet")).to_be_visible()


async def test_a_command_is_answered_only_to_who_asked(screen: Screen) -> None:
    """An ephemeral answer stands in one seat, marked as such."""
    await screen.open("#seats=U0OLA:phone:C0GENERAL,U0MIA:phone:C0GENERAL")
    box = screen.seat("Ola").get_by_role("textbox", name="Message #general as Ola Nowak")
    await box.fill("/checkin today")
    await box.press("Enter")
    await expect(screen.seat("Ola").get_by_text("Only visible to you")).to_be_visible()
    await expect(screen.seat("Ola").get_by_role("log")).to_contain_text("Nothing is open for today")
    await box.fill("Good morning")
    await box.press("Enter")
    await expect(screen.seat("Mia").get_by_text("Good morning")).to_be_visible()
    await expect(screen.seat("Mia").get_by_text("Only visible to you")).to_have_count(0)


async def test_words_typed_can_be_edited_and_deleted(screen: Screen) -> None:
    """A person changes their own message from its menu."""
    await screen.open()
    await screen.seat("Ola").get_by_role("textbox").fill("One thing")
    await screen.seat("Ola").get_by_role("button", name="Send").click()
    for item in ("Edit message", "Delete message"):
        await screen.seat("Ola").get_by_text("One thing").hover()
        await screen.seat("Ola").get_by_role("button", name="Message actions").click()
        await screen.page.get_by_role("menuitem", name=item).click()
        if item == "Edit message":
            await screen.seat("Ola").get_by_role("textbox", name="Edit message").fill("One thing more")
            await screen.page.keyboard.press("Enter")
            await expect(screen.seat("Ola").get_by_role("log")).to_contain_text("One thing more (edited)")
    await expect(screen.seat("Ola").get_by_text("One thing")).to_have_count(0)


async def test_a_confirm_dialog_is_asked_first(screen: Screen) -> None:
    """Only who confirms taps."""
    wording = {"title": "Close the set?", "text": "Everyone leaves.", "confirm": "Close it", "deny": "Keep it"}
    confirm = {name: {"type": "plain_text", "text": text} for name, text in wording.items()}
    await screen.post("U0MIA", section("Set"), actions(button("Close", "close_set", confirm=confirm, style="danger")))
    await screen.open()
    for answer in ("Keep it", "Close it"):
        await screen.seat("Mia").get_by_role("log").get_by_role("button", name="Close", exact=True).click()
        await (
            screen.seat("Mia")
            .get_by_role("alertdialog", name="Close the set?")
            .get_by_role("button", name=answer)
            .click()
        )
    await until(lambda: screen.heard)
    assert [tap["action_id"] for tap in screen.heard] == ["close_set"]


async def test_one_answers_with_the_keyboard_alone(screen: Screen) -> None:
    """Tab, Enter, words, Ctrl+Enter; the focus stays in the modal and goes back to where it was."""
    await screen.open()
    await screen.check_in()
    await expect(screen.seat("Ola").get_by_role("button", name="Not as agreed")).to_be_visible()
    press = screen.page.keyboard.press
    for _ in range(40):
        await press("Tab")
        if await screen.page.evaluate("document.activeElement.textContent") == "Not as agreed":
            break
    await press("Enter")
    await expect(screen.seat("Ola").get_by_label("A few words")).to_be_focused()
    for _ in range(7):
        await press("Tab")
    assert await screen.page.evaluate("Boolean(document.activeElement.closest('[role=dialog]'))")
    await screen.seat("Ola").get_by_label("A few words").focus()
    await screen.page.keyboard.type("By keyboard")
    await press("Control+Enter")
    await expect(screen.page.get_by_role("dialog")).to_have_count(0)
    await expect(screen.seat("Ola").get_by_role("button", name="Not as agreed")).to_be_focused()
    assert screen.heard[-1]["words"]["it"]["value"] == "By keyboard"


async def test_escape_closes_the_modal_and_f6_goes_to_the_next_seat(screen: Screen) -> None:
    """Nobody is caught in a modal."""
    await screen.check_in()
    await screen.open()
    await screen.seat("Ola").get_by_role("button", name="Not as agreed").click()
    await expect(screen.seat("Ola").get_by_label("A few words")).to_be_focused()
    await screen.page.keyboard.press("F6")
    await expect(screen.seat("Mia").get_by_role("textbox", name=re.compile("^Message"))).to_be_focused()
    await screen.page.keyboard.press("Shift+F6")
    await screen.page.keyboard.press("Escape")
    await expect(screen.page.get_by_role("dialog")).to_have_count(0)


async def test_choices_in_a_message_outlive_a_reload(screen: Screen) -> None:
    """As in Slack, where they are kept for each person."""
    options = [{"text": plain(name), "value": name} for name in ("Camera", "Sound")]
    await screen.post("U0OLA", actions({"type": "radio_buttons", "action_id": "pick", "options": options}))
    await screen.open()
    await screen.seat("Ola").get_by_role("radio", name="Sound").check()
    await until(lambda: screen.heard)
    await screen.page.reload()
    await expect(screen.seat("Ola").get_by_role("radio", name="Sound")).to_be_checked()


async def test_a_reaction_is_given_and_taken_back(screen: Screen) -> None:
    """By the menu of a message, and by the reaction itself."""
    await screen.post("U0OLA", section("Call 07:00"))
    await screen.open()
    seat = screen.seat("Ola")
    await seat.get_by_role("button", name="Message actions").click()
    await seat.get_by_role("menuitem", name="React with 👍").click()
    await expect(seat.get_by_role("button", name="+1, 1")).to_have_attribute("aria-pressed", "true")
    await seat.get_by_role("button", name="+1, 1").click()
    await expect(seat.get_by_role("button", name="+1, 1")).to_have_count(0)


async def test_an_answer_goes_into_the_thread(screen: Screen) -> None:
    """Until the answering is dropped."""
    ts = await screen.post("U0OLA", section("Call 07:00"))
    await screen.open()
    seat = screen.seat("Ola")
    await seat.get_by_role("button", name="Message actions").click()
    await seat.get_by_role("menuitem", name="Reply in thread").click()
    await seat.get_by_role("textbox").fill("Thank you")
    await screen.page.keyboard.press("Enter")
    await expect(seat.get_by_role("group").get_by_text("Thank you")).to_be_visible()
    [root, reply] = list(screen.sandbox.workspace.conversations["D0OLA"].timeline)
    assert (root.ts, reply.thread_ts) == (ts, ts)
    await seat.get_by_role("button", name="Do not answer in the thread").click()
    await expect(seat.get_by_text("Answering in a thread")).to_have_count(0)
