"""Who does not want to be disturbed, and until when (https://slack.com/help/articles/214908388)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.wire import JSON


@dataclass
class Rest:
    """Unix seconds until which phones stay dark, by person."""

    until: dict[str, int] = field(default_factory=dict)

    def holds(self, user: str, now: int) -> bool:
        return self.until.get(user, 0) > now

    def to_slack(self, user: str, now: int) -> JSON:
        """`dnd.info` (https://docs.slack.dev/reference/methods/dnd.info): 1 stands for never."""
        if not self.holds(user, now):
            return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}
        until = self.until[user]
        snooze = {"snooze_enabled": True, "snooze_endtime": until, "snooze_remaining": until - now}
        return {"dnd_enabled": True, "next_dnd_start_ts": now, "next_dnd_end_ts": until, **snooze}
