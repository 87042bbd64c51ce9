"""Posting, editing, deleting and whispering."""

from __future__ import annotations

from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.driver import Control, refused

OLA, DM = "U0OLA", "D0OLA"
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "A question"}}]


async def test_the_echo_has_the_fields_of_a_bot_message(client: AsyncWebClient) -> None:
    """No subtype, no client_msg_id; plain text comes back with a rich_text block, ids are filled in."""
    plain = (await client.chat_postMessage(channel=OLA, text="hello"))["message"]
    fields = {"user", "type", "ts", "bot_id", "app_id", "text", "team", "bot_profile", "blocks"}
    assert set(plain) == fields
    assert plain["blocks"][0]["type"] == "rich_text"
    assert (await client.chat_postMessage(channel=OLA, blocks=BLOCKS, text="t"))["message"]["blocks"][0]["block_id"]


async def test_a_channel_may_be_an_id_a_name_or_a_person(open_client: AsyncWebClient) -> None:
    """A person's id means their DM with the app."""
    await open_client.conversations_join(channel="C0GENERAL")
    for name in ("C0GENERAL", "general", "#general"):
        assert (await open_client.chat_postMessage(channel=name, text="x"))["channel"] == "C0GENERAL"
    assert (await open_client.chat_postMessage(channel=OLA, text="x"))["channel"] == DM


async def test_posting_where_the_app_is_not(open_client: AsyncWebClient) -> None:
    """A public channel says so; a private one does not exist."""
    assert await refused(open_client.chat_postMessage(channel="C0GENERAL", text="x")) == "not_in_channel"
    assert await refused(open_client.chat_postMessage(channel="C0ADTEAM", text="x")) == "channel_not_found"


async def test_a_message_needs_content(control: Control) -> None:
    """Spaces are content; an empty list of blocks is none; blocks that are no list are refused."""

    async def error(**fields: object) -> str | None:
        found: str | None = (await control.api("chat.postMessage", json={"channel": OLA, **fields}))[1].get("error")
        return found

    assert await error() == "no_text"
    assert await error(blocks=[]) == "no_text"
    assert await error(text="  ") is None
    assert await error(text="x", blocks={}) == "invalid_blocks_format"
    assert await error(text="x", markdown_text="y") == "markdown_text_conflict"


async def test_long_text_is_cut_when_posted_and_refused_when_edited(client: AsyncWebClient) -> None:
    """40,000 characters with a warning, 4,000 with an error."""
    posted = await client.chat_postMessage(channel=OLA, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    assert posted["warning"] == "message_truncated"
    assert await refused(client.chat_update(channel=DM, ts=posted["ts"], text="x" * 4_001)) == "msg_too_long"


async def test_too_much_text_in_blocks(client: AsyncWebClient) -> None:
    """About 13,200 characters in all were observed; the number is a preference."""
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2800}}] * 5
    assert await refused(client.chat_postMessage(channel=OLA, text="t", blocks=blocks)) == "msg_blocks_too_long"


async def test_a_reply_goes_under_the_root_of_its_thread(client: AsyncWebClient) -> None:
    """A timestamp that names no message posts at the top; one out of this world is refused."""
    root = (await client.chat_postMessage(channel=OLA, text="root"))["ts"]
    reply = await client.chat_postMessage(channel=OLA, text="reply", thread_ts=root)
    second = await client.chat_postMessage(channel=OLA, text="second", thread_ts=reply["ts"])
    stray = await client.chat_postMessage(channel=OLA, text="stray", thread_ts="1700000000.000001")
    [parent] = (await client.conversations_history(channel=DM, latest=reply["ts"]))["messages"]
    assert (second["message"]["thread_ts"], second["message"]["parent_user_id"]) == (root, "U0BOT")
    assert (parent["reply_count"], parent["reply_users"]) == (2, ["U0BOT"])
    assert "thread_ts" not in stray["message"]
    assert await refused(client.chat_postMessage(channel=OLA, text="x", thread_ts="1.0")) == "invalid_thread_ts"


async def test_an_update_without_blocks_drops_them(client: AsyncWebClient) -> None:
    """The answer's message has neither ts nor reactions; metadata stays until it is emptied."""
    metadata = {"event_type": "asked", "event_payload": {"nonce": "n1"}}
    posted = await client.chat_postMessage(channel=OLA, text="t", blocks=BLOCKS, metadata=metadata)
    updated = await client.chat_update(channel=DM, ts=posted["ts"], text="Received.")
    assert updated["message"]["blocks"][0]["type"] == "rich_text"
    assert updated["message"]["edited"]["user"] == "U0BOT"
    assert "ts" not in updated["message"]
    assert updated["message"]["metadata"] == metadata
    emptied = await client.chat_update(channel=DM, ts=posted["ts"], text="Received.", metadata={})
    assert "metadata" not in emptied["message"]


async def test_an_update_takes_the_id_of_the_channel_and_the_apps_own_message(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    """A person's id is not enough, nor is somebody else's message one's own."""
    posted = await client.chat_postMessage(channel=OLA, text="t")
    said = sandbox.acting.say(OLA, None, "hi")
    assert await refused(client.chat_update(channel=OLA, ts=posted["ts"], text="x")) == "channel_not_found"
    assert await refused(client.chat_update(channel=DM, ts=said["ts"], text="x")) == "cant_update_message"
    assert await refused(client.chat_delete(channel=DM, ts=said["ts"])) == "cant_delete_message"
    assert await refused(client.chat_update(channel=DM, ts="1.000000", text="x")) == "message_not_found"


async def test_the_workspace_may_close_the_time_for_edits(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Afterwards a new message is the only way."""
    sandbox.workspace.preferences.edit_window_seconds = 60
    posted = await client.chat_postMessage(channel=OLA, text="t")
    sandbox.workspace.clock.advance(timedelta(seconds=61))
    assert await refused(client.chat_update(channel=DM, ts=posted["ts"], text="x")) == "edit_window_closed"


async def test_a_deleted_root_stays_as_a_tombstone_until_its_last_reply_goes(client: AsyncWebClient) -> None:
    """A tombstone can be neither edited nor deleted."""
    root = (await client.chat_postMessage(channel=OLA, text="root"))["ts"]
    reply = (await client.chat_postMessage(channel=OLA, text="reply", thread_ts=root))["ts"]
    await client.chat_delete(channel=DM, ts=root)
    [left] = (await client.conversations_history(channel=DM))["messages"]
    assert (left["subtype"], left["user"], left["hidden"]) == ("tombstone", "USLACKBOT", True)
    assert await refused(client.chat_delete(channel=DM, ts=root)) == "message_not_found"
    await client.chat_delete(channel=DM, ts=reply)
    assert (await client.conversations_history(channel=DM))["messages"] == []


async def test_a_whisper_reaches_one_person_and_no_history(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """It answers with nothing but its timestamp."""
    channel = (await client.conversations_create(name="set-1", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=channel, users=OLA)
    answer = await client.chat_postEphemeral(channel=channel, user=OLA, text="psst")
    assert set(answer.data) == {"ok", "message_ts"}
    assert [one["user"] for one in sandbox.workspace.ephemerals] == [OLA]
    assert await refused(client.chat_postEphemeral(channel=channel, user="U0MIA", text="x")) == "user_not_in_channel"
    assert await refused(client.chat_postEphemeral(channel=channel, user="ola", text="x")) == "invalid_arguments"


async def test_timestamps_grow_even_when_the_clock_is_set_back(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """They follow the sandbox's clock and are unique in their channel."""
    sandbox.workspace.clock.advance(timedelta(hours=48))
    first = await client.chat_postMessage(channel=OLA, text="1")
    sandbox.workspace.clock.advance(timedelta(hours=-96))
    second = await client.chat_postMessage(channel=OLA, text="2")
    assert float(first["ts"]) > sandbox.workspace.clock.now().timestamp()
    assert float(second["ts"]) > float(first["ts"])


async def test_a_locked_phone_shows_the_top_level_text_alone(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """In DMs always, in channels only to those who are mentioned; what blocks say is not shown."""
    await client.chat_postMessage(channel=OLA, text="You have a check-in", blocks=BLOCKS)
    channel = (await client.conversations_create(name="set-1", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=channel, users="U0OLA,U0MIA")
    await client.chat_postMessage(channel=channel, text="Doors closed")
    await client.chat_postMessage(channel=channel, text="<@U0MIA> doors &amp; windows")
    shown = [(one["user"], one["app"], one["text"]) for one in sandbox.workspace.notifications]
    assert shown == [("U0OLA", "Closed Set", "You have a check-in"), ("U0MIA", "Closed Set", "@mia doors & windows")]


async def test_the_messages_tab_may_be_off(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Then the app cannot write to anybody."""
    sandbox.workspace.app.messages_tab_enabled = False
    assert await refused(client.chat_postMessage(channel=OLA, text="x")) == "messages_tab_disabled"


async def test_metadata_is_told_in_full_only_on_request(client: AsyncWebClient) -> None:
    """Otherwise its event_type alone; the wrong shape is refused by name."""
    metadata = {"event_type": "asked", "event_payload": {"nonce": "n1"}}
    await client.chat_postMessage(channel=OLA, text="t", metadata=metadata)
    [short] = (await client.conversations_history(channel=DM))["messages"]
    [full] = (await client.conversations_history(channel=DM, include_all_metadata=True))["messages"]
    assert short["metadata"] == {"event_type": "asked"}
    assert full["metadata"] == metadata
    wrong = {"event_type": "asked"}
    assert await refused(client.chat_postMessage(channel=OLA, text="t", metadata=wrong)) == "invalid_metadata_schema"
    large = {"event_type": "asked", "event_payload": {"nonce": "n" * 20_000}}
    assert await refused(client.chat_postMessage(channel=OLA, text="t", metadata=large)) == "metadata_too_large"
