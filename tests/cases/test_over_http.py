"""The same bot with Slack's events coming over signed HTTP instead of a socket."""

import json
import socket
from datetime import date
from time import time
from urllib.parse import urlencode

from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier
from sqlmodel import select

from sandbox.installation import SIGNING_SECRET
from storage.inbox import InboxRow
from tests.serving import SERVING
from tests.world import MONDAY, World, add_scene, direct, set_up, world_on

pytestmark = SERVING

FRIDAY = date(2026, 3, 13)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def test_a_change_travels_over_http_as_over_a_socket(database_url: str) -> None:
    """Buttons, modals, typed words and commands arrive signed over HTTP, and everyone learns what is theirs."""
    port = free_port()
    async with world_on(
        database_url, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=SIGNING_SECRET, CLOSEDSET_HTTP_PORT=str(port)
    ) as world:
        world.sandbox.workspace.app.request_url = f"http://127.0.0.1:{port}/slack/events"
        await set_up(world)
        await change_and_words(world)


async def change_and_words(world: World) -> None:
    """Ola changes her mind and writes; Mia reads it, the AD gets the word."""
    await add_scene(world, "42A", ["1"])
    await world.at(FRIDAY, "08:00")
    message = await world.said("U0OLA", "Is what was agreed still right for you?")
    await world.tap("U0OLA", message, "Not as agreed")
    await world.modal("U0OLA", "until Mia Brandt has spoken with you")
    await world.submit("U0OLA", words="not the shower")
    await world.alert("U0MIA", "not the shower")
    await world.submit("U0MIA")
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="thank you")
    await world.said("U0OLA", "Slack keeps what is typed here")
    assert "Ola Nowak" in await world.command("U0MIA", "/checkin", "day 11")
    await world.at(MONDAY, "05:31")
    await world.said("U0ADA", "With coordinator – plan may change")


async def test_what_slack_never_writes_is_400_through_bolt(database_url: str) -> None:
    """Signed, whole and of a shape that no payload has: refused by the inbox, nothing is kept of it."""
    port = free_port()
    over_http = world_on(
        database_url, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=SIGNING_SECRET, CLOSEDSET_HTTP_PORT=str(port)
    )
    async with over_http as world, ClientSession() as session:
        for body in ODD:
            text = body if isinstance(body, str) else urlencode({"payload": json.dumps(body)})
            headers = {"Content-Type": "application/x-www-form-urlencoded", **signature(text)}
            async with session.post(f"http://127.0.0.1:{port}/slack/events", data=text, headers=headers) as answer:
                assert answer.status == 400, body
        async with world.bot.database.read() as reading:
            assert (await reading.exec(select(InboxRow))).all() == []


def signature(body: str) -> dict[str, str]:
    """The headers by which Slack signs."""
    moment = str(int(time()))
    mark = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=moment, body=body)
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": mark or ""}


ODD: list[object] = [
    "",
    "a=b",
    "command=/checkin",
    {},
    {"type": "a_kind_of_tomorrow"},
    {"type": 7},
    {"type": "event_callback", "event_id": "1"},
    {"type": "event_callback", "event_id": "1", "event": "message"},
    {"type": "event_callback", "event_id": 1, "event": {"type": "message", "user": ["U0OLA"]}},
    {"type": "block_actions", "actions": [], "user": {"id": "U0OLA"}},
    {"type": "block_actions", "actions": ["a"], "user": "U0OLA"},
    {"type": "view_submission", "user": {"id": "U0OLA"}, "view": {"id": 7, "hash": None, "callback_id": {}}},
    {"type": "view_closed", "user": None, "view": None},
]
