"""Channels made, joined, left, renamed and closed, with the events that the app hears of each."""

from __future__ import annotations

from sandbox.conversations import Conversation, Note
from sandbox.people import TEAM_ID
from sandbox.posting import post_as_slackbot, post_notice
from sandbox.wire import JSON, SlackError
from sandbox.workspace import Workspace

LONGEST_NAME = 80
LONGEST_NOTE = 250


def check_name(workspace: Workspace, name: str) -> None:
    """Raises `invalid_name_…` or `name_taken`, the latter also for a channel that the asker cannot see."""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise SlackError("invalid_name_maxlength")
    if not all((letter.isalnum() and letter == letter.lower()) or letter in "-_" for letter in name):
        raise SlackError("invalid_name_specials")
    if not any(letter.isalnum() for letter in name):
        raise SlackError("invalid_name_punctuation")
    if workspace.named_conversation(name) is not None:
        raise SlackError("name_taken")


def create(workspace: Workspace, name: str, creator: str, *, is_private: bool) -> Conversation:
    check_name(workspace, name)
    conversation = Conversation(
        workspace.identifiers.next("C0"),
        name,
        creator,
        created=workspace.seconds,
        is_private=is_private,
        updated=workspace.seconds * 1000,
    )
    workspace.conversations[conversation.id] = conversation
    workspace.changes.record("channel", channel=conversation.id)
    if not is_private:
        shown = {"id": conversation.id, "name": name, "created": conversation.created, "creator": creator}
        workspace.emit("channel_created", {"type": "channel_created", "channel": shown})
    add(workspace, conversation, creator)
    return conversation


def add(workspace: Workspace, conversation: Conversation, user: str, inviter: str | None = None) -> None:
    """`inviter` is None when somebody joined or created the channel."""
    conversation.members.append(user)
    _changed(workspace, conversation, user)
    more = {"inviter": inviter} if inviter else {}
    post_notice(workspace, conversation, "channel_join", user, f"<@{user}> has joined the channel", **more)
    _emit_to_member(workspace, conversation, "member_joined_channel", {**_member_fields(conversation, user), **more})


def remove(workspace: Workspace, conversation: Conversation, user: str, actor: str) -> None:
    """`actor` is `user` when they leave by themselves. The app hears `group_left` of itself only."""
    bot = workspace.app.bot_user
    if user == bot:
        kind = f"{conversation.event_prefix}_left"
        workspace.emit(kind, {"type": kind, "channel": conversation.id, "actor_id": actor})
    conversation.members.remove(user)
    _changed(workspace, conversation, user)
    post_notice(workspace, conversation, "channel_leave", user, f"<@{user}> has left the channel")
    if user != bot:
        _emit_to_member(workspace, conversation, "member_left_channel", _member_fields(conversation, user))
    if user not in (actor, bot):
        text = f"<@{actor}> removed you from #{conversation.name}"
        post_as_slackbot(workspace, workspace.people[user], text)


def archive(workspace: Workspace, conversation: Conversation, user: str) -> None:
    """Raises `already_archived` and `cant_archive_general`."""
    if conversation.is_archived:
        raise SlackError("already_archived")
    if conversation.is_general:
        raise SlackError("cant_archive_general")
    conversation.is_archived = True
    _emit_about(workspace, conversation, "archive", {"user": user, "is_moved": 0})


def unarchive(workspace: Workspace, conversation: Conversation, user: str) -> None:
    """Raises `not_archived`."""
    if not conversation.is_archived:
        raise SlackError("not_archived")
    conversation.is_archived = False
    _emit_about(workspace, conversation, "unarchive", {"user": user, "actor_id": user})


def rename(workspace: Workspace, conversation: Conversation, name: str, user: str) -> None:
    check_name(workspace, name)
    conversation.previous_names.append(conversation.name)
    old, conversation.name = conversation.name, name
    shown = {"id": conversation.id, "name": name, "name_normalized": name, "created": conversation.created}
    _changed(workspace, conversation)
    text = f"has renamed the channel from “{old}” to “{name}”"
    post_notice(workspace, conversation, "channel_name", user, text, old_name=old, name=name)
    kind = f"{conversation.event_prefix}_rename"
    _emit_to_member(workspace, conversation, kind, {"channel": shown})


def set_note(workspace: Workspace, conversation: Conversation, which: str, value: str, user: str) -> None:
    """`which` is `topic` or `purpose`. Raises `too_long`."""
    if len(value) > LONGEST_NOTE:
        raise SlackError("too_long")
    setattr(conversation, which, Note(value, user, workspace.seconds))
    _changed(workspace, conversation)
    text = f"set the channel {which}: {value}"
    post_notice(workspace, conversation, f"channel_{which}", user, text, **{which: value})


def delete(workspace: Workspace, conversation: Conversation, user: str) -> None:
    fields = {"date_deleted": workspace.seconds, "actor_id": user}
    _emit_about(workspace, conversation, "deleted", fields)
    del workspace.conversations[conversation.id]


def share(workspace: Workspace, conversation: Conversation, team: str) -> None:
    """Another company's workspace is connected to the channel, or no longer."""
    conversation.is_shared = not conversation.is_shared
    kind = "channel_shared" if conversation.is_shared else "channel_unshared"
    _changed(workspace, conversation)
    _emit_to_member(workspace, conversation, kind, {"connected_team_id": team, "channel": conversation.id})


def change_id(workspace: Workspace, conversation: Conversation, *, is_private: bool) -> None:
    """As when a channel is turned from private to public or back."""
    old, conversation.id = conversation.id, workspace.identifiers.next("C0")
    conversation.is_private = is_private
    workspace.conversations[conversation.id] = workspace.conversations.pop(old)
    _changed(workspace, conversation)
    fields = {"old_channel_id": old, "new_channel_id": conversation.id}
    _emit_to_member(workspace, conversation, "channel_id_changed", fields)


def _changed(workspace: Workspace, conversation: Conversation, user: str | None = None) -> None:
    conversation.updated = workspace.seconds * 1000
    workspace.changes.record("channel", channel=conversation.id, user=user)


def _member_fields(conversation: Conversation, user: str) -> JSON:
    kind = "G" if conversation.is_private else "C"
    return {"user": user, "channel": conversation.id, "channel_type": kind, "team": TEAM_ID}


def _emit_about(workspace: Workspace, conversation: Conversation, what: str, fields: JSON) -> None:
    _changed(workspace, conversation)
    _emit_to_member(
        workspace, conversation, f"{conversation.event_prefix}_{what}", {"channel": conversation.id, **fields}
    )


def _emit_to_member(workspace: Workspace, conversation: Conversation, kind: str, fields: JSON) -> None:
    """An app hears of public channels, and of the private ones that it is in."""
    if conversation.visible_to(workspace.app.bot_user):
        workspace.emit(kind, {"type": kind, **fields})
