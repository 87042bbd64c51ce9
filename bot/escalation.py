"""Escalation: who is told of an alert, when again, when the deputy as well, and when the AD is asked to find them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import alert_kinds
from bot.domain.alert_kinds import RULES, WISHES, Owner, Telling, Urgency
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Role
from bot.domain.times import LONGEST_DAY
from bot.facts import call_for_check_in, call_of, parts_of_day
from bot.gathering import gather
from bot.outbox import send
from bot.transaction import Transaction
from storage import alerts, check_ins, deliveries, people, productions, readiness, shoot_days, strips
from storage.alerts import CONFIDENTIAL, Alert, AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Priority, Template
from storage.people import Person
from storage.productions import Production
from storage.shoot_days import ShootDay

# What a performer says of no scene in particular, and that they are not reached, concerns their soonest scenes.
OF_A_PERSON = (AlertKind.TYPED, AlertKind.WROTE, AlertKind.DELETED, AlertKind.UNREACHABLE)


@dataclass(frozen=True)
class Concern:
    """What of the plan an alert is about: a day, its scenes that are still to be filmed, and the earliest call."""

    day: ShootDay | None = None
    scenes: tuple[int, ...] = ()
    call: datetime | None = None

    def over(self, now: datetime) -> bool:
        """Whether everything has been filmed, or the day is over."""
        if self.day is None or self.call is None:
            return False
        return not self.scenes or self.day.wrapped_at is not None or now >= self.call + LONGEST_DAY


async def tell(transaction: Transaction, alert: Alert) -> None:
    """What is due of an alert: said now, gathered, or left until quiet hours end; and the next time planned."""
    now, production = transaction.now, await productions.get(transaction.session, alert.production_id)
    concern, paces = await concern_of(transaction, production, alert), production.paces
    telling = telling_of(alert, concern, now)
    may_be_told = alert_kinds.waking(telling, paces, now) <= now
    urgent, spoken_for = alert_kinds.is_urgent(telling, paces, now), await told_with_another(transaction, alert)
    if may_be_told and urgent and spoken_for is None:
        await tell_now(transaction, production, alert, concern)
    elif may_be_told and alert.gathered_on is None and alert.acknowledged_at is None:
        await gather(transaction, production, alert, await first_readers(transaction, production, alert))
    alert.next_at = alert_kinds.next_telling(telling_of(alert, concern, now), paces, now)
    if urgent and spoken_for is not None and alert.next_at is not None:
        alert.next_at = max(alert.next_at, spoken_for + paces.close_repeat)
    transaction.session.add(alert)
    await transaction.session.flush()


async def told_with_another(transaction: Transaction, alert: Alert) -> datetime | None:
    """When another wish that nobody has was told, where that was a moment ago: sixty wishes are one message, not sixty.

    The others stand in the day's message of what is not urgent, and on Home.
    """
    if alert.kind not in WISHES:
        return None
    close = (await productions.get(transaction.session, alert.production_id)).paces.close_repeat
    others = await alerts.list_about(transaction.session, WISHES, production_id=alert.production_id)
    told = [other.told_at for other in others if other.id != alert.id and other.acknowledged_at is None]
    lately = [moment for moment in told if moment is not None and transaction.now - moment < close]
    return max(lately, default=None)


async def plan(transaction: Transaction, alert: Alert) -> None:
    """Plan the next telling anew, because calls have moved or somebody has seen it; nothing is said."""
    production = await productions.get(transaction.session, alert.production_id)
    telling = telling_of(alert, await concern_of(transaction, production, alert), transaction.now)
    following = alert_kinds.next_telling(telling, production.paces, transaction.now)
    alert.next_at = following if alert.ended_at is None else None
    transaction.session.add(alert)


async def plan_all(transaction: Transaction, production: Production) -> None:
    """Plan everything anew that is not settled."""
    for alert in await alerts.list_not_ended(transaction.session, production.number):
        if RULES[alert.kind].urgency is not Urgency.NEVER:
            await plan(transaction, alert)


async def catch_up_with_clock(transaction: Transaction, production: Production) -> None:
    """What was told at a moment that is still to come, as the clock was set back since, counts as told now.

    Otherwise its next telling would wait until the clock is there again.
    """
    now = transaction.now
    for alert in await alerts.list_not_ended(transaction.session, production.number):
        if alert.told_at is not None and alert.told_at > now:
            alert.told_at, alert.begun_at = now, min(alert.begun_at or now, now)
            await plan(transaction, alert)


def telling_of(alert: Alert, concern: Concern, now: datetime) -> Telling:
    """Where an alert stands, as the rules see it."""
    return Telling(
        rule=RULES[alert.kind] if alert.lowered_at is None else replace(RULES[alert.kind], urgency=Urgency.LAST_HOURS),
        call=concern.call,
        over=concern.over(now),
        step=alert.step,
        begun_at=alert.begun_at,
        told_at=alert.told_at,
        gathered=alert.gathered_on is not None,
        acknowledged_at=alert.acknowledged_at,
    )


async def urgent_now(transaction: Transaction, alert: Alert) -> bool:
    """Whether an alert waits for somebody to say that they have seen it."""
    production = await productions.get(transaction.session, alert.production_id)
    telling = telling_of(alert, await concern_of(transaction, production, alert), transaction.now)
    return alert_kinds.is_urgent(telling, production.paces, transaction.now)


async def tell_now(transaction: Transaction, production: Production, alert: Alert, concern: Concern) -> None:
    """One telling of an urgent alert, to whom it is time to tell."""
    now, before = transaction.now, alert.told_at
    # What was looked at long before is urgent now, and still to be done.
    alert.acknowledged_at = alert.acknowledged_by = alert.gathered_on = None
    alert.step, alert.begun_at, alert.told_at = alert.step + 1, alert.begun_at or now, now
    telling = telling_of(alert, concern, now)
    for reader in await readers(transaction, production, alert, telling):
        if before is not None and await told_lately(transaction, alert, reader):
            continue
        await send(
            transaction,
            reader,
            Template.ALERT,
            f"{alert.number}:{alert.step}",
            priority=Priority.ALERT,
            production_id=production.number,
            alert=alert.number,
            step=alert.step,
            again=before is not None,
        )
    radio_at = alert_kinds.next_radio(telling, production.paces, before or now - timedelta(microseconds=1))
    if radio_at is not None and radio_at <= now:
        await radio(transaction, production, concern)


async def told_lately(transaction: Transaction, alert: Alert, reader: Person) -> bool:
    """Whether somebody was told of an alert a moment ago."""
    lately, about = (transaction.now - alert_kinds.A_MOMENT, transaction.now), {"alert": alert.number}
    return await deliveries.was_sent_about(transaction.session, Template.ALERT, lately, to=reader.number, **about)


async def first_readers(transaction: Transaction, production: Production, alert: Alert) -> list[Person]:
    """Who is told first: the coordinators on duty, else the deputies who are, else everybody of the coordination."""
    everyone = await everybody(transaction, production)
    owner = RULES[alert.kind].owner
    if owner is Owner.COORDINATION:
        return everyone
    on_duty = await people.list_on_duty(transaction.session, production.number, transaction.now)
    there = [who for who in on_duty if who.reachable]
    named = await people.list_holders(transaction.session, production.number, [Role.COORDINATOR])
    if owner is Owner.COORDINATORS:
        return [who for who in everyone if who in named]
    if owner is Owner.OTHERS_ON_DUTY:
        return [who for who in there if who.number != alert.person_id]
    return [who for who in there if who in named] or there or everyone


async def everybody(transaction: Transaction, production: Production) -> list[Person]:
    """Coordinators and deputies whom Slack reaches, on duty or not."""
    named = await people.list_holders(transaction.session, production.number, COORDINATION)
    return [who for who in named if who.reachable]


async def readers(
    transaction: Transaction, production: Production, alert: Alert, telling: Telling
) -> Collection[Person]:
    """Who is told now: the deputies as well where whoever is told first is inside a set, or silent."""
    first = await first_readers(transaction, production, alert)
    inside = await people.list_inside_set(transaction.session, production.number, transaction.now)
    wait = alert_kinds.deputy_wait(telling, production.paces, transaction.now)
    silent = telling.begun_at is not None and transaction.now - telling.begun_at >= wait
    if silent or all(who.number in inside for who in first):
        return await everybody(transaction, production)
    return first


async def called_next(
    transaction: Transaction, production: Production, alert: Alert
) -> tuple[datetime, Collection[Person]]:
    """From when (UTC) everybody of the coordination is told of an alert that nobody has seen, and who that is."""
    now, everyone = transaction.now, await everybody(transaction, production)
    telling = telling_of(alert, await concern_of(transaction, production, alert), now)
    if alert.told_at is not None and list(await readers(transaction, production, alert, telling)) == everyone:
        return alert.told_at, everyone
    begun = alert.begun_at or alert.next_at or now
    return begun + alert_kinds.deputy_wait(telling, production.paces, begun), everyone


# What of the plan an alert is about.


async def concern_of(transaction: Transaction, production: Production, alert: Alert) -> Concern:
    """The day, the scenes and the call that make an alert urgent; the soonest where it is about no day."""
    if alert.closed_set_id is None and alert.person_id is not None:
        return await soonest(transaction, production, await check_ins_about(transaction, alert))
    if alert.shoot_day_id is not None:
        day = await shoot_days.get(transaction.session, alert.shoot_day_id)
        return await concern_of_day(transaction, production, day, alert.scene_id)
    days = [
        await concern_of_day(transaction, production, day, None)
        for day in await shoot_days.list_all(transaction.session, production.number)
        if day.wrapped_at is None
    ]
    return next((one for one in days if one.scenes and not one.over(transaction.now)), Concern())


async def check_ins_about(transaction: Transaction, alert: Alert) -> list[CheckIn]:
    """The check-ins that stand of an alert's performer: of its scene, or of all where it is about none alone."""
    assert alert.person_id is not None
    rows = await check_ins.list_of(transaction.session, alert.person_id)
    own = [row for row in rows if row.production_id == alert.production_id]
    if alert.kind in OF_A_PERSON or alert.scene_id is None:
        return own
    return [row for row in own if row.scene_id == alert.scene_id]


async def soonest(transaction: Transaction, production: Production, rows: list[CheckIn]) -> Concern:
    """The soonest day of some check-ins on which something is still to be filmed, else the last of them."""
    found: dict[int, Concern] = {}
    for row in rows:
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        call = await call_for_check_in(transaction, production, day, row)
        strip = await strips.find(transaction.session, row.scene_id, day.number)
        left = () if strip is None or strip.filmed_at is not None else (row.scene_id,)
        known = found.get(day.number, Concern(day, (), call))
        found[day.number] = Concern(day, (*known.scenes, *left), min(known.call or call, call))
    in_order = sorted(found.values(), key=lambda one: one.call or transaction.now)
    coming = [one for one in in_order if not one.over(transaction.now)]
    return (coming or in_order[-1:] or [Concern()])[0]


async def concern_of_day(
    transaction: Transaction, production: Production, day: ShootDay, scene_id: int | None
) -> Concern:
    """A day's intimate scenes that are still to be filmed, or one of them."""
    parts = [
        part
        for part in await parts_of_day(transaction, production, day)
        if not part.filmed and scene_id in (None, part.scene.key)
    ]
    units = [strip.unit for part in parts for strip in part.strips]
    call = await call_of(transaction, production, day, None, units)
    return Concern(day, tuple(part.scene.key for part in parts), call)


async def radio(transaction: Transaction, production: Production, concern: Concern) -> None:
    """With nobody answering, the AD is asked to find the coordinator before a scene goes ahead: no cause, no name.

    Whatever is behind it, once in a while for each word the AD was given: as often as there are changes would be a
    count of them.
    """
    if concern.day is None:
        return
    published = await readiness.get_published(transaction.session, concern.day.number)
    for scene_id in concern.scenes:
        word = published[scene_id].id if scene_id in published else 0
        about = {"day": concern.day.number, "scene": scene_id, "word": word or 0}
        lately = (transaction.now - alert_kinds.RADIO_PAUSE, transaction.now)
        if await deliveries.was_sent_about(transaction.session, Template.RADIO, lately, **about):
            continue
        for reader in await people.list_holders(transaction.session, production.number, ASSISTANT_DIRECTION):
            await send(
                transaction,
                reader,
                Template.RADIO,
                f"{concern.day.number}:{scene_id}:{word}:{transaction.now.timestamp()}",
                priority=Priority.ALERT,
                production_id=production.number,
                day=concern.day.number,
                scene=scene_id,
                word=word,
            )


async def escalate(transaction: Transaction, number: int) -> None:
    """Say an alert again that nobody has, unless somebody has meanwhile."""
    alert = await alerts.find(transaction.session, number)
    if alert is not None and alert.ended_at is None and alert.next_at is not None and alert.next_at <= transaction.now:
        await tell(transaction, alert)


def read_from(alert: Alert, now: datetime) -> datetime | None:
    """From when an alert is read that waits for the end of the quiet hours; None for one that has been told."""
    waits = alert.kind in CONFIDENTIAL and alert.told_at is None and alert.next_at is not None
    return alert.next_at if waits and alert.next_at is not None and alert.next_at > now else None
