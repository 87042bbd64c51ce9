"""What the tests of the page look at it with: a browser's page, seats by person, and an app that answers."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Locator, Page
from slack_bolt.async_app import AsyncApp

from sandbox.server import Sandbox
from sandbox.wire import JSON

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NEUTRAL = "You have a message from the production."
PEOPLE = {"Ola": "Ola Nowak", "Mia": "Mia Brandt", "Ada": "Ada Quist", "Ben": "Ben Holt"}


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> JSON:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action: str, **more: Any) -> JSON:
    return {"type": "button", "text": plain(text), "action_id": action, **more}


def actions(*elements: JSON) -> JSON:
    return {"type": "actions", "elements": list(elements)}


def input_block(block: str, label: str, kind: str, **more: Any) -> JSON:
    optional = more.pop("optional", False)
    element = {"type": kind, "action_id": "it", **more}
    return {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": optional}


CHANGE: JSON = {
    "type": "modal",
    "callback_id": "change",
    "title": plain("Recorded"),
    "submit": plain("Send"),
    "close": plain("Close"),
    "blocks": [
        section("We are telling Mia Brandt."),
        input_block("words", "A few words", "plain_text_input", min_length=3, multiline=True),
        input_block("pages", "Pages", "number_input", is_decimal_allowed=False, max_value="8", optional=True),
    ],
}


class Screen:
    """The page in one browser window, and the sandbox behind it."""

    def __init__(self, page: Page, sandbox: Sandbox, app: AsyncApp) -> None:
        self.page = page
        self.sandbox = sandbox
        self.app = app
        self.heard: list[JSON] = []
        self.complaints: list[str] = []
        self._answer()

    async def open(self, address: str = "") -> None:
        await self.page.goto(f"{self.sandbox.url}/{address}")
        await self.page.locator(".seat .device").first.wait_for()

    def seat(self, person: str) -> Locator:
        return self.page.get_by_role("region", name=re.compile(f"^{PEOPLE.get(person, person)}"))

    def hears(self, action: str) -> bool:
        """Whether the last thing that the app heard was a tap on *action*."""
        return bool(self.heard) and self.heard[-1].get("action_id") == action

    async def post(self, user: str, *blocks: JSON, text: str = NEUTRAL) -> str:
        """The app writes to *user*; gives the message's ``ts``."""
        channel = (await self.app.client.conversations_open(users=user))["channel"]["id"]
        given = list(blocks) or None
        return str((await self.app.client.chat_postMessage(channel=channel, text=text, blocks=given))["ts"])

    async def check_in(self) -> str:
        """Ola is asked, with a button whose modal wants words."""
        return await self.post("U0OLA", section("*Scene 42pt1*"), actions(button("Not as agreed", "change")))

    async def open_set(self, name: str = "set-42") -> str:
        """A private channel of the app, with Ola, Mia and Ada in it."""
        channel = str((await self.app.client.conversations_create(name=name, is_private=True))["channel"]["id"])
        await self.app.client.conversations_invite(channel=channel, users="U0OLA,U0MIA,U0ADA")
        return channel

    def _answer(self) -> None:
        async def tapped(ack: Any, body: JSON, client: Any) -> None:
            await ack()
            self.heard.append(body["actions"][0])
            if body["actions"][0].get("action_id") == "change":
                await client.views_open(trigger_id=body["trigger_id"], view=CHANGE)

        async def sent(ack: Any, view: JSON) -> None:
            values = view["state"]["values"]
            self.heard.append(values)
            if values["words"]["it"]["value"] == "nothing":
                await ack(response_action="errors", errors={"words": "Please say a little more."})
            else:
                await ack()

        async def asked(ack: Any, command: JSON) -> None:
            await ack(f"Nothing is open for *{command['text']}*")

        anything: Any = re.compile(".*")
        self.app.action(anything)(tapped)
        self.app.view("change")(sent)
        self.app.command(anything)(asked)
        self.app.event(anything)(_pass)


async def _pass() -> None:
    """Every event is heard."""
