"""The database: one writer at a time, readers apart, the same rules on SQLite and PostgreSQL."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, TextClause, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import SQLModel, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import postgresql
from storage.failed_rows import name_of
from storage.other_commits import others_committed
from storage.record_guard import RecordUnguarded, missing_guards

# Any fixed number: every writing transaction on PostgreSQL takes this lock, so that writers queue as they do on SQLite.
WRITER_LOCK = 4_207_316

# At DEBUG it writes each statement with its values.
logging.getLogger("aiosqlite").setLevel(logging.INFO)

WRITING = "BEGIN IMMEDIATE"
# Where words have been that somebody wants forgotten: as they are kept, and as they came in.
FORGETFUL = ("privatewords", "inboxrow")
FORGETTING = "closedset.forgetting"
# Written to, but who knows which table.
ANYWHERE = "*"


def forget(session: AsyncSession, *tables: str) -> None:
    """What this transaction deletes, in some tables (else the forgetful ones), must leave the files once committed."""
    session.info.setdefault(FORGETTING, set()).update(tables or FORGETFUL)


def asynchronous(url: str) -> URL:
    """The URL with the driver the bot uses: aiosqlite or psycopg 3."""
    parsed = make_url(url)
    return parsed.set(drivername="sqlite+aiosqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg")


def synchronous(url: str) -> URL:
    """The URL with the driver migrations use."""
    parsed = make_url(url)
    return parsed.set(drivername="sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg")


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Every SQLite connection: an acknowledged answer survives a power cut, deleted words leave the file."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={postgresql.BUSY_MILLISECONDS}",
        "secure_delete=ON",
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """Sessions on one database. `write` is exclusive across all processes; `read` never waits for a writer."""

    def __init__(self, url: str) -> None:
        self._url = asynchronous(url)
        self._sqlite = self._url.get_backend_name() == "sqlite"
        self._line = postgresql.Line()
        self._writer = self._engine(WRITING, pool_size=1, max_overflow=0)
        self._reader = self._engine("BEGIN", pool_size=4, max_overflow=4)
        self._turn = asyncio.Lock()
        self._watchers: list[tuple[Callable[[], None], frozenset[str]]] = []
        # The tables that the one writing transaction has written to, and how many since the last look concerned nobody.
        self._written: set[str] = set()
        self._unnoticed = 0
        event.listen(self._writer.sync_engine, "after_execute", self._note_written)
        # The tables of which something deleted may still be in the files: after a crash nobody knows.
        self._forgetting = set(FORGETFUL)

    def _engine(self, begin: str, **pool: Any) -> AsyncEngine:
        # hide_parameters: private notes must not reach an error text.
        if self._sqlite:
            engine = create_async_engine(self._url, hide_parameters=True, **pool)
            event.listen(engine.sync_engine, "connect", prepare_sqlite)
            event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
            return engine
        # Asked first whether it still stands: a server that was restarted has ended what lies in the pool.
        arguments = {"async_creator_fn": self._line.connect, **postgresql.arguments(self._url)}
        engine = create_async_engine(
            self._url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments, **pool
        )
        prepare = postgresql.prepare_writer if begin == WRITING else postgresql.prepare_reader
        event.listen(engine.sync_engine, "connect", prepare)
        return engine

    @property
    def is_silent(self) -> bool:
        """Whether a server does not answer: late already, or not any more."""
        return self._line.is_silent

    def watch(self, wake: Callable[[], None], *tables: type[SQLModel]) -> None:
        """Call `wake` soon after each committed write to one of some tables: those that whoever is woken reads."""
        self._watchers.append((wake, frozenset({ANYWHERE, *map(name_of, tables)})))

    def _note_written(self, _connection: Any, statement: Any, *more: Any) -> None:
        if statement.is_dml:
            # SQLite does not know how many rows a statement has changed before what it gives back was read.
            if self._sqlite or more[-1].rowcount != 0:
                self._written.add(statement.table.name)
        elif isinstance(statement, TextClause):
            self._written.add(ANYWHERE)

    def tell_watchers(self, written: Collection[str] = (ANYWHERE,)) -> None:
        """Something was committed here, to some tables; or by somebody else, and nobody knows to which."""
        # At the loop's next turn: whoever wrote goes on first, and nobody who is woken can disturb them.
        for wake, tables in self._watchers:
            if not tables.isdisjoint(written):
                asyncio.get_running_loop().call_soon(wake)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One writing transaction: committed at the end, rolled back on any error, alone among all processes."""
        async with self._turn, AsyncSession(self._writer, expire_on_commit=False) as session:
            self._written.clear()
            if not self._sqlite:
                await session.exec(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield session
            await session.commit()
            written = frozenset(self._written)
        if FORGETTING in session.info:
            await self.shrink(session.info[FORGETTING])
        if any(not tables.isdisjoint(written) for _, tables in self._watchers):
            self.tell_watchers(written)
        elif written:
            # What changed nothing took no number, which somebody else may have taken meanwhile.
            self._unnoticed += 1

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One reading transaction; what is changed in it is not kept."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """One reading transaction in which all that is read is of one moment, whoever writes meanwhile."""
        async with self.read() as session:
            if not self._sqlite:  # There every reading transaction is one.
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    async def others_committed(self) -> bool:
        """Whether anybody else, in any process, has committed since this was asked last; at the first time, yes.

        In doubt it says yes, as after commits of this process, of which the watchers know already.
        """
        async with self._turn, self._writer.connect() as connection:
            unnoticed, self._unnoticed = self._unnoticed, 0
            return await others_committed(connection, unnoticed)

    async def shrink(self, tables: Collection[str] = ()) -> bool:
        """Have what was deleted leave the files too, in some tables and where it is left to do.

        False when somebody was in the way. SQLite overwrites it in the file (secure_delete); its write-ahead log must
        be emptied as well. PostgreSQL keeps the old row in the table's file until the table is written anew.
        """
        self._forgetting |= set(tables)
        if not self._forgetting:
            return True
        try:
            async with self._turn:
                if not self._sqlite:
                    await self._write_anew()
                elif await self._empty_log():
                    self._forgetting.clear()
        except DBAPIError:
            return False
        return not self._forgetting

    async def _empty_log(self) -> bool:
        async with self._reader.connect() as connection:
            await connection.exec_driver_sql("COMMIT")
            # Writers wait meanwhile, so a reader in the way is not waited for long: the next beat tries again.
            await connection.exec_driver_sql("PRAGMA busy_timeout=200")
            found = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = found.one()[0]
            await connection.exec_driver_sql(f"PRAGMA busy_timeout={postgresql.BUSY_MILLISECONDS}")
            await connection.exec_driver_sql("BEGIN")
        return not busy

    async def _write_anew(self) -> None:
        async with self._reader.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            postgresql.be_patient(await connection.get_raw_connection())
            await connection.exec_driver_sql("SET lock_timeout = '500ms'")
            try:
                for table in sorted(self._forgetting):
                    # The planner's statistics hold values of rows, too.
                    await connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table}"')
                    self._forgetting.discard(table)
            finally:
                await connection.invalidate()

    async def check_guards(self) -> None:
        """Look whether the record is protected. Raises RecordUnguarded where a trigger is missing."""
        async with self._reader.connect() as connection:
            complain_of(await connection.run_sync(missing_guards))

    async def close(self) -> None:
        """Give all connections back."""
        await self._writer.dispose()
        await self._reader.dispose()


@contextmanager
def connected(target: URL) -> Iterator[Connection]:
    """One connection for a short look, closed with everything that belongs to it."""
    engine = create_engine(target, hide_parameters=True, connect_args=postgresql.arguments(target))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def is_migrated(url: str) -> bool:
    """Whether the database has today's tables. Raises sqlalchemy's OperationalError where it cannot be reached."""
    target = synchronous(url)
    if target.get_backend_name() == "sqlite" and target.database and not Path(target.database).exists():
        return False
    with connected(target) as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(migrations()).get_heads())


def migrations() -> Config:
    """Where the migrations are."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`, making it first if it is a SQLite file that is not there."""
    target = synchronous(url)
    if target.get_backend_name() == "sqlite" and target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    config = migrations()
    config.attributes["url"] = target
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
    if revision == "head":
        check_record_guards(target)


def check_record_guards(target: URL) -> None:
    """Look whether the database protects the record. Raises RecordUnguarded where a trigger is missing."""
    with connected(target) as connection:
        complain_of(missing_guards(connection))


def complain_of(missing: Collection[str]) -> None:
    """Raises RecordUnguarded where triggers are missing."""
    if missing:
        raise RecordUnguarded(
            f"The database does not protect the record: {', '.join(sorted(missing))} missing. "
            "Restore the database from a backup, or have whoever keeps it put the triggers back."
        )
