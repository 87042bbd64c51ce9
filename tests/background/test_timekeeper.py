"""The timekeeper: every stage on its occasion, guarded by itself; nothing is looked up without a reason."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import AsyncMock

import pytest

from bot.app import Bot
from bot.background import timekeeper as times
from bot.background.alarms import Alarms
from bot.background.timekeeper import BEAT, Occasion, Stage, Timekeeper
from bot.clock import Clock, TwoClocks, real_now
from bot.stages import Stages
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.background.resting import Watched
from tests.world import settings_for, until

HOURS = timedelta(hours=8)
AT_THE_START = ["beat", "moment", "forgetting", "audit"]


def test_a_look_at_the_channels_is_nothing_else() -> None:
    """It is asked for by every event of a channel that came from elsewhere: nobody has all that is sealed opened so."""
    nothing: Any = AsyncMock()
    listed = Stages(nothing, nothing, nothing, HOURS).listed(*[nothing] * 5)
    assert [stage.name for stage in listed if stage.occasion is Occasion.AUDIT] == ["every closed set"]


class Machine:
    """A machine's two clocks, moved by hand, and a timekeeper that notes what it runs and looks up."""

    def __init__(self) -> None:
        self.wall = self.counted = 0.0
        self.ran: list[str] = []
        self.looks = 0
        self.due: list[datetime] = []
        self.alarms = Alarms()
        self.clock = Clock()
        stages = [Stage(one.name.lower(), one, self.noted(one.name.lower())) for one in Occasion]
        clocks = TwoClocks(lambda: self.wall, lambda: self.counted)
        self.timekeeper = Timekeeper(self.clock, self.alarms, stages, self.find_next, clocks)
        self.loops = Watched(self.timekeeper)

    def noted(self, name: str) -> Callable[[], Awaitable[None]]:
        """A stage that says that it ran; what is due is done then, and committed."""

        async def run() -> None:
            self.ran.append(name)
            if name == "moment" and any(moment <= self.clock.now() for moment in self.due):
                self.due = [moment for moment in self.due if moment > self.clock.now()]
                self.timekeeper.look_again()

        return run

    async def find_next(self) -> datetime | None:
        """When the next row is due."""
        self.looks += 1
        return min(self.due, default=None)

    async def take(self) -> list[str]:
        """What ran since this was asked last, once nothing more does."""
        await self.loops.rest()
        ran, self.ran = self.ran, []
        return ran


@asynccontextmanager
async def running(machine: Machine) -> AsyncIterator[Machine]:
    machine.alarms.start()
    machine.timekeeper.wake()
    machine.timekeeper.start()
    yield machine
    await machine.timekeeper.stop()
    machine.alarms.stop()


@pytest.fixture
async def machine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Machine]:
    """A timekeeper at rest, whose beats come when a test says so."""
    monkeypatch.setattr(times, "BEAT", timedelta(hours=1))
    async with running(Machine()) as found:
        assert await found.take() == AT_THE_START
        found.looks = 0
        yield found


async def test_a_beat_looks_nothing_up(machine: Machine) -> None:
    """While nobody commits, only the stages of the beat are run."""
    for _ in range(10):
        machine.timekeeper.ask(Occasion.BEAT)
        assert await machine.take() == ["beat"]
    assert machine.looks == 0


async def test_a_commit_is_a_reason_to_look_and_nothing_else(machine: Machine) -> None:
    """One look at what is next, and no stage while nothing is due."""
    machine.due = [real_now() + HOURS]
    machine.timekeeper.look_again()
    assert await machine.take() == []
    assert machine.looks == 1


async def test_what_is_due_is_done_at_its_moment(machine: Machine) -> None:
    """The alarm is set to the earliest moment, and wakes by itself."""
    machine.due = [real_now() + HOURS, real_now() + timedelta(milliseconds=50)]
    machine.timekeeper.look_again()
    await until(lambda: asyncio.sleep(0, machine.ran), "the moment")
    assert await machine.take() == ["moment"]
    assert len(machine.due) == 1


async def test_moving_the_production_s_clock_is_followed_at_once(machine: Machine) -> None:
    """What was eight hours away is due; notes whose time is over are looked for, at most once for each hour moved."""
    machine.due = [real_now() + HOURS]
    machine.timekeeper.look_again()
    assert await machine.take() == []
    machine.clock.offset = HOURS + timedelta(minutes=1)
    machine.timekeeper.clock_moved()
    assert await machine.take() == ["moment", "forgetting"]
    machine.clock.offset += timedelta(minutes=59)
    machine.timekeeper.clock_moved()
    assert await machine.take() == []
    machine.clock.offset += timedelta(minutes=1)
    machine.timekeeper.clock_moved()
    assert await machine.take() == ["forgetting"]


async def test_everything_overdue_is_done_in_one_wake_up(machine: Machine) -> None:
    """Ten moments slept through are one run of the stage, not ten."""
    machine.due = [real_now() - timedelta(hours=number) for number in range(1, 11)]
    machine.timekeeper.look_again()
    assert await machine.take() == ["moment"]
    assert machine.due == []


async def test_after_the_machine_slept_presence_comes_first_and_all_is_looked_at_anew(machine: Machine) -> None:
    """The wall clock is eight hours on, the counting one is not: the next round of any cause notices."""
    machine.due = [real_now() + HOURS]
    machine.timekeeper.look_again()
    assert await machine.take() == []
    machine.clock.now = lambda: real_now() + HOURS  # type: ignore[method-assign]
    machine.wall += HOURS.total_seconds()
    machine.timekeeper.wake()
    assert (await machine.take())[:3] == ["beat", "moment", "forgetting"]


async def test_a_wall_clock_set_back_is_noticed_at_the_beat(machine: Machine) -> None:
    """Alarms are set anew, and what comes every hour is not put off by the hours gone back."""
    machine.wall -= HOURS.total_seconds()
    machine.timekeeper.ask(Occasion.BEAT)
    await until(lambda: asyncio.sleep(0, "audit" in machine.ran), "what comes every hour")
    assert {"beat", "forgetting", "audit"} <= set(await machine.take())


async def test_a_late_beat_comes_before_what_is_due(machine: Machine) -> None:
    """A process that was held up notes an absence before it says that anything is Ready."""
    machine.due = [real_now()]
    machine.counted += timedelta(hours=1).total_seconds()
    machine.wall += timedelta(hours=1).total_seconds()
    machine.timekeeper.look_again()
    assert await machine.take() == ["beat", "moment"]


async def test_what_stays_due_is_not_tried_without_end(machine: Machine) -> None:
    """A row that has to wait for somebody is tried once for each pause, whoever commits meanwhile."""
    stuck = real_now()

    async def always() -> datetime:
        return stuck

    machine.timekeeper._find_next = always
    for _ in range(20):
        machine.timekeeper.look_again()
        await machine.loops.rest()
    assert machine.ran == ["moment"]


async def test_the_beat_comes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Again and again, every five seconds unless told otherwise."""
    assert timedelta(seconds=5) >= BEAT
    monkeypatch.setattr(times, "BEAT", timedelta(milliseconds=20))
    async with running(Machine()) as machine:
        await until(lambda: asyncio.sleep(0, machine.ran.count("beat") > 3), "three beats")


async def test_no_stage_stands_in_the_way_of_another(caplog: pytest.LogCaptureFixture) -> None:
    """Each stage of the bot fails in turn: all others run, and the log names the stage and the error's type alone."""
    sandbox = Sandbox(Workspace.sample())
    sandbox.url = "http://127.0.0.1:9"
    bot = Bot(settings_for(sandbox, "sqlite:///nowhere.db"))
    names = [stage.name for stage in bot.timekeeper.stages]
    assert len(set(names)) == len(names) >= 10
    assert {stage.occasion for stage in bot.timekeeper.stages} == set(Occasion)
    for failing in names:
        assert await run_with_one_failing(bot, failing) == [name for name in names if name != failing]
        assert f"The stage “{failing}” failed (ValueError) and will be tried again." in caplog.text
    assert "private" not in caplog.text
    await bot.slack.close()
    await bot.database.close()


async def run_with_one_failing(bot: Bot, failing: str) -> list[str]:
    """The first round of a timekeeper with the bot's own list of stages, one of which raises; which others ran."""
    ran: list[str] = []

    def run(name: str) -> Callable[[], Awaitable[None]]:
        async def stage() -> None:
            if name == failing:
                raise ValueError("private")
            ran.append(name)

        return stage

    async def nothing() -> None:
        return None

    stages = [Stage(stage.name, stage.occasion, run(stage.name)) for stage in bot.timekeeper.stages]
    timekeeper = Timekeeper(Clock(), Alarms(), stages, nothing)
    await timekeeper._round()
    return ran
