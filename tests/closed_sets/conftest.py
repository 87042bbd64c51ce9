"""The world of the closed-set tests: the production Baltic with scene 42pt1 on Monday, on the Sunday before."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.closed_sets.channels import SUNDAY
from tests.engines import Engine
from tests.world import World, add_scene, baltic_on


@pytest.fixture
async def world(serving: None, engine: Engine, tmp_path: Path) -> AsyncIterator[World]:
    """A sandbox, a bot and a scene with a closed set, the afternoon before it opens."""
    async with baltic_on(engine, tmp_path) as found:
        await add_scene(found, "42pt1", ["1", "2"])
        await found.at(SUNDAY, "16:00")
        yield found
