"""Baltic in one process, left as it was found."""

from collections.abc import AsyncIterator

import pytest

from tests.identity.house import House
from tests.in_process_bot import house_on
from tests.world import BEGINNING, take_baltic


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Baltic in the middle of February, its coordinator on duty."""
    async with house_on(database_url, BEGINNING) as bot:
        async with bot.transaction() as transaction:
            production = await take_baltic(transaction)
        yield House(bot, production)
