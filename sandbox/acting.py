"""What a person does in Slack's own client: say, tap, fill in, submit, close, type a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox import changing, clips, interactions, legacy_taps, posting, reacting, sharing
from sandbox.conversations import Conversation
from sandbox.deliveries import Deliveries
from sandbox.envelopes import Outcome
from sandbox.files import File
from sandbox.messages import Draft
from sandbox.people import Person
from sandbox.responses import answer_command, answer_tap
from sandbox.wire import JSON, SlackError
from sandbox.workspace import SLACKBOT, Workspace

DEED = "/me "
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

    def say(
        self, user: str, channel: str | None, typed: str, thread_ts: str | None = None, *, is_broadcast: bool = False
    ) -> JSON:
        """`/me waves` is something done; `is_broadcast` sends a reply to the conversation as well.
        Raises `no_text` without words."""
        if typed.strip() in ("", DEED.strip()):
            raise SlackError("no_text")
        person = self.person(user)
        conversation = self.where(person, channel)
        if typed.startswith(DEED):
            return self._do(conversation, person, typed.removeprefix(DEED).strip(), thread_ts)
        draft = Draft(typed, thread_ts=thread_ts, reply_broadcast=is_broadcast)
        message = posting.post_as_person(self.workspace, conversation, person, draft)
        return {**message.to_slack(), "channel": conversation.id}

    def _do(self, conversation: Conversation, person: Person, deed: str, thread_ts: str | None) -> JSON:
        if thread_ts is not None:
            raise ValueError("/me is not supported in threads.")
        message = posting.do_as_person(self.workspace, conversation, person, deed)
        return {**message.to_slack(), "channel": conversation.id}

    def upload(self, user: str, channel: str | None, name: str, content: bytes, draft: Draft) -> JSON:
        """Put a file into a conversation or a thread, with a few words or none."""
        person = self.person(user)
        return self._share(person, channel, self._whole(person, name, content), draft)

    def record(self, user: str, channel: str | None, transcript: str, seconds: float, draft: Draft) -> JSON:
        """A voice clip, with what Slack hears in it."""
        person = self.person(user)
        file = self._whole(person, clips.NAME, clips.CONTENT)
        file.clip = clips.voice_clip(person, transcript, seconds)
        return self._share(person, channel, file, draft)

    def _share(self, person: Person, channel: str | None, file: File, draft: Draft) -> JSON:
        conversation = self.where(person, channel)
        message = sharing.share_as_person(self.workspace, conversation, person, [file], draft, self.base_url())
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
        changing.edit_as_person(self.workspace, conversation, message, person, typed)
        return {**message.to_slack(), "channel": conversation.id}

    def delete(self, user: str, channel: str | None, ts: str) -> None:
        person = self.person(user)
        conversation = self.where(person, channel)
        message = conversation.timeline.find(ts)
        if message.author != person.id:
            raise SlackError("cant_delete_message")
        changing.delete(self.workspace, conversation, message)

    async def tap(self, user: str, channel: str | None, ts: str, action: JSON) -> Outcome:
        """Raises ValueError for a button or option that is not there."""
        person = self.person(user)
        where = interactions.place(self.workspace, self.where(person, channel), ts, user)
        if "action_id" not in action and "name" in action:
            return await self._tap_legacy(person, where, action)
        block, element = interactions.find_element(where.blocks, action)
        made = interactions.performed(self.workspace, block, element, action)
        payload = interactions.message_tap(self.workspace, person, where, made, self.base_url())
        return await self.deliveries.interaction(payload)

    async def _tap_legacy(self, person: Person, where: interactions.Place, action: JSON) -> Outcome:
        """A button from before there were blocks: what the app answers takes the place of its message."""
        payload = legacy_taps.legacy_tap(self.workspace, person, where, action, self.base_url())
        outcome = await self.deliveries.interaction(payload)
        answer_tap(self.workspace, legacy_taps.tapped_message(self.workspace, person, where), outcome.answer)
        return outcome

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
        self.workspace.open_tabs[user] = tab
        self.workspace.changes.record("view", user=user)
        home = self.workspace.views.homes.get(user)
        if home is not None and tab == "home":
            event["view"] = home.to_slack()
        self.workspace.emit("app_home_opened", event)

    def leave_app(self, user: str) -> None:
        """Look at something else. No event tells the app; who stays has its Home open, and sees it change."""
        self.workspace.open_tabs.pop(self.person(user).id, None)
        self.workspace.changes.record("view", user=user)

    def react(self, user: str, channel: str, ts: str, name: str, present: bool) -> None:
        """Put an emoji under a message, or take it back; doing so again changes nothing."""
        person = self.person(user)
        conversation = self.where(person, channel)
        change = reacting.react if present else reacting.take_back
        message = conversation.timeline.find(ts)
        try:
            change(self.workspace, conversation, message, user, name)
        except SlackError as refusal:
            if refusal.error not in ("already_reacted", "no_reaction"):
                raise
