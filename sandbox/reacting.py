"""Emoji under messages, by the app or by a person."""

from __future__ import annotations

from sandbox import emoji
from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.wire import JSON, SlackError
from sandbox.workspace import Workspace


def react(workspace: Workspace, conversation: Conversation, message: Message, user: str, name: str) -> None:
    """An alias is kept under the emoji's own name. Raises `already_reacted`, and `invalid_name` for no emoji."""
    name = _own_name(name)
    entry = _entry(message, name)
    if entry is None:
        entry = {"name": name, "users": [], "count": 0}
        message.reactions.append(entry)
    if user in entry["users"]:
        raise SlackError("already_reacted")
    entry["users"].append(user)
    _changed(workspace, conversation, message, user, entry, "reaction_added")


def take_back(workspace: Workspace, conversation: Conversation, message: Message, user: str, name: str) -> None:
    """Raises `no_reaction`, and `invalid_name` for no emoji."""
    entry = _entry(message, _own_name(name))
    if entry is None or user not in entry["users"]:
        raise SlackError("no_reaction")
    entry["users"].remove(user)
    _changed(workspace, conversation, message, user, entry, "reaction_removed")
    message.reactions = [one for one in message.reactions if one["users"]]


def _own_name(name: str) -> str:
    own = emoji.own_name(name)
    if own is None:
        raise SlackError("invalid_name")
    return own


def _entry(message: Message, name: str) -> JSON | None:
    return next((one for one in message.reactions if one["name"] == name), None)


def _changed(
    workspace: Workspace, conversation: Conversation, message: Message, user: str, entry: JSON, kind: str
) -> None:
    entry["count"] = len(entry["users"])
    workspace.changes.record("message", channel=conversation.id, user=user)
    if workspace.app.bot_user in conversation.members:
        item = {"type": "message", "channel": conversation.id, "ts": message.ts}
        event = {"type": kind, "user": user, "reaction": entry["name"], "item": item, "item_user": message.author}
        workspace.emit(kind, event)
