"""The bot killed without warning, in the middle of work, and started again."""

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
    MANY,
    RECEIPT,
    crowded_workspace,
    everybody_answers,
    heard,
    performers,
    running,
)
from tests.serving import SERVING
from tests.world import until

SOME = (11, 60, 130)

pytestmark = [pytest.mark.timeout(400), SERVING]


async def test_nothing_is_lost_or_doubled_when_killed_during_a_fan_out(database_url: str, tmp_path: Path) -> None:
    """Killed three times while 200 check-ins go out: each performer gets exactly one."""
    async with Sandbox(crowded_workspace()) as sandbox, running(sandbox, database_url, tmp_path) as bot:
        for enough in SOME:
            await reach(sandbox, ASKED, enough)
            await bot.end(signal.SIGKILL)
            await bot.start()
        await reach(sandbox, ASKED, MANY)
        await bot.end(signal.SIGTERM)
        assert heard(sandbox, ASKED) == dict.fromkeys(performers(), 1)
        assert heard(sandbox, "How this works") == dict.fromkeys(performers(), 1)


async def test_nothing_is_lost_or_doubled_when_killed_during_answers(database_url: str, tmp_path: Path) -> None:
    """Killed three times while 200 performers answer: each answer counts once, and each gets one receipt."""
    async with Sandbox(crowded_workspace()) as sandbox, running(sandbox, database_url, tmp_path, noticed=True) as bot:
        await reach(sandbox, ASKED, MANY)
        answering = asyncio.create_task(everybody_answers(sandbox))
        for enough in SOME:
            await reach(sandbox, RECEIPT, enough)
            await bot.end(signal.SIGKILL)
            await bot.start()
        await answering
        await reach(sandbox, RECEIPT, MANY)
        await bot.end(signal.SIGTERM)
        assert heard(sandbox, RECEIPT) == dict.fromkeys(performers(), 1)
    assert await answers_kept(database_url) == MANY


async def reach(sandbox: Sandbox, text: str, enough: int) -> None:
    """Wait until so many messages with a text have arrived."""

    async def reached() -> bool:
        return sum(heard(sandbox, text).values()) >= enough

    await until(reached, f"{enough} times “{text}”", seconds=150, pause=0.2)


async def answers_kept(database_url: str) -> int:
    """How many answers the database holds."""
    database = Database(database_url)
    async with database.read() as session:
        kept = (await session.exec(select(func.count()).select_from(Answer))).one()
    await database.close()
    return kept
