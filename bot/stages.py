"""What the bot does by itself: one list of stages, in the order in which they are run."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.background.loop import succeeded
from bot.background.timekeeper import Occasion, Stage
from bot.checkins.outages import Beat, note_presence
from bot.clock import Clock, Uptime, real_now, uptime
from bot.due import repeat_alerts, run_due
from bot.privacy.key_rotation import count_by_key, reseal
from bot.privacy.reduction import look_over
from bot.privacy.retention import forget_old_notes, warn_of_forgetting
from bot.privacy.taking_up import take_up_failed, tell_of_untold
from bot.privacy.trying_again import take_up_lost_requests
from bot.privacy.unfinished import forget_unfinished, forget_what_was_done
from bot.privacy.unreadable_rows import look_through
from bot.proof.handing_over import hand_over, keep_in_file
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault, is_of_first_release
from storage import productions, running_bots
from storage.database import Database
from storage.next_moment import find_next_moment


class Stages:
    """The stages of one bot. What they need of Slack, and of the other loops, is given by whoever assembles it.

    `name`: under which it says that it is there, where several may work on one database. `heads_file`: where the heads
    of the record are kept as well.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: Clock,
        longest_absence: timedelta,
        *,
        name: str | None = None,
        heads_file: Path | None = None,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._longest_absence = longest_absence
        self._name = name
        self._heads_file = heads_file
        self._starting = True
        self._noted_at: Uptime | None = None
        # What an earlier bot could not read may still wait.
        self._conversations_wait = True
        self._older_seals = True

    def listed(
        self,
        look_for_access: Callable[[], Awaitable[None]],
        connected: Callable[[], Awaitable[bool]],
        read_conversations: Callable[[], Awaitable[bool]],
        catch_up: Callable[[], Awaitable[None]],
        look_at_all: Callable[[], Awaitable[None]],
    ) -> list[Stage]:
        """Whether Slack lets the bot in, then presence: what an outage leaves open is known before all else."""
        about_it = (self._database, self._vault, self._clock)
        heads = partial(self.of_each_production, "Handing over the head of production", self.hand_over_head)
        over = partial(self.of_each_production, "Looking over production", self._look_over)
        return [
            Stage("being let in", Occasion.BEAT, look_for_access),
            Stage("presence", Occasion.BEAT, partial(self._note_presence, connected)),
            Stage("what was written meanwhile", Occasion.BEAT, partial(self._read, read_conversations)),
            Stage("other processes", Occasion.BEAT, self._follow_others),
            Stage("what was deleted leaving the files", Occasion.BEAT, self._database.shrink),
            Stage("requests left behind", Occasion.MOMENT, catch_up),
            Stage("what is due", Occasion.MOMENT, partial(run_due, *about_it)),
            Stage("alerts nobody has acknowledged", Occasion.MOMENT, partial(repeat_alerts, *about_it)),
            Stage("what an earlier release has sealed", Occasion.FORGETTING, self.seal_anew),
            Stage("old notes", Occasion.FORGETTING, partial(self._written, forget_old_notes)),
            Stage("unfinished requests", Occasion.FORGETTING, partial(self._written, forget_unfinished)),
            Stage("what came in and is over", Occasion.FORGETTING, partial(self._written, forget_what_was_done)),
            Stage("notes that go soon", Occasion.FORGETTING, partial(self._written, warn_of_forgetting)),
            Stage("heads of the record", Occasion.FORGETTING, heads),
            Stage("productions that are over", Occasion.FORGETTING, over),
            Stage("every closed set", Occasion.AUDIT, look_at_all),
            Stage("what cannot be read", Occasion.FORGETTING, self._look_through),
            Stage("failures nobody was told of", Occasion.FORGETTING, self._tell_of_untold),
            Stage("what has failed before", Occasion.FORGETTING, self._take_up_failed),
        ]

    async def find_next(self) -> datetime | None:
        """The moment at which a row is due next."""
        async with self._database.read() as session:
            return await find_next_moment(session)

    async def _note_presence(self, connected: Callable[[], Awaitable[bool]]) -> None:
        """Note that the bot is there, if taps can reach it."""
        if await connected():
            async with writing(self._database, self._vault, self._clock.now()) as begun:
                # Looked up when it is this bot's turn: after a wait, another's sign of life would lie in the future.
                on, own = uptime(), self._noted_at
                since = timedelta(seconds=on.seconds - own.seconds) if on is not None and own is not None else None
                beat = Beat(real_now(), starting=self._starting, own=since, on=on)
                transaction = replace(begun, now=self._clock.now())
                away = await note_presence(transaction, beat, self._longest_absence)
                if self._name is not None:
                    await running_bots.note(transaction.session, self._name, beat.real)
            self._starting, self._noted_at = False, on
            self._conversations_wait = self._conversations_wait or away

    async def _read(self, read_conversations: Callable[[], Awaitable[bool]]) -> None:
        """Read what was written while the bot was away, until all of it has been; otherwise a beat asks nothing."""
        if self._conversations_wait:
            self._conversations_wait = not await read_conversations()

    async def _follow_others(self) -> None:
        """The command line and other bots are processes of their own: what they commit is followed here."""
        if await self._database.others_committed():
            self._database.tell_watchers()

    async def seal_anew(self) -> None:
        """Bind what an earlier release has sealed to more than its row, once in the life of this process."""
        if not self._older_seals:
            return
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            under = await count_by_key(transaction)
        if any(map(is_of_first_release, under)):
            await reseal(partial(writing, self._database, self._vault, self._clock.now()))
        self._older_seals = False

    async def _look_through(self) -> None:
        """Know what cannot be read before somebody needs it."""
        now = self._clock.now()
        about_it = (self._database, self._vault, now)
        await look_through(partial(reading, *about_it), partial(writing, *about_it))
        await take_up_lost_requests(partial(reading, *about_it), partial(writing, *about_it))

    async def _tell_of_untold(self) -> None:
        """What failed while a production could not be told is told of as soon as it can be."""
        await tell_of_untold(partial(writing, self._database, self._vault, self._clock.now()))

    async def _take_up_failed(self) -> None:
        """What failed for a reason that has passed goes on."""
        about_it = (self._database, self._vault, self._clock.now())
        await take_up_failed(partial(reading, *about_it), partial(writing, *about_it))

    async def of_each_production(self, what: str, work: Callable[[int], Awaitable[None]]) -> None:
        """Something done for each by itself: a key that is lost, or one that cannot go, stops no other."""
        async with self._database.read() as session:
            numbers = [production.number for production in await productions.list_all(session)]
        for number in numbers:
            await succeeded(f"{what} {number}", work(number))

    async def hand_over_head(self, number: int) -> None:
        """One production's newest head goes to its coordinators, and into the file where there is one."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            production = await productions.find(transaction.session, number)
            head = await hand_over(transaction, production) if production is not None else None
        if head is not None and self._heads_file is not None:
            keep_in_file(self._heads_file, [head])

    async def _look_over(self, number: int) -> None:
        """Whether one production is over."""
        await self._written(partial(look_over, number=number))

    async def _written(self, work: Callable[[Transaction], Awaitable[object]]) -> None:
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            await work(transaction)
