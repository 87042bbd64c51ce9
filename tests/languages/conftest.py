"""The production Baltic, on SQLite: which database keeps it is no matter of language."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engines import Engine, fresh
from tests.world import World, set_up, world_on


@pytest.fixture
async def world(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[World]:
    """Baltic, before anybody was written to."""
    with fresh(sqlite_engine, tmp_path, migrated=True) as url:
        async with world_on(url) as found:
            await set_up(found)
            yield found
