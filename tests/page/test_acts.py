"""What people do on the page beside writing and tapping."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from sandbox.messages import Message
from tests.page.looking import keep
from tests.page.screen import Screen
from tests.sandbox.driver import until


async def menu(screen: Screen, opener: Locator, item: str) -> None:
    """Open a menu and take one of its items."""
    await opener.click()
    await screen.page.get_by_role("menuitem", name=item).click()


def message_menu(seat: Locator, words: str) -> Locator:
    """The menu of the message that says these words."""
    article = seat.get_by_role("article").filter(has_text=words).first
    return article.get_by_role("button", name="Message actions").last


async def type_words(seat: Locator, words: str) -> None:
    box = seat.locator(".composer-box")
    await box.fill(words)
    await box.press("Enter")


def said(screen: Screen, channel: str = "D0OLA") -> list[Message]:
    return list(screen.sandbox.workspace.conversations[channel].timeline)


async def test_a_reply_is_sent_to_the_conversation_as_well(screen: Screen) -> None:
    """By the box under the answer; it stands in both places and says what it answers."""
    await screen.post("U0OLA", text="Call at seven")
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await menu(screen, message_menu(seat, "Call at seven"), "Reply in thread")
    await seat.get_by_label("Also send as direct message").check()
    await type_words(seat, "I will be late")
    await expect(seat.get_by_text("Replied to a thread: Call at seven")).to_be_visible()
    assert said(screen)[-1].body["subtype"] == "thread_broadcast"
    await seat.get_by_role("button", name="Do not answer in the thread").click()
    await type_words(seat, "alone")
    await until(lambda: len(said(screen)) == 3)
    assert said(screen)[-1].thread_ts is None


async def test_something_done_is_written_slanted(screen: Screen) -> None:
    """`/me` is no command of the app."""
    await screen.open("#seats=U0OLA:phone:app")
    await type_words(screen.seat("Ola"), "/me is on the way")
    await expect(screen.seat("Ola").locator(".deed")).to_have_text("is on the way")
    assert said(screen)[-1].body["subtype"] == "me_message"


async def test_a_deleted_parent_leaves_its_place(screen: Screen) -> None:
    """The replies stay under it."""
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await type_words(seat, "a question")
    await menu(screen, message_menu(seat, "a question"), "Reply in thread")
    await type_words(seat, "and more")
    await expect(seat.get_by_text("1 reply")).to_be_visible()
    await menu(screen, message_menu(seat, "a question"), "Delete message")
    await expect(seat.get_by_text("This message was deleted.")).to_be_visible()
    await expect(seat.get_by_text("and more")).to_be_visible()


async def test_any_emoji_is_found_by_its_name(screen: Screen) -> None:
    """An alias finds it too, and the reaction has the emoji's own name."""
    await screen.post("U0OLA", text="Call at seven")
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await menu(screen, message_menu(seat, "Call at seven"), "Another emoji…")
    await screen.page.get_by_label("Name of the emoji").fill("honeyb")
    await screen.page.get_by_label("Name of the emoji").press("Enter")
    await expect(seat.get_by_role("button", name="bee, 1")).to_have_text("🐝 1")


async def test_a_voice_clip_says_what_was_heard(screen: Screen) -> None:
    """The words typed for it are its transcript."""
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await seat.get_by_role("button", name="Record a voice clip").click()
    await seat.get_by_label("What is said").fill("I would rather not")
    await seat.get_by_role("button", name="Send", exact=True).last.click()
    await expect(seat.locator(".clip")).to_contain_text("“I would rather not”")
    assert said(screen)[-1].body["files"][0]["subtype"] == "slack_audio"


async def test_a_message_is_forwarded_to_the_app(screen: Screen) -> None:
    """With who said it where."""
    channel = await screen.open_set()
    await screen.open(f"#seats=U0OLA:desktop:{channel}")
    seat = screen.seat("Ola")
    await type_words(seat, "Doors at *seven*")
    await menu(screen, message_menu(seat, "Doors at seven"), "Forward…")
    await seat.get_by_label("A few words").fill("see this")
    await seat.get_by_role("button", name="Forward", exact=True).click()
    await until(lambda: "D0OLA" in screen.sandbox.workspace.conversations)
    await seat.get_by_role("button", name="Closed Set").first.click()
    await expect(seat.locator(".attachment")).to_contain_text("Posted in #set-42")
    await expect(seat.get_by_role("log")).to_contain_text("see this")


async def test_a_message_is_pinned_and_unpinned(screen: Screen) -> None:
    """A line tells of it, and the message says so."""
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await type_words(seat, "keep this")
    await menu(screen, message_menu(seat, "keep this"), "Pin to the conversation")
    await expect(seat.get_by_text("Pinned", exact=True)).to_be_visible()
    await expect(seat.get_by_text("pinned a message to this channel.")).to_be_visible()
    await menu(screen, message_menu(seat, "keep this"), "Take the pin off")
    await expect(seat.get_by_text("Pinned", exact=True)).to_have_count(0)


async def test_others_write_into_a_channel(screen: Screen) -> None:
    """Another app, a workflow, a huddle and a reminder, by the channel's menu."""
    channel = await screen.open_set()
    await screen.open(f"#seats=U0MIA:desktop:{channel}")
    seat = screen.seat("Mia")
    opener = seat.get_by_role("button", name="Channel", exact=True)
    for item, label, name in (("Another app writes…", "Name of the app", "Call sheets"),
                              ("A workflow writes…", "Name of the workflow", "Morning round")):  # fmt: skip
        await menu(screen, opener, item)
        await seat.get_by_label(label).fill(name)
        await seat.get_by_label("What it writes").fill("How is everybody?")
        await seat.get_by_role("button", name="Post").click()
        await expect(seat.get_by_role("article").filter(has_text=name)).to_contain_text("How is everybody?")
    await menu(screen, opener, "Set a reminder…")
    await seat.get_by_label("Of what").fill("call the door")
    await seat.get_by_role("button", name="Set", exact=True).click()
    await expect(seat.get_by_text("set up a reminder to “call the door”")).to_be_visible()
    await menu(screen, opener, "Start a huddle")
    await seat.get_by_role("button", name="End the huddle").click()
    await expect(seat.get_by_text("A huddle happened")).to_be_visible()
    await keep(screen.page, "acts")


async def test_markdown_is_drawn(screen: Screen) -> None:
    """Headings, bold, lists and links of `markdown_text`."""
    channel = await screen.open_set()
    await screen.open(f"#seats=U0MIA:phone:{channel}")
    markdown = "# Call sheet\n**07:00** & *quiet*\n- one\n- two\n\n[plan](https://example.com/plan)"
    await screen.app.client.chat_postMessage(channel=channel, markdown_text=markdown)
    block = screen.seat("Mia").locator(".block-markdown")
    await expect(block.locator("strong")).to_have_text(["Call sheet", "07:00"])
    await expect(block.locator("em")).to_have_text("quiet")
    await expect(block.get_by_role("listitem")).to_have_text(["one", "two"])
    await expect(block.get_by_role("link", name="plan")).to_have_attribute("href", "https://example.com/plan")


async def test_somebody_rests(screen: Screen) -> None:
    """A moon stands in their phone, and nothing is pushed to it."""
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await menu(screen, seat.get_by_role("button", name="Account"), "Do not disturb for eight hours")
    await expect(seat.get_by_text("Do not disturb")).to_be_visible()
    await screen.post("U0OLA", text="Call at seven")
    await expect(seat.get_by_role("log")).to_contain_text("Call at seven")
    await expect(seat.get_by_text("Locked phone: nothing yet")).to_be_visible()
    await menu(screen, seat.get_by_role("button", name="Account"), "Disturb again")
    await expect(seat.get_by_text("Do not disturb")).to_have_count(0)


async def test_accounts_are_added(screen: Screen) -> None:
    """A second one of the same person, told apart by its handle, and one with a W id."""
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await menu(screen, seat.get_by_role("button", name="Account"), "Add a second account")
    await expect(seat.get_by_role("option", name="Ola Nowak (@ola2)")).to_have_count(1)
    await menu(screen, seat.get_by_role("button", name="Account"), "Add a person…")
    await seat.get_by_label("Name", exact=True).fill("Ola Wolf")
    await seat.get_by_label("Account", exact=True).last.select_option(label="Member with a W id")
    await seat.get_by_role("button", name="Add", exact=True).click()
    await expect(seat.get_by_role("option", name="Ola Wolf")).to_have_count(1)
    assert "W0OLAWOLF" in screen.sandbox.workspace.people


async def test_a_home_is_left_open_until_one_goes_elsewhere(screen: Screen) -> None:
    """The sandbox knows who has it before them."""
    await screen.open("#seats=U0OLA:desktop:home")
    tabs = screen.sandbox.workspace.open_tabs
    await until(lambda: tabs.get("U0OLA") == "home")
    await screen.seat("Ola").get_by_role("button", name="general").click()
    await until(lambda: "U0OLA" not in tabs)
