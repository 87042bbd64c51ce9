"""Which day somebody means who names none, or only a scene."""

from collections.abc import Sequence

from bot.domain.refusals import BoardReason, BoardUnfit
from bot.facts import day_name, first_call
from bot.schedule.coming_days import coming_days, shooting_date
from bot.transaction import Transaction
from storage import shoot_days, strips
from storage.productions import Production
from storage.scenes import Scene
from storage.shoot_days import ShootDay

MAIN = "MAIN"


async def day_to_leave(
    transaction: Transaction, production: Production, scene: Scene, to: ShootDay, named: ShootDay | None
) -> ShootDay:
    """The day a scene that moves leaves: the one that was named, else the only one it is on. Raises BoardUnfit."""
    if named is not None:
        return named
    if scene.cut_at is not None:
        raise BoardUnfit(BoardReason.CUT)
    planned = await strips.list_days_of(transaction.session, scene.key)
    if any(day.number == to.number for day in planned):
        raise BoardUnfit(BoardReason.THERE_ALREADY)
    if not planned:
        raise BoardUnfit(BoardReason.ON_NO_DAY)
    if len(planned) > 1:
        raise BoardUnfit(BoardReason.ON_SEVERAL_DAYS, [day_name(production, day) for day in planned])
    return planned[0]


async def day_to_ask_about(
    transaction: Transaction, production: Production, scene: Scene, named: ShootDay | None
) -> ShootDay:
    """The day of a scene that a check-in is about: the one that was named, else its next. Raises BoardUnfit."""
    planned = await strips.list_days_of(transaction.session, scene.key)
    if scene.cut_at is not None:
        raise BoardUnfit(BoardReason.CUT)
    if named is not None:
        if named.number not in [day.number for day in planned]:
            raise BoardUnfit(BoardReason.NOT_ON_THAT_DAY)
        return named
    coming = [day.number for day in await coming_days(transaction, production)]
    found = next((day for day in planned if day.number in coming), None)
    if found is None:
        raise BoardUnfit(BoardReason.NO_DAY_TO_COME)
    return found


async def day_filmed_on(
    transaction: Transaction, production: Production, scene: Scene, named: ShootDay | None
) -> ShootDay:
    """The day a scene was filmed on: the one that was named, else the last of its days that has begun.

    Raises BoardUnfit, as for a day whose call has not come.
    """
    today = await shooting_date(transaction, production)
    planned = await strips.list_days_of(transaction.session, scene.key)
    return await begun(transaction, production, named or last_of([day for day in planned if day.date <= today]))


async def day_to_wrap(transaction: Transaction, production: Production, named: ShootDay | None) -> ShootDay:
    """The day that is over: the one that was named, else today's. Raises BoardUnfit for one that has wrapped."""
    today = await shooting_date(transaction, production)
    running = [
        day
        for day in await shoot_days.list_all(transaction.session, production.number)
        if day.date <= today and day.wrapped_at is None
    ]
    day = await begun(transaction, production, named or last_of(running))
    if day.wrapped_at is not None:
        raise BoardUnfit(BoardReason.DAY_OVER, [day_name(production, day)])
    return day


def last_of(days: Sequence[ShootDay]) -> ShootDay | None:
    """The last of some days, if there are any."""
    return days[-1] if days else None


async def begun(transaction: Transaction, production: Production, day: ShootDay | None) -> ShootDay:
    """A day whose first call has come. Raises BoardUnfit for any other, and where there is none."""
    if day is None:
        raise BoardUnfit(BoardReason.NONE_BEGUN)
    if transaction.now < await first_call(transaction, production, day):
        raise BoardUnfit(BoardReason.NOT_BEGUN, [day_name(production, day)])
    return day


async def units_of(transaction: Transaction, day: ShootDay) -> list[str]:
    """The units of a day, the main one first."""
    found = {strip.unit for strip in await strips.list_standing_on(transaction.session, day.number)}
    found |= {
        call.unit for call in await shoot_days.list_calls(transaction.session, day.number) if call.person_id is None
    }
    return sorted(found or {MAIN}, key=lambda unit: (unit != MAIN, unit))
