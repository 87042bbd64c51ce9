"""Forwarding a message: what was said stands in an attachment (https://github.com/slackapi/java-slack-sdk/issues/1179)."""

from __future__ import annotations

from copy import deepcopy

from sandbox import posting
from sandbox.conversations import Conversation
from sandbox.messages import Draft, Message
from sandbox.people import Person
from sandbox.pushing import author_of
from sandbox.wire import JSON
from sandbox.workspace import Workspace


def forward(
    workspace: Workspace, source: tuple[Conversation, Message], target: Conversation, person: Person, draft: Draft
) -> Message:
    """Send what `source` says to `target`, with words of one's own or none. Raises what keeps them from writing."""
    return posting.post_as_person(workspace, target, person, draft, {"attachments": [shared(workspace, *source)]})


def shared(workspace: Workspace, conversation: Conversation, message: Message) -> JSON:
    """The attachment that `message` becomes where it is forwarded to."""
    author = author_of(workspace, message)
    name = "Direct Message" if conversation.is_im else conversation.name
    inner = {"message": {"blocks": deepcopy(message.body.get("blocks", []))}}
    files = {"files": deepcopy(message.body["files"])} if "files" in message.body else {}
    return {
        "id": 1,
        "ts": message.ts,
        "author_id": message.author,
        "author_name": author,
        "author_subname": author,
        "channel_id": conversation.id,
        "channel_team": workspace.team()["id"],
        "channel_name": name,
        "is_msg_unfurl": True,
        "is_share": True,
        "text": message.text,
        "fallback": f"{author}: {message.text}",
        "from_url": conversation.permalink(message),
        "message_blocks": [{"team": workspace.team()["id"], "channel": conversation.id, "ts": message.ts, **inner}],
        "mrkdwn_in": ["text"],
        "footer": "Posted in a direct message" if conversation.is_im else f"Posted in #{name}",
        **files,
    }
