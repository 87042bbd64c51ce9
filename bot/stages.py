"""What the bot does by itself: one list of stages, in the order in which they are run."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.background.loop import succeeded
from bot.background.timekeeper import Occasion, Stage
from bot.checkins.outages import note_presence
from bot.clock import Clock, real_now
from bot.due import repeat_alerts, run_due
from bot.privacy.reduction import look_over
from bot.privacy.retention import forget_old_notes, warn_of_forgetting
from bot.privacy.unfinished import forget_unfinished, forget_what_was_done
from bot.transaction import Transaction, writing
from bot.vault import Vault
from storage import productions
from storage.database import Database
from storage.next_moment import find_next_moment


class Stages:
    """The stages of one bot. What they need of Slack, and of the other loops, is given by whoever assembles it."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, longest_absence: timedelta) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._longest_absence = longest_absence
        self._starting = True
        # What an earlier bot could not read may still wait.
        self._conversations_wait = True

    def listed(
        self,
        connected: Callable[[], Awaitable[bool]],
        read_conversations: Callable[[], Awaitable[bool]],
        catch_up: Callable[[], Awaitable[None]],
        look_at_all: Callable[[], Awaitable[None]],
    ) -> list[Stage]:
        """Presence first: what an outage leaves open is known before anything is said to be Ready."""
        about_it = (self._database, self._vault, self._clock)
        return [
            Stage("presence", Occasion.BEAT, partial(self._note_presence, connected)),
            Stage("what was written meanwhile", Occasion.BEAT, partial(self._read, read_conversations)),
            Stage("other processes", Occasion.BEAT, self._follow_others),
            Stage("what was deleted leaving the files", Occasion.BEAT, self._database.shrink),
            Stage("requests left behind", Occasion.MOMENT, catch_up),
            Stage("what is due", Occasion.MOMENT, partial(run_due, *about_it)),
            Stage("alerts nobody has acknowledged", Occasion.MOMENT, partial(repeat_alerts, *about_it)),
            Stage("old notes", Occasion.FORGETTING, partial(self._written, forget_old_notes)),
            Stage("unfinished requests", Occasion.FORGETTING, partial(self._written, forget_unfinished)),
            Stage("what came in and is over", Occasion.FORGETTING, partial(self._written, forget_what_was_done)),
            Stage("notes that go soon", Occasion.FORGETTING, partial(self._written, warn_of_forgetting)),
            Stage("productions that are over", Occasion.FORGETTING, self._look_over_productions),
            Stage("every closed set", Occasion.AUDIT, look_at_all),
        ]

    async def find_next(self) -> datetime | None:
        """The moment at which a row is due next."""
        async with self._database.read() as session:
            return await find_next_moment(session)

    async def _note_presence(self, connected: Callable[[], Awaitable[bool]]) -> None:
        """Note that the bot is there, if taps can reach it."""
        if await connected():
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                away = await note_presence(transaction, real_now(), self._longest_absence, starting=self._starting)
            self._starting = False
            self._conversations_wait = self._conversations_wait or away

    async def _read(self, read_conversations: Callable[[], Awaitable[bool]]) -> None:
        """Read what was written while the bot was away, until all of it has been; otherwise a beat asks nothing."""
        if self._conversations_wait:
            self._conversations_wait = not await read_conversations()

    async def _follow_others(self) -> None:
        """The command line and other bots are processes of their own: what they commit is followed here."""
        if await self._database.others_committed():
            self._database.tell_watchers()

    async def _look_over_productions(self) -> None:
        """Each by itself: one that cannot go is no reason for another to stay."""
        async with self._database.read() as session:
            numbers = [production.number for production in await productions.list_all(session)]
        for number in numbers:
            looking = self._written(partial(look_over, number=number))
            await succeeded("Looking whether a production is over", looking)

    async def _written(self, work: Callable[[Transaction], Awaitable[object]]) -> None:
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            await work(transaction)
