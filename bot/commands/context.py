"""What commands share: settings, database, clock and Slack opened for one command, and errors told as sentences."""

import asyncio
import functools
import sys
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

import aiohttp
import typer
from rich.console import Console
from slack_sdk.errors import SlackApiError
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot.clock import real_now
from bot.domain.refusals import RecordOfAnother
from bot.installation.keys import KeysUnfit
from bot.installation.scopes import NotInstalled
from bot.installation.sole_bot import AlreadyRunning
from bot.parsing.apart import FileUnfit
from bot.productions import ProductionUnfit
from bot.schedule.importing import BoardMoved
from bot.settings import (
    NAMES,
    SettingsUnfit,
    SlackSettings,
    StorageSettings,
    environment,
    on_this_machine,
    read_settings,
)
from bot.slack import Slack, SlackClosed, SlackProblem, SlackUnsure, problem
from bot.terms.importing import TermsMoved
from bot.transaction import Transaction, reading, writing
from bot.vault import Unreadable, Vault
from storage import productions
from storage.database import Database, is_migrated
from storage.productions import Production
from storage.record_guard import RecordUnguarded

UNFIT = 2
FAILED = 1
# A running bot is in the way of emptying the files for moments only: so often it is tried, so many seconds apart.
TRIES, PAUSE = 10, 0.3

output = Console(highlight=False, soft_wrap=True, emoji=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class CommandRefused(Exception):
    """The command cannot be done. The text is one sentence: what is in the way, and what to do."""


# Each of these says in one sentence what is in the way.
REASONS = (
    *(CommandRefused, ProductionUnfit, BoardMoved, TermsMoved, AlreadyRunning),
    *(FileUnfit, KeysUnfit, NotInstalled, RecordUnguarded),
)


@dataclass(frozen=True)
class TerminalContext:
    """What one command works with: the database and the production's moment (UTC)."""

    database: Database
    vault: Vault
    now: datetime

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that changes something: whole, or not at all. A running bot notices within seconds."""
        async with writing(self.database, self.vault, self.now) as transaction:
            yield replace(transaction, record_waits=False)

    async def empty_files(self, tables: Collection[str] = ()) -> bool:
        """Have what was deleted leave the database's files too; False when somebody stayed in the way."""
        for _ in range(TRIES):
            if await self.database.shrink(tables):
                return True
            await asyncio.sleep(PAUSE)
        return False

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only looks."""
        async with reading(self.database, self.vault, self.now) as transaction:
            yield transaction

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Transaction]:
        """A transaction that holds one thing against another: all it reads is of one moment."""
        async with self.database.snapshot() as session:
            yield Transaction(session, self.now, self.vault)


@asynccontextmanager
async def terminal() -> AsyncIterator[TerminalContext]:
    """The database of `.env`, with today's tables. Raises SettingsUnfit or NotPossible."""
    values = environment()
    settings = read_settings(StorageSettings, values)
    url = settings.database_url.get_secret_value()
    if not is_migrated(url):
        raise CommandRefused("The database does not have today's tables. Run: closedset migrate")
    database = Database(url)
    try:
        vault = Vault(settings.keys, settings.retired_keys)
        yield TerminalContext(database, vault, await now_of(values.get(NAMES["clock_url"], "")))
    finally:
        await database.close()


async def now_of(clock_url: str) -> datetime:
    """The moment by the sandbox's clock where one is set, else by this machine's (UTC)."""
    if not clock_url:
        return real_now()
    if not on_this_machine(clock_url):
        raise CommandRefused("CLOSEDSET_CLOCK_URL must be on this machine. Leave it out for a real workspace.")
    try:
        async with aiohttp.ClientSession() as session, session.get(clock_url) as answer:
            return real_now() + timedelta(seconds=(await answer.json())["offsetSeconds"])
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
        raise CommandRefused(
            f"The sandbox's clock does not answer at {clock_url}. Start the sandbox, or leave CLOSEDSET_CLOCK_URL out."
        ) from None


@asynccontextmanager
async def slack() -> AsyncIterator[Slack | None]:
    """Slack, where `.env` has a bot token; None where it has none."""
    values = environment()
    if not values.get(NAMES["bot_token"]):
        yield None
        return
    settings = read_settings(SlackSettings, values)
    found = Slack(settings.slack_url, settings.bot_token.get_secret_value())
    try:
        yield found
    finally:
        await found.close()


async def production_named(transaction: Transaction, name: str) -> Production:
    """The production with this short or full name. Raises NotPossible, naming those there are."""
    found = await productions.find_by_name(transaction.session, name)
    if found is not None:
        return found
    known = ", ".join(one.short_name for one in await productions.list_all(transaction.session))
    there = f"There are: {known}." if known else "There is none yet: closedset production add --help says how."
    raise CommandRefused(f"There is no production called “{name}”. {there}")


def agreed(
    beforehand: bool, question: str = "Apply this?", nothing: str = "Nothing was applied", option: str = "--apply"
) -> bool:
    """Whether to go on: said beforehand, or asked on a terminal."""
    if beforehand:
        return True
    if not sys.stdin.isatty():
        output.print(f"{nothing}: add {option} to do so.")
        return False
    if typer.confirm(question):
        return True
    output.print(f"{nothing}.")
    return False


def still_in_files(done: str) -> CommandRefused:
    """What was done, but not down to the files."""
    return CommandRefused(
        f"{done} But the database's files still hold some of what went: somebody is using them. "
        "Stop the bot, then type: closedset purge"
    )


def exit_with(sentence: str, code: int = FAILED) -> typer.Exit:
    """End the command with a sentence on the error output."""
    errors.print(sentence, markup=False)
    return typer.Exit(code)


def report_errors(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Tell what went wrong in sentences, without a traceback: this is an edge of the program."""

    @functools.wraps(command)
    def run(*args: Parameters.args, **options: Parameters.kwargs) -> Result:
        try:
            return command(*args, **options)
        except SettingsUnfit as unfit:
            raise exit_with(str(unfit), UNFIT) from None
        except REASONS as reason:
            raise exit_with(str(reason)) from None
        except RecordOfAnother:
            raise exit_with(
                "The head of this production's record is that of another one: nothing was exported. "
                "Type closedset verify, and look who has changed the database."
            ) from None
        except Unreadable:
            raise exit_with(
                "Something encrypted in the database cannot be opened. "
                "Put the keys it was made with into CLOSEDSET_KEYS."
            ) from None
        except DBAPIError as error:
            raise exit_with(database_sentence(error)) from None
        except SlackApiError as error:
            raise exit_with(slack_sentence(problem(error))) from None
        except SlackProblem as error:
            raise exit_with(slack_sentence(error)) from None

    return run


def database_sentence(error: DBAPIError) -> str:
    """What a person can do about a database that does not answer; nothing of its text, which could quote data."""
    url = make_url(read_settings(StorageSettings, environment()).database_url.get_secret_value())
    place = f"{url.get_backend_name()} at {url.host or url.database}"
    return f"The database ({place}) does not do its work ({type(error).__name__}). Look at DATABASE_URL and its server."


def slack_sentence(error: SlackProblem) -> str:
    """What a person can do about Slack's refusal."""
    if isinstance(error, SlackClosed):
        return (
            f"Slack does not accept the bot ({error.code}). Look at SLACK_BOT_TOKEN and SLACK_APP_TOKEN, "
            "and whether the app is installed with the scopes of manifest.json."
        )
    if isinstance(error, SlackUnsure):
        return f"Slack does not answer ({error.code}). Look at the network and at SLACK_API_URL, then try again."
    return f"Slack says no ({error.code}). Nothing else was changed."
