"""Editing and deleting, with what the app hears of it."""

from __future__ import annotations

from copy import deepcopy

from sandbox.attachments import kept_attachments
from sandbox.bodies import typed_body
from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.metadata import tell_metadata
from sandbox.people import TEAM_ID, Person
from sandbox.posting import emit_message
from sandbox.wire import JSON, SlackError
from sandbox.workspace import Workspace


def update(workspace: Workspace, conversation: Conversation, message: Message, changes: JSON, editor: str) -> None:
    """Put `changes` into the message's fields, as an edit; the app hears `message_changed`."""
    edited = {"user": editor, "ts": conversation.timeline.next_ts(workspace.clock.now())}
    change(workspace, conversation, message, {**changes, "edited": edited})


def change(workspace: Workspace, conversation: Conversation, message: Message, changes: JSON) -> None:
    """Put `changes` into the message's fields, None for those that go; the app hears `message_changed`."""
    before = message.to_slack()
    message.body = {name: value for name, value in (message.body | changes).items() if value is not None}
    tell_change(workspace, conversation, message, before)


def tell_change(workspace: Workspace, conversation: Conversation, message: Message, before: JSON) -> None:
    """`before` is what history showed of `message`."""
    workspace.changes.record("message", channel=conversation.id, user=message.author)
    event: JSON = {
        "type": "message",
        "subtype": "message_changed",
        "message": {**message.to_slack(), "source_team": TEAM_ID, "user_team": TEAM_ID},
        "previous_message": before,
        "hidden": True,
        "ts": conversation.timeline.next_ts(workspace.clock.now()),
    }
    emit_message(workspace, conversation, event)


def set_metadata(workspace: Workspace, conversation: Conversation, message: Message, metadata: JSON | None) -> None:
    before, message.metadata = message.metadata, deepcopy(metadata)
    tell_metadata(workspace, conversation, message, before)


def edit_as_person(
    workspace: Workspace, conversation: Conversation, message: Message, person: Person, words: str
) -> None:
    """Raises `cant_update_message` for somebody else's message, and `no_text` where nothing would be left."""
    if message.author != person.id:
        raise SlackError("cant_update_message")
    if not words.strip() and not {"files", "attachments"} & set(message.body):
        raise SlackError("no_text")
    new, parts = typed_body(workspace, person, words), ("text", *(["blocks"] if "blocks" in message.body else []))
    update(workspace, conversation, message, {name: new[name] for name in parts if name in new}, person.id)


def unfurl(workspace: Workspace, conversation: Conversation, message: Message, previews: list[JSON]) -> None:
    """Links in `message` are shown with what stands behind them; nobody has edited it."""
    kept = [one for one in message.body.get("attachments", []) if one.get("from_url") not in _addresses(previews)]
    shown = [*kept, *kept_attachments(previews, workspace.identifiers)]
    numbered = [{**one, "id": number} for number, one in enumerate(shown, 1)]
    change(workspace, conversation, message, {"attachments": numbered})


def _addresses(previews: list[JSON]) -> set[str]:
    return {str(one.get("from_url")) for one in previews}


def delete(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """A parent with replies becomes a tombstone, which the app hears as a change
    (https://github.com/openclaw/openclaw/pull/22035); with its last reply the tombstone is deleted."""
    before = message.to_slack()
    conversation.pins.pop(message.ts, None)
    if message.replies:
        conversation.timeline.bury(message)
        tell_change(workspace, conversation, message, before)
        return
    tombstone = conversation.timeline.remove(message)
    _tell_deletion(workspace, conversation, before)
    if tombstone is not None:
        _tell_deletion(workspace, conversation, tombstone.to_slack())


def _tell_deletion(workspace: Workspace, conversation: Conversation, before: JSON) -> None:
    workspace.changes.record("message", channel=conversation.id)
    event: JSON = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "hidden": True,
        "deleted_ts": before["ts"],
        "ts": conversation.timeline.next_ts(workspace.clock.now()),
    }
    emit_message(workspace, conversation, event)
