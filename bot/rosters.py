"""Who is on the roster of a closed set: kept in line with the plan by the bot, everything else by the coordinator."""

from dataclasses import dataclass

from bot.alerts import raise_alert
from bot.facts import Part
from bot.membership import ENTERS
from bot.roles import Access, Role
from bot.step import Step
from storage.alerts import AlertKind
from storage.people import Person, holders
from storage.productions import Production
from storage.rosters import (
    Clearance,
    ClearanceAsked,
    ClosedSet,
    clearance_of,
    clearances,
    clearances_asked,
    roster,
)

# On every roster besides the scene's performers. Anybody else, a double or a deputy too, is the coordinator's choice.
STANDING = (Role.COORDINATOR, Role.FIRST_AD)


@dataclass(frozen=True)
class Place:
    """A place on a roster: the access, why, and whom (id) the person replaces."""

    access: Access = Access.SET
    reason: str = ""
    instead_of: int | None = None


async def keep_roster(step: Step, production: Production, row: ClosedSet, part: Part) -> None:
    """Bring what the plan puts on a roster in line with it. Whom the coordinator took off stays off."""
    wanted = await people_of_plan(step, production, part)
    last = {clearance.person_id: clearance for clearance in await clearances(step.session, row.number)}
    changed = False
    for person_id, role in wanted.items():
        known = last.get(person_id)
        if known is None or (known.removed_at is not None and known.removed_by is None):
            step.session.add(
                Clearance(closed_set_id=row.number, person_id=person_id, reason=str(role), cleared_at=step.now)
            )
            changed = True
    for clearance in last.values():
        if clearance.removed_at is None and clearance.cleared_by is None and clearance.person_id not in wanted:
            clearance.removed_at = step.now
            step.session.add(clearance)
            changed = True
    await step.session.flush()
    if changed:
        await roster_moved(step, row)


async def people_of_plan(step: Step, production: Production, part: Part) -> dict[int, Role]:
    """Whom the plan itself puts on the roster, each once: the scene's performers, coordinators, 1st ADs."""
    found = {member.person_id: Role.PERFORMER for member in part.members if not member.double}
    for role in STANDING:
        for who in await holders(step.session, production.number, [role]):
            found.setdefault(who.number, role)
    return found


async def roster_moved(step: Step, row: ClosedSet) -> None:
    """The plan has changed a roster: the channel follows, and whoever approved it learns so."""
    look_soon(step, row)
    if row.approved_at is not None:
        await raise_alert(
            step,
            row.production_id,
            AlertKind.ROSTER_MOVED,
            f"{row.number}:{step.now.timestamp()}",
            closed_set_id=row.number,
            scene_id=row.scene_id,
            shoot_day_id=row.shoot_day_id,
        )


def look_soon(step: Step, row: ClosedSet) -> None:
    """Have the channel looked at within a second, where there is one."""
    if row.live:
        row.check_at = step.now
        step.session.add(row)


async def clear_person(step: Step, row: ClosedSet, who: Person, place: Place, by: Person) -> None:
    """The coordinator puts somebody on the roster, or gives them another access."""
    known = await clearance_of(step.session, row.number, who.number)
    for asked in await clearances_asked(step.session, row.number):
        if asked.person_id == who.number:
            asked.cleared_at = step.now
            step.session.add(asked)
    if known is not None and known.access is place.access:
        return
    if known is not None:
        known.removed_at, known.removed_by = step.now, by.number
        step.session.add(known)
    step.session.add(
        Clearance(
            closed_set_id=row.number,
            person_id=who.number,
            access=place.access,
            reason=place.reason or (known.reason if known else ""),
            cleared_by=by.number,
            cleared_at=step.now,
            instead_of=place.instead_of,
            entered_at=known.entered_at if known and place.access in ENTERS else None,
        )
    )
    look_soon(step, row)
    await step.session.flush()


async def remove_person(step: Step, row: ClosedSet, who: Person, by: Person) -> bool:
    """The coordinator takes somebody off the roster; False when they were not on it."""
    known = await clearance_of(step.session, row.number, who.number)
    if known is None:
        return False
    known.removed_at, known.removed_by = step.now, by.number
    step.session.add(known)
    look_soon(step, row)
    await step.session.flush()
    return True


async def swap_people(step: Step, row: ClosedSet, old: Person, new: Person, by: Person) -> bool:
    """One person for another, with the same access: the new one comes in once the old one is out."""
    known = await clearance_of(step.session, row.number, old.number)
    if known is None:
        return False
    await remove_person(step, row, old, by)
    await clear_person(step, row, new, Place(known.access, known.reason, old.number), by)
    return True


async def invite_again(step: Step, row: ClosedSet, who: Person) -> bool:
    """Somebody who left may come back: they are invited once more. False when they are no longer on the roster."""
    known = await clearance_of(step.session, row.number, who.number)
    if known is None:
        return False
    known.entered_at = known.left_at = None
    step.session.add(known)
    look_soon(step, row)
    return True


async def ask_for(step: Step, row: ClosedSet, who: Person, place: Place, by: Person) -> None:
    """An AD asks for somebody, or for one person instead of another; the coordinator is told and decides."""
    asked = ClearanceAsked(
        closed_set_id=row.number,
        person_id=who.number,
        access=place.access,
        instead_of=place.instead_of,
        asked_by=by.number,
        asked_at=step.now,
    )
    step.session.add(asked)
    await step.session.flush()
    await raise_alert(
        step,
        row.production_id,
        AlertKind.ASKED,
        f"{asked.number}",
        closed_set_id=row.number,
        scene_id=row.scene_id,
        shoot_day_id=row.shoot_day_id,
        person_id=who.number,
    )


async def asked_for(step: Step, row: ClosedSet, person_id: int) -> ClearanceAsked | None:
    """What was last asked for a person and is not cleared yet."""
    open_ones = [asked for asked in await clearances_asked(step.session, row.number) if asked.person_id == person_id]
    return open_ones[-1] if open_ones else None


async def fingerprint(step: Step, row: ClosedSet) -> str:
    """Changes with the roster: an approval is about the roster that was shown."""
    rows = await roster(step.session, row.number)
    return f"{len(rows)}.{max((clearance.id or 0 for clearance in rows), default=0)}.{sum(r.id or 0 for r in rows)}"
