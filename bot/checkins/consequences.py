"""What a changed plan brings about, listed in one place, in order."""

from collections.abc import Sequence

from bot.alerts import acknowledge, raise_alert
from bot.checkins.asking import ask_late_additions
from bot.checkins.flags import flag_calls
from bot.checkins.moments import Moment, align_due, calls_of_performers, moments_of_day
from bot.checkins.opening import align_check_ins, touch_plan
from bot.checkins.publishing import hurry_readiness
from bot.closed_sets.lifetime import plan_closed_sets
from bot.domain.matters import MatterEventKind
from bot.domain.record_kinds import RecordKind
from bot.domain.times import LONGEST_DAY
from bot.domain.touches import Touch
from bot.escalation import plan_all
from bot.facts import first_call
from bot.matters import touch
from bot.record import record
from bot.transaction import Transaction
from storage import matters, readiness, shoot_days
from storage.alerts import Alert, AlertKind
from storage.people import Person
from storage.productions import Production
from storage.shoot_days import ShootDay


async def follow(transaction: Transaction, production: Production, days: Sequence[ShootDay] | None = None) -> None:
    """The plan has changed on some days, else on all: everything that hangs on it follows."""
    await replan(transaction, production)
    for day in days if days is not None else await shoot_days.list_all(transaction.session, production.number):
        if day.wrapped_at is None:
            await ask_late_additions(transaction, production, day)
            await hurry_readiness(transaction, production, day)


async def touched(
    transaction: Transaction,
    production: Production,
    why: Touch,
    *,
    scene_id: int | None = None,
    person_id: int | None = None,
    shoot_day_id: int | None = None,
) -> None:
    """Something has changed around an intimate scene, or about somebody in one: the coordinator hears of it.

    Whoever closes what is open there is shown it first.
    """
    if scene_id is not None:
        await touch_plan(transaction, scene_id)
    elif person_id is not None:
        of_person = await matters.list_open_of(transaction.session, person_id)
        here = [matter for matter in of_person if matter.production_id == production.number]
        await touch(transaction, here, MatterEventKind.ACCOUNT)
    concerned = ":".join(str(number or 0) for number in (production.number, scene_id, person_id, shoot_day_id))
    await raise_alert(
        transaction,
        production.number,
        AlertKind.PLAN_TOUCHED,
        f"{why}:{concerned}:{transaction.now.timestamp()}",
        touch=why,
        scene_id=scene_id,
        person_id=person_id,
        shoot_day_id=shoot_day_id,
    )


async def note_unchanged(transaction: Transaction, alert: Alert, by: Person) -> None:
    """A coordinator has looked: nothing changed in the intimate action. That they said so is on record."""
    assert alert.scene_id is not None
    about = {"scene": alert.scene_id, "alert": alert.number}
    await record(transaction, alert.production_id, RecordKind.ACTION_UNCHANGED, by=by.number, **about)
    await acknowledge(transaction, alert, by)


async def replan(transaction: Transaction, production: Production) -> None:
    """Bring everything in line with the board. Safe to repeat.

    In order: check-ins opened and withdrawn, closed sets made and ended, the coordinator told of calls that do not
    fit, what is due when, and when alerts that are open are told again.
    """
    moments: list[Moment] = []
    for day in await shoot_days.list_all(transaction.session, production.number):
        if day.wrapped_at is None:
            parts = await align_check_ins(transaction, production, day)
            closes_at = await first_call(transaction, production, day) + LONGEST_DAY
            await plan_closed_sets(transaction, production, day, parts, closes_at)
            if parts or await readiness.get_published(transaction.session, day.number):
                calls = await calls_of_performers(transaction, production, day, parts)
                await flag_calls(transaction, production, day, parts, calls)
                moments += await moments_of_day(transaction, production, day, calls)
    await align_due(transaction, production, moments)
    await plan_all(transaction, production)


async def hurry_all(transaction: Transaction, production: Production) -> None:
    """After a change that concerns every day, such as who is on duty: words are hurried wherever call is close."""
    for day in await shoot_days.list_all(transaction.session, production.number):
        if day.wrapped_at is None:
            await hurry_readiness(transaction, production, day)
