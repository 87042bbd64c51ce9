"""Wrap: a day is over, its closed sets close, and the next morning the performers hear from the coordinator."""

from datetime import datetime, time, timedelta

from bot.alerts import end_alerts, raise_alert
from bot.checkins.consequences import replan
from bot.closed_sets.lifetime import begin_closing
from bot.domain import times
from bot.domain.alert_kinds import SILENT
from bot.domain.record_kinds import RecordKind
from bot.outbox import hold, send
from bot.record import record
from bot.transaction import Transaction
from storage import check_ins, closed_sets, due, people
from storage.alerts import AlertKind
from storage.closed_sets import Ending
from storage.deliveries import Priority, Template
from storage.due import Due, DueKind
from storage.productions import Production
from storage.shoot_days import ShootDay

CLOSURE_AT = time(10, 0)
# After a night shoot ten in the morning is the middle of the night: then it is the morning after.
REST = timedelta(hours=8)


async def wrap_day(transaction: Transaction, production: Production, day: ShootDay) -> None:
    """The day is over: nothing of it is due any more, its closed sets close. Safe to repeat."""
    if day.wrapped_at is not None:
        return
    day.wrapped_at = transaction.now
    transaction.session.add(day)
    await record(transaction, production.number, RecordKind.DAY_WRAPPED, day=day.number)
    for row in await closed_sets.list_on(transaction.session, day.number):
        await begin_closing(transaction, row, Ending.WRAPPED)
    await end_alerts(transaction, (*SILENT, AlertKind.NO_DUTY), shoot_day_id=day.number)
    await plan_closure(transaction, production, day)
    # With the day wrapped, planning forgets what was still due for it.
    await replan(transaction, production)


def closure_at(day: ShootDay, wrapped: datetime, zone: str) -> datetime:
    """The first ten o'clock (UTC instant) after the shooting day that leaves time to sleep after wrap."""
    morning = day.date + timedelta(days=1)
    while times.instant(morning, CLOSURE_AT, zone) < wrapped + REST:
        morning += timedelta(days=1)
    return times.instant(morning, CLOSURE_AT, zone)


async def plan_closure(transaction: Transaction, production: Production, day: ShootDay) -> None:
    """Plan the message of the morning after, once for each day."""
    key = f"{DueKind.CLOSURE}:{day.number}"
    planned = await due.find_by_key(transaction.session, key)
    if planned is None:
        planned = Due(
            kind=DueKind.CLOSURE,
            key=key,
            production_id=production.number,
            shoot_day_id=day.number,
            due_at=transaction.now,
        )
    if planned.done_at is None:
        planned.due_at = closure_at(day, transaction.now, production.time_zone)
    transaction.session.add(planned)
    await transaction.session.flush()


async def run_closure(transaction: Transaction, production: Production, due: Due) -> None:
    """The morning after: every performer who was asked reads whom to talk to, or is called by the coordinator."""
    due.done_at = transaction.now
    assert due.shoot_day_id is not None
    asked = [row for row in await check_ins.list_on(transaction.session, due.shoot_day_id) if row.asked_at is not None]
    for person_id in dict.fromkeys(row.person_id for row in asked):
        performer = await people.get(transaction.session, person_id)
        key = f"{due.shoot_day_id}"
        if performer.reachable:
            sent = await send(
                transaction,
                performer,
                Template.CLOSURE,
                key,
                priority=Priority.FAN_OUT,
                production_id=production.number,
                day=due.shoot_day_id,
            )
            hold(
                sent,
                times.sleep_until(
                    transaction.now, None, production.paces.near_call, production.quiet, production.time_zone
                ),
            )
        else:
            await raise_alert(
                transaction,
                production.number,
                AlertKind.FOLLOW_UP,
                f"{key}:{person_id}",
                person_id=person_id,
                shoot_day_id=due.shoot_day_id,
            )
