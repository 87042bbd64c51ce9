"""What every test may ask for: a database on either engine, the production Baltic with its bot, and a browser."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgresql as own_postgresql
from tests.engines import ENGINES, MIGRATED, Engine, PostgreSQL, SQLite, fresh, hurry
from tests.in_process_bot import house_on
from tests.needs import find_browser, missing
from tests.patience import TEST_SECONDS, at_most
from tests.proofs.office import Office, long_before, open_office, plan, sign
from tests.serving import guard, serves
from tests.spent import spent
from tests.world import BALTIC, World, baltic_on

settings.register_profile("test", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("quick", max_examples=5, deadline=None, print_blob=True)
settings.register_profile("prove", max_examples=5000, deadline=None, print_blob=True)
settings.load_profile("test")

# What is kept is the subject of these folders: their tests run on each engine. Elsewhere a marker says the same.
EACH_ENGINE = ("crashes", "invariants")
# Whole productions, lived through again and again: nothing is started for it, but it takes its time.
LIVED_THROUGH = ("access", "proofs")
# What begins with Baltic takes it from a database that has it already.
STAND_ON_IT = {"world", "house"}
OFFICE_ZONE = "Europe/Warsaw"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engines",
        choices=("differing", *ENGINES),
        default="differing",
        help="differing: SQLite, and PostgreSQL where the engines can differ; else every test on the one named",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a database runs on SQLite, and on PostgreSQL as well where it could go otherwise there."""
    if "engine" in metafunc.fixturenames:
        named = metafunc.config.getoption("--engines")
        chosen = ENGINES if differs(metafunc.definition) else ENGINES[:1]
        metafunc.parametrize("engine", chosen if named == "differing" else [named], indirect=True)


def folder(item: pytest.Item) -> str:
    """The folder of the tests that a test is in, or its file beside the folders."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


def differs(item: pytest.Item) -> bool:
    """Whether the engines can differ in what a test shows."""
    if item.get_closest_marker("one_engine") is not None:
        return False
    return folder(item) in EACH_ENGINE or item.get_closest_marker("each_engine") is not None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test its limit of time, and tell the quick ones from those that start something."""
    for item in items:
        own = item.get_closest_marker("timeout")
        item.add_marker(pytest.mark.timeout(at_most(own.args[0] if own else TEST_SECONDS)), append=False)
        if not serves(item) and folder(item) not in LIVED_THROUGH and item.get_closest_marker("prove") is None:
            item.add_marker("quick")


pytest_runtest_protocol = guard
pytest_terminal_summary = spent


@pytest.fixture(autouse=True)
def _hurry(request: pytest.FixtureRequest) -> Iterator[None]:
    """Threads for SQLite's statements where the database is the subject, and before a release everywhere."""
    hurry.hurrying = request.config.getoption("--engines") == "differing" and not differs(request.node)
    yield
    hurry.hurrying = False


@pytest.fixture(scope="session")
def serving() -> None:
    """For tests that start a server or a process: whoever starts one without asking for this fails."""


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """SQLite, with templates of its own in each test process."""
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_engine(serving: None) -> Iterator[Engine]:
    """PostgreSQL, a server of its own for each test process."""
    try:
        server = own_postgresql.start()
    except own_postgresql.NoPostgreSQL as error:
        missing(str(error))
    yield PostgreSQL(server)
    server.stop()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine whose turn it is."""
    chosen: Engine = request.getfixturevalue(f"{request.param}_engine")
    return chosen


@pytest.fixture
def database_url(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database with today's tables: without rows, or with Baltic."""
    with fresh(engine, tmp_path, BALTIC if STAND_ON_IT & {*request.fixturenames} else MIGRATED) as url:
        yield url


@pytest.fixture
def bare_database_url(engine: Engine, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database without tables."""
    with fresh(engine, tmp_path, None) as url:
        yield url


@pytest.fixture
async def world(serving: None, database_url: str) -> AsyncIterator[World]:
    """A sandbox, a bot and the production Baltic, a month before its first intimate day."""
    async with baltic_on(database_url) as found:
        yield found


@pytest.fixture
async def one_world(serving: None, sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[World]:
    """The same on SQLite alone, where a test is not about what is kept."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with baltic_on(url) as found:
            yield found


@pytest.fixture(scope="session")
def browser_path(serving: None) -> Path:
    """A Chromium on this machine: the one named by CHROMIUM, else the first found."""
    return find_browser() or missing("No browser was found: install Chromium, or name one in the variable CHROMIUM.")


@pytest.fixture
async def office(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[Office]:
    """Scene 42 is on day 11 with Ola and Jan, call at seven; its riders are signed, and nobody is asked yet."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with house_on(url, long_before(OFFICE_ZONE)) as in_process:
            found = await open_office(in_process, OFFICE_ZONE)
            await plan(found, "42", "11", ("1", "2"))
            for who in ("ola", "jan"):
                await sign(found, "42", who, in_process.clock.now())
            yield found
