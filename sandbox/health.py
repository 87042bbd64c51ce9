"""How an app's request URL has been doing lately (https://docs.slack.dev/apis/events-api#failure_limits)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=60)
FEWEST_ATTEMPTS = 1000
FAILING_SHARE = 0.95


@dataclass
class Health:
    """The attempts of the last sixty minutes on the sandbox's clock."""

    _attempts: deque[tuple[datetime, bool]] = field(default_factory=deque)
    _failed: int = 0

    def note(self, at: datetime, acknowledged: bool) -> None:
        self._attempts.append((at, acknowledged))
        self._failed += not acknowledged
        while self._attempts[0][0] < at - WINDOW:
            _, fine = self._attempts.popleft()
            self._failed -= not fine

    @property
    def is_failing(self) -> bool:
        """More than 95 % failed; never judged on fewer than a thousand."""
        total = len(self._attempts)
        return total >= FEWEST_ATTEMPTS and self._failed > FAILING_SHARE * total
