"""What the app hears of the metadata of messages, where its manifest subscribes to that type of it."""

from __future__ import annotations

from copy import deepcopy

from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.people import TEAM_ID
from sandbox.wire import JSON
from sandbox.workspace import Workspace


def tell_metadata(workspace: Workspace, conversation: Conversation, message: Message, before: JSON | None) -> None:
    """`message_metadata_posted`, `_updated` or `_deleted`; `before` is what the metadata was."""
    now = message.metadata
    if now == before:
        return
    told = now or before or {}
    if told.get("event_type") not in workspace.app.metadata_types:
        return
    kind = "posted" if before is None else "updated" if now is not None else "deleted"
    event: JSON = {
        "type": f"message_metadata_{kind}",
        "app_id": message.body.get("app_id"),
        "bot_id": message.body.get("bot_id"),
        "user_id": message.author,
        "team_id": TEAM_ID,
        "channel_id": conversation.id,
        "message_ts": message.ts,
    }
    event |= {} if now is None else {"metadata": deepcopy(now)}
    event |= {} if before is None else {"previous_metadata": deepcopy(before)}
    event |= {"deleted_ts": workspace.event_ts()} if kind == "deleted" else {}
    if workspace.app.bot_user in conversation.members:
        workspace.emit(event["type"], event)
