"""A key that is lost for good, because somebody says so: what stands under it is put aside, all else goes on.

Nothing is deleted. What is put aside opens again by itself once the key is back.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import SQLModel, select

from bot.alerts import raise_alert
from bot.answers.lost_requests import be_lost, leave_open, place_of
from bot.checkins.consequences import hurry_all
from bot.domain.record_kinds import RecordKind
from bot.failures import Place, concerned
from bot.installation.keys import begins
from bot.privacy.key_rotation import SEALED, Sealed, primary_of
from bot.privacy.unreadable_rows import place_in
from bot.record import record
from bot.transaction import Transaction
from storage import failed_rows, inbox, productions
from storage.alerts import AlertKind
from storage.failed_rows import KEY_LOST, FailedRow, is_not_put_aside, name_of
from storage.inbox import InboxRow, InboxState
from storage.productions import Production


@dataclass(frozen=True)
class Lost:
    """What stands under a key: the numbers of the rows, by the column that holds what it has sealed."""

    rows: Mapping[Sealed, Sequence[int]]

    def counted(self) -> dict[Sealed, int]:
        """How much it is, of each kind that there is any of."""
        return {column: len(numbers) for column, numbers in self.rows.items() if numbers}

    def once(self) -> list[tuple[type[SQLModel], int]]:
        """Each row once, whatever of it was sealed."""
        return list(dict.fromkeys((column.table, number) for column, found in self.rows.items() for number in found))


async def under_key(transaction: Transaction, name: str) -> Lost:
    """What stands under a key, without what is put aside already."""
    found = {}
    for column in SEALED:
        number = primary_of(column.table)
        under = begins(column, name), is_not_put_aside(column.table, number)
        found[column] = list((await transaction.session.exec(select(number).where(*under).order_by(number))).all())
    return Lost(found)


async def give_up_key(transaction: Transaction, lost: Lost) -> list[int]:
    """Put aside all that stands under a key, and tell the coordinators; the ids of the productions it concerns."""
    rows: Counter[int] = Counter()
    requests = []
    for table, number in lost.once():
        place = await place_in(transaction, SQLModel.metadata.tables[name_of(table)], number)
        if table is InboxRow:
            request = await inbox.get(transaction.session, number)
            place = await place_of(transaction, request)
            requests.append(request)
        await lay_aside(transaction, place)
        rows.update(await concerned(transaction, place))
    for request in requests:
        if request.state is InboxState.RECEIVED:
            be_lost(transaction, request, KEY_LOST)
            await leave_open(transaction, request)
    for number, count in sorted(rows.items()):
        await tell_of_lost_key(transaction, await productions.get(transaction.session, number), count)
    return sorted(rows)


async def lay_aside(transaction: Transaction, place: Place) -> None:
    """Note of one row that its key is lost, and that nobody is to try it any more."""
    row = await failed_rows.find(transaction.session, place.stored_in, place.number)
    if row is None:
        row = FailedRow(
            stored_in=place.stored_in,
            row_number=place.number,
            production_id=place.production_id,
            failure=KEY_LOST,
            failed_at=transaction.now,
        )
    row.failure, row.put_aside_at = KEY_LOST, transaction.now
    transaction.session.add(row)
    await transaction.session.flush()


async def tell_of_lost_key(transaction: Transaction, production: Production, rows: int) -> None:
    """One production: on record, its coordinators told, and its scenes' words looked at soon."""
    await record(transaction, production.number, RecordKind.KEY_LOST, rows=rows)
    key = f"{production.number}:{transaction.now.timestamp()}"
    await raise_alert(transaction, production.number, AlertKind.KEY_LOST, key)
    await hurry_all(transaction, production)
