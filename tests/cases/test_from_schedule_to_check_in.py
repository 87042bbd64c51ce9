"""A schedule goes in at the command line, the coordinator confirms in Slack, and the performers are asked in time."""

import asyncio
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.world import KEYS, World

ROOT = Path(__file__).parents[2]
ONE_LINER = ROOT / "tests" / "schedule" / "one_liner.csv"
SAMPLE = ROOT.parent / "shared" / "samples" / "full_sample_schedule.uss"
ASKED = "Is what was agreed still right for you?"


async def import_schedule(world: World, file: Path, *more: str) -> str:
    """`closedset import FILE --apply`, as the 2nd AD types it while the bot runs; what it printed."""
    command = ["import", str(file), "--production", "baltic", "--apply", *more]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from bot.cli import main; main()", *command,
        env={**os.environ, "DATABASE_URL": world.database_url, "CLOSEDSET_KEYS": KEYS, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()
    return printed.decode()


async def test_a_one_liner_goes_in_and_its_performers_are_asked(world: World) -> None:
    """Nobody is asked before the coordinator confirms a scene, and then exactly its performers are."""
    printed = await import_schedule(world, ONE_LINER)
    assert "3 proposed as intimate" in printed
    await world.alert("U0MIA", "42pt1")
    assert "42pt1" in await world.command("U0MIA", "/scene", "list")
    await world.post("/view/close", user="U0MIA")
    assert "42A" in await world.command("U0MIA", "/scene", "confirm 42A")
    await world.at(date(2026, 3, 13), "08:00")
    await world.said("U0OLA", "Scene 42A")
    await world.at(date(2026, 3, 13), "08:15")
    await world.said("U0ADA", "Scene 42A: Waiting on check-ins")
    assert await world.messages("U0JAN") == []


@pytest.mark.skipif(not SAMPLE.exists(), reason="The public sample schedules are not beside this checkout.")
async def test_a_real_schedule_goes_in_and_its_performers_are_asked(world: World) -> None:
    """The 173 strips of a public sample, one scene confirmed: who plays in it is asked 72 hours before."""
    shooting = date(2022, 8, 4)
    await world.at(shooting - timedelta(days=30), "12:00")
    await world.command("U0MIA", "/checkin", "duty on")
    printed = await import_schedule(world, SAMPLE, "--stripboard", "First Pass")
    assert "173 strips over 61 days" in printed
    assert "117a" in await world.command("U0MIA", "/scene", "confirm 117a")
    await world.at(shooting - timedelta(days=2), "09:00")
    await world.said("U0OLA", "Scene 117a")
    assert await world.messages("U0JAN") == []
