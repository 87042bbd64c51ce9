"""The sandbox for any Slack app: as a fixture, and from the command line."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from slack_sdk import WebClient

from sandbox.installation import BOT_TOKEN
from sandbox.server import Sandbox
from tests.patience import at_most
from tests.serving import SERVING

pytestmark = SERVING

pytest_plugins = ["sandbox.fixture"]
ROOT = Path(__file__).parents[2]


async def start(*options: str) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        *options,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def test_a_fixture_gives_a_synchronous_test_a_workspace(slack_sandbox: Sandbox) -> None:
    """With an app that has every scope."""
    client = WebClient(BOT_TOKEN, base_url=f"{slack_sandbox.url}/api/")
    posted = client.chat_postMessage(channel="U0OLA", text="hello")
    client.reactions_add(channel=posted["channel"], timestamp=posted["ts"], name="eyes")
    [message] = client.conversations_history(channel=posted["channel"])["messages"]
    assert message["reactions"] == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]


async def test_the_command_says_what_to_set_and_ends_when_told_to() -> None:
    """The address, the tokens and the secret; SIGTERM ends it cleanly."""
    running = await start("--port", "0")
    assert running.stdout is not None
    lines = [(await asyncio.wait_for(running.stdout.readline(), at_most(20))).decode() for _ in range(4)]
    running.terminate()
    assert await asyncio.wait_for(running.wait(), at_most(10)) == 0
    assert lines[0].startswith("Sandbox on http://127.0.0.1:")
    assert "SLACK_API_URL=http://127.0.0.1:" in lines[1]
    assert "xoxb-sandbox" in lines[2]


@pytest.mark.parametrize("wrong", ["a manifest that is not there", "a port that is taken"])
async def test_a_start_that_fails_says_why_in_one_line(sandbox: Sandbox, wrong: str) -> None:
    """Without a traceback."""
    port = ("--port", sandbox.url.rsplit(":", 1)[1])
    running = await start(*(port if wrong == "a port that is taken" else ("--manifest", "nowhere.json")))
    _, told = await asyncio.wait_for(running.communicate(), at_most(20))
    assert running.returncode == 1
    assert told.decode().startswith("The sandbox did not start:")
    assert told.decode().count("\n") == 1
