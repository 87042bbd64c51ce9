"""Huddles: talks that begin from a conversation, and that it tells of
(https://docs.slack.dev/reference/objects/conversation-object)."""

from __future__ import annotations

from copy import deepcopy

from sandbox import changing, posting
from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.wire import JSON
from sandbox.workspace import SLACKBOT, Workspace


def begin(workspace: Workspace, conversation: Conversation, person: Person) -> Message:
    """Raises what keeps them from writing, and ValueError in a direct message with the app, which cannot talk."""
    posting.check_may_write(workspace, conversation, person)
    if conversation.is_im and workspace.app.bot_user in conversation.members:
        raise ValueError("An app takes no part in huddles.")
    room: JSON = {
        "id": workspace.identifiers.next("R0"),
        "created_by": person.id,
        "date_start": workspace.seconds,
        "date_end": 0,
        "participants": [person.id],
        "participant_history": [person.id],
        "channels": [conversation.id],
        "is_dm_call": conversation.is_im,
        "has_ended": False,
        "call_family": "huddle",
    }
    link = f"https://sandbox.slack.com/call/{room['id']}"
    more = {"room": room, "no_notifications": True, "permalink": link, "team": person.team_id}
    return posting.post_notice(workspace, conversation, "huddle_thread", SLACKBOT, "A huddle started", **more)


def end(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """The message changes; its words stay. Raises ValueError for another message."""
    room = deepcopy(message.body.get("room"))
    if room is None:
        raise ValueError("That message tells of no huddle.")
    room |= {"date_end": workspace.seconds, "has_ended": True, "participants": []}
    changing.change(workspace, conversation, message, {"room": room})
