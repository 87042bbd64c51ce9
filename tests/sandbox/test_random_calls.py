"""Random calls get Slack-shaped answers and never a mistake of the sandbox's own."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest

from bot.sandbox.installation import APP_TOKEN, BOT_TOKEN
from bot.sandbox.methods.registry import METHODS
from bot.sandbox.server import Sandbox
from bot.sandbox.wire import JSON
from tests.sandbox.blocks import actions, button, choice, modal, words_input
from tests.sandbox.driver import Control

NAMES = (
    "channel channels users user ts thread_ts text blocks view view_id trigger_id user_id limit cursor oldest latest "
    "inclusive name is_private types metadata timestamp topic purpose email hash external_id attachments force "
    "return_im markdown_text message_ts include_all_metadata"
).split()
GOOD: list[Any] = [
    "U0OLA", "U0MIA,U0KIM", "U0BOT", "USLACKBOT", "D0OLA", "C0GENERAL", "C0ADTEAM", "general", "set-1", "eyes",
    "1700000000.000001", "10", "private_channel,im", "ola@example.com", True, 5, modal(words_input()), modal(),
    [actions(button("a"), choice("static_select", "s", "x", "y"))], [{"type": "divider"}],
    {"event_type": "e", "event_payload": {"n": 1}},
]  # fmt: skip
BAD: list[Any] = [
    "", " ", "-1", "1e9", "nan", "\x00", "😀" * 50, "x" * 500, "{", "[]", "[1]", "null", None, False, -3, 1.5, [], {},
    [[]], [None], {"type": None}, {"type": "modal"}, {"type": "modal", "blocks": {}}, [{"type": "section", "text": []}],
    [{"type": "actions", "elements": [{"type": "static_select", "options": [{"text": 5}]}]}], {"event_type": 3},
    [{"type": "input", "element": {"type": "radio_buttons", "options": [None]}}], {"type": "home", "blocks": [None]},
]  # fmt: skip


def random_call(chance: random.Random, triggers: list[str]) -> tuple[str, JSON]:
    """A method, mostly one that exists, with what it requires and a few arguments more."""
    method = chance.choice([*METHODS, "chat.shout", "im.list"])
    required = METHODS[method].required if method in METHODS else ()
    names = {*required, *chance.sample(NAMES, chance.randrange(5))}
    if chance.random() < 0.2:
        names.discard(chance.choice(NAMES))
    arguments = {name: chance.choice(GOOD if chance.random() < 0.7 else BAD) for name in names}
    if "trigger_id" in arguments and chance.random() < 0.8:
        arguments["trigger_id"] = triggers.pop()
    return method, arguments


def request_options(chance: random.Random, method: str, arguments: JSON) -> JSON:
    """As JSON or as a form, now and then without a good token."""
    token = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
    headers = {"Authorization": f"Bearer {token if chance.random() < 0.97 else 'xoxb-wrong'}"}
    if chance.random() < 0.5:
        return {"headers": headers, "json": arguments}
    form = {name: one if isinstance(one, str) else json.dumps(one) for name, one in arguments.items()}
    return {"headers": headers, "data": form}


def assert_slack_shaped(status: int, answer: JSON) -> None:
    assert status in (200, 429)
    assert isinstance(answer["ok"], bool)
    if not answer["ok"] and "not_in_channel" not in answer:
        assert isinstance(answer["error"], str)
        assert " " not in answer["error"]


async def call_at_random(control: Control, seed: int, calls: int) -> set[str]:
    """Make *calls*; returns the methods that succeeded at least once."""
    chance = random.Random(seed)
    done: set[str] = set()
    for _ in range(calls):
        triggers = [control.sandbox.workspace.tickets.new_trigger("U0OLA")]
        method, arguments = random_call(chance, triggers)
        status, answer = await control.api(method, **request_options(chance, method, arguments))
        assert_slack_shaped(status, answer)
        if answer["ok"]:
            done.add(method)
    assert control.logged("mistake") == []
    return done


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_random_calls_get_slack_shaped_answers(open_sandbox: Sandbox, control: Control, seed: int) -> None:
    """Five hundred of each seed."""
    control.sandbox = open_sandbox
    done = await call_at_random(control, seed, 500)
    assert len(done) > 5


@pytest.mark.prove
@pytest.mark.timeout(600)
async def test_ten_thousand_random_calls_get_slack_shaped_answers(open_sandbox: Sandbox, control: Control) -> None:
    """The long run; the log is emptied now and then."""
    control.sandbox = open_sandbox
    for seed in range(100, 120):
        await asyncio.wait_for(call_at_random(control, seed, 500), 60)
        await control.post("/reset")
