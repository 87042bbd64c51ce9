"""What a bot token can do to a private channel, and what it cannot."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, refused, until


@pytest.fixture
async def channel(client: AsyncWebClient) -> str:
    """A private channel that the app made, with Ola and Mia in it."""
    made = await client.conversations_create(name="set-12", is_private=True)
    await client.conversations_invite(channel=made["channel"]["id"], users="U0OLA,U0MIA")
    return str(made["channel"]["id"])


async def test_the_creator_is_the_first_member(client: AsyncWebClient) -> None:
    """The bot made it, so it is in it and may rename it."""
    made = (await client.conversations_create(name="set-3", is_private=True))["channel"]
    assert (made["is_private"], made["creator"], made["is_member"]) == (True, "U0BOT", True)
    assert (await client.conversations_members(channel=made["id"]))["members"] == ["U0BOT"]
    assert (await client.conversations_rename(channel=made["id"], name="set-4"))["channel"]["name"] == "set-4"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("Scene-12", "invalid_name_specials"),
        ("set 12", "invalid_name_specials"),
        ("--", "invalid_name_punctuation"),
        ("ad-team", "name_taken"),
    ],
)
async def test_names_are_lowercase_and_taken_even_by_what_the_app_cannot_see(
    client: AsyncWebClient, name: str, error: str
) -> None:
    """Each fault of a name has its own word."""
    assert await refused(client.conversations_create(name=name, is_private=True)) == error


async def test_an_invitation_is_all_or_nothing(client: AsyncWebClient, channel: str) -> None:
    """One unknown id, and nobody comes in; every fault is told by person."""
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_invite(channel=channel, users="U0KIM,U0NOBODY,U0BOT")
    assert caught.value.response["error"] == "user_not_found"
    assert caught.value.response["errors"] == [
        {"user": "U0NOBODY", "ok": False, "error": "user_not_found"},
        {"user": "U0BOT", "ok": False, "error": "cant_invite_self"},
    ]
    assert (await client.conversations_members(channel=channel))["members"] == ["U0BOT", "U0MIA", "U0OLA"]


async def test_someone_already_in_fails_the_whole_invitation(client: AsyncWebClient, channel: str) -> None:
    """Unless it is forced, which brings in those who can come."""
    both = "U0OLA,U0KIM"
    assert await refused(client.conversations_invite(channel=channel, users=both)) == "already_in_channel"
    forced = await client.conversations_invite(channel=channel, users=both, force=True)
    assert "errors" not in forced.data
    assert "U0KIM" in (await client.conversations_members(channel=channel))["members"]


async def test_a_forced_invitation_may_tell_its_errors(sandbox: Sandbox, client: AsyncWebClient, channel: str) -> None:
    """Slack does not say which, so both shapes can be had."""
    sandbox.workspace.preferences.forced_invite_tells_errors = True
    forced = await client.conversations_invite(channel=channel, users="U0NOBODY,U0KIM", force=True)
    assert forced["errors"] == [{"user": "U0NOBODY", "ok": False, "error": "user_not_found"}]


async def test_beside_a_deactivated_person_the_others_are_still_invited(
    sandbox: Sandbox, client: AsyncWebClient, channel: str
) -> None:
    """The one exception to all or nothing: read the members again after any failure."""
    sandbox.workspace.people["U0BEN"].deleted = True
    assert await refused(client.conversations_invite(channel=channel, users="U0BEN,U0KIM")) == "user_disabled"
    assert "U0KIM" in (await client.conversations_members(channel=channel))["members"]


@pytest.mark.parametrize(
    ("flag", "error"),
    [
        ("is_restricted", "user_is_restricted"),
        ("is_ultra_restricted", "ura_max_channels"),
        ("is_stranger", "no_external_invite_permission"),
    ],
)
async def test_guests_and_people_of_other_companies_need_a_person_to_invite_them(
    sandbox: Sandbox, client: AsyncWebClient, channel: str, flag: str, error: str
) -> None:
    """An administrator must do it by hand."""
    setattr(sandbox.workspace.people["U0BEN"], flag, True)
    assert await refused(client.conversations_invite(channel=channel, users="U0BEN")) == error


async def test_a_hundred_people_at_once_and_no_more(client: AsyncWebClient, channel: str) -> None:
    """The argument's own text says up to 100."""
    users = ",".join(f"U0P{number:03d}" for number in range(101))
    assert await refused(client.conversations_invite(channel=channel, users=users)) == "invalid_arguments"
    assert await refused(client.conversations_invite(channel=channel, users=users[:-7])) == "user_not_found"


async def test_a_kick_works_in_private_channels_by_default(
    sandbox: Sandbox, client: AsyncWebClient, channel: str
) -> None:
    """The kicked person hears it from Slackbot."""
    answer = await client.conversations_kick(channel=channel, user="U0OLA")
    assert answer.data == {"ok": True, "errors": {}}
    [told] = sandbox.workspace.notifications
    assert (told["user"], told["app"], told["text"]) == ("U0OLA", "Slackbot", "@closedset removed you from #set-12")


async def test_owners_may_keep_kicking_to_themselves(sandbox: Sandbox, client: AsyncWebClient, channel: str) -> None:
    """The bot is not one of them."""
    sandbox.workspace.preferences.who_can_kick = "owners"
    assert await refused(client.conversations_kick(channel=channel, user="U0OLA")) == "restricted_action"


async def test_a_kick_from_a_public_channel_is_for_owners_by_default(
    sandbox: Sandbox, open_sandbox: Sandbox, open_client: AsyncWebClient
) -> None:
    """Only private channels let everyone remove people."""
    made = (await open_client.conversations_create(name="open-set"))["channel"]["id"]
    await open_client.conversations_invite(channel=made, users="U0OLA")
    assert await refused(open_client.conversations_kick(channel=made, user="U0OLA")) == "restricted_action"


async def test_who_cannot_be_kicked(sandbox: Sandbox, client: AsyncWebClient, channel: str) -> None:
    """Oneself, who is not in, who does not exist, and people of another company."""
    sandbox.workspace.people["U0MIA"].is_stranger = True
    found = [
        await refused(client.conversations_kick(channel=channel, user=user))
        for user in ("U0BOT", "U0KIM", "U0NOBODY", "U0MIA")
    ]
    assert found == ["cant_kick_self", "not_in_channel", "user_not_found", "not_supported"]


async def test_a_private_channel_does_not_exist_for_who_is_not_in_it(client: AsyncWebClient) -> None:
    """Neither by id nor in a list; and there is no joining it."""
    for call in (
        client.conversations_info(channel="C0ADTEAM"),
        client.conversations_members(channel="C0ADTEAM"),
        client.conversations_kick(channel="C0ADTEAM", user="U0SAM"),
        client.conversations_invite(channel="C0ADTEAM", users="U0OLA"),
    ):
        assert await refused(call) == "channel_not_found"
    assert (await client.conversations_list(types="private_channel"))["channels"] == []


async def test_the_app_thrown_out_hears_group_left_and_sees_nothing_more(
    sandbox: Sandbox, control: Control, client: AsyncWebClient, channel: str
) -> None:
    """Not member_left_channel, which Slack does not reliably send of the bot itself."""
    app = bolt_app(sandbox)
    heard = Heard(app)
    async with OverSocket(sandbox, app):
        await control.post("/channel/remove", channel=channel, user="U0BOT", by="U0MIA")
        [left] = await until(lambda: heard.of("group_left"))
        await control.post("/channel/leave", channel=channel, user="U0OLA")
    assert (left["channel"], left["actor_id"]) == (channel, "U0MIA")
    assert heard.of("member_left_channel") == []
    assert await refused(client.conversations_info(channel=channel)) == "channel_not_found"


async def test_an_archived_channel_takes_nothing_and_a_bot_cannot_bring_it_back(
    client: AsyncWebClient, channel: str
) -> None:
    """Archiving twice is told as already done."""
    await client.conversations_archive(channel=channel)
    assert await refused(client.conversations_archive(channel=channel)) == "already_archived"
    assert await refused(client.chat_postMessage(channel=channel, text="x")) == "is_archived"
    assert await refused(client.conversations_invite(channel=channel, users="U0KIM")) == "is_archived"
    assert await refused(client.conversations_unarchive(channel=channel)) == "not_allowed_token_type"


async def test_what_owners_keep_to_themselves(sandbox: Sandbox, client: AsyncWebClient, channel: str) -> None:
    """Creating, archiving and inviting are refused by the same word."""
    preferences = sandbox.workspace.preferences
    preferences.who_can_create_private = preferences.who_can_archive = preferences.who_can_invite = "owners"
    assert await refused(client.conversations_create(name="set-13", is_private=True)) == "restricted_action"
    assert await refused(client.conversations_archive(channel=channel)) == "restricted_action"
    assert await refused(client.conversations_invite(channel=channel, users="U0KIM")) == "restricted_action"


async def test_leaving_twice_has_an_answer_of_its_own(client: AsyncWebClient, channel: str) -> None:
    """From a public channel: no error word, only the fact; the last member cannot go."""
    alone = (await client.conversations_create(name="alone", is_private=True))["channel"]["id"]
    assert await refused(client.conversations_leave(channel=alone)) == "last_member"
    await client.conversations_leave(channel=channel)
    assert await refused(client.conversations_leave(channel=channel)) == "channel_not_found"


async def test_leaving_a_public_channel_one_is_not_in(open_client: AsyncWebClient) -> None:
    """``ok`` is false without an ``error``."""
    with pytest.raises(SlackApiError) as caught:
        await open_client.conversations_leave(channel="C0GENERAL")
    assert caught.value.response.data == {"ok": False, "not_in_channel": True}


async def test_joining_is_for_public_channels(open_sandbox: Sandbox, open_client: AsyncWebClient) -> None:
    """Twice is a warning, not an error."""
    await open_client.conversations_join(channel="C0GENERAL")
    again = await open_client.conversations_join(channel="C0GENERAL")
    assert again["warning"] == "already_in_channel"
    made = (await open_client.conversations_create(name="set-1", is_private=True))["channel"]["id"]
    assert await refused(open_client.conversations_join(channel=made)) == "method_not_supported_for_channel_type"


async def test_topics_and_purposes_are_short(client: AsyncWebClient, channel: str) -> None:
    """250 characters at most, and everybody in the channel sees them."""
    topic = await client.conversations_setTopic(channel=channel, topic="Doors")
    assert topic["channel"]["topic"]["value"] == "Doors"
    assert await refused(client.conversations_setPurpose(channel=channel, purpose="x" * 251)) == "too_long"


async def test_only_the_creator_renames(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A channel made by a person is not the bot's to name."""
    made = sandbox.channels.create("U0MIA", "mias-set", is_private=True)
    sandbox.channels.add(made.id, "U0BOT", "U0MIA")
    assert await refused(client.conversations_rename(channel=made.id, name="other")) == "not_authorized"


async def test_deactivated_people_are_not_listed_unless_one_wants_them(
    sandbox: Sandbox, client: AsyncWebClient, channel: str
) -> None:
    """Reports differ, so it is a preference."""
    sandbox.workspace.people["U0OLA"].deleted = True
    assert "U0OLA" not in (await client.conversations_members(channel=channel))["members"]
    sandbox.workspace.preferences.deactivated_stay_listed = True
    assert "U0OLA" in (await client.conversations_members(channel=channel))["members"]
