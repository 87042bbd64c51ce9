"""The dispatcher: takes what is in the outbox to Slack. One at a time to each person, alerts before fan-outs."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts import cannot_reach
from bot.background.alarms import Alarms
from bot.background.loop import BackgroundLoop
from bot.checkins.accounts import note_account
from bot.clock import Clock, real_now
from bot.delivery.rendering import arrived, render
from bot.locales import language_of
from bot.productions import take_name
from bot.slack import Slack, SlackBusy, SlackClosed, SlackProblem, SlackRefused, shown_name
from bot.transaction import Transaction, writing
from bot.vault import Vault
from messages.blocks import Message
from storage import deliveries, heads, people
from storage.database import Database
from storage.deliveries import Delivery, DeliveryState
from storage.people import Person

log = logging.getLogger(__name__)

AT_ONCE = 8
LONGEST_WAIT = timedelta(minutes=1)
# While Slack does not accept the bot at all, it is asked again this many paces later.
CLOSED_PACES = 30
FRESH = timedelta(hours=1)
HISTORY = timedelta(hours=1)
MOST_ATTEMPTS = 12
SAY_EVERY = 20


@dataclass(frozen=True)
class Times:
    """How long a delivery is this process's own, and how far apart two messages to one person are.

    Slack takes about one message a second in one conversation: https://docs.slack.dev/apis/web-api/rate-limits
    """

    lease: timedelta
    pace: timedelta


@dataclass(frozen=True)
class Posted:
    """A message in Slack: its conversation and its timestamp."""

    channel: str
    ts: str


@dataclass(frozen=True)
class ClaimedDelivery:
    """One delivery taken on: what to say, and whether an earlier try may have arrived already.

    `rewrites`: the earlier message that says it from now on, without a new one.
    """

    number: int
    reader: Person
    message: Message
    nonce: str
    tried_at: datetime | None
    rewrites: Posted | None = None


class Dispatcher(BackgroundLoop):
    """Delivers until stopped. Owns every retry; a post whose outcome is unknown is looked for before it is repeated."""

    def __init__(
        self, database: Database, vault: Vault, clock: Clock, slack: Slack, times: Times, alarms: Alarms
    ) -> None:
        super().__init__("dispatcher", alarms)
        self._database = database
        self._vault = vault
        self._clock = clock
        self._slack = slack
        self._times = times
        self._paced: dict[int, datetime] = {}
        self._pause_until: datetime | None = None

    async def _round(self) -> datetime | None:
        """Take on what can go now; the real moment at which something else can."""
        now = real_now()
        if self._pause_until is not None and now < self._pause_until:
            return self._pause_until
        async with self._database.read() as session:
            waiting = await heads.list_heads(session, self._clock.now(), now)
            held_until = await deliveries.find_next_held(session, self._clock.now())
        later = [self._clock.real(held_until)] if held_until is not None else []
        for head in waiting:
            free_at = max(filter(None, (head.free_at, self._paced.get(head.person_id), now)))
            if free_at > now:
                later.append(free_at)
            elif len(self.working) < AT_ONCE and head.person_id not in self.working:
                self._begin(head.person_id, self._deliver(head.number))
        return min(later, default=None)

    async def _deliver(self, number: int) -> None:
        claimed: ClaimedDelivery | None = None
        try:
            claimed = await self._take(number)
            if claimed is not None:
                await self._carry(claimed)
        except SlackProblem as problem:
            await self._put_back(number, problem, open_outcome=claimed is not None and claimed.tried_at is not None)
        except Exception as error:  # noqa: BLE001 (the edge of one delivery: the others go on)
            log.error("Delivery %s failed (%s).", number, type(error).__name__)
            await self._put_back(number, SlackProblem(type(error).__name__))

    async def _take(self, number: int) -> ClaimedDelivery | None:
        """Claim a delivery for this process and write it from what is true now. None when there is nothing to send."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await deliveries.get(transaction.session, number)
            now = real_now()
            if row.state not in (DeliveryState.WAITING, DeliveryState.SENDING) or (row.lease_until or now) > now:
                return None
            tried_at = row.attempted_at if row.state is DeliveryState.SENDING else None
            reader = await people.get(transaction.session, row.person_id)
            message = await render(transaction, row)
            if not reader.reachable or (message is None and tried_at is None):
                row.state = DeliveryState.DROPPED
                return None
            row.state, row.lease_until = DeliveryState.SENDING, now + self._times.lease
            # On the production's clock, as Slack's own timestamps are, the sandbox's included.
            row.attempted_at = tried_at or transaction.now
            row.attempts += 1
            await written(transaction, row, reader, message)
            rewrites = await rewritten(transaction, row)
        return ClaimedDelivery(number, reader, message or Message(text=""), row.nonce, tried_at, rewrites)

    async def _carry(self, claimed: ClaimedDelivery) -> None:
        """To Slack, and the outcome on disk."""
        reader = claimed.reader
        met = await self._meet(reader)
        if met is None:
            await self._give_up(claimed.number, "user_disabled")
            return
        if met.language != reader.language:
            claimed = await self._write_anew(claimed)
        if claimed.rewrites is not None and claimed.message.text and await self._rewrite(claimed, claimed.rewrites):
            return
        channel = reader.slack_channel or await self._slack.open_direct(reader.slack_user or "")
        ts = None
        if claimed.tried_at is not None:
            ts = await self._slack.find_posted(channel, claimed.nonce, claimed.tried_at - HISTORY)
        if ts is None and not claimed.message.text:
            await self._close(claimed.number, channel, None)
            return
        self._paced[reader.number] = real_now() + self._times.pace
        if ts is None:
            channel, ts = await self._post(claimed, channel)
        await self._close(claimed.number, channel, ts)

    async def _rewrite(self, claimed: ClaimedDelivery, posted: Posted) -> bool:
        """Write an earlier message anew; False where Slack does not let it be changed any more, and a post is due."""
        self._paced[claimed.reader.number] = real_now() + self._times.pace
        try:
            await self._slack.update(posted.channel, posted.ts, claimed.message)
        except SlackRefused:
            return False
        await self._close(claimed.number, posted.channel, posted.ts)
        return True

    async def _post(self, claimed: ClaimedDelivery, channel: str) -> tuple[str, str]:
        """Post; a conversation Slack no longer knows, as after a move to another workspace, is opened anew once."""
        try:
            return channel, await self._slack.post(channel, claimed.message, claimed.nonce)
        except SlackRefused as refusal:
            if refusal.code != "channel_not_found":
                raise
            opened = await self._slack.open_direct(claimed.reader.slack_user or "")
            if opened == channel:
                raise
        return opened, await self._slack.post(opened, claimed.message, claimed.nonce)

    async def _write_anew(self, claimed: ClaimedDelivery) -> ClaimedDelivery:
        """The same delivery in the language Slack has just named."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await deliveries.get(transaction.session, claimed.number)
            message = await render(transaction, row)
            await written(transaction, row, await people.get(transaction.session, row.person_id), message)
        return replace(claimed, message=message or Message(text=""))

    async def _meet(self, reader: Person) -> Person | None:
        """The reader with the language Slack speaks to them; None when the account is closed.

        Slack takes posts to deactivated people without a word: https://github.com/slackapi/python-slack-sdk/issues/1156
        """
        if reader.seen_active_at is not None and self._clock.now() - reader.seen_active_at < FRESH:
            return reader
        facts = await self._slack.person(reader.slack_user or "")
        closed = bool(facts.get("deleted"))
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            stored = await people.get(transaction.session, reader.number)
            await note_account(transaction, stored, active=not closed)
            if not closed:
                stored.seen_active_at = transaction.now
                stored.slack_locale = facts.get("locale") or stored.slack_locale
                take_name(transaction, stored, shown_name(facts), from_slack=True)
            transaction.session.add(stored)
        return None if closed else stored

    async def _close(self, number: int, channel: str, ts: str | None) -> None:
        """The delivery has arrived, or has nothing to say any more."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await deliveries.get(transaction.session, number)
            row.state = DeliveryState.SENT if ts else DeliveryState.DROPPED
            row.sent_at, row.channel, row.ts = transaction.now, channel, ts
            row.lease_until = row.failure = None
            reader = await people.get(transaction.session, row.person_id)
            reader.slack_channel = channel
            transaction.session.add(reader)
            transaction.session.add(row)
            if ts:
                await arrived(transaction, row)

    async def _put_back(self, number: int, problem: SlackProblem, *, open_outcome: bool = False) -> None:
        """Try again later, or give up where asking again would not help.

        `open_outcome`: nobody knows yet what became of an earlier try.
        """
        if isinstance(problem, SlackClosed):
            log.error("Slack does not accept the bot (%s). Nothing is sent until it does.", problem.code)
            self._pause_until = real_now() + CLOSED_PACES * self._times.pace
        elif isinstance(problem, SlackBusy):
            # The limit is the method's, for the whole workspace: asking for the next person would only prolong it.
            self._pause_until = real_now() + timedelta(seconds=problem.retry_after)
        async with self._database.write() as session:
            row = await deliveries.get(session, number)
            hopeless = isinstance(problem, SlackRefused) or (
                type(problem) is SlackProblem and row.attempts >= MOST_ATTEMPTS
            )
            if not hopeless:
                if row.attempts % SAY_EVERY == 1:
                    log.warning("Delivery %s waits and will be tried again (%s).", number, problem.code)
                wait = max(
                    timedelta(seconds=problem.retry_after),
                    min(self._times.pace * 2 ** min(row.attempts, 6), LONGEST_WAIT),
                )
                row.not_before, row.lease_until, row.failure = real_now() + wait, None, problem.code
                if isinstance(problem, SlackBusy | SlackClosed) and not open_outcome:
                    # Slack said no before it did anything: nothing to look for at the next try.
                    row.state = DeliveryState.WAITING
                session.add(row)
        if hopeless:
            await self._give_up(number, problem.code)

    async def _give_up(self, number: int, code: str) -> None:
        """This person cannot be reached: the coordinator is told, so that somebody speaks with them."""
        log.warning("Delivery %s cannot be made (%s).", number, code)
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await deliveries.get(transaction.session, number)
            row.state, row.failure, row.lease_until = DeliveryState.FAILED, code, None
            transaction.session.add(row)
            await cannot_reach(transaction, row, code)


async def rewritten(transaction: Transaction, row: Delivery) -> Posted | None:
    """The message a delivery rewrites, if it has arrived."""
    number = row.subject.get("rewrites")
    earlier = await deliveries.get(transaction.session, number) if number is not None else None
    if earlier is None or earlier.state is not DeliveryState.SENT or not earlier.channel or not earlier.ts:
        return None
    return Posted(earlier.channel, earlier.ts)


async def written(transaction: Transaction, row: Delivery, reader: Person, message: Message | None) -> None:
    """Note what a delivery says: in which language, and about which version of the facts."""
    row.language = (await language_of(transaction, reader)).code
    row.version = message.version if message is not None else row.version
    transaction.session.add(row)
