"""Alerts: the coordinator is told of something once for each cause, and says that they have seen it."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from bot.domain.alert_kinds import CONDITIONS, RULES, TAPPED, WRITTEN, EndsWith, group_of
from bot.domain.record_kinds import RecordKind
from bot.escalation import plan, tell
from bot.record import record
from bot.transaction import Transaction
from storage import alerts, matters, people, productions, shoot_days, written
from storage.alerts import Alert, AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Delivery
from storage.people import Person
from storage.written import UnreadWhy

# An alert that nobody has opened says nothing of what is lost this much later.
AGAIN_AFTER = timedelta(days=1)


async def raise_alert(transaction: Transaction, production_id: int, kind: AlertKind, key: str, **about: Any) -> Alert:
    """Tell the coordinator of something, once for each cause (`key`). `about` are the ids it concerns.

    While an alert about the same performer and scene is open, taps back and forth are that one alert.
    """
    unique = f"{kind}:{key}"
    known = await alerts.find_by_key(transaction.session, unique)
    back = known is not None and kind in CONDITIONS and known.until is not None
    if known is not None and not back and (known.ended_at is None or not RULES[kind].recurs):
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
        concerned=alert.person_id,
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
    alert.lowered_at = None
    if kind in CONDITIONS:
        alert.until = None
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
    whose, number = alert.person_id, alert.number
    await record(transaction, alert.production_id, RecordKind.ALERT_ENDED, concerned=whose, alert=number)


async def cease(transaction: Transaction, kind: AlertKind, key: str | None, **about: int) -> None:
    """What an alert tells of is no longer so, but for the one under this key: if it comes back, it is told again."""
    for alert in await alerts.list_conditions(transaction.session, kind, **about):
        if key is None or alert.key != f"{kind}:{key}":
            alert.until = transaction.now
            transaction.session.add(alert)
            if alert.ended_at is None:
                await end(transaction, alert)


async def end_settled(transaction: Transaction, production_id: int, *, read: bool) -> None:
    """After the coordination has closed something: alerts end whose performers are no longer with it.

    What was written, and not `read`, stays until somebody who may read it has seen it.
    """
    kinds = [kind for kind, rule in RULES.items() if rule.ends_with is EndsWith.MATTER]
    kinds = [kind for kind in kinds if read or kind not in WRITTEN]
    for alert in await alerts.list_about(transaction.session, kinds, production_id=production_id):
        if not await still_with_coordinator(transaction, alert):
            await end(transaction, alert)


async def still_with_coordinator(transaction: Transaction, alert: Alert) -> bool:
    """Whether what an alert tells of is open: in its scene, or for what was written in any of the performer's."""
    if alert.person_id is None:
        return True
    if alert.kind in TAPPED and alert.scene_id is not None:
        return bool(await matters.list_open(transaction.session, alert.scene_id, alert.person_id))
    of_person = await matters.list_open_of(transaction.session, alert.person_id)
    waiting = await written.list_unread(transaction.session, alert.person_id, alert.production_id)
    # What is found in a conversation that has not been read tells of itself.
    unread = [row for row in waiting if row.why is not UnreadWhy.CONVERSATION or alert.kind is AlertKind.UNREAD]
    return bool(unread) or any(matter.production_id == alert.production_id for matter in of_person)


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
    settled = RULES[alert.kind].ends_with is EndsWith.MATTER and not await still_with_coordinator(transaction, alert)
    if RULES[alert.kind].ends_with is EndsWith.SEEN or settled:
        alert.ended_at = alert.ended_at or transaction.now
    await plan(transaction, alert)
    kind, whose = RecordKind.ALERT_ACKNOWLEDGED, alert.person_id
    await record(transaction, alert.production_id, kind, by=by.number, concerned=whose, alert=alert.number)
    return True


async def cannot_reach(transaction: Transaction, lost: Delivery, code: str) -> None:
    """A message could not be delivered: somebody has to speak with this person instead, in each of their productions.

    While nobody has looked, the next lost message says nothing new; a day later it does.
    """
    for number in await concerned(transaction, lost.person_id, lost.production_id):
        if await alerts.find_open_about(transaction.session, number, AlertKind.ACCOUNT_CLOSED, lost.person_id):
            continue
        told = await alerts.find_open_about(transaction.session, number, AlertKind.UNREACHABLE, lost.person_id)
        if told is None or told.raised_at <= transaction.now - AGAIN_AFTER:
            key = f"{number}:{lost.number}:{code}"
            await raise_alert(transaction, number, AlertKind.UNREACHABLE, key, person_id=lost.person_id)


async def not_shown(transaction: Transaction, person_id: int, production_id: int | None, key: str) -> None:
    """Slack did not take what was composed for somebody: a fault of ours, not theirs, and somebody asks them."""
    for number in await concerned(transaction, person_id, production_id):
        await raise_alert(transaction, number, AlertKind.NOT_SHOWN, f"{number}:{key}", person_id=person_id)


async def concerned(transaction: Transaction, person_id: int, production_id: int | None) -> list[int]:
    """The production something was lost in, and those in which its reader plays and has days to come."""
    found = {production_id} if production_id is not None else set()
    for number in await people.list_played_in(transaction.session, person_id):
        if await shoot_days.has_ahead(transaction.session, number, (transaction.now - AGAIN_AFTER).date()):
            found.add(number)
    return sorted(found)


async def window_not_shown(transaction: Transaction, who: Person, key: str) -> None:
    """The same of a window somebody opened, in each production they have a part in."""
    held = await people.list_roles(transaction.session, who.number)
    for number in sorted({row.production_id for row in held}):
        await raise_alert(transaction, number, AlertKind.NOT_SHOWN, f"{number}:{key}", person_id=who.number)
