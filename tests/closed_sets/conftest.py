"""The world of the closed-set tests: the production Baltic with scene 42pt1 on Monday, on the Sunday before."""

from collections.abc import AsyncIterator

import pytest

from tests.closed_sets.channels import SUNDAY
from tests.world import World, add_scene, baltic_on


@pytest.fixture
async def world(serving: None, database_url: str) -> AsyncIterator[World]:
    """A sandbox, a bot and a scene with a closed set, the afternoon before it opens."""
    async with baltic_on(database_url) as found:
        await add_scene(found, "42pt1", ["1", "2"])
        await found.at(SUNDAY, "16:00")
        yield found
