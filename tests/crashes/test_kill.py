"""The bot killed without warning, in the middle of work, and started again."""

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import func, select

from bot.sandbox.server import Sandbox
from storage.answers import Answer
from storage.database import Database
from tests.crashes.crowd import (
    ASKED,
    MANY,
    RECEIPT,
    Process,
    crowded_workspace,
    heard,
    performers,
    prepare,
    tap_until_taken,
)
from tests.world import until

SOME = (11, 60, 130)

pytestmark = pytest.mark.timeout(400)


async def test_nothing_is_lost_or_doubled_when_killed_during_a_fan_out(database_url: str, tmp_path: Path) -> None:
    """Killed three times while 200 check-ins go out: each performer gets exactly one."""
    async with Sandbox(crowded_workspace()) as sandbox:
        await prepare(sandbox, database_url)
        bot = Process(sandbox, database_url, tmp_path)
        for enough in (*SOME, MANY):
            await bot.start()

            async def reached(enough: int = enough) -> bool:
                return sum(heard(sandbox, ASKED).values()) >= enough

            await until(reached, f"{enough} check-ins", seconds=150, pause=0.2)
            if enough < MANY:
                await bot.end(signal.SIGKILL)
        await bot.end(signal.SIGTERM)
        assert heard(sandbox, ASKED) == dict.fromkeys(performers(), 1)
        assert heard(sandbox, "How this works") == dict.fromkeys(performers(), 1)


async def test_nothing_is_lost_or_doubled_when_killed_during_answers(database_url: str, tmp_path: Path) -> None:
    """Killed three times while 200 performers answer: each answer counts once, and each gets one receipt."""
    async with Sandbox(crowded_workspace(), acknowledge_seconds=1.0) as sandbox, aiohttp.ClientSession() as session:
        await prepare(sandbox, database_url)
        bot = Process(sandbox, database_url, tmp_path)
        await bot.start()

        async def all_asked() -> bool:
            return len(heard(sandbox, ASKED)) == MANY

        await until(all_asked, "200 check-ins", seconds=150, pause=0.2)
        answering = asyncio.gather(*(tap_until_taken(session, sandbox, user) for user in performers()))
        for enough in SOME:

            async def reached(enough: int = enough) -> bool:
                return sum(heard(sandbox, RECEIPT).values()) >= enough

            await until(reached, f"{enough} receipts", seconds=150, pause=0.2)
            await bot.end(signal.SIGKILL)
            await bot.start()
        await answering

        async def all_receipts() -> bool:
            return len(heard(sandbox, RECEIPT)) == MANY

        await until(all_receipts, "200 receipts", seconds=150, pause=0.2)
        await bot.end(signal.SIGTERM)
        assert heard(sandbox, RECEIPT) == dict.fromkeys(performers(), 1)
    assert await answers_kept(database_url) == MANY


async def answers_kept(database_url: str) -> int:
    """How many answers the database holds."""
    database = Database(database_url)
    async with database.read() as session:
        kept = (await session.exec(select(func.count()).select_from(Answer))).one()
    await database.close()
    return kept
