"""The record on the command line: looking whether it holds, exporting what it proves, erasing a production."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.context import (
    FAILED,
    CommandRefused,
    output,
    production_named,
    report_errors,
    still_in_files,
    terminal,
)
from bot.commands.files import write_new
from bot.commands.naming import person_called
from bot.domain import times
from bot.domain.chain import Break, Flaw
from bot.domain.proof_sheet import Proof
from bot.domain.roles import Role
from bot.locales import language_of
from bot.people import find_actor
from bot.privacy.erasure import StillHeld, StillOpen, erase_production
from bot.privacy.forgetting import StillConcerned, forget_person
from bot.proof.export import proof_of
from bot.proof.verification import Verdict, holds_head, look
from bot.record import RecordKind, record
from bot.transaction import Transaction
from messages.language import Language
from messages.proof import proof_paper, proof_table
from storage import record_entries
from storage.people import Person
from storage.productions import Production

ProductionName = Annotated[str, typer.Option("--production", help="Short or full name.", show_default=False)]


@report_errors
def verify(
    production: Annotated[str | None, typer.Option(help="One production only.", show_default=False)] = None,
    head: Annotated[
        str | None, typer.Option(help="A head printed in an export, such as 512:9f3a…; with --production.")
    ] = None,
) -> None:
    """Check that the record is what was written: nothing changed, nothing taken out, nothing put in between."""
    if head is not None and production is None:
        raise CommandRefused("A head belongs to one production: name it with --production.")
    if not asyncio.run(verified(production, head)):
        raise typer.Exit(FAILED)


async def verified(production: str | None, head: str | None) -> bool:
    """Look at the chains asked for, say what was found; whether all of it holds."""
    async with terminal() as here, here.reading() as transaction:
        numbers = [found.production_id for found in await record_entries.list_heads(transaction.session)]
        if production is not None:
            numbers = [(await production_named(transaction, production)).number]
        if not numbers:
            output.print("There is no record yet: it begins with the first production.")
        verdicts = [await look(transaction, number) for number in numbers]
        for verdict in verdicts:
            output.print(verdict_text(verdict), markup=False)
        known = head is None or await holds_head(transaction, numbers[0], head)
        if head is not None:
            there = "is in the record" if known else "is NOT in the record: what was written up to it has been changed"
            output.print(f"The head {head} {there}.", markup=False)
    return known and all(verdict.holds for verdict in verdicts)


def verdict_text(verdict: Verdict) -> str:
    """One line on one production's record."""
    name = verdict.name or f"Erased production {verdict.number}"
    if verdict.broken is not None:
        after = f", after what was written at {verdict.broken_at}" if verdict.broken_at else ""
        return f"{name}: the record breaks at entry {verdict.broken.position}{after}: {flaw_text(verdict.broken)}."
    if verdict.other_terms:
        places = ", ".join(str(place) for place in verdict.other_terms)
        return f"{name}: the terms kept for the answers in entries {places} are not the ones that were shown."
    return f"{name}: {verdict.entries} entries, the record holds. Head {verdict.head}"


def flaw_text(broken: Break) -> str:
    """What is wrong there."""
    return {
        Flaw.MISSING: "an entry is missing",
        Flaw.CHANGED: "this entry, or the order of entries, has been changed",
        Flaw.HEAD_LOST: "the newest entries have been cut off",
    }[broken.flaw]


@report_errors
def export(
    production: ProductionName,
    reader: Annotated[
        str, typer.Option("--for", help="Slack user id of the coordinator who asks.", show_default=False)
    ],
    into: Annotated[Path, typer.Option(help="A folder for the two files.")] = Path(),
) -> None:
    """Write what can be proved of a production, for its coordinator: a table (CSV) and pages to print (PDF).

    Who confirmed which version when, whether the notice was met, what the ADs read, who was on each closed set.
    """
    if not into.is_dir():
        raise CommandRefused(f"There is no folder {into}. Make it, or name another with --into.")
    name, paths = asyncio.run(exported(production, reader, into))
    output.print(f"For {name}, and nobody else: {', '.join(str(path) for path in paths)}", markup=False)


async def exported(name: str, reader: str, into: Path) -> tuple[str, list[Path]]:
    """Make the export for a coordinator. Raises NotPossible for anybody else, which is put on record."""
    proof: Proof | None = None
    async with terminal() as here, here.writing() as transaction:
        production = await production_named(transaction, name)
        who = await coordinator_called(transaction, production, reader)
        if who is not None:
            proof = await proof_of(transaction, production, who)
            tongue = await language_of(transaction, who)
    if proof is None or who is None:
        raise CommandRefused("An export is made for the production's coordinator only. That you asked is on record.")
    return who.name, write_files(into, production.short_name, tongue, proof)


async def coordinator_called(transaction: Transaction, production: Production, reader: str) -> Person | None:
    """The coordinator with this Slack id; for anybody else None, and the refusal is put on record."""
    who = await find_actor(transaction, reader)
    if who is not None and who.holds(production.number, [Role.COORDINATOR]):
        return who.person
    await record(transaction, production.number, RecordKind.REFUSED, by=who.person.number if who is not None else None)
    return None


def write_files(into: Path, name: str, tongue: Language, proof: Proof) -> list[Path]:
    """Both files; readable by their owner alone."""
    made = f"{proof.made_at:%Y-%m-%d-%H%M}"
    files = {
        into / f"{name}-{made}.csv": proof_table(proof).encode("utf-8-sig"),
        into / f"{name}-{made}.pdf": proof_paper(tongue, proof).pdf(),
    }
    for path, content in files.items():
        write_new(path, content)
    return list(files)


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
