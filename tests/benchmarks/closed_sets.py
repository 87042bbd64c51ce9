"""What keeping closed sets right costs on the sandbox: seconds until somebody is out, and calls of Slack's.

    PYTHONPATH=. .venv/bin/python -m tests.benchmarks.closed_sets

Slack's rate limits are off: the bot is measured, not the waiting; the table says how many calls came a minute.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.closed_sets.rosters import clear_person
from bot.domain.places import Place
from bot.productions import Somebody, somebody
from sandbox.people import Person
from storage import closed_sets, people
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.database import migrate
from tests.closed_sets.channels import SUNDAY
from tests.world import MONDAY, World, add_scene, set_up, until, world_on

JOINS = 200
SETS = 50
PEOPLE = 60
MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def fresh_world() -> AsyncIterator[World]:
    """A world of its own on SQLite, the afternoon before the shooting day."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder)}/closedset.db"
        migrate(url)
        async with world_on(url) as world:
            await world.post("/limits", enabled=False)
            await set_up(world)
            yield world


async def open_sets(world: World, count: int) -> list[ClosedSet]:
    """So many closed sets, open and at rest."""
    for number in range(count):
        await add_scene(world, f"{number + 1}", ["1", "2"], riders=False)
    await world.at(SUNDAY, "16:00")
    for number in range(count):
        await world.command("U0MIA", "/closedset", f"open {number + 1}")
    return await at_rest(world)


async def at_rest(world: World) -> list[ClosedSet]:
    """All closed sets, once nothing is left to do for any of them."""

    async def quiet() -> list[ClosedSet] | None:
        async with world.look() as transaction:
            rows = await closed_sets.list_of(transaction.session, world.production.number)
        now = world.bot.clock.now()
        waiting = [row for row in rows if row.state is not ClosedSetState.OPEN or (row.check_at or now) <= now]
        return None if waiting or world.bot.reconciler.working else rows

    return await until(quiet, "rest", seconds=120, pause=0.01)


def asked(world: World, after: int = 0) -> Counter[str]:
    """The calls Slack got since an entry of its log, by method."""
    entries = world.sandbox.workspace.log.after(after)
    return Counter(entry["method"] for entry in entries if entry["kind"] == "api_call")


def newest(world: World) -> int:
    """The number of the log's last entry."""
    entries: list[dict[str, Any]] = world.sandbox.workspace.log.entries
    return int(entries[-1]["n"])


async def removals() -> tuple[list[float], Counter[str], Counter[str]]:
    """Seconds from an uncleared join until they are out; the calls until then, and with telling everybody."""
    async with fresh_world() as world:
        (row,) = await open_sets(world, 1)
        inside = world.sandbox.workspace.conversations[row.channel or ""].members
        seconds, until_out, in_all = [], Counter[str](), Counter[str]()
        for _ in range(JOINS):
            start, begun = newest(world), perf_counter()
            await world.post("/channel/add", channel=row.channel, user="U0BEN", by="U0JAN")
            await out(inside)
            seconds.append(perf_counter() - begun)
            until_out += asked(world, start)
            await at_rest(world)
            in_all += asked(world, start)
        return seconds, until_out, in_all


async def out(inside: list[str]) -> None:
    """Wait until the guest is not in the channel any more."""

    async def gone() -> bool:
        return "U0BEN" not in inside

    await until(gone, "the removal", pause=0.001)


async def steady_hour(before_call: timedelta) -> Counter[str]:
    """The calls in an hour in which nothing happens, `before_call` before everybody's call."""
    async with fresh_world() as world:
        await open_sets(world, SETS)
        async with world.look() as transaction:
            row = await closed_sets.find(transaction.session, 1)
        assert row is not None
        await world.move_clock(row.call_at - before_call)
        await at_rest(world)
        start = newest(world)
        for _ in range(60):
            await world.post("/clock", advanceSeconds=MINUTE.total_seconds())
            world.bot.wake()
            await asyncio.sleep(0.05)
            await at_rest(world)
        return only_of_channels(asked(world, start))


def only_of_channels(found: Counter[str]) -> Counter[str]:
    """Without the messages of a shooting day, which come with or without closed sets."""
    return Counter({name: times for name, times in found.items() if name.startswith(("conversations.", "users."))})


async def opening() -> Counter[str]:
    """The calls to open one closed set with a big roster."""
    async with fresh_world() as world:
        await add_scene(world, "1", ["1", "2"], riders=False)
        await world.at(SUNDAY, "16:00")
        async with world.transaction() as transaction:
            (row,) = await closed_sets.list_of(transaction.session, world.production.number)
            coordinator = await people.find_by_slack_user(transaction.session, "U0MIA")
            assert coordinator is not None
            for number in range(PEOPLE - 4):
                user = f"U0C{number:03}"
                world.sandbox.workspace.people[user] = Person(user, user.lower(), f"Crew {number}")
                who = await somebody(transaction, Somebody(f"Crew {number}", user))
                await clear_person(transaction, row, who, Place(), coordinator)
        start = newest(world)
        await world.command("U0MIA", "/closedset", "open 1")
        await at_rest(world)
        return only_of_channels(asked(world, start))


def shown(found: Counter[str], of: int = 1) -> str:
    """Counts by method, for one of so many."""
    return ", ".join(f"{name} {times / of:g}" for name, times in found.most_common())


async def measure() -> Table:
    """All measurements."""
    table = Table("What", "How much", title=f"Closed sets, {MONDAY:%B %Y} in the sandbox")
    seconds, until_out, in_all = await removals()
    ordered = sorted(seconds)
    table.add_row(f"Uncleared join to removal, median of {JOINS}", f"{median(ordered) * 1000:.0f} ms")
    table.add_row(
        "the worst, and the 99th of 100", f"{ordered[-1] * 1000:.0f} ms, {ordered[-JOINS // 100] * 1000:.0f} ms"
    )
    table.add_row("calls until they were out, each", shown(until_out, JOINS))
    table.add_row("calls with telling everybody and looking again, each", shown(in_all, JOINS))
    for label, before in (
        (f"A steady hour of {SETS}", timedelta(hours=9)),
        ("The hour before call", timedelta(hours=1)),
    ):
        found = await steady_hour(before)
        table.add_row(f"{label}: calls in all, a minute", f"{found.total()}, {found.total() / 60:.1f}")
        table.add_row("", shown(found))
    found = await opening()
    table.add_row(f"Opening one with {PEOPLE} people: {found.total()} calls", shown(found))
    return table


if __name__ == "__main__":
    Console(width=160).print(asyncio.run(measure()))
