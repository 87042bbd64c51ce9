"""A production in a database, without Slack: enough for what the command line does to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.domain.roles import Role
from bot.parsing.board import Board
from bot.parsing.changes import Difference
from bot.productions import Somebody, add_production, begin_duty, give_role, somebody
from bot.schedule.importing import import_board, preview
from bot.settings import one_key
from bot.transaction import Step, writing
from bot.vault import Vault
from storage import productions
from storage.database import Database
from storage.productions import Production
from tests.world import KEYS

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
VAULT = Vault(dict([one_key(KEYS)]))


@asynccontextmanager
async def stepping(url: str, now: datetime = MARCH) -> AsyncIterator[Step]:
    """One writing step on a database."""
    database = Database(url)
    try:
        async with writing(database, VAULT, now) as step:
            yield step
    finally:
        await database.close()


async def found_baltic(step: Step) -> Production:
    """The production Baltic with its coordinator on duty."""
    film = await add_production(step, "Baltic", "baltic", "Europe/Warsaw")
    mia = await somebody(step, Somebody("Mia Brandt", "U0MIA"))
    await give_role(step, film, mia, Role.COORDINATOR)
    await begin_duty(step, film, mia)
    return film


async def baltic(step: Step) -> Production:
    """The stored production Baltic."""
    found = await productions.find_by_name(step.session, "baltic")
    assert found is not None
    return found


async def take_in(step: Step, board: Board) -> Difference:
    """Import a board as it is previewed."""
    film = await baltic(step)
    return await import_board(step, film, board, await preview(step, film, board))
