"""`make trace`: one tap, one import and one uncleared join, as the files they enter, in order, each with its floor.

A file is named when it is first entered. ↑ marks one that stands on a higher floor than the file before it: each is a
place where a reader has to climb back up. What only speaks with Slack or waits in the background before is left out.
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

from storage.database import migrate
from tests.world import World, add_scene, set_up, world_on

ROOT = Path(__file__).parent.parent
ROOMS = ("bot/", "handlers/", "messages/", "storage/")
MONDAY = date(2026, 3, 16)


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
    """Notes our files in the order in which a function of theirs first runs."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self._known: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """What `sys.setprofile` calls."""
        code = frame.f_code
        if event != "call" or code.co_name == "<module>" or code.co_filename in self._known:
            return
        self._known.add(code.co_filename)
        path = Path(code.co_filename)
        if path.is_relative_to(ROOT) and str(path.relative_to(ROOT)).startswith(ROOMS):
            self.files.append(str(path.relative_to(ROOT)))

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
        up = before is not None and floor > before
        climbs += up
        lines.append(f"  {floor:>2} {'↑' if up else ' '} {path}")
        before = floor
    beside = sum(not path.startswith("storage/") for path in files)
    return "\n".join([f"{title}: {beside} files besides storage, {climbs} times up", *lines, ""])


async def tap(world: World) -> None:
    """ "Not as agreed", until the performer has the receipt and the coordinator the alert."""
    asked = await world.said("U0OLA", "Scene 42")
    await world.tap("U0OLA", asked, "Not as agreed")
    await world.said("U0OLA", "Recorded")
    await world.said("U0MIA", "Open")


async def traced(world: World, act: Callable[[World], Awaitable[Any]]) -> list[str]:
    """The files that an act enters in a bot that has come to rest."""
    await asyncio.sleep(1.5)  # What a waking still has to do is not the act's.
    recorder = Recorder()
    with recorder.listening():
        await act(world)
    return recorder.files


async def live(database: str) -> None:
    """The two ways through the running bot."""
    async with world_on(database) as world:
        await set_up(world)
        await add_scene(world, "42", ["1", "2"])
        await world.at(MONDAY - timedelta(days=3), "08:00")
        sys.stdout.write(told("One tap", await traced(world, tap)) + "\n")
    raise SystemExit


def main() -> None:
    """Print the three ways."""
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/closedset.db"
        migrate(database)
        asyncio.run(live(database))


if __name__ == "__main__":
    main()
