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
        self._woken = asyncio.Event()
        self._ending = False
        self._task: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(self._beat, "interval", seconds=every, coalesce=True, misfire_grace_time=None)

    def start(self) -> None:
        """Begin ticking."""
        self._task = asyncio.create_task(self._run(), name="ticker")
        self._scheduler.start()

    def wake(self) -> None:
        """Tick as soon as possible."""
        self._woken.set()

    async def stop(self) -> None:
        """Let a running tick finish, then end."""
        self._ending = True
        self._woken.set()
        if self._task is not None:
            await self._task
            self._scheduler.shutdown(wait=False)

    async def _beat(self) -> None:
        self._woken.set()

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            if self._ending:
                return
            try:
                await self._job()
            except Exception as error:  # noqa: BLE001 (the edge of the loop: it must not end)
                # The error's text could quote data, its type cannot.
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
