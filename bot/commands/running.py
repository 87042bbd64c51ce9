"""Starting things: the bot for a real workspace, the sandbox alone, and what has to be there before."""

import asyncio
import logging
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.app import Bot
from bot.background.tasks import begin_for
from bot.commands.context import CommandRefused, output, report_errors
from bot.commands.logs import speak, tell_of_loop
from bot.commands.modes import open_to_others
from bot.settings import Settings, StorageSettings, environment, read_settings
from bot.slack import Slack
from bot.vault import new_encryption_key
from sandbox.installation import ALL_EVENTS, ALL_SCOPES, App, app_from_manifest
from sandbox.server import run_sandbox
from storage.database import is_migrated
from storage.database import migrate as bring_up

log = logging.getLogger(__name__)


@report_errors
def run() -> None:
    """Start the bot for a workspace, with the settings of .env, until Ctrl-C.

    Events come in over Socket Mode where SLACK_APP_TOKEN is set, else over HTTP at /slack/events.
    """
    settings = read_settings(Settings, environment())
    if not is_migrated(settings.database_url.get_secret_value()):
        raise CommandRefused("The database does not have today's tables. Run: closedset migrate")
    speak(logging.INFO)
    for line in open_to_others(settings):
        log.warning("%s", line)
    asyncio.run(serve(settings))


async def serve(settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM."""
    stopping = stop_on_signals()
    asyncio.get_running_loop().set_exception_handler(tell_of_loop)
    bot = Bot(settings)
    try:
        if await until_stopped(start(bot), stopping):
            ways = "Socket Mode" if settings.app_token else f"port {settings.http_port}, path /slack/events"
            output.print(f"The bot is running ({ways}). Ctrl-C ends it.", markup=False)
            await stopping.wait()
    finally:
        await bot.stop()
    output.print("The bot has ended. Nothing is lost: what was on its way goes out at the next start.")


async def check_app_token(settings: Settings) -> None:
    """Ask Slack for a socket once: the SDK itself would ask for ever with a token that Slack does not take."""
    if settings.app_token is None:
        return
    slack = Slack(settings.slack_url, settings.app_token.get_secret_value())
    try:
        await slack.call("apps.connections.open")
    finally:
        await slack.close()


async def start(bot: Bot) -> None:
    """Start the bot. Raises what its own start does, and CommandRefused where its port is taken."""
    await bot.prepare()
    await check_app_token(bot.settings)
    try:
        await bot.start()
    except OSError as error:
        raise CommandRefused(
            f"The bot cannot listen on {bot.settings.http_host}:{bot.settings.http_port} ({reason(error)}). "
            "Set another CLOSEDSET_HTTP_PORT."
        ) from None


def reason(error: OSError) -> str:
    """The system's own short words, such as "Address already in use"."""
    return os.strerror(error.errno) if error.errno else str(error)


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


async def until_stopped(work: Coroutine[None, None, None], stopping: asyncio.Event) -> bool:
    """Do the work unless a signal comes first; whether it was done."""
    task = begin_for(work, "start")
    waiting = begin_for(stopping.wait(), "signals")
    try:
        await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return False
    await task
    return True


@report_errors
def sandbox(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes any free one.", min=0, max=65535)] = 8123,
    manifest: Annotated[
        Path | None, typer.Option(help="The app's manifest.json: its scopes, events and commands.")
    ] = None,
    request_url: Annotated[
        str | None, typer.Option(help="Send signed HTTP requests here instead of using Socket Mode.")
    ] = None,
    limits: Annotated[bool, typer.Option(help="Keep Slack's rate limits.")] = False,
) -> None:
    """Run a local Slack workspace for any Slack app, with a page to look at.

    It prints the address and the tokens to use. Without a manifest the app has every scope and event the sandbox knows.
    For tests: pytest_plugins = ["sandbox.fixture"] gives the fixture slack_sandbox, which works for any Slack app.
    """
    try:
        app = app_from_manifest(manifest) if manifest else App(scopes=set(ALL_SCOPES), events=set(ALL_EVENTS))
        app.request_url = request_url
        run_sandbox(port, app, limited=limits)
    except OSError as error:
        raise CommandRefused(
            f"The sandbox cannot listen on port {port} ({reason(error)}). Choose another with --port."
        ) from None
    except ValueError as error:
        raise CommandRefused(f"The sandbox did not start: {error}") from None


@report_errors
def migrate() -> None:
    """Make the database of .env, or bring it to today's tables. Safe to repeat; stop the bot first."""
    url = read_settings(StorageSettings, environment()).database_url.get_secret_value()
    if is_migrated(url):
        output.print("The database has today's tables already.")
        return
    bring_up(url)
    output.print("The database has today's tables now.")


def make_key() -> None:
    """Print a new key for CLOSEDSET_KEYS.

    Put a new key first and keep the old ones after it, separated by commas: what they encrypted stays readable.
    """
    typer.echo(new_encryption_key())
