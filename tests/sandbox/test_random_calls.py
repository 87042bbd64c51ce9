"""Random calls get Slack-shaped answers and never a mistake of the sandbox's own."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest

from sandbox.control_acts import ACTS
from sandbox.control_messages import MESSAGES
from sandbox.control_settings import SETTINGS
from sandbox.installation import APP_TOKEN, BOT_TOKEN
from sandbox.methods.registry import METHODS
from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.patience import at_most
from tests.sandbox.blocks import actions, button, choice, modal, words_input
from tests.sandbox.driver import Control

NAMES = (
    "channel channels users user ts thread_ts text blocks view view_id trigger_id user_id limit cursor oldest latest "
    "inclusive name is_private types metadata timestamp topic purpose email hash external_id attachments force "
    "return_im markdown_text message_ts include_all_metadata channel_id file files initial_comment"
).split()
BLOCKS = [[actions(button("a"), choice("static_select", "s", "x", "y"))], [{"type": "divider"}], []]
VIEWS = [modal(words_input()), modal(), {"type": "home", "blocks": [{"type": "divider"}]}]
# What mostly makes sense for an argument; anything else is given text.
GOOD: dict[str, list[Any]] = {
    "channel": ["D0OLA", "C0GENERAL", "C0ADTEAM", "general", "U0OLA"],
    "channels": ["C0GENERAL"],
    "users": ["U0MIA,U0KIM", "U0OLA", "U0BOT", ["U0LEO", "U0BEN"]],
    "user": ["U0OLA", "U0MIA", "U0BOT", "USLACKBOT"],
    "user_id": ["U0OLA", "U0MIA"],
    "blocks": BLOCKS,
    "view": VIEWS,
    "limit": ["10", 5, "0"],
    "types": ["private_channel,im", "public_channel"],
    "metadata": [{"event_type": "e", "event_payload": {"n": 1}}, {}],
    "attachments": [[{"text": "x"}], []],
    "email": ["ola@example.com"],
    "name": ["set-1", "eyes", "set-2"],
    "length": ["10", 5],
    "filename": ["page.pdf"],
}
PLAIN: list[Any] = ["1700000000.000001", "10", "text", True, 5]
BAD: list[Any] = [
    "", " ", "-1", "1e9", "nan", "\x00", "😀" * 50, "x" * 500, "{", "[]", "[1]", "null", None, False, -3, 1.5, [], {},
    [[]], [None], {"type": None}, {"type": "modal"}, {"type": "modal", "blocks": {}}, [{"type": "section", "text": []}],
    [{"type": "actions", "elements": [{"type": "static_select", "options": [{"text": 5}]}]}], {"event_type": 3},
    [{"type": "input", "element": {"type": "radio_buttons", "options": [None]}}], {"type": "home", "blocks": [None]},
]  # fmt: skip


def random_value(chance: random.Random, name: str, known: dict[str, list[Any]]) -> Any:
    """Mostly something that the workspace has, now and then anything at all."""
    if chance.random() < 0.15:
        return chance.choice(BAD)
    if chance.random() < 0.7 and known.get(name):
        return chance.choice(known[name])
    return chance.choice(GOOD.get(name, PLAIN))


def random_call(chance: random.Random, known: dict[str, list[Any]]) -> tuple[str, JSON]:
    """A method, mostly one that exists, with what it requires and a few arguments more."""
    method = chance.choice([*METHODS, "chat.shout", "im.list"])
    required = METHODS[method].required if method in METHODS else ()
    names = {*required, *chance.sample(NAMES, chance.randrange(5))}
    if chance.random() < 0.1:
        names.discard(chance.choice(NAMES))
    return method, {name: random_value(chance, name, known) for name in sorted(names)}


def what_there_is(sandbox: Sandbox) -> dict[str, list[Any]]:
    """Ids of the workspace as it stands, by the argument that takes them."""
    workspace = sandbox.workspace
    channels = list(workspace.conversations.values())
    stamps = [message.ts for channel in channels for message in channel.timeline][-20:]
    views = [view.id for view in workspace.views.all()]
    by_stamp = dict.fromkeys(("ts", "thread_ts", "timestamp", "message_ts", "latest", "oldest"), stamps)
    channel_ids = [channel.id for channel in channels]
    ids = {"channel": channel_ids, "channel_id": channel_ids, "view_id": views, **files_there_are(sandbox)}
    return {**by_stamp, **ids, "trigger_id": [workspace.tickets.new_trigger("U0OLA")]}


def files_there_are(sandbox: Sandbox) -> dict[str, list[Any]]:
    """One that waits for its completion, and one that was completed."""
    files = sandbox.workspace.files
    (waiting, secret), (whole, other) = (files.promise("page.pdf", 1, "U0BOT", 0) for _ in range(2))
    files.uploaded(secret, b"x")
    files.uploaded(other, b"x")
    whole.is_complete = True
    return {"file": [whole.id], "files": [[{"id": waiting.id}]]}


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
        method, arguments = random_call(chance, what_there_is(control.sandbox))
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
    assert len(done) > 20


def random_act(chance: random.Random, known: dict[str, list[Any]]) -> tuple[str, JSON]:
    """A path of the control API with fields, some of them nonsense."""
    routes = (*ACTS, *MESSAGES, *SETTINGS)
    path = chance.choice([path for method, path, _ in routes if method == "POST" and path != "/reset"])
    fields = {
        name: random_value(chance, name, known)
        for name in chance.sample(["user", "channel", "text", "ts", "name", "by", "value", "command", "to"], 5)
    }
    fields |= {"messageTs": fields.get("ts"), "action": {"action_id": chance.choice("asx"), "value": "x"}}
    return path, {**fields, chance.choice(["values", "deleted", "times", "advanceSeconds"]): chance.choice(BAD)}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_random_acts_of_people_are_done_or_refused_in_a_sentence(
    open_sandbox: Sandbox, control: Control, seed: int
) -> None:
    """Three hundred of each seed, over the control API, with no app listening."""
    open_sandbox.be_patient_for(0.001)
    chance, control.sandbox = random.Random(seed), open_sandbox
    for _ in range(300):
        path, fields = random_act(chance, what_there_is(open_sandbox))
        async with control.session.post(f"{open_sandbox.url}/_control{path}", json=fields) as response:
            assert response.status in (200, 400), (path, fields)
            assert isinstance((await response.json())["ok"], bool)


@pytest.mark.prove
@pytest.mark.timeout(600)
async def test_ten_thousand_random_calls_get_slack_shaped_answers(open_sandbox: Sandbox, control: Control) -> None:
    """The long run; the log is emptied now and then."""
    control.sandbox = open_sandbox
    for seed in range(100, 120):
        await asyncio.wait_for(call_at_random(control, seed, 500), at_most(60))
        await control.post("/reset")
