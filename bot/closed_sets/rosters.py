"""Who is on the roster of a closed set: kept in line with the plan by the bot, everything else by the coordinator."""

from bot.alerts import end, end_alerts, raise_alert
from bot.domain.jurisdictions import RemoteViewing, profile
from bot.domain.membership import ENTERS
from bot.domain.places import Place, most_at_monitors
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import DepartmentMissing, NoRemoteViewing, NoRoom, NotOnList
from bot.domain.roles import Access, Role
from bot.facts import Part
from bot.record import record
from bot.transaction import Transaction
from storage import alerts, closed_sets, people, productions, rosters, shoot_days
from storage.alerts import AlertKind
from storage.closed_sets import ClosedSet
from storage.people import Person
from storage.productions import Production
from storage.rosters import Clearance, ClearanceAsked

# On every roster besides the scene's performers. Anybody else, a double too, is the coordinator's choice.
STANDING = (Role.COORDINATOR, Role.DEPUTY, Role.FIRST_AD)


def about(row: ClosedSet) -> dict[str, int]:
    """The ids an alert about a closed set carries."""
    return {"closed_set_id": row.number, "scene_id": row.scene_id, "shoot_day_id": row.shoot_day_id}


async def keep_roster(transaction: Transaction, production: Production, row: ClosedSet, part: Part) -> None:
    """Bring what the plan puts on a roster in line with it. Whom the coordinator took off stays off."""
    wanted = await people_of_plan(transaction, production, part)
    last = {
        clearance.person_id: clearance for clearance in await rosters.list_ever_cleared(transaction.session, row.number)
    }
    changed = False
    for person_id, role in wanted.items():
        known = last.get(person_id)
        if known is None or (known.removed_at is not None and known.removed_by is None):
            transaction.session.add(
                Clearance(closed_set_id=row.number, person_id=person_id, reason=str(role), cleared_at=transaction.now)
            )
            await record(
                transaction,
                row.production_id,
                RecordKind.CLEARED,
                about=person_id,
                closed_set=row.number,
                access=Access.SET,
            )
            changed = True
    for clearance in last.values():
        if clearance.removed_at is None and clearance.cleared_by is None and clearance.person_id not in wanted:
            clearance.removed_at = transaction.now
            transaction.session.add(clearance)
            await record(
                transaction, row.production_id, RecordKind.UNCLEARED, about=clearance.person_id, closed_set=row.number
            )
            changed = True
    await transaction.session.flush()
    if changed:
        await roster_moved(transaction, row)


async def people_of_plan(transaction: Transaction, production: Production, part: Part) -> dict[int, Role]:
    """Whom the plan itself puts on the roster, each once: the scene's performers, coordinators, deputies, 1st ADs."""
    found = {member.person_id: Role.PERFORMER for member in part.members if not member.double}
    for role in STANDING:
        for who in await people.list_holders(transaction.session, production.number, [role]):
            found.setdefault(who.number, role)
    return found


async def roster_moved(transaction: Transaction, row: ClosedSet) -> None:
    """The plan has changed a roster: the channel follows, and whoever approved it learns so."""
    look_soon(transaction, row)
    if row.approved_at is not None:
        await raise_alert(
            transaction,
            row.production_id,
            AlertKind.ROSTER_MOVED,
            f"{row.number}:{transaction.now.timestamp()}",
            **about(row),
        )


def look_soon(transaction: Transaction, row: ClosedSet) -> None:
    """Have the channel looked at within a second, where there is one."""
    if row.live:
        row.check_at = transaction.now
        transaction.session.add(row)


async def clear_person(transaction: Transaction, row: ClosedSet, who: Person, place: Place, by: Person) -> None:
    """The coordinator puts somebody on the roster, or gives them another place. Raises NotOnList."""
    known = await rosters.find_clearance(transaction.session, row.number, who.number)
    await check_place(transaction, row, who.number, place)
    await end_wishes_for(transaction, row, who)
    if known is not None and known.access is place.access and place.department in ("", known.department):
        return
    if known is not None:
        known.removed_at, known.removed_by = transaction.now, by.number
        transaction.session.add(known)
    transaction.session.add(
        Clearance(
            closed_set_id=row.number,
            person_id=who.number,
            access=place.access,
            reason=place.reason or (known.reason if known else ""),
            department=place.department or (known.department if known else ""),
            cleared_by=by.number,
            cleared_at=transaction.now,
            instead_of=place.instead_of,
            entered_at=known.entered_at if known and place.access in ENTERS else None,
        )
    )
    await record(
        transaction,
        row.production_id,
        RecordKind.CLEARED,
        about=who.number,
        by=by.number,
        closed_set=row.number,
        access=place.access,
    )
    look_soon(transaction, row)
    await transaction.session.flush()


async def check_place(
    transaction: Transaction, row: ClosedSet, who: int | None, place: Place, *, room: bool = True
) -> None:
    """Whether the production's profile has such a place, and with `room`, whether it is free. Raises NotOnList."""
    rules = profile((await productions.get(transaction.session, row.production_id)).profile)
    if place.access is Access.REMOTE_FEED and rules.remote_viewing is RemoteViewing.NOBODY:
        raise NoRemoteViewing
    if place.access is not Access.MONITOR or rules.per_department_at_monitors is None:
        return
    held = await rosters.list_cleared(transaction.session, row.number)
    known = next((one.department for one in held if one.person_id == who), "")
    department = place.department or known
    if not department:
        raise DepartmentMissing
    most = most_at_monitors(rules.per_department_at_monitors, sum(one.reason == Role.PERFORMER for one in held))
    away = (who, place.instead_of)
    there = [one for one in held if one.access is Access.MONITOR and one.department == department]
    there = [one for one in there if one.person_id not in away]
    if room and most is not None and len(there) >= most:
        raise NoRoom(department, [(await people.get(transaction.session, one.person_id)).name for one in there], most)


async def copy_last(transaction: Transaction, row: ClosedSet, by: Person) -> tuple[list[Person], list[Person]]:
    """Clear whom the coordinator cleared for the last closed set before; who is on now, and who cannot be.

    Performers and doubles are not copied: they belong to their scene. The roster still waits for approval.
    """
    last = await last_before(transaction, row)
    copied: list[Person] = []
    left_out: list[Person] = []
    cast_ids = {member.person_id for member in (await people.get_cast(transaction.session, row.production_id)).values()}
    for held in await rosters.list_cleared(transaction.session, last.number) if last is not None else []:
        there = await rosters.find_clearance(transaction.session, row.number, held.person_id)
        if held.cleared_by is None or held.person_id in cast_ids or there is not None:
            continue
        who = await people.get(transaction.session, held.person_id)
        try:
            await clear_person(transaction, row, who, Place(held.access, held.reason, department=held.department), by)
            copied.append(who)
        except NotOnList:
            left_out.append(who)
    return copied, left_out


async def last_before(transaction: Transaction, row: ClosedSet) -> ClosedSet | None:
    """The closed set before this one, by day, on whose roster the coordinator has put somebody."""
    days = {day.number: day.date for day in await shoot_days.list_all(transaction.session, row.production_id)}
    others = [
        one
        for one in await closed_sets.list_of(transaction.session, row.production_id)
        if one.number != row.number and days[one.shoot_day_id] <= days[row.shoot_day_id]
    ]
    for one in sorted(others, key=lambda one: (days[one.shoot_day_id], one.number), reverse=True):
        if any(held.cleared_by is not None for held in await rosters.list_cleared(transaction.session, one.number)):
            return one
    return None


async def remove_person(transaction: Transaction, row: ClosedSet, who: Person, by: Person) -> bool:
    """The coordinator takes somebody off the roster; False when they were not on it."""
    known = await rosters.find_clearance(transaction.session, row.number, who.number)
    if known is None:
        return False
    known.removed_at, known.removed_by = transaction.now, by.number
    transaction.session.add(known)
    await record(
        transaction, row.production_id, RecordKind.UNCLEARED, about=who.number, by=by.number, closed_set=row.number
    )
    look_soon(transaction, row)
    await transaction.session.flush()
    return True


async def swap_people(transaction: Transaction, row: ClosedSet, old: Person, new: Person, by: Person) -> bool:
    """One person for another, in the same place: the new one comes in once the old one is out."""
    known = await rosters.find_clearance(transaction.session, row.number, old.number)
    if known is None:
        return False
    await remove_person(transaction, row, old, by)
    await clear_person(transaction, row, new, Place(known.access, known.reason, old.number, known.department), by)
    return True


async def invite_again(transaction: Transaction, row: ClosedSet, who: Person) -> bool:
    """Somebody who left may come back: they are invited once more. False when they are no longer on the roster."""
    known = await rosters.find_clearance(transaction.session, row.number, who.number)
    if known is None:
        return False
    known.entered_at = known.left_at = None
    transaction.session.add(known)
    look_soon(transaction, row)
    return True


async def strangers_asked_for(transaction: Transaction, row: ClosedSet) -> list[ClearanceAsked]:
    """What ADs have asked for whom no production knew, oldest first."""
    return [asked for asked in await rosters.list_asked(transaction.session, row.number) if asked.person_id is None]


async def end_wishes_for(transaction: Transaction, row: ClosedSet, who: Person) -> None:
    """Somebody is on the list: whatever was asked for them is done, under whichever name."""
    for asked in await rosters.list_asked(transaction.session, row.number):
        if asked.person_id == who.number or (asked.slack_user is not None and asked.slack_user == who.slack_user):
            asked.person_id, asked.slack_user, asked.called = who.number, None, ""
            asked.cleared_at = transaction.now
            transaction.session.add(asked)
    await transaction.session.flush()
    await end_alerts(transaction, [AlertKind.ASKED], closed_set_id=row.number, person_id=who.number)
    if not await strangers_asked_for(transaction, row):
        for alert in await alerts.list_about(transaction.session, [AlertKind.ASKED], closed_set_id=row.number):
            if alert.person_id is None:
                await end(transaction, alert)


async def fingerprint(transaction: Transaction, row: ClosedSet) -> str:
    """Changes with the roster: an approval is about the roster that was shown."""
    rows = await rosters.list_cleared(transaction.session, row.number)
    return f"{len(rows)}.{max((clearance.id or 0 for clearance in rows), default=0)}.{sum(r.id or 0 for r in rows)}"
