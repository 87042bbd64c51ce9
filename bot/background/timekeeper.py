"""The timekeeper: runs what the bot does by itself, each stage on its occasion and guarded by itself."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import partial

from bot.background.alarms import Alarms
from bot.background.loop import PAUSE, BackgroundLoop, succeeded
from bot.background.tasks import begin
from bot.clock import Clock, TwoClocks, real_now, real_of_steady, steady_now

BEAT = timedelta(seconds=5)
HOUR = timedelta(hours=1)


class Occasion(Enum):
    """When a stage is run. All stages are run at the start."""

    BEAT = "every five seconds, by the clock that only counts"
    MOMENT = "a moment that stands in a row has come"
    FORGETTING = "every hour, also where the production's clock is moved by one"
    AUDIT = "every hour"


@dataclass(frozen=True)
class Stage:
    """One thing the bot does by itself."""

    name: str
    occasion: Occasion
    run: Callable[[], Awaitable[object]]


class Timekeeper(BackgroundLoop):
    """Runs stages, in their order, one after the other. A stage that fails stops no other and is tried again.

    `find_next` gives the production's moment at which the next row is due. It is asked after a commit and only then: in
    between nothing is looked up, the alarm is set.
    """

    def __init__(
        self,
        clock: Clock,
        alarms: Alarms,
        stages: Sequence[Stage],
        find_next: Callable[[], Awaitable[datetime | None]],
        two_clocks: TwoClocks | None = None,
    ) -> None:
        super().__init__("timekeeper", alarms)
        self.stages = list(stages)
        self._clock = clock
        self._find_next = find_next
        self._two_clocks = two_clocks or TwoClocks()
        self._asked = set(Occasion)
        self._beat_at = self._two_clocks.steady()
        self._forgot_with = clock.offset
        self._changes, self._changes_known = 1, 0
        self._next: datetime | None = None
        self._rest_until: datetime | None = None
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin with every stage."""
        for occasion in (Occasion.FORGETTING, Occasion.AUDIT):
            self._alarms.every(occasion.name, HOUR, partial(self.ask, occasion))
        self._beating = begin(self._beat(), "beat")
        super().start()

    async def stop(self) -> None:
        """Let a running stage finish, then end."""
        if self._beating is not None:
            self._beating.cancel()
        await super().stop()

    def ask(self, *occasions: Occasion) -> None:
        """Have the stages of some occasions run as soon as possible."""
        self._asked.update(occasions)
        self.wake()

    def look_again(self) -> None:
        """Something was committed: what is due next may be something else."""
        self._changes += 1
        self.wake()

    def clock_moved(self) -> None:
        """The production's clock was moved: look at once at everything that follows it."""
        self._rest_until = None
        if abs(self._clock.offset - self._forgot_with) >= HOUR:
            self._asked.add(Occasion.FORGETTING)
        self.wake()

    async def _beat(self) -> None:
        # Not one of the scheduler's jobs: those go by the clock on the wall, and stand still when that is set back.
        while True:
            await asyncio.sleep(BEAT.total_seconds())
            self.ask(Occasion.BEAT)

    async def _round(self) -> datetime | None:
        """What was asked for and what is due, in the order of the list; the real moment at which more is due."""
        self._asked |= self._found_by_the_clocks()
        resting = self._rest_until is not None and steady_now() < self._rest_until
        if not resting and await self._is_something_due():
            self._asked.add(Occasion.MOMENT)
        asked, self._asked = self._asked, set()
        # The beat comes again by itself, and what is due is looked up.
        self._asked |= await self._run_stages(asked) - {Occasion.BEAT, Occasion.MOMENT}
        if resting and self._rest_until is not None:
            return real_of_steady(self._rest_until)
        if Occasion.MOMENT in asked and await self._is_something_due():
            # It failed, or has to wait for somebody: neither is a reason to try without end.
            self._rest_until = steady_now() + PAUSE
            return real_now() + PAUSE
        return self._clock.real(self._next) if self._next is not None else None

    def _found_by_the_clocks(self) -> set[Occasion]:
        """What the machine's clocks ask for, whatever has woken the loop: presence is noted before anything is done."""
        if self._two_clocks.have_parted():
            self._rest_until = None
            self._alarms.clocks_moved()
            # What came before its clock was set back seems to come yet: it is looked at now.
            return {Occasion.BEAT, Occasion.MOMENT, Occasion.FORGETTING}
        late = self._two_clocks.steady() - self._beat_at >= BEAT.total_seconds()
        return {Occasion.BEAT} if late else set()

    async def _run_stages(self, occasions: Collection[Occasion]) -> set[Occasion]:
        """Run the stages of some occasions; the occasions of those that failed."""
        if Occasion.BEAT in occasions:
            self._beat_at = self._two_clocks.steady()
        if Occasion.FORGETTING in occasions:
            self._forgot_with = self._clock.offset
        return {
            stage.occasion
            for stage in self.stages
            if stage.occasion in occasions and not await succeeded(f"The stage “{stage.name}”", stage.run())
        }

    async def _is_something_due(self) -> bool:
        if self._changes_known != self._changes:
            changes = self._changes
            self._next = await self._find_next()
            self._changes_known = changes
        return self._next is not None and self._next <= self._clock.now()
