"""Messages for later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.driver import Control, refused, until

OLA, DM = "U0OLA", "D0OLA"
MORNING = datetime(2026, 3, 16, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(sandbox: Sandbox) -> None:
    sandbox.workspace.clock.move_to(MORNING)


def at(minutes: float) -> int:
    return int((MORNING + timedelta(minutes=minutes)).timestamp())


async def test_a_message_is_posted_when_its_time_has_come(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """On the sandbox's clock, as any message of the app."""
    later = await client.chat_scheduleMessage(channel=OLA, post_at=at(30), text="Call in an hour")
    assert (later["channel"], later["post_at"]) == (DM, at(30))
    assert len(sandbox.workspace.conversations[DM].timeline) == 0
    sandbox.workspace.clock.move_to(MORNING + timedelta(minutes=31))
    [message] = await until(lambda: list(sandbox.workspace.conversations[DM].timeline))
    assert (message.text, message.author) == ("Call in an hour", "U0BOT")
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_scheduled_messages_are_listed_and_deleted(client: AsyncWebClient) -> None:
    """The next one first; not in the last minute, and not twice."""
    late, soon = [
        (await client.chat_scheduleMessage(channel=OLA, post_at=at(minutes), text="x"))["scheduled_message_id"]
        for minutes in (30, 0.9)
    ]
    listed = (await client.chat_scheduledMessages_list(channel=DM))["scheduled_messages"]
    assert [one["id"] for one in listed] == [soon, late]
    assert (await client.chat_scheduledMessages_list(latest=str(at(5))))["scheduled_messages"] == listed[:1]
    await client.chat_deleteScheduledMessage(channel=DM, scheduled_message_id=late)
    for gone in (late, soon):
        deletion = client.chat_deleteScheduledMessage(channel=DM, scheduled_message_id=gone)
        assert await refused(deletion) == "invalid_scheduled_message_id"


async def test_when_a_message_cannot_be_scheduled(client: AsyncWebClient, control: Control) -> None:
    """Past, beyond 120 days, no time at all, and more than thirty within five minutes."""

    async def error(when: int) -> str:
        return await refused(client.chat_scheduleMessage(channel=OLA, post_at=when, text="x"))

    assert await error(at(-1)) == "time_in_past"
    assert await error(at(121 * 24 * 60)) == "time_too_far"
    wrong: list[tuple[JSON, str]] = [
        ({"post_at": when, "text": "x"}, "invalid_time") for when in ("soon", "²", "9" * 30)
    ]
    for body, problem in (*wrong, ({"post_at": at(5)}, "no_text")):
        answer = (await control.api("chat.scheduleMessage", json={"channel": OLA, **body}))[1]
        assert answer["error"] == problem
    for number in range(30):
        await client.chat_scheduleMessage(channel=OLA, post_at=at(60) + number, text="x")
    assert await error(at(61)) == "restricted_too_many"
    assert (await client.chat_scheduleMessage(channel=OLA, post_at=at(66), text="x"))["ok"]


async def test_a_scheduled_message_is_lost_where_the_app_is_gone(
    sandbox: Sandbox, client: AsyncWebClient, control: Control
) -> None:
    """Nothing tells the app; the log does."""
    channel = (await client.conversations_create(name="set-1", is_private=True))["channel"]["id"]
    await client.chat_scheduleMessage(channel=channel, post_at=at(30), text="x")
    sandbox.workspace.conversations[channel].is_archived = True
    sandbox.workspace.clock.move_to(MORNING + timedelta(minutes=31))
    assert await until(lambda: control.logged("refused", what="scheduled message", channel=channel))
