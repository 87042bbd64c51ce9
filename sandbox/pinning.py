"""Messages pinned to a conversation, with the line and the event of each."""

from __future__ import annotations

from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.posting import post_notice
from sandbox.wire import JSON, SlackError
from sandbox.workspace import Workspace

MOST_PINS = 100


def pin(workspace: Workspace, conversation: Conversation, message: Message, user: str) -> None:
    """Raises `already_pinned` and `too_many_pins`."""
    if message.ts in conversation.pins:
        raise SlackError("already_pinned")
    if len(conversation.pins) >= MOST_PINS:
        raise SlackError("too_many_pins")
    pinned = {"created": workspace.seconds, "created_by": user}
    conversation.pins[message.ts] = pinned
    message.body["pinned_to"] = [conversation.id]
    _tell(workspace, conversation, message, pinned, "pin_added", user)
    text = f"<@{user}> pinned a message to this channel."
    item = {"type": "message", "channel": conversation.id, "ts": message.ts}
    post_notice(workspace, conversation, "pinned_item", user, text, item_type="C", item=item)


def take_off(workspace: Workspace, conversation: Conversation, message: Message, user: str) -> None:
    """Raises `no_pin`."""
    pinned = conversation.pins.pop(message.ts, None)
    if pinned is None:
        raise SlackError("no_pin")
    _tell(workspace, conversation, message, pinned, "pin_removed", user)
    del message.body["pinned_to"]


def shown(conversation: Conversation, message: Message) -> JSON:
    """An item of `pins.list`."""
    return _item(conversation, message, conversation.pins[message.ts])


def _item(conversation: Conversation, message: Message, pinned: JSON) -> JSON:
    return {"type": "message", "channel": conversation.id, "message": conversation.linked(message), **pinned}


def _tell(
    workspace: Workspace, conversation: Conversation, message: Message, pinned: JSON, kind: str, user: str
) -> None:
    workspace.changes.record("message", channel=conversation.id, user=message.author)
    if workspace.app.bot_user not in conversation.members:
        return
    event: JSON = {
        "type": kind,
        "user": user,
        "channel_id": conversation.id,
        "item": _item(conversation, message, pinned),
        "item_user": message.author,
        "pin_count": len(conversation.pins),
        "pinned_info": {
            "channel": conversation.id,
            "pinned_by": pinned["created_by"],
            "pinned_ts": pinned["created"],
        },
    }
    workspace.emit(kind, event | ({"has_pins": bool(conversation.pins)} if kind == "pin_removed" else {}))
