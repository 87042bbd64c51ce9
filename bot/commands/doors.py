"""The door list on paper: who is cleared right now, written as a PDF."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.closed_sets.views import door_list
from bot.commands.context import CommandRefused, output, production_named, report_errors, terminal
from bot.commands.files import Force, refuse_if_there, write_new
from bot.domain.disclosure import DoorList
from bot.domain.record_kinds import Looked
from bot.record import Reading, note_read
from bot.transaction import Transaction
from messages.door import door_paper
from messages.language import language
from storage import closed_sets, scenes
from storage.closed_sets import ClosedSetState
from storage.productions import Production


@report_errors
def door(
    production: Annotated[str, typer.Option(help="Short or full name.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Where to write the PDF.", show_default=False)],
    number: Annotated[
        str | None, typer.Option("--scene", help="One scene; left out, all closed sets ahead.", show_default=False)
    ] = None,
    force: Force = False,
) -> None:
    """Write the list for the door: who is cleared right now and how they take part, nothing else."""
    refuse_if_there(out, force=force)
    count = asyncio.run(write_doors(production, number, out, force=force))
    output.print(f"{out} has {count} {'list' if count == 1 else 'lists'}.", markup=False)


async def write_doors(name: str, number: str | None, out: Path, *, force: bool) -> int:
    """Write the lists; how many. Raises NotPossible where there is none, or the file cannot be written."""
    async with terminal() as place, place.writing() as transaction:
        production = await production_named(transaction, name)
        doors = await doors_of(transaction, production, number)
        tongue = language(production.language)
        if doors:
            await note_read(transaction, Reading(production.number, Looked.ROSTER, by=None))
        paper = door_paper(tongue, doors, tongue.moment(transaction.now, production.time_zone))
    if not doors:
        raise CommandRefused(f"{production.name} has no closed set ahead{f' for scene {number}' if number else ''}.")
    await asyncio.to_thread(write_new, out, paper, force=force)
    return len(doors)


async def doors_of(transaction: Transaction, production: Production, number: str | None) -> list[DoorList]:
    """The lists of the closed sets that are not over, the newest of each scene and day."""
    rows = {
        (row.scene_id, row.shoot_day_id): row
        for row in await closed_sets.list_of(transaction.session, production.number)
    }
    found = []
    for row in rows.values():
        label = (await scenes.get(transaction.session, row.scene_id)).label
        if row.state is not ClosedSetState.CLOSED and number in (None, label):
            found.append(await door_list(transaction, row))
    return sorted(found, key=lambda one: (one.line.day.date, one.line.scene))
