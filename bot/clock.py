"""The one clock, and the ticks that look at what is due. Real time plus an offset; never frozen."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)
LONG_POLL_SECONDS = 40


class Clock:
    """The production's time. Signatures, acknowledgements and Slack's limits use real time instead."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """The current moment in UTC."""
        return real_now() + self.offset


def real_now() -> datetime:
    """The machine's own moment in UTC."""
    return datetime.now(UTC)


class Ticker:
    """Runs one job every second and at once when woken; never two at a time. A tick that fails is tried at the next."""

    def __init__(self, job: Callable[[], Awaitable[None]], every: float = 1.0) -> None:
        self._job = job
        self._turn = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
        self._scheduler.add_job(self._tick, "interval", seconds=every, misfire_grace_time=None)

    def start(self) -> None:
        """Begin ticking."""
        self._scheduler.start()

    def wake(self) -> None:
        """Tick as soon as possible."""
        if self._scheduler.running:
            self._scheduler.add_job(self._tick, id="wake", replace_existing=True, misfire_grace_time=None)

    async def stop(self) -> None:
        """Let a running tick finish, then end."""
        self._scheduler.shutdown(wait=False)
        async with self._turn:
            pass

    async def _tick(self) -> None:
        async with self._turn:
            try:
                await self._job()
            except Exception as error:
                # The edge of the loop: a tick must not end the ticking. The error's text could quote data, its type cannot.
                log.error("A tick failed (%s) and will be tried again.", type(error).__name__)


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
