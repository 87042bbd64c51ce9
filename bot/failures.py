"""A row that cannot be read or worked through: it alone fails, is kept, and whoever it concerns is told."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError, TimeoutError

from bot.alerts import end_alerts, raise_alert
from bot.domain.record_kinds import RecordKind
from bot.record import record
from bot.transaction import Transaction
from storage import failed_rows, people, productions
from storage.alerts import AlertKind
from storage.failed_rows import FailedRow

log = logging.getLogger(__name__)

# The database itself is in the way, not a row, as is a connection that was lost in the middle of something.
PASSING = (OperationalError, InterfaceError, PendingRollbackError, TimeoutError)


def is_passing(error: Exception) -> bool:
    """Whether the database itself is in the way: everything is tried again."""
    return isinstance(error, PASSING) or (isinstance(error, DBAPIError) and error.connection_invalidated)


@dataclass(frozen=True)
class Place:
    """A row, by its table and number, and what is known of whom it concerns without reading it."""

    stored_in: str
    number: int
    production_id: int | None = None
    person_id: int | None = None


@asynccontextmanager
async def apart(transaction: Transaction, *places: Place) -> AsyncIterator[None]:
    """Something done for one row, or for a few that go together: where it fails, only they do, and nothing of it stays.

    Raises what the database itself has to say: that is no fault of a row.
    """
    try:
        async with transaction.session.begin_nested():
            yield
    except Exception as error:
        if is_passing(error):
            raise
        for place in places:
            await note_failure(transaction, place, error)


async def one_by_one(works: Iterable[Callable[[], Awaitable[object]]]) -> None:
    """Do each; one at which the database itself fails stops no other, and its error is raised once all were tried."""
    passing: Exception | None = None
    for work in works:
        try:
            await work()
        except Exception as error:
            if not is_passing(error):
                raise
            passing = error
    if passing is not None:
        raise passing


async def note_failure(transaction: Transaction, place: Place, error: Exception) -> None:
    """A row has failed: no round tries it again, only a look or a person; whoever it concerns is told, once."""
    await note_failures(transaction, [(place, error)])


async def note_failures(transaction: Transaction, failures: Sequence[tuple[Place, Exception]]) -> None:
    """Rows have failed: each is noted, and each production told once, however many of its rows they are."""
    told: dict[tuple[int, int | None], FailedRow] = {}
    for place, error in failures:
        row = await keep_failure(transaction, place, error)
        if row is not None:
            for number in await concerned(transaction, place):
                told.setdefault((number, place.person_id), row)
    for (number, person_id), row in told.items():
        await tell(transaction, row, number, person_id)


async def keep_failure(transaction: Transaction, place: Place, error: Exception) -> FailedRow | None:
    """Note that a row has failed; None where that is known."""
    why = type(error).__name__
    if await failed_rows.find(transaction.session, place.stored_in, place.number) is not None:
        return None
    # By its type: the text of an error could quote what stands in the row.
    log.error("Row %s of “%s” failed (%s) and is kept. See: closedset status", place.number, place.stored_in, why)
    row = FailedRow(
        stored_in=place.stored_in,
        row_number=place.number,
        production_id=place.production_id,
        failure=why,
        failed_at=transaction.now,
    )
    transaction.session.add(row)
    await transaction.session.flush()
    return row


async def concerned(transaction: Transaction, place: Place) -> Sequence[int]:
    """The productions a row concerns: its own, else its person's, else all there are."""
    if place.production_id is not None:
        return [place.production_id]
    if place.person_id is not None:
        held = await people.list_roles(transaction.session, place.person_id)
        return sorted({one.production_id for one in held})
    return [one.number for one in await productions.list_all(transaction.session)]


async def tell(transaction: Transaction, row: FailedRow, production_id: int, person_id: int | None) -> None:
    """The coordination of one production is told. That this fails stops nothing: the row and the log say it as well."""
    try:
        async with transaction.session.begin_nested():
            await record(transaction, production_id, RecordKind.ROW_FAILED, about=person_id, failed=row.number)
            await raise_alert(transaction, production_id, AlertKind.UNREADABLE, f"{production_id}")
    except Exception as error:
        if is_passing(error):
            raise
        log.error("Production %s could not be told of it (%s).", production_id, type(error).__name__)


async def forget_failure(transaction: Transaction, row: FailedRow) -> None:
    """A row is right again, or is to be tried again. With the last of them the alert of its production ends."""
    await transaction.session.delete(row)
    await transaction.session.flush()
    await end_where_over(transaction, row)


async def end_where_over(transaction: Transaction, row: FailedRow) -> None:
    """Alerts end in productions in which nothing that failed still waits for anybody."""
    every = [one.number for one in await productions.list_all(transaction.session)]
    for number in [row.production_id] if row.production_id is not None else every:
        if not await failed_rows.is_waiting(transaction.session, number):
            await end_alerts(transaction, [AlertKind.UNREADABLE], production_id=number)
        if not await failed_rows.is_any_lost(transaction.session, number):
            await end_alerts(transaction, [AlertKind.KEY_LOST], production_id=number)


async def put_aside(transaction: Transaction, row: FailedRow) -> None:
    """Somebody has said that a row is not to be tried any more; it is kept."""
    row.put_aside_at = transaction.now
    transaction.session.add(row)
    await transaction.session.flush()
    await on_record(transaction, row, RecordKind.ROW_PUT_ASIDE)
    await end_where_over(transaction, row)


async def on_record(transaction: Transaction, row: FailedRow, kind: RecordKind) -> None:
    """What was done about a row, where it belongs to a production."""
    if row.production_id is not None:
        await record(transaction, row.production_id, kind, failed=row.number)
