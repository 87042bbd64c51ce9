"""What the coordinator is told when a plan does not fit: notice too short, too little rest, somebody under 18."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.alerts import cease, raise_alert
from bot.facts import Part, rider_holds
from bot.transaction import Transaction
from storage import check_ins, shoot_days, terms
from storage.alerts import AlertKind
from storage.productions import Production
from storage.shoot_days import ShootDay


async def tell_of_minors(transaction: Transaction, production: Production, part: Part) -> None:
    """Tell the coordinator once for each day that a scene is theirs alone, while somebody under 18 is in it."""
    where = {"scene_id": part.scene.key, "shoot_day_id": part.day.number}
    key = None if part.of_age else f"{part.scene.key}:{part.day.number}"
    await tell_while(transaction, production, AlertKind.NEEDS_COORDINATOR, key, **where)


async def tell_while(
    transaction: Transaction, production: Production, kind: AlertKind, key: str | None, **about: int
) -> None:
    """Tell the coordinator once of something that is so; with no key it is not, and is told anew if it comes back."""
    await cease(transaction, kind, key, **about)
    if key is not None:
        await raise_alert(transaction, production.number, kind, key, **about)


async def flag_calls(
    transaction: Transaction, production: Production, day: ShootDay, parts: list[Part], calls: Mapping[int, datetime]
) -> None:
    """Look whether each performer's call (UTC) leaves the notice and the rest it must."""
    for person_id, call in calls.items():
        await flag_notice(transaction, production, [part for part in parts if part.has(person_id)], person_id, call)
        await flag_turnaround(transaction, production, day, person_id, call)


async def flag_notice(
    transaction: Transaction, production: Production, own: list[Part], person_id: int, call: datetime
) -> None:
    """Tell the coordinator once when a call has moved so that a rider's notice is no longer met."""
    for part in own:
        rider = await terms.find_rider(transaction.session, part.scene.key, person_id)
        met = rider is None or not rider.in_force or rider_holds(production, rider, call)
        key = None if rider is None or met else f"{rider.id}:{part.day.number}:{call.timestamp()}"
        about = {"scene_id": part.scene.key, "shoot_day_id": part.day.number, "person_id": person_id}
        await tell_while(transaction, production, AlertKind.NOTICE, key, **about)


async def flag_turnaround(
    transaction: Transaction, production: Production, day: ShootDay, person_id: int, call: datetime
) -> None:
    """Tell the coordinator once when a call leaves too little rest after a wrap (12 h for SAG-AFTRA performers)."""
    rest, key = timedelta(hours=production.turnaround_hours), None
    for earlier in await shoot_days.list_all(transaction.session, production.number):
        wrapped = earlier.wrapped_at
        if earlier.date >= day.date or wrapped is None or not timedelta(0) <= call - wrapped < rest:
            continue
        if await check_ins.list_on(transaction.session, earlier.number, person_id):
            key = f"{person_id}:{day.number}:{call.timestamp()}"
    about = {"shoot_day_id": day.number, "person_id": person_id}
    await tell_while(transaction, production, AlertKind.TURNAROUND, key, **about)
