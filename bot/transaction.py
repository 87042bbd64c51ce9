"""One transaction: a session, the moment it happens at, and the vault. All that happens, happens in one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.vault import Vault
from storage.database import Database

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Transaction:
    """A transaction on the database at one moment of the production's clock (UTC).

    `record_waits`: what happens goes on while a record's key cannot be read. At the command line, where somebody can
    put the keys right and type again, it does not, unless that key is known to be lost.
    """

    session: AsyncSession
    now: datetime
    vault: Vault
    record_waits: bool = True


@asynccontextmanager
async def writing(database: Database, vault: Vault, now: datetime) -> AsyncIterator[Transaction]:
    """A transaction that changes something: whole, or not at all."""
    async with database.write() as session:
        yield Transaction(session, now, vault)


@asynccontextmanager
async def reading(database: Database, vault: Vault, now: datetime) -> AsyncIterator[Transaction]:
    """A transaction that only looks."""
    async with database.read() as session:
        yield Transaction(session, now, vault)


class LookedUp(Generic[Key, Found]):
    """What many rows hang on, looked up one time for all of them; for as long as one answer is gathered."""

    def __init__(self, look_up: Callable[[Key], Awaitable[Found]]) -> None:
        self._look_up = look_up
        self._found: dict[Key, Found] = {}

    async def __call__(self, key: Key) -> Found:
        """What is found under a key, the first time or again."""
        if key not in self._found:
            self._found[key] = await self._look_up(key)
        return self._found[key]
