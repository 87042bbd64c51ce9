"""What other processes commit is followed at the next beat; while nobody does, nothing is looked up."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, text
from sqlmodel import col, select, update

from bot.app import Bot
from bot.background import timekeeper as times
from bot.background.timekeeper import Occasion
from bot.checkins.outages import Beat, note_presence
from bot.clock import real_now
from bot.domain.times import instant
from bot.settings import one_key
from bot.transaction import writing
from bot.vault import Vault
from storage.database import Database, synchronous
from storage.due import Due, DueKind
from storage.next_moment import find_next_moment
from storage.outages import Heartbeat
from tests.background.resting import Watched, loops_of
from tests.engines import Engine, fresh
from tests.world import KEYS, ZONE, World, add_scene, set_up, settings_for, until, visible, world_on

FRIDAY = date(2026, 3, 13)
ASKED = "Is what was agreed still right for you?"
A_MINUTE = timedelta(minutes=1)
# What one beat may ask of the database: the heartbeat read and written, and who else has committed.
OF_A_BEAT = (
    *("BEGIN", "SELECT heartbeat", "UPDATE heartbeat", "PRAGMA data_version", "SELECT pg_"),
    # Where several bots may work on one database, each says that it is there.
    *("SELECT runningbot", "UPDATE runningbot"),
)


@contextmanager
def another_process(database_url: str) -> Iterator[Connection]:
    """A plain connection, as of somebody who knows nothing of the bot."""
    engine = create_engine(synchronous(database_url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def make_first_round_due(database_url: str, moment: datetime) -> None:
    """Another process has the first round come at another moment."""
    with another_process(database_url) as connection:
        changed = connection.execute(
            text("UPDATE due SET due_at = :moment WHERE kind = 'first_round'"),
            {"moment": str(moment.replace(tzinfo=None)) if connection.dialect.name == "sqlite" else moment},
        )
        assert changed.rowcount == 1
        connection.commit()


@pytest.fixture
async def quiet_world(serving: None, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Ola's scene on Monday, planned and not asked about yet; beats come only when a test asks for them."""
    monkeypatch.setattr(times, "BEAT", timedelta(hours=1))
    async with world_on(database_url) as world:
        await set_up(world)
        await add_scene(world, "42A", ["1"])
        yield world


async def asked(world: World) -> int:
    """How often Ola was asked."""
    return sum(ASKED in visible(message) for message in await world.messages("U0OLA"))


async def test_a_row_of_another_process_is_followed_at_the_beat(quiet_world: World) -> None:
    """A plain SQL connection makes a round due: the next beat sees it, and it is sent."""
    world = quiet_world
    make_first_round_due(world.database_url, world.bot.clock.now() - A_MINUTE)
    world.bot.timekeeper.ask(Occasion.BEAT)
    await world.said("U0OLA", ASKED)
    assert await asked(world) == 1


async def test_moving_the_clock_is_followed_without_a_beat(quiet_world: World) -> None:
    """The clock is moved to the round, nobody says so to the bot: it is sent at once."""
    await quiet_world.move_clock(instant(FRIDAY, time(8), ZONE))
    await quiet_world.said("U0OLA", ASKED)


async def test_a_commit_of_this_process_sets_the_alarm_anew(quiet_world: World) -> None:
    """A round moved to a moment from now is sent at that moment, without a beat."""
    world = quiet_world
    async with world.transaction() as transaction:
        moment = transaction.now + timedelta(milliseconds=300)
        rounds = update(Due).where(col(Due.kind) == DueKind.FIRST_ROUND)
        await transaction.session.exec(rounds.values(due_at=moment))
    await world.said("U0OLA", ASKED)


async def test_while_nobody_commits_only_the_beat_asks_the_database(quiet_world: World) -> None:
    """Ten beats: a few statements each, always the same ones; no loop has an alarm before something is due."""
    bot = quiet_world.bot
    loops = loops_of(bot)
    # The round that began before it was watched is over when the next one is.
    bot.database.tell_watchers()
    await one_beat(bot, loops)
    await one_beat(bot, loops)
    with statements(bot.database) as said:
        for _ in range(10):
            await one_beat(bot, loops)
    assert len(said) <= 10 * 6
    assert [statement for statement in said if not statement.startswith(OF_A_BEAT)] == []
    async with bot.database.read() as session:
        due_at = await find_next_moment(session)
    assert due_at is not None
    alarms = {job.id: job.next_run_time for job in bot.alarms._scheduler.get_jobs()}
    hourly = {alarms.pop(one.name) for one in (Occasion.FORGETTING, Occasion.AUDIT)}
    assert min(hourly) > real_now() + timedelta(minutes=50)
    assert alarms == {"timekeeper": bot.clock.real(due_at)}


async def one_beat(bot: Bot, loops: Watched) -> None:
    """A beat comes, and what follows from it is over."""
    before = bot.timekeeper._beat_at
    bot.timekeeper.ask(Occasion.BEAT)

    async def come() -> bool:
        return bot.timekeeper._beat_at > before

    await until(come, "the beat")
    await loops.rest()


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile: the first word of each statement, and the table it is about."""
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        first, _, rest = statement.partition(" ")
        said.append(f"{first} heartbeat" if "heartbeat" in rest else statement)

    engines = [engine.sync_engine for engine in (database._writer, database._reader)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    yield said
    for engine in engines:
        event.remove(engine, "before_cursor_execute", hear)


async def test_only_the_commits_of_others_are_a_reason_to_look(database_url: str) -> None:
    """The first answer is yes; after that only when somebody else has written, and noting presence is nobody else."""
    database = Database(database_url)
    await be_present(database)
    # A first sign of life is a new row, and no beat.
    await database.others_committed()
    for _ in range(3):
        await be_present(database)
        assert not await database.others_committed()
    with another_process(database_url) as other:
        other.execute(text("UPDATE heartbeat SET real_at = '2026-03-16 07:00:00'"))
        other.commit()
        assert await database.others_committed()
        assert not await database.others_committed()
        other.execute(text("SELECT count(*) FROM due"))
        assert not await database.others_committed()
    await database.close()


async def be_present(database: Database) -> None:
    """Presence is noted, as at each beat."""
    async with writing(database, Vault(dict([one_key(KEYS)])), real_now()) as transaction:
        await note_presence(transaction, Beat(real_now()), A_MINUTE)


async def test_a_commit_that_was_on_its_way_is_not_missed(postgresql_engine: Engine, tmp_path: Path) -> None:
    """A transaction numbered before one look and committed after it is seen by the next."""
    with fresh(postgresql_engine, tmp_path) as url, another_process(url) as other:
        database = Database(url)
        await database.others_committed()
        assert not await database.others_committed()
        other.execute(text("INSERT INTO heartbeat (id, real_at) VALUES (1, now())"))
        assert await database.others_committed()
        other.commit()
        assert await database.others_committed()
        assert not await database.others_committed()
        await database.close()


async def test_a_transaction_that_changed_nothing_hides_no_commit_of_others(
    postgresql_engine: Engine, tmp_path: Path
) -> None:
    """It took no number, so the one that somebody else has taken meanwhile is not counted as its."""
    with fresh(postgresql_engine, tmp_path) as url, another_process(url) as other:
        other.execute(text("INSERT INTO heartbeat (id, real_at) VALUES (1, now())"))
        other.commit()
        database = Database(url)
        for nothing in (select(Due), update(Heartbeat).where(col(Heartbeat.id) == -1).values(real_at=real_now())):
            await database.others_committed()
            assert not await database.others_committed()
            async with database.write() as session:
                await session.exec(nothing)
            other.execute(text("UPDATE heartbeat SET real_at = now()"))
            other.commit()
            assert await database.others_committed()
        await database.close()


async def test_two_bots_on_one_postgresql_send_once(
    postgresql_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both wake for the same row, made due by a third process: one message, one check-in on record."""
    monkeypatch.setattr(times, "BEAT", timedelta(milliseconds=50))
    with fresh(postgresql_engine, tmp_path) as url:
        async with world_on(url) as world:
            second = Bot(settings_for(world.sandbox, url))
            await second.start()
            try:
                await set_up(world)
                await add_scene(world, "42A", ["1"])
                make_first_round_due(url, world.bot.clock.now() - A_MINUTE)
                await world.said("U0OLA", ASKED)
                monkeypatch.setattr(times, "BEAT", timedelta(hours=1))
                for bot in (world.bot, second):
                    loops = loops_of(bot)
                    bot.wake()
                    await loops.rest()
                assert await asked(world) == 1
            finally:
                await second.stop()
