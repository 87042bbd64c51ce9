"""The life of a closed set: planned with the board, approved by the coordinator, opened, guarded, closed after wrap."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.alerts import raise_alert
from bot.closed_sets.rosters import about, keep_roster, look_soon
from bot.domain.disclosure import ClosedSetLine
from bot.domain.membership import obstacles_of
from bot.domain.roles import Role
from bot.domain.standing import Standing
from bot.facts import Part, call_of, day_name, standing_of
from bot.outbox import send
from bot.record import RecordKind, record
from bot.transaction import Step
from storage import check_ins, closed_sets, due, people, productions, rosters, scenes, shoot_days
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet, ClosedSetState, Ending
from storage.deliveries import Priority
from storage.due import Due, DueKind
from storage.people import Person
from storage.productions import Production
from storage.rosters import Clearance
from storage.shoot_days import ShootDay

# No vowels, so that no word can appear; no digits, so that no scene's number can; nothing that is easily misread.
LETTERS = "bcdfghjkmnpqrstvwxz"
# A reading older than two turns of the timer proves nothing any more.
STALE = timedelta(minutes=11)
# What cannot be put right in the same channel: the bot is no longer in it, or a person has archived it.
LOST = ("channel_not_found", "is_archived", "not_in_channel")


def new_name() -> str:
    """A channel name that says nothing of scene or kind."""
    return "set-" + "".join(secrets.choice(LETTERS) for _ in range(6))


async def plan_closed_sets(
    step: Step, film: Production, day: ShootDay, parts: Sequence[Part], closes_at: datetime
) -> None:
    """Bring the closed sets of a day in line with its confirmed intimate scenes. Safe to repeat."""
    for part in parts:
        row = await closed_sets.find_for(step.session, part.scene.key, day.number)
        if row is None or (row.over and row.ending is Ending.OFF_THE_DAY):
            if part.filmed or closes_at <= step.now:
                continue
            row = None
        elif row.over:
            continue
        row = await keep_times(step, film, row, part, closes_at)
        await keep_roster(step, film, row, part)
    wanted = {part.scene.key for part in parts}
    for row in await closed_sets.list_on(step.session, day.number):
        if row.scene_id not in wanted:
            await begin_closing(step, row, Ending.OFF_THE_DAY)


async def keep_times(step: Step, film: Production, row: ClosedSet | None, part: Part, closes_at: datetime) -> ClosedSet:
    """The closed set of a part, made when it is new, with today's call and the moments that follow from it."""
    call = await call_of(step, film, part.day, None, [strip.unit for strip in part.strips])
    opens_at = call - timedelta(hours=film.closed_set_hours)
    if row is None:
        row = ClosedSet(
            production_id=film.number,
            scene_id=part.scene.key,
            shoot_day_id=part.day.number,
            name=new_name(),
            call_at=call,
            opens_at=opens_at,
            closes_at=closes_at,
        )
    row.call_at, row.opens_at, row.closes_at = call, opens_at, closes_at
    step.session.add(row)
    await step.session.flush()
    await plan_opening(step, row)
    return row


async def plan_opening(step: Step, row: ClosedSet) -> None:
    """The due row of the opening: moved with the call, planned again when it comes later after all."""
    key = f"{DueKind.OPEN_CLOSED_SET}:{row.number}"
    opening = await due.find_by_key(step.session, key)
    if opening is None:
        opening = Due(
            kind=DueKind.OPEN_CLOSED_SET,
            key=key,
            production_id=row.production_id,
            shoot_day_id=row.shoot_day_id,
            subject_id=row.number,
            due_at=row.opens_at,
        )
    if row.state is not ClosedSetState.PLANNED:
        opening.done_at = opening.done_at or step.now
    elif opening.due_at != row.opens_at and (opening.done_at is None or row.opens_at > step.now):
        opening.due_at, opening.done_at = row.opens_at, None
    step.session.add(opening)
    await step.session.flush()


async def open_when_due(step: Step, film: Production, due: Due) -> None:
    """The opening time has come: an approved closed set opens by itself, any other waits for the coordinator."""
    due.done_at = step.now
    row = await closed_sets.find(step.session, due.subject_id or 0)
    if row is None or row.state is not ClosedSetState.PLANNED:
        return
    if row.closes_at <= step.now:
        await begin_closing(step, row, Ending.WRAPPED)
    elif row.approved_at is not None:
        await begin_opening(step, row)
    else:
        key = f"{row.number}:{row.opens_at.timestamp()}"
        await raise_alert(step, film.number, AlertKind.ROSTER, key, **about(row))


async def approve_roster(step: Step, row: ClosedSet, by: Person) -> None:
    """The coordinator approves the roster; past the opening time the channel opens at once."""
    row.approved_at, row.approved_by = step.now, by.number
    step.session.add(row)
    await record(step, row.production_id, RecordKind.ROSTER_APPROVED, by=by.number, closed_set=row.number)
    if row.state is ClosedSetState.PLANNED and row.opens_at <= step.now:
        await begin_opening(step, row)


async def begin_opening(step: Step, row: ClosedSet) -> None:
    """From now on there is a channel to make and to keep right."""
    row.state, row.check_at = ClosedSetState.OPENING, step.now
    step.session.add(row)
    await plan_opening(step, row)


async def open_now(step: Step, row: ClosedSet, by: Person) -> None:
    """The coordinator approves and opens at once; a channel that is lost is replaced by a new one."""
    await approve_roster(step, row, by)
    if row.state is ClosedSetState.PLANNED:
        await begin_opening(step, row)
    elif row.state is ClosedSetState.OPEN and lost(row):
        await begin_anew(step, row)
    else:
        look_soon(step, row)


async def open_again(step: Step, row: ClosedSet) -> ClosedSet:
    """A closed set after one that was closed too early: a channel of its own, the same people."""
    again = ClosedSet(
        production_id=row.production_id,
        scene_id=row.scene_id,
        shoot_day_id=row.shoot_day_id,
        name=new_name(),
        call_at=row.call_at,
        opens_at=row.opens_at,
        closes_at=max(row.closes_at, step.now + STALE),
        hold=row.hold,
    )
    step.session.add(again)
    await step.session.flush()
    for known in await rosters.list_cleared(step.session, row.number):
        kept = known.model_dump(include={"person_id", "access", "reason", "department", "cleared_by"})
        step.session.add(Clearance(closed_set_id=again.number, cleared_at=step.now, **kept))
        about_it = {"about": known.person_id, "by": known.cleared_by, "closed_set": again.number}
        await record(step, row.production_id, RecordKind.CLEARED, **about_it, access=known.access)
    await step.session.flush()
    return again


def lost(row: ClosedSet) -> bool:
    """Whether the channel cannot be put right any more, by the bot at least."""
    return any(obstacle.act == "see" and obstacle.code in LOST for obstacle in obstacles_of(row.alarm))


async def begin_anew(step: Step, row: ClosedSet) -> None:
    """A new channel for the same closed set: bots can neither unarchive one nor come back by themselves."""
    row.name, row.channel, row.members, row.rules_at = new_name(), None, [], None
    for clearance in await rosters.list_cleared(step.session, row.number):
        clearance.entered_at = clearance.left_at = None
        step.session.add(clearance)
    await begin_opening(step, row)


async def begin_closing(step: Step, row: ClosedSet, ending: Ending, by: Person | None = None) -> None:
    """Nobody stays but bot and coordinators, then the channel is archived. Who is inside is told before."""
    if row.over:
        return
    row.ending, row.closing_at, row.closed_by = ending, step.now, by.number if by else None
    if row.state is ClosedSetState.PLANNED:
        row.state, row.closed_at = ClosedSetState.CLOSED, step.now
    else:
        row.state, row.check_at = ClosedSetState.CLOSING, step.now
        await say_goodbye(step, row)
    step.session.add(row)
    kind, who = RecordKind.CLOSED_SET_WRAPPED, row.closed_by
    await record(step, row.production_id, kind, by=who, closed_set=row.number, ending=ending)
    await plan_opening(step, row)


async def say_goodbye(step: Step, row: ClosedSet) -> None:
    """A message to each member who will be taken out, so that Slack's own words surprise nobody."""
    staying = {who.number for who in await people.list_holders(step.session, row.production_id, [Role.COORDINATOR])}
    for clearance in await rosters.list_cleared(step.session, row.number):
        if clearance.entered_at is None or clearance.left_at is not None or clearance.person_id in staying:
            continue
        await send(
            step,
            await people.get(step.session, clearance.person_id),
            "closed_set_wrapped",
            f"{row.number}",
            priority=Priority.ANSWER,
            production_id=row.production_id,
            closed_set=row.number,
        )


async def hold_closed_set(step: Step, check_in: CheckIn) -> None:
    """Somebody's mind has changed. Membership stays as it is (to change it would tell); the coordinator decides."""
    row = await closed_sets.find_for(step.session, check_in.scene_id, check_in.shoot_day_id)
    if row is None or row.over or row.hold:
        return
    row.hold = True
    step.session.add(row)
    if row.approved_at is not None:
        key = f"{row.number}:{step.now.timestamp()}"
        await raise_alert(step, row.production_id, AlertKind.HOLD, key, **about(row))


async def release_hold(step: Step, scene_id: int, day_id: int) -> None:
    """The coordinator has re-opened the scene."""
    row = await closed_sets.find_for(step.session, scene_id, day_id)
    if row is not None and row.hold:
        row.hold = False
        step.session.add(row)


async def release_if_settled(step: Step, check_in: CheckIn) -> None:
    """The hold ends with the last change in the scene that was still with the coordinator."""
    rows = [
        row for row in await check_ins.list_on(step.session, check_in.shoot_day_id) if row.scene_id == check_in.scene_id
    ]
    if Standing.WITH_COORDINATOR not in [await standing_of(step, row) for row in rows]:
        await release_hold(step, check_in.scene_id, check_in.shoot_day_id)


async def closed_set_line(step: Step, row: ClosedSet) -> ClosedSetLine:
    """How a closed set stands, for coordination and ADs alike: no name, no cause, nothing of who or why."""
    film = await productions.get(step.session, row.production_id)
    return ClosedSetLine(
        closed_set_id=row.number,
        scene=(await scenes.get(step.session, row.scene_id)).label,
        day=day_name(film, await shoot_days.get(step.session, row.shoot_day_id)),
        state=str(row.state),
        approved=row.approved_at is not None,
        confirmed=confirmed(row, step.now),
        channel=f"#{row.name}",
        opens_at=row.opens_at,
        checked_at=row.checked_at,
    )


def confirmed(row: ClosedSet, now: datetime) -> bool:
    """Whether the membership was read lately and was right."""
    return row.alarm is None and row.checked_at is not None and now - row.checked_at < STALE


async def closed_set_lines(step: Step, rows: Sequence[ClosedSet]) -> tuple[ClosedSetLine, ...]:
    """How the newest closed set of each scene and day stands, the closed ones left out."""
    newest = {(row.scene_id, row.shoot_day_id): row for row in rows}
    return tuple(
        [await closed_set_line(step, row) for row in newest.values() if row.state is not ClosedSetState.CLOSED]
    )
