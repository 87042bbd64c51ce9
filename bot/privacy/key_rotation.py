"""Every column that holds something encrypted, in one list, and giving all of it a new key."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, func, select

from bot.transaction import Transaction
from bot.vault import Unreadable, Vault
from storage import failed_rows
from storage.homes import StaleHome
from storage.inbox import InboxRow
from storage.privacy import NoteHold, PrivateNote
from storage.record_entries import RecordHead, RecordKey, ShownTerms
from storage.revisions import Revision
from storage.terms import Breakdown, Rider, RiderWords

# So many rows in one transaction: a running bot waits for its turn no longer than that takes.
BATCH = 100
# The length and the name of a key stand in front of what it sealed.
NAME_BYTES = 1 + 255


@dataclass(frozen=True)
class Sealed:
    """A column of ciphertexts, and what each was sealed for (Vault.seal): `place`, the row's own key, and `about`.

    `written` is when the row was made (UTC), where it says so.
    """

    table: type[SQLModel]
    column: str
    bound_to: str
    place: str
    about: tuple[str, ...] = ()
    written: str = ""

    def binding(self, row: SQLModel) -> tuple[str, Any, tuple[Any, ...]]:
        """Where a row's words belong: place, key and what the row is about."""
        return self.place, getattr(row, self.bound_to) or "", tuple(getattr(row, name) for name in self.about)


SEALED = (
    Sealed(PrivateNote, "content", "key", "privatewords", ("production_id", "person_id"), "written_at"),
    Sealed(Rider, "agreed", "agreed_key", "rider", ("scene_id", "person_id"), "recorded_at"),
    Sealed(RiderWords, "content", "key", "riderwords", ("rider_id",), "recorded_at"),
    Sealed(Breakdown, "content", "key", "breakdown", ("scene_id",), "recorded_at"),
    Sealed(Revision, "limits", "limits_key", "revision", ("scene_id", "limits_of"), "recorded_at"),
    Sealed(Revision, "partner_limits", "partner_limits_key", "revision", ("scene_id", "limits_of"), "recorded_at"),
    Sealed(InboxRow, "payload", "key", "inbox", (), "received_at"),
    Sealed(ShownTerms, "content", "key", "shownterms", ("answer_id",)),
    Sealed(RecordHead, "sealed_key", "key_row", "recordhead", ("production_id",)),
    Sealed(RecordKey, "sealed", "key", "recordkey", ("production_id", "person_id")),
    Sealed(NoteHold, "reason", "reason_key", "wordshold", ("production_id", "person_id"), "placed_at"),
    Sealed(StaleHome, "account", "key", "stalehome", (), "since"),
)

# Rewritten after a rotation, so that nothing sealed with the old key stays in the files.
SEALED_TABLES = sorted({str(one.table.__tablename__) for one in SEALED})

# Bytes that nobody encrypts, and why nothing private is in them.
OPEN_BYTES = {
    "recordentry.content": "sealed under keys of its own; before, ids, instants and words of a list",
    "recordentry.mark": "a keyed hash",
    "recordhead.mark": "a keyed hash",
    "recordwaiting.content": "what a record has still to take, sealed as it will stand there",
    "shownterms.salt": "random bytes",
}


@dataclass
class Resealed:
    """What became of a round: rows given the first key, rows that no key opens, rows later than their key may be.

    `aside`: rows that no key opens, and that somebody has put aside.
    """

    done: int = 0
    unreadable: int = 0
    aside: int = 0
    too_late: int = 0


def primary_of(table: type[SQLModel]) -> Any:
    """The primary key of a table, by which its rows are walked."""
    (key,) = table.__table__.primary_key.columns  # type: ignore[attr-defined]
    return key


async def next_rows(column: Sealed, transaction: Transaction, after: int) -> list[tuple[int, Any]]:
    """The next rows after one, by primary key, with something in the column."""
    place, content = primary_of(column.table), getattr(column.table, column.column)
    rows = await transaction.session.exec(
        select(column.table).where(place > after, content.is_not(None)).order_by(place).limit(BATCH)
    )
    return [(int(getattr(row, place.name)), row) for row in rows.all()]


def open_for_resealing(transaction: Transaction, column: Sealed, row: SQLModel) -> str:
    """The words of a row, under whichever key. Raises Unreadable, and TooLate for a retired key's later rows."""
    sealed = getattr(row, column.column)
    since = transaction.vault.retired.get(transaction.vault.called(transaction.vault.key_of(sealed)))
    written: datetime | None = getattr(row, column.written) if column.written else None
    if since is not None and written is not None and written.date() > since:
        raise TooLate
    place, key, about = column.binding(row)
    return transaction.vault.open_retired(place, key, sealed, *about)


class TooLate(Exception):
    """Sealed after its key was retired: by somebody who was not to have it."""


async def reseal_batch(transaction: Transaction, column: Sealed, after: int, found: Resealed) -> int | None:
    """Give one batch of a column the first key; the last row looked at, None where there was none."""
    rows = await next_rows(column, transaction, after)
    for number, row in rows:
        if transaction.vault.is_current(getattr(row, column.column)):
            continue
        try:
            words = open_for_resealing(transaction, column, row)
        except Unreadable:
            failed = await failed_rows.find(transaction.session, failed_rows.name_of(column.table), number)
            if failed is not None and failed.put_aside_at is not None:
                found.aside += 1
            else:
                found.unreadable += 1
        except TooLate:
            found.too_late += 1
        else:
            place, key, about = column.binding(row)
            setattr(row, column.column, transaction.vault.seal(place, key, words, *about))
            transaction.session.add(row)
            found.done += 1
    return rows[-1][0] if rows else None


Writing = Callable[[], AbstractAsyncContextManager[Transaction]]


async def reseal(writing: Writing) -> Resealed:
    """Give everything the first key, each batch in a transaction of its own. Cut off, it goes on where it was.

    Whoever else reads or writes meanwhile must have both keys. What is later than its key may be stays as it is.
    Afterwards `SEALED_TABLES` must leave the files.
    """
    found = Resealed()
    for column in SEALED:
        after: int | None = 0
        while after is not None:
            async with writing() as transaction:
                after = await reseal_batch(transaction, column, after, found)
    return found


async def count_by_key(transaction: Transaction, *, aside: bool = True) -> Counter[str]:
    """How much is sealed under each key, by the name that stands in it; with `aside`, what is put aside as well."""
    found: Counter[str] = Counter()
    for column in SEALED:
        content = getattr(column.table, column.column)
        query = select(func.substr(content, 1, NAME_BYTES)).where(content.is_not(None))
        if not aside:
            query = query.where(failed_rows.is_not_put_aside(column.table, primary_of(column.table)))
        rows = await transaction.session.exec(query)
        found.update(Vault.key_of(bytes(one)) for one in rows.all())
    return found
