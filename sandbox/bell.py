"""A bell that wakes every task waiting for it; state that knows nothing of HTTP rings it."""

from __future__ import annotations

import asyncio


class Bell:
    """Rings for everyone waiting at that moment, once."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.get_loop().call_soon_threadsafe(_finish, future)

    async def wait(self, timeout_seconds: float | None = None) -> bool:
        """True when the bell rang, False when `timeout_seconds` passed first."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            # Unlike wait_for, this never swallows a cancellation.
            async with asyncio.timeout(timeout_seconds):
                await future
            return True
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
