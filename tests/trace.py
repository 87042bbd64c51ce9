"""`make trace`: a tap, an import and an uncleared join, as the files they enter, in order, each with its floor.

A file is named when it is first entered. ↑ marks one that stands on a higher floor than the file before it, storage
left aside: each is a place where a reader has to climb back up.
"""

import asyncio
import logging
import sys
import tempfile
import threading
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from typer.testing import CliRunner

from bot.cli import app
from storage.database import migrate
from tests.closed_sets.channels import CAST_AND_CREW, add, members, open_set
from tests.world import KEYS, World, add_scene, set_up, world_on

ROOT = Path(__file__).parent.parent
ROOMS = ("bot/", "handlers/", "messages/", "storage/")
MONDAY = date(2026, 3, 16)
ONE_LINER = str(ROOT / "bot/demo/one_liner.csv")


def floors() -> dict[str, int]:
    """Each room's floor, counted from the pure ground; read from the import contracts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    layers: list[str] = contracts["floors"]["layers"]
    height = {
        room.strip(): len(layers) - place
        for place, layer in enumerate(layers)
        for room in layer.replace(":", "|").split("|")
    }
    # Between the assembly and the delivery stand the handlers; messages and storage stand on the domain.
    return {f"bot/{room}": floor for room, floor in height.items()} | {
        "handlers": height["app"],
        "messages": height["domain"],
        "storage": height["domain"],
    }


class Recorder:
    """Notes our files in the order in which a function of theirs first runs, apart for what the background does."""

    def __init__(self) -> None:
        self.ways: dict[str, list[str]] = {"": []}
        self._known: set[tuple[str, str]] = set()

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """What `sys.setprofile` calls."""
        code = frame.f_code
        if event != "call" or code.co_name == "<module>" or not code.co_filename.startswith(str(ROOT)):
            return
        path = code.co_filename.removeprefix(f"{ROOT}/")
        if not path.startswith(ROOMS):
            return
        way = begun_in()
        if (way, path) not in self._known:
            self._known.add((way, path))
            self.ways.setdefault(way, []).append(path)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note what runs in this thread, and in threads that begin meanwhile."""
        threading.setprofile(self)
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)


def begun_in() -> str:
    """The room whose loop the running task belongs to; "" for what an act brings about at once."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return ""
    if task is None:  # The loop itself: whoever a commit wakes.
        return "woken"
    coroutine = task.get_coro()
    path = getattr(getattr(coroutine, "cr_code", None), "co_filename", "").removeprefix(f"{ROOT}/")
    # A command is its own loop.
    return room_of(path) if path.startswith("bot/") and not path.startswith("bot/commands/") else ""


def room_of(path: str) -> str:
    """The room a file stands in."""
    parts = path.removesuffix(".py").split("/")
    return "/".join(parts[:2]) if parts[0] == "bot" else parts[0]


def told(title: str, files: list[str]) -> str:
    """The way, a line a file, and its two figures: files besides storage, and entries on a higher floor."""
    height = floors()
    lines, before, climbs = [], None, 0
    for path in files:
        floor = height[room_of(path)]
        stored = path.startswith("storage/")
        up = not stored and before is not None and floor > before
        climbs += up
        lines.append(f"  {floor:>2} {'↑' if up else ' '} {path}")
        before = before if stored else floor
    beside = sum(not path.startswith("storage/") for path in files)
    return "\n".join([f"{title}: {beside} files besides storage, {climbs} times up", *lines, ""])


async def as_agreed(world: World) -> None:
    """ "As agreed", until the performer has the receipt."""
    await world.tap("U0OLA", await world.said("U0OLA", "Scene 42"), "As agreed")
    await world.said("U0OLA", "Recorded")


async def not_as_agreed(world: World) -> None:
    """ "Not as agreed", until the window is open and the coordinator has an alert."""
    await world.tap("U0JAN", await world.said("U0JAN", "Scene 42"), "Not as agreed")
    await world.modal("U0JAN")
    await world.said("U0MIA", "There is")


async def traced(world: World, act: Callable[[World], Awaitable[Any]]) -> dict[str, list[str]]:
    """The files that an act enters in a bot that has come to rest, by the room whose loop entered them."""
    recorder = Recorder()
    with recorder.listening():
        await act(world)
    return recorder.ways


async def uncleared_join(world: World) -> None:
    """Somebody is added to a closed set's channel, until they are out again."""
    await add(world, "U0ZOE")
    await members(world, CAST_AND_CREW)


async def through_the_bot(database: str) -> list[str]:
    """The ways through the running bot, as they are told."""
    async with world_on(database) as world:
        await set_up(world)
        await add_scene(world, "42pt1", ["1", "2"])
        await world.at(MONDAY - timedelta(days=3), "08:00")
        agreed = await traced(world, as_agreed)
        changed = await traced(world, not_as_agreed)
        await world.at(MONDAY - timedelta(days=1), "19:00")
        await world.command("U0MIA", "/closedset", "approve 42pt1")
        await open_set(world)
        joined = await traced(world, uncleared_join)
    return [
        told("One tap, As agreed, until it is acknowledged", agreed[""]),
        told("… and its receipt", agreed["bot/delivery"]),
        told("One tap, Not as agreed, until its window is open", changed[""]),
        told("One uncleared join, until it is acknowledged", joined[""]),
        told("… until they are out", joined["bot/channels"]),
    ]


def through_the_command_line(database: str) -> str:
    """The way of an import, as it is told."""
    recorder = Recorder()
    given = {"DATABASE_URL": database, "CLOSEDSET_KEYS": KEYS}
    with recorder.listening():
        done = CliRunner().invoke(app, ["import", ONE_LINER, "--production", "baltic", "--apply"], env=given)
    assert done.exit_code == 0, done.output
    return told("One import", recorder.ways[""])


def main() -> None:
    """Print every way."""
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/closedset.db"
        migrate(database)
        ways = asyncio.run(through_the_bot(database))
        sys.stdout.write("\n".join([*ways, through_the_command_line(database)]))


if __name__ == "__main__":
    main()
