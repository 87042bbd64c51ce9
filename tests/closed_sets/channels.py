"""What the closed-set tests look at and do: the channel as Slack has it, the row as the bot has it, people's acts."""

from datetime import date, timedelta
from typing import Any

from bot.productions import Somebody, somebody
from storage import closed_sets
from storage.closed_sets import ClosedSet, ClosedSetState
from tests.world import World, until

SUNDAY = date(2026, 3, 15)
CAST_AND_CREW = {"U0BOT", "U0OLA", "U0JAN", "U0MIA", "U0DEV", "U0ADA"}


async def closed_set(world: World) -> ClosedSet:
    """The newest closed set of the production."""
    async with world.look() as transaction:
        return (await closed_sets.list_of(transaction.session, world.production.number))[-1]


async def listed(world: World) -> None:
    """Three of the crew are on the production's papers under their handles, so that Slack's names do not matter."""
    async with world.transaction() as transaction:
        for handle in ("ben", "kim", "leo"):
            await somebody(transaction, Somebody(handle, f"U0{handle.upper()}"))


def channel(world: World, name: str) -> Any:
    """The channel with a name, as Slack has it; None without one."""
    return world.sandbox.workspace.named_conversation(name)


async def inside(world: World) -> set[str]:
    """Who is in the closed set's channel now; empty without a channel."""
    row = await closed_set(world)
    found = world.sandbox.workspace.conversations.get(row.channel or "")
    return set(found.members) if found is not None else set()


async def members(world: World, expected: set[str]) -> None:
    """Wait until exactly these people are in the channel."""

    async def there() -> bool:
        return await inside(world) == expected

    try:
        await until(there, "the membership")
    except AssertionError:
        raise AssertionError(f"{await inside(world)} instead of {expected}") from None


async def state(world: World, expected: ClosedSetState) -> ClosedSet:
    """Wait until the closed set is in a state."""

    async def reached() -> ClosedSet | None:
        row = await closed_set(world)
        return row if row.state is expected else None

    return await until(reached, f"the closed set being {expected}")


async def alarm(world: World, text: str) -> ClosedSet:
    """Wait until the alarm says this; with nothing, until there is none and the members were read."""

    async def said() -> ClosedSet | None:
        row = await closed_set(world)
        return row if (text in (row.alarm or "") if text else row.alarm is None and row.checked_at) else None

    return await until(said, f"the alarm “{text}”")


async def open_set(world: World) -> ClosedSet:
    """The coordinator opens the closed set; everybody on the roster is in."""
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW)
    return await settled(world)


async def settled(world: World) -> ClosedSet:
    """Wait until the closed set is open, looked at, and nothing is left to do for now."""

    async def quiet() -> ClosedSet | None:
        row = await closed_set(world)
        now = world.bot.clock.now()
        resting = row.check_at is not None and row.check_at > now and row.number not in world.bot.reconciler.working
        return row if row.state is ClosedSetState.OPEN and row.checked_at and resting else None

    return await until(quiet, "the closed set coming to rest")


async def add(world: World, user: str, by: str = "U0JAN") -> None:
    """A member adds somebody to the channel, in Slack."""
    row = await closed_set(world)
    await world.post("/channel/add", channel=row.channel, user=user, by=by)


def calls(world: World, method: str) -> list[dict[str, Any]]:
    """What the bot asked of Slack by one method."""
    entries: list[dict[str, Any]] = world.sandbox.workspace.log.entries
    return [entry for entry in entries if entry["kind"] == "api_call" and entry.get("method") == method]


def heard_by(world: World, user: str) -> list[dict[str, Any]]:
    """What a person's locked phone has shown."""
    return [note for note in world.sandbox.workspace.notifications if note["user"] == user]


async def move_clock(world: World, by: timedelta) -> None:
    """Let time pass."""
    await world.post("/clock", advanceSeconds=by.total_seconds())
    world.bot.wake()
