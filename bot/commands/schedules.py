"""What comes in as files: the schedule and the cast list, each previewed before anything is changed."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.context import (
    FAILED,
    CommandRefused,
    agreed,
    errors,
    output,
    production_named,
    report_errors,
    slack,
    terminal,
)
from bot.commands.schedule_preview import counted, show_preview, show_problems
from bot.commands.terms_preview import show_terms
from bot.parsing.apart import cast_list_in, riders_in, schedule_in
from bot.parsing.board import Board, ScheduleUnreadable
from bot.parsing.cast_list import CastEntry
from bot.schedule.cast import Player, cast_changes, import_cast
from bot.schedule.importing import import_board, preview
from bot.slack import Slack, SlackClosed, SlackRefused
from bot.terms.importing import apply_terms, preview_terms

ProductionOption = Annotated[str, typer.Option("--production", help="The production's short name.")]
Apply = Annotated[bool, typer.Option("--apply", "--yes", help="Apply it without asking.")]


@report_errors
def take_schedule(
    file: Annotated[Path, typer.Argument(help="A one-liner as CSV or spreadsheet, or a .uss file.")],
    production: ProductionOption,
    stripboard: Annotated[
        str | None, typer.Option(help="Which stripboard of a .uss file, by name.", show_default=False)
    ] = None,
    apply: Apply = False,
) -> None:
    """Import a schedule: show what would change, and apply it after a yes.

    Scenes that look intimate are only proposed; the coordinator confirms them in Slack with /scene. Works with or
    without a running bot. Without a terminal to ask on, nothing is applied unless --apply is given.
    """
    try:
        board = schedule_in(file, stripboard)
    except ScheduleUnreadable as unreadable:
        show_problems(errors, file.name, unreadable)
        raise typer.Exit(FAILED) from None
    asyncio.run(bring_in(board, production, apply))


@report_errors
def take_cast(
    file: Annotated[Path, typer.Argument(help="A table with the columns Cast ID, Character, Name and Slack.")],
    production: ProductionOption,
    apply: Apply = False,
) -> None:
    """Say who plays whom: show what would change, and apply it after a yes.

    The column Slack holds a user id, an e-mail address, or "in person" for somebody who is asked without Slack.
    """
    try:
        entries = cast_list_in(file)
    except ScheduleUnreadable as unreadable:
        show_problems(errors, file.name, unreadable)
        raise typer.Exit(FAILED) from None
    asyncio.run(bring_in_cast(entries, production, apply))


@report_errors
def take_riders(
    file: Annotated[Path, typer.Argument(help="A CSV or a spreadsheet with a row for each performer and scene.")],
    production: ProductionOption,
    apply: Apply = False,
) -> None:
    """Record riders and what scenes are made of: show what would change, and apply it after a yes.

    Columns: Scene; Cast ID or Name; Agreed, Nudity, Contact, Barriers, Will be seen, Will not be seen, Sent, Document,
    In force; Kinds, Tone, Dialogue, Crew on set, At the monitors, Use of footage and stills, Stunt coordinator. A
    column such as "Agreed (pl)" is a translation that a person has made. An empty cell changes nothing. A rider that
    says something else is a new version, and its performer is asked again.
    """
    asyncio.run(bring_in_riders(file, production, apply))


async def bring_in(board: Board, name: str, apply: bool) -> None:
    """Preview, ask, apply."""
    async with terminal() as place:
        async with place.reading() as transaction:
            found = await preview(transaction, await production_named(transaction, name), board)
        show_preview(output, board, found)
        if found.is_empty or not agreed(apply):
            return
        async with place.writing() as transaction:
            production = await production_named(transaction, name)
            await import_board(transaction, production, board, found)
        output.print(f"Applied: {production.name} has board version {production.board_version}.", markup=False)
        if found.proposed or found.questions:
            output.print("The coordinator is told what there is to look at.")


async def bring_in_cast(entries: Sequence[CastEntry], name: str, apply: bool) -> None:
    """Look people up, preview, ask, apply."""
    async with terminal() as place:
        players = await look_up(entries)
        async with place.reading() as transaction:
            production = await production_named(transaction, name)
            said = await cast_changes(transaction, production, players)
        for line in said:
            output.print(line, markup=False)
        output.print(f"{counted(len(players), 'row')} read; {len(said) or 'nothing'} to change.")
        if said and agreed(apply):
            async with place.writing() as transaction:
                await import_cast(transaction, await production_named(transaction, name), players)
            output.print(f"Applied: the cast of {production.name} is as in the list.", markup=False)


async def bring_in_riders(file: Path, name: str, apply: bool) -> None:
    """Read, compare, ask, apply."""
    try:
        entries = riders_in(file)
        async with terminal() as place:
            async with place.reading() as transaction:
                production = await production_named(transaction, name)
                found = await preview_terms(transaction, production, entries)
            show_terms(output, found)
            if found.is_empty or not agreed(apply):
                return
            async with place.writing() as transaction:
                await apply_terms(transaction, await production_named(transaction, name), entries, found)
            output.print(f"Applied: the riders of {production.name} are as in the table.", markup=False)
    except ScheduleUnreadable as unreadable:
        show_problems(errors, file.name, unreadable)
        raise typer.Exit(FAILED) from None


async def look_up(entries: Sequence[CastEntry]) -> list[Player]:
    """Who everybody is in Slack. Raises NotPossible for e-mail addresses that cannot be looked up."""
    async with slack() as workspace:
        if workspace is None and any(entry.email for entry in entries):
            raise CommandRefused(
                "The list has e-mail addresses, and SLACK_BOT_TOKEN is not set to look them up. "
                "Set it in .env, or write Slack user ids."
            )
        return [(entry, await user_of(workspace, entry)) for entry in entries]


async def user_of(workspace: Slack | None, entry: CastEntry) -> str:
    """One person's Slack user id, "" for in person. Raises NotPossible."""
    if entry.email is None or workspace is None:
        return entry.slack_id or ""
    try:
        return str((await workspace.person_by_email(entry.email))["id"])
    except SlackRefused:
        raise CommandRefused(
            f"Slack knows nobody with the address of cast id {entry.cast_id} ({entry.email}). "
            "Write the Slack user id, or “in person”."
        ) from None
    except SlackClosed as closed:
        raise CommandRefused(
            f"Slack does not let the app look up addresses ({closed.code}). "
            "Give it the scope users:read.email and install it again, or write Slack user ids."
        ) from None
