"""From the board to what must happen: check-ins opened and withdrawn, and the moments that are due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts import raise_alert
from bot.checkins.revisions import add_revision
from bot.closed_sets.lifetime import plan_closed_sets
from bot.domain import times
from bot.domain.standing import RevisionKind, Standing
from bot.facts import Part, call_of, first_call, parts_of_day, rider_holds, standing_of
from bot.outbox import send
from bot.transaction import Transaction
from storage import check_ins, due, people, readiness, scenes, shoot_days, strips, terms
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Priority
from storage.due import Due, DueKind
from storage.people import CastMember
from storage.productions import Production
from storage.revisions import Revision
from storage.scenes import Intimacy
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


async def replan(transaction: Transaction, production: Production) -> None:
    """Bring check-ins and due rows in line with the board, after any change of the plan. Safe to repeat."""
    moments: list[Moment] = []
    for day in await shoot_days.list_all(transaction.session, production.number):
        parts = await parts_of_day(transaction, production, day)
        if day.wrapped_at is None:
            await align_check_ins(transaction, production, day, parts)
            closes_at = await first_call(transaction, production, day) + LONGEST_DAY
            await plan_closed_sets(transaction, production, day, parts, closes_at)
            if parts or await readiness.get_published(transaction.session, day.number):
                moments += await moments_of_day(transaction, production, day, parts)
    await align_due(transaction, production, moments)


async def align_check_ins(transaction: Transaction, production: Production, day: ShootDay, parts: list[Part]) -> None:
    """Open the check-ins the board asks for, withdraw those it no longer does. With a minor in it, nobody is asked."""
    asked = [part for part in parts if part.of_age or part.filmed]
    wanted = {(part.scene.key, member.person_id): member for part in asked for member in part.members}
    for part in parts:
        if not part.of_age and not part.filmed:
            await tell_of_minors(transaction, production, part)
        for member in part.members if part.of_age and not part.filmed else ():
            await open_check_in(transaction, production, day, part, member)
    for standing_check_in in await check_ins.list_on(transaction.session, day.number):
        key = (standing_check_in.scene_id, standing_check_in.person_id)
        if key not in wanted:
            await withdraw(transaction, production, day, standing_check_in)


async def tell_of_minors(transaction: Transaction, production: Production, part: Part) -> None:
    """Tell the coordinator once for each day that a scene is theirs alone."""
    where = {"scene_id": part.scene.key, "shoot_day_id": part.day.number}
    key = ":".join(str(number) for number in where.values())
    await raise_alert(transaction, production.number, AlertKind.NEEDS_COORDINATOR, key, **where)


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
    if known.asked_at is None:
        return
    planned = await strips.list_days_of(transaction.session, known.scene_id)
    moved = day.number not in [other.number for other in planned]
    elsewhere = [other for other in planned if moved]
    scene = await scenes.get(transaction.session, known.scene_id)
    await send(
        transaction,
        await people.get(transaction.session, known.person_id),
        "withdrawn",
        f"{known.number}:{transaction.now.timestamp()}",
        priority=Priority.ANSWER,
        production_id=production.number,
        check_in=known.number,
    )
    if elsewhere and scene.cut_at is None and scene.intimacy is Intimacy.CONFIRMED:
        await raise_alert(
            transaction,
            production.number,
            AlertKind.MOVED,
            f"{known.scene_id}:{day.number}:{transaction.now.timestamp()}",
            scene_id=known.scene_id,
            shoot_day_id=elsewhere[-1].number,
            since=None if was_confirmed else transaction.now,
        )


async def moments_of_day(
    transaction: Transaction, production: Production, day: ShootDay, parts: list[Part]
) -> list[Moment]:
    """Everything that is due because of one day: rounds for each performer, call times, the AD's lines and words."""
    rounds = production.rounds
    moments: list[Moment] = []
    firsts: list[datetime] = []
    for person_id in {member.person_id for part in parts for member in part.members}:
        units = [strip.unit for part in parts for strip in part.strips if in_part(part, person_id)]
        call = await call_of(transaction, production, day, person_id, units)
        await flag_notice(transaction, production, day, parts, person_id, call)
        await flag_turnaround(transaction, production, day, person_id, call)
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


def in_part(part: Part, person_id: int) -> bool:
    """Whether a person performs in a part."""
    return any(member.person_id == person_id for member in part.members)


async def lines_of(transaction: Transaction, production: Production, day: ShootDay) -> list[datetime]:
    """When the AD's line for a day always comes (UTC)."""
    first = await first_call(transaction, production, day)
    return times.line_times(first, production.line_minutes, production.line_every_hours, first + LONGEST_DAY)


async def flag_notice(
    transaction: Transaction, production: Production, day: ShootDay, parts: list[Part], person_id: int, call: datetime
) -> None:
    """Tell the coordinator once when a call has moved so that a rider's notice is no longer met."""
    for part in parts:
        rider = (
            await terms.find_rider(transaction.session, part.scene.key, person_id) if in_part(part, person_id) else None
        )
        if rider is not None and rider.in_force and not rider_holds(production, rider, call):
            await raise_alert(
                transaction,
                production.number,
                AlertKind.NOTICE,
                f"{rider.id}:{day.number}:{call.timestamp()}",
                scene_id=part.scene.key,
                shoot_day_id=day.number,
                person_id=person_id,
            )


async def flag_turnaround(
    transaction: Transaction, production: Production, day: ShootDay, person_id: int, call: datetime
) -> None:
    """Tell the coordinator once when a call leaves too little rest after a wrap (12 h for SAG-AFTRA performers)."""
    rest = timedelta(hours=production.turnaround_hours)
    for earlier in await shoot_days.list_all(transaction.session, production.number):
        wrapped = earlier.wrapped_at
        if earlier.date >= day.date or wrapped is None or not timedelta(0) <= call - wrapped < rest:
            continue
        if await check_ins.list_on(transaction.session, earlier.number, person_id):
            await raise_alert(
                transaction,
                production.number,
                AlertKind.TURNAROUND,
                f"{person_id}:{day.number}:{call.timestamp()}",
                shoot_day_id=day.number,
                person_id=person_id,
            )


async def align_due(transaction: Transaction, production: Production, wanted: list[Moment]) -> None:
    """Plan what is wanted, move what has another moment now, forget what is no longer wanted and not yet done."""
    keys = {moment.key for moment in wanted}
    rows = await due.list_planned(transaction.session, production.number)
    lasting = (DueKind.CLOSURE, DueKind.OPEN_CLOSED_SET, DueKind.ALERT)
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
