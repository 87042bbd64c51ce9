"""A token does what its scopes allow."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.driver import Control, refused


async def test_a_missing_scope_is_named_with_what_is_there(client: AsyncWebClient) -> None:
    """``needed`` and ``provided`` tell the operator what to reinstall with."""
    with pytest.raises(SlackApiError) as caught:
        await client.reactions_add(channel="C0GENERAL", timestamp="1.000000", name="eyes")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "reactions:write"
    assert "chat:write" in caught.value.response["provided"].split(",")


async def test_scopes_are_asked_for_by_kind_of_conversation(client: AsyncWebClient) -> None:
    """The product reads and makes private channels, not public ones."""
    made = await client.conversations_create(name="set-1", is_private=True)
    assert (await client.conversations_info(channel=made["channel"]["id"]))["ok"]
    assert await refused(client.conversations_create(name="open-set")) == "missing_scope"
    assert await refused(client.conversations_list(types="public_channel")) == "missing_scope"
    assert await refused(client.conversations_history(channel=made["channel"]["id"])) == "missing_scope"


async def test_small_scopes_allow_one_thing_each(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Inviting, or describing, without the right to do everything else to private channels."""
    channel = (await client.conversations_create(name="set-1", is_private=True))["channel"]["id"]
    sandbox.workspace.app.scopes.discard("groups:write")
    assert await refused(client.conversations_invite(channel=channel, users="U0OLA")) == "missing_scope"
    sandbox.workspace.app.scopes.add("groups:write.invites")
    assert (await client.conversations_invite(channel=channel, users="U0OLA"))["ok"]
    assert await refused(client.conversations_setTopic(channel=channel, topic="x")) == "missing_scope"
    sandbox.workspace.app.scopes.add("groups:write.topic")
    assert (await client.conversations_setTopic(channel=channel, topic="x"))["ok"]
    assert await refused(client.conversations_kick(channel=channel, user="U0OLA")) == "missing_scope"


async def test_every_answer_tells_the_scopes_that_are_there(client: AsyncWebClient) -> None:
    """In a header, so that an app can look before it starts."""
    answer = await client.auth_test()
    assert {"chat:write", "groups:write"} <= set(answer.headers["X-OAuth-Scopes"].split(","))


async def test_the_scope_is_asked_for_before_the_arguments(control: Control) -> None:
    """A call with nothing in it still says which scope it lacks."""
    _, answer = await control.api("reactions.add")
    assert answer["error"] == "missing_scope"


async def test_an_event_without_its_scope_is_not_sent(sandbox: Sandbox, control: Control) -> None:
    """Subscribing is not enough."""
    sandbox.workspace.app.scopes.discard("im:history")
    await control.post("/message", user="U0OLA", text="anyone?")
    assert control.logged("event") == []


async def test_mail_addresses_need_a_scope_of_their_own(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Without users:read.email the profile has none."""
    assert (await client.users_info(user="U0OLA"))["user"]["profile"]["email"] == "ola@example.com"
    sandbox.workspace.app.scopes.discard("users:read.email")
    assert "email" not in (await client.users_info(user="U0OLA"))["user"]["profile"]
    assert await refused(client.users_lookupByEmail(email="ola@example.com")) == "missing_scope"
