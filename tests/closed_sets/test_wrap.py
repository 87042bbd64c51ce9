"""The end of a closed set: goodbye, emptied, archived; and the morning after."""

from datetime import date, datetime, timedelta

from bot.schedule.wrap import closure_at, wrap_day
from storage import shoot_days
from storage.closed_sets import ClosedSetState
from storage.shoot_days import ShootDay
from tests.closed_sets.channels import CAST_AND_CREW, calls, channel, closed_set, members, open_set, state
from tests.world import MONDAY, NEUTRAL, World, visible

TUESDAY = MONDAY + timedelta(days=1)


async def wrap(world: World) -> None:
    """Monday's work is over."""
    row = await closed_set(world)
    async with world.transaction() as transaction:
        await wrap_day(transaction, world.production, await shoot_days.get(transaction.session, row.shoot_day_id))


async def test_case_25_wrap(world: World) -> None:
    """A message to each first, then everybody out but the coordinator, then archived; next morning whom to talk to."""
    row = await open_set(world)
    await world.at(MONDAY, "18:00")
    await wrap(world)
    await state(world, ClosedSetState.CLOSED)
    made = channel(world, row.name)
    assert made.is_archived
    assert set(made.members) == {"U0BOT", "U0MIA"}
    first_kick = calls(world, "conversations.kick")[0]["n"]
    for user in ("U0OLA", "U0JAN", "U0DEV", "U0ADA"):
        goodbye = await world.said(user, "Wrapped. Slack will say you were removed from")
        assert goodbye["text"] == NEUTRAL
    said = [call["n"] for call in calls(world, "chat.postMessage") if "Wrapped" in str(call["request"])]
    assert len(said) == 4
    assert max(said) < first_kick
    await world.at(TUESDAY, "10:00")
    closure = visible(await world.said("U0OLA", "If anything from yesterday stays with you"))
    assert "today or later: Mia Brandt, +48 1" in closure
    assert "+44 2" in closure
    assert not [message for message in await world.messages("U0ADA") if "yesterday" in visible(message)]


async def test_a_wrap_said_twice_is_one_wrap(world: World) -> None:
    """A second wrap, and a close by hand before it, say nothing again."""
    await open_set(world)
    await world.at(MONDAY, "18:00")
    await world.command("U0MIA", "/closedset", "close 42pt1")
    await state(world, ClosedSetState.CLOSED)
    await wrap(world)
    await wrap(world)
    await world.at(TUESDAY, "10:05")
    await world.said("U0OLA", "If anything from yesterday stays with you")
    said = [visible(message) for message in await world.messages("U0OLA")]
    assert len([text for text in said if "Wrapped" in text]) == 1
    assert len([text for text in said if "If anything from yesterday stays with you" in text]) == 1


async def test_nobody_says_wrap(world: World) -> None:
    """Sixteen hours after the first call the channel closes by itself."""
    await open_set(world)
    await world.at(MONDAY, "23:00")
    await state(world, ClosedSetState.CLOSED)


async def test_removal_after_wrap_that_is_not_allowed(world: World) -> None:
    """The alarm stands and nobody is archived in until the channel is empty."""
    row = await open_set(world)
    await world.post("/preferences", who_can_kick="owners")
    await world.command("U0MIA", "/closedset", "close 42pt1")
    await world.said("U0ADA", "are in #set-")
    assert not channel(world, row.name).is_archived
    for user in ("U0OLA", "U0JAN", "U0DEV", "U0ADA"):
        await world.post("/channel/remove", channel=row.channel, user=user, by="U0ANA")
    await state(world, ClosedSetState.CLOSED)
    assert channel(world, row.name).is_archived


async def test_archiving_that_is_not_allowed(world: World) -> None:
    """Emptied, and a person asked to archive; once they have, it is closed."""
    row = await open_set(world)
    await world.post("/preferences", who_can_archive="owners")
    await world.command("U0MIA", "/closedset", "close 42pt1")
    await members(world, {"U0BOT", "U0MIA"})
    await world.said("U0ADA", "Slack does not let the bot archive it")
    await world.post("/channel/archive", channel=row.channel, user="U0ANA")
    await state(world, ClosedSetState.CLOSED)


async def test_opened_again_after_it_was_closed_too_early(world: World) -> None:
    """A channel of its own, the same people."""
    row = await open_set(world)
    await world.command("U0MIA", "/closedset", "close 42pt1")
    await state(world, ClosedSetState.CLOSED)
    await world.command("U0MIA", "/closedset", "open 42pt1")
    await members(world, CAST_AND_CREW)
    assert (await closed_set(world)).channel != row.channel


def test_the_morning_after_leaves_time_to_sleep() -> None:
    """Ten o’clock the next day; after a night shoot, a day later; in the production's zone, DST or not."""
    day = ShootDay(production_id=1, date=date(2026, 3, 28))
    evening = closure_at(day, datetime.fromisoformat("2026-03-28T19:00+01:00"), "Europe/Warsaw")
    night = closure_at(day, datetime.fromisoformat("2026-03-29T05:00+02:00"), "Europe/Warsaw")
    assert evening == datetime.fromisoformat("2026-03-29T10:00+02:00")
    assert night == datetime.fromisoformat("2026-03-30T10:00+02:00")
