"""What is kept: a new key for all that is encrypted, and everything about one person, for that person."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import SQLModel

from bot.commands.context import CommandRefused, output, production_named, report_errors, still_in_files, terminal
from bot.commands.files import write_new
from bot.commands.naming import person_called
from bot.locales import language_of
from bot.privacy.key_rotation import SEALED_TABLES, Resealed, reseal
from bot.privacy.personal_data import kept_about
from bot.privacy.private_files import new_passphrase
from bot.proof.export import by_operator
from messages.paper import Paper
from messages.personal_data import kept_paper


@report_errors
def rotate_keys() -> None:
    """Encrypt everything anew with the first key of CLOSEDSET_KEYS; then tell which keys are no longer used.

    First put the new key in front of the old one and restart every bot, so that it can read what this writes. The bot
    may run meanwhile. Cut off, type it again: it goes on where it was.
    """
    found, names, emptied = asyncio.run(rotate())
    output.print(f"{found.done} encrypted anew with {names[0]}.", markup=False)
    if found.unreadable:
        missing = ", ".join(sorted(found.in_use - set(names))) or names[0]
        raise CommandRefused(
            f"{found.unreadable} cannot be opened: sealed with {missing}. "
            "If CLOSEDSET_KEYS lacks that key, put it back behind the first one and type this again."
        )
    if not emptied:
        raise still_in_files("All of it is encrypted anew.")
    unused = [name for name in names if name not in found.in_use and name != names[0]]
    if not unused:
        output.print("No other key is left in CLOSEDSET_KEYS.")
        return
    output.print(
        f"No longer used here: {', '.join(unused)}. Take out of CLOSEDSET_KEYS what no backup needs, "
        "and restart the bot.",
        markup=False,
    )


async def rotate() -> tuple[Resealed, list[str], bool]:
    """What became of everything encrypted, the names of the keys, the first one first, and whether the files know."""
    async with terminal() as here:
        found = await reseal(here.writing)
        # Even where nothing was left to do: a rotation that was cut off has not come this far.
        return found, here.vault.key_ids, await here.empty_files(SEALED_TABLES)


@report_errors
def purge() -> None:
    """Have everything that was ever deleted leave the database's files, too. Stop the bot before.

    Deleting and erasing do it by themselves; only where they say that somebody was in the way is it left to do.
    """
    if not asyncio.run(purged()):
        raise CommandRefused(
            "Somebody is using the database still. Stop every bot, end every other command, try again."
        )
    output.print("Nothing that was deleted is in the database's files any more.")


async def purged() -> bool:
    """Empty the files of all tables; whether it was possible."""
    async with terminal() as here:
        return await here.empty_files(SQLModel.metadata.tables)


@report_errors
def mine(
    production: Annotated[str, typer.Option(help="The production's short name.", show_default=False)],
    who: Annotated[
        str, typer.Option("--person", help="Their name, or their number on the cast list.", show_default=False)
    ],
    into: Annotated[Path, typer.Option(help="Where the file goes.")] = Path("what-is-kept.pdf"),
) -> None:
    """Write what a production keeps about one person, for the coordinator to hand over; for people without Slack.

    The file is encrypted. Its passphrase is printed this once; give both to that person, and keep neither. That it was
    made is on record, and the coordinators are told.
    """
    if into.exists():
        raise CommandRefused(f"There is a file {into} already. Take it away, or name another with --into.")
    name, paper = asyncio.run(paper_about(production, who))
    passphrase = new_passphrase()
    write_new(into, paper.pdf(passphrase))
    output.print("That it was made is on record, and the coordinators are told.")
    output.print(f"{into} is for {name} alone. This opens it: {passphrase}", markup=False)


async def paper_about(name: str, who: str) -> tuple[str, Paper]:
    """The pages about one person, in their language. That they were made is put on record."""
    async with terminal() as here, here.writing() as transaction:
        production = await production_named(transaction, name)
        found = await person_called(transaction, production, who)
        kept = await kept_about(transaction, found, production)
        await by_operator(transaction, production, found)
        return found.name, kept_paper(await language_of(transaction, found), kept)
