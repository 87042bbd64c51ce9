"""Makes each closed set's channel what its roster says, and looks again whenever that may have changed."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.channels.channel import ChannelSync, Unfinished
from bot.channels.observations import TURN, note_unread, put_down, take_up
from bot.clock import Clock, real_now
from bot.closed_sets.plan_now import current
from bot.domain.membership import Obstacle
from bot.slack import Slack, SlackBusy, SlackClosed, SlackProblem, SlackUnsure
from bot.transaction import reading, writing
from bot.vault import Vault
from storage import closed_sets
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.database import Database

log = logging.getLogger(__name__)

AT_ONCE = 4
PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
# So many looks in a row without an answer, and nobody can say any more that the membership is right.
PATIENCE = 4
# A little less than the timer's turn, so that each of those sees the channel itself.
LATELY = TURN - timedelta(seconds=30)


class Reconciler:
    """Looks after all closed sets until stopped: several at a time, each by one call after the other.

    Level-triggered: whatever happened, however often it was told and in which order, what counts is the roster in the
    database and the members Slack reads out.
    """

    def __init__(self, database: Database, vault: Vault, clock: Clock, slack: Slack) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._slack = slack
        self._bot = ""
        self._woken = asyncio.Event()
        self._ending = False
        self.working: dict[int, asyncio.Task[None]] = {}
        self._paused: dict[int, datetime] = {}
        self._unsure: dict[int, int] = {}
        self._planned: dict[int, datetime | None] = {}
        self._seen: dict[int, datetime] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self, bot_user: str) -> None:
        """Begin to look after closed sets, all of them at once: nobody knows what happened meanwhile."""
        self._bot = bot_user
        self._task = asyncio.create_task(self._run(), name="reconciler")

    def wake(self) -> None:
        """Look whether there is something to do as soon as possible."""
        self._woken.set()

    async def look_at_all(self) -> None:
        """Events may have been lost: look at every channel now."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            for row in await closed_sets.list_live(transaction.session):
                row.check_at = transaction.now
                transaction.session.add(row)

    async def stop(self) -> None:
        """Finish the calls on the way, begin nothing new."""
        self._ending = True
        self._woken.set()
        if self._task is not None:
            await self._task
        if self.working:
            await asyncio.wait(self.working.values(), timeout=15)

    async def _run(self) -> None:
        looked = False
        while not self._ending:
            self._woken.clear()
            try:
                if not looked:
                    await self.look_at_all()
                    looked = True
                await self._round()
            except Exception as error:  # noqa: BLE001 (the edge of the loop: it must not end)
                log.error("The closed sets could not be read (%s).", type(error).__name__)
            if not self._ending:
                with suppress(TimeoutError):
                    async with asyncio.timeout(PAUSE.total_seconds()):
                        await self._woken.wait()

    async def _round(self) -> None:
        """Take up what has to be looked at now."""
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            waiting = await closed_sets.list_to_check(transaction.session, transaction.now)
        for number in waiting:
            resting = self._paused.get(number, real_now()) > real_now()
            if number not in self.working and not resting and len(self.working) < AT_ONCE:
                self._begin(number)

    def _begin(self, number: int) -> None:
        task = asyncio.create_task(self._look_after(number), name=f"closed set {number}")
        self.working[number] = task

        def done(_: asyncio.Task[None]) -> None:
            self.working.pop(number, None)
            self._woken.set()

        task.add_done_callback(done)

    async def _look_after(self, number: int) -> None:
        """One look at one closed set, and what follows from it."""
        taken: ClosedSet | None = None
        after: timedelta | None = None
        try:
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                row = await closed_sets.find(transaction.session, number)
                due = row.check_at if row is not None else None
                taken = await take_up(transaction, number)
            if taken is None:
                return
            await self._work(taken, brief=self._may_be_brief(taken, due))
            self._unsure.pop(number, None)
        except Unfinished as pause:
            after = pause.after
        except SlackProblem as problem:
            after = await self._trouble(number, taken, problem)
        except Exception as error:  # noqa: BLE001 (the edge of one closed set: the others go on)
            log.error("Closed set %s could not be looked after (%s).", number, type(error).__name__)
            after = PAUSE * 5
        if taken is not None:
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                self._planned[number] = await put_down(transaction, taken, after)

    def _may_be_brief(self, taken: ClosedSet, due: datetime | None) -> bool:
        """Whether only the members have to be read: the timer's own look, nothing in the way, the channel seen lately.

        Every minute before call, for fifty closed sets, both readings would be all that Slack allows in a minute.
        """
        own = due is not None and due == self._planned.get(taken.number)
        seen = self._seen.get(taken.number)
        return own and taken.alarm is None and seen is not None and timedelta(0) <= self._clock.now() - seen < LATELY

    async def _work(self, taken: ClosedSet, *, brief: bool) -> None:
        work = ChannelSync(self._database, self._vault, self._clock, self._slack, self._bot, taken)
        if taken.state is ClosedSetState.CLOSING:
            await work.close()
        elif taken.state is ClosedSetState.OPENING:
            await work.open()
        else:
            await work.check(brief=brief)
        if not brief:
            self._seen[taken.number] = self._clock.now()

    async def _trouble(self, number: int, taken: ClosedSet | None, problem: SlackProblem) -> timedelta:
        """Slack did not answer as it should: how long to wait, and from when on that is an alarm of its own."""
        log.warning("Closed set %s waits for Slack (%s).", number, problem.code)
        if isinstance(problem, SlackBusy):
            wait = timedelta(seconds=problem.retry_after)
        else:
            tries = self._unsure[number] = self._unsure.get(number, 0) + 1
            wait = min(PAUSE * 2 ** min(tries - 1, 6), LONGEST_PAUSE)
            if taken is not None and (not isinstance(problem, SlackUnsure) or tries >= PATIENCE):
                code = problem.code if isinstance(problem, SlackClosed) else "no_answer"
                async with writing(self._database, self._vault, self._clock.now()) as transaction:
                    await note_unread(transaction, await current(transaction, taken), Obstacle("see", code))
        # An event asks for a look at once; Slack's own wish to wait comes first.
        self._paused[number] = real_now() + wait
        return wait
