"""Whatever people, Slack and crashes do: in the end the members are the roster, or an alarm says what is not."""

from datetime import timedelta

import pytest

from bot.closed_sets.lifetime import lost
from tests.closed_sets.channels import closed_set, move_clock, open_set
from tests.closed_sets.chaos import Chaos
from tests.closed_sets.judging import difference, wronged
from tests.world import World, until

# Longer than the timer's turn.
A_TURN = timedelta(minutes=6)
CHAPTER = 8


async def disturb(world: World, seed: int, chapters: int) -> None:
    """Open; then again and again: disturb, let the bot look once more, compare, and have a lost channel replaced."""
    await open_set(world)
    chaos = Chaos(world, seed)
    for _ in range(chapters):
        for _ in range(CHAPTER):
            await chaos.once()
        await chaos.calm()
        history = f"seed {seed}: {', '.join(chaos.done)}"
        await move_clock(world, A_TURN)
        if await come_to_rest(world, history):
            await chaos.open()
            await come_to_rest(world, history)
    # What is right stays right.
    await move_clock(world, A_TURN)
    await come_to_rest(world, history)
    assert not await wronged(world), history


async def come_to_rest(world: World, history: str) -> bool:
    """Wait until nothing is under way and nothing is wrong that no alarm names; whether the channel is lost."""
    seen = ""

    async def at_rest() -> bool:
        nonlocal seen
        row = await closed_set(world)
        seen = await difference(world)
        resting = row.check_at is not None and row.check_at > world.bot.clock.now()
        return resting and row.number not in world.bot.reconciler.working and not seen

    try:
        await until(at_rest, "rest", seconds=20)
    except AssertionError:
        raise AssertionError(f"{seen or 'it does not come to rest'}, after {history}") from None
    return lost(await closed_set(world))


@pytest.mark.parametrize("seed", [1])
async def test_after_the_last_disturbance(world: World, seed: int) -> None:
    """A history of two dozen disturbances."""
    await disturb(world, seed, 3)


@pytest.mark.prove
@pytest.mark.parametrize("seed", [2, 3, *range(100, 250)])
async def test_after_many_disturbances(world: World, seed: int) -> None:
    """A hundred and fifty longer histories."""
    await disturb(world, seed, 8)
