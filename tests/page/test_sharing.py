"""Files on the page: had from a message, sent from where one types."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import expect

from sandbox.wire import JSON
from tests.page.screen import Screen, input_block, plain
from tests.sandbox.driver import until

PAGE = b"%PDF-1.7 a page"


async def test_a_file_from_the_app_is_downloaded(screen: Screen) -> None:
    """It stands under the message as a row with its title, kind and size; deleted, the row says so."""
    channel = (await screen.app.client.conversations_open(users="U0OLA"))["channel"]["id"]
    sent = await screen.app.client.files_upload_v2(
        filename="page.pdf", content=PAGE, title="What was agreed", channel=channel, initial_comment="Here it is."
    )
    await screen.open()
    row = screen.seat("Ola").get_by_role("link", name="Download What was agreed")
    await expect(row).to_contain_text("PDF · 15 bytes")
    async with screen.page.expect_download() as download:
        await row.click()
    path: Path = await (await download.value).path()
    content = await asyncio.to_thread(path.read_bytes)
    assert ((await download.value).suggested_filename, content) == ("page.pdf", PAGE)
    await screen.app.client.files_delete(file=sent["file"]["id"])
    await expect(screen.seat("Ola").get_by_text("This file was deleted.")).to_be_visible()


async def test_a_person_sends_a_file(screen: Screen) -> None:
    """With the words typed so far."""
    await screen.open()
    await screen.seat("Ola").get_by_role("textbox").fill("Tomorrow's")
    chooser = screen.seat("Ola").get_by_label("File for Closed Set")
    await chooser.set_input_files({"name": "schedule.pdf", "mimeType": "application/pdf", "buffer": PAGE})
    await expect(screen.seat("Ola").get_by_role("article")).to_contain_text("schedule.pdf")
    timeline = screen.sandbox.workspace.conversations["D0OLA"].timeline
    [message] = await until(lambda: list(timeline))
    assert (message.text, message.body["files"][0]["size"]) == ("Tomorrow's", len(PAGE))
    await expect(screen.seat("Ola").get_by_role("textbox")).to_have_value("")


async def test_a_modal_takes_a_file(screen: Screen) -> None:
    """Its name stands under the input, and the app has it with the submission."""
    view: JSON = {"type": "modal", "callback_id": "paper", "title": plain("Schedule"), "submit": plain("Send")}
    view["blocks"] = [input_block("paper", "Your schedule", "file_input", filetypes=["pdf"])]
    trigger = screen.sandbox.workspace.tickets.new_trigger("U0OLA")
    await screen.open()
    await screen.app.client.views_open(trigger_id=trigger, view=view)
    dialog = screen.seat("Ola").get_by_role("dialog")
    await dialog.get_by_label("Your schedule").set_input_files(
        {"name": "schedule.pdf", "mimeType": "application/pdf", "buffer": PAGE}
    )
    await expect(dialog.get_by_role("listitem")).to_have_text("schedule.pdf")
    [modal] = screen.sandbox.workspace.views.stack("U0OLA")
    assert await until(lambda: modal.values["paper"]["it"]["files"])
    assert modal.values["paper"]["it"]["files"][0]["name"] == "schedule.pdf"
