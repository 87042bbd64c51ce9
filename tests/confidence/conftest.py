"""Baltic on either engine, for what is about private words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engines import Engine, fresh
from tests.world import World, set_up, world_on


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """Baltic, with its bot."""
    async with world_on(database_url) as found:
        await set_up(found)
        yield found


@pytest.fixture
async def one_world(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[World]:
    """Baltic on SQLite, where nothing is about the database."""
    with fresh(sqlite_engine, tmp_path, migrated=True) as url:
        async with world_on(url) as found:
            await set_up(found)
            yield found
