"""Recording what a performer said in person or by phone: it stands equal to a tap."""

from bot.answers.recording import Outcome, Said, answer
from bot.domain.outcomes import LeftDay, RecordedByHand
from bot.domain.standing import AnswerKind, Source
from bot.facts import day_name, revision_now
from bot.people import Actor, label_of
from bot.transaction import Transaction
from storage import check_ins, people, productions, scenes, shoot_days, strips
from storage.check_ins import CheckIn


async def record_by_hand(
    transaction: Transaction, check_in: CheckIn, kind: AnswerKind, source: Source, key: str, by: Actor
) -> RecordedByHand | LeftDay:
    """Keep what a performer said, who recorded it, and when; about what holds now."""
    shown = await revision_now(transaction, check_in)
    outcome, _ = await answer(transaction, check_in, Said(kind, source, shown, key, transaction.now, by=by.person))
    if outcome is Outcome.GONE:
        return await left_meanwhile(transaction, check_in)
    production = await productions.get(transaction.session, check_in.production_id)
    day = await shoot_days.get(transaction.session, check_in.shoot_day_id)
    strip = await strips.find(transaction.session, check_in.scene_id, day.number)
    return RecordedByHand(
        await label_of(transaction, production.number, await people.get(transaction.session, check_in.person_id)),
        (await scenes.get(transaction.session, check_in.scene_id)).label,
        day_name(production, day),
        kind,
        source,
        strip.filmed_at if strip is not None and outcome is Outcome.AFTER_FILMING else None,
    )


async def left_meanwhile(transaction: Transaction, check_in: CheckIn) -> LeftDay:
    """The scene has left the day while somebody was writing: nothing was recorded, and which days it has now."""
    production = await productions.get(transaction.session, check_in.production_id)
    others = [
        row
        for row in await check_ins.list_of(transaction.session, check_in.person_id)
        if row.scene_id == check_in.scene_id
    ]
    left, *now = [
        day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id)) for row in (check_in, *others)
    ]
    return LeftDay((await scenes.get(transaction.session, check_in.scene_id)).label, left, tuple(now))
