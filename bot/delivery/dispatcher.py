"""The dispatcher: takes what is in the outbox to Slack. One at a time to each person, alerts before fan-outs."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.alerts import cannot_reach, not_shown
from bot.background.alarms import Alarms
from bot.background.loop import BackgroundLoop
from bot.checkins.accounts import note_account
from bot.clock import Clock, real_now, real_of_steady, steady_now
from bot.delivery.claims import ClaimedDelivery, Posted, Term, is_still_ours, leased, real_moment
from bot.delivery.rendering import arrived, render
from bot.domain.turns import FARTHEST
from bot.domain.unreadable import Unreadable
from bot.failures import Place, is_passing, keep_failure, note_failure
from bot.locales import language_of
from bot.productions import take_name
from bot.slack import (
    Slack,
    SlackBusy,
    SlackClosed,
    SlackProblem,
    SlackRefused,
    SlackUnfit,
    SlackUnsure,
    is_stranger,
    shown_name,
)
from bot.transaction import Transaction, writing
from bot.vault import Vault
from messages.blocks import Message
from messages.language import Language
from messages.paging import short_form
from storage import deliveries, heads, people, shut_outs
from storage.database import Database
from storage.deliveries import Delivery, DeliveryState
from storage.failed_rows import name_of
from storage.heads import Head
from storage.people import Person

log = logging.getLogger(__name__)

AT_ONCE = 8
LONGEST_WAIT = timedelta(minutes=1)
# While Slack does not accept the bot at all, it is asked again this many paces later.
CLOSED_PACES = 30
FRESH = timedelta(hours=1)
HISTORY = timedelta(hours=1)
SAY_EVERY = 20


@dataclass(frozen=True)
class Times:
    """How long a delivery is this process's own, and how far apart two messages to one person are.

    Slack takes about one message a second in one conversation: https://docs.slack.dev/apis/web-api/rate-limits
    """

    lease: timedelta
    pace: timedelta


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
        self.team_id: str | None = None
        self._paced: dict[int, datetime] = {}
        self._pause_until: datetime | None = None

    async def _round(self) -> datetime | None:
        """Take on what can go now; the real moment at which something else can."""
        if self._pause_until is not None and steady_now() < self._pause_until:
            return real_of_steady(self._pause_until)
        async with self._database.read() as session:
            if await shut_outs.find_open(session) is not None:
                # Looked at anew when something is committed: that Slack lets the bot in again is.
                return real_now() + LONGEST_WAIT
            moment = await real_moment(session)
            waiting = await heads.list_heads(session, self._clock.now(), moment, self._times.lease)
            held_until = await deliveries.find_next_held(session, self._clock.now())
        later = [self._clock.real(held_until)] if held_until is not None else []
        apart = real_now() - moment
        for head in waiting:
            if (free_at := self._free_at(head, apart)) is not None:
                later.append(free_at)
            elif len(self.working) < AT_ONCE and head.person_id not in self.working:
                self._begin(head.person_id, self._deliver(head.number))
        return min(later, default=None)

    def _free_at(self, head: Head, apart: timedelta) -> datetime | None:
        """The real moment from which on a delivery can be taken on; None: it can now.

        `apart`: how far this machine's clock is ahead of the one that all go by.
        """
        now, paced = real_now(), self._paced.get(head.person_id)
        leased_until = head.free_at + apart if head.free_at is not None else None
        free_at = max(filter(None, (leased_until, real_of_steady(paced) if paced is not None else None, now)))
        return free_at if free_at > now else None

    async def _deliver(self, number: int) -> None:
        claimed: ClaimedDelivery | None = None
        try:
            claimed = await self._take(number)
            if claimed is not None:
                await self._carry(claimed)
        except SlackProblem as problem:
            await self._put_back(number, claimed, problem)
        except Exception as error:  # noqa: BLE001 (the edge of one delivery: the others go on)
            if is_passing(error):
                log.error("Delivery %s failed (%s).", number, type(error).__name__)
                await self._put_back(number, claimed, SlackUnsure(type(error).__name__))
            else:
                await self._fail(number, claimed, error)

    async def _fail(self, number: int, claimed: ClaimedDelivery | None, error: Exception) -> None:
        """It cannot be written: that is nobody's being out of reach, and no reason to try again by itself."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await self._ours(transaction.session, number, claimed)
            if row is None:
                return
            has_failed(transaction, row, type(error).__name__)
            place = Place(name_of(Delivery), number, row.production_id, row.person_id)
            if isinstance(error, Unreadable):
                await note_failure(transaction, place, error)
            elif await keep_failure(transaction, place, error) is not None:
                # Nothing of it is lost but this message: whoever should have read it is asked.
                await not_shown(transaction, row.person_id, row.production_id, f"{number}")

    async def _ours(self, session: AsyncSession, number: int, claimed: ClaimedDelivery | None) -> Delivery | None:
        """The row, for what has become of it; None where another process has taken it on meanwhile, or ended it."""
        row = await deliveries.get(session, number)
        if is_still_ours(row, claimed, await real_moment(session), self._times.lease):
            return row
        log.warning("Delivery %s is another's by now.", number)
        return None

    async def _take(self, number: int) -> ClaimedDelivery | None:
        """Claim a delivery for this process and write it from what is true now. None when there is nothing to send."""
        term = Term(self._times.lease)
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await deliveries.get(transaction.session, number)
            now = await real_moment(transaction.session)
            if row.state not in (DeliveryState.WAITING, DeliveryState.SENDING) or leased(row, now, self._times.lease):
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
            language = await written(transaction, row, reader, message)
            rewrites = await rewritten(transaction, row)
        said = (row.template, reader, language, message or Message(text=""))
        return ClaimedDelivery(number, row.attempts, term, *said, row.nonce, tried_at, rewrites)

    async def _carry(self, claimed: ClaimedDelivery) -> None:
        """To Slack, and the outcome on disk."""
        reader, within = claimed.reader, claimed.term.within
        met = await self._meet(claimed)
        if met is None:
            await self._give_up(claimed.number, claimed, "user_disabled")
            return
        if met.language != reader.language:
            claimed = await self._write_anew(claimed)
        if claimed.rewrites is not None and claimed.message.text and await self._rewrite(claimed, claimed.rewrites):
            return
        channel = reader.slack_channel or ""
        if not channel:
            channel = await within(partial(self._slack.open_direct, reader.slack_user or ""))
        for number, part in enumerate(claimed.message.parts()):
            nonce = f"{claimed.nonce}-{number}" if number else claimed.nonce
            ts = None
            if claimed.tried_at is not None:
                ts = await within(partial(self._slack.find_posted, channel, nonce, claimed.tried_at - HISTORY))
            if ts is None and not part.text:
                await self._close(claimed, channel, None)
                return
            self._paced[reader.number] = steady_now() + self._times.pace
            if ts is None:
                channel, ts = await self._post(claimed, channel, part, nonce)
            claimed.posted.append(ts)
        await self._close(claimed, channel, claimed.posted[0], "".join(claimed.unfit[:1]))

    async def _rewrite(self, claimed: ClaimedDelivery, posted: Posted) -> bool:
        """Write an earlier message anew; False where Slack does not let it be changed any more, and a post is due."""
        parts = claimed.message.parts()
        if len(parts) > 1:
            return False
        self._paced[claimed.reader.number] = steady_now() + self._times.pace
        try:
            await claimed.term.within(partial(self._slack.update, posted.channel, posted.ts, parts[0]))
        except SlackRefused:
            return False
        await self._close(claimed, posted.channel, posted.ts)
        return True

    async def _post(self, claimed: ClaimedDelivery, channel: str, part: Message, nonce: str) -> tuple[str, str]:
        """Post; what Slack does not take as it was written goes in short, with the same buttons, else without them."""
        short = short_form(claimed.language, part)
        for form in (part, short, replace(short, blocks=short.blocks[:1])):
            try:
                return await self._post_there(claimed, channel, form, nonce)
            except SlackUnfit as refusal:
                log.error("Slack does not take a %s as it is written (%s).", claimed.template, refusal.code)
                claimed.unfit.append(refusal.code)
        raise SlackUnfit(claimed.unfit[-1])

    async def _post_there(self, claimed: ClaimedDelivery, channel: str, part: Message, nonce: str) -> tuple[str, str]:
        """Post; a conversation Slack no longer knows, as after a move to another workspace, is opened anew once."""
        within = claimed.term.within
        try:
            return channel, await within(partial(self._slack.post, channel, part, nonce))
        except SlackRefused as refusal:
            if refusal.code != "channel_not_found":
                raise
            opened = await within(partial(self._slack.open_direct, claimed.reader.slack_user or ""))
            if opened == channel:
                raise
        return opened, await within(partial(self._slack.post, opened, part, nonce))

    async def _write_anew(self, claimed: ClaimedDelivery) -> ClaimedDelivery:
        """The same delivery in the language Slack has just named."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await deliveries.get(transaction.session, claimed.number)
            message = await render(transaction, row)
            reader = await people.get(transaction.session, row.person_id)
            language = await written(transaction, row, reader, message)
        return replace(claimed, message=message or Message(text=""), language=language)

    async def _meet(self, claimed: ClaimedDelivery) -> Person | None:
        """The reader with the language Slack speaks to them; None when the account is closed.

        Somebody of another workspace is a stranger, who reads nothing: Slack itself would let them.

        Slack takes posts to deactivated people without a word: https://github.com/slackapi/python-slack-sdk/issues/1156
        """
        reader, seen = claimed.reader, claimed.reader.seen_active_at
        if seen is not None and timedelta(0) <= self._clock.now() - seen < FRESH:
            return reader
        facts = await claimed.term.within(partial(self._slack.person, reader.slack_user or ""))
        if self.team_id is not None and is_stranger(facts, self.team_id):
            raise SlackRefused("user_of_another_workspace")
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

    async def _close(self, claimed: ClaimedDelivery, channel: str, ts: str | None, unfit: str = "") -> None:
        """The delivery has arrived, or has nothing to say any more. `unfit`: it did not arrive as it was written."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await self._ours(transaction.session, claimed.number, claimed)
            if row is None:
                return
            row.state = DeliveryState.SENT if ts else DeliveryState.DROPPED
            row.sent_at, row.channel, row.ts = transaction.now, channel, ts
            row.lease_until = row.failure = None
            reader = await people.get(transaction.session, row.person_id)
            reader.slack_channel = channel
            transaction.session.add(reader)
            transaction.session.add(row)
            if ts:
                await arrived(transaction, row)
            if unfit:
                await not_shown(transaction, row.person_id, row.production_id, f"{row.number}")

    async def _put_back(self, number: int, claimed: ClaimedDelivery | None, problem: SlackProblem) -> None:
        """Try again later, or give up where asking again would not help."""
        if isinstance(problem, SlackClosed):
            log.error("Slack does not accept the bot (%s). Nothing is sent until it does.", problem.code)
            self._pause_until = steady_now() + CLOSED_PACES * self._times.pace
        elif isinstance(problem, SlackBusy):
            # The limit is the method's, for the whole workspace: asking for the next person would only prolong it.
            self._pause_until = steady_now() + timedelta(seconds=problem.retry_after)
        async with self._database.write() as session:
            row = await self._ours(session, number, claimed)
            if row is None:
                return
            hopeless = isinstance(problem, SlackRefused)
            if not hopeless:
                if row.attempts % SAY_EVERY == 1:
                    log.warning("Delivery %s waits and will be tried again (%s).", number, problem.code)
                wait = max(
                    timedelta(seconds=problem.retry_after),
                    min(self._times.pace * 2 ** min(row.attempts, 6), LONGEST_WAIT),
                )
                row.not_before = await real_moment(session) + min(wait, FARTHEST)
                row.lease_until, row.failure = None, problem.code
                begun = claimed is not None and claimed.begun
                if isinstance(problem, SlackBusy | SlackClosed) and not begun:
                    # Slack said no before it did anything: nothing to look for at the next try.
                    row.state = DeliveryState.WAITING
                session.add(row)
        if hopeless:
            await self._give_up(number, claimed, problem.code, own_fault=isinstance(problem, SlackUnfit))

    async def _give_up(
        self, number: int, claimed: ClaimedDelivery | None, code: str, *, own_fault: bool = False
    ) -> None:
        """This message reaches nobody: the coordinator is told, so that somebody speaks with the person.

        `own_fault`: it is the message that does not go, which says nothing of whether its reader can be reached.
        """
        log.warning("Delivery %s cannot be made (%s).", number, code)
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            row = await self._ours(transaction.session, number, claimed)
            if row is None:
                return
            has_failed(transaction, row, code)
            if own_fault:
                await not_shown(transaction, row.person_id, row.production_id, f"{row.number}")
            else:
                await cannot_reach(transaction, row, code)


def has_failed(transaction: Transaction, row: Delivery, why: str) -> None:
    """A delivery is not tried again by itself, and why."""
    row.state, row.failure, row.lease_until = DeliveryState.FAILED, why, None
    transaction.session.add(row)


async def rewritten(transaction: Transaction, row: Delivery) -> Posted | None:
    """The message a delivery rewrites, if it has arrived."""
    number = row.subject.get("rewrites")
    earlier = await deliveries.get(transaction.session, number) if number is not None else None
    if earlier is None or earlier.state is not DeliveryState.SENT or not earlier.channel or not earlier.ts:
        return None
    return Posted(earlier.channel, earlier.ts)


async def written(transaction: Transaction, row: Delivery, reader: Person, message: Message | None) -> Language:
    """Note what a delivery says: in which language, which it gives back, and about which version of the facts."""
    language = await language_of(transaction, reader)
    row.language, row.version = language.code, message.version if message is not None else row.version
    transaction.session.add(row)
    return language
