"""What every test may ask for: a database on either engine, and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from tests import postgresql as own_postgresql
from tests.engines import ENGINES, Engine, PostgreSQL, SQLite, fresh

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

settings.register_profile("test", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("prove", max_examples=5000, deadline=None, print_blob=True)
settings.load_profile("test")


def missing(reason: str) -> NoReturn:
    """Skip the test for `reason`; fail where nothing may be missing, that is with CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


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


@pytest.fixture(scope="session")
def browser_path() -> Path:
    """A Chromium on this machine: the one named by CHROMIUM, else the first found."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else BROWSERS
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        missing("No browser was found: install Chromium, or name one in the variable CHROMIUM.")
    return Path(found)
