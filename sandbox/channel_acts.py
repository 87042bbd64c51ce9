"""What a person does to a channel in Slack's own client, within what the workspace allows them."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox import membership
from sandbox.conversations import Conversation
from sandbox.people import Person
from sandbox.preferences import permits
from sandbox.wire import SlackError
from sandbox.workspace import Workspace


@dataclass
class ChannelActs:
    """Each raises SlackError with Slack's name for what is in the way."""

    workspace: Workspace

    def _channel(self, channel: str, person: Person) -> Conversation:
        """The channel, for a member of it; an administrator reaches every one."""
        conversation = self.workspace.conversation(channel)
        if not conversation.is_channel:
            raise SlackError("method_not_supported_for_channel_type")
        if person.id not in conversation.members and not (person.is_admin or person.is_owner):
            raise SlackError("not_in_channel")
        return conversation

    def create(self, user: str, name: str, *, is_private: bool) -> Conversation:
        person = self.workspace.person(user)
        preferences = self.workspace.preferences
        wanted = preferences.who_can_create_private if is_private else preferences.who_can_create_public
        _allow(permits(wanted, person))
        return membership.create(self.workspace, name, user, is_private=is_private)

    def add(self, channel: str, user: str, by: str) -> None:
        actor = self.workspace.person(by)
        conversation = self._channel(channel, actor)
        added = self.workspace.person(user)
        _allow(permits(self.workspace.preferences.who_can_invite, actor))
        if conversation.is_archived:
            raise SlackError("is_archived")
        if added.id in conversation.members:
            raise SlackError("already_in_channel")
        if added.deleted:
            raise SlackError("user_disabled")
        membership.add(self.workspace, conversation, user, inviter=by if by != user else None)

    def remove(self, channel: str, user: str, by: str) -> None:
        actor = self.workspace.person(by)
        conversation = self._channel(channel, actor)
        if user == by:
            raise ValueError("Who removes themselves leaves: use channel/leave.")
        if user not in conversation.members:
            raise SlackError("not_in_channel")
        preferences = self.workspace.preferences
        wanted = preferences.who_can_kick if conversation.is_private else preferences.who_can_kick_from_public
        _allow(permits(wanted, actor) or actor.is_owner or actor.is_admin)
        membership.remove(self.workspace, conversation, user, by)

    def leave(self, channel: str, user: str) -> None:
        conversation = self.workspace.conversation(channel)
        if user not in conversation.members:
            raise SlackError("not_in_channel")
        if conversation.is_general:
            raise SlackError("cant_leave_general")
        membership.remove(self.workspace, conversation, user, user)

    def archive(self, channel: str, user: str) -> None:
        person = self.workspace.person(user)
        conversation = self._channel(channel, person)
        _allow(permits(self.workspace.preferences.who_can_archive, person))
        membership.archive(self.workspace, conversation, user)

    def unarchive(self, channel: str, user: str) -> None:
        membership.unarchive(self.workspace, self._channel(channel, self.workspace.person(user)), user)

    def rename(self, channel: str, user: str, name: str) -> None:
        person = self.workspace.person(user)
        conversation = self._channel(channel, person)
        _allow(conversation.creator == user or person.is_admin or person.is_owner)
        membership.rename(self.workspace, conversation, name, user)

    def delete(self, channel: str, user: str) -> None:
        person = self.workspace.person(user)
        conversation = self._channel(channel, person)
        _allow(person.is_admin or person.is_owner)
        membership.delete(self.workspace, conversation, user)

    def set_note(self, channel: str, user: str, which: str, value: str) -> None:
        conversation = self._channel(channel, self.workspace.person(user))
        membership.set_note(self.workspace, conversation, which, value, user)

    def share(self, channel: str, user: str, team: str) -> None:
        membership.share(self.workspace, self._channel(channel, self.workspace.person(user)), team)

    def convert(self, channel: str, user: str) -> str:
        """Private to public or back, with a new id, which is returned."""
        person = self.workspace.person(user)
        conversation = self._channel(channel, person)
        _allow(person.is_admin or person.is_owner)
        membership.change_id(self.workspace, conversation, is_private=not conversation.is_private)
        return conversation.id


def _allow(permitted: bool) -> None:
    if not permitted:
        raise SlackError("restricted_action")
