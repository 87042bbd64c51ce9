"""An unmodified bolt app, over Socket Mode and over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.blocks import actions, button, modal, words_input
from tests.sandbox.driver import Control, Heard, OverHttp, OverSocket, bolt_app, until

Way = Callable[[Sandbox, AsyncApp], Any]
ways = pytest.mark.parametrize("way", [OverSocket, OverHttp])
OLA, DM = "U0OLA", "D0OLA"
QUESTION = [actions(button("agree", value="nonce"))]


@ways
async def test_a_typed_message_reaches_the_app_and_its_answer_reaches_the_person(
    sandbox: Sandbox, control: Control, way: Way
) -> None:
    """Text is escaped, mentions are ids, and a rich_text block comes with it."""
    app = bolt_app(sandbox)
    heard = Heard(app)
    async with way(sandbox, app):
        await control.post("/message", user=OLA, text="Mia & @mia <now>", channel="app")
        event = await until(lambda: next(iter(heard.of("message")), None))
        await app.client.chat_postMessage(channel=event["channel"], text="Noted.")
    assert event["text"] == "Mia &amp; <@U0MIA> &lt;now&gt;"
    assert event["blocks"][0]["elements"][0]["elements"][1] == {"type": "user", "user_id": "U0MIA"}
    assert [one["text"] for one in sandbox.workspace.notifications] == ["Noted."]


@ways
async def test_a_tapped_button_comes_with_its_message_and_can_be_answered(
    sandbox: Sandbox, control: Control, way: Way
) -> None:
    """The block's own value is filled in; the message is updated in place."""
    app = bolt_app(sandbox)
    taps: list[JSON] = []

    async def agreed(ack: Any, body: JSON, client: Any) -> None:
        await ack()
        taps.append(body)
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Received.")

    app.action("agree")(agreed)
    async with way(sandbox, app):
        posted = await app.client.chat_postMessage(
            channel=DM if DM in sandbox.workspace.conversations else OLA, text="A question", blocks=QUESTION
        )
        answer = await control.post(
            "/interact", user=OLA, channel="app", messageTs=posted["ts"], action={"action_id": "agree"}
        )
        await until(lambda: sandbox.workspace.conversations[DM].timeline.find(posted["ts"]).text == "Received.")
    assert answer["acknowledged"]
    assert taps[0]["actions"][0]["value"] == "nonce"
    assert taps[0]["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": DM,
        "is_ephemeral": False,
    }


@ways
async def test_a_command_opens_a_modal_and_its_errors_stand_under_the_input(
    sandbox: Sandbox, control: Control, way: Way
) -> None:
    """Typed handles arrive as ids; a refused submission leaves the modal open, a good one closes it."""
    app = bolt_app(sandbox)
    texts: list[str] = []

    async def asked(ack: Any, command: JSON, client: Any) -> None:
        await ack("Opening.")
        texts.append(command["text"])
        await client.views_open(trigger_id=command["trigger_id"], view=modal(words_input()))

    async def submitted(ack: Any, view: JSON) -> None:
        words = view["state"]["values"]["words"]["typed"]["value"]
        await (ack(response_action="errors", errors={"words": "Not that."}) if words == "bad" else ack())

    app.command("/scene")(asked)
    app.view("a")(submitted)
    async with way(sandbox, app):
        await control.post("/command", user="U0MIA", command="/scene", text="terms @ola")
        await until(lambda: sandbox.workspace.views.stack("U0MIA"))
        refused = await control.post("/view/submit", user="U0MIA", values={"words": {"typed": "bad"}})
        accepted = await control.post("/view/submit", user="U0MIA", values={"words": {"typed": "good"}})
    assert texts == ["terms <@U0OLA|ola>"]
    assert refused["errors"] == {"words": "Not that."}
    assert accepted == {"ok": True, "acknowledged": True, "response_action": None, "errors": None}
    assert sandbox.workspace.views.stack("U0MIA") == []
    assert [one["message"]["text"] for one in sandbox.workspace.ephemerals] == ["Opening."]


@ways
async def test_the_home_is_published_when_it_is_opened(sandbox: Sandbox, control: Control, way: Way) -> None:
    """The second opening brings the published view with it."""
    app = bolt_app(sandbox)
    views: list[Any] = []

    async def opened(event: JSON, client: Any) -> None:
        views.append(event.get("view"))
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    app.event("app_home_opened")(opened)
    async with way(sandbox, app):
        await control.post("/open-home", user=OLA)
        await until(lambda: OLA in sandbox.workspace.views.homes)
        await control.post("/open-home", user=OLA)
        await until(lambda: len(views) == 2)
    assert views[0] is None
    assert views[1]["blocks"][0]["type"] == "divider"


@ways
async def test_a_channel_filled_by_the_app_tells_of_everyone_who_comes_and_goes(
    sandbox: Sandbox, control: Control, way: Way
) -> None:
    """Invited, added by a person, kicked by the app, gone by themselves."""
    app = bolt_app(sandbox)
    heard = Heard(app)
    async with way(sandbox, app):
        channel = (await app.client.conversations_create(name="set-12", is_private=True))["channel"]["id"]
        await app.client.conversations_invite(channel=channel, users="U0OLA,U0MIA")
        await control.post("/channel/add", channel=channel, user="U0KIM", by="U0MIA")
        await app.client.conversations_kick(channel=channel, user="U0KIM")
        await control.post("/channel/leave", channel=channel, user="U0OLA")
        await until(lambda: len(heard.of("member_left_channel")) == 2)
    joined = {(one["user"], one.get("inviter")) for one in heard.of("member_joined_channel")}
    assert joined == {("U0BOT", None), ("U0OLA", "U0BOT"), ("U0MIA", "U0BOT"), ("U0KIM", "U0MIA")}
    assert {one["user"] for one in heard.of("member_left_channel")} == {"U0KIM", "U0OLA"}
    assert sandbox.workspace.notifications[-1]["text"] == "@closedset removed you from #set-12"
