"""Changing the board by hand: moving, cutting, calls, what was filmed, which scenes are intimate.

Each change is one transaction; check-ins, due moments, closed sets and the AD's words follow from it.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.alerts import raise_alert
from bot.checkins.consequences import follow
from bot.closed_sets.lifetime import close_all_of
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import BoardReason, BoardUnfit
from bot.domain.roles import COORDINATION
from bot.people import Actor
from bot.record import record
from bot.schedule.intimate_plan import intimate_plan, tell_of_changes
from bot.schedule.successors import carry_back
from bot.transaction import Transaction
from storage import shoot_days, strips
from storage.alerts import AlertKind
from storage.people import Person
from storage.productions import Production
from storage.scenes import Intimacy, Scene
from storage.shoot_days import Call, ShootDay
from storage.strips import Strip


async def follow_board(transaction: Transaction, production: Production, days: Sequence[ShootDay]) -> None:
    """The board is a new version, and everything that hangs on these days follows."""
    production.board_version += 1
    transaction.session.add(production)
    await transaction.session.flush()
    await record(transaction, production.number, RecordKind.BOARD_CHANGED, board_version=production.board_version)
    await follow(transaction, production, days)


async def planned_strips(transaction: Transaction, scene: Scene, day: ShootDay) -> list[Strip]:
    """The scene's planned on a day, one for each unit. Raises BoardUnfit when it is cut or not planned there."""
    if scene.cut_at is not None:
        raise BoardUnfit(BoardReason.CUT)
    planned = [
        strip for strip, other in await strips.list_on(transaction.session, day.number) if other.key == scene.key
    ]
    if not planned:
        raise BoardUnfit(BoardReason.NOT_THERE)
    return planned


async def move_scene(
    transaction: Transaction, production: Production, scene: Scene, start: ShootDay, to: ShootDay
) -> None:
    """The scene goes to another day; its old strip stays, as removed. Raises BoardUnfit."""
    planned = await planned_strips(transaction, scene, start)
    if any(strip.filmed_at is not None for strip in planned):
        raise BoardUnfit(BoardReason.FILMED)
    if to.wrapped_at is not None or to.off:
        raise BoardUnfit(BoardReason.DAY_OVER if to.wrapped_at is not None else BoardReason.DAY_OFF)
    if await strips.find(transaction.session, scene.key, to.number) is not None:
        raise BoardUnfit(BoardReason.THERE_ALREADY)
    plan = await intimate_plan(transaction, production)
    last = max([strip.position for strip, _ in await strips.list_on(transaction.session, to.number)], default=0)
    for place, strip in enumerate(planned, start=last + 1):
        strip.removed_at = transaction.now
        moved = Strip(
            shoot_day_id=to.number,
            scene_id=scene.key,
            unit=strip.unit,
            position=place,
            cast_ids=list(strip.cast_ids),
            if_time_permits=strip.if_time_permits,
        )
        transaction.session.add_all([strip, moved])
    await follow_board(transaction, production, [start, to])
    await tell_of_changes(transaction, production, plan)


async def set_call(
    transaction: Transaction,
    production: Production,
    day: ShootDay,
    at: datetime,
    *,
    unit: str = "MAIN",
    person: Person | None = None,
) -> datetime | None:
    """A unit, or one person, reports at another moment (UTC). The call before, if one was known. Raises BoardUnfit."""
    if day.wrapped_at is not None:
        raise BoardUnfit(BoardReason.DAY_OVER)
    number = person.number if person is not None else None
    known = [call for call in await shoot_days.list_calls(transaction.session, day.number) if call.person_id == number]
    call = next((call for call in known if person is not None or call.unit == unit), None)
    before = call.at if call is not None else None
    if before == at:
        # Said again, as by somebody who was not answered: the board is as it was.
        return before
    if call is None:
        call = Call(shoot_day_id=day.number, unit=unit, person_id=number, at=at)
    call.at = at
    transaction.session.add(call)
    await follow_board(transaction, production, [day])
    return before


async def mark_filmed(transaction: Transaction, production: Production, scene: Scene, day: ShootDay) -> None:
    """The scene is done for this day; its word stays as it was. Raises BoardUnfit."""
    for strip in await planned_strips(transaction, scene, day):
        strip.filmed_at = strip.filmed_at or transaction.now
        transaction.session.add(strip)
    ended = await end_other_days(transaction, scene, day)
    await record(transaction, production.number, RecordKind.SCENE_FILMED, scene=scene.key, day=day.number, filmed=True)
    await follow_board(transaction, production, [day, *ended])
    if ended and scene.may_be_intimate:
        await raise_alert(
            transaction,
            production.number,
            AlertKind.FILMED_ELSEWHERE,
            f"{scene.key}:{transaction.now.timestamp()}",
            scene_id=scene.key,
            shoot_day_id=ended[0].number,
        )


async def end_other_days(transaction: Transaction, scene: Scene, filmed: ShootDay) -> list[ShootDay]:
    """A scene that is filmed leaves its other days, as of the moment of filming; which."""
    ended: dict[int, ShootDay] = {}
    for strip in await strips.list_standing_of(transaction.session, scene.key):
        day = await shoot_days.get(transaction.session, strip.shoot_day_id)
        if day.number != filmed.number and strip.filmed_at is None and day.wrapped_at is None:
            strip.removed_at = transaction.now
            transaction.session.add(strip)
            ended[day.number] = day
    await transaction.session.flush()
    return list(ended.values())


async def restore_other_days(transaction: Transaction, scene: Scene, moment: datetime | None) -> list[ShootDay]:
    """A scene that was not filmed after all is back on the days it left at a moment (UTC) because of it; which."""
    back: dict[int, ShootDay] = {}
    for strip in await strips.list_removed_at(transaction.session, scene.key, moment):
        day = await shoot_days.get(transaction.session, strip.shoot_day_id)
        if day.wrapped_at is None and await strips.find(transaction.session, scene.key, day.number) is None:
            strip.removed_at = None
            transaction.session.add(strip)
            back[day.number] = day
    await transaction.session.flush()
    return list(back.values())


async def unmark_filmed(transaction: Transaction, production: Production, scene: Scene, day: ShootDay) -> None:
    """The scene was marked as filmed by mistake: its word follows the facts again. Raises BoardUnfit."""
    back: list[ShootDay] = []
    for strip in await planned_strips(transaction, scene, day):
        back += await restore_other_days(transaction, scene, strip.filmed_at)
        strip.filmed_at = None
        transaction.session.add(strip)
    await record(transaction, production.number, RecordKind.SCENE_FILMED, scene=scene.key, day=day.number, filmed=False)
    await follow_board(transaction, production, [day, *back])


async def cut_scene(transaction: Transaction, production: Production, scene: Scene, by: Actor) -> None:
    """The scene is cut, its check-ins withdrawn; a coordinator learns of a cut by an AD. Raises BoardUnfit."""
    if scene.cut_at is not None:
        raise BoardUnfit(BoardReason.CUT)
    planned = await strips.list_standing_of(transaction.session, scene.key)
    if planned and all(strip.filmed_at is not None for strip in planned):
        raise BoardUnfit(BoardReason.FILMED)
    scene.cut_at = transaction.now
    transaction.session.add(scene)
    await transaction.session.flush()
    await record(transaction, production.number, RecordKind.SCENE_CUT, by=by.person.number, scene=scene.key, cut=True)
    await close_all_of(transaction, scene.key, by.person)
    await follow_board(transaction, production, await strips.list_days_of(transaction.session, scene.key))
    if scene.may_be_intimate and not by.holds(production.number, COORDINATION):
        await raise_alert(
            transaction,
            production.number,
            AlertKind.CUT,
            f"{scene.key}:{transaction.now.timestamp()}",
            scene_id=scene.key,
        )


async def restore_scene(transaction: Transaction, production: Production, scene: Scene) -> None:
    """A scene that was cut is back on its days; whoever was asked before is asked afresh. Raises BoardUnfit."""
    if scene.cut_at is None:
        raise BoardUnfit(BoardReason.NOT_CUT)
    plan = await intimate_plan(transaction, production)
    scene.cut_at = None
    transaction.session.add(scene)
    await transaction.session.flush()
    await record(transaction, production.number, RecordKind.SCENE_CUT, scene=scene.key, cut=False)
    await carry_back(transaction, scene)
    await follow_board(transaction, production, await strips.list_days_of(transaction.session, scene.key))
    await tell_of_changes(transaction, production, plan)


async def mark_intimacy(
    transaction: Transaction, production: Production, scenes: Sequence[Scene], intimacy: Intimacy
) -> None:
    """What a coordinator decides about scenes; nothing but this makes a scene intimate, or takes it back."""
    days: dict[int, ShootDay] = {}
    for scene in scenes:
        scene.intimacy = intimacy
        transaction.session.add(scene)
        await record(transaction, production.number, RecordKind.SCENE_MARKED, scene=scene.key, intimacy=intimacy)
        days.update({day.number: day for day in await strips.list_days_of(transaction.session, scene.key)})
        if not scene.may_be_intimate:
            await close_all_of(transaction, scene.key, None)
    await transaction.session.flush()
    await follow_board(transaction, production, list(days.values()))


async def confirm_intimate(transaction: Transaction, production: Production, scenes: Sequence[Scene]) -> None:
    """These scenes are intimate: their performers are asked before each of their days."""
    await mark_intimacy(transaction, production, scenes, Intimacy.CONFIRMED)


async def mark_not_intimate(transaction: Transaction, production: Production, scenes: Sequence[Scene]) -> None:
    """These scenes are not intimate: nobody is asked about them."""
    await mark_intimacy(transaction, production, scenes, Intimacy.NOT_INTIMATE)
