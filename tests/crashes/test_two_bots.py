"""Two bots on one PostgreSQL: one is killed or cut off, or the database restarted under both; the rest goes on."""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path

import pytest

from tests.crashes.crowd import RECEIPT, everybody_answers, heard, performers
from tests.crashes.restarting import RestartingServer, start_restarting
from tests.crashes.two_bots import Two, two_bots, what_is_wrong
from tests.engines import PostgreSQL
from tests.needs import missing
from tests.postgresql import NoPostgreSQL
from tests.serving import SERVING

pytestmark = [pytest.mark.timeout(400), pytest.mark.one_engine, SERVING]
log = logging.getLogger(__name__)
FEW, MANY, SEEDS = 4, 10, 4
# Shorter than a call of Slack's is waited for, than a lease, than a statement; longer than all of them.
CUT_SECONDS = (2, 8, 14, 30)
Trouble = Callable[[Two, random.Random], Coroutine[None, None, None]]


@pytest.fixture(scope="module")
def server(serving: None) -> Iterator[RestartingServer]:
    """A PostgreSQL that can be restarted."""
    try:
        started = start_restarting()
    except NoPostgreSQL as error:
        missing(str(error))
    yield started
    started.stop()


async def through(two: Two, trouble: Trouble, seed: int) -> list[str]:
    """A crowd answers, there is trouble on the way; what is wrong when it is over."""
    dice = random.Random(seed)
    crowd = performers(two.sandbox.workspace)
    before = sum(heard(two.sandbox, RECEIPT).values())
    answering = asyncio.create_task(everybody_answers(two.sandbox, two.buttons))
    await two.heard_at_least(RECEIPT, before + dice.randrange(len(crowd) // 2))
    await asyncio.sleep(dice.random() / 5)
    began = asyncio.get_running_loop().time()
    being_troubled = asyncio.create_task(trouble(two, dice))
    await two.bring_in_a_stranger()
    two.taps.update(await answering)
    answered = asyncio.get_running_loop().time() - began
    await two.rest()
    rested = asyncio.get_running_loop().time() - began
    await being_troubled
    await two.rest()
    log.info("seed %s: everybody taken after %.1f s, all of it told after %.1f s", seed, answered, rested)
    return await what_is_wrong(two)


async def kill_one(two: Two, dice: random.Random) -> None:
    """One is gone, and nobody starts it again."""
    await dice.choice(two.members).kill()


def cut(*which: str) -> Trouble:
    """One is cut off from the database, from Slack, or from both; for a moment, or longer than anybody waits."""

    async def cut_off(two: Two, dice: random.Random) -> None:
        member = dice.choice(two.members)
        lines = [getattr(member, name) for name in which]
        for line in lines:
            line.cut()
        await asyncio.sleep(dice.choice(CUT_SECONDS))
        for line in lines:
            line.mend()

    return cut_off


def restart(server: RestartingServer, how: str) -> Trouble:
    """The database is restarted under both."""

    async def restarted(_two: Two, _dice: random.Random) -> None:
        await asyncio.to_thread(server.restart, how)

    return restarted


TROUBLES = ("kill", "database", "slack", "database and slack", "fast", "immediate")


def named(name: str, server: RestartingServer) -> Trouble:
    """A kind of trouble."""
    if name == "kill":
        return kill_one
    return restart(server, name) if name in ("fast", "immediate") else cut(*name.split(" and "))


async def test_one_is_killed_and_the_database_restarted(server: RestartingServer, tmp_path: Path) -> None:
    """Nothing is lost or doubled, whatever was on its way."""
    async with two_bots(PostgreSQL(server), tmp_path, FEW) as two:

        async def both(two: Two, dice: random.Random) -> None:
            await restart(server, "immediate")(two, dice)
            await kill_one(two, dice)

        assert await through(two, both, 1) == []


@pytest.mark.prove
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("kind", TROUBLES)
async def test_nothing_is_lost_or_doubled(server: RestartingServer, tmp_path: Path, kind: str) -> None:
    """The same with a larger crowd, for each kind of trouble at random moments; leases are as long as they are."""
    async with two_bots(PostgreSQL(server), tmp_path, MANY, CLOSEDSET_LEASE_SECONDS="8") as two:
        for seed in range(SEEDS):
            assert await through(two, named(kind, server), seed) == [], f"seed {seed}"
            await two.all_back()
