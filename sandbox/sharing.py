"""Sharing files in conversations and taking them back, with the messages that carry them."""

from __future__ import annotations

from sandbox import changing, posting
from sandbox.conversations import Conversation
from sandbox.files import File
from sandbox.messages import Draft, Message
from sandbox.people import Person
from sandbox.wire import JSON, SlackError
from sandbox.workspace import Workspace


def share_as_app(
    workspace: Workspace, conversation: Conversation, files: list[File], draft: Draft, base_url: str
) -> Message:
    """One message with all `files`; without words it has no blocks either."""
    message = posting.post_as_app(workspace, conversation, draft, _fields(files, base_url))
    _remember(workspace, files, conversation, message)
    return message


def share_as_person(
    workspace: Workspace, conversation: Conversation, person: Person, files: list[File], draft: Draft, base_url: str
) -> Message:
    """Raises what typing there would raise."""
    message = posting.post_as_person(workspace, conversation, person, draft, more=_fields(files, base_url))
    _remember(workspace, files, conversation, message)
    return message


def _fields(files: list[File], base_url: str) -> JSON:
    return {"files": [file.to_slack(base_url) for file in files], "upload": True, "display_as_bot": False}


def _remember(workspace: Workspace, files: list[File], conversation: Conversation, message: Message) -> None:
    """Where each stands now; the app hears `file_shared` of conversations that it is in."""
    for file in files:
        file.shares.setdefault(conversation.id, []).append(message.ts)
        if workspace.app.bot_user in conversation.members:
            told = {"file_id": file.id, "user_id": file.owner, "file": {"id": file.id}, "channel_id": conversation.id}
            workspace.emit("file_shared", {"type": "file_shared", **told})


def may_have(workspace: Workspace, file: File, user: str) -> bool:
    """Its owner, whoever is in a conversation where it stands, and the app it was handed to."""
    if file.is_handed_in and user == workspace.app.bot_user:
        return True
    conversations = (workspace.conversations.get(channel) for channel in file.shares)
    return user == file.owner or any(one is not None and one.visible_to(user) for one in conversations)


def visible_file(workspace: Workspace, file_id: str, user: str) -> File:
    """Raises `file_not_found`, also for what `user` may not see, and `file_deleted`."""
    file = workspace.files.find(file_id)
    if not may_have(workspace, file, user):
        raise SlackError("file_not_found")
    return file


def delete(workspace: Workspace, file: File) -> None:
    """Its bytes are gone; a message of nothing else goes with it, another one keeps a tombstone."""
    file.is_deleted, file.content = True, None
    for channel, stamps in file.shares.items():
        conversation = workspace.conversations.get(channel)
        for message in [conversation.timeline.get(ts) for ts in stamps] if conversation else []:
            if conversation is not None and message is not None and not message.is_tombstone:
                _take_out(workspace, conversation, message, file)


def _take_out(workspace: Workspace, conversation: Conversation, message: Message, file: File) -> None:
    files = [_tombstone(file) if one["id"] == file.id else one for one in message.body.get("files", [])]
    if not message.text and all(one["mode"] == "tombstone" for one in files):
        changing.delete(workspace, conversation, message)
    else:
        changing.change(workspace, conversation, message, {"files": files})


def _tombstone(file: File) -> JSON:
    return {"id": file.id, "mode": "tombstone"}


def shares_of(workspace: Workspace, file: File) -> JSON:
    """Where a file stands, as `files.info` tells it: `shares`, `channels`, `groups` and `ims`."""
    told: JSON = {"channels": [], "groups": [], "ims": [], "shares": {}}
    for channel, stamps in file.shares.items():
        conversation = workspace.conversations.get(channel)
        if conversation is None:
            continue
        kind = "ims" if conversation.is_im else "groups" if conversation.is_private else "channels"
        told[kind].append(channel)
        side = "public" if kind == "channels" else "private"
        there = told["shares"].setdefault(side, {})
        there[channel] = [_share(workspace, conversation, file, ts) for ts in stamps]
    return told


def _share(workspace: Workspace, conversation: Conversation, file: File, ts: str) -> JSON:
    return {
        "reply_users": [],
        "reply_users_count": 0,
        "reply_count": 0,
        "ts": ts,
        "channel_name": conversation.name,
        "team_id": workspace.team()["id"],
        "share_user_id": file.owner,
        "source": "UPLOAD",
    }
