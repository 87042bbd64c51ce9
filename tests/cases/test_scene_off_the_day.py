"""A scene leaves the day while its closed set stands: the plan alone empties no channel, the coordinator's tap does."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from bot.channels.observations import take_up
from bot.closed_sets.plan_now import plan_now
from bot.schedule.wrap import wrap_day
from storage import alerts
from storage.alerts import Alert, AlertKind
from storage.closed_sets import ClosedSet, ClosedSetState, Ending
from storage.deliveries import Template
from tests.cases.evening_before import Evening, take
from tests.world import visible

INSIDE = ["U0OLA", "U0JAN", "U0MIA", "U0ADA", "U0NIX"]


async def newest(evening: Evening) -> ClosedSet:
    """The newest closed set."""
    evening.bot.session.expire_all()
    return (await evening.bot.session.exec(select(ClosedSet))).all()[-1]


async def alerts_of(evening: Evening, kind: AlertKind) -> list[Alert]:
    """The alerts of a kind that are not settled."""
    return await alerts.list_about(evening.bot.session, [kind])


async def open_42(evening: Evening) -> ClosedSet:
    """Scene 42's closed set is open, with people in it, as Slack would have it."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"), ("38", "1", "Ola hides the letter"))
    await evening.bot.command("U0MIA", "/closedset", "open 42")
    row = await newest(evening)
    assert row.state is ClosedSetState.OPENING
    opened = {"state": ClosedSetState.OPEN, "channel": "C1", "bot_user": "U0BOT", "members": INSIDE}
    await evening.bot.session.exec(update(ClosedSet).values(opened))
    return await newest(evening)


async def drop_42(evening: Evening, cast: str = "1") -> None:
    """An import without the scene."""
    await take(evening, ("38", cast, "Ola hides the letter"))
    await evening.bot.rest()


async def removals(evening: Evening) -> set[str]:
    """Who would be put out at the next look."""
    async with evening.bot.transaction() as transaction:
        return set((await plan_now(transaction, await newest(evening), INSIDE)).removals)


async def test_an_import_empties_no_channel_and_the_coordinator_closes_it(evening: Evening) -> None:
    """Nobody on the list goes, who was never on it does; told once however often it is imported; one tap ends it."""
    await open_42(evening)
    for cast in ("1", "1, 2"):
        await drop_42(evening, cast)
        await evening.bot.jump(evening.bot.clock.now() + timedelta(minutes=1))
    assert (await newest(evening)).state is ClosedSetState.OPEN
    assert await removals(evening) == {"U0NIX"}
    [alert] = await alerts_of(evening, AlertKind.SCENE_GONE)
    window = await evening.bot.tap("U0MIA", "alert", str(alert.number))
    assert window.modal is not None
    assert "Everybody on its list stays until you close it" in visible(window.modal.view())
    row = await newest(evening)
    await evening.bot.tap("U0MIA", "close_without_scene", str(row.number))
    row = await newest(evening)
    assert (row.state, row.ending) == (ClosedSetState.CLOSING, Ending.OFF_THE_DAY)
    assert await alerts_of(evening, AlertKind.SCENE_GONE) == []
    assert "closed" in str((await evening.bot.tap("U0MIA", "close_without_scene", str(row.number))).message)


async def test_back_on_the_day_it_goes_on_as_it_was(evening: Evening) -> None:
    """An import that was a mistake, mended: the same channel, and nothing left to decide."""
    row = await open_42(evening)
    await drop_42(evening)
    await take(evening, ("42", "1, 2", "Ola and Jan alone"), ("38", "1", "Ola hides the letter"))
    again = await newest(evening)
    assert (again.number, again.state, again.channel) == (row.number, ClosedSetState.OPEN, "C1")
    assert await alerts_of(evening, AlertKind.SCENE_GONE) == []


@pytest.mark.parametrize("how", ["wrap", "time"])
async def test_it_ends_with_the_day(evening: Evening, how: str) -> None:
    """Nobody has tapped: wrap closes it, and so does the time after which every closed set closes."""
    row = await open_42(evening)
    await drop_42(evening)
    if how == "time":
        await evening.bot.jump(row.closes_at + timedelta(minutes=1))
    async with evening.bot.transaction() as transaction:
        if how == "wrap":
            production = await evening.office.production(transaction)
            await wrap_day(transaction, production, await evening.office.day(transaction, "11"))
        else:
            await transaction.session.exec(update(ClosedSet).values(check_at=transaction.now))
            await take_up(transaction, row.number)
    assert (await newest(evening)).state is ClosedSetState.CLOSING
    assert await alerts_of(evening, AlertKind.SCENE_GONE) == []


@pytest.mark.parametrize("command", ["cut 42", "not-intimate 42"])
async def test_what_a_person_asks_for_is_done_at_once(evening: Evening, command: str) -> None:
    """Cut, or not intimate after all: said of just this scene, it closes, and whoever is inside is told before."""
    await open_42(evening)
    await evening.bot.session.exec(update(ClosedSet).values(members=INSIDE))
    await evening.bot.command("U0MIA", "/scene", command)
    assert (await newest(evening)).state is ClosedSetState.CLOSING
    assert await alerts_of(evening, AlertKind.SCENE_GONE) == []


async def test_one_that_is_not_open_yet_simply_ends(evening: Evening) -> None:
    """Nobody is in it, so there is nothing to ask."""
    await take(evening, ("42", "1, 2", "Ola and Jan alone"), ("38", "1", "Ola hides the letter"))
    await drop_42(evening)
    assert (await newest(evening)).state is ClosedSetState.CLOSED
    assert await alerts_of(evening, AlertKind.SCENE_GONE) == []
    assert not [one for one in evening.bot.heard if one.template == Template.CLOSED_SET_WRAPPED]
