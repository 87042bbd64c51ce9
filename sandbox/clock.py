"""The sandbox's clock: real time plus an offset that people and tests move; it never stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.bell import Bell
from sandbox.wire import JSON

# A wait is cut into pieces, because real time may be stepped while it lasts (a laptop that slept).
LONGEST_WAIT_SECONDS = 60.0
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def real_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Aware UTC instants; `version` grows by one with each move."""

    def __init__(self, real: Callable[[], datetime] = real_now) -> None:
        self._real = real
        self.offset = timedelta(0)
        self.version = 1
        self.moved = Bell()

    def now(self) -> datetime:
        return self._real() + self.offset

    def set_offset(self, offset: timedelta) -> None:
        """Raises ValueError for an instant that no message can have."""
        real = self._real()
        if not EARLIEST - real <= offset <= LATEST - real:
            raise ValueError(f"The clock goes from {EARLIEST:%Y} to {LATEST:%Y}.")
        self.offset = offset
        self.version += 1
        self.moved.ring()

    def advance(self, step: timedelta) -> None:
        self.set_offset(self.offset + step)

    def move_to(self, instant: datetime) -> None:
        self.set_offset(instant - self._real())

    async def wait_until(self, instant: datetime) -> None:
        """Return when this clock reads `instant` or later, whether time passed or the clock was moved."""
        while (remaining := (instant - self.now()).total_seconds()) > 0:
            await self.moved.wait(min(remaining, LONGEST_WAIT_SECONDS))

    def to_json(self) -> JSON:
        return {"now": utc_text(self.now()), "offsetSeconds": self.offset.total_seconds(), "version": self.version}


def utc_text(instant: datetime) -> str:
    """`2026-03-15T18:00:00.000Z`"""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """Read an ISO instant; raises ValueError when it is no instant or has no offset from UTC."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; write it as 2026-03-15T18:00:00Z")
    try:
        return instant.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError(f"{text!r} lies outside the calendar.") from problem
