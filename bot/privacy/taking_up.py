"""Failures nobody could be told of, and moments and alerts that failed for a reason that passes: both are taken up."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import groupby

from bot.domain.record_kinds import RecordKind
from bot.due import run_group, together
from bot.escalation import escalate
from bot.failures import Place, concerned, is_passing, on_record, tell
from bot.privacy.trying_again import read_again
from bot.privacy.unreadable_rows import Opening
from bot.transaction import Transaction
from storage import alerts, failed_rows, people
from storage.alerts import Alert, AlertKind
from storage.due import Due
from storage.failed_rows import FailedRow, name_of
from storage.inbox import InboxRow


async def tell_of_untold(writing: Opening) -> None:
    """Each production with a failure that its coordination has not been told of is told now, once for all of them."""
    async with writing() as transaction:
        untold: dict[int, FailedRow] = {}
        for row in await failed_rows.list_waiting(transaction.session):
            for number in await concerned(transaction, await place_of(transaction, row)):
                if number not in untold and not await is_told(transaction, row, number):
                    untold[number] = row
        for number, row in untold.items():
            await tell(transaction, row, number, None)


async def place_of(transaction: Transaction, row: FailedRow) -> Place:
    """What is known of whom a failed row concerns: of a request, who has sent it."""
    request = await transaction.session.get(InboxRow, row.row_number) if row.stored_in == name_of(InboxRow) else None
    user = request.slack_user if request is not None else None
    sender = await people.find_by_slack_user(transaction.session, user) if user is not None else None
    return Place(row.stored_in, row.row_number, row.production_id, sender.number if sender is not None else None)


async def is_told(transaction: Transaction, row: FailedRow, production_id: int) -> bool:
    """Whether a production's coordination has, or had once the row had failed, the alert that something cannot be read.

    One that had ended before tells of earlier rows.
    """
    alert = await alerts.find_by_key(transaction.session, f"{AlertKind.UNREADABLE}:{production_id}")
    return alert is not None and (alert.ended_at is None or alert.ended_at >= row.failed_at)


async def take_up_failed(reading: Opening, writing: Opening) -> None:
    """Work failed moments and alerts through once more. What fails again stays failed, and nobody hears of it again."""
    async with reading() as transaction:
        waiting = await failed_rows.list_waiting(transaction.session)
        readable = [row for row in waiting if await may_be_worked_through(transaction, row)]
        moments = [row for row in readable if row.stored_in == name_of(Due)]
        grouped = await together_with(transaction, moments)
    for group in grouped:
        await work_through(writing, group, partial(do_moments, group))
    for row in readable:
        if row.stored_in == name_of(Alert):
            await work_through(writing, [row], partial(escalate, number=row.row_number))


async def may_be_worked_through(transaction: Transaction, row: FailedRow) -> bool:
    """Whether a row is a moment or an alert in which every word is known."""
    if row.stored_in not in {name_of(Due), name_of(Alert)}:
        return False
    try:
        await read_again(transaction, row)
    except Exception as error:
        if is_passing(error):
            raise
        return False
    return True


async def together_with(transaction: Transaction, rows: Sequence[FailedRow]) -> list[list[FailedRow]]:
    """Failed moments, those together that are done together; one that is gone by itself."""
    found: list[tuple[tuple[str, ...], FailedRow]] = []
    for row in rows:
        moment = await transaction.session.get(Due, row.row_number)
        found.append((together(moment) if moment is not None else (str(row.row_number),), row))
    found.sort(key=lambda one: (one[0], one[1].row_number))
    return [[row for _, row in group] for _, group in groupby(found, key=lambda one: one[0])]


async def do_moments(rows: Sequence[FailedRow], transaction: Transaction) -> None:
    """What was due at some moments that are done together, as far as it still is."""
    moments = [await transaction.session.get(Due, row.row_number) for row in rows]
    await run_group(transaction, [moment.key for moment in moments if moment is not None])


async def work_through(
    writing: Opening, rows: Sequence[FailedRow], work: Callable[[Transaction], Awaitable[None]]
) -> None:
    """Try once more what had failed; where it fails again, nothing of that stays, and the rows are failed as before.

    That something had failed stays with the coordination until somebody has seen it: what was due came late.
    Raises what the database itself has to say.
    """
    async with writing() as transaction:
        try:
            async with transaction.session.begin_nested():
                await work(transaction)
                for row in rows:
                    await on_record(transaction, row, RecordKind.ROW_TRIED_AGAIN)
                    await transaction.session.delete(row)
        except Exception as error:
            if is_passing(error):
                raise
