"""Looking through all that is kept sealed or in a form: what cannot be read is known before it is needed."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table
from sqlmodel import SQLModel, col, select

from bot.domain.unreadable import Spoiled, Unreadable
from bot.failures import Place, forget_failure, note_failures
from bot.privacy.key_rotation import BATCH, SEALED, primary_of
from bot.transaction import Transaction
from storage import failed_rows, productions
from storage.alerts import Alert
from storage.closed_sets import ClosedSet
from storage.columns import SpelledOut, Structured
from storage.deliveries import Delivery
from storage.due import Due
from storage.failed_rows import name_of
from storage.inbox import InboxRow
from storage.productions import Production
from storage.scenes import Scene
from storage.schedule import ScheduleImport
from storage.strips import Strip
from storage.terms import Breakdown
from storage.written import Unread

# What is taken up by itself fails there, at the moment it is needed, and is tried again on its own terms.
TAKEN_UP = {name_of(table) for table in (InboxRow, Delivery, ClosedSet, Due, Alert, Unread, Production)}
# Tables with a column of one shape.
IN_A_FORM = (Strip, Scene, ScheduleImport, Breakdown, ClosedSet)
# A form that is read anew from Slack, and written over, with the next look at its channel.
READ_ANEW = (ClosedSet, "members")

Opening = Callable[[], AbstractAsyncContextManager[Transaction]]


@dataclass(frozen=True)
class Kept:
    """A column that can be spoiled. `place` and the columns of `bound_to`: for what it was sealed; empty for a form."""

    table: type[SQLModel]
    column: str
    place: str = ""
    bound_to: tuple[str, ...] = ()


def kept_columns() -> list[Kept]:
    """Every column that is looked through."""
    sealed = [
        Kept(one.table, one.column, one.place, (one.bound_to, *one.about))
        for one in SEALED
        if name_of(one.table) not in TAKEN_UP
    ]
    forms = [Kept(table, name) for table in IN_A_FORM for name in forms_of(table) if (table, name) != READ_ANEW]
    return [*sealed, *forms]


def forms_of(table: type[SQLModel]) -> list[str]:
    """The columns of a table that hold a form."""
    columns = SQLModel.metadata.tables[name_of(table)].columns
    return [column.name for column in columns if isinstance(column.type, Structured)]


async def look_through(reading: Opening, writing: Opening) -> None:
    """Note what cannot be read, and what can be again, as when a key was put back."""
    unreadable: set[tuple[str, int]] = set()
    columns = kept_columns()
    for kept in columns:
        async for numbers in spoiled_in(reading, kept):
            unreadable |= {(name_of(kept.table), number) for number in numbers}
            await note_all(writing, SQLModel.metadata.tables[name_of(kept.table)], numbers)
    for column in word_columns():
        numbers = await misspelt_in(reading, column)
        unreadable |= {(column.table.name, number) for number in numbers}
        await note_all(writing, column.table, numbers)
    looked = {name_of(kept.table) for kept in columns} | {column.table.name for column in word_columns()}
    await forget_what_reads(reading, writing, looked - TAKEN_UP, unreadable)


async def note_all(writing: Opening, table: Table, numbers: Sequence[int]) -> None:
    """Note rows of one table that cannot be read."""
    if numbers:
        async with writing() as transaction:
            places = [await place_in(transaction, table, number) for number in numbers]
            await note_failures(transaction, [(place, Unreadable()) for place in places])


def word_columns() -> list[Column[Any]]:
    """Every column of listed words, of whatever table."""
    tables = SQLModel.metadata.sorted_tables
    return [column for table in tables for column in table.columns if isinstance(column.type, SpelledOut)]


async def misspelt_in(reading: Opening, column: Column[Any]) -> list[int]:
    """The numbers of the rows whose word no release knows."""
    async with reading() as transaction:
        return sorted((await transaction.session.exec(misspelt(column))).all())


def misspelt(column: Column[Any]) -> Any:
    """The query for the numbers of a table's rows with a word that no release knows."""
    assert isinstance(column.type, SpelledOut)
    (key,) = column.table.primary_key.columns
    return select(key).where(column.is_not(None), column.not_in([str(word) for word in column.type.kind]))


async def spoiled_in(reading: Opening, kept: Kept) -> AsyncIterator[list[int]]:
    """The numbers of the rows of which a column cannot be read, a batch of the table at a time."""
    number = primary_of(kept.table)
    after = 0
    while True:
        async with reading() as transaction:
            rows = await transaction.session.exec(query_of(kept, number).where(number > after).limit(BATCH))
            found = [tuple(row) for row in rows.all()]
            spoiled = [row[0] for row in found if not reads(transaction, kept, *row[1:])]
        if spoiled:
            yield spoiled
        if len(found) < BATCH:
            return
        after = found[-1][0]


def query_of(kept: Kept, number: Any) -> Any:
    """The numbers of a table's rows with what has to be read of each."""
    content = getattr(kept.table, kept.column)
    if not kept.place:
        return select(number, content).order_by(number)
    bound_to = [getattr(kept.table, name) for name in kept.bound_to]
    return select(number, content, *bound_to).where(content.is_not(None)).order_by(number)


def reads(transaction: Transaction, kept: Kept, content: Any, key: str = "", *about: int | None) -> bool:
    """Whether one content can be read."""
    if not kept.place:
        return not isinstance(content, Spoiled)
    try:
        transaction.vault.open(kept.place, key or "", content, *about)
    except Unreadable:
        return False
    return True


async def forget_what_reads(
    reading: Opening, writing: Opening, tables: set[str], unreadable: set[tuple[str, int]]
) -> None:
    """Failures end of rows that can be read again, or that are gone."""
    async with reading() as transaction:
        known = await failed_rows.list_in(transaction.session, tables)
    over = [row for row in known if (row.stored_in, row.row_number) not in unreadable]
    if over:
        async with writing() as transaction:
            for row in over:
                await forget_failure(transaction, row)


async def place_in(transaction: Transaction, table: Table, number: int) -> Place:
    """A row of a table, and its production; the record outlives that, and is then nobody's."""
    production_id = await above(transaction, table, number)
    known = production_id is not None and await productions.find(transaction.session, production_id) is not None
    return Place(table.name, number, production_id if known else None)


async def above(transaction: Transaction, table: Table, number: int) -> int | None:
    """The production a row hangs on, directly or through others; None where it hangs on none."""
    if table.name == "production":
        return number
    key = next(iter(table.primary_key.columns))
    ways = [column for column in table.columns if leads_up(column)]
    if not ways:
        return None
    found = (await transaction.session.exec(select(*ways).where(col(key) == number))).first()
    values = (found,) if len(ways) == 1 else tuple(found or ())
    for column, value in zip(ways, values, strict=False):
        if value is not None:
            return int(value) if column.name == "production_id" else await above(transaction, parent_of(column), value)
    return None


def leads_up(column: Column[Any]) -> bool:
    """Whether a column says what a row belongs to: a production, or something of one; not a person."""
    if column.name == "production_id":
        return True
    return any(key.column.table.name not in ("person", column.table.name) for key in column.foreign_keys)


def parent_of(column: Column[Any]) -> Table:
    """The table a column points at."""
    return next(iter(column.foreign_keys)).column.table
