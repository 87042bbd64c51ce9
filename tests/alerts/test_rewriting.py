"""What is gathered, over the wire: one message of Slack's, written anew without anybody being notified."""

from datetime import date

from bot.alerts import raise_alert
from storage.alerts import AlertKind
from tests.serving import SERVING
from tests.world import World, visible

pytestmark = SERVING
THURSDAY = date(2026, 3, 12)


async def know(world: World, kind: AlertKind) -> None:
    """Something comes that is not urgent."""
    async with world.transaction() as transaction:
        await raise_alert(transaction, world.production.number, kind, str(transaction.now.timestamp()))


async def told(world: World) -> list[str]:
    """What the coordinator reads in her conversation with the bot."""
    return [text for message in await world.messages("U0MIA") if "for you to know" in (text := visible(message))]


async def test_the_message_grows_without_a_notification(one_world: World) -> None:
    """Two things, one message, one notification."""
    await one_world.at(THURSDAY, "12:00")
    await know(one_world, AlertKind.PROPOSED)
    await one_world.said("U0MIA", "1 thing: the schedule")
    await one_world.said("U0MIA", "keep this line")
    notified = len((await one_world.get("/state"))["notifications"])
    await know(one_world, AlertKind.OFFLINE)
    await one_world.said("U0MIA", "2 things: the schedule, the app")
    assert len(await told(one_world)) == 1
    assert len((await one_world.get("/state"))["notifications"]) == notified


async def test_what_may_not_be_changed_any_more_is_posted(one_world: World) -> None:
    """Where Slack refuses to change a message, what has come is a new one: it is never lost."""
    await one_world.at(THURSDAY, "12:00")
    await know(one_world, AlertKind.PROPOSED)
    await one_world.said("U0MIA", "1 thing: the schedule")
    await one_world.post("/faults", method="chat.update", error="edit_window_closed")
    await know(one_world, AlertKind.OFFLINE)
    await one_world.said("U0MIA", "2 things: the schedule, the app")
    assert len(await told(one_world)) == 2
