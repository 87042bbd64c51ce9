"""The bot does not start with keys that do not open what is in its database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretBytes
from sqlalchemy import JSON, Column, Engine, create_engine, delete, text

from bot.installation.keys import KeysUnfit, check_keys
from bot.privacy.key_rotation import SEALED, Sealed
from bot.transaction import reading
from bot.vault import Vault
from storage.columns import Structured
from storage.database import Database, synchronous
from tests.privacy.test_keys import NOON

pytestmark = pytest.mark.each_engine
OLD, NEW = SecretBytes(bytes(range(32))), SecretBytes(bytes(range(32, 64)))
PAYLOADS = next(one for one in SEALED if one.place == "inbox")
# Values that any column takes, whatever it is for.
ANYTHING: dict[type, Any] = {int: 1, str: "x", bytes: b"x", bool: False}


@dataclass
class Filled:
    """A database that is filled past what belongs together, and looked at as the bot does."""

    database: Database
    engine: Engine

    async def unfit(self, **keys: SecretBytes) -> str:
        """What is said of these keys; nothing where they fit."""
        try:
            async with reading(self.database, Vault(keys), NOON) as transaction:
                await check_keys(transaction)
        except KeysUnfit as reason:
            return str(reason)
        return ""

    def store(self, column: Sealed, key: str, sealed: bytes) -> None:
        """A row of which nothing matters but what is sealed in one column; what it belongs to is not there."""
        table: Any = column.table.__table__  # type: ignore[attr-defined]
        values = {one.name: anything(one) for one in table.columns if not one.nullable and one.name != "id"}
        with self.engine.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(text("SET session_replication_role = replica"))
            connection.execute(table.insert().values(values | {column.bound_to: key, column.column: sealed}))

    def empty(self, column: Sealed) -> None:
        """Nothing is left of what is in a table; of the record's heads, which nobody can take out, it stays."""
        if column.place != "recordhead":
            with self.engine.begin() as connection:
                connection.execute(delete(column.table))


@pytest.fixture
async def filled(database_url: str) -> AsyncIterator[Filled]:
    """A database with today's tables and nothing in them."""
    found = Filled(Database(database_url), create_engine(synchronous(database_url)))
    yield found
    found.engine.dispose()
    await found.database.close()


def anything(column: "Column[Any]") -> Any:
    """A value that a column takes."""
    words = getattr(column.type, "enums", None)
    if isinstance(column.type, Structured):
        return column.type.shape()
    if isinstance(column.type, JSON):
        return []
    return words[0] if words else ANYTHING.get(column.type.python_type, NOON)


def sealed_by(name: str, key: SecretBytes, column: Sealed, row: str) -> bytes:
    """Something that the first release sealed for one row of a column, by the name its settings gave a key."""
    nonce = bytes(12)
    words = AESGCM(key.get_secret_value()).encrypt(nonce, b"kestrel in the rafters", f"{column.place}/{row}".encode())
    return Vault.mark_of(name) + nonce + words


async def test_a_database_without_anything_sealed_takes_any_key(filled: Filled) -> None:
    """At the first start nothing is in use yet."""
    assert not await filled.unfit(k1=OLD)


async def test_a_key_in_use_that_is_missing_or_wrong_is_named(filled: Filled) -> None:
    """Whatever was sealed with it, in whichever column; the right one beside a newer one is enough."""
    for column in sorted(SEALED, key=lambda one: one.place == "recordhead"):
        filled.store(column, "row", sealed_by("k1", OLD, column, "row"))
        said = await filled.unfit(k2=NEW)
        assert said.startswith("The database holds what was encrypted with the key “k1”, which"), column
        said = await filled.unfit(k2=OLD, k1=NEW)
        assert said.startswith("The key “k1” in CLOSEDSET_KEYS is not the one"), column
        assert not await filled.unfit(k2=NEW, k1=OLD), column
        filled.empty(column)


async def test_a_damaged_row_is_no_reason_not_to_start(filled: Filled) -> None:
    """One row stays one row, wherever it was cut or changed, as long as its key opens another."""
    filled.store(PAYLOADS, "whole", sealed_by("k1", OLD, PAYLOADS, "whole"))
    whole = sealed_by("k1", OLD, PAYLOADS, "cut")
    for length in (0, 1, 2, 3, 20, len(whole) - 1):
        filled.store(PAYLOADS, f"cut at {length}", whole[:length])
        assert not await filled.unfit(k1=OLD), length
    filled.store(PAYLOADS, "changed", b"\xff" + whole[1:])
    assert not await filled.unfit(k1=OLD)
