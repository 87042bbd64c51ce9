"""The production Baltic, on SQLite: which database keeps it is no matter of language."""

import pytest

from tests.world import World


@pytest.fixture
async def world(one_world: World) -> World:
    """Baltic, before anybody was written to."""
    return one_world
