"""Reading back, and lists in pages."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

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
