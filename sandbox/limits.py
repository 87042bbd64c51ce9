"""Rate limits, per method and for posts per channel, on the sandbox's clock; off unless switched on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from sandbox.clock import Clock

# Calls a minute (https://docs.slack.dev/apis/web-api/rate-limits); "special" methods have hundreds.
TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 0: 600}
POSTS_A_SECOND_AND_CHANNEL = 1.0
POSTS_IN_A_BURST = 5
POSTS_A_MINUTE = 300
EVENTS_AN_HOUR = 30_000


@dataclass
class Bucket:
    """Holds `size` calls and fills with `per_second`; bursts up to its size are let through."""

    size: float
    per_second: float
    level: float
    filled_at: datetime

    def take(self, now: datetime) -> int:
        """0 when the call may go, else the whole seconds to wait (`Retry-After`, at least 1)."""
        passed = (now - self.filled_at).total_seconds()
        if passed < 0:  # the clock was set back
            passed = 0.0
        self.level = min(self.size, self.level + passed * self.per_second)
        self.filled_at = now
        if self.level >= 1.0:
            self.level -= 1.0
            return 0
        return max(1, math.ceil((1.0 - self.level) / self.per_second))


class Limits:
    """The limit is per method, workspace and app; the sandbox has one of the latter two."""

    def __init__(self, clock: Clock, *, enabled: bool) -> None:
        self._clock = clock
        self.enabled = enabled
        self._buckets: dict[str, Bucket] = {}

    def seconds_to_wait(self, method: str, tier: int, channel: str | None = None) -> int:
        """0 when the call may go ahead."""
        if not self.enabled:
            return 0
        if method == "chat.postMessage":
            return self._post_wait(channel or "")
        a_minute = TIERS[tier]
        return self._take(method, float(a_minute), a_minute / 60)

    def seconds_to_wait_for_response(self, secret: str) -> int:
        """A response_url takes one answer a second, as a webhook does; a pair at once is let through."""
        return self._take(f"response {secret}", 2.0, 1.0) if self.enabled else 0

    def lets_event_through(self) -> bool:
        """Thirty thousand events an hour are sent (https://docs.slack.dev/apis/events-api#rate_limiting)."""
        return not self.enabled or not self._take("events", EVENTS_AN_HOUR, EVENTS_AN_HOUR / 3600)

    def _post_wait(self, channel: str) -> int:
        wait = self._take(f"post {channel}", POSTS_IN_A_BURST, POSTS_A_SECOND_AND_CHANNEL)
        return wait or self._take("post", POSTS_A_MINUTE, POSTS_A_MINUTE / 60)

    def _take(self, name: str, size: float, per_second: float) -> int:
        now = self._clock.now()
        bucket = self._buckets.setdefault(name, Bucket(size, per_second, size, now))
        return bucket.take(now)
