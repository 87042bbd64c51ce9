"""How the bot stands, without a name or a word of anybody; and what becomes of rows that failed."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.clock import real_now
from bot.commands.context import CommandRefused, output, report_errors, terminal
from bot.domain.unreadable import Spoiled, Unreadable
from bot.failures import put_aside
from bot.privacy.trying_again import Gone, try_again
from bot.transaction import Transaction
from storage import due, failed_rows, outages, state
from storage.failed_rows import FailedRow
from storage.next_moment import LONG_AGO, find_next_moment

# A sign of life comes every five seconds: after so long without one the bot is not connected.
SILENT_SECONDS = 30

TableName = Annotated[str, typer.Argument(help="The table, as status names it.", show_default=False)]
RowNumber = Annotated[int, typer.Argument(help="The row's number.", min=1, show_default=False)]


@dataclass(frozen=True)
class State:
    """What `closedset status` tells. Moments in UTC. `next_kind` is None where an alert or a request is due next."""

    connected: bool
    connected_since: datetime | None
    last_sign_of_life: datetime | None
    clock_set_back: bool
    next_due: datetime | None
    next_kind: str | None
    waiting: dict[str, int]
    given_up: dict[str, int]
    failed: list[FailedRow]
    open_alerts: dict[str, int]
    facts_waiting: dict[int, int]
    alarmed_channels: int

    def plain(self) -> dict[str, Any]:
        """The same for a program."""
        told = {name: value for name, value in vars(self).items() if name != "failed"}
        moments = {name: value.isoformat() for name, value in told.items() if isinstance(value, datetime)}
        return {**told, **moments, "failed": [failed_plain(row) for row in self.failed]}


def failed_plain(row: FailedRow) -> dict[str, Any]:
    """One failed row for a program."""
    aside = row.put_aside_at
    return {
        "table": row.stored_in,
        "number": row.row_number,
        "production": row.production_id,
        "why": row.failure,
        "since": row.failed_at.isoformat(),
        "put_aside": aside.isoformat() if aside is not None else None,
    }


@report_errors
def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="The same for a program.")] = False,
) -> None:
    """Say how the bot stands: connected since when, what is due next, what waits, what failed, what is open.

    It holds no name and no word of anybody, and works whether or not the bot runs. What failed can be tried again, as
    after a key was put back, or put aside.
    """
    if context.invoked_subcommand is not None:
        return
    found = asyncio.run(look())
    if as_json:
        typer.echo(json.dumps(found.plain(), indent=2))
    else:
        show(found)


async def look() -> State:
    """Count what there is."""
    async with terminal() as here, here.reading() as transaction:
        return await state_of(transaction, real_now())


async def state_of(transaction: Transaction, real: datetime) -> State:
    """How everything stands at a real moment."""
    session = transaction.session
    beat = await outages.find_heartbeat(session)
    following, next_due = await due.find_next(session), await find_next_moment(session)
    known = beat is not None and not isinstance(beat.real_at, Spoiled)
    age = (real - beat.real_at).total_seconds() if beat is not None and known else None
    return State(
        connected=age is not None and abs(age) <= SILENT_SECONDS,
        connected_since=beat.since if beat is not None and not isinstance(beat.since, Spoiled) else None,
        last_sign_of_life=beat.real_at if beat is not None and known else None,
        clock_set_back=age is not None and age < -SILENT_SECONDS,
        next_due=next_due,
        next_kind=str(following.kind) if following is not None and following.due_at == next_due else None,
        waiting=await state.count_waiting(session),
        given_up=await state.count_given_up(session),
        failed=await failed_rows.list_all(session),
        open_alerts=await state.count_open_alerts(session),
        facts_waiting=await state.count_facts_waiting(session),
        alarmed_channels=await state.count_alarmed_channels(session),
    )


def show(found: State) -> None:
    """The state for a person."""
    output.print(connection_line(found), markup=False)
    next_due = "now, of a row that cannot say when" if found.next_due == LONG_AGO else hour(found.next_due)
    output.print(f"Next due: {next_due or 'nothing'}", markup=False)
    counts = (("Waiting", found.waiting), ("Messages given up", found.given_up), ("Open alerts", found.open_alerts))
    for title, counted in counts:
        listed = ", ".join(f"{name} {number}" for name, number in sorted(counted.items()) if number) or "none"
        output.print(f"{title}: {listed}", markup=False)
    output.print(f"Closed sets with an alarm: {found.alarmed_channels or 'none'}", markup=False)
    for production, number in found.facts_waiting.items():
        output.print(f"Production {production}: {facts(number)} for the key of its record, no proof until then.")
    show_failed([row for row in found.failed if not row.key_is_lost])
    show_lost([row for row in found.failed if row.key_is_lost])


def facts(number: int) -> str:
    """So many facts, and that they wait."""
    return "1 fact waits" if number == 1 else f"{number} facts wait"


def show_lost(rows: list[FailedRow]) -> None:
    """How much is put aside because its key is lost for good, by table."""
    if rows:
        counted = sorted(Counter(row.stored_in for row in rows).items())
        listed = ", ".join(f"{table} {number}" for table, number in counted)
        output.print(f"Put aside, their key is lost for good: {listed}", markup=False)


def connection_line(found: State) -> str:
    """Whether the bot is connected, since when, and when it last gave a sign of life."""
    if found.last_sign_of_life is None:
        return "The bot has never been connected."
    last = hour(found.last_sign_of_life)
    if found.clock_set_back:
        return f"Not connected, as far as anybody can say: the last sign of life, {last}, lies in the future."
    if not found.connected:
        return f"Not connected. The last sign of life was {last}."
    return f"Connected since {hour(found.connected_since)}." if found.connected_since else "Connected."


def show_failed(rows: list[FailedRow]) -> None:
    """The rows that failed, by table and number."""
    if not rows:
        output.print("Failed: none")
        return
    table = Table("table", "number", "production", "why", "since", "put aside", box=None)
    for row in rows:
        production = str(row.production_id) if row.production_id is not None else ""
        table.add_row(
            row.stored_in, str(row.row_number), production, row.failure, hour(row.failed_at), hour(row.put_aside_at)
        )
    output.print("Failed:")
    output.print(table)
    output.print("To try one again: closedset status retry TABLE NUMBER. Or: closedset status put-aside TABLE NUMBER")


def hour(moment: datetime | None) -> str:
    """A moment in UTC; nothing where there is none."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment is not None else ""


@report_errors
def retry(table: TableName, number: RowNumber) -> None:
    """Have a row that failed tried again, as after a key was put back. A running bot does so within seconds."""
    asyncio.run(tried_again(table, number))
    output.print(f"Row {number} of {table} is tried again.", markup=False)


async def tried_again(table: str, number: int) -> None:
    """Put it back where it is found. Raises CommandRefused."""
    async with terminal() as here, here.writing() as transaction:
        row = await failed_row(transaction, table, number)
        instead = f"closedset status put-aside {table} {number}"
        try:
            await try_again(going_on(transaction), row)
        except Gone:
            raise CommandRefused(f"Row {number} of {table} is no longer kept. Put it aside: {instead}") from None
        except Unreadable:
            raise CommandRefused(
                f"Row {number} of {table} still cannot be read. Put the key it was made with into CLOSEDSET_KEYS, or "
                f"put it aside: {instead}"
            ) from None


@report_errors
def aside(table: TableName, number: RowNumber) -> None:
    """Say that a row that failed is not to be tried any more. It is kept, and no longer told of."""
    asyncio.run(laid_aside(table, number))
    output.print(f"Row {number} of {table} is put aside.", markup=False)


async def laid_aside(table: str, number: int) -> None:
    """Note that somebody has decided so. Raises CommandRefused."""
    async with terminal() as here, here.writing() as transaction:
        row = await failed_row(transaction, table, number)
        if row.put_aside_at is not None:
            raise CommandRefused(f"Row {number} of {table} is put aside already.")
        await put_aside(going_on(transaction), row)


def going_on(transaction: Transaction) -> Transaction:
    """Also where it is the record's own key that cannot be read: then what is done here waits to be on record."""
    return replace(transaction, record_waits=True)


async def failed_row(transaction: Transaction, table: str, number: int) -> FailedRow:
    """The failed row that is meant. Raises CommandRefused."""
    found = await failed_rows.find(transaction.session, table, number)
    if found is None:
        raise CommandRefused(f"No row {number} of {table} has failed. See: closedset status")
    return found
