"""What a person does in Slack's own client: say, tap, fill in, submit, close, type a command."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sandbox import interactions, posting, reacting, sharing
from sandbox.conversations import Conversation
from sandbox.deliveries import Deliveries
from sandbox.envelopes import Outcome
from sandbox.files import File
from sandbox.people import Person
from sandbox.responses import answer_command
from sandbox.wire import JSON, SlackError
from sandbox.workspace import SLACKBOT, Workspace

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class Acting:
    """Each act ends when the app has acknowledged it, or three seconds later."""

    workspace: Workspace
    deliveries: Deliveries
    base_url: Callable[[], str]

    def person(self, user: str) -> Person:
        """Someone who can act: raises `user_not_found`, `account_inactive` when deactivated."""
        person = self.workspace.person(user)
        if person.deleted or person.is_bot or user == SLACKBOT:
            raise SlackError("account_inactive")
        return person

    def where(self, person: Person, channel: str | None) -> Conversation:
        """A conversation this person is in; `app`, `D…` or nothing at all is their DM with the app."""
        if channel in (None, "", "app", "D…", self.workspace.app.bot_user):
            return self.workspace.direct_message(person.id)
        return self.workspace.visible_conversation(str(channel), person.id)

    def say(self, user: str, channel: str | None, typed: str, thread_ts: str | None = None) -> JSON:
        person = self.person(user)
        conversation = self.where(person, channel)
        message = posting.post_as_person(self.workspace, conversation, person, typed, thread_ts)
        return {**message.to_slack(), "channel": conversation.id}

    def upload(self, user: str, channel: str | None, name: str, content: bytes, typed: str) -> JSON:
        """Put a file into a conversation, with a few words or none."""
        person, workspace = self.person(user), self.workspace
        conversation = self.where(person, channel)
        file = self._whole(person, name, content)
        message = sharing.share_as_person(workspace, conversation, person, [file], typed, self.base_url())
        return {**message.to_slack(), "channel": conversation.id}

    def hand_in(self, user: str, name: str, content: bytes) -> JSON:
        """A file for a `file_input` of a modal: the app may read it, and it stands in no conversation."""
        file = self._whole(self.person(user), name, content)
        file.is_handed_in = True
        return file.to_slack(self.base_url())

    def _whole(self, person: Person, name: str, content: bytes) -> File:
        files = self.workspace.files
        file, secret = files.promise(name, len(content), person.id, self.workspace.seconds)
        files.uploaded(secret, content)
        file.title, file.is_complete = name, True
        return file

    def edit(self, user: str, channel: str | None, ts: str, typed: str) -> JSON:
        person = self.person(user)
        conversation = self.where(person, channel)
        message = conversation.timeline.find(ts)
        posting.edit_as_person(self.workspace, conversation, message, person, typed)
        return {**message.to_slack(), "channel": conversation.id}

    def delete(self, user: str, channel: str | None, ts: str) -> None:
        person = self.person(user)
        conversation = self.where(person, channel)
        message = conversation.timeline.find(ts)
        if message.author != person.id:
            raise SlackError("cant_delete_message")
        posting.delete(self.workspace, conversation, message)

    async def tap(self, user: str, channel: str | None, ts: str, action: JSON) -> Outcome:
        """Raises ValueError for a button or option that is not there."""
        person = self.person(user)
        where = interactions.place(self.workspace, self.where(person, channel), ts, user)
        block, element = interactions.find_element(where.blocks, action)
        made = interactions.performed(self.workspace, block, element, action)
        payload = interactions.message_tap(self.workspace, person, where, made, self.base_url())
        return await self.deliveries.interaction(payload)

    async def suggest(self, user: str, where: Any, action: JSON, typed: str) -> Outcome:
        """The options an app offers for `typed`; `where` is a Place or a View."""
        person = self.person(user)
        payload = interactions.suggestion(self.workspace, person, where, action, typed)
        return await self.deliveries.interaction(payload)

    async def shortcut(self, user: str, callback_id: str, channel: str | None, ts: str | None) -> Outcome:
        """With `ts` from the menu of that message, else a global one."""
        person = self.person(user)
        if ts is None:
            return await self.deliveries.interaction(interactions.shortcut(self.workspace, person, callback_id))
        where = interactions.place(self.workspace, self.where(person, channel), ts, user)
        payload = interactions.message_action(self.workspace, person, where, callback_id, self.base_url())
        return await self.deliveries.interaction(payload)

    async def command(self, user: str, channel: str | None, command: str, typed: str) -> Outcome:
        """A command that fails is told by Slackbot in the words of Slack's client."""
        person, workspace = self.person(user), self.workspace
        conversation = self.where(person, channel)
        if workspace.app.commands is not None and command not in workspace.app.commands:
            posting.slackbot_whispers(workspace, conversation.id, user, f"{command} is not a valid command.")
            return Outcome("unknown_command")
        fields = interactions.command_fields(workspace, person, conversation, command, typed, self.base_url())
        outcome = await self.deliveries.command(fields)
        if not outcome.acknowledged:
            problem = "operation_timeout" if "timeout" in outcome.problem else "dispatch_failed"
            posting.slackbot_whispers(workspace, conversation.id, user, f'{command} failed with the error "{problem}"')
            return outcome
        answer_command(workspace, user, conversation.id, outcome.answer)
        return outcome

    def open_home(self, user: str, tab: str = "home") -> None:
        """`app_home_opened`; the view is told only when one was published before."""
        person = self.person(user)
        conversation = self.workspace.direct_message(person.id)
        event: JSON = {"type": "app_home_opened", "user": user, "channel": conversation.id, "tab": tab}
        home = self.workspace.views.homes.get(user)
        if home is not None and tab == "home":
            event["view"] = home.to_slack()
        self.workspace.emit("app_home_opened", event)

    def react(self, user: str, channel: str, ts: str, name: str, present: bool) -> None:
        """Put an emoji under a message, or take it back; doing so again changes nothing."""
        person = self.person(user)
        conversation = self.where(person, channel)
        change = reacting.react if present else reacting.take_back
        message = conversation.timeline.find(ts)
        with suppress(SlackError):
            change(self.workspace, conversation, message, user, name)
