"""Saying that a key is lost for good, after what that means was counted; of what it sealed nothing is shown."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

import typer
from sqlmodel import SQLModel

from bot.commands.context import CommandRefused, TerminalContext, output, report_errors, terminal
from bot.commands.status import going_on
from bot.installation.keys import missing_keys
from bot.installation.lost_keys import give_up_key, under_key
from bot.privacy.key_rotation import Sealed
from storage.homes import StaleHome
from storage.inbox import InboxRow
from storage.privacy import NoteHold, PrivateNote
from storage.record_entries import RecordHead, RecordKey, ShownTerms
from storage.revisions import Revision
from storage.terms import Breakdown, Rider, RiderWords

WHAT_IS_LOST: Mapping[type[SQLModel], str] = {
    PrivateNote: "notes of performers",
    Rider: "versions of riders",
    RiderWords: "texts of riders in some language",
    Breakdown: "versions of what scenes are made of",
    Revision: "limits",
    InboxRow: "requests that were not worked through",
    ShownTerms: "terms as they were shown for an answer",
    RecordHead: "keys of records, whose facts wait from now on",
    RecordKey: "keys of what records say",
    NoteHold: "reasons of legal holds",
    StaleHome: "Homes that were still to be shown anew",
}


@report_errors
def lost(
    name: Annotated[str, typer.Argument(help="The key, as run and keys list name it.", show_default=False)],
    sure: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Say that a key is lost for good, so that the bot starts without it.

    What it sealed is put aside, not deleted: it cannot be read, no scene is Ready on it, and every coordinator whom it
    concerns is told at once. If the key is ever found, put it back into CLOSEDSET_KEYS: all of it opens again.
    """
    asyncio.run(given_up(name, sure=sure))


async def given_up(name: str, *, sure: bool) -> None:
    """Count, ask, and put aside. Raises CommandRefused."""
    async with terminal() as here:
        await show_what_is_lost(here, name)
        if not sure and not typer.confirm("Is this key lost for good?"):
            raise CommandRefused("Nothing was changed.")
        async with here.writing() as transaction:
            told = await give_up_key(going_on(transaction), await under_key(transaction, name))
        output.print(
            f"Put aside. The coordinators of {len(told)} production{'' if len(told) == 1 else 's'} are told as soon as "
            "the bot runs."
        )
        async with here.reading() as transaction:
            for other in await missing_keys(transaction):
                output.print(f"Still missing: {other}", markup=False)


async def show_what_is_lost(here: TerminalContext, name: str) -> None:
    """By counts, what cannot be read without a key. Raises CommandRefused where it is none that is missing."""
    if name in here.vault.names:
        raise CommandRefused(
            f"CLOSEDSET_KEYS has a key called {name}. Where it is another one than it was, give it another name first."
        )
    async with here.reading() as transaction:
        found = (await under_key(transaction, name)).counted()
    if not found:
        raise CommandRefused(
            f"Nothing is under a key called {name}, or all of it is put aside. See: closedset keys list"
        )
    output.print(f"Without the key {name} nobody can read:", markup=False)
    for what, count in by_kind(found).items():
        output.print(f"  {count} {what}", markup=False)


def by_kind(found: Mapping[Sealed, int]) -> dict[str, int]:
    """The counts in words."""
    counted: dict[str, int] = {}
    for column, count in found.items():
        what = WHAT_IS_LOST[column.table]
        counted[what] = counted.get(what, 0) + count
    return counted
