"""``reactions.*``."""

from __future__ import annotations

import re

from bot.sandbox.conversations import Conversation
from bot.sandbox.messages import Message
from bot.sandbox.methods.registry import Call, method
from bot.sandbox.wire import JSON, SlackError

_NAME = re.compile(r"^[a-z0-9_+'-]+(::skin-tone-[2-6])?$")


@method("reactions.add", required=("name", "timestamp", "channel"), scopes=("reactions:write",))
def add(call: Call) -> JSON:
    conversation, message = _message(call)
    entry = next((one for one in message.reactions if one["name"] == call.text("name")), None)
    if entry is None:
        entry = {"name": call.text("name"), "users": [], "count": 0}
        message.reactions.append(entry)
    if call.caller in entry["users"]:
        raise SlackError("already_reacted")
    entry["users"].append(call.caller)
    _counted(call, conversation, message, entry, "reaction_added")
    return {}


@method("reactions.remove", required=("channel", "timestamp", "name"), scopes=("reactions:write",))
def remove(call: Call) -> JSON:
    conversation, message = _message(call)
    entry = next((one for one in message.reactions if one["name"] == call.text("name")), None)
    if entry is None or call.caller not in entry["users"]:
        raise SlackError("no_reaction")
    entry["users"].remove(call.caller)
    _counted(call, conversation, message, entry, "reaction_removed")
    message.reactions = [one for one in message.reactions if one["users"]]
    return {}


def _message(call: Call) -> tuple[Conversation, Message]:
    conversation = call.joined_conversation()
    if not _NAME.match(call.text("name")):
        raise SlackError("invalid_name")
    if call.text("timestamp") in ("", "0"):
        raise SlackError("bad_timestamp")
    return conversation, conversation.timeline.find(call.text("timestamp"))


def _counted(call: Call, conversation: Conversation, message: Message, entry: JSON, kind: str) -> None:
    entry["count"] = len(entry["users"])
    call.workspace.changes.record("message", channel=conversation.id)
    item = {"type": "message", "channel": conversation.id, "ts": message.ts}
    call.workspace.emit(
        kind,
        {"type": kind, "user": call.caller, "reaction": entry["name"], "item": item, "item_user": message.author},
    )
