"""A production whose scene 42 is on day 11 with Ola and Jan, call at seven; time passes as the test says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engines import Engine, fresh
from tests.in_process_bot import house_on
from tests.proofs.office import Office, long_before, open_office, plan, sign

ZONE = "Europe/Warsaw"


@pytest.fixture
async def office(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[Office]:
    """The office with scene 42 planned, its riders signed, and nobody asked yet."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with house_on(url, long_before(ZONE)) as in_process:
            found = await open_office(in_process, ZONE)
            await plan(found, "42", "11", ("1", "2"))
            for who in ("ola", "jan"):
                await sign(found, "42", who, in_process.clock.now())
            yield found
