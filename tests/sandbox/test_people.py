"""People as an app sees them."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, refused, until


async def test_a_person_has_a_time_zone_and_on_request_a_locale(client: AsyncWebClient) -> None:
    """The offset is that of the sandbox's now."""
    user = (await client.users_info(user="U0ZOE", include_locale=True))["user"]
    assert (user["tz"], user["locale"], user["deleted"]) == ("Europe/Tallinn", "en-US", False)
    assert user["tz_offset"] in (7200, 10800)


async def test_a_deactivated_person_lacks_names_zone_and_roles(
    sandbox: Sandbox, control: Control, client: AsyncWebClient
) -> None:
    """They are absent, not empty; and the mail address finds nobody."""
    await control.post("/user", user="U0BEN", deleted=True)
    user = (await client.users_info(user="U0BEN"))["user"]
    assert user["deleted"]
    assert not {"real_name", "color", "tz", "tz_offset", "is_admin", "is_restricted"} & set(user)
    assert await refused(client.users_lookupByEmail(email="ben@example.com")) == "users_not_found"
    assert "U0BEN" in {one["id"] for one in (await client.users_list(limit=200))["members"]}


async def test_changes_of_people_are_told(sandbox: Sandbox, control: Control) -> None:
    """Deactivated, made a guest, newly hired: the whole user each time."""
    app = bolt_app(sandbox)
    heard = Heard(app)
    async with OverSocket(sandbox, app):
        await control.post("/user", user="U0BEN", deleted=True)
        await control.post("/user", user="U0KIM", is_restricted=True, tz="Europe/Paris")
        await control.post("/user/add", id="U0NEW", name="new", real_name="New Face")
        await until(lambda: len(heard.events) == 3)
    assert [one["user"]["deleted"] for one in heard.of("user_change")] == [True, False]
    assert heard.of("team_join")[0]["user"]["profile"]["real_name"] == "New Face"


async def test_slackbot_is_in_the_list_and_says_it_is_no_bot(client: AsyncWebClient) -> None:
    """As on Slack; whoever counts people has to know."""
    members = {one["id"]: one for one in (await client.users_list(limit=200))["members"]}
    assert members["USLACKBOT"]["is_bot"] is False
    assert members["U0BOT"]["is_bot"] is True


async def test_people_of_other_companies_are_found_but_not_listed(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """users.info works for those who share a channel."""
    sandbox.workspace.people["U0KIM"].is_stranger = True
    assert (await client.users_info(user="U0KIM"))["user"]["is_stranger"]
    assert "U0KIM" not in {one["id"] for one in (await client.users_list(limit=200))["members"]}
