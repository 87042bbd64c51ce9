"""The moments of a day: rounds, call times, the AD's lines and words, kept as rows that are due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import times
from bot.facts import Part, call_of, first_call
from bot.transaction import Transaction
from storage import due
from storage.due import Due, DueKind
from storage.productions import Production
from storage.shoot_days import ShootDay

# How long after the first call a day's words go on when nobody says "wrap".
LONGEST_DAY = timedelta(hours=16)


@dataclass(frozen=True)
class Moment:
    """Something that should be due: its kind, what it is about, when (UTC)."""

    kind: DueKind
    day: int
    at: datetime
    person: int | None = None

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
    # A day whose last intimate scene has left it still owes the AD the word that says so, and the promised line.
    begin = times.next_grid(min(firsts, default=transaction.now), production.grid_minutes)
    moments.append(Moment(DueKind.WORDS, day.number, begin))
    lines = times.next_line(await lines_of(transaction, production, day), transaction.now - timedelta(seconds=1))
    if lines is not None:
        moments.append(Moment(DueKind.AD_LINE, day.number, lines))
    return moments


async def lines_of(transaction: Transaction, production: Production, day: ShootDay) -> list[datetime]:
    """When the AD's line for a day always comes (UTC)."""
    first = await first_call(transaction, production, day)
    return times.line_times(first, production.line_minutes, production.line_every_hours, first + LONGEST_DAY)


async def align_due(transaction: Transaction, production: Production, wanted: list[Moment]) -> None:
    """Plan what is wanted, move what has another moment now, forget what is no longer wanted and not yet done."""
    keys = {moment.key for moment in wanted}
    rows = await due.list_planned(transaction.session, production.number)
    lasting = (DueKind.CLOSURE, DueKind.OPEN_CLOSED_SET)
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
        )
    elif moment.kind in (DueKind.AD_LINE, DueKind.CALL_TIME, DueKind.MORNING_ROUND) and moment.at > transaction.now:
        row.due_at, row.done_at = moment.at, None
    elif row.done_at is None and moment.kind is DueKind.WORDS:
        row.due_at = min(row.due_at, max(moment.at, times.next_grid(transaction.now, production.grid_minutes)))
    elif row.done_at is None:
        row.due_at = moment.at
    transaction.session.add(row)
    await transaction.session.flush()
