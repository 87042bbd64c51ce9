"""What is held against something else is read at one moment: an answer that comes meanwhile is no fault."""

import pytest

from bot.alerts import raise_alert
from bot.proof.verification import look
from bot.transaction import Transaction
from storage import counterparts, record_entries
from storage.alerts import AlertKind
from storage.database import Database
from tests.command_line.production import MARCH, VAULT, found_baltic, stepping

pytestmark = pytest.mark.each_engine


async def test_what_comes_while_somebody_looks_is_not_seen_in_half(database_url: str) -> None:
    """Entries read first and rows read later are of the same moment, although somebody writes in between."""
    async with stepping(database_url) as transaction:
        production = (await found_baltic(transaction)).number
    database = Database(database_url)
    async with database.snapshot() as session:
        before = len(await record_entries.list_of(session, production))
        async with stepping(database_url) as transaction:
            await something_happens(transaction)
        assert len(await record_entries.list_of(session, production)) == before
        assert await counterparts.list_alerts(session, production) == []
        assert (await look(Transaction(session, MARCH, VAULT), production)).holds
    await database.close()


async def something_happens(transaction: Transaction) -> None:
    """Something goes on record and into a table of Baltic."""
    await raise_alert(transaction, 1, AlertKind.OFFLINE, "while looking")
