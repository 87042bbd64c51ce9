"""A bot in one process on a database with Baltic in it, of which nothing stays."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.workspace import Workspace
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on
from tests.installation.door import Door, colleague
from tests.world import BALTIC, BEGINNING


@pytest.fixture
async def baltic(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[InProcessBot]:
    """Baltic, a month before its first intimate day."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with house_on(url, BEGINNING) as found:
            yield found


@pytest.fixture
def door(baltic: InProcessBot) -> Door:
    """Baltic's own."""
    return Door(baltic, Workspace("T0TEAM", None, "A0APP", colleague))
