"""The bot's own process killed without warning, in the middle of work, and started again.

Every point of a whole story, each by itself, is killed at in test_every_point.py.
"""

import asyncio
import signal
from pathlib import Path

import pytest
from sqlmodel import func, select

from sandbox.server import Sandbox
from storage.answers import Answer
from storage.database import Database
from tests.crashes.crowd import (
    ASKED,
    RECEIPT,
    crowded_workspace,
    everybody_answers,
    heard,
    performers,
    running,
)
from tests.serving import SERVING
from tests.world import until

pytestmark = [pytest.mark.timeout(400), SERVING]
# How many are in the crowd, and at how many messages the bot is killed.
Crowd = tuple[int, tuple[int, ...]]
SMALL: Crowd = (16, (6,))
LARGE: Crowd = (200, (11, 60, 130))


@pytest.mark.one_engine
async def test_nothing_is_lost_or_doubled_when_killed_during_answers(database_url: str, tmp_path: Path) -> None:
    """Killed while a crowd answers: each answer counts once, and each tap gets one receipt."""
    await killed_during_answers(database_url, tmp_path, SMALL)


@pytest.mark.prove
async def test_a_fan_out_to_two_hundred_with_three_kills(database_url: str, tmp_path: Path) -> None:
    """The same for 200, killed three times."""
    await killed_during_a_fan_out(database_url, tmp_path, LARGE)


@pytest.mark.prove
async def test_answers_of_two_hundred_with_three_kills(database_url: str, tmp_path: Path) -> None:
    """The same for 200, killed three times."""
    await killed_during_answers(database_url, tmp_path, LARGE)


async def killed_during_a_fan_out(database_url: str, folder: Path, crowd: Crowd) -> None:
    """Check-ins go out to a crowd, and the bot is killed on the way."""
    many, kills = crowd
    async with Sandbox(crowded_workspace(many)) as sandbox, running(sandbox, database_url, folder) as bot:
        for enough in kills:
            await reach(sandbox, ASKED, enough)
            await bot.end(signal.SIGKILL)
            await bot.start()
        await reach(sandbox, ASKED, many)
        await bot.end(signal.SIGTERM)
        assert heard(sandbox, ASKED) == dict.fromkeys(performers(sandbox.workspace), 1)
        assert heard(sandbox, "How this works") == dict.fromkeys(performers(sandbox.workspace), 1)


async def killed_during_answers(database_url: str, folder: Path, crowd: Crowd) -> None:
    """A crowd answers, and the bot is killed on the way."""
    many, kills = crowd
    async with (
        Sandbox(crowded_workspace(many)) as sandbox,
        running(sandbox, database_url, folder, noticed=True) as bot,
    ):
        await reach(sandbox, ASKED, many)
        answering = asyncio.create_task(everybody_answers(sandbox))
        for enough in kills:
            await reach(sandbox, RECEIPT, enough)
            await bot.end(signal.SIGKILL)
            await bot.start()
        taps = await answering
        await everybody_heard(sandbox, RECEIPT, many)
        await bot.end(signal.SIGTERM)
        # One for each tap that reached the bot: whoever was shown an error taps again, and is answered again.
        receipts = heard(sandbox, RECEIPT)
        assert all(1 <= receipts[user] <= taps[user] for user in performers(sandbox.workspace))
    assert await answers_kept(database_url) == many


async def reach(sandbox: Sandbox, text: str, enough: int) -> None:
    """Wait until so many messages with a text have arrived."""

    async def reached() -> bool:
        return sum(heard(sandbox, text).values()) >= enough

    await until(reached, f"{enough} times “{text}”", seconds=150, pause=0.2)


async def everybody_heard(sandbox: Sandbox, text: str, many: int) -> None:
    """Wait until each of so many has had a message with a text."""

    async def reached() -> bool:
        return len(heard(sandbox, text)) >= many

    await until(reached, f"“{text}” to each of {many}", seconds=150, pause=0.2)


async def answers_kept(database_url: str) -> int:
    """How many answers the database holds."""
    database = Database(database_url)
    async with database.read() as session:
        kept = (await session.exec(select(func.count()).select_from(Answer))).one()
    await database.close()
    return kept
