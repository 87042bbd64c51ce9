"""A bot without Slack, in one process and one transaction that is never kept: fast enough for thousands of histories.

What people do goes through the same routes as from Slack; what they hear is written by the same writers, at the moment
it would be sent.
"""

import itertools
import re
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.checkins.outages import after_outage
from bot.clock import Clock
from bot.delivery.rendering import arrived, render
from bot.due import repeat_alerts, run_due
from bot.settings import one_key
from bot.transaction import Transaction
from bot.vault import Vault
from handlers.home import home_of
from handlers.refusals import record_refusal
from handlers.replies import NotForYou, NotPossible, Reply, line
from handlers.requests import Kind, Request
from handlers.routes import route
from storage import due, people
from storage.alerts import Alert
from storage.database import Database, asynchronous, prepare_sqlite
from storage.deliveries import UNSENT, Delivery, DeliveryState, Priority, find_next_held, not_held
from storage.heads import list_heads
from tests.world import KEYS


def without_seals(text: str) -> str:
    """A text without what is sealed in buttons, which is never twice the same."""
    return re.sub(r"(?<=:)[\w-]{40,}=*", "sealed", text)


class ManualClock(Clock):
    """A clock that stands where the test puts it."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment

    def now(self) -> datetime:
        """Where it was put."""
        return self.moment


class OneTransaction(Database):
    """A database whose transactions are all parts of one, in one session, so that nothing of them stays."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction; the next one finds only what this one has written."""
        async with self._session.begin_nested():
            yield self._session
        await self._session.flush()
        self._session.expunge_all()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """The same session."""
        yield self._session

    async def shrink(self, tables: Collection[str] = ()) -> bool:
        """There is no file of its own that anything could stay in."""
        return True


@dataclass(frozen=True)
class Heard:
    """A message as it reached somebody: when, and its blocks as Slack would get them.

    `rewritten`: nobody was notified, it took the place of an earlier one.
    """

    at: datetime
    user: str
    template: str
    text: str
    blocks: list[dict[str, Any]]
    rewritten: bool = False

    def buttons(self) -> list[tuple[str, str]]:
        """The action and the value of each button, in order."""
        elements = [element for block in self.blocks for element in block.get("elements", [])]
        return [(one["action_id"], one.get("value", "")) for one in elements if one.get("type") == "button"]


@dataclass
class InProcessBot:
    """The bot, its clock, and what everybody has heard."""

    session: AsyncSession
    clock: ManualClock
    vault: Vault = field(default_factory=lambda: Vault(dict([one_key(KEYS)])))
    heard: list[Heard] = field(default_factory=list)
    keys: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.database = OneTransaction(self.session)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction at this moment."""
        async with self.database.write() as session:
            yield Transaction(session, self.clock.now(), self.vault)

    # People

    async def ask(self, request: Request) -> Reply:
        """One request, worked through as the inbox does: whole, or a sentence and nothing."""
        try:
            async with self.transaction() as transaction:
                return await route(transaction, request)
        except NotForYou as refusal:
            async with self.transaction() as transaction:
                await record_refusal(transaction, request.user, refusal.production_id)
            return line("This message is not for you.")
        except NotPossible as refusal:
            return line(str(refusal))

    async def command(self, user: str, name: str, text: str) -> Reply:
        """A slash command."""
        return await self.ask(Request(Kind.COMMAND, name, self.key(), user, text, trigger="1"))

    async def tap(self, user: str, name: str, value: str = "", key: str = "") -> Reply:
        """A button."""
        return await self.ask(Request(Kind.BUTTON, name, key or self.key(), user, value, trigger="1"))

    async def submit(self, user: str, name: str, value: str = "", fields: Mapping[str, str] | None = None) -> Reply:
        """A modal."""
        return await self.ask(Request(Kind.SUBMISSION, name, self.key(), user, value, fields=fields or {}))

    async def fill(self, user: str, opened: Reply, fields: Mapping[str, str] | None = None) -> Reply:
        """The window that something has opened is filled in and sent; where none has opened, nothing is."""
        if opened.modal is None:
            return opened
        return await self.submit(user, opened.modal.callback, opened.modal.about, fields)

    async def type(self, user: str, text: str) -> Reply:
        """Words in the conversation with the bot."""
        event = {"type": "message", "channel_type": "im", "user": user, "text": text}
        return await self.ask(Request(Kind.EVENT, "message", self.key(), user, event=event))

    async def home(self, user: str) -> dict[str, Any]:
        """What a person's Home shows now."""
        async with self.transaction() as transaction:
            view: dict[str, Any] = (await home_of(transaction, user)).view()
            return view

    def key(self) -> str:
        """A new key for each request."""
        return f"test:{next(self.keys)}"

    # Time

    async def be_away(self, minutes: int) -> None:
        """The bot was away until now."""
        async with self.transaction() as transaction:
            await after_outage(transaction, self.clock.now() - timedelta(minutes=minutes))

    async def jump(self, moment: datetime) -> None:
        """The clock goes on to a moment at once; what became due meanwhile is done then, late."""
        self.clock.moment = max(self.clock.moment, moment)
        await self.rest()

    async def live(self, until: datetime) -> None:
        """Time passes: everything is done and delivered at its own moment."""
        while (moment := await self.next_moment()) is not None and moment <= until:
            await self.jump(moment)
        await self.jump(until)

    async def next_moment(self) -> datetime | None:
        """When something is row_due next."""
        row_due = await due.find_next(self.session)
        told = (
            await self.session.exec(
                select(Alert.next_at)
                .where(col(Alert.ended_at).is_(None), col(Alert.next_at).is_not(None))
                .order_by(col(Alert.next_at))
            )
        ).first()
        held_until = await find_next_held(self.session, self.clock.now())
        moments = [moment for moment in (row_due.due_at if row_due else None, told, held_until) if moment is not None]
        return max(min(moments), self.clock.now()) if moments else None

    async def rest(self) -> None:
        """Do what is due, and bring what has been said to people."""
        await run_due(self.database, self.vault, self.clock)
        await repeat_alerts(self.database, self.vault, self.clock)
        await self.deliver()

    async def deliver(self) -> list[Heard]:
        """Take the outbox to its readers, as the dispatcher would; what arrived."""
        waiting = await self.session.exec(
            select(Delivery)
            .where(col(Delivery.state).in_(UNSENT), not_held(self.clock.now()))
            .order_by(col(Delivery.priority) != Priority.ALERT, col(Delivery.id))
        )
        come = [await self._post(row.number) for row in waiting.all()]
        return [one for one in come if one is not None]

    async def deliver_next(self, user: str) -> Heard | None:
        """What reaches somebody with the next message that Slack takes for them; None where nothing waits."""
        now = self.clock.now()
        who = await people.find_by_slack_user(self.session, user)
        while who is not None:
            heads = [
                head
                for head in await list_heads(self.session, now, now, timedelta(seconds=30))
                if head.person_id == who.number
            ]
            if not heads or (come := await self._post(heads[0].number)):
                return come if heads else None
        return None

    async def _post(self, number: int) -> Heard | None:
        """One delivery to its reader; None where it had nothing to say any more."""
        async with self.transaction() as transaction:
            row = await transaction.session.get_one(Delivery, number)
            message = await render(transaction, row)
            reader = await people.get(transaction.session, row.person_id)
            row.state = DeliveryState.SENT if message and reader.reachable else DeliveryState.DROPPED
            row.sent_at = transaction.now
            transaction.session.add(row)
            if message is None or not reader.reachable:
                return None
            row.version = message.version or row.version
            await arrived(transaction, row)
            blocks = [block.to_dict() for part in message.parts() for block in part.blocks]
            user, silent = reader.slack_user or "", row.subject.get("rewrites") is not None
            heard = Heard(transaction.now, user, row.template, message.text, blocks, silent)
        self.heard.append(heard)
        return heard


@asynccontextmanager
async def house_on(database_url: str, moment: datetime) -> AsyncIterator[InProcessBot]:
    """A house on a SQLite database that is left as it was found."""
    engine = create_async_engine(asynchronous(database_url), connect_args={"check_same_thread": False})
    event.listen(engine.sync_engine, "connect", prepare_sqlite)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        async with engine.connect() as connection, AsyncSession(connection, expire_on_commit=False) as session:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            # In the same thread: otherwise most of the time goes into handing each statement over to another.
            driver._execute = at_once
            yield InProcessBot(session, ManualClock(moment.astimezone(UTC)))
            await session.rollback()
            del driver._execute
    finally:
        await engine.dispose()


async def at_once(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What aiosqlite hands to its thread, done here."""
    return work(*arguments, **named)
