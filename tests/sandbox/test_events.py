"""The events of people's acts, as a bolt app hears them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox.server import Sandbox
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, until

OLA, DM = "U0OLA", "D0OLA"


@pytest.fixture
async def heard(sandbox: Sandbox) -> AsyncIterator[Heard]:
    """A connected app that writes down what it hears."""
    listening = Heard(bolt_app(sandbox))
    async with OverSocket(sandbox, listening.app):
        yield listening


@pytest.fixture
async def channel(heard: Heard) -> str:
    """A private channel of the app's, with Mia and the administrator in it."""
    made = await heard.app.client.conversations_create(name="set-12", is_private=True)
    await heard.app.client.conversations_invite(channel=made["channel"]["id"], users="U0MIA,U0ANA")
    return str(made["channel"]["id"])


async def test_an_edit_tells_before_and_after(control: Control, heard: Heard) -> None:
    """Somebody can change an answer after the fact."""
    said = (await control.post("/message", user=OLA, text="yes"))["message"]
    await control.post("/edit-message", user=OLA, ts=said["ts"], text="no")
    [event] = await until(lambda: heard.of("message", "message_changed"))
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("no", "yes")
    assert event["message"]["edited"]["user"] == OLA
    assert (event["hidden"], event["channel_type"]) == (True, "im")


async def test_a_deletion_tells_what_was_there(control: Control, heard: Heard) -> None:
    """Only one's own message can be deleted."""
    said = (await control.post("/message", user=OLA, text="yes"))["message"]
    refused = await control.post("/delete-message", 400, user="U0MIA", channel=DM, ts=said["ts"])
    await control.post("/delete-message", user=OLA, ts=said["ts"])
    [event] = await until(lambda: heard.of("message", "message_deleted"))
    assert (event["deleted_ts"], event["previous_message"]["text"]) == (said["ts"], "yes")
    assert refused["error"] == "channel_not_found"


async def test_an_outer_event_names_who_is_authorized(control: Control, heard: Heard) -> None:
    """One entry, the bot; the id is unique."""
    await control.post("/message", user=OLA, text="one")
    await control.post("/message", user=OLA, text="two")
    await until(lambda: len(heard.of("message")) == 2)
    first, second = (entry["request"] for entry in control.logged("event"))
    assert first["authorizations"][0]["user_id"] == "U0BOT"
    assert first["event_id"].startswith("Ev")
    assert first["event_id"] != second["event_id"]


async def test_what_happens_to_a_private_channel_is_told_as_group_events(
    control: Control, heard: Heard, channel: str
) -> None:
    """Archived, brought back, renamed, deleted."""
    await control.post("/channel/archive", channel=channel, user="U0MIA")
    await control.post("/channel/unarchive", channel=channel, user="U0MIA")
    await control.post("/channel/rename", channel=channel, user="U0ANA", name="set-13")
    await control.post("/channel/delete", channel=channel, user="U0ANA")
    await until(lambda: heard.of("group_deleted"))
    assert (heard.of("group_archive")[0]["user"], heard.of("group_unarchive")[0]["channel"]) == ("U0MIA", channel)
    assert heard.of("group_rename")[0]["channel"]["name"] == "set-13"
    assert heard.of("group_deleted")[0]["actor_id"] == "U0ANA"


async def test_a_shared_channel_and_a_new_id_are_told(control: Control, heard: Heard, channel: str) -> None:
    """Both should alarm whoever keeps a closed set."""
    await control.post("/channel/share", channel=channel, user="U0MIA", team="T0OTHER")
    new = (await control.post("/channel/convert", channel=channel, user="U0ANA"))["channel"]
    [changed] = await until(lambda: heard.of("channel_id_changed"))
    assert heard.of("channel_shared")[0]["connected_team_id"] == "T0OTHER"
    assert (changed["old_channel_id"], changed["new_channel_id"]) == (channel, new)


async def test_an_uninstalled_app_is_told_of_both(control: Control, heard: Heard) -> None:
    """The order is not fixed."""
    await control.post("/app/uninstall")
    await until(lambda: heard.of("app_uninstalled") and heard.of("tokens_revoked"))
    assert heard.of("tokens_revoked")[0]["tokens"] == {"oauth": [], "bot": ["U0BOT"]}


async def test_events_that_were_not_subscribed_to_are_not_sent(
    sandbox: Sandbox, control: Control, heard: Heard
) -> None:
    """Nor what is said in channels without a history scope."""
    sandbox.workspace.app.events.discard("app_home_opened")
    await control.post("/open-home", user=OLA)
    channel = (await heard.app.client.conversations_create(name="quiet", is_private=True))["channel"]["id"]
    await heard.app.client.conversations_invite(channel=channel, users=OLA)
    await control.post("/message", user=OLA, channel=channel, text="not for the bot")
    await until(lambda: len(heard.of("member_joined_channel")) == 2)
    assert {event["type"] for event in heard.events} == {"member_joined_channel"}


async def test_a_member_event_says_what_kind_of_channel(heard: Heard, channel: str) -> None:
    """G for private, with who invited."""
    await until(lambda: len(heard.of("member_joined_channel")) == 3)
    event = next(one for one in heard.of("member_joined_channel") if one["user"] == "U0MIA")
    assert (event["channel_type"], event["inviter"], event["team"]) == ("G", "U0BOT", "T0TEAM")


async def test_a_deactivated_person_sends_no_leaving(sandbox: Sandbox, control: Control, heard: Heard) -> None:
    """Whether Slack does is undocumented: watch user_change."""
    await control.post("/user", user="U0MIA", deleted=True)
    await until(lambda: heard.of("user_change"))
    assert heard.of("member_left_channel") == []
    refused = await control.post("/message", 400, user="U0MIA", text="hello")
    assert refused["error"] == "account_inactive"
