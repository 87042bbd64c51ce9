"""Check-ins as they are shown: to performers their own days, to the coordination whom a check-in is about."""

from collections.abc import Sequence

from bot.domain.disclosure import AskedScene, OwnAnswer, OwnDay, OwnScene
from bot.facts import call_for_check_in, contact, day_name, revision_now, standing_of
from bot.people import label_of, labels_of
from bot.transaction import Transaction
from storage import alerts, answers, check_ins, people, productions, scenes, shoot_days
from storage.check_ins import CheckIn
from storage.people import Person
from storage.productions import Production
from storage.shoot_days import ShootDay

# For performers: their own.


async def own_scenes(transaction: Transaction, rows: Sequence[CheckIn]) -> tuple[OwnScene, ...]:
    """A performer's scenes as they may see them."""
    found = []
    for row in rows:
        scene = await scenes.get(transaction.session, row.scene_id)
        found.append(
            OwnScene(
                row.number,
                scene.label,
                scene.set_name,
                await revision_now(transaction, row),
                await standing_of(transaction, row),
            )
        )
    return tuple(found)


async def own_day(transaction: Transaction, production: Production, day: ShootDay, rows: Sequence[CheckIn]) -> OwnDay:
    """A performer's day: call, scenes, whom to phone."""
    call = await call_for_check_in(transaction, production, day, rows[0]) if rows else None
    return OwnDay(
        day_name(production, day), call, await own_scenes(transaction, rows), await contact(transaction, production)
    )


async def own_day_of(transaction: Transaction, rows: Sequence[CheckIn]) -> OwnDay:
    """A performer's day, from their check-ins of it."""
    production = await productions.get(transaction.session, rows[0].production_id)
    return await own_day(transaction, production, await shoot_days.get(transaction.session, rows[0].shoot_day_id), rows)


async def asked_by_day(
    transaction: Transaction, performer: Person, production: Production | None = None
) -> list[list[CheckIn]]:
    """The check-ins a performer was asked about and that are not over, day by day; of one production or of all."""
    by_day: dict[int, list[CheckIn]] = {}
    for row in await check_ins.list_of(transaction.session, performer.number):
        here = row.asked_at is not None and (production is None or row.production_id == production.number)
        if here and (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is None:
            by_day.setdefault(row.shoot_day_id, []).append(row)
    return list(by_day.values())


async def own_days(transaction: Transaction, by_day: Sequence[Sequence[CheckIn]]) -> tuple[OwnDay, ...]:
    """A performer's days, the next one first."""
    return tuple(sorted([await own_day_of(transaction, rows) for rows in by_day], key=lambda day: day.day.date))


async def own_answer(transaction: Transaction, row: CheckIn) -> OwnAnswer:
    """The last thing the performer said to one check-in, and whether it was seen."""
    production = await productions.get(transaction.session, row.production_id)
    day = day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id))
    label = (await scenes.get(transaction.session, row.scene_id)).label
    said = await answers.list_to(transaction.session, row.number)
    if not said:
        return OwnAnswer(label, day, None, None, None)
    last = said[-1]
    seen_by = None
    for told in await alerts.list_for_answer(transaction.session, last.number):
        if told.acknowledged_by is not None:
            seen_by = (await people.get(transaction.session, told.acknowledged_by)).name
    return OwnAnswer(label, day, last.kind, last.said_at, seen_by)


async def seen_by(transaction: Transaction, performer: Person, number: int) -> str | None:
    """Who has seen what a performer said; None where that is not theirs, or nobody has."""
    alert = await alerts.find(transaction.session, number)
    if alert is None or alert.person_id != performer.number or alert.acknowledged_by is None:
        return None
    return (await people.get(transaction.session, alert.acknowledged_by)).name


# For the coordination.


async def asked_scene(transaction: Transaction, check_in: CheckIn) -> AskedScene:
    """The scene a check-in is about, whose it is, and everybody who is asked about the scene that day."""
    together = await check_ins_together(transaction, check_in)
    everybody = [await people.get(transaction.session, row.person_id) for row in together]
    performer = await people.get(transaction.session, check_in.person_id)
    return AskedScene(
        check_in.number,
        (await scenes.get(transaction.session, check_in.scene_id)).label,
        await label_of(transaction, check_in.production_id, performer),
        tuple(await labels_of(transaction, check_in.production_id, everybody)),
    )


async def check_ins_together(transaction: Transaction, check_in: CheckIn) -> list[CheckIn]:
    """The check-ins of a scene on a day."""
    rows = await check_ins.list_on(transaction.session, check_in.shoot_day_id)
    return [row for row in rows if row.scene_id == check_in.scene_id]
