"""From the board to check-ins: which are opened, which withdrawn, and who is told."""

from bot.alerts import end_alerts, raise_alert
from bot.checkins.asking import asleep_until
from bot.checkins.flags import tell_of_minors
from bot.checkins.revisions import add_revision
from bot.domain.alert_kinds import SILENT
from bot.domain.matters import MatterEventKind
from bot.domain.standing import RevisionKind, Standing
from bot.domain.unreadable import LOST
from bot.facts import Part, parts_of_day, standing_of
from bot.matters import touch
from bot.outbox import hold, send
from bot.transaction import Transaction
from storage import check_ins, matters, people, scenes, strips
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Priority, Template
from storage.people import CastMember
from storage.productions import Production
from storage.revisions import Revision
from storage.shoot_days import ShootDay


async def align_check_ins(transaction: Transaction, production: Production, day: ShootDay) -> list[Part]:
    """Open the check-ins the board asks for, withdraw those it no longer does; the day's scenes.

    With somebody under 18 in it, nobody is asked about a scene.
    """
    parts = await parts_of_day(transaction, production, day)
    asked = [part for part in parts if part.of_age or part.filmed]
    wanted = {(part.scene.key, member.person_id): member for part in asked for member in part.members}
    for part in parts:
        if not part.filmed:
            await tell_of_minors(transaction, production, part)
        for member in part.members if part.of_age and not part.filmed else ():
            await open_check_in(transaction, production, day, part, member)
    # Who is in it cannot be read: nobody is told that they are not.
    unreadable = {part.scene.key for part in parts if LOST in part.unknown}
    for standing_check_in in await check_ins.list_on(transaction.session, day.number):
        key = (standing_check_in.scene_id, standing_check_in.person_id)
        if key not in wanted and standing_check_in.scene_id not in unreadable:
            await withdraw(transaction, production, day, standing_check_in)
            await touch_plan(transaction, standing_check_in.scene_id)
    return parts


async def touch_plan(transaction: Transaction, scene_id: int) -> None:
    """The plan of a scene has changed while something is open with it: the coordinator is told at once.

    Whoever closes it is shown that first; once for a change.
    """
    found = await matters.list_open(transaction.session, scene_id)
    for matter in await touch(transaction, found, MatterEventKind.PLAN):
        key, about = f"{matter.number}:{scene_id}:{transaction.now.timestamp()}", {"person_id": matter.person_id}
        await raise_alert(transaction, matter.production_id, AlertKind.OPEN_HERE, key, scene_id=scene_id, **about)


async def open_check_in(
    transaction: Transaction, production: Production, day: ShootDay, part: Part, member: CastMember
) -> None:
    """One check-in. A double's waits for the coordinator; one that comes back after a move is asked afresh."""
    known = await check_ins.find_for(transaction.session, part.scene.key, day.number, member.person_id)
    if known is not None and known.withdrawn_at is None:
        return
    if known is None:
        known = CheckIn(
            production_id=production.number,
            scene_id=part.scene.key,
            shoot_day_id=day.number,
            person_id=member.person_id,
            automatic=not member.double,
        )
    else:
        known.withdrawn_at = known.asked_at = None
        await ask_afresh(transaction, known)
    transaction.session.add(known)
    await transaction.session.flush()
    await touch_plan(transaction, part.scene.key)


async def ask_afresh(transaction: Transaction, known: CheckIn) -> None:
    """What was confirmed before no longer counts for this check-in."""
    revision = Revision(
        scene_id=known.scene_id,
        shoot_day_id=known.shoot_day_id,
        person_id=known.person_id,
        kind=RevisionKind.DAY,
        recorded_at=transaction.now,
    )
    await add_revision(transaction, known.production_id, revision)


async def withdraw(transaction: Transaction, production: Production, day: ShootDay, known: CheckIn) -> None:
    """The scene left this day, or the performer the scene: one neutral line, and the coordinator told of a move."""
    was_confirmed = await standing_of(transaction, known) is Standing.CONFIRMED
    known.withdrawn_at = transaction.now
    transaction.session.add(known)
    await end_alerts(transaction, SILENT, check_in_id=known.number)
    if known.asked_at is None or await filmed_elsewhere(transaction, known.scene_id):
        return
    planned = await strips.list_days_of(transaction.session, known.scene_id)
    moved = day.number not in [other.number for other in planned]
    elsewhere = [other for other in planned if moved]
    scene = await scenes.get(transaction.session, known.scene_id)
    if elsewhere and scene.cut_at is None and scene.may_be_intimate:
        await raise_alert(
            transaction,
            production.number,
            AlertKind.MOVED,
            f"{known.scene_id}:{day.number}:{transaction.now.timestamp()}",
            scene_id=known.scene_id,
            shoot_day_id=elsewhere[-1].number,
            since=None if was_confirmed else transaction.now,
        )
    sent = await send(
        transaction,
        await people.get(transaction.session, known.person_id),
        Template.WITHDRAWN,
        f"{known.number}:{transaction.now.timestamp()}",
        priority=Priority.ANSWER,
        production_id=production.number,
        check_in=known.number,
    )
    hold(sent, await asleep_until(transaction, production, day, [known]))


async def filmed_elsewhere(transaction: Transaction, scene_id: int) -> bool:
    """Whether a scene leaves a day because it has just been filmed on another: nobody need hear of it."""
    standing = await strips.list_standing_of(transaction.session, scene_id)
    return any(strip.filmed_at == transaction.now for strip in standing)
