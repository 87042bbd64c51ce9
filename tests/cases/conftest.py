"""What several of these tests begin with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cases.evening_before import ZONE, Evening
from tests.engines import Engine, fresh
from tests.in_process_bot import house_on
from tests.proofs.office import long_before, open_office


@pytest.fixture
async def evening(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[Evening]:
    """The evening before day 11, some days before it."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with house_on(url, long_before(ZONE)) as in_process:
            found = Evening(await open_office(in_process, ZONE, grid_minutes=15))
            await found.begin()
            yield found
