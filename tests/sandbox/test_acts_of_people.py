"""What people do beside writing and tapping: recording, forwarding, resting, leaving a Home open; and who they are."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, until

OLA, MIA, DM = "U0OLA", "U0MIA", "D0OLA"
HOME: JSON = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture
async def heard(sandbox: Sandbox) -> AsyncIterator[Heard]:
    """A connected app that writes down what it hears."""
    listening = Heard(bolt_app(sandbox))
    async with OverSocket(sandbox, listening.app):
        yield listening


async def test_a_voice_clip_is_a_file_with_what_slack_heard(control: Control, heard: Heard) -> None:
    """A `file_share` without text whose file is `slack_audio`; its words stand in the transcription."""
    await control.post("/voice-clip", user=OLA, transcript="I would rather not", seconds=4)
    [event] = await until(lambda: heard.of("message", "file_share"))
    [file] = event["files"]
    assert (event["text"], file["subtype"], file["mimetype"], file["duration_ms"]) == (
        "",
        "slack_audio",
        "audio/mp4",
        4000,
    )
    assert file["transcription"]["preview"]["content"] == "I would rather not"


async def test_files_and_clips_go_into_threads(control: Control, heard: Heard) -> None:
    """Also sent to the conversation, where that is wanted."""
    root = (await control.post("/message", user=OLA, text="root"))["message"]
    file = {"user": OLA, "name": "a.txt", "content": "eA==", "threadTs": root["ts"]}
    quiet = (await control.post("/file", **file))["message"]
    loud = (await control.post("/voice-clip", user=OLA, threadTs=root["ts"], broadcast=True))["message"]
    assert (quiet["thread_ts"], loud["thread_ts"], loud["subtype"]) == (root["ts"], root["ts"], "thread_broadcast")


async def test_a_forwarded_message_stands_in_an_attachment(control: Control, heard: Heard) -> None:
    """Its words are not in the text of whoever forwards it."""
    said = (await control.post("/message", user=OLA, channel="C0GENERAL", text="Doors at *seven*"))["message"]
    await control.post("/forward", user=MIA, channel="C0GENERAL", ts=said["ts"], to="app", text="see this")
    [event] = await until(lambda: heard.of("message"))
    [shared] = event["attachments"]
    assert (event["text"], event["user"]) == ("see this", MIA)
    assert (shared["text"], shared["author_id"], shared["channel_id"]) == ("Doors at *seven*", OLA, "C0GENERAL")
    assert (shared["is_share"], shared["is_msg_unfurl"]) == (True, True)
    assert shared["message_blocks"][0]["message"]["blocks"] == said["blocks"]
    refusal = await control.post("/forward", 400, user=MIA, channel=DM, ts=said["ts"])
    assert refusal["error"] == "channel_not_found"


@pytest.mark.parametrize("is_workflow", [True, False])
async def test_others_write_without_being_users(control: Control, client: AsyncWebClient, is_workflow: bool) -> None:
    """Another app and a workflow have a name and a `bot_id`; into a direct message with this app neither gets."""
    channel = (await client.conversations_create(name="set-1", is_private=True))["channel"]["id"]
    fields: JSON = {"name": "Call sheets", "text": "Out now", "workflow": is_workflow}
    message = (await control.post("/app-message", channel=channel, **fields))["message"]
    assert (message["subtype"], message["username"], "user" in message) == ("bot_message", "Call sheets", False)
    assert message["bot_profile"].get("is_workflow_bot", False) is is_workflow
    await client.conversations_open(users=OLA)
    assert (await control.post("/app-message", 400, channel=DM, **fields))["error"] == "channel_not_found"


async def test_a_person_may_have_a_second_account(control: Control, heard: Heard) -> None:
    """The same name, another id, handle and address; the app hears `team_join`."""
    second = (await control.post("/user/second", user=OLA, is_restricted=True))["user"]
    first = (await heard.app.client.users_info(user=OLA))["user"]
    assert (second["real_name"], second["is_restricted"]) == (first["real_name"], True)
    assert {second["id"], second["name"], second["profile"]["email"]}.isdisjoint(
        {first["id"], first["name"], first["profile"]["email"]}
    )
    [event] = await until(lambda: heard.of("team_join"))
    assert event["user"]["id"] == second["id"]


async def test_an_id_may_begin_with_w(control: Control, heard: Heard) -> None:
    """`W0OLA` is somebody other than `U0OLA`, with a conversation of her own."""
    await control.post("/user/add", id="W0OLA", name="ola.w", real_name="Ola Wolf")
    said = (await control.post("/message", user="W0OLA", text="hello"))["message"]
    [event] = await until(lambda: heard.of("message"))
    opened = await heard.app.client.conversations_open(users="W0OLA")
    assert (event["user"], event["channel"]) == ("W0OLA", opened["channel"]["id"])
    assert said["channel"] != (await heard.app.client.conversations_open(users=OLA))["channel"]["id"]
    assert (await heard.app.client.chat_postMessage(channel="W0OLA", text="x"))["channel"] == said["channel"]


async def test_a_person_of_another_company_says_so_in_all_they_do(sandbox: Sandbox, control: Control) -> None:
    """Their team is not this one, in messages and in taps."""
    taps: list[JSON] = []
    app = bolt_app(sandbox)

    async def tapped(ack: object, body: JSON) -> None:
        await ack()  # type: ignore[operator]
        taps.append(body)

    app.action("yes")(tapped)
    heard = Heard(app)
    await control.post("/user", user=OLA, is_stranger=True)
    text = {"type": "plain_text", "text": "Yes"}
    blocks = [{"type": "actions", "elements": [{"type": "button", "action_id": "yes", "text": text}]}]
    async with OverSocket(sandbox, app):
        ts = (await app.client.chat_postMessage(channel=OLA, text="t", blocks=blocks))["ts"]
        await control.post("/interact", user=OLA, messageTs=ts, action={"action_id": "yes"})
        await control.post("/message", user=OLA, text="hello")
        [tap], [event] = await until(lambda: taps), await until(lambda: heard.of("message"))
    assert (tap["user"]["team_id"], tap["team"]["id"], event["team"]) == ("T0OTHER", "T0TEAM", "T0OTHER")
    await control.post("/user", user=OLA, is_stranger=False)
    assert sandbox.workspace.people[OLA].team_id == "T0TEAM"


async def test_who_rests_is_not_disturbed(open_sandbox: Sandbox, control: Control, open_client: AsyncWebClient) -> None:
    """The message is there, the phone stays dark; afterwards the next one lights it up."""
    control.sandbox = open_sandbox
    await control.post("/rest", user=OLA, seconds=3600)
    assert (await open_client.dnd_info(user=OLA))["snooze_enabled"]
    await open_client.chat_postMessage(channel=OLA, text="first")
    assert open_sandbox.workspace.notifications == []
    assert [entry["text"] for entry in control.logged("push_held")] == ["first"]
    await control.post("/clock", advanceSeconds=3601)
    assert (await open_client.dnd_info(user=OLA))["dnd_enabled"] is False
    await open_client.chat_postMessage(channel=OLA, text="second")
    assert [one["text"] for one in open_sandbox.workspace.notifications] == ["second"]


async def test_a_home_left_open_tells_nothing_more(sandbox: Sandbox, control: Control, heard: Heard) -> None:
    """It is opened once; days later it still shows, and takes what is published, without an event."""
    await control.post("/open-home", user=OLA)
    await until(lambda: heard.of("app_home_opened"))
    await control.post("/clock", advanceSeconds=2 * 86400)
    await heard.app.client.views_publish(user_id=OLA, view=HOME)
    state = await control.get("/state")
    assert (state["openTabs"], state["homes"][OLA]["blocks"][0]["type"]) == ({OLA: "home"}, "divider")
    await control.post("/leave-app", user=OLA)
    await control.post("/message", user=OLA, text="and then")
    await until(lambda: heard.of("message"))
    assert len(heard.of("app_home_opened")) == 1
    assert (await control.get("/state"))["openTabs"] == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "Uola"},
        {"id": "U0 A"},
        {"id": "U0NEW\n"},
        {"name": ""},
        {"name": "mia"},
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
    ],
)
async def test_a_second_account_is_a_human_beings_under_a_name_of_its_own(
    control: Control, fields: dict[str, str]
) -> None:
    """With an id as Slack's are."""
    assert (await control.post("/user/second", 400, **{"user": OLA, **fields}))["error"] == "bad_request"
