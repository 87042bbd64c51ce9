"""Forgetting: a performer's own words go when the matter has been closed for as long as the production keeps them."""

from datetime import date, timedelta

from bot.domain import times
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.outbox import send
from bot.privacy.when_notes_go import when_notes_go
from bot.record import record
from bot.transaction import Transaction
from storage import people, privacy, productions
from storage.database import forget
from storage.deliveries import Priority, Template
from storage.productions import Production


async def forget_old_notes(transaction: Transaction) -> int:
    """Delete the words whose time is over; how many went. Those under a hold stay until it ends."""
    moments_of = await when_notes_go(transaction)
    rows = await privacy.list_all_notes(transaction.session)
    gone = [row for row in rows if await moments_of.goes_at(row) <= transaction.now]
    for row in gone:
        await transaction.session.delete(row)
        if row.production_id is not None:
            await record(
                transaction, row.production_id, RecordKind.WORDS_DELETED, about=row.person_id, answer=row.answer_id
            )
    await transaction.session.flush()
    if gone:
        forget(transaction.session)
    return len(gone)


async def notes_going(transaction: Transaction, production: Production) -> list[date]:
    """The days, in the production's time zone, on which private notes go within its days of warning."""
    soon = transaction.now + timedelta(days=production.warn_words_days)
    moments_of = await when_notes_go(transaction)
    rows = [row for row in await privacy.list_all_notes(transaction.session) if row.production_id == production.number]
    moments = [await moments_of.goes_at(row) for row in rows]
    return sorted(
        {times.local(moment, production.time_zone).date() for moment in moments if transaction.now < moment <= soon}
    )


async def warn_of_forgetting(transaction: Transaction) -> None:
    """Tell coordinators once, some days before, that private notes go: no name, no scene, only the day."""
    for production in await productions.list_all(transaction.session):
        for day in await notes_going(transaction, production):
            for reader in await people.list_holders(transaction.session, production.number, [Role.COORDINATOR]):
                await send(
                    transaction,
                    reader,
                    Template.WORDS_GO,
                    f"{production.number}:{day}",
                    priority=Priority.FAN_OUT,
                    production_id=production.number,
                    day=day.isoformat(),
                )
