"""`conversations.*` that make, show, name and close channels."""

from __future__ import annotations

from sandbox import membership
from sandbox.conversations import Conversation
from sandbox.methods.paging import list_limit, page
from sandbox.methods.registry import Call, method
from sandbox.preferences import permits
from sandbox.wire import JSON, SlackError

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
WRITE = ("channels:manage", "groups:write", "im:write", "mpim:write")
DESCRIBE = (*WRITE, "groups:write.topic", "channels:write.topic")
_SCOPE_OF_TYPE = dict(zip(("public_channel", "private_channel", "im", "mpim"), READ, strict=True))


def shown_to_app(call: Call, conversation: Conversation) -> JSON:
    return call.workspace.shown_conversation(conversation, call.caller)


@method("conversations.create", required=("name",), scopes=("channels:manage", "groups:write"), tier=2)
def create(call: Call) -> JSON:
    is_private = call.flag("is_private")
    call.need("groups:write" if is_private else "channels:manage")
    preferences = call.workspace.preferences
    preference = preferences.who_can_create_private if is_private else preferences.who_can_create_public
    if not permits(preference, call.workspace.bot):
        raise SlackError("restricted_action")
    conversation = membership.create(call.workspace, call.text("name"), call.caller, is_private=is_private)
    return {"channel": shown_to_app(call, conversation)}


@method("conversations.info", required=("channel",), scopes=READ, json=False)
def info(call: Call) -> JSON:
    conversation = call.conversation()
    call.need_for(conversation, "read")
    shown = shown_to_app(call, conversation)
    if call.flag("include_num_members"):
        shown["num_members"] = len(conversation.members)
    if call.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def _wanted(call: Call) -> list[Conversation]:
    """Raises `invalid_types`, and `missing_scope` for a kind that the token may not read."""
    types = call.names("types") or ["public_channel"]
    for kind in types:
        if kind not in _SCOPE_OF_TYPE:
            raise SlackError("invalid_types")
        call.need(_SCOPE_OF_TYPE[kind])
    without_archived = call.flag("exclude_archived")
    return [
        conversation
        for conversation in call.workspace.conversations.values()
        if conversation.visible_to(call.caller)
        and _type(conversation) in types
        and not (without_archived and conversation.is_archived)
    ]


def _type(conversation: Conversation) -> str:
    if conversation.is_im or conversation.is_mpim:
        return conversation.message_kind
    return "private_channel" if conversation.is_private else "public_channel"


@method("conversations.list", scopes=READ, tier=2, json=False, numbers=("limit",))
def list_all(call: Call) -> JSON:
    chosen, following = page(call, _wanted(call), lambda one: one.id, list_limit(call))
    channels = [_with_count(call, one) for one in chosen]
    return {"channels": channels, "response_metadata": {"next_cursor": following}}


def _with_count(call: Call, conversation: Conversation) -> JSON:
    shown = shown_to_app(call, conversation)
    if conversation.is_channel:
        shown["num_members"] = len(conversation.members)
    return shown


@method("users.conversations", scopes=READ, json=False, numbers=("limit",))
def list_own(call: Call) -> JSON:
    """With `user`, the private channels where both are, and that person's public ones."""
    user = call.text("user") or call.caller
    call.workspace.person(user)
    chosen, following = page(
        call, [one for one in _wanted(call) if user in one.members], lambda one: one.id, list_limit(call, 999)
    )
    return {"channels": [shown_to_app(call, one) for one in chosen], "response_metadata": {"next_cursor": following}}


@method("conversations.archive", required=("channel",), scopes=WRITE, tier=2)
def archive(call: Call) -> JSON:
    conversation = call.conversation()
    only_channels(conversation)
    call.need_for(conversation, "write")
    if call.caller not in conversation.members:
        raise SlackError("not_in_channel")
    if not permits(call.workspace.preferences.who_can_archive, call.workspace.bot):
        raise SlackError("restricted_action")
    membership.archive(call.workspace, conversation, call.caller)
    return {}


@method("conversations.unarchive", required=("channel",), scopes=WRITE, tier=2)
def unarchive(call: Call) -> JSON:
    """Bot tokens cannot (https://docs.slack.dev/reference/methods/conversations.unarchive)."""
    raise SlackError("not_allowed_token_type")


@method("conversations.rename", required=("channel", "name"), scopes=WRITE, tier=2)
def rename(call: Call) -> JSON:
    conversation = _open_channel(call)
    call.need_for(conversation, "write")
    if conversation.creator != call.caller:
        raise SlackError("not_authorized")
    membership.rename(call.workspace, conversation, call.text("name"), call.caller)
    return {"channel": shown_to_app(call, conversation)}


@method("conversations.setTopic", required=("channel", "topic"), scopes=DESCRIBE, tier=2)
def set_topic(call: Call) -> JSON:
    conversation = _open_channel(call)
    _need_to_describe(call, conversation)
    membership.set_note(call.workspace, conversation, "topic", call.text("topic"), call.caller)
    return {"channel": shown_to_app(call, conversation)}


@method("conversations.setPurpose", required=("channel", "purpose"), scopes=DESCRIBE, tier=2)
def set_purpose(call: Call) -> JSON:
    conversation = _open_channel(call)
    _need_to_describe(call, conversation)
    membership.set_note(call.workspace, conversation, "purpose", call.text("purpose"), call.caller)
    return {"purpose": call.text("purpose"), "channel": shown_to_app(call, conversation)}


def _need_to_describe(call: Call, conversation: Conversation) -> None:
    """A scope of its own allows topics and purposes alone."""
    if conversation.is_private:
        call.need("groups:write", "groups:write.topic")
    else:
        call.need("channels:manage", "channels:write.topic")


def _open_channel(call: Call) -> Conversation:
    """Raises also `is_archived`, and `method_not_supported_for_channel_type` for a DM."""
    conversation = call.joined_conversation()
    only_channels(conversation)
    if conversation.is_archived:
        raise SlackError("is_archived")
    return conversation


def only_channels(conversation: Conversation) -> None:
    if not conversation.is_channel:
        raise SlackError("method_not_supported_for_channel_type")
