"""Words that were deleted are in no file any more."""

import random
from datetime import UTC, datetime

import pytest
from sqlmodel import delete, select

from bot.privacy.private_notes import Note, keep_note
from bot.productions import Somebody, add_production, somebody
from storage.database import Database, forget
from storage.inbox import InboxRow
from storage.privacy import PrivateNote
from tests.privacy.disk import on_disk
from tests.privacy.test_keys import BY_AGE, OLD, stepping, vault

pytestmark = pytest.mark.each_engine

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)


async def fill(url: str, notes: int) -> list[bytes]:
    """Notes of very different length; their ciphertexts, each by its beginning."""
    dice = random.Random(7)
    async with stepping(url, vault(("k1", OLD))) as transaction:
        production = await add_production(transaction, "Baltic", "baltic", "Europe/Warsaw")
        ola = await somebody(transaction, Somebody("Ola Nowak"))
        for _ in range(notes):
            text = "word " * dice.randint(1, 500)
            await keep_note(transaction, ola.number, Note(text), production_id=production.number, answer_id=None)
        rows = (await transaction.session.exec(BY_AGE)).all()
        return [row.content[15:40] for row in rows]


async def test_deleted_words_leave_the_file(database_url: str) -> None:
    """Right after the deletion is committed, no deleted ciphertext is on disk, and all others are."""
    found = await fill(database_url, 120)
    database = Database(database_url)
    gone = set(random.Random(3).sample(range(1, 121), 60))
    async with database.write() as session:
        await session.exec(delete(PrivateNote).where(PrivateNote.id.in_(gone)))  # type: ignore[union-attr]
        forget(session)
    await database.close()
    disk = on_disk(database_url)
    assert [number for number, content in enumerate(found, 1) if number in gone and content in disk] == []
    assert all(content in disk for number, content in enumerate(found, 1) if number not in gone)


async def test_what_came_in_leaves_the_file_with_it(database_url: str) -> None:
    """The payload the words came in, gone from its row since it was worked through, leaves the files as well."""
    database = Database(database_url)
    payload = vault(("k1", OLD)).seal("inbox", "event:1", "kestrel " * 300)
    async with database.write() as session:
        session.add(InboxRow(key="event:1", payload=payload, received_at=NOON))
    async with database.write() as session:
        row = (await session.exec(select(InboxRow))).one()
        row.payload = None
        session.add(row)
        forget(session)
    assert payload[20:60] not in on_disk(database_url)
    await database.close()


async def test_without_that_they_would_stay(database_url: str) -> None:
    """The test above looks in the right place: deleted as usual, the words are still on disk."""
    found = await fill(database_url, 20)
    database = Database(database_url)
    async with database.write() as session:
        await session.exec(delete(PrivateNote))
    disk = on_disk(database_url)
    assert any(content in disk for content in found)
    await database.close()


async def test_a_reader_in_the_way_only_delays_it(sqlite_only: str) -> None:
    """Somebody still reading the old state keeps the log from being emptied; the next try does it."""
    found = await fill(sqlite_only, 20)
    database = Database(sqlite_only)
    async with database.read() as reading:
        await reading.exec(select(PrivateNote))
        async with database.write() as session:
            await session.exec(delete(PrivateNote))
            forget(session)
        assert not await database.shrink()
    assert await database.shrink()
    disk = on_disk(sqlite_only)
    assert not any(content in disk for content in found)
    await database.close()


@pytest.fixture
def sqlite_only(database_url: str) -> str:
    """A database whose log can be in the way."""
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL has no such log of its own")
    return database_url
