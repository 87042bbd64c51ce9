"""What people do with messages beside writing them, and what others say where the app can hear it."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox import calling, changing, forwarding, pinning, posting
from sandbox.acting import Acting
from sandbox.conversations import Conversation
from sandbox.messages import Draft, Message
from sandbox.people import Person
from sandbox.wire import JSON, SlackError


@dataclass
class MessageActs:
    """Each names somebody who acts, the conversation, and for most the message."""

    acting: Acting

    def forward(self, user: str, source: str | None, ts: str, target: str | None, draft: Draft) -> JSON:
        """A message of `source` to `target`, with words of one's own or none."""
        person = self.acting.person(user)
        origin = self._message(person, source, ts)
        there = self.acting.where(person, target)
        return _told(there, forwarding.forward(self.acting.workspace, origin, there, person, draft))

    def pin(self, user: str, channel: str | None, ts: str, *, present: bool) -> None:
        """Pin a message to its conversation, or take it off."""
        conversation, message = self._message(self.acting.person(user), channel, ts)
        change = pinning.pin if present else pinning.take_off
        change(self.acting.workspace, conversation, message, user)

    def unfurl(self, channel: str, ts: str, preview: JSON) -> None:
        """Slack itself shows what stands behind a link, some moments after it was written."""
        conversation = self.acting.workspace.conversation(channel)
        changing.unfurl(self.acting.workspace, conversation, conversation.timeline.find(ts), [preview])

    def huddle(self, user: str, channel: str | None, ts: str | None) -> JSON:
        """Begin one, or end that of the message `ts`."""
        person = self.acting.person(user)
        if ts is None:
            conversation = self.acting.where(person, channel)
            return _told(conversation, calling.begin(self.acting.workspace, conversation, person))
        conversation, message = self._message(person, channel, ts)
        calling.end(self.acting.workspace, conversation, message)
        return _told(conversation, message)

    def remind(self, user: str, channel: str | None, text: str) -> JSON:
        """`/remind #channel`: the line that tells of it (https://docs.slack.dev/reference/events/message/reminder_add)."""
        person = self.acting.person(user)
        conversation = self.acting.where(person, channel)
        posting.check_may_write(self.acting.workspace, conversation, person)
        line = f"set up a reminder to “{text}” in this channel."
        more = {"team": person.team_id}
        return _told(
            conversation, posting.post_notice(self.acting.workspace, conversation, "reminder_add", user, line, **more)
        )

    def write_as_stranger(self, channel: str, name: str, text: str, *, is_workflow: bool) -> JSON:
        """Another app's or a workflow's message; neither gets into a direct message with this app."""
        conversation = self.acting.workspace.conversation(channel)
        if conversation.is_im:
            raise SlackError("channel_not_found")
        workspace = self.acting.workspace
        return _told(
            conversation, posting.post_as_stranger(workspace, conversation, name, text, is_workflow=is_workflow)
        )

    def rest(self, user: str, seconds: float) -> JSON:
        """Not to be disturbed for so long; 0 ends it. The app hears `dnd_updated_user`."""
        person, workspace = self.acting.person(user), self.acting.workspace
        now = workspace.seconds
        workspace.rest.until[person.id] = now + int(seconds)
        status = workspace.rest.to_slack(person.id, now)
        told = {name: status[name] for name in ("dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts")}
        workspace.changes.record("person", user=user)
        workspace.emit("dnd_updated_user", {"type": "dnd_updated_user", "user": user, "dnd_status": told})
        return status

    def _message(self, person: Person, channel: str | None, ts: str) -> tuple[Conversation, Message]:
        conversation = self.acting.where(person, channel)
        return conversation, conversation.timeline.find(ts)


def _told(conversation: Conversation, message: Message) -> JSON:
    return {**message.to_slack(), "channel": conversation.id}
