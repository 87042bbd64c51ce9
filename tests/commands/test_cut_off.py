"""A request whose connection closes in the middle."""

import asyncio
from contextlib import suppress

import pytest

from handlers.inbox import Inbox
from handlers.replies import NOTHING, Reply
from handlers.requests import Request, read_request
from tests.patience import at_most
from tests.world import World

pytestmark = pytest.mark.each_engine

MANY = 40


def command(number: int) -> dict[str, str]:
    """The payload of a command."""
    return {"command": "/shootday", "trigger_id": f"trigger-{number}", "user_id": "U0ADA", "text": "list"}


async def test_a_request_cut_off_in_the_middle_is_finished(world: World) -> None:
    """However late its listener is cancelled, each request is worked through once, and the database takes the next."""
    worked = []

    async def take(transaction: object, request: Request) -> Reply:
        worked.append(request.key)
        return NOTHING

    bot = world.bot
    inbox = Inbox(bot.database, bot.vault, bot.clock, take)

    async def listen(body: dict[str, str]) -> None:
        async def following() -> None:
            await inbox.work(read_request(body))

        await inbox.keep(body, {}, following)  # type: ignore[arg-type]

    for number in range(MANY):
        listener = asyncio.create_task(listen(command(number)))
        await asyncio.sleep(number % 40 * 0.0003)
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener
        # SQLite waits five seconds for a lock, then gives up; PostgreSQL waits for ever.
        async with asyncio.timeout(at_most(5)), world.transaction() as transaction:
            transaction.session.add(world.production)
    await inbox.finish(10)
    assert len(worked) == len(set(worked))
