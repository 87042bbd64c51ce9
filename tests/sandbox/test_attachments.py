"""Secondary attachments: what is refused, what becomes of them, and what is tapped in them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.blocks import actions, button, choice, plain
from tests.sandbox.driver import Control, OverSocket, bolt_app, refused

OLA, DM = "U0OLA", "D0OLA"
GAME: JSON = {
    "text": "Choose a game",
    "callback_id": "game",
    "actions": [
        {"name": "game", "text": "Chess", "value": "chess"},
        {"name": "game", "text": "War", "type": "button", "value": "war", "style": "danger"},
        {"name": "size", "text": "Size", "type": "select", "options": [{"text": "Small", "value": "s"}]},
        {"name": "rules", "text": "Rules", "type": "button", "url": "https://example.com/rules"},
    ],
}


async def attached(client: AsyncWebClient, *attachments: JSON) -> list[JSON]:
    """The attachments of a message, as its echo tells them."""
    posted = await client.chat_postMessage(channel=OLA, text="t", attachments=list(attachments))
    found: list[JSON] = posted["message"].get("attachments", [])
    return found


async def test_attachments_are_numbered_with_colours_and_fallbacks(client: AsyncWebClient) -> None:
    """Six digits without a mark, and the text, else a line of Slack's, where nothing else can be shown."""
    block = {"type": "divider"}
    words, given, blocks = await attached(
        client,
        {"text": "words", "color": "#36A64F"},
        {"title": "a title", "fallback": "summary", "color": "good"},
        {"blocks": [block], "color": "sea"},
    )
    assert words == {"id": 1, "text": "words", "fallback": "words", "color": "36a64f"}
    assert given == {"id": 2, "title": "a title", "fallback": "summary", "color": "2eb886"}
    assert (blocks["id"], blocks["fallback"], "color" in blocks) == (3, "[no preview available]", False)
    assert blocks["blocks"][0]["block_id"]


async def test_history_and_events_tell_attachments_as_the_echo_does(client: AsyncWebClient, control: Control) -> None:
    """One message, one form of it."""
    echoed = await attached(client, GAME)
    [message] = (await client.conversations_history(channel=DM))["messages"]
    assert message["attachments"] == echoed
    assert [action["id"] for action in echoed[0]["actions"]] == ["1", "2", "3", "4"]
    assert echoed[0]["actions"][0] == {
        "id": "1", "name": "game", "text": "Chess", "type": "button", "value": "chess", "style": ""
    }  # fmt: skip


async def test_an_attachment_with_nothing_to_show_vanishes(client: AsyncWebClient, control: Control) -> None:
    """Buttons alone are nothing, and a message of nothing else has no text."""
    bare = {name: value for name, value in GAME.items() if name != "text"}
    assert await attached(client, bare, {"text": "x"}) == [{"id": 1, "text": "x", "fallback": "x"}]
    _, answer = await control.api("chat.postMessage", json={"channel": OLA, "attachments": [bare]})
    assert answer["error"] == "no_text"


@pytest.mark.parametrize(
    ("attachment", "message"),
    [
        ({"blocks": [{"type": "divider"}], "text": "x"}, "[ERROR] invalid_keys"),
        ({"blocks": [{"type": "divider"}], "callback_id": "x"}, "[ERROR] invalid_keys"),
        (
            {"blocks": [{"type": "section", "text": plain("")}]},
            "[ERROR] must be more than 0 characters [json-pointer:/attachments/0/blocks/0/text/text]",
        ),
        (
            {"blocks": [actions(button("a", url="nowhere"))]},
            "[ERROR] invalid url [json-pointer:/attachments/0/blocks/0/elements/0/url]",
        ),
    ],
)
async def test_blocks_in_attachments_are_refused_as_blocks_are(
    client: AsyncWebClient, attachment: JSON, message: str
) -> None:
    """And nothing but a colour and a fallback may stand beside them."""
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel=OLA, text="t", attachments=[attachment])
    answer = refusal.value.response
    assert (answer["error"], answer["response_metadata"]["messages"]) == ("invalid_attachments", [message])


async def test_too_many_attachments(client: AsyncWebClient) -> None:
    """A hundred are taken."""
    assert len(await attached(client, *[{"text": "x"}] * 100)) == 100
    many = [{"text": "x"}] * 101
    assert await refused(client.chat_postMessage(channel=OLA, text="t", attachments=many)) == "too_many_attachments"


async def test_attachments_stay_until_others_are_given(client: AsyncWebClient) -> None:
    """An edit of the text alone leaves them, an empty list takes them away."""
    posted = await client.chat_postMessage(channel=OLA, text="t", attachments=[GAME])
    where = {"channel": DM, "ts": posted["ts"]}
    kept = await client.chat_update(**where, text="other")
    gone = await client.chat_update(**where, text="other", attachments=[])
    assert kept["message"]["attachments"] == posted["message"]["attachments"]
    assert "attachments" not in gone["message"]


class Listening:
    """An app that keeps what is tapped, and answers the old buttons with *answer*."""

    def __init__(self, sandbox: Sandbox, answer: Any = None) -> None:
        self.app: AsyncApp = bolt_app(sandbox)
        self.bodies: list[JSON] = []
        self.answer = answer
        self.app.action("ok")(self._keep)
        self.app.action("pick")(self._keep)
        self.app.attachment_action("game")(self._answer)

    async def _keep(self, ack: Any, body: JSON) -> None:
        self.bodies.append(body)
        await ack()

    async def _answer(self, ack: Any, body: JSON) -> None:
        self.bodies.append(body)
        await (ack(self.answer) if self.answer else ack())


async def test_a_tap_in_an_attachment_says_in_which(sandbox: Sandbox, control: Control) -> None:
    """The container is the attachment; the state has what was chosen there."""
    listening = Listening(sandbox)
    blocks = [actions(choice("static_select", "pick", "x", "y"), button("ok"))]
    async with OverSocket(sandbox, listening.app):
        posted = await listening.app.client.chat_postMessage(
            channel=OLA, text="t", attachments=[{"text": "first"}, {"blocks": blocks}]
        )
        where = {"user": OLA, "messageTs": posted["ts"]}
        await control.post("/interact", **where, action={"action_id": "pick", "value": "y"})
        await control.post("/interact", **where, action={"action_id": "ok"})
    body = listening.bodies[1]
    assert body["container"] == {
        "type": "message_attachment", "attachment_id": 2, "is_app_unfurl": False,
        "message_ts": posted["ts"], "channel_id": DM, "is_ephemeral": False,
    }  # fmt: skip
    assert body["state"]["values"]["acts"]["pick"]["selected_option"]["value"] == "y"
    assert "app_unfurl" not in body


async def test_a_tap_in_a_preview_of_the_apps_own_tells_the_preview(open_sandbox: Sandbox, control: Control) -> None:
    """What it made of a link in somebody's message; blocks in it are checked as elsewhere."""
    control.sandbox, url = open_sandbox, "https://plans.example.com/1"
    listening = Listening(open_sandbox)
    said = await control.post("/message", user=OLA, text=f"see {url}")
    where = {"channel": DM, "ts": said["message"]["ts"]}
    async with OverSocket(open_sandbox, listening.app):
        wrong = listening.app.client.chat_unfurl(**where, unfurls={url: {"blocks": [{"type": "poster"}]}})
        assert await refused(wrong) == "cannot_parse_attachment"
        await listening.app.client.chat_unfurl(**where, unfurls={url: {"blocks": [actions(button("ok"))]}})
        await control.post("/interact", user=OLA, messageTs=where["ts"], action={"action_id": "ok"})
    [body] = listening.bodies
    assert (body["container"]["type"], body["container"]["is_app_unfurl"]) == ("message_attachment", True)
    assert (body["container"]["app_unfurl_url"], body["app_unfurl"]["from_url"]) == (url, url)


async def test_an_old_button_is_an_interactive_message(sandbox: Sandbox, control: Control) -> None:
    """With the callback_id of its attachment and the message as it was; ids are text."""
    listening = Listening(sandbox)
    async with OverSocket(sandbox, listening.app):
        posted = await listening.app.client.chat_postMessage(channel=OLA, text="t", attachments=[GAME])
        where = {"user": OLA, "messageTs": posted["ts"]}
        await control.post("/interact", **where, action={"name": "game", "value": "war"})
        await control.post("/interact", **where, action={"name": "size", "value": "s", "attachment_id": 1})
    button_body, menu_body = listening.bodies
    assert button_body["type"] == "interactive_message"
    assert button_body["actions"] == [{"name": "game", "type": "button", "value": "war"}]
    assert menu_body["actions"] == [{"name": "size", "type": "select", "selected_options": [{"value": "s"}]}]
    assert (button_body["callback_id"], button_body["attachment_id"]) == ("game", "1")
    assert button_body["original_message"]["attachments"] == posted["message"]["attachments"]
    assert button_body["user"] == {"id": OLA, "name": "ola", "team_id": "T0TEAM"}


@pytest.mark.parametrize(
    "action", [{"name": "rules"}, {"name": "game", "value": "go"}, {"name": "size", "value": "xl"}]
)
async def test_what_is_not_in_an_attachment_cannot_be_tapped(
    client: AsyncWebClient, control: Control, action: JSON
) -> None:
    """Nor does a button that opens an address reach the app."""
    posted = await client.chat_postMessage(channel=OLA, text="t", attachments=[GAME])
    answer = await control.post("/interact", 400, user=OLA, messageTs=posted["ts"], action=action)
    assert answer["message"]


async def test_what_an_app_answers_to_an_old_button_takes_the_place_of_the_message(
    sandbox: Sandbox, control: Control
) -> None:
    """Its attachments as well."""
    listening = Listening(sandbox, {"text": "Chess it is"})
    async with OverSocket(sandbox, listening.app):
        posted = await listening.app.client.chat_postMessage(channel=OLA, text="t", attachments=[GAME])
        await control.post("/interact", user=OLA, messageTs=posted["ts"], action={"name": "game"})
    [message] = await control.messages(DM)
    assert (message["text"], "attachments" in message) == ("Chess it is", False)


async def test_an_answer_to_an_old_button_may_stand_beside_the_message(sandbox: Sandbox, control: Control) -> None:
    """Or be nothing that Slack could use, which the log tells."""
    listening = Listening(sandbox, {"text": "Noted", "replace_original": False, "response_type": "ephemeral"})
    async with OverSocket(sandbox, listening.app):
        posted = await listening.app.client.chat_postMessage(channel=OLA, text="t", attachments=[GAME])
        tap = {"user": OLA, "messageTs": posted["ts"], "action": {"name": "game"}}
        await control.post("/interact", **tap)
        listening.answer = {"text": "x", "attachments": [{"blocks": [{"type": "poster"}]}]}
        await control.post("/interact", **tap)
    assert [one["text"] for one in await control.messages(DM, OLA)] == ["t", "Noted"]
    assert control.logged("refused")[0]["response"]["error"] == "invalid_attachments"


async def test_a_response_url_takes_attachments_and_tells_only_the_name_of_what_is_wrong(
    sandbox: Sandbox, control: Control
) -> None:
    """As of blocks."""
    listening = Listening(sandbox)
    async with OverSocket(sandbox, listening.app):
        posted = await listening.app.client.chat_postMessage(channel=OLA, text="t", attachments=[GAME])
        await control.post("/interact", user=OLA, messageTs=posted["ts"], action={"name": "game"})
    url = listening.bodies[0]["response_url"]
    wrong = {"attachments": [{"blocks": [{"type": "poster"}]}]}
    async with control.session.post(url, json=wrong) as response:
        assert (response.status, await response.json()) == (400, {"ok": False, "error": "invalid_attachments"})
    async with control.session.post(url, json={"replace_original": True, "attachments": [{"text": "new"}]}) as response:
        assert response.status == 200
    [message] = await control.messages(DM)
    assert message["attachments"] == [{"id": 1, "text": "new", "fallback": "new"}]
