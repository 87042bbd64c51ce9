"""What comes in as files: the schedule and the cast list, each previewed before anything is changed."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.asking import ask_late_additions
from bot.commands.office import FAILED, NotPossible, Office, errors, office, output, plainly, production_named, slack
from bot.importing import import_board, preview, read_schedule
from bot.planning import replan
from bot.preview import counted, show_preview, show_problems
from bot.productions import Somebody, name_cast, somebody
from bot.publishing import hurry_words
from bot.schedule.board import Board, ScheduleUnreadable
from bot.schedule.cast_list import CastEntry, read_cast_list
from bot.slack import Slack, SlackClosed, SlackRefused
from bot.step import Step
from storage.people import CastMember, Person, cast, person
from storage.productions import Production
from storage.schedule import shoot_days

DOUBLE = "double"

ProductionOption = Annotated[str, typer.Option("--production", help="The production's short name.")]
Apply = Annotated[bool, typer.Option("--apply", "--yes", help="Apply it without asking.")]


@plainly
def take_schedule(
    file: Annotated[Path, typer.Argument(help="A one-liner as CSV, or a .uss file.")],
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
    content = content_of(file)
    try:
        board = read_schedule(file.name, content, stripboard)
    except ScheduleUnreadable as unreadable:
        show_problems(errors, file.name, unreadable)
        raise typer.Exit(FAILED) from None
    asyncio.run(bring_in(board, production, apply))


@plainly
def take_cast(
    file: Annotated[Path, typer.Argument(help="A CSV with the columns Cast ID, Character, Name and Slack.")],
    production: ProductionOption,
    apply: Apply = False,
) -> None:
    """Say who plays whom: show what would change, and apply it after a yes.

    The column Slack holds a user id, an e-mail address, or "in person" for somebody who is asked without Slack.
    """
    content = content_of(file)
    try:
        entries = read_cast_list(content)
    except ScheduleUnreadable as unreadable:
        show_problems(errors, file.name, unreadable)
        raise typer.Exit(FAILED) from None
    asyncio.run(bring_in_cast(entries, production, apply))


def content_of(file: Path) -> bytes:
    """The bytes of a file. Raises NotPossible."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotPossible(f"{file} cannot be opened ({error.strerror or error}).") from None


def agreed(apply: bool) -> bool:
    """Whether to go on: said beforehand, or asked on a terminal."""
    if apply:
        return True
    if not sys.stdin.isatty():
        output.print("Nothing was applied: add --apply to do so.")
        return False
    if typer.confirm("Apply this?"):
        return True
    output.print("Nothing was applied.")
    return False


async def bring_in(board: Board, name: str, apply: bool) -> None:
    """Preview, ask, apply."""
    async with office() as place:
        async with place.reading() as step:
            found = await preview(step, await production_named(step, name), board)
        show_preview(output, board, found)
        if found.is_empty or not agreed(apply):
            return
        async with place.writing() as step:
            film = await production_named(step, name)
            await import_board(step, film, board, found)
        output.print(f"Applied: {film.name} has board version {film.board_version}.", markup=False)
        if found.proposed or found.questions:
            output.print("The coordinator is told what there is to look at.")


@dataclass(frozen=True)
class Player:
    """One row of the cast list, and who it means in Slack ("" for in person)."""

    entry: CastEntry
    slack_user: str


async def bring_in_cast(entries: Sequence[CastEntry], name: str, apply: bool) -> None:
    """Look people up, preview, ask, apply."""
    async with office() as place:
        players = await look_up(entries)
        async with place.reading() as step:
            film = await production_named(step, name)
            said = await cast_changes(step, film, players)
        for line in said:
            output.print(line, markup=False)
        output.print(f"{counted(len(players), 'person' if len(players) == 1 else 'row')} read, {len(said)} changed.")
        if said and agreed(apply):
            await apply_cast(place, name, players)
            output.print(f"Applied: the cast of {film.name} is as in the list.", markup=False)


async def look_up(entries: Sequence[CastEntry]) -> list[Player]:
    """Who everybody is in Slack. Raises NotPossible for e-mail addresses that cannot be looked up."""
    async with slack() as workspace:
        if workspace is None and any(entry.email for entry in entries):
            raise NotPossible(
                "The list has e-mail addresses, and SLACK_BOT_TOKEN is not set to look them up. "
                "Set it in .env, or write Slack user ids."
            )
        return [Player(entry, await user_of(workspace, entry)) for entry in entries]


async def user_of(workspace: Slack | None, entry: CastEntry) -> str:
    """One person's Slack user id, "" for in person. Raises NotPossible."""
    if entry.email is None or workspace is None:
        return entry.slack_id or ""
    try:
        return str((await workspace.person_by_email(entry.email))["id"])
    except SlackRefused:
        raise NotPossible(
            f"Slack knows nobody with the address of cast id {entry.cast_id} ({entry.email}). "
            "Write the Slack user id, or “in person”."
        ) from None
    except SlackClosed as closed:
        raise NotPossible(
            f"Slack does not let the app look up addresses ({closed.code}). "
            "Give it the scope users:read.email and install it again, or write Slack user ids."
        ) from None


async def cast_changes(step: Step, film: Production, players: Sequence[Player]) -> list[str]:
    """What the list would change, one line each."""
    known = {cast_id.casefold(): member for cast_id, member in (await cast(step.session, film.number)).items()}
    said = []
    for player in players:
        member = known.get(player.entry.cast_id.casefold())
        before = await person(step.session, member.person_id) if member else None
        after = described(player)
        if before is None or member is None:
            said.append(f"new   {player.entry.cast_id}: {after}")
        elif not same(player, member, before):
            said.append(f"other {player.entry.cast_id}: {after} (was {before.name})")
    listed = {player.entry.cast_id.casefold() for player in players}
    kept = [member.cast_id for key, member in known.items() if key not in listed]
    if kept and said:
        said.append(f"kept  {', '.join(kept)}: not in this list")
    return said


def described(player: Player) -> str:
    """One row in words."""
    entry = player.entry
    note = f", {entry.role}" if entry.role else ""
    return f"{entry.name} as {entry.character or 'themselves'}{note}, {player.slack_user or 'in person'}"


def same(player: Player, member: CastMember, before: Person) -> bool:
    """Whether the row says what is stored."""
    entry = player.entry
    in_slack = before.slack_user == player.slack_user and not before.in_person
    return (
        (in_slack if player.slack_user else before.in_person)
        and (before.name, member.character) == (entry.name, entry.character)
        and member.double == is_double(entry)
        and (not entry.language or before.language == entry.language)
    )


def is_double(entry: CastEntry) -> bool:
    """A double is asked only when the coordinator says so."""
    return DOUBLE in entry.role.casefold()


async def apply_cast(place: Office, name: str, players: Sequence[Player]) -> None:
    """Name the cast in one step, and let everything follow from it."""
    async with place.writing() as step:
        film = await production_named(step, name)
        for player in players:
            await name_player(step, film, player)
        await replan(step, film)
        for day in await shoot_days(step.session, film.number):
            if day.wrapped_at is None:
                await ask_late_additions(step, film, day)
                await hurry_words(step, film, day)


async def name_player(step: Step, film: Production, player: Player) -> None:
    """One row of the list; whoever changes between Slack and in person stays the same person."""
    entry = player.entry
    known = {cast_id.casefold(): member for cast_id, member in (await cast(step.session, film.number)).items()}
    member = known.get(entry.cast_id.casefold())
    who = await somebody(step, Somebody(entry.name, player.slack_user)) if player.slack_user else None
    if who is None and member is not None:
        before = await person(step.session, member.person_id)
        who = before if before.name == entry.name else None
    who = who or await somebody(step, Somebody(entry.name))
    who.in_person = not player.slack_user
    step.session.add(who)
    if entry.language:
        who.language = entry.language
    spelled = member.cast_id if member else entry.cast_id
    await name_cast(step, film, spelled, who, entry.character, double=is_double(entry))
