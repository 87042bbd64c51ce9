"""The moments of a day: rounds, call times, the AD's lines and words, kept as rows that are due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import times
from bot.domain.unreadable import Spoiled
from bot.facts import Part, call_of, first_call, parts_of_day
from bot.transaction import Transaction
from storage import due, readiness, strips
from storage.due import Due, DueKind
from storage.productions import Production
from storage.shoot_days import ShootDay


@dataclass(frozen=True)
class Moment:
    """Something that should be due: its kind, what it is about, when (UTC); `call`: the first one it goes by."""

    kind: DueKind
    day: int
    at: datetime
    person: int | None = None
    call: datetime | None = None

    @property
    def key(self) -> str:
        """The same for the same thing, whenever it is due."""
        return ":".join(str(part) for part in (self.kind, self.day, self.person) if part is not None)


async def calls_of_performers(
    transaction: Transaction, production: Production, day: ShootDay, parts: list[Part]
) -> dict[int, datetime]:
    """The earliest plausible call (UTC) of everybody in a day's scenes, by person."""
    found = {}
    for person_id in {member.person_id for part in parts for member in part.members}:
        units = [strip.unit for part in parts for strip in part.strips if part.has(person_id)]
        found[person_id] = await call_of(transaction, production, day, person_id, units)
    return found


async def moments_of_day(
    transaction: Transaction, production: Production, day: ShootDay, calls: Mapping[int, datetime]
) -> list[Moment]:
    """Everything that is due because of one day: rounds for each performer, call times, the AD's lines and words."""
    rounds = production.rounds
    moments: list[Moment] = []
    firsts: list[datetime] = []
    for person_id, call in calls.items():
        first = times.first_round(call, rounds)
        firsts.append(first)
        moments += [
            Moment(DueKind.FIRST_ROUND, day.number, first, person_id),
            Moment(DueKind.EVENING_ROUND, day.number, max(first, times.evening_round(day.date, rounds)), person_id),
            Moment(DueKind.MORNING_ROUND, day.number, times.morning_round(call, rounds), person_id),
            Moment(DueKind.CALL_TIME, day.number, call, person_id),
        ]
    # A day whose last intimate scene has left it still owes the AD the word that says so; a line it has no more.
    begin = times.next_grid(min(firsts, default=transaction.now), production.grid_minutes)
    goes_on = None if await is_gone(transaction, production, day) else await first_call(transaction, production, day)
    moments.append(Moment(DueKind.WORDS, day.number, begin, call=goes_on))
    line = await next_line_at(transaction, production, day) if goes_on is not None else None
    if line is not None:
        moments.append(Moment(DueKind.AD_LINE, day.number, line, call=goes_on))
    return moments


async def is_gone(transaction: Transaction, production: Production, day: ShootDay) -> bool:
    """Whether every scene that the AD was told of has left a day, and no other is there."""
    if await parts_of_day(transaction, production, day):
        return False
    there = {scene.key for _, scene in await strips.list_on(transaction.session, day.number)}
    return there.isdisjoint(await readiness.get_published(transaction.session, day.number))


async def next_line_at(transaction: Transaction, production: Production, day: ShootDay) -> datetime | None:
    """When the AD's next line comes (UTC): at once where a call was pulled so that the line before it is owed."""
    now, first = transaction.now, await first_call(transaction, production, day)
    lines = await lines_of(transaction, production, day)
    planned = await due.find_by_key(transaction.session, Moment(DueKind.AD_LINE, day.number, now).key)
    # An earlier version did not keep the call: then a line that was not to come before this one is owed.
    known = [planned.call_at, planned.due_at] if planned is not None else []
    before = next((moment for moment in known if isinstance(moment, datetime)), None)
    owed = before is None or first < before
    if owed and lines[0] <= now < first:
        return now
    return times.next_line(lines, now - timedelta(seconds=1))


async def promised_by(transaction: Transaction, day: ShootDay) -> datetime | None:
    """The moment (UTC) by which the AD gets the next word of a day; None when there is none to come."""
    planned = await due.find_by_key(transaction.session, Moment(DueKind.AD_LINE, day.number, transaction.now).key)
    if day.wrapped_at is not None or planned is None or planned.done_at is not None:
        return None
    return None if isinstance(planned.due_at, Spoiled) else planned.due_at


async def lines_of(transaction: Transaction, production: Production, day: ShootDay) -> list[datetime]:
    """When the AD's line for a day always comes (UTC)."""
    first = await first_call(transaction, production, day)
    return times.line_times(first, production.line_minutes, production.line_every_hours, first + times.LONGEST_DAY)


async def align_due(transaction: Transaction, production: Production, wanted: list[Moment]) -> None:
    """Plan what is wanted, move what has another moment now, forget what is no longer wanted and not yet done."""
    keys = {moment.key for moment in wanted}
    rows = await due.list_planned(transaction.session, production.number)
    lasting = (DueKind.CLOSURE, DueKind.OPEN_CLOSED_SET, DueKind.GATHERED)
    await due.delete_rows(
        transaction.session,
        [row for row in rows if row.done_at is None and row.key not in keys and row.kind not in lasting],
    )
    for moment in wanted:
        await plan_moment(transaction, production, moment)


async def plan_moment(transaction: Transaction, production: Production, moment: Moment) -> None:
    """One due row. The words of a day, once begun, follow their own grid; a call time that moves comes again."""
    row = await due.find_by_key(transaction.session, moment.key)
    if row is None:
        row = Due(
            kind=moment.kind,
            key=moment.key,
            production_id=production.number,
            shoot_day_id=moment.day,
            person_id=moment.person,
            due_at=moment.at,
            call_at=moment.call if moment.kind is DueKind.AD_LINE else None,
        )
    elif moment.kind is DueKind.AD_LINE:
        await move_line(transaction, production, row, moment)
    elif moment.kind in (DueKind.CALL_TIME, DueKind.MORNING_ROUND) and moment.at > transaction.now:
        row.due_at, row.done_at = moment.at, None
    elif moment.kind is DueKind.WORDS:
        move_words(transaction, production, row, moment)
    elif row.done_at is None:
        row.due_at = moment.at
    transaction.session.add(row)
    await transaction.session.flush()


def move_words(transaction: Transaction, production: Production, row: Due, moment: Moment) -> None:
    """The words of a day go on by themselves; those of a day that was gone begin again with the scene that comes."""
    if row.done_at is not None and (moment.call is None or transaction.now >= moment.call + times.LONGEST_DAY):
        return
    begins = max(moment.at, times.next_grid(transaction.now, production.grid_minutes))
    row.due_at, row.done_at = begins if row.done_at is not None else row.due_by(begins), None


async def move_line(transaction: Transaction, production: Production, row: Due, moment: Moment) -> None:
    """A line that was promised is never late: where the call is pushed, one comes soon that takes the promise back."""
    now, before = transaction.now, None if isinstance(row.call_at, Spoiled) else row.call_at
    row.call_at = moment.call
    if row.done_at is not None:
        if moment.at >= now:
            row.due_at, row.done_at = moment.at, None
        return
    pushed = before is not None and moment.call is not None and moment.call > before
    if not pushed or row.due_by(moment.at) == moment.at:
        row.due_at = row.due_by(moment.at)
    elif await readiness.get_published(transaction.session, moment.day):
        row.due_at = row.due_by(times.next_grid(now, production.grid_minutes))
    else:
        row.due_at = moment.at
