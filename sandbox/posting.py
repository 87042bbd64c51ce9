"""Saying, as the app, as a person and as Slackbot, with the events and notifications of each."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sandbox.bodies import app_body, deed_body, stranger_body, typed_body
from sandbox.conversations import Conversation
from sandbox.messages import Draft, Message
from sandbox.metadata import tell_metadata
from sandbox.people import TEAM_ID, Person
from sandbox.pushing import push
from sandbox.text import escape, links, mentioned
from sandbox.wire import JSON, SlackError
from sandbox.workspace import SLACKBOT, Workspace


def post_as_app(workspace: Workspace, conversation: Conversation, draft: Draft, more: JSON | None = None) -> Message:
    """`more` are further fields, such as `files`."""
    body = app_body(workspace, draft) | (more or {})
    if not (draft.text or draft.markdown or draft.blocks):
        del body["blocks"]
    parent = conversation.timeline.get(draft.thread_ts) if draft.thread_ts else None
    if parent is not None:
        _answer(body, parent, is_broadcast=draft.reply_broadcast)
    return _add(workspace, conversation, body, draft.metadata)


def _answer(body: JSON, parent: Message, *, is_broadcast: bool) -> None:
    """Into the thread that `parent` begins or stands in; `is_broadcast`: also sent to the conversation."""
    body["thread_ts"] = parent.thread_ts or parent.ts
    if is_broadcast:
        body["subtype"] = "thread_broadcast"


def post_as_person(
    workspace: Workspace, conversation: Conversation, person: Person, draft: Draft, more: JSON | None = None
) -> Message:
    """`more` are further fields, such as `files`. Raises `thread_not_found` and what keeps them from writing."""
    check_may_write(workspace, conversation, person)
    body = typed_body(workspace, person, draft.text) | (more or {})
    if draft.thread_ts is not None:
        parent = conversation.timeline.get(draft.thread_ts)
        if parent is None:
            raise SlackError("thread_not_found")
        _answer(body, parent, is_broadcast=draft.reply_broadcast)
    message = _add(workspace, conversation, body)
    _tell_mention(workspace, conversation, message)
    _tell_links(workspace, conversation, message)
    return message


def check_may_write(workspace: Workspace, conversation: Conversation, person: Person) -> None:
    """Raises `not_in_channel`, `is_archived`, and `restricted_action` where the app takes no messages."""
    if person.id not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.is_archived:
        raise SlackError("is_archived")
    app = workspace.app
    takes_messages = app.messages_tab_enabled and not app.messages_tab_read_only
    if conversation.is_im and app.bot_user in conversation.members and not takes_messages:
        raise SlackError("restricted_action")


def _tell_mention(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    bot = workspace.app.bot_user
    if bot in mentioned(message.text) and bot in conversation.members:
        mention = {name: value for name, value in message.to_slack().items() if name not in ("client_msg_id", "root")}
        workspace.emit("app_mention", {**mention, "type": "app_mention", "channel": conversation.id})


def _tell_links(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """`link_shared` for addresses of the domains that the app's manifest names."""
    found = [{"domain": domain, "url": url} for url in links(message.text) if (domain := workspace.app.domain_of(url))]
    if not found:
        return
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    event: JSON = {
        "type": "link_shared",
        "channel": conversation.id,
        "is_bot_user_member": workspace.app.bot_user in conversation.members,
        "user": message.author,
        "message_ts": message.ts,
        "unfurl_id": f"{conversation.id}.{message.ts}.{workspace.identifiers.secret()}",
        **thread,
        "source": "conversations_history",
        "links": found,
    }
    workspace.emit("link_shared", event)


def do_as_person(workspace: Workspace, conversation: Conversation, person: Person, deed: str) -> Message:
    """`/me`. Raises what keeps them from writing."""
    check_may_write(workspace, conversation, person)
    return _add(workspace, conversation, deed_body(workspace, person, deed))


def post_as_stranger(
    workspace: Workspace, conversation: Conversation, name: str, words: str, *, is_workflow: bool
) -> Message:
    """What another app, or a workflow, writes. Raises `is_archived`."""
    if conversation.is_archived:
        raise SlackError("is_archived")
    return _add(workspace, conversation, stranger_body(workspace, name, words, is_workflow=is_workflow))


def post_as_slackbot(workspace: Workspace, person: Person, text: str) -> Message:
    body = {"user": SLACKBOT, "type": "message", "text": text, "team": TEAM_ID}
    return _add(workspace, workspace.slackbot_message(person.id), body)


def post_notice(
    workspace: Workspace, conversation: Conversation, subtype: str, user: str, text: str, **more: Any
) -> Message:
    """The grey lines of a conversation: who joined, who left, a new topic. They push nothing."""
    body = {"subtype": subtype, "user": user, "type": "message", "text": text, **more}
    return _add(workspace, conversation, body, is_pushed=False)


def _add(
    workspace: Workspace,
    conversation: Conversation,
    body: JSON,
    metadata: JSON | None = None,
    *,
    is_pushed: bool = True,
) -> Message:
    message = Message(conversation.timeline.next_ts(workspace.clock.now()), body, deepcopy(metadata))
    conversation.timeline.add(message)
    workspace.changes.record("message", channel=conversation.id, user=message.author)
    if is_pushed:
        push(workspace, conversation, message)
    emit_message(workspace, conversation, {**_subtype(body), **message.to_slack(), "event_ts": message.ts})
    tell_metadata(workspace, conversation, message, None)
    return message


def _subtype(body: JSON) -> JSON:
    """Events about messages with files have a subtype that history does not tell."""
    return {"subtype": "file_share"} if "files" in body else {}


def emit_message(workspace: Workspace, conversation: Conversation, event: JSON) -> None:
    """Tell the app, where it is in `conversation`."""
    if workspace.app.bot_user not in conversation.members:
        return
    kind = conversation.message_kind
    name = {"im": "im", "mpim": "mpim", "group": "groups", "channel": "channels"}[kind]
    workspace.emit(f"message.{name}", {**event, "channel": conversation.id, "channel_type": kind})


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
