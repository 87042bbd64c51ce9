"""The background loop and its alarms: woken, one round at a time, and never ended by an error."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.background import loop as loops
from bot.background.alarms import Alarms
from bot.background.loop import BackgroundLoop
from bot.clock import real_now
from tests.world import until

SOON = timedelta(milliseconds=50)
LATER = timedelta(hours=1)


class Turns(BackgroundLoop):
    """A loop whose rounds wait at a gate, fail as told, and ask for the moments they are given."""

    def __init__(self, alarms: Alarms) -> None:
        super().__init__("turns", alarms)
        self.gate = asyncio.Event()
        self.gate.set()
        self.rounds = self.running = self.most = 0
        self.failures: list[Exception] = []
        self.moments: list[datetime] = []

    async def _round(self) -> datetime | None:
        self.running += 1
        self.most = max(self.most, self.running)
        await self.gate.wait()
        self.running -= 1
        self.rounds += 1
        if self.failures:
            raise self.failures.pop()
        return self.moments.pop(0) if self.moments else None

    async def reached(self, rounds: int) -> None:
        """Wait until so many rounds have been played."""

        async def enough() -> bool:
            return self.rounds >= rounds

        await until(enough, f"round {rounds}")


@pytest.fixture
async def alarms() -> AsyncIterator[Alarms]:
    """Alarms that go off."""
    found = Alarms()
    found.start()
    yield found
    found.stop()


@pytest.fixture
async def turns(alarms: Alarms) -> AsyncIterator[Turns]:
    """A loop that has not begun yet."""
    found = Turns(alarms)
    yield found
    found.gate.set()
    await found.stop()


async def test_a_loop_plays_one_round_at_a_time_however_often_it_is_woken(turns: Turns) -> None:
    """Woken ten times during a round, it plays one more after it."""
    turns.gate.clear()
    turns.start()
    await until(lambda: asyncio.sleep(0, turns.running), "the first round")
    for _ in range(10):
        turns.wake()
        await asyncio.sleep(0)
    turns.gate.set()
    await turns.reached(2)
    assert turns.most == 1


async def test_a_round_that_fails_is_told_by_its_type_and_tried_again(
    turns: Turns, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The loop goes on after an error, whose text is not in the log."""
    monkeypatch.setattr(loops, "PAUSE", SOON)
    turns.failures = [ValueError("not the shower"), KeyError("Ola")]
    turns.start()
    await turns.reached(3)
    assert [record.getMessage() for record in caplog.records] == [
        f"A round of the turns failed ({kind}) and will be tried again." for kind in ("KeyError", "ValueError")
    ]
    assert "shower" not in caplog.text


async def test_a_round_is_played_at_the_moment_the_last_one_asked_for(turns: Turns) -> None:
    """An alarm set for a moment wakes the loop; without one it waits."""
    turns.moments = [real_now() + SOON, real_now() + LATER]
    turns.start()
    await turns.reached(2)
    assert turns.rounds == 2


async def test_what_a_round_begins_wakes_the_loop_when_it_ends(turns: Turns) -> None:
    """Its number is free again in the round that follows."""
    ended = asyncio.Event()

    async def errand() -> None:
        await ended.wait()

    turns.start()
    await turns.reached(1)
    turns._begin(7, errand())
    assert list(turns.working) == [7]
    ended.set()
    await turns.reached(2)
    assert turns.working == {}


async def test_a_loop_that_is_stopped_finishes_its_round_and_what_it_began(turns: Turns) -> None:
    """Nothing is cut off in the middle, and nothing new begins."""
    done = asyncio.Event()

    async def errand() -> None:
        await turns.gate.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        done.set()

    turns.gate.clear()
    turns.start()
    await until(lambda: asyncio.sleep(0, turns.running), "the first round")
    turns._begin(7, errand())
    stopping = asyncio.create_task(turns.stop())
    await asyncio.sleep(0)
    turns.gate.set()
    await stopping
    assert (turns.rounds, done.is_set()) == (1, True)


async def test_an_alarm_set_anew_goes_off_at_the_new_moment_alone(alarms: Alarms) -> None:
    """Under one name there is one alarm; set to nothing it stays silent."""
    rung: list[str] = []
    alarms.at("first", real_now() + SOON, lambda: rung.append("too early"))
    alarms.at("first", real_now() + LATER, lambda: rung.append("too early"))
    alarms.at("second", real_now() + SOON, lambda: rung.append("too early"))
    alarms.at("second", None, lambda: rung.append("too early"))
    alarms.at("third", real_now() + SOON, lambda: rung.append("third"))
    await until(lambda: asyncio.sleep(0, rung), "the third alarm")
    assert rung == ["third"]


async def test_an_alarm_of_the_past_goes_off_at_once(alarms: Alarms) -> None:
    """However late it is: nothing is missed."""
    rung: list[str] = []
    alarms.at("late", real_now() - timedelta(days=3), lambda: rung.append("late"))
    await until(lambda: asyncio.sleep(0, rung), "the late alarm")


async def test_whoever_waits_for_a_moment_looks_again_when_the_clocks_moved(alarms: Alarms) -> None:
    """A clock set back by an hour puts nothing off by an hour, such as a message that is to be tried again."""
    rung: list[str] = []
    alarms.at("first", real_now() + LATER, lambda: rung.append("first"))
    alarms.clocks_moved()
    await until(lambda: asyncio.sleep(0, rung), "the ring after the clocks moved")
    alarms.at("first", real_now() + SOON, lambda: rung.append("anew"))
    await until(lambda: asyncio.sleep(0, len(rung) > 1), "the alarm that was set anew")
    assert rung == ["first", "anew"]


async def test_what_comes_every_hour_comes_once_after_a_night_and_again_when_the_clocks_moved(alarms: Alarms) -> None:
    """Eight hours that were slept through are one ring, not eight; a clock set back stops nothing."""
    rung: list[str] = []
    alarms.every("hourly", timedelta(hours=1), lambda: rung.append("hourly"))
    (job,) = alarms._scheduler.get_jobs()
    job.modify(next_run_time=real_now() - timedelta(hours=8))
    await until(lambda: asyncio.sleep(0, rung), "the hourly ring")
    assert rung == ["hourly"]
    job.modify(next_run_time=real_now() + timedelta(hours=5))
    alarms.clocks_moved()
    await until(lambda: asyncio.sleep(0, len(rung) > 1), "the ring after the clocks moved")
    assert rung == ["hourly"] * 2
