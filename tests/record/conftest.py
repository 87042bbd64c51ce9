"""The world every case begins with: the production Baltic, a month before its first intimate day."""

from collections.abc import AsyncIterator

import pytest

from tests.world import World, set_up, world_on


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A sandbox, a bot and the production Baltic, on either engine."""
    async with world_on(database_url) as found:
        await set_up(found)
        yield found
