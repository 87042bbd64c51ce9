"""What is kept: a new key for all that is encrypted, and everything about one person, for that person."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url
from sqlmodel import SQLModel

from bot.commands.context import (
    CommandRefused,
    TerminalContext,
    output,
    production_named,
    report_errors,
    still_in_files,
    terminal,
)
from bot.commands.files import Force, refuse_if_there, write_new
from bot.commands.naming import person_called
from bot.installation.sole_bot import runs_without
from bot.locales import language_of
from bot.privacy.key_rotation import SEALED_TABLES, Resealed, count_by_key, reseal
from bot.privacy.personal_data import kept_about
from bot.privacy.private_files import new_passphrase
from bot.proof.export import by_operator
from bot.settings import StorageSettings, environment, read_settings
from messages.paper import Paper
from messages.personal_data import kept_paper


@dataclass(frozen=True)
class Rotation:
    """What a rotation came to: how each row fared, how much stands under each key now, whether the files know."""

    resealed: Resealed
    under: Counter[str]
    emptied: bool


@report_errors
def rotate_keys() -> None:
    """Encrypt everything anew with the first key of CLOSEDSET_KEYS; then tell which keys are no longer used.

    Put the new key in front of the old one first, restart every bot, then rotate: a bot without the new key reads
    nothing of what this writes. The bot may run meanwhile. Cut off, type it again: it goes on where it was.
    """
    keys, rotation = asyncio.run(rotate())
    first, *others = keys
    output.print(f"{rotation.resealed.done} encrypted anew with {first}.", markup=False)
    if rotation.resealed.aside:
        output.print(f"{rotation.resealed.aside} that were put aside cannot be opened, and stay as they are.")
    if trouble := left_behind(rotation, first, others):
        raise CommandRefused(trouble)
    if not rotation.emptied:
        raise still_in_files("All of it is encrypted anew.")
    if not others:
        output.print("No other key is left in CLOSEDSET_KEYS.")
        return
    output.print(
        f"No longer used here: {', '.join(others)}. Take out of CLOSEDSET_KEYS what no backup needs, "
        "and restart the bot.",
        markup=False,
    )


def left_behind(rotation: Rotation, first: str, others: list[str]) -> str:
    """What is still under another key, and what to do about it; empty when nothing is."""
    sentences = []
    if rotation.resealed.too_late:
        sentences.append(
            f"{rotation.resealed.too_late} were sealed with a retired key after its last day, by somebody else. "
            "They stay shut."
        )
    if rotation.resealed.unreadable:
        sentences.append(
            f"{rotation.resealed.unreadable} cannot be opened. If CLOSEDSET_KEYS lacks a key, put it back behind the "
            "first one and type this again."
        )
    left = {key: number for key, number in sorted(rotation.under.items()) if key != first}
    if left:
        told = ", ".join(f"{number} under {key or 'no key'}" for key, number in left.items())
        sentences.append(f"Not all is under {first}: {told}.")
    if set(left) & set(others) and not rotation.resealed.too_late + rotation.resealed.unreadable:
        sentences.append("A bot that was not restarted still writes with an old key. Restart it, type this again.")
    return " ".join(sentences)


async def rotate() -> tuple[list[str], Rotation]:
    """The names of the keys, the first one first, and what became of everything encrypted."""
    async with terminal() as here:
        refuse_beside_older_bot(here.vault.current)
        found = await reseal(here.writing)
        async with here.reading() as transaction:
            under = await count_by_key(transaction, aside=False)
        # Even where nothing was left to do: a rotation that was cut off has not come this far.
        return here.vault.key_ids, Rotation(found, under, await here.empty_files(SEALED_TABLES))


def refuse_beside_older_bot(key: str) -> None:
    """On SQLite a running bot leaves word of its keys. Raises CommandRefused where the first is not among them."""
    url = make_url(read_settings(StorageSettings, environment()).database_url.get_secret_value())
    if url.get_backend_name() == "sqlite" and runs_without(Path(str(url.database)), key):
        raise CommandRefused(
            f"The bot that is running was started without the key {key}, and could read nothing encrypted with it. "
            "Restart it with the CLOSEDSET_KEYS of this .env, then type this again."
        )


@report_errors
def list_keys() -> None:
    """Show the keys of CLOSEDSET_KEYS by fingerprint, how much each has sealed, and since when one is retired."""
    asyncio.run(show_keys())


async def show_keys() -> None:
    """One line for each key; then what stands under keys that are not there."""
    async with terminal() as here:
        async with here.reading() as transaction:
            under = await count_by_key(transaction)
            in_use = await count_by_key(transaction, aside=False)
        named = Counter[str]()
        for name, number in under.items():
            named[here.vault.called(name)] += number
        for key in [*here.vault.key_ids, *sorted(set(named) - set(here.vault.key_ids))]:
            output.print(f"{key}: {named[key]} sealed{note_on(here, key, in_use)}", markup=False)


def note_on(here: TerminalContext, key: str, in_use: Counter[str]) -> str:
    """What else there is to say of a key."""
    if key not in here.vault.key_ids:
        return ", not in CLOSEDSET_KEYS" if in_use[key] else ", not in CLOSEDSET_KEYS, all of it put aside"
    if key in here.vault.retired:
        return f", retired after {here.vault.retired[key].isoformat()}"
    return ", seals now" if key == here.vault.current else ""


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
    force: Force = False,
) -> None:
    """Write what a production keeps about one person, for the coordinator to hand over; for people without Slack.

    The file is encrypted. Its passphrase is printed this once; give both to that person, and keep neither. That it was
    made is on record, and the coordinators are told.
    """
    refuse_if_there(into, force=force)
    name, paper = asyncio.run(paper_about(production, who))
    passphrase = new_passphrase()
    write_new(into, paper.pdf(passphrase), force=force)
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
