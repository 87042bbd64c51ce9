"""Baltic on either engine, for what is about private words."""

from collections.abc import AsyncIterator

import pytest

from tests.world import World, set_up, world_on


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """Baltic, with its bot."""
    async with world_on(database_url) as found:
        await set_up(found)
        yield found
