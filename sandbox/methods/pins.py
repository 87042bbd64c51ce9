"""`pins.*`."""

from __future__ import annotations

from sandbox import pinning
from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError


@method("pins.add", required=("channel",), scopes=("pins:write",), tier=2)
def add(call: Call) -> JSON:
    conversation, message = _message(call)
    pinning.pin(call.workspace, conversation, message, call.caller)
    return {}


@method("pins.remove", required=("channel",), scopes=("pins:write",), tier=2)
def remove(call: Call) -> JSON:
    conversation, message = _message(call)
    pinning.take_off(call.workspace, conversation, message, call.caller)
    return {}


@method("pins.list", required=("channel",), scopes=("pins:read",), tier=2, json=False)
def list_pins(call: Call) -> JSON:
    """Only what still stands."""
    conversation = call.joined_conversation()
    messages = [conversation.timeline.get(ts) for ts in conversation.pins]
    return {"items": [pinning.shown(conversation, message) for message in messages if message is not None]}


def _message(call: Call) -> tuple[Conversation, Message]:
    """Raises `no_item_specified`, `bad_timestamp` and `message_not_found`."""
    conversation = call.joined_conversation()
    if not call.given("timestamp"):
        raise SlackError("no_item_specified")
    if call.text("timestamp") in ("", "0"):
        raise SlackError("bad_timestamp")
    return conversation, conversation.timeline.find(call.text("timestamp"))
