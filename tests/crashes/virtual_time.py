"""Time that passes only while nobody has anything to do: a whole night in a second, and the same one each time."""

import asyncio
import selectors
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast
from unittest.mock import AsyncMock, patch

import aiosqlite

from bot.background.alarms import Wake
from bot.clock import TwoClocks, Uptime

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
# The loop's own pipe to itself: whatever else is watched is a database that somebody waits for.
OWN_PIPE = 1
REAL_SECONDS = 20.0


class JumpingSelector(selectors.DefaultSelector):
    """Waits for what really comes from outside; where nothing can, the clock jumps to when somebody wanted to wake."""

    def __init__(self, jump: Callable[[float], None]) -> None:
        super().__init__()
        self._jump = jump

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What has come; nothing, a little later, where there is nobody to wait for."""
        watched: Mapping[Any, Any] = self.get_map()
        if timeout is not None and timeout <= 0:
            return super().select(0)
        if timeout is None or len(watched) > OWN_PIPE:
            return super().select(REAL_SECONDS)
        self._jump(timeout)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on time of its own, which begins where an earlier one ended."""

    def __init__(self, begins: float = 0.0) -> None:
        self._elapsed = begins
        super().__init__(JumpingSelector(self._jump))

    def _jump(self, seconds: float) -> None:
        self._elapsed += seconds

    def time(self) -> float:
        """Seconds since the beginning of all loops."""
        return self._elapsed


def steady() -> float:
    """Seconds of the running loop's time."""
    return asyncio.get_running_loop().time()


def virtual_now() -> datetime:
    """The moment it is on the running loop, instead of the machine's."""
    return EPOCH + timedelta(seconds=steady())


def virtual_uptime() -> Uptime:
    """How long the machine has been on: its own hours went on between two tellings, and a bot would have been away."""
    return Uptime("virtual", steady())


# Every clock of the machine that is asked.
CLOCKS: Mapping[str, Callable[[], Any]] = {
    "real_now": virtual_now,
    "steady_now": virtual_now,
    "uptime": virtual_uptime,
}


class VirtualAlarms:
    """The alarms of one bot, on the running loop's time."""

    def __init__(self) -> None:
        self._set: dict[str, tuple[datetime, asyncio.TimerHandle]] = {}
        self._again: dict[str, asyncio.TimerHandle] = {}

    def start(self) -> None:
        """Nothing to begin: the loop runs already."""

    def stop(self) -> None:
        """Wake nobody any more."""
        for _, handle in self._set.values():
            handle.cancel()
        for handle in self._again.values():
            handle.cancel()

    def at(self, name: str, moment: datetime | None, wake: Wake) -> None:
        """Wake somebody at a moment, instead of at the one that was set under this name before."""
        if name in self._set:
            if self._set[name][0] == moment:
                return
            self._set.pop(name)[1].cancel()
        if moment is None:
            return

        def ring() -> None:
            del self._set[name]
            wake()

        after = max(0.0, (moment - virtual_now()).total_seconds())
        self._set[name] = moment, asyncio.get_running_loop().call_later(after, ring)

    def every(self, name: str, interval: timedelta, wake: Wake) -> None:
        """Wake somebody again and again."""

        def ring() -> None:
            self.every(name, interval, wake)
            wake()

        self._again[name] = asyncio.get_running_loop().call_later(interval.total_seconds(), ring)

    def clocks_moved(self) -> None:
        """Virtual clocks never part."""


class AtOnce:
    """In the place of the queue to aiosqlite's thread, which would work on while the clock jumps: done here and now."""

    def put_nowait(self, asked: tuple["asyncio.Future[Any] | None", Callable[[], Any]]) -> None:
        """Do what is asked."""
        future, work = asked
        try:
            found = work()
        except Exception as error:
            if future is None:
                raise
            future.set_exception(error)
        else:
            if future is not None:
                future.set_result(found)


def connect_here(connection: aiosqlite.Connection) -> Generator[Any, None, aiosqlite.Connection]:
    """Open SQLite's file without a thread for it."""
    connection._tx = cast(Any, AtOnce())
    return connection._connect().__await__()


@contextmanager
def on_virtual_time() -> Iterator[None]:
    """Whoever asks the machine for the time is told the running loop's, for the length of the block."""
    patches: list[Any] = [
        patch.object(module, clock, instead)
        for name, module in sorted(sys.modules.items())
        if name.partition(".")[0] in ("bot", "handlers", "sandbox")
        for clock, instead in CLOCKS.items()
        if hasattr(module, clock)
    ]
    patches += [
        patch.object(aiosqlite.Connection, "__await__", connect_here),
        patch("bot.app.Alarms", VirtualAlarms),
        # A server's clock goes on meanwhile.
        patch("bot.delivery.claims.shared_now", AsyncMock(return_value=None)),
        patch("bot.background.timekeeper.TwoClocks", partial(TwoClocks, steady, steady)),
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()
