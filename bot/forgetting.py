"""Forgetting: a performer's own words go when the matter has been closed for as long as the production keeps them."""

from datetime import datetime, timedelta

from bot.record import RecordKind, record
from bot.step import Step
from storage.answers import Answer, PrivateWords, all_words, check_in
from storage.productions import productions
from storage.schedule import shoot_day

# A day nobody has wrapped is over by then.
OVER = timedelta(days=2)


async def forget_old_words(step: Step) -> int:
    """Delete what is older than its production keeps words; how many rows went."""
    kept_for = {film.number: timedelta(days=film.keep_words_days) for film in await productions(step.session)}
    gone = 0
    for row in await all_words(step.session):
        days = kept_for.get(row.production_id or 0, max(kept_for.values(), default=timedelta(days=30)))
        if await closed_at(step, row) + days <= step.now:
            await step.session.delete(row)
            if row.production_id is not None:
                await record(
                    step, row.production_id, RecordKind.WORDS_DELETED, about=row.person_id, answer=row.answer_id
                )
            gone += 1
    return gone


async def closed_at(step: Step, row: PrivateWords) -> datetime:
    """When the matter of some words was closed: their day's wrap or end; without a day, when they were written."""
    answer = await step.session.get(Answer, row.answer_id) if row.answer_id is not None else None
    about = await check_in(step.session, answer.check_in_id) if answer is not None else None
    if about is None:
        return row.written_at
    day = await shoot_day(step.session, about.shoot_day_id)
    end = datetime.combine(day.date, row.written_at.timetz()) + OVER
    return max(day.wrapped_at or end, row.written_at)
