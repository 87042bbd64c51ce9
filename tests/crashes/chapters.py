"""The story in chapters, each begun from what the one before has left: told plainly, or with a death at one point."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar
from unittest.mock import patch

from bot.proof.verification import look
from sandbox.workspace import Workspace
from storage.productions import Production
from tests.crashes.direct import DirectWorld, frozen, thawed
from tests.crashes.kept import kept_in_tables
from tests.crashes.points import remember_tasks
from tests.crashes.virtual_time import VirtualLoop, on_virtual_time, steady, virtual_now
from tests.story import script
from tests.story.script import AFTERWARDS, SCENE, SUNDAY
from tests.story.transcript import Transcript
from tests.story.user_driver import UserDriver
from tests.world import BEGINNING, add_scene, set_up

Found = TypeVar("Found")
Act = Callable[[UserDriver], Awaitable[None]]


async def moved(driver: UserDriver) -> None:
    """The AD pulls the call half an hour forward."""
    await driver.command("U0ADA", "/shootday", "call 11 06:30")


async def nothing(_driver: UserDriver) -> None:
    """Nobody does anything: the bot is started, and finds what there is."""


CHAPTERS: dict[str, tuple[date, str, Act]] = {
    act.__name__: (day, hour, act)
    for day, hour, act in [
        (date(2026, 2, 16), "12:15", nothing),
        *script.CHAPTERS[:6],
        (SUNDAY, "21:00", moved),
        *script.CHAPTERS[6:],
    ]
}


class Store(Protocol):
    """Where databases are kept between chapters."""

    def put_away(self, url: str) -> Any:
        """Keep what a database holds, which nobody is connected to."""

    def take_out(self, kept: Any) -> str:
        """The URL of a database that holds what was kept."""


@dataclass(frozen=True)
class Beginning:
    """What a chapter begins from."""

    workspace: bytes
    database: Any
    elapsed: float
    production: Production


@dataclass
class Told:
    """A chapter as it went: the points that were reached, and what everybody and the database ended with."""

    points: list[str] = field(default_factory=list)
    deaths: int = 0
    transcript: Transcript = field(default_factory=Transcript)
    next: Beginning | None = None


# Told without the Homes, which are written anew whenever they are opened: the other chapters hold them.
BRIEF = (nothing.__name__, "asked")
# Who added somebody is told by Slack, and in this telling never later than it is asked: it belongs to what is compared.
NOTHING = re.compile(r"((?!))")


def on_a_loop(work: Callable[[], Awaitable[Found]], begins: float = 0.0) -> Found:
    """Do something on time of its own."""
    loop = VirtualLoop(begins)
    remember_tasks(loop)
    try:
        with on_virtual_time(), patch("tests.story.transcript.ADDED_BY", NOTHING):
            return loop.run_until_complete(work())
    finally:
        loop.close()


def first_beginning(store: Store, url: str) -> Beginning:
    """The production with its scene, before anybody was asked."""

    async def begin() -> Beginning:
        workspace = Workspace.sample()
        workspace.clock._real, workspace.tickets.real_seconds = virtual_now, steady
        workspace.clock.move_to(BEGINNING)
        world = DirectWorld(workspace, url, None)
        world.begin_life(None, [])
        await world.start()
        await set_up(world)
        await add_scene(world, SCENE, ["1", "2"])
        await UserDriver(world).quiet()
        return await leave(world, store)

    return on_a_loop(begin)


async def leave(world: DirectWorld, store: Store) -> Beginning:
    """Stop the bot as one is stopped, and keep everything."""
    await world.life.begin(world.bot.stop())
    await world.end_life()
    kept = frozen(world.direct.workspace)
    return Beginning(kept, store.put_away(world.database_url), asyncio.get_running_loop().time(), world.production)


def tell(
    chapter: str, beginning: Beginning, store: Store, dies_at: int | None = None, *, goes_on: bool = False
) -> Told:
    """One chapter; `goes_on`: what it leaves is kept, for the next."""
    told = Told()

    async def live() -> None:
        world = DirectWorld(thawed(beginning.workspace), store.take_out(beginning.database), beginning.production)
        world.direct.deliveries.listen()
        world.begin_life(dies_at, told.points)
        world.life.counting = chapter == nothing.__name__
        watching = asyncio.create_task(world.watch())
        await world.start()
        try:
            await act_out(world, told, chapter)
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await world.direct.deliveries.stop()
            told.deaths = world.deaths
            if goes_on:
                told.next = await leave(world, store)
            else:
                await world.end_life()

    on_a_loop(live, beginning.elapsed)
    return told


async def write_down(driver: UserDriver, chapter: str) -> None:
    """What everybody has, in most chapters with their Homes."""
    if chapter not in BRIEF:
        await script.write_down(driver)
        return
    for user, name in script.NAMES.items():
        script.note_conversations(driver, user, name)
    await script.note_record(driver)


async def act_out(world: DirectWorld, told: Told, chapter: str) -> None:
    """What people do, and what they end with."""
    day, hour, act = CHAPTERS[chapter]
    driver = UserDriver(world)
    await driver.quiet()
    life, life.counting = world.life, True
    await world.at(day, hour)
    await driver.quiet()
    await world.post("/clock", advanceSeconds=AFTERWARDS)
    await act(driver)
    await driver.quiet()
    life.counting = False
    await write_down(driver, chapter)
    async with world.look() as transaction:
        driver.transcript.kept |= await kept_in_tables(transaction)
        verdict = await look(transaction, world.production.number)
        driver.transcript.kept["verify"] = [f"holds: {verdict.holds}"]
    told.transcript = driver.transcript
