"""Lines that fall silent: nobody waits for ever at either end, and what was given up does not arrive later."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from bot.background.loop import succeeded
from bot.failures import is_passing
from bot.slack import Slack, SlackUnsure
from sandbox.installation import BOT_TOKEN
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage import postgresql
from storage.database import Database
from storage.inbox import InboxRow
from storage.outages import Heartbeat
from storage.shared_clock import shared_now
from tests.crashes.lines import Line, postgresql_line, slack_line
from tests.engines import Engine, fresh
from tests.patience import at_most
from tests.serving import SERVING
from tests.world import BEGINNING, World, until

pytestmark = SERVING
SOON = 0.3


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds takes less."""
    monkeypatch.setattr(postgresql, "SILENT_SECONDS", SOON)
    monkeypatch.setattr(postgresql.ImpatientConnection, "patience", 2 * SOON)
    monkeypatch.setitem(postgresql.LINE, "connect_timeout", 2)
    monkeypatch.setitem(postgresql.WRITERS, "idle_in_transaction_session_timeout", "500")


@asynccontextmanager
async def on_a_line(url: str) -> AsyncIterator[tuple[Database, Line]]:
    """A database at the other end of a line."""
    plain, _, home = url.partition("?host=")
    line = await postgresql_line(home)
    database = Database(plain.replace("@/", f"@{line.address}/"))
    try:
        yield database, line
    finally:
        line.mend()
        await database.close()
        await line.close()


async def count(database: Database) -> int:
    """Any question."""
    async with database.read() as session:
        return len((await session.exec(select(InboxRow))).all())


async def test_a_question_without_an_answer_is_given_up(
    postgresql_engine: Engine, tmp_path: Path, impatient: None
) -> None:
    """On a line that is cut, on one that is cut before it is used, and by whoever writes; mended, all goes on."""
    with fresh(postgresql_engine, tmp_path) as url:
        async with on_a_line(url) as (database, line):
            assert await count(database) == 0
            assert not database.is_silent
            line.cut()
            for ask in (count(database), count(database), database.others_committed()):
                with pytest.raises(DBAPIError) as given_up:
                    await asyncio.wait_for(ask, at_most(5))
                assert is_passing(given_up.value)
                assert database.is_silent
            line.mend()
            await succeeded("Using it again", count(database))
            assert await count(database) == 0
            assert not database.is_silent


async def test_whoever_stops_waiting_for_a_connection_says_nothing_of_the_line(
    postgresql_engine: Engine, tmp_path: Path, impatient: None
) -> None:
    """As where a language is looked up for half a second: Slack is not left because of that."""
    with fresh(postgresql_engine, tmp_path) as url:
        async with on_a_line(url) as (database, line):
            line.cut()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(count(database), SOON)
            assert not database.is_silent


async def test_a_writer_that_is_gone_keeps_nobody_waiting(
    postgresql_engine: Engine, tmp_path: Path, impatient: None
) -> None:
    """Cut off in the middle of a transaction: the server ends it, the next has its turn, and nothing of it stays."""
    with fresh(postgresql_engine, tmp_path) as url:
        other = Database(url)
        async with on_a_line(url) as (database, line):
            with pytest.raises(DBAPIError):
                await write_and_be_cut_off(database, line, other)
            line.mend()
            async with other.read() as session:
                assert (await session.exec(select(Heartbeat.boot))).all() == ["another"]
        await other.close()


async def write_and_be_cut_off(database: Database, line: Line, other: Database) -> None:
    """One writes and says nothing more; another writes as soon as it can."""
    async with database.write() as session:
        session.add(Heartbeat(real_at=BEGINNING, boot="one"))
        await session.flush()
        line.cut()
        async with other.write() as its:
            its.add(Heartbeat(real_at=BEGINNING, boot="another"))


async def test_a_restart_of_the_server_is_not_noticed_by_who_comes_after(
    postgresql_engine: Engine, tmp_path: Path
) -> None:
    """All connections are ended: the next question is asked on a new one."""
    with fresh(postgresql_engine, tmp_path) as url:
        database, other = Database(url), Database(url)
        assert await count(database) == 0
        async with database.write():
            pass
        await end_all_others(other)
        assert await count(database) == 0
        async with database.write():
            pass
        await database.close()
        await other.close()


async def end_all_others(database: Database) -> None:
    """Have the server end every connection to this database but the one that asks."""
    ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
    async with database.read() as session:
        await session.exec(text(ended + "AND pid <> pg_backend_pid()"))  # type: ignore[call-overload]


async def test_a_connection_lost_in_the_middle_is_no_fault_of_a_row(
    postgresql_engine: Engine, tmp_path: Path, impatient: None
) -> None:
    """Whichever way it is lost, the database was in the way, and everything is tried again."""

    for lose in (end_all_others, outstay):
        with fresh(postgresql_engine, tmp_path) as url:
            database, other = Database(url), Database(url)
            assert is_passing(await lost_in_the_middle(database, partial(lose, other)))
            await database.close()
            await other.close()


async def outstay(other: Database) -> None:
    """Say nothing until the server gives the turn to another."""
    async with other.write():
        pass


async def lost_in_the_middle(database: Database, lose: Callable[[], Awaitable[None]]) -> Exception:
    """What a transaction fails with whose connection is lost between two statements."""
    try:
        async with database.write() as session:
            await session.exec(select(InboxRow))
            await lose()
            await session.exec(select(InboxRow))
    except Exception as error:  # noqa: BLE001 (which one is asked)
        return error
    raise AssertionError("the connection was not lost")


async def test_leases_go_by_a_clock_that_all_share(postgresql_engine: Engine, tmp_path: Path) -> None:
    """The server says what time it is: what a machine's own clock says does not matter."""
    with fresh(postgresql_engine, tmp_path) as url:
        database = Database(url)
        async with database.read() as session:
            first = await shared_now(session)
            second = await shared_now(session)
        assert first is not None
        assert second is not None
        assert timedelta(0) < second - first < timedelta(minutes=1)
        await database.close()


async def test_a_post_that_was_given_up_does_not_arrive_later() -> None:
    """The line to Slack is cut with a post on it, which another bot may make meanwhile; mended, nothing comes."""
    async with Sandbox(Workspace.sample()) as sandbox:
        line = await slack_line(sandbox.url.removeprefix("http://"))
        slack = Slack(f"http://{line.address}/api/", BOT_TOKEN)

        async def has_given_up() -> bool:
            return line.given_up

        try:
            channel = await slack.open_direct("U0OLA")
            line.cut()
            with pytest.raises(SlackUnsure):
                async with asyncio.timeout(SOON):
                    await given_up(slack, channel)
            await until(has_given_up, "the connection being closed")
            line.mend()
            await slack.open_direct("U0JAN")
            assert [one for one in sandbox.workspace.log.entries if one.get("method") == "chat.postMessage"] == []
        finally:
            await slack.close()
            await line.close()


async def given_up(slack: Slack, channel: str) -> None:
    """A post whose answer is not waited for any more."""
    try:
        await slack.call("chat.postMessage", channel=channel, text="x")
    except asyncio.CancelledError:
        raise SlackUnsure("given up") from None


async def test_without_a_database_slack_is_left_to_the_others(one_world: World) -> None:
    """What people do then reaches another bot at once; when the database answers again, so does this one."""
    connections = one_world.sandbox.socket_mode.connections
    line = one_world.bot.database._line

    async def has_left() -> bool:
        return not connections

    async def is_back() -> bool:
        return bool(connections) and await one_world.bot.connected()

    line.is_silent = True
    await until(has_left, "the bot leaving")
    line.is_silent = False
    await until(is_back, "the bot coming back")
    assert await one_world.command("U0MIA", "/checkin", "help")
