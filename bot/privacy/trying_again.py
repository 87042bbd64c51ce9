"""A failed row that somebody wants tried again: put back where what works it through finds it."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import Column
from sqlmodel import SQLModel

from bot.domain.record_kinds import RecordKind
from bot.domain.unreadable import Unreadable
from bot.failures import forget_failure, on_record
from bot.privacy.key_rotation import primary_of
from bot.privacy.unreadable_rows import Kept, Opening, kept_columns, misspelt, query_of, reads, word_columns
from bot.transaction import Transaction
from storage import failed_rows
from storage.alerts import Alert
from storage.closed_sets import ClosedSet
from storage.deliveries import Delivery, DeliveryState
from storage.due import Due
from storage.failed_rows import FailedRow, name_of
from storage.inbox import InboxRow, InboxState
from storage.productions import Production
from storage.written import Unread


class Gone(Exception):
    """The row is no longer there, or what it held has been forgotten."""


async def put_back_request(_: Transaction, row: InboxRow) -> None:
    """A request is worked through once more, judged by the moment it came."""
    if row.payload is None:
        raise Gone
    row.state, row.attempts, row.done_at = InboxState.RECEIVED, 0, None


async def put_back_delivery(_: Transaction, row: Delivery) -> None:
    """A message is written once more; where an earlier try may have arrived, it is looked for first."""
    row.state = DeliveryState.SENDING if row.attempted_at is not None else DeliveryState.WAITING
    row.attempts, row.not_before, row.lease_until = 0, None, None


async def put_back_closed_set(transaction: Transaction, row: ClosedSet) -> None:
    """Its channel is looked at now."""
    row.check_at = transaction.now if row.live else row.check_at


async def nothing_more(_: Transaction, row: Any) -> None:
    """What is due, or open, is found again by itself."""


WORKED_THROUGH: dict[type[SQLModel], Callable[[Transaction, Any], Awaitable[None]]] = {
    InboxRow: put_back_request,
    Delivery: put_back_delivery,
    ClosedSet: put_back_closed_set,
    Due: nothing_more,
    Alert: nothing_more,
    Unread: nothing_more,
    Production: nothing_more,
}


async def try_again(transaction: Transaction, failed: FailedRow) -> None:
    """Have a failed row tried again. Raises Gone, and Unreadable where what is only kept still cannot be read."""
    table = next((one for one in WORKED_THROUGH if name_of(one) == failed.stored_in), None)
    if table is None:
        await read_again(transaction, failed)
    else:
        row = await transaction.session.get(table, failed.row_number)
        if row is None:
            raise Gone
        await WORKED_THROUGH[table](transaction, row)
        transaction.session.add(row)
    await on_record(transaction, failed, RecordKind.ROW_TRIED_AGAIN)
    await forget_failure(transaction, failed)


async def take_up_lost_requests(reading: Opening, writing: Opening) -> None:
    """Requests whose lost key is back are worked through after all: somebody may have said something with them."""
    async with reading() as transaction:
        lost = [row for row in await failed_rows.list_in(transaction.session, {name_of(InboxRow)}) if row.key_is_lost]
    for row in lost:
        async with writing() as transaction:
            request = await transaction.session.get(InboxRow, row.row_number)
            if request is None or request.payload is None:
                await forget_failure(transaction, row)
            elif opens(transaction, request.key, request.payload):
                await try_again(transaction, row)


def opens(transaction: Transaction, key: str, payload: bytes) -> bool:
    """Whether a request can be read."""
    try:
        transaction.vault.open("inbox", key, payload)
    except Unreadable:
        return False
    return True


async def read_again(transaction: Transaction, failed: FailedRow) -> None:
    """Look whether what is only kept can be read now."""
    for kept in kept_columns():
        if name_of(kept.table) == failed.stored_in and not await is_readable(transaction, kept, failed.row_number):
            raise Unreadable("It still cannot be read.")
    for column in word_columns():
        if column.table.name == failed.stored_in and await is_misspelt(transaction, column, failed.row_number):
            raise Unreadable("A word in it is of no release that is known here.")


async def is_readable(transaction: Transaction, kept: Kept, number: int) -> bool:
    """Whether one column of a row can be read; nothing in it is no obstacle."""
    key = primary_of(kept.table)
    found = (await transaction.session.exec(query_of(kept, key).where(key == number))).first()
    return found is None or reads(transaction, kept, *tuple(found)[1:])


async def is_misspelt(transaction: Transaction, column: Column[Any], number: int) -> bool:
    """Whether a row holds a word that no release knows."""
    (key,) = column.table.primary_key.columns
    return (await transaction.session.exec(misspelt(column).where(key == number))).first() is not None
