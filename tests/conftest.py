"""What every test may ask for: a database on either engine, the production Baltic with its bot, and a browser."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgresql as own_postgresql
from tests.engines import ENGINES, Engine, PostgreSQL, SQLite, fresh
from tests.needs import find_browser, missing
from tests.world import World, set_up, world_on

settings.register_profile("test", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("prove", max_examples=5000, deadline=None, print_blob=True)
settings.load_profile("test")


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """SQLite, with a template of its own in each test process."""
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_engine() -> Iterator[Engine]:
    """PostgreSQL, a server of its own for each test process."""
    try:
        server = own_postgresql.start()
    except own_postgresql.NoPostgreSQL as error:
        missing(str(error))
    yield PostgreSQL(server)
    server.stop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: a test that asks for a database runs on both."""
    chosen: Engine = request.getfixturevalue(f"{request.param}_engine")
    return chosen


@pytest.fixture
def database_url(engine: Engine, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database with today's tables and no rows, once per engine."""
    with fresh(engine, tmp_path, migrated=True) as url:
        yield url


@pytest.fixture
def bare_database_url(engine: Engine, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database without tables, once per engine."""
    with fresh(engine, tmp_path, migrated=False) as url:
        yield url


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A sandbox, a bot and the production Baltic, a month before its first intimate day, on either engine."""
    async with world_on(database_url) as found:
        await set_up(found)
        yield found


@pytest.fixture
async def one_world(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[World]:
    """The same on SQLite alone, where a test is not about what is kept."""
    with fresh(sqlite_engine, tmp_path, migrated=True) as url:
        async with world_on(url) as found:
            await set_up(found)
            yield found


@pytest.fixture(scope="session")
def browser_path() -> Path:
    """A Chromium on this machine: the one named by CHROMIUM, else the first found."""
    return find_browser() or missing("No browser was found: install Chromium, or name one in the variable CHROMIUM.")
