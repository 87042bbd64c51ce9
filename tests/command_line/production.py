"""A production in a database, without Slack: enough for what the command line does to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.domain.roles import Role
from bot.duty import begin_duty
from bot.parsing.board import Board
from bot.parsing.changes import Difference
from bot.productions import Somebody, add_production, give_role, somebody
from bot.schedule.importing import import_board, preview
from bot.settings import one_key
from bot.transaction import Transaction, writing
from bot.vault import Vault
from storage import productions
from storage.database import Database
from storage.productions import Production
from tests.world import KEYS

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
VAULT = Vault(dict([one_key(KEYS)]))


@asynccontextmanager
async def stepping(url: str, now: datetime = MARCH) -> AsyncIterator[Transaction]:
    """One writing transaction on a database."""
    database = Database(url)
    try:
        async with writing(database, VAULT, now) as transaction:
            yield transaction
    finally:
        await database.close()


async def found_baltic(transaction: Transaction) -> Production:
    """The production Baltic with its coordinator on duty."""
    production = await add_production(transaction, "Baltic", "baltic", "Europe/Warsaw")
    mia = await somebody(transaction, Somebody("Mia Brandt", "U0MIA"))
    await give_role(transaction, production, mia, Role.COORDINATOR)
    await begin_duty(transaction, production, mia)
    return production


async def baltic(transaction: Transaction) -> Production:
    """The stored production Baltic."""
    found = await productions.find_by_name(transaction.session, "baltic")
    assert found is not None
    return found


async def take_in(transaction: Transaction, board: Board) -> Difference:
    """Import a board as it is previewed."""
    production = await baltic(transaction)
    return await import_board(transaction, production, board, await preview(transaction, production, board))
