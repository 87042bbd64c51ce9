"""`pins.*`."""

from __future__ import annotations

from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError

MOST_PINS = 100


@method("pins.add", required=("channel", "timestamp"), scopes=("pins:write",), tier=2)
def add(call: Call) -> JSON:
    conversation, message = _message(call)
    if message.ts in conversation.pins:
        raise SlackError("already_pinned")
    if len(conversation.pins) >= MOST_PINS:
        raise SlackError("too_many_pins")
    conversation.pins[message.ts] = {"created": call.workspace.seconds, "created_by": call.caller}
    return {}


@method("pins.remove", required=("channel", "timestamp"), scopes=("pins:write",), tier=2)
def remove(call: Call) -> JSON:
    conversation, message = _message(call)
    if conversation.pins.pop(message.ts, None) is None:
        raise SlackError("no_pin")
    return {}


@method("pins.list", required=("channel",), scopes=("pins:read",), tier=2, json=False)
def list_pins(call: Call) -> JSON:
    """Only what still stands."""
    conversation = call.joined_conversation()
    messages = {ts: conversation.timeline.get(ts) for ts in conversation.pins}
    return {
        "items": [
            {"type": "message", "channel": conversation.id, "message": message.to_slack(), **conversation.pins[ts]}
            for ts, message in messages.items()
            if message is not None
        ]
    }


def _message(call: Call) -> tuple[Conversation, Message]:
    """Raises `bad_timestamp` and `message_not_found`."""
    conversation = call.joined_conversation()
    if call.text("timestamp") in ("", "0"):
        raise SlackError("bad_timestamp")
    return conversation, conversation.timeline.find(call.text("timestamp"))
