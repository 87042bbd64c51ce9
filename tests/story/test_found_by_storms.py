"""What the storms of the story have brought to light, each by itself."""

from datetime import timedelta

import pytest

from storage import inbox
from storage.closed_sets import ClosedSetState
from tests.cases.test_going_wrong import ASKED, FRIDAY, count
from tests.closed_sets.channels import SUNDAY, open_set, state
from tests.serving import SERVING
from tests.world import add_scene, set_up, until, world_on

pytestmark = SERVING

BUSY = {"retryAfter": 1, "times": 1}


@pytest.mark.parametrize("trouble", [BUSY, {"error": "invalid_auth", "times": 1}])
async def test_a_lost_answer_is_not_forgotten_while_slack_is_busy(
    database_url: str, trouble: dict[str, object]
) -> None:
    """A message was taken, its answer lost, and the next calls are turned away: it still is not sent twice."""
    async with world_on(database_url) as world:
        await set_up(world)
        await add_scene(world, "42A", ["1"])
        await world.post("/faults", method="chat.postMessage", user="U0OLA", lostAfterWork=True, times=1)
        await world.post("/faults", method="conversations.history", user="U0OLA", **trouble)
        await world.at(FRIDAY, "08:00")
        await world.said("U0OLA", ASKED)
        assert await count(world, "U0OLA", "How this works") == 1
        assert await count(world, "U0OLA", ASKED) == 1


async def test_what_the_bot_says_itself_is_not_kept(database_url: str) -> None:
    """Slack tells the bot of its own messages: they leave no trace in the inbox, and wait for nobody."""
    async with world_on(database_url) as world:
        await set_up(world)
        await add_scene(world, "42A", ["1"])
        await world.at(FRIDAY, "08:00")
        await world.said("U0OLA", ASKED)
        async with world.look() as transaction:
            assert not await inbox.list_not_done(transaction.session)


async def test_what_the_bot_does_itself_does_not_wait(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack tells the bot that it has archived a channel: worked through at once, not as if a crash had left it."""
    # What a crash had left would be taken up after this long.
    monkeypatch.setattr("handlers.inbox.LEFT_BEHIND", timedelta(days=1))
    async with world_on(database_url) as world:
        await set_up(world)
        await add_scene(world, "42pt1", ["1", "2"])
        await world.at(SUNDAY, "16:00")
        await open_set(world)
        await world.command("U0MIA", "/closedset", "close 42pt1")
        await state(world, ClosedSetState.CLOSED)

        async def nothing_waits() -> bool:
            async with world.look() as transaction:
                return not await inbox.list_not_done(transaction.session)

        await until(nothing_waits, "the bot's own acts being worked through")
