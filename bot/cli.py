"""The command `closedset`: the front door for everything that is not done in Slack."""

import logging
import os
from typing import Any

import typer

from bot.commands import (
    doors,
    lost_keys,
    privacy,
    producing,
    profiles,
    recording,
    running,
    schedules,
    showing,
    status,
    verifying,
)
from bot.commands.context import FAILED
from bot.commands.logs import quote_nothing, speak, tell_uncaught

SETTINGS: dict[str, Any] = {"no_args_is_help": True, "rich_markup_mode": "rich", "pretty_exceptions_enable": False}

app = typer.Typer(
    name="closedset",
    help="A Slack bot that asks each performer, privately, before every intimate shooting day, "
    "whether what was agreed still holds. Each command explains itself with --help.",
    add_completion=False,
    **SETTINGS,
)
production = typer.Typer(help="Set up productions, their times and their people.", **SETTINGS)
profile = typer.Typer(help="What differs by country, and where each value comes from.", **SETTINGS)
state = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
keys = typer.Typer(help="The keys that private notes are encrypted with.", **SETTINGS)


def example(text: str) -> str:
    """An example under a command's help."""
    return f"Example: {text}"


app.command("run", epilog=example("closedset run"))(running.run)
app.command("demo", epilog=example("closedset demo --port 8123"))(showing.demo)
app.command("sandbox", epilog=example("closedset sandbox --port 8123 --manifest manifest.json"))(running.sandbox)
app.command("migrate", epilog=example("closedset migrate"))(running.migrate)
app.command("import", epilog=example("closedset import one_liner.csv --production baltic"))(schedules.take_schedule)
app.command("cast", epilog=example("closedset cast cast.csv --production baltic --apply"))(schedules.take_cast)
app.command("riders", epilog=example("closedset riders riders.xlsx --production baltic"))(schedules.take_riders)
app.add_typer(production, name="production")
production.command(
    "add",
    epilog=example(
        "closedset production add Baltic --short baltic --time-zone Europe/Warsaw "
        '--coordinator "U0MIA=Mia Brandt,+48 600 100 200" --deputy U0DEV --first-ad U0ADA'
    ),
)(producing.add)
production.command(
    "change", epilog=example("closedset production change baltic --evening 18:00 --remove-role deputy=U0DEV")
)(producing.change)
production.command("list", epilog=example("closedset production list"))(producing.listed)
production.command("forget", epilog=example('closedset production forget baltic --person "Ola Nowak"'))(
    recording.forget
)
production.command("erase", epilog=example("closedset production erase baltic"))(recording.erase)
app.command("verify", epilog=example("closedset verify --head baltic:512:9f3a5c0d7be81f24"))(verifying.verify)
app.command("export", epilog=example("closedset export --production baltic --for U0MIA --into proofs"))(
    recording.export
)
app.command("door", epilog=example("closedset door --production baltic --scene 42pt1 --out door.pdf"))(doors.door)
app.command("mine", epilog=example('closedset mine --production baltic --person "Jan Wolski"'))(privacy.mine)
app.command("purge", epilog=example("closedset purge"))(privacy.purge)
app.add_typer(state, name="status")
state.callback(invoke_without_command=True, epilog=example("closedset status --json"))(status.status)
state.command("retry", epilog=example("closedset status retry inboxrow 17"))(status.retry)
state.command("put-aside", epilog=example("closedset status put-aside inboxrow 17"))(status.aside)
app.add_typer(profile, name="profile")
profile.command("list", epilog=example("closedset profile list"))(profiles.listed)
profile.command("show", epilog=example("closedset profile show pl --production baltic"))(profiles.show)
app.add_typer(keys, name="keys")
keys.command("new", epilog=example("closedset keys new"))(running.make_key)
keys.command("list", epilog=example("closedset keys list"))(privacy.list_keys)
keys.command("rotate", epilog=example("closedset keys rotate"))(privacy.rotate_keys)
keys.command("lost", epilog=example("closedset keys lost fp-0123456789abcdef"))(lost_keys.lost)
keys.callback()(lambda: None)


def main() -> None:
    """The command `closedset`: its files are for their owner alone, whatever the shell says, and libraries silent."""
    os.umask(0o077)
    speak(logging.WARNING)
    quote_nothing()
    try:
        app()
    except Exception as error:  # noqa: BLE001 (the edge of the command line: nothing that is private reaches the screen)
        tell_uncaught(type(error), error, None)
        raise SystemExit(FAILED) from None
