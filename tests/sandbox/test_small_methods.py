"""Pins, user groups, reactions read back, presence."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.driver import Control, refused

OLA, DM = "U0OLA", "D0OLA"


async def test_a_message_is_pinned_and_unpinned(open_client: AsyncWebClient) -> None:
    """Twice is ``already_pinned``, and ``no_pin`` where there is none."""
    ts = (await open_client.chat_postMessage(channel=OLA, text="x"))["ts"]
    await open_client.pins_add(channel=DM, timestamp=ts)
    assert await refused(open_client.pins_add(channel=DM, timestamp=ts)) == "already_pinned"
    [item] = (await open_client.pins_list(channel=DM))["items"]
    assert (item["message"]["ts"], item["created_by"]) == (ts, "U0BOT")
    await open_client.pins_remove(channel=DM, timestamp=ts)
    assert await refused(open_client.pins_remove(channel=DM, timestamp=ts)) == "no_pin"
    assert await refused(open_client.pins_add(channel=DM, timestamp="1.000001")) == "message_not_found"


async def test_a_pin_is_of_a_message(open_sandbox: Sandbox, open_client: AsyncWebClient) -> None:
    """Without a timestamp nothing is pinned, nor taken off; the channel is what is required."""
    open_sandbox.workspace.direct_message(OLA)
    for name in ("pins.add", "pins.remove"):
        assert await refused(open_client.api_call(name, params={"channel": DM})) == "no_item_specified"
        assert await refused(open_client.api_call(name, params={"timestamp": "1.000001"})) == "invalid_arguments"


async def test_user_groups_belong_to_paid_plans(open_client: AsyncWebClient) -> None:
    """There are none to read, and none can be made."""
    assert (await open_client.usergroups_list())["usergroups"] == []
    assert await refused(open_client.usergroups_create(name="Closed set")) == "paid_teams_only"
    assert await refused(open_client.usergroups_users_update(usergroup="S1", users="")) == "no_users_provided"
    assert await refused(open_client.usergroups_users_list(usergroup="S1")) == "no_such_subteam"


async def test_what_is_asked_of_people_and_bots(open_client: AsyncWebClient) -> None:
    """Who is there, whether they rest, and which bot this is."""
    assert (await open_client.users_getPresence(user=OLA))["presence"] == "active"
    assert (await open_client.dnd_info(user=OLA))["dnd_enabled"] is False
    assert (await open_client.bots_info(bot="B0BOT"))["bot"]["user_id"] == "U0BOT"
    assert await refused(open_client.bots_info(bot="B1")) == "bot_not_found"


async def test_reactions_are_read_back(open_client: AsyncWebClient, control: Control) -> None:
    """With who reacted, and where it is."""
    ts = (await open_client.chat_postMessage(channel=OLA, text="x"))["ts"]
    await open_client.reactions_add(channel=DM, timestamp=ts, name="eyes")
    message = (await open_client.reactions_get(channel=DM, timestamp=ts))["message"]
    assert message["reactions"] == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]
    assert message["permalink"] == (await open_client.chat_getPermalink(channel=DM, message_ts=ts))["permalink"]
