"""A background loop: one round after the other, at once when woken, and at the moment the last round asked for."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Coroutine
from datetime import datetime, timedelta

from bot.background.alarms import Alarms
from bot.background.tasks import begin
from bot.clock import real_now

log = logging.getLogger(__name__)
# After a round that failed.
PAUSE = timedelta(seconds=1)
LAST_WORDS_SECONDS = 15


async def succeeded(what: str, work: Awaitable[object]) -> bool:
    """Do something whose failure must not end what goes on around it; whether it succeeded.

    The edge where an error is told: by its type, because its text could quote data.
    """
    try:
        await work
    except Exception as error:  # noqa: BLE001 (the edge: whoever called goes on)
        log.error("%s failed (%s) and will be tried again.", what, type(error).__name__)
        return False
    return True


class BackgroundLoop(ABC):
    """Runs rounds until stopped, never two at a time; a round that fails is tried again after a pause.

    What a round begins goes on beside the loop and wakes it when it ends.
    """

    def __init__(self, name: str, alarms: Alarms) -> None:
        self._name = name
        self._alarms = alarms
        self._woken = asyncio.Event()
        self._ending = False
        self._task: asyncio.Task[None] | None = None
        self.working: dict[int, asyncio.Task[None]] = {}

    def start(self) -> None:
        """Begin with a round at once."""
        self._task = begin(self._run(), self._name)

    def wake(self) -> None:
        """Have another round as soon as possible."""
        self._woken.set()

    def _begin(self, number: int, work: Coroutine[None, None, None]) -> None:
        """Let something go on beside the loop, under a number that is nobody else's."""
        task = begin(work, f"{self._name} {number}")
        self.working[number] = task

        def ended(_: asyncio.Task[None]) -> None:
            del self.working[number]
            self.wake()

        task.add_done_callback(ended)

    async def stop(self) -> None:
        """Finish the round and what it began, as far as that takes no time; begin nothing new."""
        # Not cancelled: a transaction cut off in the middle leaves SQLite locked.
        self._ending = True
        self.wake()
        if self._task is not None:
            await self._task
        self._alarms.at(self._name, None, self.wake)
        if self.working:
            await asyncio.wait(self.working.values(), timeout=LAST_WORDS_SECONDS)

    async def _run(self) -> None:
        while not self._ending:
            self._woken.clear()
            if not await succeeded(f"A round of the {self._name}", self._round_and_alarm()):
                self._alarms.at(self._name, real_now() + PAUSE, self.wake)
            await self._woken.wait()

    async def _round_and_alarm(self) -> None:
        self._alarms.at(self._name, await self._round(), self.wake)

    @abstractmethod
    async def _round(self) -> datetime | None:
        """Do what there is to do; the real moment at which there is more, None while nobody wakes the loop."""
