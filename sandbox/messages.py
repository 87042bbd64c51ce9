"""Messages and the order they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.wire import JSON, SlackError

MICROSECONDS = 1_000_000
NO_REPLY = "0000000000.000000"


@dataclass(frozen=True)
class Draft:
    """What an app wants to say; `markdown` instead of text and blocks, `look` a name and icons other than its own."""

    text: str = ""
    blocks: list[JSON] | None = None
    attachments: list[JSON] | None = None
    metadata: JSON | None = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    markdown: str = ""
    link_names: bool = False
    is_styled: bool = True
    look: JSON | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.markdown or self.blocks or self.attachments)


@dataclass
class Message:
    """One message; `body` holds Slack's own fields without `ts`, `metadata`, `reactions` and thread figures.
    `root` is what a reply answers that was sent to the conversation as well."""

    ts: str
    body: JSON
    metadata: JSON | None = None
    reactions: list[JSON] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    reply_authors: list[str] = field(default_factory=list)
    root: Message | None = None

    @property
    def author(self) -> str:
        """A user, or the bot of a message that has none."""
        return str(self.body.get("user") or self.body.get("bot_id", ""))

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    @property
    def thread_ts(self) -> str | None:
        return self.body.get("thread_ts")

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_tombstone(self) -> bool:
        return self.body.get("subtype") == "tombstone"

    def to_slack(self, *, with_metadata: bool = False) -> JSON:
        """As history shows it; without `with_metadata` only the `event_type` of metadata is told."""
        shown = deepcopy(self.body)
        shown["ts"] = self.ts
        if self.root is not None:
            shown["root"] = self.root.to_slack()
        if self.replies or self.is_tombstone:
            shown |= self._thread_figures()
        if self.reactions:
            shown["reactions"] = deepcopy(self.reactions)
        if self.metadata is not None:
            shown["metadata"] = (
                deepcopy(self.metadata) if with_metadata else {"event_type": self.metadata["event_type"]}
            )
        return shown

    def _thread_figures(self) -> JSON:
        authors = list(dict.fromkeys(self.reply_authors))
        return {
            "thread_ts": self.ts,
            "reply_count": len(self.replies),
            "reply_users_count": len(authors),
            "latest_reply": self.replies[-1] if self.replies else NO_REPLY,
            "reply_users": authors,
            "is_locked": False,
        }


class Timeline:
    """The messages of one conversation, oldest first; `ts` is unique and grows even when the clock is set back."""

    def __init__(self) -> None:
        self._by_ts: dict[str, Message] = {}
        self._last_microseconds = 0

    def __iter__(self) -> Iterator[Message]:
        return iter(list(self._by_ts.values()))

    def __len__(self) -> int:
        return len(self._by_ts)

    def next_ts(self, now: datetime) -> str:
        wanted = int(now.timestamp()) * MICROSECONDS + now.microsecond
        self._last_microseconds = max(wanted, self._last_microseconds + 1)
        seconds, microseconds = divmod(self._last_microseconds, MICROSECONDS)
        return f"{seconds}.{microseconds:06d}"

    def get(self, ts: str) -> Message | None:
        return self._by_ts.get(ts)

    def find(self, ts: str) -> Message:
        """Raises `message_not_found`, for a tombstone as well (measured)."""
        message = self._by_ts.get(ts)
        if message is None or message.is_tombstone:
            raise SlackError("message_not_found")
        return message

    def add(self, message: Message) -> None:
        self._by_ts[message.ts] = message
        if message.is_reply and (parent := self._by_ts.get(str(message.thread_ts))) is not None:
            parent.replies.append(message.ts)
            parent.reply_authors.append(message.author)
            message.body["parent_user_id"] = parent.author
            message.root = parent if message.body.get("subtype") == "thread_broadcast" else None

    def bury(self, message: Message) -> None:
        """A thread's parent stays as a tombstone until its last reply goes (measured)."""
        message.body = tombstone()
        message.metadata, message.reactions = None, []

    def remove(self, message: Message) -> Message | None:
        """Take `message` out; gives the tombstone that had no other reply, which goes with it."""
        self._by_ts.pop(message.ts, None)
        parent = self._by_ts.get(str(message.thread_ts)) if message.is_reply else None
        if parent is None or message.ts not in parent.replies:
            return None
        parent.replies.remove(message.ts)
        parent.reply_authors.remove(message.author)
        if not parent.is_tombstone or parent.replies:
            return None
        return self._by_ts.pop(parent.ts)

    def top_level(self) -> list[Message]:
        """What the channel itself shows: no replies, except those also sent to the channel."""
        return [
            message
            for message in self._by_ts.values()
            if not message.is_reply or message.body.get("subtype") == "thread_broadcast"
        ]

    def thread(self, ts: str) -> list[Message]:
        """Parent first; `ts` may be any message of the thread. Raises `thread_not_found`."""
        message = self._by_ts.get(ts)
        if message is None:
            raise SlackError("thread_not_found")
        parent = self._by_ts.get(message.thread_ts or message.ts, message)
        return [parent, *(self._by_ts[reply] for reply in parent.replies)]


def tombstone() -> JSON:
    return {
        "type": "message",
        "subtype": "tombstone",
        "text": "This message was deleted.",
        "user": "USLACKBOT",
        "parent_user_id": "USLACKBOT",
        "hidden": True,
    }
