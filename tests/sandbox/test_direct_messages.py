"""Opening direct messages, and people who are no longer there."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.driver import refused


async def test_opening_twice_gives_the_same_conversation(client: AsyncWebClient) -> None:
    """And says so when asked for the whole of it."""
    first = await client.conversations_open(users="U0OLA")
    second = await client.conversations_open(users=["U0OLA"], return_im=True)
    assert first["channel"] == {"id": "D0OLA"}
    assert (second["no_op"], second["already_open"]) == (True, True)
    assert (second["channel"]["user"], second["channel"]["is_im"]) == ("U0OLA", True)


async def test_whom_one_cannot_open_a_message_to(sandbox: Sandbox, open_client: AsyncWebClient) -> None:
    """Nobody, unknown people, bots, and more than eight."""
    eight_and_one = "U0OLA,U0JAN,U0ZOE,U0MIA,U0DEV,U0ADA,U0SAM,U0BEN,U0KIM"
    assert await refused(open_client.conversations_open(users="")) == "users_list_not_supplied"
    assert await refused(open_client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await refused(open_client.conversations_open(users="USLACKBOT")) == "cannot_dm_bot"
    assert await refused(open_client.conversations_open(users=eight_and_one)) == "too_many_users"


async def test_a_deactivated_person_cannot_be_opened_but_can_be_posted_to(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    """``ok`` never means that a living person can read it; no phone shows anything."""
    await client.conversations_open(users="U0BEN")
    sandbox.workspace.people["U0BEN"].deleted = True
    assert await refused(client.conversations_open(users="U0BEN")) == "user_disabled"
    assert (await client.chat_postMessage(channel="U0BEN", text="hello"))["ok"]
    assert (await client.chat_postMessage(channel="D0BEN", text="hello"))["ok"]
    assert sandbox.workspace.notifications == []


async def test_a_group_message_needs_a_scope_and_is_found_again(open_client: AsyncWebClient) -> None:
    """The same people give the same group."""
    first = await open_client.conversations_open(users="U0OLA,U0MIA")
    second = await open_client.conversations_open(users="U0MIA,U0OLA")
    assert first["channel"]["id"] == second["channel"]["id"]


@pytest.mark.parametrize("users", ["U0OLA", "U0OLA,U0MIA"])
async def test_looking_for_a_conversation_makes_none(open_client: AsyncWebClient, users: str) -> None:
    """One that is there is found, by the same words."""
    nothing = await open_client.conversations_open(users=users, prevent_creation=True)
    again = await open_client.conversations_open(users=users, prevent_creation=True, return_im=True)
    assert nothing.data == again.data == {"ok": True}
    made = await open_client.conversations_open(users=users)
    found = await open_client.conversations_open(users=users, prevent_creation=True)
    assert found["channel"]["id"] == made["channel"]["id"]


async def test_one_scope_does_not_open_groups(client: AsyncWebClient) -> None:
    """im:write is for one person."""
    assert await refused(client.conversations_open(users="U0OLA,U0MIA")) == "missing_scope"
