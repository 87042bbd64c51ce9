"""Saying, editing and deleting, as the app, as a person and as Slackbot, with the events and notifications of each."""

from __future__ import annotations

import uuid
from copy import deepcopy
from typing import Any

from sandbox.clock import utc_text
from sandbox.conversations import Conversation
from sandbox.messages import Draft, Message
from sandbox.people import TEAM_ID, Person
from sandbox.text import escape, mentioned, readable, rich_text, typed_message
from sandbox.values import elements, every_block
from sandbox.wire import JSON, SlackError
from sandbox.workspace import SLACKBOT, Workspace

LONGEST_TEXT = 40_000
EVERYBODY = {"channel", "everyone", "here"}


def with_ids(workspace: Workspace, blocks: list[JSON]) -> list[JSON]:
    """A copy of `blocks` with the ids that Slack fills in."""
    copied = deepcopy(blocks)
    for block in every_block(copied):
        block.setdefault("block_id", workspace.identifiers.block())
        for element in elements(block):
            element.setdefault("action_id", workspace.identifiers.block())
    return copied


def app_body(workspace: Workspace, draft: Draft) -> JSON:
    """The fields of a message of the app, in the order measured on the live service."""
    app = workspace.app
    blocks = (
        with_ids(workspace, draft.blocks) if draft.blocks else [rich_text(draft.text, workspace.identifiers.block())]
    )
    body: JSON = {
        "user": app.bot_user,
        "type": "message",
        "bot_id": app.bot_id,
        "app_id": app.id,
        "text": draft.text[:LONGEST_TEXT],
        "team": TEAM_ID,
        "bot_profile": app.bot_profile(),
        "blocks": with_ids(workspace, blocks),
    }
    if draft.attachments:
        body["attachments"] = deepcopy(draft.attachments)
    return body


def post_as_app(workspace: Workspace, conversation: Conversation, draft: Draft, more: JSON | None = None) -> Message:
    """`more` are further fields, such as `files`."""
    body = app_body(workspace, draft) | (more or {})
    if not draft.text and not draft.blocks:
        del body["blocks"]
    parent = conversation.timeline.get(draft.thread_ts) if draft.thread_ts else None
    if parent is not None:
        body["thread_ts"] = parent.thread_ts or parent.ts
        if draft.reply_broadcast:
            body["subtype"] = "thread_broadcast"
    return _add(workspace, conversation, body, draft.metadata)


def post_as_person(
    workspace: Workspace,
    conversation: Conversation,
    person: Person,
    typed: str,
    thread_ts: str | None = None,
    more: JSON | None = None,
) -> Message:
    """`more` are further fields, such as `files`. Raises `not_in_channel`, `is_archived`, and
    `restricted_action` where the app takes no messages."""
    if person.id not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.is_archived:
        raise SlackError("is_archived")
    if conversation.is_im and workspace.app.bot_user in conversation.members and workspace.app.messages_tab_read_only:
        raise SlackError("restricted_action")
    body = _typed_body(workspace, person, typed) | (more or {})
    if not typed:
        del body["blocks"]
    if thread_ts is not None:
        body["thread_ts"] = thread_ts
    message = _add(workspace, conversation, body)
    if workspace.app.bot_user in mentioned(message.text) and workspace.app.bot_user in conversation.members:
        mention = {name: value for name, value in message.to_slack().items() if name != "client_msg_id"}
        workspace.emit("app_mention", {**mention, "type": "app_mention", "channel": conversation.id})
    return message


def _typed_body(workspace: Workspace, person: Person, typed: str) -> JSON:
    text = typed_message(typed, workspace.people.values(), workspace.conversations.values())
    return {
        "user": person.id,
        "type": "message",
        "client_msg_id": str(uuid.uuid4()),
        "text": text,
        "team": person.team_id,
        "blocks": [rich_text(text, workspace.identifiers.block())],
    }


def post_as_slackbot(workspace: Workspace, person: Person, text: str) -> Message:
    body = {"user": SLACKBOT, "type": "message", "text": text, "team": TEAM_ID}
    return _add(workspace, workspace.slackbot_message(person.id), body)


def post_notice(
    workspace: Workspace, conversation: Conversation, subtype: str, user: str, text: str, **more: Any
) -> None:
    """The grey lines of a channel: who joined, who left, a new topic. They push nothing."""
    _add(
        workspace, conversation, {"subtype": subtype, "user": user, "type": "message", "text": text, **more}, push=False
    )


def _add(
    workspace: Workspace, conversation: Conversation, body: JSON, metadata: JSON | None = None, *, push: bool = True
) -> Message:
    message = Message(conversation.timeline.next_ts(workspace.clock.now()), body, deepcopy(metadata))
    conversation.timeline.add(message)
    workspace.changes.record("message", channel=conversation.id, user=message.author)
    if push:
        _notify(workspace, conversation, message)
    _emit_message(workspace, conversation, {**_subtype(body), **message.to_slack(), "event_ts": message.ts})
    return message


def _subtype(body: JSON) -> JSON:
    """Events about messages with files have a subtype that history does not tell."""
    return {"subtype": "file_share"} if "files" in body else {}


def _emit_message(workspace: Workspace, conversation: Conversation, event: JSON) -> None:
    if workspace.app.bot_user not in conversation.members:
        return
    kind = conversation.message_kind
    name = {"im": "im", "mpim": "mpim", "group": "groups", "channel": "channels"}[kind]
    workspace.emit(f"message.{name}", {**event, "channel": conversation.id, "channel_type": kind})


def update(workspace: Workspace, conversation: Conversation, message: Message, changes: JSON, editor: str) -> None:
    """Put `changes` into the message's fields, as an edit; the app hears `message_changed`."""
    edited = {"user": editor, "ts": conversation.timeline.next_ts(workspace.clock.now())}
    change(workspace, conversation, message, {**changes, "edited": edited})


def change(workspace: Workspace, conversation: Conversation, message: Message, changes: JSON) -> None:
    """Put `changes` into the message's fields; the app hears `message_changed`."""
    before = message.to_slack()
    message.body |= changes
    workspace.changes.record("message", channel=conversation.id, user=message.author)
    event: JSON = {
        "type": "message",
        "subtype": "message_changed",
        "message": {**message.to_slack(), "source_team": TEAM_ID, "user_team": TEAM_ID},
        "previous_message": before,
        "hidden": True,
        "ts": conversation.timeline.next_ts(workspace.clock.now()),
    }
    _emit_message(workspace, conversation, event)


def edit_as_person(
    workspace: Workspace, conversation: Conversation, message: Message, person: Person, typed: str
) -> None:
    """Raises `cant_update_message` for somebody else's message."""
    if message.author != person.id:
        raise SlackError("cant_update_message")
    typed_body = _typed_body(workspace, person, typed)
    update(workspace, conversation, message, {name: typed_body[name] for name in ("text", "blocks")}, person.id)


def delete(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    before = message.to_slack()
    conversation.timeline.remove(message)
    workspace.changes.record("message", channel=conversation.id)
    event: JSON = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "hidden": True,
        "deleted_ts": message.ts,
        "ts": conversation.timeline.next_ts(workspace.clock.now()),
    }
    _emit_message(workspace, conversation, event)


def post_ephemeral(
    workspace: Workspace, conversation: Conversation, user: str, body: JSON, thread_ts: str | None = None
) -> str:
    """Show `body` to one person only; it is in no history. Returns its `message_ts`."""
    ts = conversation.timeline.next_ts(workspace.clock.now())
    shown: JSON = {
        "channel": conversation.id,
        "user": user,
        "ts": ts,
        "message": {**body, "ts": ts},
        "is_ephemeral": True,
    }
    if thread_ts:
        shown["message"]["thread_ts"] = thread_ts
    workspace.ephemerals.append(shown)
    workspace.changes.record("message", channel=conversation.id, user=user)
    return ts


def slackbot_whispers(workspace: Workspace, channel: str, user: str, text: str) -> None:
    """What Slack itself tells one person where they stand, such as that a command failed."""
    conversation = workspace.conversations[channel]
    post_ephemeral(workspace, conversation, user, {"type": "message", "user": SLACKBOT, "text": escape(text)})


def _notify(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """Record what the phones of those concerned would show, as by default: DMs and mentions."""
    called = mentioned(message.text)
    for user in conversation.members:
        person = workspace.people.get(user)
        if person is None or person.is_bot or person.deleted or user in (message.author, SLACKBOT):
            continue
        if conversation.is_im or user in called or called & EVERYBODY:
            _push(workspace, conversation, message, person)


def _pushed(workspace: Workspace, message: Message) -> str:
    """What is said and which files came with it: a phone may show a file's name, so the sandbox always does."""
    words = readable(message.text, workspace.names())
    names = ", ".join(file["title"] for file in message.body.get("files", []))
    if not names:
        return words or "This content can't be displayed."
    return f"{words}\nuploaded a file: {names}" if words else f"uploaded a file: {names}"


def _push(workspace: Workspace, conversation: Conversation, message: Message, person: Person) -> None:
    author = workspace.people.get(message.author)
    text = _pushed(workspace, message)
    shown = {
        "user": person.id,
        "channel": conversation.id,
        "ts": message.ts,
        "app": author.real_name if author else "Slackbot",
        "text": text,
        "at": utc_text(workspace.clock.now()),
    }
    workspace.notifications.append(shown)
    workspace.log.add("push", **shown)
    workspace.changes.record("notification", channel=conversation.id, user=person.id)
