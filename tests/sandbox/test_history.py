"""Reading back, and lists in pages."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.conversations import GENERAL
from sandbox.server import Sandbox
from tests.sandbox.driver import refused

DM = "D0OLA"


@pytest.fixture
async def posted(client: AsyncWebClient) -> list[str]:
    """Five messages to Ola, oldest first."""
    return [str((await client.chat_postMessage(channel="U0OLA", text=f"m{number}"))["ts"]) for number in range(5)]


def texts(answer: object) -> list[str]:
    return [message["text"] for message in answer["messages"]]  # type: ignore[index]


async def test_history_is_newest_first_and_its_last_page_has_no_cursor(
    client: AsyncWebClient, posted: list[str]
) -> None:
    """Pages walk back in time."""
    first = await client.conversations_history(channel=DM, limit=3)
    second = await client.conversations_history(channel=DM, limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert (texts(first), first["has_more"]) == (["m4", "m3", "m2"], True)
    assert texts(second) == ["m1", "m0"]
    assert "response_metadata" not in second.data


async def test_with_only_oldest_the_pages_walk_forward(client: AsyncWebClient, posted: list[str]) -> None:
    """Each page is still newest first: right for catching up."""
    first = await client.conversations_history(channel=DM, oldest=posted[0], limit=2)
    second = await client.conversations_history(
        channel=DM, oldest=posted[0], limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    assert (texts(first), texts(second)) == (["m2", "m1"], ["m4", "m3"])
    assert texts(await client.conversations_history(channel=DM, oldest="0", limit=2)) == ["m4", "m3"]


async def test_bounds_are_left_out_unless_included(client: AsyncWebClient, posted: list[str]) -> None:
    """On both sides."""
    exclusive = await client.conversations_history(channel=DM, oldest=posted[1], latest=posted[3])
    inclusive = await client.conversations_history(channel=DM, oldest=posted[1], latest=posted[3], inclusive=True)
    assert texts(exclusive) == ["m2"]
    assert texts(inclusive) == ["m3", "m2", "m1"]


async def test_what_is_wrong_is_told_in_order(client: AsyncWebClient, posted: list[str]) -> None:
    """The channel, then latest, then oldest, then the cursor."""
    history = client.conversations_history
    assert await refused(history(channel="D0NOBODY", latest="x", cursor="x")) == "channel_not_found"
    assert await refused(history(channel=DM, oldest="x", latest="x", cursor="x")) == "invalid_ts_latest"
    assert await refused(history(channel=DM, oldest="x", cursor="x")) == "invalid_ts_oldest"
    assert await refused(history(channel=DM, cursor="x")) == "invalid_cursor"


async def test_replies_take_any_message_of_the_thread(client: AsyncWebClient) -> None:
    """The parent comes first; its own ts is that of the thread."""
    root = (await client.chat_postMessage(channel="U0OLA", text="root"))["ts"]
    reply = (await client.chat_postMessage(channel="U0OLA", text="reply", thread_ts=root))["ts"]
    assert texts(await client.conversations_replies(channel=DM, ts=reply)) == ["root", "reply"]
    assert texts(await client.conversations_history(channel=DM)) == ["root"]
    assert await refused(client.conversations_replies(channel=DM, ts="1.000000")) == "thread_not_found"


async def walked(method: Any, key: str, then: Callable[[list[Any]], Awaitable[object]], **more: Any) -> list[Any]:
    """What stands on all pages of two; `then` happens once, behind the first of them."""
    answer = await method(limit=2, **more)
    seen = list(answer[key])
    await then(seen)
    while cursor := (answer.get("response_metadata") or {}).get("next_cursor"):
        answer = await method(limit=2, cursor=cursor, **more)
        seen += answer[key]
    return seen


@pytest.mark.parametrize("gone", [2, 3, 4])
@pytest.mark.parametrize("forward", [True, False])
async def test_a_message_deleted_between_two_pages_takes_no_other_with_it(
    client: AsyncWebClient, posted: list[str], gone: int, forward: bool
) -> None:
    """In either direction, also when the cursor pointed at it."""
    bounds = {"oldest": "1.0"} if forward else {}
    left = [ts for number, ts in enumerate(posted if forward else posted[::-1]) if number != gone]
    deleted = (posted if forward else posted[::-1])[gone]

    async def delete(_: list[Any]) -> None:
        await client.chat_delete(channel=DM, ts=deleted)

    messages = await walked(client.conversations_history, "messages", delete, channel=DM, **bounds)
    assert sorted(message["ts"] for message in messages) == sorted(left)


async def test_a_reply_deleted_between_two_pages_takes_no_other_with_it(client: AsyncWebClient) -> None:
    """The parent stands on each page."""
    root = str((await client.chat_postMessage(channel="U0OLA", text="root"))["ts"])
    answers = [str((await client.chat_postMessage(channel="U0OLA", text="a", thread_ts=root))["ts"]) for _ in range(5)]

    async def delete(_: list[Any]) -> None:
        await client.chat_delete(channel=DM, ts=answers[2])

    messages = await walked(client.conversations_replies, "messages", delete, channel=DM, ts=root)
    assert [one["ts"] for one in messages if one["ts"] != root] == answers[:2] + answers[3:]


async def test_members_who_go_between_two_pages_take_no_other_with_them(
    open_sandbox: Sandbox, open_client: AsyncWebClient
) -> None:
    """Whoever was read, comes next or comes later."""
    channel = (await open_client.conversations_create(name="the-set", is_private=True))["channel"]["id"]
    await open_client.conversations_invite(channel=channel, users="U0OLA,U0JAN,U0ZOE,U0MIA,U0DEV,U0ADA,U0SAM")
    there = sorted(open_sandbox.workspace.conversations[channel].members)
    gone = {there[0], there[2], there[6]}

    async def leave(_: list[Any]) -> None:
        for user in gone:
            open_sandbox.channels.leave(channel, user)

    members = await walked(open_client.conversations_members, "members", leave, channel=channel)
    assert members == [user for user in there if user not in gone or user == there[0]]


async def test_a_channel_deleted_between_two_pages_takes_no_other_with_it(
    open_sandbox: Sandbox, open_client: AsyncWebClient
) -> None:
    """Of a list, and of what waits to be posted."""
    made = [(await open_client.conversations_create(name=f"set-{number}"))["channel"]["id"] for number in range(5)]
    at = int(open_sandbox.workspace.clock.now().timestamp()) + 3600
    post = open_client.chat_scheduleMessage
    waiting = [(await post(channel=made[0], post_at=at + 400 * n, text="x"))["scheduled_message_id"] for n in range(5)]

    async def delete_channel(seen: list[Any]) -> None:
        open_sandbox.channels.delete(made[2], "U0ANA")

    async def delete_waiting(seen: list[Any]) -> None:
        await open_client.chat_deleteScheduledMessage(channel=made[0], scheduled_message_id=waiting[2])

    channels = await walked(open_client.conversations_list, "channels", delete_channel, types="public_channel")
    messages = await walked(open_client.chat_scheduledMessages_list, "scheduled_messages", delete_waiting)
    assert [one["id"] for one in channels] == sorted({GENERAL, *made} - {made[2]})
    assert [one["id"] for one in messages] == waiting[:2] + waiting[3:]


async def test_a_cursor_belongs_to_its_method(client: AsyncWebClient) -> None:
    """Another one does not know where that is."""
    cursor = (await client.users_list(limit=2))["response_metadata"]["next_cursor"]
    assert await refused(client.conversations_list(types="im", cursor=cursor)) == "invalid_cursor"


async def test_a_page_may_end_before_its_limit(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Only an empty next_cursor is the end; a broken cursor is refused."""
    first = await client.users_list(limit=4)
    assert len(first["members"]) == 3
    seen, cursor = len(first["members"]), first["response_metadata"]["next_cursor"]
    while cursor:
        following = await client.users_list(limit=4, cursor=cursor)
        seen, cursor = seen + len(following["members"]), following["response_metadata"]["next_cursor"]
    assert seen == len(sandbox.workspace.people)
    assert await refused(client.users_list(limit=4, cursor="bm90aGluZw==")) == "invalid_cursor"


async def test_lists_are_of_the_types_asked_for(client: AsyncWebClient) -> None:
    """Private channels only where the app is; an unknown type is refused."""
    made = await client.conversations_create(name="set-1", is_private=True)
    await client.conversations_open(users="U0OLA")
    listed = await client.conversations_list(types="private_channel,im")
    assert {one["id"] for one in listed["channels"]} == {made["channel"]["id"], DM}
    shared = await client.users_conversations(user="U0OLA", types="private_channel,im")
    assert [one["id"] for one in shared["channels"]] == [DM]
    assert await refused(client.conversations_list(types="rooms")) == "invalid_types"


@pytest.mark.parametrize(
    ("method", "position"),
    [
        ("conversations.history", "\u00e9"),
        ("conversations.history", "9" * 9000),
        ("conversations.members", "zzz"),
        ("users.list", "U0OLA\n"),
        ("chat.scheduledMessages.list", "U0OLA"),
    ],
)
async def test_a_cursor_holds_a_position_of_its_list(
    client: AsyncWebClient, posted: list[str], method: str, position: str
) -> None:
    """Whatever else stands in it is refused."""
    cursor = base64.b64encode(f"{method} {position}".encode()).decode()
    more = {"channel": DM} if method.startswith("conversations") else {}
    assert await refused(client.api_call(method, data={**more, "cursor": cursor})) == "invalid_cursor"
