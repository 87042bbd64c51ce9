"""What is not urgent is gathered: one message a production and day for each reader, rewritten silently as it grows."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.domain import times
from bot.outbox import send
from bot.transaction import Transaction
from storage import alerts, deliveries, due, people
from storage.alerts import Alert
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from storage.due import Due, DueKind
from storage.people import Person
from storage.productions import Production

WRITTEN = (DeliveryState.SENDING, DeliveryState.SENT)


async def gather(transaction: Transaction, production: Production, alert: Alert, readers: Collection[Person]) -> None:
    """Put an alert into today's message: posted with the first thing, rewritten with each that follows."""
    on = times.local(transaction.now, production.time_zone).date()
    alert.gathered_on = on
    transaction.session.add(alert)
    await transaction.session.flush()
    for reader in readers:
        rows = await deliveries.list_gathered(transaction.session, production.number, reader.number, on)
        # What has not been written yet is written from what is true when it goes.
        if not any(row.state is DeliveryState.WAITING for row in rows):
            await write(transaction, reader, on, len(rows), alert=alert, rewrites=post_of(rows))
    await plan_last(transaction, production, on)


def post_of(rows: Sequence[Delivery]) -> int | None:
    """The message that is rewritten: the newest post of the day, if one has gone."""
    posts = [row.number for row in rows if row.state in WRITTEN and row.subject["rewrites"] is None]
    return posts[-1] if posts else None


async def write(
    transaction: Transaction, reader: Person, on: date, before: int, *, alert: Alert, rewrites: int | None
) -> None:
    """One state of a day's message, after so many `before`; `alert` is the newest thing in it.

    What was seen and has come again in the same day is another state, though it is the same alert.
    """
    await send(
        transaction,
        reader,
        Template.GATHERED,
        f"{alert.production_id}:{on.isoformat()}:{alert.number}:{before}",
        priority=Priority.ANSWER,
        production_id=alert.production_id,
        on=on.isoformat(),
        alert=alert.number,
        rewrites=rewrites,
    )


def last_moment(production: Production, on: date) -> datetime:
    """When the last state of a day's message is posted: before the quiet hours, else before the day ends."""
    quiet = production.quiet
    if quiet.begin <= quiet.end:
        return times.end_of_day(on, production.time_zone)
    return times.passes(on, quiet.begin, production.time_zone)[0] - times.MINUTE


async def plan_last(transaction: Transaction, production: Production, on: date) -> None:
    """Plan the last state of a day's message, once for each day."""
    key = f"{DueKind.GATHERED}:{production.number}:{on.isoformat()}"
    if await due.find_by_key(transaction.session, key) is None:
        at = last_moment(production, on)
        row = Due(kind=DueKind.GATHERED, key=key, production_id=production.number, due_at=at)
        transaction.session.add(row)
        await transaction.session.flush()


async def post_last(transaction: Transaction, production: Production, row: Due) -> None:
    """The day's last state is a post of its own for whoever has only seen it grow; nothing where all was seen."""
    row.done_at = transaction.now
    on = times.local(row.due_at, production.time_zone).date()
    waiting = await alerts.list_gathered(transaction.session, production.number, on)
    if not waiting:
        return
    for number in await deliveries.list_gathered_readers(transaction.session, production.number, on):
        rows = await deliveries.list_gathered(transaction.session, production.number, number, on)
        if rows[-1].subject["rewrites"] is not None:
            reader = await people.get(transaction.session, number)
            await write(transaction, reader, on, len(rows), alert=waiting[-1], rewrites=None)
