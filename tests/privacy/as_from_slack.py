"""A bot without Slack on a database that is kept: what people do comes in through the inbox, as Slack would send it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.domain.times import instant
from handlers.inbox import Inbox
from handlers.replies import Reply
from handlers.requests import Kind, Request
from handlers.routes import route
from storage import people, productions
from storage.database import Database
from storage.deliveries import Delivery, DeliveryState
from tests.cases.house import FRIDAY, JAN, OLA, House
from tests.coming_in import through
from tests.engines import Engine, Template, fresh, with_tables
from tests.in_process_bot import Heard, InProcessBot, ManualClock
from tests.world import BEGINNING, ZONE, add_baltic

ASKED = "Is what was agreed still right for you?"


def as_slack_sends(request: Request, at: datetime) -> dict[str, Any]:
    """The payload of what somebody did."""
    user, moment = {"id": request.user}, f"{at.timestamp():.6f}"
    if request.kind is Kind.COMMAND:
        return {"command": request.name, "text": request.value, "user_id": request.user, "trigger_id": request.key}
    if request.kind is Kind.EVENT:
        return {"type": "event_callback", "event_id": request.key, "event": {**request.event, "user": request.user}}
    if request.kind is Kind.BUTTON:
        action = {"action_id": request.name, "value": request.value, "action_ts": moment}
        return {"type": "block_actions", "user": user, "actions": [action], "container": {"message_ts": "1.2"}}
    fields = {name: {"value": value} for name, value in request.fields.items()}
    view = {"id": "V1", "hash": request.key, "callback_id": request.name, "private_metadata": request.value}
    return {"type": "view_submission", "user": user, "view": {**view, "state": {"values": {"block": fields}}}}


class FromSlack(InProcessBot):
    """The same bot, on a database of its own: each thing that happens is committed."""

    async def ask(self, request: Request) -> Reply:
        """One request, stored before it is worked through."""
        inbox = Inbox(self.database, self.vault, self.clock, route)
        reply = await through(inbox, as_slack_sends(request, self.clock.now()))
        assert reply is not None
        return reply

    async def next_moment(self) -> datetime | None:
        """When something is due next."""
        async with self.database.read() as self.session:
            return await super().next_moment()

    async def deliver(self) -> list[Heard]:
        """Take the outbox to its readers; each message has its place in Slack, which says when it was posted."""
        async with self.database.read() as self.session:
            come = await super().deliver()
        async with self.database.write() as session:
            for row in (await session.exec(select(Delivery).where(col(Delivery.ts).is_(None)))).all():
                if row.state is DeliveryState.SENT and row.sent_at is not None:
                    reader = await people.get(session, row.person_id)
                    row.ts, row.channel = f"{row.sent_at.timestamp():.6f}", f"D{reader.slack_user}"
                    session.add(row)
        return come


@asynccontextmanager
async def bot_on(database_url: str, moment: datetime) -> AsyncIterator[FromSlack]:
    """A bot on a database, at a moment (UTC)."""
    database = Database(database_url)
    async with database.read() as session:
        bot = FromSlack(session, ManualClock(moment))
    bot.database = database  # type: ignore[assignment]
    try:
        yield bot
    finally:
        await database.close()


@asynccontextmanager
async def house_on(database_url: str) -> AsyncIterator[House]:
    """Baltic on a database with tables, a month before its first intimate day."""
    async with bot_on(database_url, BEGINNING) as bot:
        async with bot.transaction() as transaction:
            production = await add_baltic(transaction)
        yield House(bot, production)


def lived(name: str, live: Callable[[House], Awaitable[None]]) -> Template:
    """A database in which something has happened, lived through once for all tests that begin with it."""

    async def story(url: str) -> None:
        """What happened."""
        async with house_on(url) as house:
            await live(house)

    def make(url: str) -> None:
        """In a thread of its own, as some loop runs in this one."""
        with_tables(url)
        with ThreadPoolExecutor() as aside:
            aside.submit(asyncio.run, story(url)).result()

    return Template(name, make)


async def both_answer(house: House) -> None:
    """Ola says no to a scene on Monday, and Jan agrees."""
    await house.add_scene("42", ["1", "2"])
    await house.at(FRIDAY, "10:00")
    for user, answer in ((OLA, "answer_not_as_agreed"), (JAN, "answer_as_agreed")):
        await house.tap(user, (await house.heard(user, ASKED))[-1], answer)
    await house.bot.rest()


ANSWERED = lived("answered", both_answer)


@asynccontextmanager
async def house_answered(engine: Engine, folder: Path) -> AsyncIterator[House]:
    """Baltic after both have answered: nothing is closed, and the day is to come."""
    with fresh(engine, folder, ANSWERED) as url:
        async with bot_on(url, instant(FRIDAY, time(10), ZONE)) as bot:
            async with bot.transaction() as transaction:
                [production] = await productions.list_all(transaction.session)
            yield House(bot, production)
