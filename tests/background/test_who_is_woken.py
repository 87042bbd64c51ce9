"""A commit wakes whoever reads what was written, and nobody else."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select, update

from bot.app import Bot
from bot.clock import real_now
from bot.settings import Settings, read_settings
from sandbox.installation import APP_TOKEN, BOT_TOKEN
from storage.database import ANYWHERE, Database
from storage.deliveries import Delivery, Priority, Template
from storage.homes import StaleHome
from storage.people import Person
from storage.shut_outs import ShutOut
from tests.engines import Engine, fresh
from tests.world import KEYS

READ = re.compile(r'(?:FROM|JOIN) "?([a-z]\w*)')


@pytest.fixture
async def bot(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that has not been started: its loops look when they are told to, and take up nothing."""

    def leave(number: int, work: Coroutine[None, None, None]) -> None:
        work.close()

    with fresh(sqlite_engine, tmp_path) as url:
        keys = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "CLOSEDSET_KEYS": KEYS}
        bot = Bot(read_settings(Settings, {**keys, "DATABASE_URL": url}))
        for loop in (bot.dispatcher, bot.reconciler, bot.stale_homes):
            loop._begin = leave  # type: ignore[method-assign]
        bot._watch()
        yield bot
        await bot.slack.close()
        await bot.database.close()


@contextmanager
def tables_read(database: Database) -> Iterator[set[str]]:
    """The tables that reading transactions ask for meanwhile."""
    found: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.update(READ.findall(statement))

    event.listen(database._reader.sync_engine, "before_cursor_execute", note)
    yield found
    event.remove(database._reader.sync_engine, "before_cursor_execute", note)


def looks_of(bot: Bot) -> dict[Callable[[], None], Callable[[], Awaitable[object]]]:
    """What each that is woken looks at then."""
    return {
        bot.timekeeper.look_again: bot.timekeeper._find_next,
        bot.dispatcher.wake: bot.dispatcher._round,
        bot.reconciler.wake: bot.reconciler._round,
        bot.access.look_again: lambda: bot.access._what_is_open(None),
        bot.stale_homes.wake: bot.stale_homes._round,
    }


async def let_something_wait(bot: Bot) -> None:
    """Two alerts for one person, so that it is asked whose turn it is, and a Home that is stale."""
    async with bot.database.write() as session:
        reader = Person(name="Ana")
        session.add(reader)
        await session.flush()
        for key in ("one", "two"):
            session.add(
                Delivery(
                    key=key,
                    person_id=reader.number,
                    template=Template.ALERT,
                    priority=Priority.ALERT,
                    created_at=bot.clock.now(),
                    nonce=key,
                    subject={"alert": key == "one"},
                )
            )
        session.add(StaleHome(key="home", account=b"", since=bot.clock.now()))


async def test_each_is_woken_by_all_that_it_reads_and_by_nothing_else(bot: Bot) -> None:
    """What a round reads is what it is woken by: a table that a query asks for anew cannot be left out."""
    await let_something_wait(bot)
    looks = looks_of(bot)
    assert {wake for wake, _ in bot.database._watchers} == set(looks)
    for wake, tables in bot.database._watchers:
        with tables_read(bot.database) as read:
            await looks[wake]()
        assert read | {ANYWHERE} == tables, wake


@pytest.fixture
async def woken(database_url: str) -> AsyncIterator[tuple[Database, list[str]]]:
    """A database, and which of two are woken by what is committed: whoever looks at deliveries, whoever at Homes."""
    database, names = Database(database_url), list[str]()
    database.watch(lambda: names.append("deliveries"), Delivery, ShutOut)
    database.watch(lambda: names.append("homes"), StaleHome)
    yield database, names
    await database.close()


async def after(names: list[str]) -> list[str]:
    """Who has been woken since this was asked last."""
    await asyncio.sleep(0)
    found = list(names)
    names.clear()
    return found


async def test_what_was_written_decides_who_is_woken(woken: tuple[Database, list[str]]) -> None:
    """Rows of one table, rows changed at once, and a savepoint that was kept; what is only read wakes nobody."""
    database, names = woken
    async with database.write() as session:
        session.add(Person(name="Ana"))
    assert await after(names) == []
    async with database.write() as session, session.begin_nested():
        session.add(StaleHome(key="home", account=b"", since=real_now()))
    assert await after(names) == ["homes"]
    async with database.write() as session:
        await session.exec(update(Delivery).values(attempts=1))
    assert await after(names) == ["deliveries"]
    async with database.write() as session:
        await session.exec(select(Delivery))
    assert await after(names) == []


async def test_what_is_written_past_the_tables_wakes_everybody(woken: tuple[Database, list[str]]) -> None:
    """A statement in plain SQL could have written anywhere; what was rolled back has written nowhere."""
    database, names = woken
    async with database.write() as session:
        await (await session.connection()).execute(text("UPDATE person SET name = 'Ana'"))
    assert await after(names) == ["deliveries", "homes"]
    with pytest.raises(IntegrityError):
        await write_one_home_twice(database)
    assert await after(names) == []


async def write_one_home_twice(database: Database) -> None:
    """A transaction that fails at its end, after it has written."""
    async with database.write() as session:
        session.add(Person(name="Ola"))
        await session.flush()
        session.add_all(StaleHome(key="one", account=b"", since=real_now()) for _ in range(2))
