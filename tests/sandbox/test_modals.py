"""What a person does in a modal, and what the app's answer does to the stack."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.blocks import actions, button, choice, modal, plain, words_input
from tests.sandbox.driver import Control, OverSocket, bolt_app

MIA = "U0MIA"


async def shown(sandbox: Sandbox, app: AsyncApp, view: JSON) -> str:
    """Open *view* for Mia."""
    trigger = sandbox.workspace.tickets.new_trigger(MIA)
    opened = await app.client.views_open(trigger_id=trigger, view=view)
    return str(opened["view"]["id"])


def answering(app: AsyncApp, **answer: Any) -> list[JSON]:
    """Let *app* answer each submission with *answer*; returns what it was sent."""
    submitted: list[JSON] = []

    async def on_submit(ack: Any, body: JSON) -> None:
        submitted.append(body)
        await ack(**answer)

    app.view("a")(on_submit)
    return submitted


async def test_initial_values_are_submitted_untouched(sandbox: Sandbox, control: Control) -> None:
    """Selects, checkboxes and text alike; what is empty is null."""
    app = bolt_app(sandbox)
    submitted = answering(app)
    options = choice("checkboxes", "kinds", "voice", "touch")
    boxes = {**options, "initial_options": [options["options"][1]]}
    block = {"type": "input", "block_id": "boxes", "label": plain("Kinds"), "element": boxes}
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal(words_input(initial_value="as it was"), block))
        assert (await control.post("/view/submit", user=MIA))["ok"]
    values = submitted[0]["view"]["state"]["values"]
    assert values["words"]["typed"] == {"type": "plain_text_input", "value": "as it was"}
    assert [one["value"] for one in values["boxes"]["kinds"]["selected_options"]] == ["touch"]


async def test_slacks_client_does_not_send_what_is_incomplete(sandbox: Sandbox, control: Control) -> None:
    """Required inputs and lengths are checked before the app hears anything."""
    app = bolt_app(sandbox)
    submitted = answering(app)
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal(words_input(min_length=3, max_length=5)))
        answers = [
            await control.post("/view/submit", user=MIA, values={"words": {"typed": words}})
            for words in ("", "ab", "abcdef", "abcd")
        ]
    assert [one["ok"] for one in answers] == [False, False, False, True]
    assert answers[0]["errors"] == {"words": "Please complete this required field."}
    assert len(submitted) == 1


async def test_an_answer_may_update_push_or_clear(sandbox: Sandbox, control: Control) -> None:
    """An update keeps the id, a push goes on top, a clear closes everything."""
    app = bolt_app(sandbox)
    answers: list[JSON] = [
        {"response_action": "update", "view": modal(callback_id="a", private_metadata="2")},
        {"response_action": "push", "view": modal()},
        {"response_action": "clear"},
    ]

    async def on_submit(ack: Any) -> None:
        await ack(**answers.pop(0))

    app.view("a")(on_submit)
    stacks: list[list[str]] = []
    async with OverSocket(sandbox, app):
        first = await shown(sandbox, app, modal())
        for _ in range(3):
            await control.post("/view/submit", user=MIA)
            stacks.append([view.id for view in sandbox.workspace.views.stack(MIA)])
    assert stacks[0] == [first]
    assert len(stacks[1]) == 2
    assert stacks[2] == []


async def test_an_answer_slack_cannot_use_leaves_the_modal_open(sandbox: Sandbox, control: Control) -> None:
    """Errors can only stand under inputs that are there."""
    app = bolt_app(sandbox)
    answering(app, response_action="errors", errors={"elsewhere": "No."})
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal(words_input(optional=True)))
        answer = await control.post("/view/submit", user=MIA)
    assert (answer["ok"], answer["error"]) == (False, "invalid_response_action")
    assert len(sandbox.workspace.views.stack(MIA)) == 1


@pytest.mark.usefixtures("impatient")
async def test_no_answer_in_time_is_told_to_the_person_and_not_repeated(sandbox: Sandbox, control: Control) -> None:
    """Interactions are sent once."""
    app = bolt_app(sandbox)
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal(callback_id="nobody listens"))
        answer = await control.post("/view/submit", user=MIA)
    assert (answer["ok"], answer["acknowledged"]) == (False, False)
    assert "trouble" in answer["shown"]
    assert len(control.logged("interaction")) == 1


async def test_closing_is_told_only_on_request(sandbox: Sandbox, control: Control) -> None:
    """``is_cleared`` when the whole stack went, then with the lowest view."""
    app = bolt_app(sandbox)
    closed: list[JSON] = []

    async def on_close(ack: Any, body: JSON) -> None:
        await ack()
        closed.append(body)

    app.view_closed("told")(on_close)
    told = modal(callback_id="told", notify_on_close=True)
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal())
        assert (await control.post("/view/close", user=MIA))["dispatched"] is False
        await shown(sandbox, app, told)
        await control.post("/view/close", user=MIA)
        root = await shown(sandbox, app, told)
        await app.client.views_push(trigger_id=sandbox.workspace.tickets.new_trigger(MIA), view=modal())
        await control.post("/view/close", user=MIA, all=True)
    assert [one["is_cleared"] for one in closed] == [False, True]
    assert closed[1]["view"]["id"] == root


async def test_a_tap_in_a_modal_brings_the_view_and_what_stands_in_it(sandbox: Sandbox, control: Control) -> None:
    """No channel, no response_url; an input without dispatch_action says nothing until it is sent."""
    app = bolt_app(sandbox)
    taps: list[JSON] = []

    async def on_tap(ack: Any, body: JSON) -> None:
        await ack()
        taps.append(body)

    app.action("more")(on_tap)
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal(words_input(optional=True), actions(button("more", value="v"))))
        quiet = await control.post("/view/interact", user=MIA, action={"action_id": "typed", "value": "so far"})
        await control.post("/view/interact", user=MIA, action={"action_id": "more"})
    assert quiet["dispatched"] is False
    assert not {"channel", "response_url", "message"} & set(taps[0])
    assert taps[0]["view"]["state"]["values"]["words"]["typed"]["value"] == "so far"


async def test_options_are_asked_for_while_somebody_types(sandbox: Sandbox, control: Control) -> None:
    """``block_suggestion`` for an external select."""
    app = bolt_app(sandbox)
    found = choice("x", "x", "12a")["options"]

    async def offer(ack: Any, payload: JSON) -> None:
        await ack(options=found if payload["value"] == "12" else [])

    app.options("scene")(offer)
    select = {"type": "external_select", "action_id": "scene", "min_query_length": 1}
    block = {"type": "input", "block_id": "s", "label": plain("Scene"), "element": select}
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal(block))
        answer = await control.post("/suggest", user=MIA, action={"action_id": "scene"}, value="12")
    assert answer["response"] == {"options": found}


async def test_a_home_is_tapped_like_a_modal(sandbox: Sandbox, control: Control) -> None:
    """The container is the view."""
    app = bolt_app(sandbox)
    taps: list[JSON] = []

    async def on_tap(ack: Any, body: JSON) -> None:
        await ack()
        taps.append(body)

    app.action("start")(on_tap)
    async with OverSocket(sandbox, app):
        await app.client.views_publish(user_id=MIA, view={"type": "home", "blocks": [actions(button("start"))]})
        await control.post("/view/interact", user=MIA, action={"action_id": "start"})
    assert taps[0]["container"] == {"type": "view", "view_id": taps[0]["view"]["id"]}
    assert taps[0]["view"]["type"] == "home"


async def test_a_channel_chosen_to_answer_in_comes_with_a_response_url(sandbox: Sandbox, control: Control) -> None:
    """Of a select with ``response_url_enabled``; it posts there."""
    app = bolt_app(sandbox)
    submitted = answering(app)
    select = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    block = {"type": "input", "block_id": "place", "label": plain("Where"), "element": select}
    async with OverSocket(sandbox, app):
        await shown(sandbox, app, modal(block))
        await control.post("/view/submit", user=MIA, values={"place": {"where": "C0GENERAL"}})
    [told] = submitted[0]["response_urls"]
    assert (told["block_id"], told["action_id"], told["channel_id"]) == ("place", "where", "C0GENERAL")
    async with control.session.post(told["response_url"], json={"text": "Hello", "response_type": "in_channel"}) as one:
        assert one.status == 200
    assert [message["text"] for message in await control.messages("C0GENERAL")] == ["Hello"]


async def test_shortcuts_open_modals(sandbox: Sandbox, control: Control) -> None:
    """A global one has a trigger alone, that of a message its message and a response_url."""
    app = bolt_app(sandbox)
    heard: list[JSON] = []

    async def on_shortcut(ack: Any, body: JSON, client: Any) -> None:
        await ack()
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    app.shortcut("note")(on_shortcut)
    async with OverSocket(sandbox, app):
        ts = (await app.client.chat_postMessage(channel=MIA, text="x"))["ts"]
        assert (await control.post("/shortcut", user=MIA, callbackId="note"))["acknowledged"]
        await control.post("/view/close", user=MIA)
        await control.post("/shortcut", user=MIA, callbackId="note", channel="app", messageTs=ts)
    assert [one["type"] for one in heard] == ["shortcut", "message_action"]
    assert not {"channel", "response_url"} & set(heard[0])
    assert heard[1]["message"]["ts"] == ts
    assert len(sandbox.workspace.views.stack(MIA)) == 1
