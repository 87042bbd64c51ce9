"""Messages of every kind: replies sent to the conversation as well, deeds, tombstones, previews, huddles, pins."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.installation import ALL_EVENTS, ALL_SCOPES
from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, refused, until

OLA, MIA, DM = "U0OLA", "U0MIA", "D0OLA"


@pytest.fixture
async def heard(sandbox: Sandbox) -> AsyncIterator[Heard]:
    """A connected app with every scope that writes down what it hears."""
    sandbox.workspace.app.scopes, sandbox.workspace.app.events = set(ALL_SCOPES), set(ALL_EVENTS)
    listening = Heard(bolt_app(sandbox, ignoring_self_events_enabled=False))
    async with OverSocket(sandbox, listening.app):
        yield listening


@pytest.fixture
async def channel(heard: Heard) -> str:
    """A private channel of the app's, with Ola and Mia in it."""
    made = await heard.app.client.conversations_create(name="set-12", is_private=True)
    await heard.app.client.conversations_invite(channel=made["channel"]["id"], users=f"{OLA},{MIA}")
    return str(made["channel"]["id"])


async def say(control: Control, text: str, **more: Any) -> JSON:
    message: JSON = (await control.post("/message", user=OLA, text=text, **more))["message"]
    return message


async def test_a_reply_may_be_sent_to_the_conversation_as_well(control: Control, heard: Heard) -> None:
    """A `thread_broadcast` that carries its root; history has it, replies stay out of it."""
    root = await say(control, "root")
    await say(control, "quiet", threadTs=root["ts"])
    loud = await say(control, "loud", threadTs=root["ts"], broadcast=True)
    [event] = await until(lambda: heard.of("message", "thread_broadcast"))
    assert (event["thread_ts"], event["root"]["text"], event["root"]["reply_count"]) == (root["ts"], "root", 2)
    messages = (await heard.app.client.conversations_history(channel=DM))["messages"]
    assert [(one["text"], one.get("subtype")) for one in messages] == [("loud", "thread_broadcast"), ("root", None)]
    assert messages[0]["root"]["ts"] == root["ts"]
    assert messages[1]["latest_reply"] == loud["ts"]


async def test_the_app_may_send_a_reply_to_the_conversation_as_well(control: Control, heard: Heard) -> None:
    """`reply_broadcast`."""
    root = await say(control, "root")
    answer = await heard.app.client.chat_postMessage(
        channel=DM, text="loud", thread_ts=root["ts"], reply_broadcast=True
    )
    assert (answer["message"]["subtype"], answer["message"]["root"]["text"]) == ("thread_broadcast", "root")


async def test_a_reply_to_a_reply_stands_in_the_same_thread(control: Control) -> None:
    """And a reply to nothing is no message."""
    root = await say(control, "root")
    reply = await say(control, "one", threadTs=root["ts"])
    assert (await say(control, "two", threadTs=reply["ts"]))["thread_ts"] == root["ts"]
    refusal = await control.post("/message", 400, user=OLA, text="x", threadTs="1700000000.000001")
    assert refusal["error"] == "thread_not_found"


async def test_something_done_is_a_message_of_text_alone(control: Control, heard: Heard) -> None:
    """`/me` gives a `me_message` without blocks, and none in a thread."""
    done = await say(control, "/me is on the way")
    [event] = await until(lambda: heard.of("message", "me_message"))
    assert (event["text"], event["user"], "blocks" in event) == ("is on the way", OLA, False)
    assert [one["subtype"] for one in (await heard.app.client.conversations_history(channel=DM))["messages"]] == [
        "me_message"
    ]
    refusal = await control.post("/message", 400, user=OLA, text="/me waves", threadTs=done["ts"])
    assert refusal["message"] == "/me is not supported in threads."


async def test_a_deleted_parent_is_heard_as_a_change(control: Control, heard: Heard) -> None:
    """With replies it becomes a tombstone; with the last of them the tombstone is deleted."""
    root = await say(control, "root")
    reply = await say(control, "reply", threadTs=root["ts"])
    await control.post("/delete-message", user=OLA, ts=root["ts"])
    [changed] = await until(lambda: heard.of("message", "message_changed"))
    assert (changed["message"]["subtype"], changed["message"]["user"]) == ("tombstone", "USLACKBOT")
    assert (changed["message"]["ts"], changed["previous_message"]["text"]) == (root["ts"], "root")
    assert heard.of("message", "message_deleted") == []
    await control.post("/delete-message", user=OLA, ts=reply["ts"])
    await until(lambda: len(heard.of("message", "message_deleted")) == 2)
    gone = {one["deleted_ts"]: one["previous_message"] for one in heard.of("message", "message_deleted")}
    assert gone[reply["ts"]]["text"] == "reply"
    assert (gone[root["ts"]]["subtype"], gone[root["ts"]]["reply_count"]) == ("tombstone", 0)


async def test_a_preview_changes_a_message_that_nobody_edited(control: Control, heard: Heard) -> None:
    """`message_changed` with the same text, an attachment, and no `edited`."""
    said = await say(control, "see https://example.com/plan")
    await control.post("/unfurl", channel=DM, ts=said["ts"], url="https://example.com/plan", title="Plan")
    [event] = await until(lambda: heard.of("message", "message_changed"))
    assert event["message"]["text"] == event["previous_message"]["text"]
    assert (event["message"]["attachments"][0]["title"], "edited" in event["message"]) == ("Plan", False)


async def test_the_app_shows_what_stands_behind_its_links(control: Control, heard: Heard) -> None:
    """`link_shared` for the manifest's domains, then `chat.unfurl`."""
    await control.post("/app", unfurlDomains=["example.com"])
    said = await say(control, "https://plans.example.com/1 and https://example.org/2")
    [event] = await until(lambda: heard.of("link_shared"))
    assert event["links"] == [{"domain": "example.com", "url": "https://plans.example.com/1"}]
    assert (event["message_ts"], event["channel"], event["is_bot_user_member"]) == (said["ts"], DM, True)
    client = heard.app.client
    unfurls = {"https://plans.example.com/1": {"text": "A plan"}}
    await client.chat_unfurl(channel=DM, ts=said["ts"], unfurls=unfurls)
    [changed] = await until(lambda: heard.of("message", "message_changed"))
    assert changed["message"]["attachments"][0]["is_app_unfurl"]
    wrong = {"https://example.com/other": {"text": "x"}}
    assert await refused(client.chat_unfurl(channel=DM, ts=said["ts"], unfurls=wrong)) == "cannot_unfurl_url"


async def test_metadata_is_heard_of_by_type(control: Control, heard: Heard) -> None:
    """Posted, updated, deleted, for the types that the manifest names."""
    await control.post("/app", metadataTypes=["asked"])
    client = heard.app.client
    asked: JSON = {"event_type": "asked", "event_payload": {"n": 1}}
    ts = (await client.chat_postMessage(channel=OLA, text="t", metadata=asked))["ts"]
    await client.chat_postMessage(channel=OLA, text="t", metadata={"event_type": "other", "event_payload": {}})
    again: JSON = {"event_type": "asked", "event_payload": {"n": 2}}
    await client.chat_update(channel=DM, ts=ts, text="t", metadata=again)
    await client.chat_update(channel=DM, ts=ts, text="t", metadata={})
    await until(lambda: heard.of("message_metadata_deleted"))
    [posted] = heard.of("message_metadata_posted")
    [updated] = heard.of("message_metadata_updated")
    assert (posted["metadata"], posted["message_ts"], posted["channel_id"]) == (asked, ts, DM)
    assert (updated["previous_metadata"], updated["metadata"]) == (asked, again)
    assert heard.of("message_metadata_deleted")[0]["previous_metadata"] == again
    changes = await until(lambda: heard.of("message", "message_changed"))
    assert changes[0]["message"]["text"] == changes[0]["previous_message"]["text"]


async def test_a_scheduled_message_echoes_its_metadata(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """As the posted one does."""
    asked = {"event_type": "asked", "event_payload": {"n": 1}}
    at = sandbox.workspace.seconds + 600
    answer = await client.chat_scheduleMessage(channel=OLA, post_at=at, text="t", metadata=asked)
    assert answer["message"]["metadata"] == asked


async def test_a_huddle_begins_and_ends_in_one_message(control: Control, heard: Heard, channel: str) -> None:
    """Slackbot's, whose end is a change of it, and no app takes part in one."""
    begun = (await control.post("/huddle", user=OLA, channel=channel))["message"]
    [event] = await until(lambda: heard.of("message", "huddle_thread"))
    assert (event["user"], event["room"]["created_by"], event["room"]["has_ended"]) == ("USLACKBOT", OLA, False)
    await control.post("/huddle", user=MIA, channel=channel, ts=begun["ts"])
    [changed] = await until(lambda: heard.of("message", "message_changed"))
    assert changed["message"]["room"]["has_ended"]
    refusal = await control.post("/huddle", 400, user=OLA)
    assert refusal["message"] == "An app takes no part in huddles."


async def test_a_reminder_is_told_in_its_channel(control: Control, heard: Heard, channel: str) -> None:
    """A `reminder_add` of whoever set it."""
    await control.post("/reminder", user=OLA, channel=channel, text="call the door")
    [event] = await until(lambda: heard.of("message", "reminder_add"))
    assert (event["user"], "call the door" in event["text"]) == (OLA, True)


async def test_a_pin_is_told_with_what_is_pinned(control: Control, heard: Heard) -> None:
    """`pin_added` and `pin_removed`; the message knows where it is pinned, history how many there are."""
    said = await say(control, "keep this")
    await control.post("/pin", user=OLA, ts=said["ts"])
    [added] = await until(lambda: heard.of("pin_added"))
    assert (added["item"]["message"]["pinned_to"], added["item_user"], added["pin_count"]) == ([DM], OLA, 1)
    assert heard.of("message", "pinned_item")[0]["item"]["ts"] == said["ts"]
    history = await heard.app.client.conversations_history(channel=DM)
    assert (history["pin_count"], history["messages"][-1]["pinned_to"]) == (1, [DM])
    await control.post("/pin", user=OLA, ts=said["ts"], present=False)
    [removed] = await until(lambda: heard.of("pin_removed"))
    assert (removed["has_pins"], removed["user"]) == (False, OLA)
    assert "pinned_to" not in (await heard.app.client.conversations_history(channel=DM))["messages"][-1]


async def test_the_address_of_a_reply_names_its_thread(control: Control, client: AsyncWebClient) -> None:
    """And so does that of a root, also of one that was deleted."""
    alone, root = await say(control, "alone"), await say(control, "root")
    reply = await say(control, "reply", threadTs=root["ts"])
    await control.post("/delete-message", user=OLA, ts=root["ts"])
    links = [
        (await client.chat_getPermalink(channel=DM, message_ts=one["ts"]))["permalink"] for one in (alone, root, reply)
    ]
    query = f"?thread_ts={root['ts']}&cid={DM}"
    stamps = [one["ts"].replace(".", "") for one in (alone, root, reply)]
    assert links == [
        f"https://sandbox.slack.com/archives/{DM}/p{stamp}{end}"
        for stamp, end in zip(stamps, ["", query, query], strict=True)
    ]


async def test_there_is_one_plan(open_client: AsyncWebClient) -> None:
    """The free one, which has no user groups."""
    assert (await open_client.team_info())["team"]["plan"] == ""
    assert await refused(open_client.usergroups_create(name="Crew")) == "paid_teams_only"


async def test_a_mention_needs_its_scope(control: Control, heard: Heard, channel: str) -> None:
    """`app_mentions:read`."""
    mention: JSON = {"user": OLA, "channel": channel, "text": "@closedset are you there?"}
    scopes = control.sandbox.workspace.app.scopes
    scopes.discard("app_mentions:read")
    await control.post("/message", **mention)
    scopes.add("app_mentions:read")
    await control.post("/message", **mention)
    await until(lambda: len(heard.of("message")) == 2)
    [event] = await until(lambda: heard.of("app_mention"))
    assert (event["channel"], event["text"]) == (channel, "<@U0BOT> are you there?")


async def test_another_name_needs_its_scope(control: Control, client: AsyncWebClient, sandbox: Sandbox) -> None:
    """With `chat:write.customize` it is a `bot_message` without a user, which the app may still change."""
    look: JSON = {"username": "Stage door", "icon_emoji": ":door:"}
    assert await refused(client.chat_postMessage(channel=OLA, text="x", **look)) == "missing_scope"
    sandbox.workspace.app.scopes.add("chat:write.customize")
    message = (await client.chat_postMessage(channel=OLA, text="x", **look))["message"]
    assert (message["subtype"], message["username"], "user" in message) == ("bot_message", "Stage door", False)
    assert message["icons"] == {"emoji": ":door:"}
    assert sandbox.workspace.notifications[-1]["app"] == "Stage door"
    assert (await client.chat_update(channel=DM, ts=message["ts"], text="y"))["text"] == "y"


async def test_a_file_is_told_apart_from_its_message(control: Control, heard: Heard) -> None:
    """`file_shared` beside the message, with `files:read`."""
    shared = (await control.post("/file", user=OLA, name="a.txt", content="eA=="))["message"]
    [event] = await until(lambda: heard.of("file_shared"))
    assert (event["file_id"], event["user_id"], event["channel_id"]) == (shared["files"][0]["id"], OLA, DM)


async def test_a_reaction_in_a_direct_message_is_heard(control: Control, heard: Heard) -> None:
    """`reactions:read` covers every conversation that the app is in."""
    ts = (await heard.app.client.chat_postMessage(channel=OLA, text="Call at seven"))["ts"]
    await control.post("/reaction", user=OLA, channel=DM, ts=ts, name="thumbsup")
    await control.post("/reaction", user=OLA, channel=DM, ts=ts, name="+1", present=False)
    [added] = await until(lambda: heard.of("reaction_added"))
    [removed] = await until(lambda: heard.of("reaction_removed"))
    assert (added["reaction"], added["item_user"], added["item"]["channel"]) == ("+1", "U0BOT", DM)
    assert removed["reaction"] == "+1"
    refusal = await control.post("/reaction", 400, user=OLA, channel=DM, ts=ts, name="no_such_emoji")
    assert refusal["error"] == "invalid_name"
