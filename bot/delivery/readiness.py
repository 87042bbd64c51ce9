"""Writers of messages to the ADs: words of scenes, and nothing else."""

from dataclasses import replace
from datetime import datetime

from bot.checkins.moments import promised_by
from bot.delivery.message import MessageContext
from bot.domain.disclosure import PlanReadiness, SceneWord
from bot.facts import day_name
from bot.transaction import Transaction
from messages.blocks import Message
from messages.readiness import radio_message, readiness_message
from storage import readiness, scenes, shoot_days, strips
from storage.deliveries import Delivery
from storage.people import Person
from storage.productions import Production
from storage.readiness import DeliveredReadiness, PublishedReadiness
from storage.shoot_days import ShootDay


async def write_readiness(context: MessageContext) -> Message | None:
    """The words that differ from the last ones this reader got; all of them where the line is due."""
    transaction, production = context.transaction, await context.production()
    day = await shoot_days.get(transaction.session, context.about("day"))
    rows = await readiness_to_tell(transaction, day, context.delivery, context.reader)
    if not rows:
        return None
    message = readiness_message(
        context.language, await plan_readiness(transaction, production, day, context.delivery, rows)
    )
    return replace(message, version=max(row.id or 0 for row in rows))


async def readiness_to_tell(
    transaction: Transaction, day: ShootDay, delivery: Delivery, reader: Person
) -> list[PublishedReadiness]:
    """Published words this reader is to be told, in the order of the board."""
    published = await readiness.get_published(transaction.session, day.number, delivery.version or None)
    had = await readiness.get_delivered(transaction.session, day.number, reader.number)
    order = [scene.key for _, scene in await strips.list_on(transaction.session, day.number)]
    rows = [
        row
        for row in published.values()
        if delivery.subject["line"] or row.scene_id not in had or had[row.scene_id].word is not row.word
    ]
    return sorted(rows, key=lambda row: (order.index(row.scene_id) if row.scene_id in order else len(order), row.id))


async def plan_readiness(
    transaction: Transaction, production: Production, day: ShootDay, delivery: Delivery, rows: list[PublishedReadiness]
) -> PlanReadiness:
    """The words as the AD may see them."""
    as_of = max([datetime.fromisoformat(delivery.subject["as_of"]), *(row.as_of for row in rows)])
    filmed = await strips.list_filmed(transaction.session, day.number)
    lines = [
        SceneWord((await scenes.get(transaction.session, row.scene_id)).label, row.word, row.scene_id in filmed)
        for row in rows
    ]
    next_by = await promised_by(transaction, day)
    return PlanReadiness(day_name(production, day), tuple(lines), as_of, next_by, production.board_version)


async def readiness_delivered(transaction: Transaction, delivery: Delivery, reader: Person) -> None:
    """Remember what this reader was told last."""
    day = await shoot_days.get(transaction.session, int(delivery.subject["day"]))
    had = await readiness.get_delivered(transaction.session, day.number, reader.number)
    for row in await readiness_to_tell(transaction, day, delivery, reader):
        told = had.get(row.scene_id) or DeliveredReadiness(
            person_id=reader.number, scene_id=row.scene_id, shoot_day_id=day.number, word=row.word, as_of=row.as_of
        )
        told.word, told.as_of = row.word, row.as_of
        transaction.session.add(told)


async def write_radio(context: MessageContext) -> Message | None:
    """Please find the coordinator."""
    day = await shoot_days.get(context.transaction.session, context.about("day"))
    label = (await scenes.get(context.transaction.session, context.about("scene"))).label
    return radio_message(context.language, day_name(await context.production(), day), label)
