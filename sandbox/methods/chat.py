"""`chat.*`: posting, editing, deleting and whispering."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox import bodies, changing, posting
from sandbox.attachments import visible
from sandbox.checking import check_attachments, check_blocks
from sandbox.conversations import Conversation
from sandbox.messages import Draft, Message
from sandbox.methods.registry import SPECIAL, Call, method
from sandbox.text import links
from sandbox.wire import JSON, SlackError, channel_not_found, invalid_arguments

LONGEST_UPDATE = 4_000
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_TS = re.compile(r"[0-9]{1,10}(\.[0-9]{1,6})?")


@method("chat.postMessage", required=("channel",), scopes=("chat:write",), tier=SPECIAL)
def post_message(call: Call) -> JSON:
    conversation = target_of(call)
    draft = draft_of(call)
    message = posting.post_as_app(call.workspace, conversation, draft)
    shown = message.to_slack(with_metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "message": shown}


def draft_of(call: Call) -> Draft:
    """Raises `no_text` and what is wrong with each part."""
    draft = Draft(
        text=call.text("text"),
        markdown=_markdown(call),
        blocks=blocks_of(call),
        attachments=_attachments(call),
        metadata=_metadata(call) or None,
        thread_ts=thread_ts_of(call),
        reply_broadcast=call.flag("reply_broadcast"),
        link_names=call.flag("link_names") or call.text("parse") == "full",
        is_styled=call.flag("mrkdwn", True),
        look=_look(call),
    )
    if draft.is_empty:
        raise SlackError("no_text")
    if len(draft.text) > bodies.LONGEST_TEXT:
        call.warnings.append("message_truncated")
    return draft


def _look(call: Call) -> JSON | None:
    """A name and a picture other than the app's own. Raises `missing_scope` without `chat:write.customize`."""
    if not any(call.text(name) for name in ("username", "icon_emoji", "icon_url")):
        return None
    call.need("chat:write.customize")
    icons = {"emoji": call.text("icon_emoji")} if call.text("icon_emoji") else {"image_48": call.text("icon_url")}
    return {
        "username": call.text("username") or call.workspace.app.name,
        **({"icons": icons} if any(icons.values()) else {}),
    }


def target_of(call: Call) -> Conversation:
    """The channel by id, by name, or a person's DM by their id, where the app may post."""
    conversation = _named(call)
    _refuse_closed(call, conversation)
    return conversation


def _named(call: Call) -> Conversation:
    wanted = call.text("channel")
    if _USER.fullmatch(wanted) and wanted in call.workspace.people:
        if call.workspace.people[wanted].is_bot:
            raise channel_not_found()
        return call.workspace.direct_message(wanted)
    named = call.workspace.named_conversation(wanted)
    conversation = named or call.workspace.conversation(wanted)
    if not conversation.visible_to(call.caller):
        raise channel_not_found()
    return conversation


def _refuse_closed(call: Call, conversation: Conversation) -> None:
    may_post_unjoined = "chat:write.public" in call.workspace.app.scopes and not conversation.is_private
    if call.caller not in conversation.members and not may_post_unjoined:
        raise SlackError("not_in_channel")
    if conversation.is_archived:
        raise SlackError("is_archived")
    if conversation.is_im and not call.workspace.app.messages_tab_enabled:
        raise SlackError("messages_tab_disabled")


def _markdown(call: Call) -> str:
    """Raises `markdown_text_conflict` beside text or blocks, and `msg_too_long`."""
    if not call.given("markdown_text"):
        return ""
    if call.given("text") or call.given("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(call.text("markdown_text")) > bodies.LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    return call.text("markdown_text")


def blocks_of(call: Call) -> list[JSON] | None:
    """Raises `invalid_blocks_format`, or `invalid_blocks` with what is wrong where."""
    blocks = _list(call, "blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    call.not_checked |= check_blocks(call.workspace, blocks)
    _refuse_long(call, blocks)
    return blocks


def _refuse_long(call: Call, blocks: list[JSON]) -> None:
    if sum(_text_length(block) for block in blocks) > call.workspace.preferences.message_block_characters:
        raise SlackError("msg_blocks_too_long")


def _text_length(value: Any) -> int:
    if isinstance(value, list):
        return sum(_text_length(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(_text_length(item) for item in value.values())


def _attachments(call: Call) -> list[JSON] | None:
    """What is no list of objects counts as none (measured)."""
    try:
        attachments = call.structure("attachments")
    except ValueError:
        return None
    if not isinstance(attachments, list) or not all(isinstance(item, dict) for item in attachments):
        return None
    call.not_checked |= check_attachments(call.workspace, attachments)
    return visible(attachments)


def _list(call: Call, name: str, error: str) -> list[JSON] | None:
    if not call.given(name):
        return None
    try:
        value = call.structure(name)
    except ValueError as problem:
        raise SlackError(error) from problem
    if not isinstance(value, list):
        raise SlackError(error)
    return list(value)


def _metadata(call: Call) -> JSON | None:
    """Raises `invalid_metadata_format`, `invalid_metadata_schema` or `metadata_too_large`."""
    try:
        metadata = call.structure("metadata")
    except ValueError as problem:
        raise SlackError("invalid_metadata_format") from problem
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if not metadata:
        return {}
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > call.workspace.preferences.metadata_bytes:
        raise SlackError("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def thread_ts_of(call: Call) -> str | None:
    """Raises `invalid_thread_ts` outside 1990 … an hour from now (measured)."""
    ts = call.text("thread_ts")
    if not ts:
        return None
    if not _TS.fullmatch(ts):
        raise SlackError("invalid_thread_ts")
    latest = call.workspace.clock.now() + timedelta(hours=1)
    if not datetime(1990, 1, 1, tzinfo=UTC).timestamp() <= float(ts) <= latest.timestamp():
        raise SlackError("invalid_thread_ts")
    return ts


@method("chat.update", required=("channel", "ts"), scopes=("chat:write",))
def update_message(call: Call) -> JSON:
    conversation = call.conversation()
    message = conversation.timeline.find(call.text("ts"))
    _refuse_foreign(call, message, "cant_update_message")
    _refuse_late_or_frozen(call, conversation, message)
    changes = _changes(call)
    metadata = _metadata(call)
    if metadata is not None:
        changing.set_metadata(call.workspace, conversation, message, metadata or None)
    changing.update(call.workspace, conversation, message, changes, call.caller)
    shown = message.to_slack(with_metadata=True)
    shown = {name: value for name, value in shown.items() if name not in ("ts", "reactions")}
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": shown}


def _refuse_late_or_frozen(call: Call, conversation: Conversation, message: Message) -> None:
    if conversation.is_archived:
        raise SlackError("is_inactive")
    window = call.workspace.preferences.edit_window_seconds
    if window and call.workspace.clock.now().timestamp() - float(message.ts) > window:
        raise SlackError("edit_window_closed")


def _changes(call: Call) -> JSON:
    """Text without blocks drops the blocks; attachments stay until others, or none, are given."""
    text, blocks = call.text("text"), blocks_of(call)
    if len(text) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    draft = Draft(text, blocks, _attachments(call), markdown=_markdown(call), link_names=call.flag("link_names"))
    if draft.is_empty and not call.given("attachments"):
        raise SlackError("no_text")
    body = bodies.app_body(call.workspace, draft)
    changes = {name: body[name] for name in ("text", "blocks") if name in body}
    return changes | ({"attachments": body.get("attachments")} if call.given("attachments") else {})


def _refuse_foreign(call: Call, message: Message, error: str) -> None:
    """What the app posted under another name is its own as well."""
    is_own = message.body.get("bot_id") == call.workspace.app.bot_id
    if not is_own or message.body.get("subtype") not in (None, "thread_broadcast", "bot_message"):
        raise SlackError(error)


@method("chat.delete", required=("channel", "ts"), scopes=("chat:write",))
def delete_message(call: Call) -> JSON:
    conversation = call.conversation()
    message = conversation.timeline.find(call.text("ts"))
    _refuse_foreign(call, message, "cant_delete_message")
    changing.delete(call.workspace, conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


@method("chat.postEphemeral", required=("user", "channel"), scopes=("chat:write",), tier=4)
def post_ephemeral(call: Call) -> JSON:
    user = call.text("user")
    if not _USER.fullmatch(user):
        raise invalid_arguments("input must match regex pattern: ^[UW][A-Z0-9]{2,}$ [json-pointer:/user]")
    conversation = target_of(call)
    if user not in conversation.members:
        raise SlackError("user_not_in_channel")
    if len(call.text("text")) > bodies.LONGEST_TEXT:
        raise SlackError("msg_too_long")
    draft = Draft(call.text("text"), blocks_of(call), _attachments(call), markdown=_markdown(call), look=_look(call))
    body = bodies.app_body(call.workspace, draft)
    ts = posting.post_ephemeral(call.workspace, conversation, user, body, call.text("thread_ts") or None)
    return {"message_ts": ts}


@method("chat.getPermalink", required=("channel", "message_ts"), json=False, tier=SPECIAL)
def get_permalink(call: Call) -> JSON:
    """A tombstone has one as well (measured)."""
    conversation = call.conversation()
    message = conversation.timeline.get(call.text("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    return {"channel": conversation.id, "permalink": conversation.permalink(message)}


@method("chat.unfurl", scopes=("links:write",))
def unfurl(call: Call) -> JSON:
    """What the app shows for the links of somebody's message, by their address. Raises `missing_unfurls`,
    `cannot_unfurl_url` for an address that is not in it, `cannot_parse_attachment`, and `cannot_find_message`."""
    try:
        given = call.structure("unfurls")
    except ValueError as problem:
        raise SlackError("invalid_arguments") from problem
    if not isinstance(given, dict) or not all(isinstance(one, dict) for one in given.values()):
        raise SlackError("missing_unfurls")
    conversation = call.conversation()
    message = conversation.timeline.get(call.text("ts"))
    if message is None or message.is_tombstone:
        raise SlackError("cannot_find_message")
    if not set(given) <= set(links(message.text)):
        raise SlackError("cannot_unfurl_url")
    try:
        call.not_checked |= check_attachments(call.workspace, list(given.values()))
    except SlackError as problem:
        raise SlackError("cannot_parse_attachment") from problem
    app = call.workspace.app
    previews = [
        {**one, "from_url": url, "app_unfurl_url": url, "is_app_unfurl": True, "app_id": app.id, "bot_id": app.bot_id}
        for url, one in given.items()
    ]
    changing.unfurl(call.workspace, conversation, message, previews)
    return {}
