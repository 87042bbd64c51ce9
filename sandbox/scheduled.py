"""Messages that an app wrote for later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sandbox.bell import Bell
from sandbox.messages import Draft
from sandbox.wire import SlackError

FARTHEST = timedelta(days=120)
WINDOW_SECONDS = 300
MOST_IN_A_WINDOW = 30
FIRM_SECONDS = 60


@dataclass(frozen=True)
class Scheduled:
    """`post_at` and `created` are Unix seconds."""

    id: str
    channel: str
    post_at: int
    created: int
    draft: Draft


class Schedule:
    """What waits, and a bell for whoever posts it."""

    def __init__(self) -> None:
        self._waiting: dict[str, Scheduled] = {}
        self.changed = Bell()

    def all(self) -> list[Scheduled]:
        """The next one first."""
        return sorted(self._waiting.values(), key=lambda one: (one.post_at, one.id))

    def add(self, scheduled: Scheduled, now: datetime) -> None:
        """Raises `time_in_past`, `time_too_far` and, beyond thirty within five minutes in a channel,
        `restricted_too_many`."""
        at = datetime.fromtimestamp(scheduled.post_at, UTC)
        if at <= now:
            raise SlackError("time_in_past")
        if at > now + FARTHEST:
            raise SlackError("time_too_far")
        near = [
            one
            for one in self._waiting.values()
            if one.channel == scheduled.channel and abs(one.post_at - scheduled.post_at) < WINDOW_SECONDS
        ]
        if len(near) >= MOST_IN_A_WINDOW:
            raise SlackError("restricted_too_many")
        self._waiting[scheduled.id] = scheduled
        self.changed.ring()

    def delete(self, id_: str, channel: str, now: datetime) -> None:
        """Raises `invalid_scheduled_message_id`, also in the last minute."""
        found = self._waiting.get(id_)
        if found is None or found.channel != channel or found.post_at - now.timestamp() <= FIRM_SECONDS:
            raise SlackError("invalid_scheduled_message_id")
        del self._waiting[id_]

    def take_due(self, now: datetime) -> list[Scheduled]:
        due = [one for one in self.all() if one.post_at <= now.timestamp()]
        for one in due:
            del self._waiting[one.id]
        return due
