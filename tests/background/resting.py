"""When a background loop rests: no round is played, none is asked for, and nothing it began goes on."""

import asyncio
from datetime import datetime

from bot.app import Bot
from bot.background.loop import BackgroundLoop
from tests.world import until


class Watched:
    """Some loops, and which of them are in the middle of a round."""

    def __init__(self, *loops: BackgroundLoop) -> None:
        self._loops = loops
        self._playing: set[BackgroundLoop] = set()
        for loop in loops:
            self._watch(loop)

    def _watch(self, loop: BackgroundLoop) -> None:
        play = loop._round

        async def watched() -> datetime | None:
            self._playing.add(loop)
            try:
                return await play()
            finally:
                self._playing.discard(loop)

        loop._round = watched  # type: ignore[method-assign]

    async def rest(self) -> None:
        """Wait until all of them rest at once: what one does may wake another."""

        async def resting() -> bool:
            # Whom a commit wakes is woken at the loop's next turn.
            await asyncio.sleep(0)
            return not self._playing and not any(loop._woken.is_set() or loop.working for loop in self._loops)

        await until(resting, "rest")


def loops_of(bot: Bot) -> Watched:
    """The loops of a bot."""
    return Watched(bot.timekeeper, bot.dispatcher, bot.reconciler)
