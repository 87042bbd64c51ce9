"""The scene's word for the AD: computed from what is true, published on the grid, sent when it differs."""

from datetime import datetime, timedelta

from bot.checkins.moments import is_gone, lines_of
from bot.domain import times
from bot.domain.readiness import Word
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import ASSISTANT_DIRECTION
from bot.facts import first_call, parts_of_day, word_of
from bot.outbox import send
from bot.record import record
from bot.transaction import Transaction
from storage import due, people, readiness, strips
from storage.deliveries import Priority, Template
from storage.due import Due, DueKind
from storage.productions import Production
from storage.readiness import PublishedReadiness
from storage.shoot_days import ShootDay

# A moment of the grid that is looked at within this time was looked at on time.
LATE = timedelta(minutes=1)


async def publish_readiness(transaction: Transaction, production: Production, day: ShootDay, as_of: datetime) -> bool:
    """Publish the word of each scene of a day whose word has changed; True when one has.

    A filmed scene keeps its last word: what happens after filming is not the plan's matter. A scene that is no longer
    marked as intimate, but still on the board, goes ahead only with the coordinator.
    """
    known = await readiness.get_published(transaction.session, day.number)
    current: dict[int, Word] = {}
    for part in await parts_of_day(transaction, production, day):
        if part.filmed and part.scene.key in known:
            current[part.scene.key] = known[part.scene.key].word
        elif not part.filmed:
            current[part.scene.key] = await word_of(transaction, production, part)
    there = {scene.key for _, scene in await strips.list_on(transaction.session, day.number)}
    gone = {
        scene_id: Word.WITH_COORDINATOR if scene_id in there else Word.NOT_PROCEEDING
        for scene_id in known
        if scene_id not in current
    }
    changed = False
    for scene_id, word in {**current, **gone}.items():
        if scene_id not in known or known[scene_id].word is not word:
            transaction.session.add(
                PublishedReadiness(scene_id=scene_id, shoot_day_id=day.number, word=word, as_of=as_of)
            )
            await record(
                transaction,
                production.number,
                RecordKind.WORD_PUBLISHED,
                scene=scene_id,
                day=day.number,
                word=word,
                as_of=as_of,
                board_version=production.board_version,
            )
            changed = True
    await transaction.session.flush()
    return changed


async def send_readiness(
    transaction: Transaction, production: Production, day: ShootDay, as_of: datetime, *, line: bool
) -> None:
    """Have each AD told: the whole line when one is due, else what differs from the last word they got."""
    for reader in await people.list_holders(transaction.session, production.number, ASSISTANT_DIRECTION):
        await send(
            transaction,
            reader,
            Template.READINESS,
            f"{day.number}:{'line' if line else 'change'}:{as_of.timestamp()}",
            priority=Priority.ANSWER,
            production_id=production.number,
            day=day.number,
            line=line,
            as_of=as_of.isoformat(),
        )


async def run_readiness(transaction: Transaction, production: Production, day: ShootDay, row: Due) -> None:
    """One moment of the grid: publish what changed, and plan the next moment while the day lasts."""
    first = await first_call(transaction, production, day)
    # A word is never dated back: late, after an outage, it is as of the moment it was found.
    as_of = row.due_at if transaction.now - row.due_at < LATE else transaction.now
    changed = await publish_readiness(transaction, production, day, as_of)
    until = held_until(production, first, transaction.now)
    if until is not None:
        row.due_at = until
        transaction.session.add(row)
        return
    if changed or held_until(production, first, row.due_at - timedelta(seconds=1)) == row.due_at:
        await send_readiness(transaction, production, day, as_of, line=False)
    going_on = day.wrapped_at is None and not await is_gone(transaction, production, day)
    if going_on and transaction.now < first + times.LONGEST_DAY:
        row.due_at = times.next_grid(transaction.now + timedelta(seconds=1), production.grid_minutes)
    else:
        row.done_at = transaction.now
    transaction.session.add(row)


def held_until(production: Production, first: datetime, at: datetime) -> datetime | None:
    """Until when words wait that would come in quiet hours, long before call; None when they may be sent."""
    until = times.after_quiet(at, production.quiet, production.time_zone)
    until = min(until, max(at, first - timedelta(hours=production.near_call_hours)))
    return until if until > at else None


async def send_changes(transaction: Transaction, production: Production, day: ShootDay, as_of: datetime) -> None:
    """Have each AD told what has changed, off the grid: now, or when the quiet hours end."""
    until = held_until(production, await first_call(transaction, production, day), transaction.now)
    row = await due.find_by_key(transaction.session, f"{DueKind.WORDS}:{day.number}")
    if until is not None and row is not None and row.done_at is None:
        row.due_at = until
        transaction.session.add(row)
    else:
        await send_readiness(transaction, production, day, as_of, line=False)


async def run_line(transaction: Transaction, production: Production, day: ShootDay, row: Due) -> None:
    """The line that always comes, whether or not anything changed; then the next one is planned."""
    await publish_readiness(transaction, production, day, transaction.now)
    await send_readiness(transaction, production, day, transaction.now, line=True)
    following = times.next_line(await lines_of(transaction, production, day), transaction.now)
    if following is not None and day.wrapped_at is None:
        row.due_at = following
    else:
        row.done_at = transaction.now
    transaction.session.add(row)


async def hurry_readiness(transaction: Transaction, production: Production, day: ShootDay) -> None:
    """In the last hours before call the grid is a close one, on which a change is published."""
    first = await first_call(transaction, production, day)
    row = await due.find_by_key(transaction.session, f"{DueKind.WORDS}:{day.number}")
    if row is not None and row.done_at is None and first - timedelta(hours=production.at_once_hours) <= transaction.now:
        row.due_at = row.due_by(times.next_grid(transaction.now, production.close_grid_minutes))
        transaction.session.add(row)
