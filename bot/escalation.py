"""Escalation: who is told of an alert, when again, when the deputy as well, and when the AD is asked to radio."""

from datetime import datetime, timedelta

from bot.domain import times
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Role
from bot.facts import call_for_check_in
from bot.outbox import send
from bot.transaction import Transaction
from storage import alerts, check_ins, people, productions, readiness, shoot_days
from storage.alerts import Alert, AlertKind
from storage.deliveries import Priority, Template
from storage.people import Person
from storage.productions import Production

# The pause between two tellings grows to this many times the first, so that a night is not a hundred messages.
LONGEST_PAUSE = 6


async def tell(transaction: Transaction, alert: Alert) -> None:
    """One telling of an alert, to whom its step says; the next one planned where it must be acknowledged."""
    production = await productions.get(transaction.session, alert.production_id)
    alert.step += 1
    for reader in await readers(transaction, production, alert):
        await send(
            transaction,
            reader,
            Template.ALERT,
            f"{alert.number}:{alert.step}",
            priority=Priority.ALERT,
            production_id=production.number,
            alert=alert.number,
            step=alert.step,
        )
    alert.next_at = None
    if alert.urgent:
        call = await call_of_alert(transaction, production, alert)
        pause = timedelta(minutes=production.alert_repeat_minutes * min(alert.step, LONGEST_PAUSE))
        if call is None or transaction.now < call:
            alert.next_at = transaction.now + pause
        if call is not None:
            radio_at = when_to_radio(production, alert, call)
            if transaction.now >= radio_at:
                await radio(transaction, production, alert)
            elif alert.next_at is not None:
                alert.next_at = min(alert.next_at, radio_at)
    transaction.session.add(alert)
    await transaction.session.flush()


async def readers(transaction: Transaction, production: Production, alert: Alert) -> list[Person]:
    """Who is told now: those on duty in order; the deputy with them when a coordinator is inside a set or silent."""
    there = await people.list_on_duty(transaction.session, production.number, transaction.now)
    everyone = [
        who for who in await people.list_holders(transaction.session, production.number, COORDINATION) if who.reachable
    ]
    coordinators = [
        who
        for who in there
        if who in await people.list_holders(transaction.session, production.number, [Role.COORDINATOR])
    ]
    first = coordinators or there or everyone
    if alert.kind is AlertKind.BY_DEPUTY:
        return [who for who in everyone if who.number in await coordinator_numbers(transaction, production)]
    if alert.kind is AlertKind.OFF_DUTY:
        return [who for who in there if who.number != alert.person_id]
    if not alert.urgent:
        return first
    inside = await people.list_inside_set(transaction.session, production.number, transaction.now)
    silent = transaction.now - alert.raised_at >= timedelta(minutes=production.alert_deputy_minutes)
    if silent or all(who.number in inside for who in first):
        return everyone
    return first


async def coordinator_numbers(transaction: Transaction, production: Production) -> set[int]:
    """The ids of the coordinators, on duty or off."""
    return {who.number for who in await people.list_holders(transaction.session, production.number, [Role.COORDINATOR])}


async def call_of_alert(transaction: Transaction, production: Production, alert: Alert) -> datetime | None:
    """The call an alert should be dealt with before, where it is about a check-in."""
    check_in = await check_ins.find(transaction.session, alert.check_in_id) if alert.check_in_id is not None else None
    if check_in is None:
        return None
    return await call_for_check_in(
        transaction, production, await shoot_days.get(transaction.session, check_in.shoot_day_id), check_in
    )


def when_to_radio(production: Production, alert: Alert, call: datetime) -> datetime:
    """When the AD is asked to radio: some time before call, once the deputy has had time to answer as well.

    Counted from the grid on which the AD's words come, so that its minute tells nothing of when somebody tapped.
    """
    told = alert.raised_at
    if told < call - timedelta(hours=production.at_once_hours):
        told = times.next_grid(told, production.grid_minutes)
    return max(
        call - timedelta(minutes=production.line_minutes), told + timedelta(minutes=production.alert_deputy_minutes)
    )


async def radio(transaction: Transaction, production: Production, alert: Alert) -> None:
    """Close to call, with nobody answering, the AD is asked to radio the coordinator: no scene's cause, no name.

    Once for each word the AD was given of the scene: as often as there are changes would be a count of them.
    """
    check_in = await check_ins.find(transaction.session, alert.check_in_id) if alert.check_in_id is not None else None
    if check_in is None or check_in.withdrawn_at is not None:
        return
    word = (await readiness.get_published(transaction.session, check_in.shoot_day_id)).get(check_in.scene_id)
    for reader in await people.list_holders(transaction.session, production.number, ASSISTANT_DIRECTION):
        await send(
            transaction,
            reader,
            Template.RADIO,
            f"{check_in.shoot_day_id}:{check_in.scene_id}:{word.id if word else 0}",
            priority=Priority.ALERT,
            production_id=production.number,
            day=check_in.shoot_day_id,
            scene=check_in.scene_id,
        )


async def escalate(transaction: Transaction) -> None:
    """Say again what nobody has acknowledged."""
    for alert in await alerts.list_due(transaction.session, transaction.now):
        await tell(transaction, alert)
