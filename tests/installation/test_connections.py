"""One connection more than bots: said after two minutes, to whoever runs the bot and to coordinators; never refused."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlmodel import col, select

from bot.installation.connections import PATIENCE_SECONDS, Connections
from storage import running_bots
from storage.alerts import Alert, AlertKind
from storage.database import Database
from storage.running_bots import LEASE
from tests.in_process_bot import InProcessBot
from tests.serving import SERVING
from tests.world import World, until

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)


@dataclass
class Watch:
    """What hellos tell, on a clock that only counts and stands where it is put."""

    bot: InProcessBot
    alone: bool = True
    seconds: float = 1000.0

    def __post_init__(self) -> None:
        stores = (self.bot.database, self.bot.vault, self.bot.clock)
        self.connections = Connections(stores, alone=self.alone, steady=lambda: self.seconds)

    async def hear(self, number: int, later: float = 0) -> int:
        """A hello some seconds later; how many alerts are open then."""
        self.seconds += later
        await self.connections.heard(number)
        wanted = select(Alert).where(Alert.kind == AlertKind.CONNECTIONS, col(Alert.ended_at).is_(None))
        return len((await self.bot.session.exec(wanted)).all())


async def test_two_minutes_of_one_too_many_are_an_alarm(baltic: InProcessBot, caplog: pytest.LogCaptureFixture) -> None:
    """Not sooner, as Slack counts for a while what was killed; once, and it ends by itself."""
    watch = Watch(baltic)
    assert await watch.hear(2) == 0
    assert await watch.hear(2, PATIENCE_SECONDS - 1) == 0
    assert not caplog.messages
    assert await watch.hear(2, 1) == 1
    assert "2 connections of this app, and 1 run on this database" in caplog.text
    assert await watch.hear(3, 3600) == 1
    assert await watch.hear(1) == 0
    assert await watch.hear(2) == 0
    assert await watch.hear(2, PATIENCE_SECONDS) == 1


async def test_a_right_count_in_between_begins_anew(baltic: InProcessBot) -> None:
    """A reconnection now and then is nothing to tell of."""
    watch = Watch(baltic)
    for number in (2, 1, 2, 1, 2):
        assert await watch.hear(number, PATIENCE_SECONDS - 1) == 0


async def test_only_a_new_hello_can_tell_and_is_asked_for_when_it_is_time(baltic: InProcessBot) -> None:
    """Slack says the number only when a connection begins: one is begun anew after two minutes, not before."""
    watch = Watch(baltic)
    assert not watch.connections.should_ask_again()
    await watch.hear(2)
    assert not watch.connections.should_ask_again()
    watch.seconds += PATIENCE_SECONDS
    assert [watch.connections.should_ask_again() for _ in range(3)] == [True, False, False]
    await watch.hear(1)
    watch.seconds += PATIENCE_SECONDS
    assert not watch.connections.should_ask_again()


async def test_several_bots_on_one_database_may_each_have_one(
    baltic: InProcessBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many connections as there are live leases are right; one more is not."""

    async def three(*_: object) -> int:
        return 3

    monkeypatch.setattr(running_bots, "count_live", three)
    watch = Watch(baltic, alone=False)
    await watch.hear(3)
    assert await watch.hear(3, PATIENCE_SECONDS) == 0
    await watch.hear(4)
    assert await watch.hear(4, PATIENCE_SECONDS) == 1


@pytest.mark.each_engine
async def test_a_bot_counts_while_it_says_that_it_is_there(database_url: str) -> None:
    """From its first word to its leave, or until its lease is over; whoever comes then sweeps."""
    database = Database(database_url)
    async with database.write() as session:
        for name, moment in (("a", NOON), ("b", NOON), ("a", NOON + LEASE / 2)):
            await running_bots.note(session, name, moment)
            await session.flush()
        assert await running_bots.count_live(session, NOON + LEASE / 2) == 2
        assert await running_bots.count_live(session, NOON + LEASE) == 1
        await running_bots.note(session, "c", NOON + LEASE + timedelta(seconds=1))
        await session.flush()
        assert await running_bots.count_live(session, NOON) == 2
        await running_bots.forget(session, "a")
        assert await running_bots.count_live(session, NOON) == 1
    await database.close()


@SERVING
async def test_a_forgotten_second_process_is_told_of(one_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else holds a socket of this app: the bot connects anew to hear the count, and goes on working."""
    world = one_world
    monkeypatch.setattr(world.bot.connections, "_patience", 0.0)
    headers = {"Authorization": "Bearer xapp-sandbox"}
    async with world.session.post(f"{world.sandbox.url}/api/apps.connections.open", headers=headers) as answer:
        address = (await answer.json())["url"]
    async with aiohttp.ClientSession() as other, other.ws_connect(address):
        await world.post("/socket", disconnect="refresh_requested")

        async def told() -> list[Alert]:
            async with world.look() as transaction:
                wanted = select(Alert).where(Alert.kind == AlertKind.CONNECTIONS)
                return list((await transaction.session.exec(wanted)).all())

        await until(told, "the alarm")
        assert await world.bot.connected()
