"""What is due is looked up in the database and done, each in a transaction of its own."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import groupby

from bot.checkins.asking import note_silence, run_rounds
from bot.checkins.publishing import hurry_readiness, run_line, run_readiness
from bot.clock import Clock
from bot.closed_sets.lifetime import open_when_due
from bot.domain.unreadable import readable
from bot.escalation import escalate
from bot.failures import Place, apart, one_by_one
from bot.gathering import post_last
from bot.schedule.wrap import run_closure
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from storage import alerts, due, productions, shoot_days
from storage.alerts import Alert
from storage.database import Database
from storage.due import Due, DueKind
from storage.failed_rows import name_of
from storage.productions import Production

ROUNDS = (DueKind.FIRST_ROUND, DueKind.EVENING_ROUND, DueKind.MORNING_ROUND)


async def run_due(database: Database, vault: Vault, clock: Clock) -> None:
    """Do everything that is due now, the earliest first; what somebody else did meanwhile is left alone."""
    async with reading(database, vault, clock.now()) as transaction:
        rows = await due.list_due(transaction.session, transaction.now)
    groups = [list(group) for _, group in groupby(sorted(rows, key=together), key=together)]

    async def run(rows: Sequence[Due]) -> None:
        concerned = [Place(name_of(Due), row.number, row.production_id, row.person_id) for row in rows]
        async with writing(database, vault, clock.now()) as transaction, apart(transaction, *concerned):
            for row in rows:
                readable(row.due_at)
            await run_group(transaction, [row.key for row in rows])

    await one_by_one(partial(run, group) for group in groups)


async def repeat_alerts(database: Database, vault: Vault, clock: Clock) -> None:
    """Say again what nobody has acknowledged, where the time for it has come: each by itself."""
    async with reading(database, vault, clock.now()) as transaction:
        waiting = await alerts.list_due(transaction.session, transaction.now)

    async def say(alert: Alert) -> None:
        place = Place(name_of(Alert), alert.number, alert.production_id)
        async with writing(database, vault, clock.now()) as transaction, apart(transaction, place):
            readable(alert.next_at)
            await escalate(transaction, alert.number)

    await one_by_one(partial(say, alert) for alert in waiting)


def together(row: Due) -> tuple[str, ...]:
    """Rounds of one performer and day are done together, all else by itself; the words come last."""
    if row.kind in ROUNDS:
        return ("1", str(row.shoot_day_id), str(row.person_id))
    return ("3" if row.kind in (DueKind.WORDS, DueKind.AD_LINE) else "2", row.key)


async def run_group(transaction: Transaction, keys: list[str]) -> None:
    """Do the rows of one group that are still due."""
    rows = await due.list_still_due(transaction.session, keys, transaction.now)
    if not rows:
        return
    production = await productions.get(transaction.session, rows[0].production_id)
    if rows[0].kind in ROUNDS:
        done = await run_rounds(transaction, production, rows)
        for row in rows if done else []:
            row.done_at = transaction.now
            transaction.session.add(row)
        return
    for row in rows:
        await ACTIONS[row.kind](transaction, production, row)
        transaction.session.add(row)


async def call_time(transaction: Transaction, production: Production, row: Due) -> None:
    """Somebody's call has come."""
    await note_silence(transaction, production, row)
    row.done_at = transaction.now
    assert row.shoot_day_id is not None
    await hurry_readiness(transaction, production, await shoot_days.get(transaction.session, row.shoot_day_id))


async def words(transaction: Transaction, production: Production, row: Due) -> None:
    """A moment of the grid."""
    assert row.shoot_day_id is not None
    await run_readiness(transaction, production, await shoot_days.get(transaction.session, row.shoot_day_id), row)


async def line(transaction: Transaction, production: Production, row: Due) -> None:
    """The AD's line."""
    assert row.shoot_day_id is not None
    await run_line(transaction, production, await shoot_days.get(transaction.session, row.shoot_day_id), row)


ACTIONS: dict[DueKind, Callable[[Transaction, Production, Due], Awaitable[None]]] = {
    DueKind.CALL_TIME: call_time,
    DueKind.WORDS: words,
    DueKind.AD_LINE: line,
    DueKind.OPEN_CLOSED_SET: open_when_due,
    DueKind.CLOSURE: run_closure,
    DueKind.GATHERED: post_last,
}
