"""Taps in messages, response URLs, and commands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.blocks import actions, button, choice
from tests.sandbox.driver import Control, OverSocket, bolt_app

OLA, DM = "U0OLA", "D0OLA"


class Tapped:
    """An app that keeps each tap on ``pick`` or ``ok``."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.app = bolt_app(sandbox)
        self.bodies: list[JSON] = []
        self.app.action("pick")(self._keep)
        self.app.action("ok")(self._keep)

    async def _keep(self, ack: Any, body: JSON) -> None:
        await ack()
        self.bodies.append(body)

    async def ask(self) -> str:
        radio = choice("radio_buttons", "pick", "yes", "no")
        posted = await self.app.client.chat_postMessage(channel=OLA, text="q", blocks=[actions(radio, button("ok"))])
        return str(posted["ts"])


async def test_choices_in_a_message_are_in_its_state(sandbox: Sandbox, control: Control) -> None:
    """They stay from one tap to the next, for the same person."""
    tapped = Tapped(sandbox)
    async with OverSocket(sandbox, tapped.app):
        ts = await tapped.ask()
        pick = {"action_id": "pick", "value": "no"}
        await control.post("/interact", user=OLA, messageTs=ts, action=pick)
        await control.post("/interact", user=OLA, messageTs=ts, action={"action_id": "ok"})
    assert tapped.bodies[0]["actions"][0]["selected_option"]["value"] == "no"
    stood = tapped.bodies[1]["state"]["values"]["acts"]["pick"]
    assert stood["selected_option"]["value"] == "no"
    assert tapped.bodies[1]["channel"] == {"id": DM, "name": "directmessage"}


async def test_what_is_not_there_cannot_be_tapped(sandbox: Sandbox, control: Control) -> None:
    """Neither another's message, nor a missing button, nor an option that is not offered."""
    tapped = Tapped(sandbox)
    ts = await tapped.ask()
    other = await control.post("/interact", 400, user="U0MIA", channel=DM, messageTs=ts, action={"action_id": "ok"})
    missing = await control.post("/interact", 400, user=OLA, messageTs=ts, action={"action_id": "nothing"})
    option = await control.post("/interact", 400, user=OLA, messageTs=ts, action={"action_id": "pick", "value": "x"})
    assert other["error"] == "channel_not_found"
    assert "nothing to tap" in missing["message"]
    assert "no option 'x'" in option["message"]


async def respond(control: Control, url: str, **body: Any) -> tuple[int, JSON]:
    async with control.session.post(url, json=body) as response:
        return response.status, await response.json()


async def test_a_response_url_serves_five_times(sandbox: Sandbox, control: Control, client: AsyncWebClient) -> None:
    """It replaces, whispers, posts, and then no more."""
    tapped = Tapped(sandbox)
    async with OverSocket(sandbox, tapped.app):
        ts = await tapped.ask()
        await control.post("/interact", user=OLA, messageTs=ts, action={"action_id": "ok"})
    url = tapped.bodies[0]["response_url"]
    await respond(control, url, replace_original=True, text="Received.")
    await respond(control, url, text="only you")
    await respond(control, url, response_type="in_channel", text="everyone")
    await respond(control, url, text="again")
    last = await respond(control, url, delete_original=True)
    sixth = await respond(control, url, text="too much")
    assert [message["text"] for message in await control.messages(DM)] == ["everyone"]
    assert [one["message"]["text"] for one in sandbox.workspace.ephemerals] == ["only you", "again"]
    assert (last, sixth) == ((200, {"ok": True}), (404, {"ok": False, "error": "used_url"}))


async def test_a_response_url_lives_thirty_minutes(sandbox: Sandbox, control: Control) -> None:
    """On the sandbox's clock."""
    tapped = Tapped(sandbox)
    async with OverSocket(sandbox, tapped.app):
        ts = await tapped.ask()
        await control.post("/interact", user=OLA, messageTs=ts, action={"action_id": "ok"})
    sandbox.workspace.clock.advance(timedelta(minutes=31))
    status, answer = await respond(control, tapped.bodies[0]["response_url"], text="late")
    assert (status, answer["error"]) == (404, "expired_url")


async def test_an_ephemeral_message_can_be_tapped_and_replaced(sandbox: Sandbox, control: Control) -> None:
    """Its payload has no message; only its response_url can change it."""
    tapped = Tapped(sandbox)
    channel = (await tapped.app.client.conversations_create(name="set-1", is_private=True))["channel"]["id"]
    await tapped.app.client.conversations_invite(channel=channel, users=OLA)
    whispered = await tapped.app.client.chat_postEphemeral(
        channel=channel, user=OLA, text="q", blocks=[actions(button("ok"))]
    )
    async with OverSocket(sandbox, tapped.app):
        ts = whispered["message_ts"]
        await control.post("/interact", user=OLA, channel=channel, messageTs=ts, action={"action_id": "ok"})
    assert tapped.bodies[0]["container"]["is_ephemeral"]
    assert "message" not in tapped.bodies[0]
    await respond(control, tapped.bodies[0]["response_url"], replace_original=True, text="done")
    assert sandbox.workspace.ephemerals[0]["message"]["text"] == "done"


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("clear @ola for #ad-team", "clear <@U0OLA|ola> for <#C0ADTEAM|>"),
        ("@nobody & <@U0OLA>", "@nobody &amp; &lt;@U0OLA&gt;"),
        ("see @ola. #general!", "see <@U0OLA|ola>. <#C0GENERAL|general>!"),
        ("https://example.com/a?b&c @here", "<https://example.com/a?b&amp;c> <!here>"),
    ],
)
async def test_the_text_of_a_command_is_escaped(sandbox: Sandbox, control: Control, typed: str, escaped: str) -> None:
    """With should_escape; names of private channels are left out."""
    app = bolt_app(sandbox)
    commands: list[JSON] = []

    async def run(ack: Any, command: JSON) -> None:
        await ack()
        commands.append(command)

    app.command("/closedset")(run)
    async with OverSocket(sandbox, app):
        await control.post("/command", user="U0MIA", command="/closedset", text=typed)
    assert commands[0]["text"] == escaped
    assert commands[0]["channel_name"] == "directmessage"


@pytest.mark.usefixtures("impatient")
async def test_a_command_nobody_answers_is_told_by_slackbot(sandbox: Sandbox, control: Control) -> None:
    """To the asker alone, in Slack's words; without should_escape the text is as typed."""
    sandbox.workspace.app.should_escape = False
    app = bolt_app(sandbox)
    async with OverSocket(sandbox, app):
        answer = await control.post("/command", user="U0MIA", command="/other", text="@ola")
    [told] = sandbox.workspace.ephemerals
    assert answer["acknowledged"] is False
    assert told["user"] == "U0MIA"
    assert told["message"]["text"] == '/other failed with the error "operation_timeout"'
    assert control.logged("command")[0]["request"]["text"] == "@ola"


async def test_a_command_the_manifest_does_not_have_reaches_no_app(sandbox: Sandbox, control: Control) -> None:
    """Slackbot says that it is none."""
    sandbox.workspace.app.commands = {"/scene"}
    await control.post("/command", user="U0MIA", command="/other")
    assert sandbox.workspace.ephemerals[0]["message"]["text"] == "/other is not a valid command."
    assert control.logged("command") == []
