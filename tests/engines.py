"""Databases for tests: a fresh one each, on either engine; the tables are made once and copied from then on."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.postgresql import Server

ENGINES = ("sqlite", "postgresql")


def prepare(url: str) -> None:
    """Bring the empty database at `url` to today's tables."""
    from storage.database import migrate  # noqa: PLC0415  (tests without tables need not import the storage)

    migrate(url)


class Engine(Protocol):
    """One kind of database, giving new databases in the test process it belongs to."""

    def create(self, folder: Path, *, migrated: bool) -> str:
        """The URL of a new database, empty but for the tables if `migrated`."""

    def remove(self, url: str) -> None:
        """Take the database at `url` away, whoever is still connected."""


class SQLite:
    """SQLite: one file per database."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        self._is_prepared = False

    def create(self, folder: Path, *, migrated: bool) -> str:
        path = folder / "closedset.db"
        if migrated:
            if not self._is_prepared:
                prepare(f"sqlite+aiosqlite:///{self._template}")
                self._is_prepared = True
            shutil.copyfile(self._template, path)
        return f"sqlite+aiosqlite:///{path}"

    def remove(self, url: str) -> None:
        """Nothing to do: pytest removes the test's folder."""


class PostgreSQL:
    """PostgreSQL: one server per test process, one database per test, copied from a template inside the server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        self._is_prepared = False

    def create(self, folder: Path, *, migrated: bool) -> str:
        if migrated and not self._is_prepared:
            self._server.run("DROP DATABASE IF EXISTS migrated WITH (FORCE)")
            self._server.run("CREATE DATABASE migrated")
            prepare(self._server.url("migrated"))
            self._is_prepared = True
        name = f"test_{next(self._numbers)}"
        self._server.run(f"CREATE DATABASE {name} TEMPLATE {'migrated' if migrated else 'template0'}")
        return self._server.url(name)

    def remove(self, url: str) -> None:
        name = url.rpartition("/test_")[2].partition("?")[0]
        self._server.run(f"DROP DATABASE test_{name} WITH (FORCE)")


@contextmanager
def fresh(engine: Engine, folder: Path, *, migrated: bool) -> Iterator[str]:
    """A new database for the length of the block."""
    url = engine.create(folder, migrated=migrated)
    try:
        yield url
    finally:
        engine.remove(url)
