"""Databases for tests: a fresh one each, on either engine, copied from a template that is made once in a process."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import aiosqlite
from sqlalchemy import Connection, event
from sqlalchemy import Engine as SQLAlchemyEngine
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.pool import Pool

from tests.postgresql import Server

ENGINES = ("sqlite", "postgresql")


def with_tables(url: str) -> None:
    """Bring the empty database at `url` to today's tables."""
    from storage.database import migrate  # noqa: PLC0415  (tests without tables need not import the storage)

    migrate(url)


@dataclass(frozen=True)
class Template:
    """What a fresh database holds already: how it is made of an empty one."""

    name: str
    make: Callable[[str], None]


MIGRATED = Template("migrated", with_tables)


class Engine(Protocol):
    """One kind of database, giving new databases in the test process it belongs to."""

    def create(self, folder: Path, template: Template | None) -> str:
        """The URL of a new database, empty but for what the template holds."""

    def remove(self, url: str) -> None:
        """Take the database at `url` away, whoever is still connected."""


class SQLite:
    """SQLite: one file per database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, folder: Path, template: Template | None) -> str:
        path = folder / "closedset.db"
        if template:
            made = self._folder / f"{template.name}.db"
            if not made.exists():
                template.make(f"sqlite+aiosqlite:///{made}")
            shutil.copyfile(made, path)
        return f"sqlite+aiosqlite:///{path}"

    def remove(self, url: str) -> None:
        """Nothing to do: pytest removes the test's folder."""


class PostgreSQL:
    """PostgreSQL: one server per test process, one database per test, copied from a template inside the server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        self._made: set[str] = set()

    def create(self, folder: Path, template: Template | None) -> str:
        if template and template.name not in self._made:
            self._server.run(f"DROP DATABASE IF EXISTS {template.name} WITH (FORCE)")
            self._server.run(f"CREATE DATABASE {template.name}")
            template.make(self._server.url(template.name))
            self._made.add(template.name)
        name = f"test_{next(self._numbers)}"
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {template.name if template else 'template0'}")
        return self._server.url(name)

    def remove(self, url: str) -> None:
        name = url.rpartition("/test_")[2].partition("?")[0]
        self._server.run(f"DROP DATABASE test_{name} WITH (FORCE)")


@contextmanager
def fresh(engine: Engine, folder: Path, template: Template | None = MIGRATED) -> Iterator[str]:
    """A new database for the length of the block."""
    url = engine.create(folder, template)
    try:
        yield url
    finally:
        engine.remove(url)


async def at_once(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What aiosqlite hands to its thread, done here."""
    return work(*arguments, **named)


class Hurry:
    """Runs SQLite's statements in the thread that asks for them: handing each over to another costs more than it."""

    def __init__(self) -> None:
        self.hurrying = False
        event.listen(Pool, "connect", self._connected)

    def _connected(self, connection: Any, _record: Any) -> None:
        driver = getattr(connection, "driver_connection", None)
        if self.hurrying and isinstance(driver, aiosqlite.Connection):
            driver._execute = at_once  # type: ignore[assignment,method-assign]


hurry = Hurry()


class CompiledOnce:
    """A statement compiled for one SQLite database serves every other of the test process.

    SQLAlchemy compiles anew for each engine, and a test has engines of its own: for a small one that was most of its
    time. Its dialects differ in nothing but which engine they belong to.
    """

    def __init__(self) -> None:
        self._compiled: dict[Any, Any] = {}
        SQLiteDialect_aiosqlite.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
        SQLiteDialect_aiosqlite.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign,assignment]
        event.listen(SQLAlchemyEngine, "engine_connect", self._connected)

    def _connected(self, connection: Connection) -> None:
        if isinstance(connection.dialect, SQLiteDialect_aiosqlite):
            connection.execution_options(compiled_cache=self._compiled)


compiled_once = CompiledOnce()
