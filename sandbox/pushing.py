"""What the phones of those concerned show of a message."""

from __future__ import annotations

from sandbox.clock import utc_text
from sandbox.conversations import Conversation
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.text import mentioned, readable
from sandbox.workspace import SLACKBOT, Workspace

EVERYBODY = {"channel", "everyone", "here"}


def push(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    """As by default: direct messages and mentions."""
    called = mentioned(message.text)
    for user in conversation.members:
        person = workspace.people.get(user)
        if person is None or person.is_bot or person.deleted or user in (message.author, SLACKBOT):
            continue
        if conversation.is_im or user in called or called & EVERYBODY:
            _push_to(workspace, conversation, message, person)


def _push_to(workspace: Workspace, conversation: Conversation, message: Message, person: Person) -> None:
    """Somebody who does not want to be disturbed finds it in Slack later; no push is made up for afterwards."""
    shown = {
        "user": person.id,
        "channel": conversation.id,
        "ts": message.ts,
        "app": author_of(workspace, message),
        "text": _pushed(workspace, message),
        "at": utc_text(workspace.clock.now()),
    }
    if workspace.rest.holds(person.id, workspace.seconds):
        workspace.log.add("push_held", **shown)
        return
    workspace.notifications.append(shown)
    workspace.log.add("push", **shown)
    workspace.changes.record("notification", channel=conversation.id, user=person.id)


def author_of(workspace: Workspace, message: Message) -> str:
    person = workspace.people.get(message.author)
    return str(message.body.get("username") or (person.real_name if person else "Slackbot"))


def _pushed(workspace: Workspace, message: Message) -> str:
    """What is said and which files came with it: a phone may show a file's name, so the sandbox always does."""
    words = readable(message.text, workspace.names())
    names = ", ".join(file["title"] for file in message.body.get("files", []))
    if not names:
        return words or "This content can't be displayed."
    return f"{words}\nuploaded a file: {names}" if words else f"uploaded a file: {names}"
