"""Addresses of pictures and buttons, and pictures that are files."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.block_kit import check_message_blocks, check_view
from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.blocks import actions, button, modal, plain
from tests.sandbox.driver import refused

PICTURE: JSON = {"type": "image", "alt_text": "x"}


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8080/foo.png",
        "http://127.0.0.1/foo.png",
        "http://[::1]/foo.png",
        "https://10.0.0.7/foo.png",
        "https://pictures.internal/foo.png",
        "https://sandbox.slack.com/files/U1/F1/foo.png",
        "https://files.slack.com/files-pri/T1-F1/foo.png",
        "ftp://example.com/foo.png",
        "data:image/png;base64,AAAA",
        "/foo.png",
        "https://example.com:port/foo.png",
        "https://",
    ],
)
def test_a_picture_that_nobody_outside_can_fetch_is_refused(address: str) -> None:
    """Slack fetches pictures when they are sent."""
    accessory = {"type": "section", "text": plain("x"), "accessory": {**PICTURE, "image_url": address}}
    verdict = check_message_blocks([{**PICTURE, "image_url": address}, accessory])
    assert verdict.complaints == [
        "downloading image failed [json-pointer:/blocks/0/image_url]",
        "downloading image failed [json-pointer:/blocks/1/accessory/image_url]",
    ]


@pytest.mark.parametrize(
    "address", ["https://example.com/a.png", "http://8.8.8.8/a.png?b=c", "https://bücher.example/ä.png"]
)
def test_a_picture_at_a_public_address_is_taken(address: str) -> None:
    """Whether there is one, only Slack could find out."""
    assert check_message_blocks([{**PICTURE, "image_url": address}]).complaints == []


@pytest.mark.parametrize(
    "address", ["nowhere", "javascript:alert(1)", "https://", "https:///x", "http://a b", "mailto:"]
)
def test_a_button_leads_to_an_address(address: str) -> None:
    """In messages, views and menus."""
    complaint = "invalid url [json-pointer:/{}/0/elements/0/url]"
    acts = actions(button("a", url=address))
    menu = {"type": "overflow", "options": [{"text": plain("x"), "value": "x", "url": address}]}
    assert check_message_blocks([acts]).complaints == [complaint.format("blocks")]
    assert check_view(modal(acts), ("modal",)).complaints == [complaint.format("view/blocks")]
    assert check_message_blocks([actions(menu)]).complaints == [
        "invalid url [json-pointer:/blocks/0/elements/0/options/0/url]"
    ]


@pytest.mark.parametrize(
    "address", ["http://localhost:3000/x", "https://example.com", "mailto:a@example.com", "tel:+4930"]
)
def test_a_button_may_lead_where_a_client_can_go(address: str) -> None:
    """Also to one's own machine."""
    assert check_message_blocks([actions(button("a", url=address))]).complaints == []


async def test_a_picture_may_be_a_file_that_the_app_can_see(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Uploaded, complete, and a picture; any other is an invalid slack file, in messages and in views."""
    files = sandbox.workspace.files
    picture, other = (files.promise(name, 1, "U0BOT", 0)[0] for name in ("a.png", "a.pdf"))
    foreign = files.promise("a.png", 1, "U0OLA", 0)[0]
    blocks = [{**PICTURE, "slack_file": {"id": picture.id}}]
    unfinished = await refused(client.chat_postMessage(channel="U0OLA", text="t", blocks=blocks))
    picture.is_complete = other.is_complete = foreign.is_complete = True
    url = picture.to_slack(sandbox.url)["url_private"]
    await client.chat_postMessage(channel="U0OLA", text="t", blocks=blocks)
    await client.chat_postMessage(channel="U0OLA", text="t", blocks=[{**PICTURE, "slack_file": {"url": url}}])
    for wrong in ({"id": other.id}, {"id": foreign.id}, {"id": "F0"}, {"url": "x"}, {}, "x"):
        with pytest.raises(SlackApiError) as refusal:
            await client.chat_postMessage(channel="U0OLA", text="t", blocks=[{**PICTURE, "slack_file": wrong}])
        assert refusal.value.response["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    view = modal({**PICTURE, "slack_file": {"id": "F0"}})
    trigger = sandbox.workspace.tickets.new_trigger("U0OLA")
    assert unfinished == "invalid_blocks"
    assert await refused(client.views_open(trigger_id=trigger, view=view)) == "invalid_arguments"
