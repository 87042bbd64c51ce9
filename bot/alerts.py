"""Alerts: the coordinator is told of something once for each cause, and says that they have seen it."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.domain.alert_kinds import RULES, TAPPED, EndsWith, group_of
from bot.domain.standing import needs_coordinator
from bot.escalation import plan, tell
from bot.facts import whole_history
from bot.outbox import send
from bot.record import RecordKind, record
from bot.transaction import Transaction
from storage import alerts, check_ins, people, productions
from storage.alerts import Alert, AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Delivery, Priority, Template
from storage.people import Person


async def raise_alert(transaction: Transaction, production_id: int, kind: AlertKind, key: str, **about: Any) -> Alert:
    """Tell the coordinator of something, once for each cause (`key`). `about` are the ids it concerns.

    While an alert about the same performer and scene is open, taps back and forth are that one alert.
    """
    unique = f"{kind}:{key}"
    known = await alerts.find_by_key(transaction.session, unique)
    if known is not None and (known.ended_at is None or not RULES[kind].recurs):
        return known
    alert = known or await find_same(transaction, production_id, kind, about)
    if alert is None:
        alert = Alert(production_id=production_id, kind=kind, key=unique, raised_at=transaction.now, **about)
        transaction.session.add(alert)
        await transaction.session.flush()
        await tell(transaction, alert)
    else:
        await add_to(transaction, alert, kind, about)
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
    return alert


async def find_same(
    transaction: Transaction, production_id: int, kind: AlertKind, about: Mapping[str, Any]
) -> Alert | None:
    """The alert that is open about the same performer, and the same scene where it is about one."""
    if not RULES[kind].once or about.get("person_id") is None:
        return None
    wanted = {"production_id": production_id, "person_id": about["person_id"]}
    if kind in TAPPED:
        wanted["scene_id"] = about.get("scene_id")
    found = await alerts.list_about(transaction.session, group_of(kind), **wanted)
    return found[-1] if found else None


async def add_to(transaction: Transaction, alert: Alert, kind: AlertKind, about: Mapping[str, Any]) -> None:
    """Something more has come to an alert: it begins again where somebody had it, and says so at once if it can."""
    for name, value in about.items():
        setattr(alert, name, value)
    waits = alert.acknowledged_at is None and alert.ended_at is None
    if kind is AlertKind.ANSWERED_SINCE and waits:
        transaction.session.add(alert)
        return
    if not waits or RULES[alert.kind].urgency is not RULES[kind].urgency:
        alert.acknowledged_at = alert.acknowledged_by = alert.ended_at = None
        alert.begun_at = alert.told_at = alert.gathered_on = None
    alert.kind = kind
    transaction.session.add(alert)
    close = (await productions.get(transaction.session, alert.production_id)).paces.close_repeat
    if alert.told_at is None or transaction.now - alert.told_at >= close:
        await tell(transaction, alert)
    else:
        alert.next_at = min(alert.told_at + close, alert.next_at or alert.told_at + close)
    await transaction.session.flush()


# How alerts end.


async def end_alerts(transaction: Transaction, kinds: Collection[AlertKind], **about: int | None) -> None:
    """What alerts of some kinds about these ids were for is settled: they are not said again, and no longer open."""
    for alert in await alerts.list_about(transaction.session, kinds, **about):
        await end(transaction, alert)


async def end(transaction: Transaction, alert: Alert) -> None:
    """The matter of one alert is settled."""
    alert.ended_at, alert.next_at = transaction.now, None
    transaction.session.add(alert)
    await record(transaction, alert.production_id, RecordKind.ALERT_ENDED, alert=alert.number)


async def end_settled(transaction: Transaction, production_id: int) -> None:
    """After the coordination has closed something: alerts end whose performers are no longer with it."""
    kinds = [kind for kind, rule in RULES.items() if rule.ends_with is EndsWith.MATTER]
    for alert in await alerts.list_about(transaction.session, kinds, production_id=production_id):
        if not await still_with_coordinator(transaction, alert):
            await end(transaction, alert)


async def still_with_coordinator(transaction: Transaction, alert: Alert) -> bool:
    """Whether what an alert tells of is open: in its scene, or for typed words in any of the performer's."""
    if alert.person_id is None:
        return True
    rows = await check_ins.list_of(transaction.session, alert.person_id)
    scenes = {alert.scene_id}
    if alert.kind not in TAPPED:
        scenes |= {row.scene_id for row in rows if row.production_id == alert.production_id}
    for scene_id in filter(None, scenes):
        said = await whole_history(transaction, scene_id, alert.person_id)
        if needs_coordinator(said.answers, said.revisions):
            return True
    return False


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
    """Somebody has seen it: it is not said again, and the performer learns so. False if it was seen before."""
    if alert.acknowledged_at is not None:
        return False
    alert.acknowledged_at = transaction.now
    alert.acknowledged_by = by.number
    if RULES[alert.kind].ends_with is EndsWith.SEEN:
        alert.ended_at = alert.ended_at or transaction.now
    await plan(transaction, alert)
    await record(transaction, alert.production_id, RecordKind.ALERT_ACKNOWLEDGED, by=by.number, alert=alert.number)
    if alert.answer_id is not None and alert.person_id is not None:
        await send(
            transaction,
            await people.get(transaction.session, alert.person_id),
            Template.SEEN,
            str(alert.number),
            priority=Priority.ANSWER,
            production_id=alert.production_id,
            alert=alert.number,
        )
    return True


async def cannot_reach(transaction: Transaction, lost: Delivery, code: str) -> None:
    """A message could not be delivered: somebody has to speak with this person instead."""
    if lost.production_id is not None:
        await raise_alert(
            transaction, lost.production_id, AlertKind.UNREACHABLE, f"{lost.number}:{code}", person_id=lost.person_id
        )
