"""The databases that the tests stand on."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.engines import Engine, fresh
from tests.patience import at_most
from tests.postgresql import LONGEST_HOME, NoPostgreSQL, start
from tests.serving import SERVING

pytestmark = pytest.mark.each_engine


async def read(url: str, query: str) -> list[str]:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return list((await connection.execute(text(query))).scalars())
    finally:
        await engine.dispose()


async def write(url: str, statement: str) -> None:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_gets_a_database_nobody_has_written_to(bare_database_url: str, turn: int) -> None:
    """A table made by one test is not there for the next."""
    await write(bare_database_url, "CREATE TABLE scenes (number VARCHAR(10))")
    await write(bare_database_url, f"INSERT INTO scenes VALUES ('42pt{turn}')")
    assert await read(bare_database_url, "SELECT number FROM scenes") == [f"42pt{turn}"]


async def test_the_url_names_the_driver_of_its_engine(bare_database_url: str) -> None:
    """A test's database is opened with the drivers the bot itself uses."""
    assert make_url(bare_database_url).drivername in {"sqlite+aiosqlite", "postgresql+psycopg"}


async def test_a_database_goes_though_somebody_is_still_connected(engine: Engine, tmp_path: Path) -> None:
    """A connection left open by a test does not keep its database alive, nor fail the test."""
    with fresh(engine, tmp_path, None) as url:
        left_open = create_async_engine(url)
        connection = await left_open.connect()
    await connection.invalidate()
    await left_open.dispose()


@pytest.mark.usefixtures("postgresql_engine")
def test_the_server_ends_with_tests_that_are_killed() -> None:
    """Tests killed outright leave no PostgreSQL behind, and no data."""
    program = "from tests.postgresql import start; print(start().home, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tests:
        assert tests.stdout is not None
        data = Path(tests.stdout.readline().decode().strip()) / "data"
        assert data.exists()
        tests.kill()
    deadline = time.monotonic() + at_most(30)
    while data.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not data.exists()


@pytest.mark.usefixtures("postgresql_engine")
def test_a_temporary_folder_with_a_long_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket's path has little room, so the server goes elsewhere rather than fail."""
    folder = tmp_path / ("long" * 20)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    server = start()
    try:
        assert len(str(server.home)) < LONGEST_HOME
    finally:
        server.stop()


@SERVING
def test_a_machine_without_postgresql_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nothing to start, the reason is one sentence with a way out."""
    monkeypatch.setenv("CLOSEDSET_TEST_POSTGRESQL", str(tmp_path))
    with pytest.raises(NoPostgreSQL, match="install PostgreSQL"):
        start()
