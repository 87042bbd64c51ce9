"""Whatever people, Slack and crashes do: in the end the members are the roster, or an alarm says what is not."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.closed_set_guard import cleared_people
from bot.membership import Plan, obstacles_of, plan
from storage.rosters import ClosedSet
from tests.closed_sets.channels import calls, closed_set, inside, open_set
from tests.world import World, settings_for, until

STEPS = 14
# Ola is always cleared, Leo and Ana never are; Ben and Kim come and go.
ALWAYS = "U0OLA"
NEVER = ("U0LEO", "U0ANA")
SOMETIMES = ("U0BEN", "U0KIM")
ONE_ENGINE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Disturber:
    """Does to a closed set what people, Slack and machines do, drawn from one seed."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.done: list[str] = []

    async def once(self) -> None:
        """One disturbance."""
        acts: list[Callable[[], Awaitable[None]]] = [
            *(self.add, self.add, self.leave, self.clear, self.remove, self.fault, self.lose),
            *(self.allow, self.account, self.archive, self.expel_bot, self.restart, self.wait),
        ]
        act = self.random.choice(acts)
        self.done.append(act.__name__)
        await act()

    async def try_to(self, path: str, **body: object) -> None:
        """Something a person tries; Slack may not let them."""
        row = await closed_set(self.world)
        url = f"{self.world.sandbox.url}/_control/channel/{path}"
        async with self.world.session.post(url, json={"channel": row.channel, **body}):
            pass

    async def add(self) -> None:
        await self.try_to("add", user=self.random.choice([*NEVER, *SOMETIMES]), by="U0JAN")

    async def leave(self) -> None:
        await self.try_to("leave", user=self.random.choice(["U0JAN", "U0ADA", *SOMETIMES]))

    async def clear(self) -> None:
        await self.command(f"clear 42pt1 @{self.random.choice(['ben', 'kim'])}")

    async def remove(self) -> None:
        await self.command(f"remove 42pt1 @{self.random.choice(['ben', 'kim'])}")

    async def command(self, text: str) -> None:
        await self.world.post("/command", user="U0MIA", command="/closedset", text=text)

    async def fault(self) -> None:
        method = self.random.choice(["invite", "kick", "members", "info"])
        kind: dict[str, object] = self.random.choice(
            [{"lostAfterWork": True}, {"error": "internal_error"}, {"error": "ratelimited", "retryAfter": 1}]
        )
        await self.world.post("/faults", method=f"conversations.{method}", times=1, **kind)

    async def lose(self) -> None:
        what = self.random.choice(["lose", "duplicate", "reorder"])
        await self.world.post("/faults", event="*", times=2, **{what: True})

    async def allow(self) -> None:
        await self.world.post("/preferences", who_can_kick=self.random.choice(["everyone", "nobody"]))

    async def account(self) -> None:
        await self.world.post("/user", user="U0BEN", deleted=self.random.random() < 0.5)

    async def archive(self) -> None:
        await self.try_to("archive", user="U0ANA")
        if self.random.random() < 0.7:
            await self.try_to("unarchive", user="U0ANA")

    async def expel_bot(self) -> None:
        await self.try_to("remove", user="U0BOT", by="U0OLA")
        if self.random.random() < 0.7:
            await self.try_to("add", user="U0BOT", by="U0OLA")

    async def restart(self) -> None:
        await self.world.bot.stop()
        self.world.bot = Bot(settings_for(self.world.sandbox, self.world.database_url))
        await self.world.bot.start()

    async def wait(self) -> None:
        await self.world.post("/clock", advanceSeconds=self.random.choice([1, 61, 301]))


async def wanted_plan(world: World, row: ClosedSet) -> Plan:
    """What would still have to be done, by the roster and the real members."""
    async with world.look() as step:
        people, _ = await cleared_people(step, row)
        # Slack does not list closed accounts, and nobody reads with one.
        living = {user for user in await inside(world) if not world.sandbox.workspace.people[user].deleted}
        return plan(people, living, "U0BOT")


async def right_or_alarmed(world: World) -> bool:
    """Whether the members are the roster, or an alarm stands for exactly the difference."""
    row = await closed_set(world)
    found = world.sandbox.workspace.conversations[row.channel or ""]
    obstacles = obstacles_of(row.alarm)
    if found.is_archived or "U0BOT" not in found.members:
        return [obstacle.act for obstacle in obstacles] == ["see"]
    left = await wanted_plan(world, row)
    stuck = {(obstacle.act, obstacle.user) for obstacle in obstacles}
    return stuck == {("remove", user) for user in left.removals} | {("invite", user) for user in left.invites}


async def disturb(world: World, seed: int) -> None:
    """Open, disturb, let the bot look once more, compare."""
    await open_set(world)
    disturber = Disturber(world, seed)
    for _ in range(STEPS):
        await disturber.once()
    async with world.session.delete(f"{world.sandbox.url}/_control/faults"):
        pass
    await world.post("/clock", advanceSeconds=timedelta(minutes=6).total_seconds())
    world.bot.wake()

    async def at_rest() -> bool:
        return await right_or_alarmed(world)

    await until(at_rest, f"membership or alarm after seed {seed}: {disturber.done}", seconds=25)
    invited = {user for call in calls(world, "conversations.invite") for user in call["request"]["users"].split(",")}
    kicked = {call["request"]["user"] for call in calls(world, "conversations.kick")}
    assert not invited & set(NEVER)
    assert not kicked & {ALWAYS, "U0MIA", "U0BOT"}


@ONE_ENGINE
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_the_last_disturbance(world: World, seed: int) -> None:
    """A few histories of fourteen disturbances each."""
    await disturb(world, seed)


@pytest.mark.prove
@ONE_ENGINE
@pytest.mark.parametrize("seed", range(100, 200))
async def test_after_many_disturbances(world: World, seed: int) -> None:
    """A hundred histories."""
    await disturb(world, seed)
