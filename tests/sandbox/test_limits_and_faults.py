"""Rate limits, and faults on demand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import Faults
from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, refused, until

OLA, DM = "U0OLA", "D0OLA"


async def test_posts_to_one_channel_are_limited_to_one_a_second(
    sandbox: Sandbox, control: Control, client: AsyncWebClient
) -> None:
    """A short burst is let through; time on the sandbox's clock makes room again."""
    await control.post("/limits", enabled=True)
    for _ in range(5):
        await client.chat_postMessage(channel=OLA, text="burst")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=OLA, text="too much")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["Retry-After"] == "1"
    assert (await client.chat_postMessage(channel="U0MIA", text="elsewhere"))["ok"]
    sandbox.workspace.clock.advance(timedelta(seconds=1))
    assert (await client.chat_postMessage(channel=OLA, text="now"))["ok"]


async def test_each_method_has_the_calls_of_its_tier(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Tier 2 is twenty a minute; without the option there is no limit."""
    sandbox.workspace.limits.enabled = True
    for _ in range(20):
        await client.users_list(limit=200)
    assert await refused(client.users_list(limit=200)) == "ratelimited"
    assert (await client.users_info(user=OLA))["ok"]
    sandbox.workspace.limits.enabled = False
    assert (await client.users_list(limit=200))["ok"]


async def test_events_beyond_thirty_thousand_an_hour_are_held_back(
    sandbox: Sandbox, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app is told once a minute that something is missing."""
    monkeypatch.setattr("sandbox.limits.EVENTS_AN_HOUR", 2)
    await control.post("/limits", enabled=True)
    for _ in range(5):
        await control.post("/message", user=OLA, text="hello")
    assert [entry["name"] for entry in control.logged("event", attempt=0)].count("message") == 2
    [told] = control.logged("event", name="app_rate_limited", attempt=0)
    assert set(told["request"]) == {"token", "type", "team_id", "minute_rate_limited", "api_app_id"}


async def test_a_response_url_takes_one_answer_a_second(sandbox: Sandbox, control: Control) -> None:
    """More are refused with 429 and do not count."""
    sandbox.workspace.limits.enabled = True
    sandbox.workspace.direct_message(OLA)
    secret = sandbox.workspace.tickets.new_response_url(OLA, DM, sandbox.workspace.clock.now())
    statuses = []
    for _ in range(3):
        async with control.session.post(f"{sandbox.url}/response/{secret}", json={"text": "x"}) as response:
            statuses.append(response.status)
    assert statuses == [200, 200, 429]


async def test_a_named_error_a_number_of_times(control: Control, client: AsyncWebClient) -> None:
    """For one method, after the first call; the fourth is well again."""
    await control.post("/faults", method="users.info", error="internal_error", after=1, times=2)
    assert (await client.users_info(user=OLA))["ok"]
    assert await refused(client.users_info(user=OLA)) == "internal_error"
    assert (await client.auth_test())["ok"]
    assert await refused(client.users_info(user=OLA)) == "internal_error"
    assert (await client.users_info(user=OLA))["ok"]


async def test_a_fault_for_one_person_or_one_channel(control: Control, client: AsyncWebClient) -> None:
    """A DM is its person's, by whichever id it is named."""
    await control.post("/faults", method="*", user=OLA, error="fatal_error")
    await control.post("/faults", channel="D0MIA", error="channel_not_found", method="chat.postMessage")
    assert await refused(client.chat_postMessage(channel=OLA, text="x")) == "fatal_error"
    assert await refused(client.conversations_open(users=OLA)) == "fatal_error"
    await client.conversations_open(users="U0MIA")
    assert await refused(client.chat_postMessage(channel="D0MIA", text="x")) == "channel_not_found"
    assert (await client.chat_postMessage(channel="U0KIM", text="x"))["ok"]


async def test_too_many_requests_and_servers_in_trouble(control: Control, client: AsyncWebClient) -> None:
    """429 with Retry-After, and 503."""
    await control.post("/faults", method="auth.test", retryAfter=7, times=1)
    await control.post("/faults", method="auth.test", http=503, times=1)
    with pytest.raises(SlackApiError) as limited:
        await client.auth_test()
    with pytest.raises(SlackApiError) as broken:
        await client.auth_test()
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
    assert broken.value.response.status_code == 503


async def test_an_answer_lost_after_the_work_was_done(control: Control, client: AsyncWebClient) -> None:
    """The message is there and the caller cannot know: the SDK's own retry would post it twice."""
    client.retry_handlers.clear()
    await control.post("/faults", method="chat.postMessage", lostAfterWork=True, times=1)
    with pytest.raises(ClientError):
        await client.chat_postMessage(channel=OLA, text="once")
    await control.post("/faults", method="chat.postMessage", lostAfterWork=True, error="internal_error", times=1)
    assert await refused(client.chat_postMessage(channel=OLA, text="twice")) == "internal_error"
    assert [message["text"] for message in await control.messages(DM)] == ["once", "twice"]


def test_chance_has_a_seed() -> None:
    """The same seed strikes the same calls."""

    def struck(seed: int) -> list[bool]:
        faults = Faults()
        faults.add({"method": "*", "error": "internal_error", "chance": 0.3, "seed": seed})
        return [faults.for_call("auth.test", set(), None) is not None for _ in range(100)]

    assert struck(1) == struck(1) != struck(2)
    assert 10 < sum(struck(1)) < 60


async def heard_after(sandbox: Sandbox, control: Control, count: int, *faults: JSON) -> list[str]:
    """The texts an app hears of two messages under *faults*, once there are *count*."""
    heard = Heard(bolt_app(sandbox))
    for fault in faults:
        await control.post("/faults", **fault)
    async with OverSocket(sandbox, heard.app) as handler:
        handler.client.ping_interval = 0.1
        await control.post("/message", user=OLA, text="first")
        await control.post("/message", user=OLA, text="second")
        await until(lambda: len(heard.events) == count)
    return [event["text"] for event in heard.events]


async def test_an_event_may_come_twice(sandbox: Sandbox, control: Control) -> None:
    """With the same event_id."""
    texts = await heard_after(sandbox, control, 3, {"event": "message", "duplicate": True, "times": 1})
    ids = [entry["request"]["event_id"] for entry in control.logged("event")]
    assert sorted(texts) == ["first", "first", "second"]
    assert len(set(ids)) == 2


async def test_an_event_may_be_overtaken(sandbox: Sandbox, control: Control) -> None:
    """Slack promises no order."""
    texts = await heard_after(sandbox, control, 2, {"event": "message", "reorder": True, "times": 1})
    assert texts == ["second", "first"]


async def test_an_event_may_be_lost(sandbox: Sandbox, control: Control) -> None:
    """Best effort is all that is promised."""
    assert await heard_after(sandbox, control, 1, {"event": "message", "lose": True, "times": 1}) == ["second"]


@pytest.mark.usefixtures("impatient")
async def test_a_line_may_be_cut_before_the_acknowledgement(sandbox: Sandbox, control: Control) -> None:
    """The event comes again on the next connection."""
    texts = await heard_after(sandbox, control, 3, {"event": "message", "dropSocket": True, "times": 1})
    assert sorted(texts) in (["first", "first", "second"], ["first", "second", "second"])


async def test_a_fault_may_fall_on_what_one_person_does(sandbox: Sandbox, control: Control) -> None:
    """A command of Ola's is lost, one of Mia's is not."""
    app = bolt_app(sandbox)
    asked: list[str] = []

    async def run(ack: Any, command: JSON) -> None:
        await ack()
        asked.append(command["user_id"])

    app.command("/checkin")(run)
    await control.post("/faults", event="*", user=OLA, lose=True)
    async with OverSocket(sandbox, app):
        lost = await control.post("/command", user=OLA, command="/checkin")
        await control.post("/command", user="U0MIA", command="/checkin")
    assert lost["acknowledged"] is False
    assert asked == ["U0MIA"]
    assert [entry["user"] for entry in control.logged("command")] == ["U0MIA"]


async def test_an_event_may_be_late_on_the_sandboxs_clock(sandbox: Sandbox, control: Control) -> None:
    """Until the clock gets there."""
    heard = Heard(bolt_app(sandbox))
    await control.post("/faults", event="message", delaySeconds=600, times=1)
    async with OverSocket(sandbox, heard.app):
        await control.post("/message", user=OLA, text="late")
        await control.post("/message", user=OLA, text="in time")
        await until(lambda: heard.events)
        await control.post("/clock", advanceSeconds=601)
        await until(lambda: len(heard.events) == 2)
    assert [event["text"] for event in heard.events] == ["in time", "late"]


async def test_faults_are_listed_and_cleared_and_refused_when_unknown(control: Control) -> None:
    """A misspelt fault must not pass for a fault."""
    await control.post("/faults", method="auth.test", error="internal_error")
    assert [one["method"] for one in (await control.get("/faults"))["faults"]] == ["auth.test"]
    async with control.session.delete(f"{control.sandbox.url}/_control/faults") as response:
        assert response.status == 200
    assert (await control.get("/faults"))["faults"] == []
    wrong = await control.post("/faults", 400, methd="auth.test")
    assert "no 'methd'" in wrong["message"]
