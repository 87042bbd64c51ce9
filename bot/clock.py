"""The one clock. Real time plus an offset; never frozen."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

LONG_POLL_SECONDS = 40
# Two clocks of one machine drift apart by less than this between two looks.
DRIFT_SECONDS = 1.0


class Clock:
    """The production's time. Signatures, acknowledgements and Slack's limits use real time instead."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """The current moment in UTC."""
        return real_now() + self.offset

    def real(self, moment: datetime) -> datetime:
        """The machine's own time when the production's is this."""
        return moment - self.offset


def real_now() -> datetime:
    """The machine's own moment in UTC."""
    return datetime.now(UTC)


_STARTED = (datetime.now(UTC), time.monotonic())


def steady_now() -> datetime:
    """A moment by the clock that only counts: for how long something waits, whoever sets the other one."""
    began, counted = _STARTED
    return began + timedelta(seconds=time.monotonic() - counted)


def real_of_steady(moment: datetime) -> datetime:
    """The machine's own time when the clock that only counts shows a moment."""
    return real_now() + (moment - steady_now())


@dataclass(frozen=True)
class Uptime:
    """Which run of the machine this is, and for how many seconds it has been on, asleep or not: nobody sets that."""

    boot: str
    seconds: float


BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def uptime() -> Uptime | None:
    """How long this machine has been on; None where it cannot say so across processes."""
    counted = getattr(time, "CLOCK_BOOTTIME", None)
    try:
        return Uptime(BOOT_ID.read_text().strip(), time.clock_gettime(counted)) if counted is not None else None
    except OSError:
        return None


class TwoClocks:
    """The machine's wall clock beside the one that only counts: where they part, it slept, or its time was set."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._steady = steady
        self._apart = wall() - steady()

    def steady(self) -> float:
        """Seconds that only ever grow, those the machine slept left out."""
        return self._steady()

    def have_parted(self) -> bool:
        """Whether one has moved without the other since this was asked last."""
        before, self._apart = self._apart, self._wall() - self._steady()
        return abs(self._apart - before) > DRIFT_SECONDS


async def follow_clock(url: str, clock: Clock, moved: Callable[[], None]) -> None:
    """Keep the clock's offset as the sandbox sets it, for as long as the bot runs."""
    version = 0
    timeout = aiohttp.ClientTimeout(total=LONG_POLL_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            try:
                async with session.get(url, params={"after": str(version)}) as answer:
                    told = await answer.json()
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.5)
                continue
            if told["version"] != version:
                version = told["version"]
                clock.offset = timedelta(seconds=told["offsetSeconds"])
                moved()
