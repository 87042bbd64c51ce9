"""`reactions.*`."""

from __future__ import annotations

from sandbox import emoji, reacting
from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.methods.registry import Call, method
from sandbox.wire import JSON, SlackError


@method("reactions.add", required=("name", "timestamp", "channel"), scopes=("reactions:write",))
def add(call: Call) -> JSON:
    conversation, message = _message(call)
    reacting.react(call.workspace, conversation, message, call.caller, call.text("name"))
    return {}


@method("reactions.remove", required=("name", "timestamp", "channel"), scopes=("reactions:write",))
def remove(call: Call) -> JSON:
    conversation, message = _message(call)
    reacting.take_back(call.workspace, conversation, message, call.caller, call.text("name"))
    return {}


@method("reactions.get", required=("timestamp", "channel"), scopes=("reactions:read",), json=False)
def get(call: Call) -> JSON:
    conversation = call.joined_conversation()
    message = conversation.timeline.find(call.text("timestamp"))
    return {"type": "message", "channel": conversation.id, "message": conversation.linked(message)}


def _message(call: Call) -> tuple[Conversation, Message]:
    """Raises `invalid_name` for what is no emoji, `bad_timestamp` for an empty one or 0, and `message_not_found`."""
    conversation = call.joined_conversation()
    if emoji.own_name(call.text("name")) is None:
        raise SlackError("invalid_name")
    if call.text("timestamp") in ("", "0"):
        raise SlackError("bad_timestamp")
    return conversation, conversation.timeline.find(call.text("timestamp"))
