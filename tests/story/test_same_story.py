"""One story, acted out by the same people, ends the same: whichever way events take, and whatever goes wrong on it."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from difflib import unified_diff

import pytest
from sqlmodel import col, select

from bot.app import Bot
from sandbox.installation import SIGNING_SECRET
from storage.deliveries import Delivery, DeliveryState
from tests.cases.test_over_http import free_port
from tests.engines import Engine, fresh
from tests.patience import stretched
from tests.serving import SERVING
from tests.story.faults import Faults, Storm
from tests.story.script import tell
from tests.story.transcript import Transcript
from tests.story.user_driver import UserDriver
from tests.world import NEUTRAL, World, world_on

pytestmark = [pytest.mark.timeout(400), SERVING]
# In a storm nobody waits as long as Slack for what will not come.
IMPATIENT = 1.0


def look_often_at_the_socket(bot: Bot) -> None:
    """Have the SDK see a broken connection in two seconds, not in ten: the story has many."""
    assert bot._socket is not None
    bot._socket.client.ping_interval = 2


@asynccontextmanager
async def told(database_url: str, faults: Faults) -> AsyncIterator[UserDriver]:
    """The story over Socket Mode."""
    async with world_on(database_url) as world:
        if isinstance(faults, Storm):
            world.sandbox.be_patient_for(stretched(IMPATIENT))
            look_often_at_the_socket(world.bot)
        yield await tell(world, faults)


async def plainly_told(database_url: str) -> Transcript:
    """The transcript of the story in fair weather."""
    async with told(database_url, Faults()) as driver:
        return driver.transcript


@pytest.fixture(scope="session")
def plain(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Transcript:
    """How the story ends over Socket Mode in fair weather: what everything else is compared with."""
    folder = tmp_path_factory.mktemp("plain_story")
    with fresh(sqlite_engine, folder) as url, ThreadPoolExecutor() as aside:
        return aside.submit(asyncio.run, plainly_told(url)).result()


def difference(expected: Transcript, found: Transcript) -> str:
    """What differs between two transcripts, line by line; empty for the same."""
    return "\n".join(unified_diff(expected.text().splitlines(), found.text().splitlines(), lineterm="", n=2))


def test_everybody_ends_with_what_is_theirs(plain: Transcript) -> None:
    """The story holds what it is compared for: each act has left its words with whom they concern, and nobody else."""
    everything = {
        name: "".join([*plain.said[name], *plain.seen.get(name, [])]) for name in plain.homes if name != "Dev"
    }
    # Whoever wrote them finds them in a window of her own.
    assert [name for name, texts in everything.items() if "not the shower" in texts] == ["Ola", "Mia"]
    assert "not the shower" not in "".join(plain.said["Ola"])
    assert len([text for text in plain.said["Ola"] if "Recorded." in text]) == 3
    assert len([text for text in plain.said["Jan"] if "Recorded." in text]) == 2
    assert plain.places == {
        "opened": "Ada, Dev, Jan, Mia, Ola, U0BOT; private, in use",
        "after the uncleared person": "Ada, Dev, Jan, Mia, Ola, U0BOT; private, in use",
        "after wrap": "Mia, U0BOT; private, archived",
    }
    assert all(NEUTRAL in text for name in ("Jan", "Mia", "Ada", "Sam", "Leo") for text in plain.said[name])


@pytest.mark.each_engine
async def test_the_same_on_both_engines(database_url: str, plain: Transcript) -> None:
    """SQLite and PostgreSQL remember alike."""
    assert difference(plain, await plainly_told(database_url)) == ""


async def test_the_same_over_http(database_url: str, plain: Transcript) -> None:
    """Signed HTTP requests bring what a socket brings."""
    port = free_port()
    over_http = world_on(
        database_url, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=SIGNING_SECRET, CLOSEDSET_HTTP_PORT=str(port)
    )
    async with over_http as world:
        world.sandbox.workspace.app.request_url = f"http://127.0.0.1:{port}/slack/events"
        driver = await tell(world, Faults())
    assert difference(plain, driver.transcript) == ""


@pytest.mark.prove
async def test_the_same_within_slacks_limits(database_url: str, plain: Transcript) -> None:
    """At the pace people install it with, the bot is never turned away for calling too often, and loses nothing."""
    # Without a pace of its own the bot takes the one it comes with.
    async with world_on(database_url, CLOSEDSET_PACE_SECONDS="") as world:
        await world.post("/limits", enabled=True)
        driver = await tell(world, Faults())
        assert turned_away(world) == []
        async with world.look() as transaction:
            lost = await transaction.session.exec(select(Delivery).where(col(Delivery.state) == DeliveryState.FAILED))
            assert lost.all() == []
    assert difference(plain, driver.transcript) == ""


def turned_away(world: World) -> list[str]:
    """The calls Slack has answered with 429, by method."""
    entries = [entry for entry in world.sandbox.workspace.log.entries if entry["kind"] == "api_call"]
    assert len(entries) > 50
    return [str(entry["method"]) for entry in entries if entry["status"] == 429]


async def weathered(database_url: str, seed: int, plain: Transcript) -> None:
    """The story in a storm ends as in fair weather; and it was a storm."""
    storm = Storm(seed)
    async with told(database_url, storm) as driver:
        assert difference(plain, driver.transcript) == ""
    assert storm.struck.total() >= 20, storm.struck


@pytest.mark.prove
@pytest.mark.parametrize("seed", [1])
async def test_the_same_in_a_storm(database_url: str, seed: int, plain: Transcript) -> None:
    """Calls fail, answers are lost, events come late, twice and out of order, sockets break: nobody ends otherwise."""
    await weathered(database_url, seed, plain)


@pytest.mark.prove
@pytest.mark.parametrize("seed", [2, 3, *range(100, 120)])
async def test_the_same_in_many_storms(database_url: str, seed: int, plain: Transcript) -> None:
    """Two and twenty storms more."""
    await weathered(database_url, seed, plain)
