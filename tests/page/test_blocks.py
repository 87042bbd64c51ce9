"""Every kind of block and element is drawn, works, and never becomes markup."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from playwright.async_api import Locator, expect

from sandbox.wire import JSON
from tests.page.looking import problems
from tests.page.screen import Screen, actions, button, plain, section
from tests.sandbox.driver import until

# As Slack gives them back: with `emoji`, which nobody said.
OPTIONS: list[JSON] = [
    {"text": {**plain(name), "emoji": True}, "value": name.lower()} for name in ("Wardrobe", "Camera", "Sound")
]
EVIL = "<img src=x onerror=\"document.title='taken'\"> &lt;b&gt;"


async def test_markup_is_drawn_as_in_slack(screen: Screen) -> None:
    """Bold, italic, strike, code, quotes, lists, links, mentions, channels, emoji and escapes."""
    text = (
        "*bold* _slanted_ ~struck~ `code` 2*3*4 &amp; &lt;b&gt; :wave: <@U0MIA> <#C0GENERAL> "
        "<https://example.com|a link>\n&gt; quoted\n• one\n• two\n1. first"
    )
    await screen.post("U0OLA", section(text))
    await screen.open()
    body = screen.seat("Ola").get_by_role("article")
    for tag, words in {
        "strong": "bold",
        "em": "slanted",
        "s": "struck",
        "code": "code",
        "blockquote": "quoted",
        "ol": "first",
    }.items():
        await expect(body.locator(f".block-text {tag}")).to_have_text(words)
    await expect(body.locator("ul li")).to_have_text(["one", "two"])
    await expect(body).to_contain_text("2*3*4 & <b> 👋 @mia #general a link")
    await expect(body.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.com")


async def test_no_text_becomes_markup(screen: Screen) -> None:
    """Words with tags in them are shown as words, wherever they stand."""
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": EVIL, "style": {"bold": True}}]}
    await screen.post("U0OLA", section(EVIL), {"type": "rich_text", "elements": [rich]}, text=EVIL)
    await screen.post("U0OLA", section("<javascript:alert(1)|press me>"), {"type": "header", "text": plain(EVIL)})
    await screen.open()
    await screen.seat("Ola").get_by_role("textbox").fill(EVIL)
    await screen.seat("Ola").get_by_role("button", name="Send").click()
    await expect(screen.seat("Ola").get_by_role("article")).to_have_count(3)
    assert await screen.page.locator(".talk-log img, .push img, .talk-log a").count() == 0
    assert await screen.page.title() == "Sandbox: who learns what"


async def pick(seat: Locator, name: str, *texts: str) -> None:
    await seat.get_by_role("combobox", name=name, exact=True).click()
    for text in texts:
        await seat.locator(".popup").get_by_role("option", name=text).click()
    await seat.page.keyboard.press("Escape")


async def fill(seat: Locator, name: str, text: str) -> None:
    await seat.get_by_label(name).fill(text)
    await seat.get_by_label(name).blur()


async def tick(seat: Locator, role: Any, name: str) -> None:
    await seat.get_by_role(role, name=name).check()


CHOSEN: dict[str, tuple[JSON, Any, tuple[str, ...], JSON]] = {
    "static_select": (
        {"options": OPTIONS, "placeholder": plain("Department")},
        pick,
        ("Department", "Camera"),
        {"selected_option": OPTIONS[1]},
    ),
    "multi_static_select": (
        {"options": OPTIONS, "placeholder": plain("Departments")},
        pick,
        ("Departments", "Camera", "Sound"),
        {"selected_options": OPTIONS[1:]},
    ),
    "users_select": ({"placeholder": plain("Person")}, pick, ("Person", "Kim Rowe"), {"selected_user": "U0KIM"}),
    "multi_users_select": (
        {"placeholder": plain("People")},
        pick,
        ("People", "Kim Rowe"),
        {"selected_users": ["U0KIM"]},
    ),
    "conversations_select": (
        {"placeholder": plain("Where")},
        pick,
        ("Where", "# general"),
        {"selected_conversation": "C0GENERAL"},
    ),
    "channels_select": (
        {"placeholder": plain("Channel")},
        pick,
        ("Channel", "# general"),
        {"selected_channel": "C0GENERAL"},
    ),
    "radio_buttons": ({"options": OPTIONS}, tick, ("radio", "Sound"), {"selected_option": OPTIONS[2]}),
    "checkboxes": ({"options": OPTIONS}, tick, ("checkbox", "Sound"), {"selected_options": OPTIONS[2:]}),
    "datepicker": ({"placeholder": plain("Day")}, fill, ("Day", "2026-03-16"), {"selected_date": "2026-03-16"}),
    "timepicker": ({"placeholder": plain("Call")}, fill, ("Call", "07:30"), {"selected_time": "07:30"}),
}


async def test_a_choice_of_every_kind_reaches_the_app(screen: Screen) -> None:
    """What a person picks comes as Slack would send it."""
    elements = {kind: {"type": kind, "action_id": kind, **more} for kind, (more, *_) in CHOSEN.items()}
    await screen.post("U0OLA", *(section(kind, accessory=element) for kind, element in elements.items()))
    await screen.open("#seats=U0OLA:phone:app")
    for kind, (_, act, words, wanted) in CHOSEN.items():
        row = screen.seat("Ola").locator(".block-section").filter(has_text=re.compile(f"^{kind}"))
        await act(row if act is tick else screen.seat("Ola"), *words)
        await until(partial(screen.hears, kind))
        assert wanted.items() <= screen.heard[-1].items()


async def test_a_date_and_time_is_meant_in_the_persons_zone(screen: Screen) -> None:
    """Seven in Tallinn is six in Berlin."""
    await screen.post("U0ZOE", actions({"type": "datetimepicker", "action_id": "when"}))
    await screen.open("#seats=U0ZOE:phone:app")
    await fill(screen.seat("Zoe Kask"), "Date and time", "2026-03-16T07:00")
    await until(lambda: screen.heard)
    assert screen.heard[0]["selected_date_time"] == 1773637200


async def test_an_overflow_menu_opens_and_tells_the_choice(screen: Screen) -> None:
    """The menu is reached by keyboard as well."""
    await screen.post(
        "U0OLA", section("Row", accessory={"type": "overflow", "action_id": "more", "options": OPTIONS[:2]})
    )
    await screen.open()
    await screen.seat("Ola").get_by_role("button", name="More actions").press("ArrowDown")
    await screen.page.keyboard.press("ArrowDown")
    await screen.page.keyboard.press("Enter")
    await until(lambda: screen.heard)
    assert screen.heard[0]["selected_option"]["value"] == "camera"


async def test_newer_blocks_are_drawn_and_can_be_tapped(screen: Screen) -> None:
    """Cards, a collapsed container, a data table, and two thumbs."""
    card: JSON = {"type": "card", "title": plain("Scene 42pt1"), "actions": [button("Open", "open")]}
    inside = {**card, "title": plain("Scene 43"), "actions": [button("Inner", "inner")]}
    container = {"type": "container", "title": plain("More"), "is_collapsible": True, "child_blocks": [inside]}
    container["default_collapsed"] = True
    rows = [[{"type": "raw_text", "text": text} for text in row] for row in (("Name", "Days"), ("Kim Rowe", "3"))]
    thumbs = {"type": "feedback_buttons", "action_id": "rate"}
    for name in ("positive", "negative"):
        thumbs[f"{name}_button"] = {"text": plain(name), "value": name}  # type: ignore[assignment]
    data = {"type": "data_table", "caption": "Who may be there", "rows": rows}
    await screen.post("U0OLA", card, container, data, {"type": "context_actions", "elements": [thumbs]})
    await screen.open("#seats=U0OLA:phone:app")
    seat = screen.seat("Ola")
    await expect(seat.get_by_role("table", name="Who may be there").get_by_role("cell").first).to_have_text("Kim Rowe")
    await expect(seat.get_by_text("Scene 43")).to_be_hidden()
    await seat.get_by_text("More", exact=True).click()
    for name, heard in (("Open", "open"), ("Inner", "inner"), ("negative", "rate")):
        await seat.get_by_role("button", name=name, exact=True).click()
        await until(partial(screen.hears, heard))
    assert screen.heard[-1]["value"] == "negative"
    assert await problems(screen.page) == []


async def test_an_unknown_block_is_named(screen: Screen) -> None:
    """What the page does not draw is said, not left out."""
    video = {"type": "video", "title": plain("v"), "video_url": "https://example.com/v", "alt_text": "v"}
    await screen.post("U0OLA", {**video, "thumbnail_url": "https://example.com/v.png"})
    await screen.open()
    await expect(screen.seat("Ola").get_by_text("not drawn: video")).to_be_visible()


async def test_an_attachment_has_the_buttons_and_menus_from_before_there_were_blocks(screen: Screen) -> None:
    """With their confirmation; an address opens beside the page and reaches no app."""
    sure = {"title": "War?", "text": "It is final.", "ok_text": "Yes", "dismiss_text": "No"}
    acts = [
        {"name": "game", "text": "War", "type": "button", "value": "war", "confirm": sure},
        {"name": "size", "text": "Board", "type": "select", "options": [{"text": "Small", "value": "s"}]},
    ]
    attachment = {"text": "Choose a game", "callback_id": "game", "color": "good", "actions": acts}
    await screen.app.client.chat_postMessage(channel="U0OLA", text="Would you play?", attachments=[attachment])
    await screen.open()
    seat = screen.seat("Ola")
    await seat.get_by_role("button", name="War").click()
    await seat.get_by_role("button", name="Yes").click()
    await until(lambda: screen.heard)
    await seat.get_by_role("button", name="Board").click()
    await screen.page.get_by_role("menuitem", name="Small").click()
    await until(lambda: len(screen.heard) == 2)
    assert screen.heard[0] == {"name": "game", "type": "button", "value": "war"}
    assert screen.heard[1] == {"name": "size", "type": "select", "selected_options": [{"value": "s"}]}
