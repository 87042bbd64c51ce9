"""The life of a closed set: planned with the board, approved by the coordinator, opened, guarded, closed after wrap."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.alerts import end_alerts, raise_alert
from bot.closed_sets.rosters import about, fingerprint, keep_roster, look_soon
from bot.closed_sets.sparing import keep_approved
from bot.domain.disclosure import ClosedSetLine
from bot.domain.membership import CHANNEL_GONE, Act, obstacles_of
from bot.domain.outcomes import Approved
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import DayWrapped, RosterChanged
from bot.domain.roles import Role
from bot.facts import Part, call_of, day_name, has_open_matter
from bot.outbox import send
from bot.record import record
from bot.transaction import Transaction
from storage import alerts, closed_sets, due, people, productions, rosters, scenes, shoot_days, strips
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.closed_sets import ClosedSet, ClosedSetState, Ending
from storage.deliveries import Priority, Template
from storage.due import Due, DueKind
from storage.people import Person
from storage.productions import Production
from storage.rosters import Clearance
from storage.shoot_days import ShootDay

# No vowels, so that no word can appear; no digits, so that no scene's number can; nothing that is easily misread.
LETTERS = "bcdfghjkmnpqrstvwxz"
# What is no longer asked of the coordinator once a closed set closes.
OF_A_ROSTER = (
    *(AlertKind.HOLD, AlertKind.ROSTER, AlertKind.ROSTER_MOVED, AlertKind.ASKED, AlertKind.REMOVAL_WAITS),
    AlertKind.SCENE_GONE,
)
# A reading older than two turns of the timer proves nothing any more.
STALE = timedelta(minutes=11)


def new_name() -> str:
    """A channel name that says nothing of scene or kind."""
    return "set-" + "".join(secrets.choice(LETTERS) for _ in range(6))


async def plan_closed_sets(
    transaction: Transaction, production: Production, day: ShootDay, parts: Sequence[Part], closes_at: datetime
) -> None:
    """Bring the closed sets of a day in line with its confirmed intimate scenes. Safe to repeat.

    One whose scene has left the day while people may be standing in it waits for the coordinator, or the day's end.
    """
    for part in parts:
        row = await closed_sets.find_for(transaction.session, part.scene.key, day.number)
        if row is None or (row.over and row.ending is Ending.OFF_THE_DAY):
            if part.filmed or closes_at <= transaction.now:
                continue
            row = None
        elif row.over:
            continue
        row = await keep_times(transaction, production, row, part, closes_at)
        await keep_roster(transaction, production, row, part)
        await end_alerts(transaction, [AlertKind.SCENE_GONE], closed_set_id=row.number)
    wanted = {part.scene.key for part in parts}
    for row in await closed_sets.list_on(transaction.session, day.number):
        if row.scene_id not in wanted and row.channel is not None:
            await keep_without_scene(transaction, row)
        elif row.scene_id not in wanted:
            await begin_closing(transaction, row, Ending.OFF_THE_DAY)


async def keep_without_scene(transaction: Transaction, row: ClosedSet) -> None:
    """The plan alone empties no channel: everybody on the list stays, and the coordinator is told once, urgently."""
    told = await alerts.list_about(transaction.session, [AlertKind.SCENE_GONE], closed_set_id=row.number)
    if not row.over and not told:
        key = f"{row.number}:{transaction.now.timestamp()}"
        await raise_alert(transaction, row.production_id, AlertKind.SCENE_GONE, key, **about(row))


async def close_off_the_day(transaction: Transaction, row: ClosedSet, by: Person | None) -> None:
    """Somebody has said that a closed set is not needed. Planned again, its scene gets another one."""
    await begin_closing(transaction, row, Ending.OFF_THE_DAY, by)


async def close_all_of(transaction: Transaction, scene_id: int, by: Person | None) -> None:
    """Somebody has cut a scene, or said that it is not intimate: its closed sets are not needed, on whichever day."""
    for row in await closed_sets.list_of_scene(transaction.session, scene_id):
        await close_off_the_day(transaction, row, by)


async def keep_times(
    transaction: Transaction, production: Production, row: ClosedSet | None, part: Part, closes_at: datetime
) -> ClosedSet:
    """The closed set of a part, made when it is new, with today's call and the moments that follow from it."""
    call = await call_of(transaction, production, part.day, None, [strip.unit for strip in part.strips])
    opens_at = call - timedelta(hours=production.closed_set_hours)
    if row is None:
        row = ClosedSet(
            production_id=production.number,
            scene_id=part.scene.key,
            shoot_day_id=part.day.number,
            name=new_name(),
            call_at=call,
            opens_at=opens_at,
            closes_at=closes_at,
        )
    row.call_at, row.opens_at, row.closes_at = call, opens_at, closes_at
    transaction.session.add(row)
    await transaction.session.flush()
    await plan_opening(transaction, row)
    return row


async def plan_opening(transaction: Transaction, row: ClosedSet) -> None:
    """The due row of the opening: moved with the call, planned again when it comes later after all."""
    key = f"{DueKind.OPEN_CLOSED_SET}:{row.number}"
    opening = await due.find_by_key(transaction.session, key)
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
        opening.done_at = opening.done_at or transaction.now
    elif opening.due_at != row.opens_at and (opening.done_at is None or row.opens_at > transaction.now):
        opening.due_at, opening.done_at = row.opens_at, None
    transaction.session.add(opening)
    await transaction.session.flush()


async def open_when_due(transaction: Transaction, production: Production, due: Due) -> None:
    """The opening time has come: an approved closed set opens by itself, any other waits for the coordinator."""
    due.done_at = transaction.now
    row = await closed_sets.find(transaction.session, due.subject_id or 0)
    if row is None or row.state is not ClosedSetState.PLANNED:
        return
    if row.closes_at <= transaction.now:
        await begin_closing(transaction, row, Ending.WRAPPED)
    elif row.approved_at is not None:
        await begin_opening(transaction, row)
    else:
        key = f"{row.number}:{row.opens_at.timestamp()}"
        await raise_alert(transaction, production.number, AlertKind.ROSTER, key, **about(row))


async def approve_roster(transaction: Transaction, row: ClosedSet, by: Person) -> None:
    """The coordinator approves the roster; past the opening time the channel opens at once."""
    await keep_approved(transaction, row)
    row.approved_at, row.approved_by = transaction.now, by.number
    transaction.session.add(row)
    await record(transaction, row.production_id, RecordKind.ROSTER_APPROVED, by=by.number, closed_set=row.number)
    await end_alerts(transaction, [AlertKind.ROSTER, AlertKind.ROSTER_MOVED], closed_set_id=row.number)
    if row.state is ClosedSetState.PLANNED and row.opens_at <= transaction.now:
        await begin_opening(transaction, row)


async def approve_shown(transaction: Transaction, row: ClosedSet, version: str, by: Person) -> Approved:
    """The coordinator approves the roster that was shown to them. Raises RosterChanged where it is another by now."""
    if version != await fingerprint(transaction, row):
        raise RosterChanged
    await approve_roster(transaction, row, by)
    production = await productions.get(transaction.session, row.production_id)
    return Approved(row.opens_at if row.state is ClosedSetState.PLANNED else None, production.time_zone)


async def begin_opening(transaction: Transaction, row: ClosedSet) -> None:
    """From now on there is a channel to make and to keep right."""
    row.state, row.check_at = ClosedSetState.OPENING, transaction.now
    transaction.session.add(row)
    await plan_opening(transaction, row)


async def open_now(transaction: Transaction, row: ClosedSet, by: Person) -> None:
    """The coordinator approves and opens at once; a channel that is lost is replaced by a new one."""
    await approve_roster(transaction, row, by)
    if row.state is ClosedSetState.PLANNED:
        await begin_opening(transaction, row)
    elif row.state is ClosedSetState.OPEN and lost(row):
        await begin_anew(transaction, row)
    else:
        look_soon(transaction, row)


async def open_by_hand(transaction: Transaction, row: ClosedSet, by: Person) -> bool:
    """Approve and open now, anew where it was closed too early. True: a new channel replaces one that is lost.

    Raises DayWrapped.
    """
    if row.over:
        if (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is not None:
            raise DayWrapped
        row = await open_again(transaction, row)
    anew = lost(row)
    await open_now(transaction, row, by)
    return anew


async def open_again(transaction: Transaction, row: ClosedSet) -> ClosedSet:
    """A closed set after one that was closed too early: a channel of its own, the same people."""
    again = ClosedSet(
        production_id=row.production_id,
        scene_id=row.scene_id,
        shoot_day_id=row.shoot_day_id,
        name=new_name(),
        call_at=row.call_at,
        opens_at=row.opens_at,
        closes_at=max(row.closes_at, transaction.now + STALE),
        hold=row.hold,
    )
    transaction.session.add(again)
    await transaction.session.flush()
    for known in await rosters.list_cleared(transaction.session, row.number):
        kept = known.model_dump(include={"person_id", "access", "reason", "department", "cleared_by"})
        transaction.session.add(Clearance(closed_set_id=again.number, cleared_at=transaction.now, **kept))
        about_it = {"about": known.person_id, "by": known.cleared_by, "closed_set": again.number}
        await record(transaction, row.production_id, RecordKind.CLEARED, **about_it, access=known.access)
    await transaction.session.flush()
    return again


def lost(row: ClosedSet) -> bool:
    """Whether the channel cannot be put right any more, by the bot at least."""
    return any(obstacle.act is Act.SEE and obstacle.code in CHANNEL_GONE for obstacle in obstacles_of(row.alarm))


async def begin_anew(transaction: Transaction, row: ClosedSet) -> None:
    """A new channel for the same closed set: bots can neither unarchive one nor come back by themselves."""
    row.name, row.channel, row.members, row.rules_at = new_name(), None, [], None
    for clearance in await rosters.list_cleared(transaction.session, row.number):
        clearance.entered_at = clearance.left_at = None
        transaction.session.add(clearance)
    await begin_opening(transaction, row)


async def begin_closing(transaction: Transaction, row: ClosedSet, ending: Ending, by: Person | None = None) -> None:
    """Nobody stays but bot and coordinators, then the channel is archived. Who is inside is told before."""
    if row.over:
        return
    await end_alerts(transaction, OF_A_ROSTER, closed_set_id=row.number)
    await rosters.delete_strangers_asked(transaction.session, row.number)
    row.ending, row.closing_at, row.closed_by = ending, transaction.now, by.number if by else None
    if row.state is ClosedSetState.PLANNED:
        row.state, row.closed_at = ClosedSetState.CLOSED, transaction.now
    else:
        row.state, row.check_at = ClosedSetState.CLOSING, transaction.now
        await say_goodbye(transaction, row)
    transaction.session.add(row)
    kind, who = RecordKind.CLOSED_SET_WRAPPED, row.closed_by
    await record(transaction, row.production_id, kind, by=who, closed_set=row.number, ending=ending)
    await plan_opening(transaction, row)


async def say_goodbye(transaction: Transaction, row: ClosedSet) -> None:
    """A message to each member who will be taken out, so that Slack's own words surprise nobody."""
    staying = {
        who.number for who in await people.list_holders(transaction.session, row.production_id, [Role.COORDINATOR])
    }
    for clearance in await rosters.list_cleared(transaction.session, row.number):
        if clearance.entered_at is None or clearance.left_at is not None or clearance.person_id in staying:
            continue
        await send(
            transaction,
            await people.get(transaction.session, clearance.person_id),
            Template.CLOSED_SET_WRAPPED,
            f"{row.number}",
            priority=Priority.ANSWER,
            production_id=row.production_id,
            closed_set=row.number,
        )


async def hold_closed_set(transaction: Transaction, check_in: CheckIn) -> None:
    """Somebody's mind has changed. Membership stays as it is (to change it would tell); the coordinator decides.

    That holds for each day the scene stands on.
    """
    for day in await strips.list_days_of(transaction.session, check_in.scene_id):
        row = await closed_sets.find_for(transaction.session, check_in.scene_id, day.number)
        if row is None or row.over or row.hold:
            continue
        row.hold = True
        transaction.session.add(row)
        if row.approved_at is not None:
            key = f"{row.number}:{transaction.now.timestamp()}"
            await raise_alert(transaction, row.production_id, AlertKind.HOLD, key, **about(row))


async def release_hold(transaction: Transaction, scene_id: int, day_id: int) -> None:
    """The coordinator has re-opened the scene."""
    row = await closed_sets.find_for(transaction.session, scene_id, day_id)
    if row is not None and row.hold:
        row.hold = False
        transaction.session.add(row)
        await end_alerts(transaction, [AlertKind.HOLD], closed_set_id=row.number)


async def release_if_settled(transaction: Transaction, scene_id: int) -> None:
    """The hold of a scene ends, on each of its days, with the last matter that was open."""
    if await has_open_matter(transaction, scene_id):
        return
    for day in await strips.list_days_of(transaction.session, scene_id):
        await release_hold(transaction, scene_id, day.number)


async def closed_set_line(transaction: Transaction, row: ClosedSet) -> ClosedSetLine:
    """How a closed set stands, for coordination and ADs alike: no name, no cause, nothing of who or why."""
    production = await productions.get(transaction.session, row.production_id)
    return ClosedSetLine(
        closed_set_id=row.number,
        scene=(await scenes.get(transaction.session, row.scene_id)).label,
        day=day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id)),
        state=str(row.state),
        approved=row.approved_at is not None,
        confirmed=confirmed(row, transaction.now),
        channel=f"#{row.name}",
        opens_at=row.opens_at,
        checked_at=row.checked_at,
    )


def confirmed(row: ClosedSet, now: datetime) -> bool:
    """Whether the membership was read lately and was right."""
    return row.alarm is None and row.checked_at is not None and now - row.checked_at < STALE


async def closed_set_lines(transaction: Transaction, rows: Sequence[ClosedSet]) -> tuple[ClosedSetLine, ...]:
    """How the newest closed set of each scene and day stands, the closed ones left out."""
    newest = {(row.scene_id, row.shoot_day_id): row for row in rows}
    return tuple(
        [await closed_set_line(transaction, row) for row in newest.values() if row.state is not ClosedSetState.CLOSED]
    )
