"""Makes each closed set's channel what its roster says, and looks again whenever that may have changed."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.background.alarms import Alarms
from bot.background.loop import BackgroundLoop, succeeded
from bot.background.tasks import begin
from bot.channels.channel import ChannelSync, Unfinished
from bot.channels.observations import LEASE, TURN, ahead, note_unread, put_down, take_up
from bot.clock import Clock, real_of_steady, steady_now
from bot.closed_sets.plan_now import current
from bot.domain.membership import Act, Obstacle
from bot.failures import Place, forget_failure, is_passing, note_failure
from bot.slack import Slack, SlackBusy, SlackClosed, SlackProblem, SlackUnsure
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from storage import closed_sets, failed_rows
from storage.closed_sets import ClosedSet, ClosedSetState, Ending
from storage.database import Database
from storage.failed_rows import name_of

log = logging.getLogger(__name__)

AT_ONCE = 4
PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
# So many looks in a row without an answer, and nobody can say any more that the membership is right.
PATIENCE = 4
# A little less than the timer's turn, so that each of those sees the channel itself.
LATELY = TURN - timedelta(seconds=30)


class Reconciler(BackgroundLoop):
    """Looks after all closed sets until stopped: several at a time, each by one call after the other.

    Level-triggered: whatever happened, however often it was told and in which order, what counts is the roster in the
    database and the members Slack reads out.
    """

    def __init__(self, database: Database, vault: Vault, clock: Clock, slack: Slack, alarms: Alarms) -> None:
        super().__init__("reconciler", alarms)
        self._database = database
        self._vault = vault
        self._clock = clock
        self._slack = slack
        self.bot_user = ""
        self._looked = False
        self._paused: dict[int, datetime] = {}
        self._unsure: dict[int, int] = {}
        self._planned: dict[int, datetime | None] = {}
        self._seen: dict[int, datetime] = {}

    async def look_at_all(self) -> None:
        """Events may have been lost: look at every channel now."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            for row in await closed_sets.list_live(transaction.session):
                row.check_at = transaction.now
                transaction.session.add(row)

    async def _round(self) -> datetime | None:
        """Take up what has to be looked at now; the real moment at which something else has to be."""
        if not self._looked:
            # Nobody knows what happened before.
            await self.look_at_all()
            self._looked = True
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            looks = await closed_sets.list_looks(transaction.session)
        now, later = steady_now(), []
        for number, check_at in looks:
            moment = max(now + ahead(check_at, self._clock.now()), self._paused.get(number, now))
            if moment > now:
                later.append(real_of_steady(moment))
            elif number not in self.working and len(self.working) < AT_ONCE:
                self._begin(number, self._look_after(number))
        return min(later, default=None)

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
            over = asyncio.Event()
            begin(self._go_on(taken, over), "going on")
            try:
                await self._work(taken, brief=self._may_be_brief(taken, due))
            finally:
                over.set()
            self._unsure.pop(number, None)
        except Unfinished as pause:
            after = pause.after
        except SlackProblem as problem:
            after = await self._trouble(number, taken, problem)
        except Exception as error:  # noqa: BLE001 (the edge of one closed set: the others go on)
            after = await self._fail(number, error)
        if taken is not None:
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                self._planned[number] = await put_down(transaction, taken, after)
                if after is None:
                    await right_again(transaction, taken)

    async def _go_on(self, taken: ClosedSet, over: asyncio.Event) -> None:
        """Keep a closed set for this process for as long as it is worked on, and not much longer."""
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), LEASE.total_seconds() / 2)
            if not over.is_set():
                await succeeded(f"Keeping closed set {taken.number} for this bot", self._keep(taken))

    async def _keep(self, taken: ClosedSet) -> None:
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            kept_until = await go_on(transaction, taken)
        # Known once it is stored: what was not would look like somebody else's wish for a look.
        taken.check_at = kept_until

    async def _fail(self, number: int, error: Exception) -> timedelta:
        """Our side cannot look after a closed set: the coordinator is told, and it is tried again, but not at once."""
        log.error("Closed set %s could not be looked after (%s).", number, type(error).__name__)
        if is_passing(error):
            self._paused[number] = steady_now() + PAUSE
            return PAUSE
        self._paused[number] = steady_now() + LONGEST_PAUSE
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await closed_sets.find(transaction.session, number)
            await note_failure(
                transaction, Place(name_of(ClosedSet), number, row.production_id if row else None), error
            )
        return LONGEST_PAUSE

    def _may_be_brief(self, taken: ClosedSet, due: datetime | None) -> bool:
        """Whether only the members have to be read: the timer's own look, nothing in the way, the channel seen lately.

        Every minute before call, for fifty closed sets, both readings would be all that Slack allows in a minute.
        """
        own = due is not None and due == self._planned.get(taken.number)
        seen = self._seen.get(taken.number)
        return own and taken.alarm is None and seen is not None and timedelta(0) <= self._clock.now() - seen < LATELY

    async def _work(self, taken: ClosedSet, *, brief: bool) -> None:
        work = ChannelSync(self._database, self._vault, self._clock, self._slack, self.bot_user, taken)
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
                    await note_unread(transaction, await current(transaction, taken), Obstacle(Act.SEE, code))
        # An event asks for a look at once; Slack's own wish to wait comes first.
        self._paused[number] = steady_now() + wait
        return wait


async def right_again(transaction: Transaction, taken: ClosedSet) -> None:
    """What had failed here, in whichever process, has not now; a word of it that nobody knows still has."""
    row = await current(transaction, taken)
    failed = await failed_rows.find(transaction.session, name_of(ClosedSet), row.number)
    if failed is not None and isinstance(row.ending, Ending | None):
        await forget_failure(transaction, failed)


async def go_on(transaction: Transaction, taken: ClosedSet) -> datetime | None:
    """It is still being worked on, until when; a look that somebody has asked for meanwhile is not put off by that."""
    row = await current(transaction, taken)
    if row.check_at != taken.check_at or not row.live:
        return taken.check_at
    row.check_at = transaction.now + LEASE
    transaction.session.add(row)
    return row.check_at
