"""Alerts: the coordinator is told of something once for each cause, and says that they have seen it."""

from datetime import timedelta
from typing import Any

from bot.escalation import tell
from bot.record import RecordKind, record
from bot.transaction import Transaction
from storage import alerts, people, shoot_days
from storage.alerts import Alert, AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Delivery
from storage.people import Person

# An alert that nobody has opened says nothing of what is lost this much later.
AGAIN_AFTER = timedelta(days=1)


async def raise_alert(transaction: Transaction, production_id: int, kind: AlertKind, key: str, **about: Any) -> Alert:
    """Tell the coordinator of something, once for each cause (`key`). `about` are the ids it concerns."""
    unique = f"{kind}:{key}"
    known = await alerts.find_by_key(transaction.session, unique)
    if known is not None:
        return known
    alert = Alert(production_id=production_id, kind=kind, key=unique, raised_at=transaction.now, **about)
    transaction.session.add(alert)
    await transaction.session.flush()
    await record(
        transaction,
        production_id,
        RecordKind.ALERT_RAISED,
        about=alert.person_id,
        alert=alert.number,
        cause=kind,
        scene=alert.scene_id,
        day=alert.shoot_day_id,
    )
    await tell(transaction, alert)
    return alert


async def raise_about(
    transaction: Transaction, kind: AlertKind, check_in: CheckIn, key: str, answer_id: int | None = None
) -> Alert:
    """Tell the coordinator of something about one check-in: its performer, scene and day go with it."""
    return await raise_alert(
        transaction,
        check_in.production_id,
        kind,
        key,
        check_in_id=check_in.number,
        answer_id=answer_id,
        person_id=check_in.person_id,
        scene_id=check_in.scene_id,
        shoot_day_id=check_in.shoot_day_id,
    )


async def acknowledge(transaction: Transaction, alert: Alert, by: Person) -> bool:
    """Somebody has seen it: it is not said again. False if it was seen before.

    Nothing goes to the performer, whose conversation would tell by it which answer needed somebody: who has it stands
    live behind the button of their receipt.
    """
    if alert.acknowledged_at is not None:
        return False
    alert.acknowledged_at = transaction.now
    alert.acknowledged_by = by.number
    alert.next_at = None
    transaction.session.add(alert)
    await record(transaction, alert.production_id, RecordKind.ALERT_ACKNOWLEDGED, by=by.number, alert=alert.number)
    return True


async def cannot_reach(transaction: Transaction, lost: Delivery, code: str) -> None:
    """A message could not be delivered: somebody has to speak with this person instead, in each of their productions.

    While nobody has looked, the next lost message says nothing new; a day later it does.
    """
    concerned = {lost.production_id} if lost.production_id is not None else set()
    for number in await people.list_played_in(transaction.session, lost.person_id):
        if await shoot_days.has_ahead(transaction.session, number, (transaction.now - AGAIN_AFTER).date()):
            concerned.add(number)
    for number in sorted(concerned):
        if await alerts.find_open_about(transaction.session, number, AlertKind.ACCOUNT_CLOSED, lost.person_id):
            continue
        told = await alerts.find_open_about(transaction.session, number, AlertKind.UNREACHABLE, lost.person_id)
        if told is None or told.raised_at <= transaction.now - AGAIN_AFTER:
            key = f"{number}:{lost.number}:{code}"
            await raise_alert(transaction, number, AlertKind.UNREACHABLE, key, person_id=lost.person_id)
