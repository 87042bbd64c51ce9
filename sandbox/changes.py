"""What changed, in order, for pages and scripts that read again when something did."""

from __future__ import annotations

from collections import deque

from sandbox.bell import Bell
from sandbox.wire import JSON

KEPT = 2000


class Changes:
    """A version that grows by one with each change, and the latest changes themselves."""

    def __init__(self) -> None:
        self.version = 0
        self._latest: deque[JSON] = deque(maxlen=KEPT)
        self._bell = Bell()

    def record(self, kind: str, *, channel: str | None = None, user: str | None = None) -> None:
        self.version += 1
        change: JSON = {"version": self.version, "type": kind}
        if channel is not None:
            change["channel"] = channel
        if user is not None:
            change["user"] = user
        self._latest.append(change)
        self._bell.ring()

    def after(self, version: int) -> list[JSON]:
        return [change for change in self._latest if change["version"] > version]

    async def wait(self, version: int, timeout_seconds: float) -> list[JSON]:
        """The changes after `version`; empty when none came within `timeout_seconds`."""
        if self.version <= version:
            await self._bell.wait(timeout_seconds)
        return self.after(version)
