"""Everything the sandbox received, did and would have pushed to a phone, in order, for tests and the page."""

from __future__ import annotations

from copy import deepcopy

from sandbox.changes import Changes
from sandbox.clock import Clock, utc_text
from sandbox.wire import JSON

KEPT = 20_000


class Log:
    """Entries `{n, at, kind, …}`, oldest first; the oldest of very many are dropped.

    Kinds: api_call, event, interaction, command (the latter three with the app's answer as `response`), socket,
    push (what a phone would have shown), fault (one that struck), unchecked (blocks let through), refused (what Slack
    would not go on with), mistake (the sandbox's own).
    """

    def __init__(self, clock: Clock, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self._last_number = 0
        self.entries: list[JSON] = []

    def add(self, kind: str, **fields: object) -> JSON:
        """Append an entry and return it; a caller may add the outcome to it later."""
        self._last_number += 1
        entry: JSON = {"n": self._last_number, "at": utc_text(self._clock.now()), "kind": kind}
        entry.update({name: deepcopy(value) for name, value in fields.items() if value is not None})
        self.entries.append(entry)
        if len(self.entries) > 2 * KEPT:
            del self.entries[:KEPT]
        self._changes.record("log")
        return entry

    def after(self, number: int) -> list[JSON]:
        return [entry for entry in self.entries if entry["n"] > number]

    def clear(self) -> None:
        self.entries.clear()
