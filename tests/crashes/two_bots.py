"""Two bots on one PostgreSQL and one Slack, on lines that can be cut; and what must be true afterwards."""

import asyncio
import logging
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from bot.proof.verification import look
from bot.transaction import Transaction
from bot.vault import Vault
from sandbox.server import Sandbox
from sandbox.socket_mode import ACKNOWLEDGE_SECONDS
from storage import productions
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.database import Database
from storage.deliveries import UNSENT, Delivery, DeliveryState
from storage.inbox import InboxRow, InboxState
from storage.people import Person
from tests.crashes.crowd import (
    AS_AGREED,
    ASKED,
    NOT_AS_AGREED,
    RECEIPT,
    Process,
    control,
    crowded_workspace,
    heard,
    let_time_pass,
    performers,
    prepare,
)
from tests.crashes.lines import Line, postgresql_line, slack_line
from tests.engines import PostgreSQL, fresh
from tests.patience import stretched
from tests.world import settings_for, until

log = logging.getLogger(__name__)
COORDINATOR, UNCLEARED = "U0MIA", "U0LEO"
LONGEST = 150


@dataclass
class Member:
    """One of the two, and its ways to the database and to Slack."""

    process: Process
    database: Line
    slack: Line

    async def kill(self) -> None:
        """End it as kill -9 does."""
        await self.process.end(signal.SIGKILL)


@dataclass
class Two:
    """The two bots at work."""

    sandbox: Sandbox
    database_url: str
    members: list[Member]
    session: aiohttp.ClientSession
    # How often each has tapped so far; who does not tap "As agreed", and what instead.
    taps: Counter[str] = field(default_factory=Counter)
    buttons: dict[str, str] = field(default_factory=dict)

    async def connected(self, many: int) -> None:
        """Wait until so many are connected to Slack."""

        async def are() -> bool:
            return len(self.sandbox.socket_mode.connections) == many

        await until(are, f"{many} connections", seconds=LONGEST, pause=0.1)

    async def all_back(self) -> None:
        """Start again who was killed, and wait until both are connected."""
        for member in self.members:
            if not member.process.lives:
                await member.process.start()
        await self.connected(2)

    async def heard_by(self, text: str, many: int) -> None:
        """Wait until so many have heard something."""

        async def have() -> bool:
            return len(heard(self.sandbox, text)) >= many

        await until(have, f"“{text}” to {many}", seconds=LONGEST, pause=0.1)

    async def heard_at_least(self, text: str, many: int) -> None:
        """Wait until something has been heard so often."""

        async def has_been() -> bool:
            return sum(heard(self.sandbox, text).values()) >= many

        await until(has_been, f"{many} times “{text}”", seconds=LONGEST, pause=0.05)

    async def open_closed_set(self) -> None:
        """The coordinator opens the closed set of the scene, and somebody who is not cleared is brought in."""
        command = {"user": COORDINATOR, "command": "/closedset", "text": "open 42"}

        async def taken() -> bool:
            return bool((await control(self.session, self.sandbox, "/command", command)).get("acknowledged"))

        await until(taken, "the closed set being opened", seconds=LONGEST, pause=0.2)

    async def bring_in_a_stranger(self) -> None:
        """Somebody who is not cleared is added by a performer."""
        row = await self.closed_set()
        body = {"channel": row.channel, "user": UNCLEARED, "by": performers(self.sandbox.workspace)[0]}
        await control(self.session, self.sandbox, "/channel/add", body)

    async def closed_set(self) -> ClosedSet:
        """Wait until the closed set is open."""

        async def is_open() -> ClosedSet | None:
            with suppress(DBAPIError):
                async with self.look() as transaction:
                    row = (await transaction.session.exec(select(ClosedSet))).first()
                return row if row is not None and row.state is ClosedSetState.OPEN else None
            return None

        return await until(is_open, "the closed set", seconds=LONGEST, pause=0.2)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Transaction]:
        """A look into the database from outside. Raises DBAPIError while it is being restarted."""
        settings = settings_for(self.sandbox, self.database_url)
        database = Database(self.database_url)
        try:
            # Of one moment: the bots go on meanwhile.
            async with database.snapshot() as session:
                yield Transaction(session, self.sandbox.workspace.clock.now(), Vault(settings.keys))
        finally:
            await database.close()

    async def rest(self) -> None:
        """Wait until everything has been worked through and sent, and the channel is right."""

        async def resting() -> bool:
            with suppress(DBAPIError):
                async with self.look() as transaction:
                    return not await unfinished(transaction) and await membership_is_right(self, transaction)
            return False

        try:
            await until(resting, "rest", seconds=LONGEST, pause=0.5)
        except AssertionError:
            async with self.look() as transaction:
                raise AssertionError(f"no rest: {await unfinished(transaction)}") from None


async def unfinished(transaction: Transaction) -> list[str]:
    """What still waits to be worked through or sent."""
    waiting = select(Delivery).where(col(Delivery.state).in_(UNSENT))
    requests = select(InboxRow).where(InboxRow.state == InboxState.RECEIVED)
    return [
        *(f"{row.template} {row.state} {row.failure}" for row in (await transaction.session.exec(waiting)).all()),
        *(f"request {row.failure}" for row in (await transaction.session.exec(requests)).all()),
    ]


async def membership_is_right(two: Two, transaction: Transaction) -> bool:
    """Whether exactly the cast, the coordinator and the bot are in the closed set's channel, and the row says so."""
    row = (await transaction.session.exec(select(ClosedSet))).one()
    found = two.sandbox.workspace.conversations.get(row.channel or "")
    cleared = {*performers(two.sandbox.workspace), COORDINATOR, two.sandbox.workspace.app.bot_user}
    return row.alarm is None and found is not None and set(found.members) == cleared == set(row.members)


async def what_is_wrong(two: Two) -> list[str]:
    """What must not be, once everything rests: lost, doubled, given up, or other than the record says."""
    async with two.look() as transaction:
        wrong = await wrong_deliveries(two, transaction)
        wrong += await wrong_answers(two, transaction)
        failed = select(InboxRow).where(InboxRow.state == InboxState.FAILED)
        wrong += [f"a request failed ({row.failure})" for row in (await transaction.session.exec(failed)).all()]
        for production in await productions.list_all(transaction.session):
            verdict = await look(transaction, production.number)
            wrong += [] if verdict.holds else [f"the record does not hold: {verdict}"]
    receipts = heard(two.sandbox, RECEIPT)
    for user, many in two.taps.items():
        wrong += [] if 1 <= receipts[user] <= many else [f"{receipts[user]} receipts for {many} taps"]
    return wrong + [f"asked {many} times" for many in heard(two.sandbox, ASKED).values() if many != 1]


async def wrong_deliveries(two: Two, transaction: Transaction) -> list[str]:
    """Each message that was sent stands in Slack once, and nothing else does."""
    standing = Counter(nonces_in(two.sandbox))
    wrong = [f"{many} times in Slack" for many in standing.values() if many > 1]
    for row in (await transaction.session.exec(select(Delivery))).all():
        posted = row.state is DeliveryState.SENT and "rewrites" not in row.subject
        if row.state is DeliveryState.FAILED or (posted and not standing[row.nonce]):
            wrong.append(f"{row.template} {row.state} {row.failure}")
    return wrong


def nonces_in(sandbox: Sandbox) -> list[str]:
    """The marks of all messages that stand in Slack."""
    return [
        str(message.metadata["event_payload"]["nonce"])
        for conversation in sandbox.workspace.conversations.values()
        for message in conversation.timeline
        if message.metadata is not None
    ]


async def wrong_answers(two: Two, transaction: Transaction) -> list[str]:
    """Everybody's answer is the one they gave, once for each tap that was taken."""
    query = select(Person.slack_user, Answer.kind).where(
        col(Answer.check_in_id) == CheckIn.id, col(CheckIn.person_id) == Person.id
    )
    given: dict[str, list[str]] = {}
    for user, kind in (await transaction.session.exec(query)).all():
        given.setdefault(str(user), []).append(f"answer_{kind}")
    return [
        f"{user} tapped {many} times and answered {given.get(user)}"
        for user, many in two.taps.items()
        if set(given.get(user, [])) != {two.buttons.get(user, AS_AGREED)} or len(given[user]) > many
    ]


@asynccontextmanager
async def two_bots(engine: PostgreSQL, folder: Path, many: int, **more: str) -> AsyncIterator[Two]:
    """Two bots and a crowd that has been asked; the closed set is open."""
    async with AsyncExitStack() as stack:
        url = stack.enter_context(fresh(engine, folder))
        sandbox = await stack.enter_async_context(Sandbox(crowded_workspace(many)))
        sandbox.be_patient_for(stretched(ACKNOWLEDGE_SECONDS))
        await prepare(sandbox, url, noticed=True)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        members = [await begin(stack, sandbox, url, folder, number, more) for number in (0, 1)]
        passing = asyncio.create_task(let_time_pass(sandbox))
        stack.callback(passing.cancel)
        reluctant = dict.fromkeys(performers(sandbox.workspace)[::3], NOT_AS_AGREED)
        two = Two(sandbox, url, members, session, buttons=reluctant)
        await two.connected(2)
        await two.heard_by(ASKED, many)
        await two.open_closed_set()
        yield two


async def begin(
    stack: AsyncExitStack, sandbox: Sandbox, url: str, folder: Path, number: int, more: dict[str, str]
) -> Member:
    """Start one of them on lines of its own."""
    plain, _, home = url.partition("?host=")
    database, slack = await postgresql_line(home), await slack_line(sandbox.url.removeprefix("http://"))
    own = folder / f"bot-{number}"
    own.mkdir()
    process = Process(
        sandbox, plain.replace("@/", f"@{database.address}/"), own,
        SLACK_API_URL=f"http://{slack.address}/api/", **more,
    )  # fmt: skip
    member = Member(process, database, slack)
    stack.push_async_callback(database.close)
    stack.push_async_callback(slack.close)
    stack.push_async_callback(member.kill)
    await process.start()
    return member
