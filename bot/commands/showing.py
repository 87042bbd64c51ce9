"""The demonstration, for somebody who meets the bot for the first time."""

import asyncio
import logging
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.commands.context import CommandRefused, output, report_errors
from bot.commands.logs import speak
from bot.commands.running import reason, stop_on_signals
from bot.demo.production import BEGINNING, ZONE
from bot.demo.screenshot import NoBrowser, take
from bot.demo.stage import PORTS_TRIED, Stage, running
from bot.domain.times import local


@report_errors
def demo(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; the next free one is used if it is taken.")] = 8123,
    screenshot: Annotated[
        Path | None, typer.Option(help="Take a picture of the page at a telling moment, and end.", show_default=False)
    ] = None,
) -> None:
    """Start the bot against a local Slack with a fictional production, and print the address to open.

    Nothing leaves this machine, and nothing is kept: each start begins on the same Monday morning.
    """
    speak(logging.WARNING)
    try:
        asyncio.run(show(port, screenshot))
    except OSError as error:
        last = port + PORTS_TRIED - 1
        raise CommandRefused(f"No port from {port} to {last} is free ({reason(error)}). Use --port.") from None
    except (NoBrowser, ValueError) as error:
        raise CommandRefused(str(error)) from None


async def show(port: int, screenshot: Path | None) -> None:
    """Run the demo until Ctrl-C, or until its picture is taken."""
    stopping = stop_on_signals()
    async with running(port) as stage:
        if screenshot is None:
            welcome(stage, port)
            await stopping.wait()
        else:
            await take(stage, screenshot)
    if screenshot is not None:
        output.print(f"The picture is in {screenshot}.", markup=False)
        return
    output.print("The demo has ended. Nothing of it is left.")


def welcome(stage: Stage, port: int) -> None:
    """What to open, and what to do first."""
    used = urlsplit(stage.sandbox.url).port
    if port not in (0, used):
        output.print(f"Port {port} is taken, so {used} is used.")
    wall = local(BEGINNING, ZONE)
    for line in (
        "The bot runs against a local Slack, with the fictional production “Baltic”. Open:",
        f"  {stage.address}",
        f"It is {wall:%A} {wall.day} {wall:%B %Y}, {wall:%H:%M} in Warsaw; Thursday has two intimate scenes.",
        "“To the next thing due” sends the first check-ins. Answer as Ola, and see what Mia and Ada learn,",
        "or click through the tour. Ctrl-C ends it.",
    ):
        output.print(line, markup=False)
