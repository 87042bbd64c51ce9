"""Asking now, because somebody of the coordination says so; and finding the check-in they mean."""

from collections.abc import Sequence

from bot.checkins.answered import unanswered
from bot.checkins.asking import ask
from bot.domain.outcomes import SentByHand
from bot.domain.reasons import Reason, Why
from bot.domain.refusals import AskingReason, NotAsked
from bot.facts import call_for_check_in, day_name, scene_cast, stays_with_coordinator
from bot.people import label_of, labels_of
from bot.transaction import Transaction
from storage import check_ins, matters, people
from storage.check_ins import CheckIn
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene
from storage.shoot_days import ShootDay


async def performers_concerned(transaction: Transaction, production: Production, scene: Scene) -> list[Person]:
    """Whom the coordination may mean in a scene: its cast, and whoever has something open with it, in it or not."""
    found = {one.number: one for one in await scene_cast(transaction, production, scene)}
    for matter in await matters.list_open(transaction.session, scene.key):
        found[matter.person_id] = await people.get(transaction.session, matter.person_id)
    return list(found.values())


async def check_ins_meant(
    transaction: Transaction, production: Production, scene: Scene, day: ShootDay, performer: Person | None = None
) -> list[CheckIn]:
    """The check-ins of a scene on a day, of everybody or of one performer. Raises NotAsked where there is none."""
    rows = await check_ins.list_on(transaction.session, day.number, performer.number if performer else None)
    found = [row for row in rows if row.scene_id == scene.key]
    if not found:
        cast = await scene_cast(transaction, production, scene)
        raise NotAsked(AskingReason.NO_CHECK_IN, await labels_of(transaction, production.number, cast))
    return found


async def send_by_hand(
    transaction: Transaction, production: Production, scene: Scene, day: ShootDay, performer: Person | None
) -> SentByHand:
    """Send the check-in of a scene now; a double is asked only when named here. Raises NotAsked."""
    there = [one.number for one in await scene_cast(transaction, production, scene)]
    if await stays_with_coordinator(transaction, production, day, there):
        raise NotAsked(AskingReason.WITH_COORDINATOR)
    rows = await check_ins_meant(transaction, production, scene, day, performer)
    if not await people.list_on_duty(transaction.session, production.number, transaction.now):
        raise NotAsked(AskingReason.NOBODY_ON_DUTY)
    silent = await unanswered(transaction, [row for row in rows if performer is not None or row.automatic])
    if not silent:
        raise NotAsked(AskingReason.NOBODY_LEFT)
    call = await call_for_check_in(transaction, production, day, silent[0])
    if day.wrapped_at is not None or transaction.now >= call:
        raise NotAsked(AskingReason.CALL_HAS_COME)
    reached, in_person = await ask_each(transaction, production, day, silent)
    return SentByHand(scene.label, day_name(production, day), tuple(reached), tuple(in_person))


async def ask_each(
    transaction: Transaction, production: Production, day: ShootDay, rows: Sequence[CheckIn]
) -> tuple[list[str], list[str]]:
    """Ask each performer; from now on the bot asks them by itself. The names Slack reaches, and those it does not."""
    reached: list[str] = []
    in_person: list[str] = []
    for row in rows:
        row.automatic = True
        performer = await people.get(transaction.session, row.person_id)
        why = Why(Reason.SENT, f"{row.number}:{transaction.now.timestamp()}")
        await ask(transaction, production, day, performer, [row], why)
        name = await label_of(transaction, row.production_id, performer)
        (reached if performer.reachable else in_person).append(name)
    return reached, in_person
