"""What performers wrote while the bot was away: their conversations are read, the soonest call first.

Whoever is not yet read stands with the coordinator. A message deleted in that time leaves no trace that could be read.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.alerts import raise_alert
from bot.answers.slack_messages import NOTICES, TOMBSTONE, sent
from bot.answers.typed_messages import Typed, end_unread, place, take_typed
from bot.clock import Clock, steady_now
from bot.domain.unreadable import Unreadable
from bot.facts import call_for_check_in
from bot.failures import Place, apart
from bot.people import find_actor
from bot.slack import Slack, SlackBusy, SlackClosed, SlackProblem, SlackRefused, slack_time
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from storage import check_ins, people, productions, shoot_days, written
from storage.alerts import AlertKind
from storage.database import Database
from storage.failed_rows import name_of
from storage.people import Person
from storage.written import Unread

log = logging.getLogger(__name__)

# An older message may have been edited, or answered in its thread, while the bot was away.
LOOK_BACK = timedelta(days=30)
# After a conversation could not be read, the next try waits this long.
PAUSE = timedelta(seconds=30)
FAR = timedelta(days=3650)


@dataclass(frozen=True)
class Waiting:
    """A performer whose conversation has to be read, and from when on."""

    person: Person
    since: datetime


class Conversations:
    """Reads what was written while the bot could not hear it."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, slack: Slack) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._slack = slack
        self._pause_until: datetime | None = None

    async def read_all(self) -> bool:
        """Read every conversation that has to be; one that cannot be read stops no other. True when all have been."""
        if self._pause_until is not None and steady_now() < self._pause_until:
            return False
        self._pause_until = None
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            waiting = await soonest_first(transaction)
        for one in waiting:
            try:
                found = await self._written_by(one)
            except SlackProblem as problem:
                # Nobody is lost by it: who is not read stays with the coordinator.
                log.warning("A conversation could not be read (%s); it is tried again.", problem.code)
                self._pause_until = steady_now() + max(PAUSE, timedelta(seconds=problem.retry_after))
                await self._tell(one, problem)
                if isinstance(problem, SlackBusy):
                    return False
                continue
            await self._take(one, found)
        return self._pause_until is None

    async def _take(self, one: Waiting, found: Sequence[Typed]) -> None:
        """Take what one performer wrote; where that fails, they stay with the coordinator, and are asked in person."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            rows = await conversations_of(transaction, one.person)
            places = [Place(name_of(Unread), row.number, row.production_id, one.person.number) for row in rows]
            async with apart(transaction, *places):
                await take_read(transaction, one, found)

    async def _written_by(self, one: Waiting) -> list[Typed]:
        """What a performer wrote since a moment, oldest first: in the conversation, in threads, and by editing."""
        channel = one.person.slack_channel or await self._slack.open_direct(one.person.slack_user or "")
        messages = await self._slack.conversation(channel, one.since - LOOK_BACK)
        threads = [
            str(message["ts"]) for message in messages if str(message.get("latest_reply") or "") > slack_time(one.since)
        ]
        for thread in threads:
            messages += await self._slack.replies(channel, thread, one.since - LOOK_BACK)
        return what_is_new(channel, one, messages)

    async def _tell(self, one: Waiting, problem: SlackProblem) -> None:
        """Where asking Slack again will not help, the coordinator has to ask the performer."""
        if isinstance(problem, SlackRefused) or (isinstance(problem, SlackClosed) and problem.code == "missing_scope"):
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                for unread in await conversations_of(transaction, one.person):
                    await raise_alert(
                        transaction,
                        unread.production_id,
                        AlertKind.UNREAD,
                        f"{unread.number}",
                        person_id=one.person.number,
                    )


async def soonest_first(transaction: Transaction) -> list[Waiting]:
    """Whose conversation has to be read, and from when on: who is called soonest comes first."""
    since: dict[int, datetime] = {}
    for unread in await written.list_conversations_to_read(transaction.session):
        since[unread.person_id] = min(unread.since, since.get(unread.person_id, unread.since))
    calls = {number: await next_call(transaction, number) for number in since}
    return [
        Waiting(await people.get(transaction.session, number), since[number])
        for number in sorted(since, key=lambda number: (calls[number], number))
    ]


async def next_call(transaction: Transaction, person_id: int) -> datetime:
    """A performer's earliest call on the days that are not over; now where nobody knows it, far away without any."""
    found = [transaction.now + FAR]
    for row in await check_ins.list_of(transaction.session, person_id):
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        if day.wrapped_at is None:
            production = await productions.get(transaction.session, row.production_id)
            try:
                found.append(await call_for_check_in(transaction, production, day, row))
            except Unreadable:
                return transaction.now
    return min(found)


def what_is_new(channel: str, one: Waiting, messages: Sequence[Mapping[str, Any]]) -> list[Typed]:
    """What is a performer's own and came, or was edited, since a moment; each once, in the order of time."""
    since = slack_time(one.since)
    found: dict[str, tuple[str, Typed]] = {}
    for message in messages:
        ts, edited = str(message.get("ts", "")), str((message.get("edited") or {}).get("ts") or "")
        buried = message.get("subtype") == TOMBSTONE
        own = buried or message.get("user") == one.person.slack_user
        if own and message.get("subtype") not in NOTICES and max(ts, edited) > since:
            where = place(channel, ts, edited=edited, deleted=buried)
            plain = not edited and not message.get("subtype")
            typed = Typed(sent(message), f"read:{where}", place=where, deleted=buried, plain=plain)
            found[where] = (max(ts, edited), typed)
    return [typed for _, typed in sorted(found.values(), key=lambda pair: pair[0])]


async def take_read(transaction: Transaction, one: Waiting, found: Sequence[Typed]) -> None:
    """Take what was read, as if it had been heard; from then on the conversation is read."""
    writer = await find_actor(transaction, one.person.slack_user or "")
    if writer is not None:
        for typed in found:
            await take_typed(transaction, writer, typed)
    for unread in await conversations_of(transaction, one.person):
        end_unread(transaction, unread, None)


async def conversations_of(transaction: Transaction, performer: Person) -> list[Unread]:
    """In which productions a performer waits for their conversation to be read."""
    return [
        row
        for row in await written.list_conversations_to_read(transaction.session)
        if row.person_id == performer.number
    ]
