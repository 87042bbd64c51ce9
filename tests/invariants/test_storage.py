"""What storage guarantees, on both engines."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretBytes
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel, select

import storage.tables  # noqa: F401  (registers every table)
from bot.domain.roles import Role
from bot.vault import Unreadable, Vault
from storage.database import Database, migrate, synchronous
from storage.people import RoleHeld
from storage.productions import Production

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)


def baltic(created_at: datetime) -> Production:
    """A production, not stored yet."""
    return Production(name="Baltic", short_name="baltic", time_zone="Europe/Warsaw", created_at=created_at)


async def test_all_times_are_instants_in_utc(database_url: str) -> None:
    """A time in any zone comes back as the same instant in UTC."""
    database = Database(database_url)
    nepal = NOON.astimezone(ZoneInfo("Asia/Kathmandu"))
    async with database.write() as session:
        session.add(baltic(nepal))
    async with database.read() as session:
        stored = (await session.exec(select(Production))).one()
    assert stored.created_at == NOON
    assert stored.created_at.tzinfo is UTC
    await database.close()


async def test_a_time_without_a_zone_cannot_get_in(database_url: str) -> None:
    """A naive datetime is refused, and nothing of the transaction stays."""
    database = Database(database_url)
    with pytest.raises(StatementError, match="without a time zone"):
        async with database.write() as session:
            session.add(baltic(NOON.replace(tzinfo=None)))
    async with database.read() as session:
        assert (await session.exec(select(Production))).all() == []
    await database.close()


async def test_foreign_keys_are_enforced_and_errors_quote_no_values(database_url: str) -> None:
    """A row that points nowhere is refused; the error's text does not hold what was to be stored."""
    database = Database(database_url)
    with pytest.raises(IntegrityError) as refused:
        await add_role_nowhere(database)
    assert "secret" not in str(refused.value).lower()
    await database.close()


async def add_role_nowhere(database: Database) -> None:
    """A role of nobody in no production."""
    async with database.write() as session:
        session.add(RoleHeld(production_id=999, person_id=999, role=Role.CREW, phone="+48 secret"))


def test_migrations_make_exactly_the_tables_of_the_code(database_url: str) -> None:
    """The migrated database and the tables in the code do not differ."""
    engine = create_engine(synchronous(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_migrations_go_down_and_up_again(bare_database_url: str) -> None:
    """Every revision can be taken back and applied again."""
    migrate(bare_database_url)
    migrate(bare_database_url, "base")
    migrate(bare_database_url)


async def test_writers_take_turns(database_url: str) -> None:
    """Two databases on one URL, as two processes: neither loses what the other added."""
    one, two = Database(database_url), Database(database_url)
    async with one.write() as session:
        session.add(baltic(NOON))
    for database in (one, two, one, two):
        async with database.write() as session:
            stored = (await session.exec(select(Production))).one()
            stored.board_version += 1
            session.add(stored)
    async with one.read() as session:
        assert (await session.exec(select(Production.board_version))).one() == 5
    await one.close()
    await two.close()


def vault(**keys: int) -> Vault:
    """A vault with keys made of one byte each."""
    return Vault({name: SecretBytes(bytes([byte]) * 32) for name, byte in keys.items()})


def test_words_open_only_in_their_own_row() -> None:
    """A ciphertext moved to another row or table, or changed by a bit, does not open."""
    sealed = vault(k1=1).seal("privatewords", "row-1", "not the shower")
    assert vault(k1=1).open("privatewords", "row-1", sealed) == "not the shower"
    assert b"shower" not in sealed
    for table, row, content in (
        ("privatewords", "row-2", sealed),
        ("inbox", "row-1", sealed),
        ("privatewords", "row-1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(Unreadable):
            vault(k1=1).open(table, row, content)


def test_an_old_key_still_opens_and_a_missing_one_is_said() -> None:
    """After a new key is put first, old words open; without their key they do not, and nothing is quoted."""
    sealed = vault(k1=1).seal("privatewords", "row-1", "not the shower")
    assert vault(k2=2, k1=1).open("privatewords", "row-1", sealed) == "not the shower"
    with pytest.raises(Unreadable, match="CLOSEDSET_KEYS") as refused:
        vault(k2=2).open("privatewords", "row-1", sealed)
    assert "shower" not in str(refused.value)
