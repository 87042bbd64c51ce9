"""Every column that holds something encrypted, in one list, and giving all of it a new key."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel, select

from bot.transaction import Transaction
from bot.vault import Unreadable, Vault
from storage.inbox import InboxRow
from storage.privacy import NoteHold, PrivateNote
from storage.record_entries import RecordHead, RecordKey, ShownTerms
from storage.revisions import Revision
from storage.terms import Breakdown, Rider, RiderWords

# So many rows in one transaction: a running bot waits for its turn no longer than that takes.
BATCH = 100


@dataclass(frozen=True)
class Sealed:
    """A column of ciphertexts. `place` and the value of `bound_to` are what each was sealed for (Vault.seal)."""

    table: type[SQLModel]
    column: str
    bound_to: str
    place: str


SEALED = (
    Sealed(PrivateNote, "content", "key", "privatewords"),
    Sealed(Rider, "agreed", "agreed_key", "rider"),
    Sealed(RiderWords, "content", "key", "riderwords"),
    Sealed(Breakdown, "content", "key", "breakdown"),
    Sealed(Revision, "limits", "limits_key", "revision"),
    Sealed(Revision, "partner_limits", "partner_limits_key", "revision"),
    Sealed(InboxRow, "payload", "key", "inbox"),
    Sealed(ShownTerms, "content", "key", "shownterms"),
    Sealed(RecordHead, "sealed_key", "key_row", "recordhead"),
    Sealed(RecordKey, "sealed", "key", "recordkey"),
    Sealed(NoteHold, "reason", "reason_key", "wordshold"),
)

# Rewritten after a rotation, so that nothing sealed with the old key stays in the files.
SEALED_TABLES = sorted({str(one.table.__tablename__) for one in SEALED})

# Bytes that nobody encrypts, and why nothing private is in them.
OPEN_BYTES = {
    "recordentry.content": "sealed under keys of its own; before, ids, instants and words of a list",
    "recordentry.mark": "a keyed hash",
    "recordhead.mark": "a keyed hash",
    "shownterms.salt": "random bytes",
}


@dataclass
class Resealed:
    """What became of a round of resealing: rows given the first key, rows no key opens, key ids still in use."""

    done: int = 0
    unreadable: int = 0
    in_use: set[str] = field(default_factory=set)


def primary(column: Sealed) -> Any:
    """The primary key of a table, by which its rows are walked."""
    (key,) = column.table.__table__.primary_key.columns  # type: ignore[attr-defined]
    return key


async def next_rows(column: Sealed, transaction: Transaction, after: int) -> list[tuple[int, Any]]:
    """The next rows after one, by primary key, with something in the column."""
    place, content = primary(column), getattr(column.table, column.column)
    rows = await transaction.session.exec(
        select(column.table).where(place > after, content.is_not(None)).order_by(place).limit(BATCH)
    )
    return [(int(getattr(row, place.name)), row) for row in rows.all()]


async def reseal_batch(transaction: Transaction, column: Sealed, after: int, found: Resealed) -> int | None:
    """Give one batch of a column the first key; the last row looked at, None where there was none."""
    rows = await next_rows(column, transaction, after)
    for _, row in rows:
        sealed, bound = getattr(row, column.column), getattr(row, column.bound_to)
        if not transaction.vault.is_current(sealed):
            try:
                words = transaction.vault.open(column.place, bound, sealed)
            except Unreadable:
                found.unreadable += 1
            else:
                setattr(row, column.column, transaction.vault.seal(column.place, bound, words))
                transaction.session.add(row)
                found.done += 1
        found.in_use.add(Vault.key_of(getattr(row, column.column)))
    return rows[-1][0] if rows else None


async def reseal(writing: Callable[[], AbstractAsyncContextManager[Transaction]]) -> Resealed:
    """Give everything the first key, each batch in a transaction of its own. Cut off, it goes on where it was.

    Whoever else reads or writes meanwhile must have both keys. Afterwards `SEALED_TABLES` must leave the files.
    """
    found = Resealed()
    for column in SEALED:
        after: int | None = 0
        while after is not None:
            async with writing() as transaction:
                after = await reseal_batch(transaction, column, after, found)
    return found
