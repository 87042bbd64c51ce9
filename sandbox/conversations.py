"""Channels and direct messages, as `conversations.info` shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.messages import Message, Timeline
from sandbox.people import ADMIN, TEAM_ID
from sandbox.wire import JSON

GENERAL = "C0GENERAL"


@dataclass
class Note:
    """A topic or purpose: who set it, and when (Unix seconds)."""

    value: str = ""
    creator: str = ""
    last_set: int = 0

    def to_slack(self) -> JSON:
        return {"value": self.value, "creator": self.creator, "last_set": self.last_set}


@dataclass
class Conversation:
    """A channel, a private channel (decided by `is_private`, never by the id's prefix), a DM or a group DM."""

    id: str
    name: str = ""
    creator: str = ""
    created: int = 0
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_archived: bool = False
    is_shared: bool = False
    members: list[str] = field(default_factory=list)
    topic: Note = field(default_factory=Note)
    purpose: Note = field(default_factory=Note)
    previous_names: list[str] = field(default_factory=list)
    updated: int = 0
    pins: dict[str, JSON] = field(default_factory=dict)
    timeline: Timeline = field(default_factory=Timeline)

    @property
    def is_channel(self) -> bool:
        return not self.is_im and not self.is_mpim

    @property
    def is_general(self) -> bool:
        return self.id == GENERAL

    @property
    def event_prefix(self) -> str:
        """Events of private channels are called `group_…`, of public ones `channel_…`."""
        return "group" if self.is_private else "channel"

    @property
    def message_kind(self) -> str:
        """The `channel_type` of a message event: im, mpim, group or channel."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return self.event_prefix

    def other_member(self, user: str) -> str:
        return next((member for member in self.members if member != user), user)

    def visible_to(self, user: str) -> bool:
        return user in self.members or (self.is_channel and not self.is_private)

    def permalink(self, message: Message) -> str:
        """Of the messages of a thread it names the thread (measured)."""
        link = f"https://sandbox.slack.com/archives/{self.id}/p{message.ts.replace('.', '')}"
        root = message.thread_ts or (message.ts if message.replies or message.is_tombstone else None)
        return f"{link}?thread_ts={root}&cid={self.id}" if root else link

    def linked(self, message: Message) -> JSON:
        """The message as pins and reactions tell it: with its permalink."""
        return {**message.to_slack(), "permalink": self.permalink(message)}

    def to_slack(self, viewer: str, *, other_is_deleted: bool = False) -> JSON:
        if self.is_im:
            return self._direct_message(viewer, other_is_deleted)
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": self.is_channel,
            "is_group": False,
            "is_im": False,
            "is_mpim": self.is_mpim,
            "is_private": self.is_private or self.is_mpim,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_general": self.is_general,
            "unlinked": 0,
            "name_normalized": self.name,
            "is_shared": self.is_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "context_team_id": TEAM_ID,
            "updated": self.updated,
            "parent_conversation": None,
            "creator": self.creator,
            "is_ext_shared": self.is_shared,
            "shared_team_ids": [TEAM_ID],
            "pending_connected_team_ids": [],
            "is_member": viewer in self.members,
            "topic": self.topic.to_slack(),
            "purpose": self.purpose.to_slack(),
            "previous_names": list(self.previous_names),
        }

    def _direct_message(self, viewer: str, other_is_deleted: bool) -> JSON:
        return {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": TEAM_ID,
            "updated": self.updated,
            "user": self.other_member(viewer),
            "is_user_deleted": other_is_deleted,
            "priority": 0,
        }


def sample_conversations(people: list[str]) -> list[Conversation]:
    """One channel for everybody, and a private one that the bot is not in."""
    return [
        Conversation(GENERAL, "general", ADMIN, created=1700000000, members=list(people)),
        Conversation(
            "C0ADTEAM",
            "ad-team",
            "U0ADA",
            created=1700000100,
            is_private=True,
            members=["U0ADA", "U0SAM", "U0KIM"],
        ),
    ]
