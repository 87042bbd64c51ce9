"""The record on the command line: exporting what it proves, erasing a production."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.context import (
    CommandRefused,
    output,
    production_named,
    report_errors,
    still_in_files,
    terminal,
)
from bot.commands.files import Force, write_new
from bot.commands.naming import person_called
from bot.domain import times
from bot.domain.proof_sheet import Proof
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.locales import language_of
from bot.people import find_actor
from bot.privacy.erasure import StillHeld, StillOpen, erase_production
from bot.privacy.forgetting import StillConcerned, forget_person
from bot.privacy.private_files import new_passphrase
from bot.proof.export import proof_of
from bot.record import record
from bot.transaction import Transaction
from messages.language import Language
from messages.proof import proof_paper, proof_table
from storage.people import Person
from storage.productions import Production

ProductionName = Annotated[str, typer.Option("--production", help="Short or full name.", show_default=False)]


@report_errors
def export(
    production: ProductionName,
    reader: Annotated[
        str, typer.Option("--for", help="Slack user id of the coordinator it is for.", show_default=False)
    ],
    into: Annotated[Path, typer.Option(help="A folder for the file.")] = Path(),
    plain: Annotated[
        bool, typer.Option("--plain", help="Two files that are not encrypted: pages (PDF) and the table (CSV).")
    ] = False,
    force: Force = False,
) -> None:
    """Write what can be proved of a production, for its coordinator: pages to print (PDF), with a table in them.

    Who confirmed which version when, whether the notice was met, what the ADs read, who was on each closed set. The
    file is encrypted, its passphrase printed this once. Made here it is yours, who run the bot: it says so, it is on
    record, and the coordinators are told. In Slack they make their own, with /checkin export.
    """
    if not into.is_dir():
        raise CommandRefused(f"There is no folder {into}. Make it, or name another with --into.")
    passphrase = None if plain else new_passphrase()
    name, paths = asyncio.run(exported(production, reader, into, passphrase, force=force))
    files = ", ".join(str(path) for path in paths)
    output.print(f"Made by whoever runs the bot, for {name} and nobody else: {files}", markup=False)
    output.print("That it was made is on record, and the coordinators are told.")
    output.print("It is not encrypted." if passphrase is None else f"This opens it: {passphrase}", markup=False)


async def exported(
    name: str, reader: str, into: Path, passphrase: str | None, *, force: bool
) -> tuple[str, list[Path]]:
    """Make the export for a coordinator. Raises CommandRefused for anybody else, which is put on record."""
    proof: Proof | None = None
    async with terminal() as here, here.writing() as transaction:
        production = await production_named(transaction, name)
        who = await coordinator_called(transaction, production, reader)
        if who is not None:
            proof = await proof_of(transaction, production, who, operator=True)
            tongue = await language_of(transaction, who)
    if proof is None or who is None:
        raise CommandRefused("An export is made for the production's coordinator only. That you asked is on record.")
    called = f"{production.short_name}-{proof.made_at:%Y-%m-%d-%H%M}"
    return who.name, write_files(into, called, files_of(tongue, proof, passphrase), force=force)


async def coordinator_called(transaction: Transaction, production: Production, reader: str) -> Person | None:
    """The coordinator with this Slack id; for anybody else None, and the refusal is put on record."""
    who = await find_actor(transaction, reader)
    if who is not None and who.holds(production.number, [Role.COORDINATOR]):
        return who.person
    await record(transaction, production.number, RecordKind.REFUSED, by=who.person.number if who is not None else None)
    return None


def files_of(tongue: Language, proof: Proof, passphrase: str | None) -> dict[str, bytes]:
    """The files by their endings: encrypted pages with the table in them, or without a passphrase both as they are."""
    paper, rows = proof_paper(tongue, proof), proof_table(proof).encode("utf-8-sig")
    if passphrase is None:
        return {"csv": rows, "pdf": paper.pdf()}
    paper.attach("table.csv", rows)
    return {"pdf": paper.pdf(passphrase)}


def write_files(into: Path, name: str, files: Mapping[str, bytes], *, force: bool) -> list[Path]:
    """The files of an export; readable by their owner alone."""
    made = {into / f"{name}.{ending}": content for ending, content in files.items()}
    for path, content in made.items():
        write_new(path, content, force=force)
    return list(made)


@report_errors
def erase(
    production: Annotated[str, typer.Argument(help="Short or full name.", show_default=False)],
    sure: Annotated[
        str | None, typer.Option("--yes-erase", help="Its short name once more, instead of typing it.")
    ] = None,
) -> None:
    """Erase a whole production: everything stored of it, and everybody who is in no other one.

    What stays is its record, without names. Messages in Slack stay there. Copies of the database are yours to erase.
    """
    asyncio.run(erased(production, sure))


async def erased(name: str, sure: str | None) -> None:
    """Erase it after its short name was given twice. Raises NotPossible."""
    async with terminal() as here:
        async with here.reading() as transaction:
            production = await production_named(transaction, name)
        typed = sure or typer.prompt(f"This cannot be undone. Type {production.short_name} to erase {production.name}")
        if typed != production.short_name:
            raise CommandRefused(f"“{typed}” is not {production.short_name}. Nothing was erased.")
        try:
            async with here.writing() as transaction:
                gone = await erase_production(transaction, production)
        except StillOpen as still:
            raise CommandRefused(
                f"The channel {still.name} is still open. Wrap its day first, with /shootday wrap. Nothing was erased."
            ) from None
        except StillHeld as held:
            until = f"{times.local(held.until, production.time_zone):%Y-%m-%d %H:%M} ({production.time_zone})"
            raise CommandRefused(
                f"A legal hold on notes of {production.name} stands until {until}. Wait until then, or have its "
                "coordinator end it, with /checkin hold. Nothing was erased."
            ) from None
        done = f"{production.name} is erased: {gone} rows. Its record stays, without names."
        if not await here.empty_files():
            raise still_in_files(done)
        output.print(done, markup=False)


@report_errors
def forget(
    production: Annotated[str, typer.Argument(help="Short or full name.", show_default=False)],
    who: Annotated[
        str, typer.Option("--person", help="Their name, or their number on the cast list.", show_default=False)
    ],
) -> None:
    """Delete what somebody answered, once nothing of theirs is open or to come, and all that the record says of it.

    What was agreed with them, the cast list and the rosters stay while the production is stored.
    """
    name = asyncio.run(forgotten(production, who))
    output.print(nothing_says(name), markup=False)


def nothing_says(name: str) -> str:
    """That what somebody answered is out of the tables, and out of the record."""
    return f"What {name} answered is deleted. Nothing in the record says any more which entries are {name}'s."


async def forgotten(name: str, who: str) -> str:
    """Forget what somebody answered, down to the files; their name. Raises NotPossible."""
    async with terminal() as here:
        async with here.writing() as transaction:
            production = await production_named(transaction, name)
            found = await person_called(transaction, production, who)
            try:
                known = await forget_person(transaction, production, found)
            except StillConcerned:
                raise CommandRefused(
                    f"Something of {found.name} is still open in {production.name}, held, or to come. Have it closed, "
                    "or wait until their last day is over. Nothing was forgotten."
                ) from None
        if not await here.empty_files():
            raise still_in_files(nothing_says(found.name))
        if not known:
            raise CommandRefused(f"The record has nothing under the name of {found.name}.")
        return found.name
