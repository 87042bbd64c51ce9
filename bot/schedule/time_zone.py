"""A production goes to another time zone. The hours of its call sheets stay as they are: 07:00 stays 07:00, over there.

What would move is shown before it is done: the very same is done and taken back, so that nothing else is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.checkins.consequences import hurry_all, replan
from bot.domain import times
from bot.domain.unreadable import Spoiled
from bot.domain.zone_change import Move, Moving, ZoneChange, ZoneNotShown
from bot.facts import earliest_call, first_call, parts_of_day
from bot.gathering import last_moment
from bot.productions import check_zone, record_settings
from bot.schedule.wrap import closure_at
from bot.transaction import Transaction
from storage import check_ins, closed_sets, deliveries, due, people, scenes, shoot_days
from storage.deliveries import Delivery
from storage.due import Due, DueKind
from storage.productions import Production
from storage.shoot_days import Call, ShootDay

OF_ROWS = {
    DueKind.FIRST_ROUND: Moving.CHECK_IN,
    DueKind.EVENING_ROUND: Moving.REMINDER,
    DueKind.MORNING_ROUND: Moving.MORNING,
    DueKind.AD_LINE: Moving.LINE,
    DueKind.OPEN_CLOSED_SET: Moving.CLOSED_SET,
    DueKind.CLOSURE: Moving.CLOSURE,
    DueKind.GATHERED: Moving.SUMMARY,
}
# A day before today may still go on, and it is another day elsewhere.
GOING_ON = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """What a moment of the plan is, so that it is found again once it has moved."""

    kind: Moving
    number: int
    day: date | None = None
    label: str = ""
    whose: str = ""


Plan = Mapping[Place, datetime]


async def change_zone(transaction: Transaction, production: Production, zone: str, mark: str = "") -> ZoneChange:
    """The production goes to another time zone, as it was shown under `mark`; at once where no day is to come.

    Raises ProductionUnfit for a zone nobody knows, ZoneNotShown where something else moves by now than was shown.
    """
    check_zone(zone)
    if zone == production.time_zone:
        return ZoneChange(production.number, production.name, zone, zone, transaction.now, (), ahead=False)
    change = await would_move(transaction, production, zone)
    if change.asks and change.mark != mark:
        raise ZoneNotShown(change)
    await go_to_zone(transaction, production, zone)
    return change


async def would_move(transaction: Transaction, production: Production, zone: str) -> ZoneChange:
    """What another time zone moves: it is changed, looked at, and taken back."""
    here, plan = production.time_zone, await plan_to_come(transaction, production)
    today = min(times.local(transaction.now, one).date() for one in (here, zone))
    ahead = await shoot_days.has_ahead(transaction.session, production.number, today - GOING_ON)
    async with transaction.session.begin_nested() as attempt:
        await go_to_zone(transaction, production, zone)
        moved = await plan_to_come(transaction, production)
        await attempt.rollback()
    await transaction.session.refresh(production)
    return ZoneChange(production.number, production.name, here, zone, transaction.now, moves_of(plan, moved), ahead)


def moves_of(plan: Plan, moved: Plan) -> tuple[Move, ...]:
    """What is at another moment than before; what several people have at the same one is said once.

    The quiet message of a day is planned again with its call, and goes once: that is no move.
    """
    order = list(Moving)
    found = {
        Move(place.kind, place.day, place.label, place.whose, plan.get(place), moved.get(place))
        for place in {**plan, **moved}
        if plan.get(place) != moved.get(place) and (place in plan or place.kind is not Moving.MORNING)
    }
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), str(one.day or ""), one.whose, str(one.before))))


# What is to come.


async def plan_to_come(transaction: Transaction, production: Production) -> Plan:
    """Each moment (UTC) of a production that is still to come and hangs on its time zone."""
    return {
        **await calls_to_come(transaction, production),
        **await rows_to_come(transaction, production),
        **quiet_to_come(transaction.now, production),
        **await messages_to_come(transaction, production),
    }


async def calls_to_come(transaction: Transaction, production: Production) -> Plan:
    """The calls of units and people; of a day with an intimate scene and no call the hour that counts meanwhile."""
    found = {}
    for day in await days_that_go_on(transaction, production):
        known = await shoot_days.list_calls(transaction.session, day.number)
        for call in known:
            who = await people.get(transaction.session, call.person_id) if call.person_id is not None else None
            place = Place(Moving.CALL, call.number, day.date, day.label, who.name if who is not None else call.unit)
            found[place] = call.at
        if not known and await parts_of_day(transaction, production, day):
            found[Place(Moving.CALL, -day.number, day.date, day.label)] = earliest_call(production, day)
    return found


async def rows_to_come(transaction: Transaction, production: Production) -> Plan:
    """What is due and not done, without what goes by the calls or by the grid of the hour."""
    found = {}
    for row in await due.list_planned(transaction.session, production.number):
        if row.done_at is None and row.kind in OF_ROWS:
            found[await place_of(transaction, row)] = row.due_at
    return found


async def place_of(transaction: Transaction, row: Due) -> Place:
    """What a due row is about."""
    place = Place(OF_ROWS[row.kind], row.number)
    if row.shoot_day_id is not None:
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        place = replace(place, day=day.date, label=day.label)
    closed_set = await closed_sets.find(transaction.session, row.subject_id) if row.subject_id is not None else None
    if closed_set is not None:
        place = replace(place, whose=(await scenes.get(transaction.session, closed_set.scene_id)).label)
    return place


def quiet_to_come(now: datetime, production: Production) -> Plan:
    """When the next night begins and ends; nothing where there are no quiet hours."""
    quiet, zone = production.quiet, production.time_zone
    if quiet.begin == quiet.end:
        return {}
    today = times.local(now, zone).date()
    ends = today if quiet.begin < quiet.end else today + timedelta(days=1)
    night = times.passes(today, quiet.begin, zone)[0], times.passes(ends, quiet.end, zone)[1]
    return {Place(Moving.QUIET, number): moment for number, moment in enumerate(night)}


async def messages_to_come(transaction: Transaction, production: Production) -> Plan:
    """What is written and lets its reader sleep."""
    held = await deliveries.list_held(transaction.session, production.number, transaction.now)
    return {Place(Moving.HELD, row.number): row.held_until for row in held if row.held_until is not None}


async def days_that_go_on(transaction: Transaction, production: Production) -> list[ShootDay]:
    """The days that are not wrapped."""
    days = await shoot_days.list_all(transaction.session, production.number)
    return [day for day in days if day.wrapped_at is None]


# What is done.


async def go_to_zone(transaction: Transaction, production: Production, zone: str) -> None:
    """Everything that is still to come goes along; what has been, stays where it was."""
    here = production.time_zone
    for day in await days_that_go_on(transaction, production):
        for call in await shoot_days.list_calls(transaction.session, day.number):
            move_call(transaction, call, here, zone)
    summaries = await days_of_summaries(transaction, production)
    production.time_zone = zone
    transaction.session.add(production)
    await transaction.session.flush()
    await move_summaries(transaction, production, summaries)
    await move_closures(transaction, production)
    await record_settings(transaction, production)
    await replan(transaction, production)
    await hurry_all(transaction, production)
    await move_messages(transaction, production)


def move_call(transaction: Transaction, call: Call, here: str, zone: str) -> None:
    """A call that has not come yet is at the same hour in the other zone."""
    if call.at > transaction.now:
        call.at = times.same_wall(call.at, here, zone)
        transaction.session.add(call)


async def days_of_summaries(transaction: Transaction, production: Production) -> list[tuple[Due, date]]:
    """The rows that end each day's message of what is not urgent, with the day."""
    rows = await due.list_planned(transaction.session, production.number)
    gathered = [row for row in rows if row.kind is DueKind.GATHERED]
    return [(row, times.local(row.due_at, production.time_zone).date()) for row in gathered]


async def move_summaries(transaction: Transaction, production: Production, rows: list[tuple[Due, date]]) -> None:
    """The day ends elsewhere; one that had ended and goes on there has something to end with again."""
    for row, on in rows:
        ends = last_moment(production, on)
        if row.done_at is None or ends > transaction.now:
            row.due_at, row.done_at = ends, None
            transaction.session.add(row)
    await transaction.session.flush()


async def move_closures(transaction: Transaction, production: Production) -> None:
    """The message after a day that is over comes in the morning of where the performers are."""
    for row in await due.list_planned(transaction.session, production.number):
        if row.kind is not DueKind.CLOSURE or row.done_at is not None or row.shoot_day_id is None:
            continue
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        if day.wrapped_at is not None:
            row.due_at = closure_at(day, day.wrapped_at, production.time_zone)
            transaction.session.add(row)
    await transaction.session.flush()


async def move_messages(transaction: Transaction, production: Production) -> None:
    """What is written and waits for the morning waits for a morning in which nobody of the production sleeps."""
    near, quiet, now = production.paces.near_call, production.quiet, transaction.now
    for row in await deliveries.list_held(transaction.session, production.number, now):
        assert row.held_until is not None
        call = await call_behind(transaction, production, row)
        row.held_until = times.sleep_on(row.held_until, now, call, near, quiet, production.time_zone)
        transaction.session.add(row)
    await transaction.session.flush()


async def call_behind(transaction: Transaction, production: Production, row: Delivery) -> datetime | None:
    """The first call (UTC) of the day that a message is about; None where it is about none that goes on."""
    if isinstance(row.subject, Spoiled):
        return None
    number = row.subject.get("day")
    if number is None and (check_in := row.subject.get("check_in")) is not None:
        about = await check_ins.find(transaction.session, check_in)
        number = about.shoot_day_id if about is not None else None
    days = await days_that_go_on(transaction, production)
    day = next((one for one in days if one.number == number), None)
    return await first_call(transaction, production, day) if day is not None else None
