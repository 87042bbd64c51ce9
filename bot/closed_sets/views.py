"""Closed sets as each kind of reader may see them: the coordinator the whole roster, ADs and the door the names."""

from collections.abc import Collection
from datetime import date

from bot.closed_sets.lifetime import closed_set_line
from bot.closed_sets.plan_now import plan_now
from bot.closed_sets.rosters import fingerprint, last_before, strangers_asked_for
from bot.closed_sets.sparing import version_of
from bot.closed_sets.wishes import asked_for
from bot.domain.coordination import ClosedSetDetail, WishShown
from bot.domain.disclosure import ClosedSetLine, DoorList, DoorPerson, HouseRules, InTheWay
from bot.domain.jurisdictions import RemoteViewing, profile
from bot.domain.membership import Act, obstacles_of
from bot.domain.places import unfilled
from bot.domain.roles import Access
from bot.domain.roster import PlannedChange, RosterPerson, RosterView, UsualPlace
from bot.domain.unreadable import LOST, listed
from bot.transaction import Transaction
from storage import closed_sets, people, productions, rosters, shoot_days
from storage.alerts import Alert
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.people import Person
from storage.productions import Production
from storage.rosters import Clearance, ClearanceAsked


async def name_or_id(transaction: Transaction, slack_user: str) -> str:
    """The name of a person by their Slack id; the id where nobody knows them."""
    who = await people.find_by_slack_user(transaction.session, slack_user)
    return who.name if who is not None else slack_user


async def in_the_way(transaction: Transaction, row: ClosedSet) -> tuple[InTheWay, ...]:
    """What an alarm says, with names: those of whom the same is said, together."""
    people: dict[tuple[Act, str], list[str]] = {}
    for obstacle in obstacles_of(row.alarm):
        names = people.setdefault((obstacle.act, obstacle.code), [])
        names += [await name_or_id(transaction, obstacle.user)] if obstacle.user else []
    return tuple(InTheWay(act, code, tuple(names)) for (act, code), names in people.items())


async def roster_view(transaction: Transaction, row: ClosedSet) -> RosterView:
    """The whole roster, for the coordinator."""
    shown = []
    for clearance, who in await rosters.list_with_people(transaction.session, row.number):
        if clearance.removed_at is not None:
            continue
        by = await people.get(transaction.session, clearance.cleared_by) if clearance.cleared_by is not None else None
        shown.append(
            RosterPerson(
                name=who.called,
                access=clearance.access,
                department=clearance.department,
                role=clearance.reason if by is None else "",
                reason=clearance.reason if by is not None else "",
                cleared_by=by.name if by is not None else "",
                reachable=who.reachable,
                inside=who.slack_user in listed(row.members),
                left=clearance.left_at is not None,
            )
        )
    asked = [
        DoorPerson(await called(transaction, wish), wish.access)
        for wish in await rosters.list_asked(transaction.session, row.number)
    ]
    return RosterView(
        closed_set_id=row.number,
        line=await closed_set_line(transaction, row),
        people=tuple(shown),
        asked=tuple(asked),
        hold=row.hold,
        version=await fingerprint(transaction, row),
        obstacles=await in_the_way(transaction, row),
        unfilled=await usual_places(transaction, row),
        copyable=await last_before(transaction, row) is not None,
    )


async def usual_places(transaction: Transaction, row: ClosedSet) -> tuple[UsualPlace, ...]:
    """The places of the profile's template for which nobody is named yet."""
    template = profile((await productions.get(transaction.session, row.production_id)).profile).roster
    reasons = [clearance.reason for clearance in await rosters.list_cleared(transaction.session, row.number)]
    return tuple(UsualPlace(role.role, role.access) for role in unfilled(template, reasons))


async def not_closed(transaction: Transaction, production: Production) -> list[ClosedSet]:
    """The closed sets of a production that are not closed, by day."""
    rows = [
        row
        for row in await closed_sets.list_of(transaction.session, production.number)
        if row.state is not ClosedSetState.CLOSED
    ]
    days = {row.shoot_day_id: (await shoot_days.get(transaction.session, row.shoot_day_id)).date for row in rows}
    return sorted(rows, key=lambda row: (days.get(row.shoot_day_id, date.max), row.number))


async def lines_and_holds(
    transaction: Transaction, production: Production, *, private: bool
) -> list[tuple[ClosedSetLine, bool]]:
    """How each closed set stands, and for the coordination (`private`) whether it is on hold."""
    rows = await not_closed(transaction, production)
    return [(await closed_set_line(transaction, row), row.hold and private) for row in rows]


async def door_lists(transaction: Transaction, production: Production) -> list[DoorList]:
    """Who may come in, for each closed set that is not closed."""
    return [await door_list(transaction, row) for row in await not_closed(transaction, production)]


async def own_doors(
    transaction: Transaction, production: Production, who: Person
) -> list[tuple[ClosedSetLine, Access]]:
    """Where somebody is on a list themselves, and how they take part."""
    own = []
    for row in await not_closed(transaction, production):
        known = await rosters.find_clearance(transaction.session, row.number, who.number)
        if known is not None:
            own.append((await closed_set_line(transaction, row), known.access))
    return own


async def door_list(transaction: Transaction, row: ClosedSet) -> DoorList:
    """Who may come in, for the ADs: names and access, by name, so that not even the order says who does what."""
    cast = await people.get_cast(transaction.session, row.production_id)
    production = await productions.get(transaction.session, row.production_id)
    usual = {place.role for place in profile(production.profile).roster}
    performers = {member.person_id for member in cast.values()}
    there = [
        DoorPerson(who.called, clearance.access, "" if who.number in performers else job_of(clearance, usual))
        for clearance, who in await rosters.list_with_people(transaction.session, row.number)
        if clearance.removed_at is None
    ]
    there.sort(key=lambda who: who.name.casefold())
    return DoorList(await closed_set_line(transaction, row), tuple(there), house_rules_of(production))


def job_of(clearance: Clearance, usual: Collection[str]) -> str:
    """As what somebody of the crew comes in: a usual place by its name, else the department.

    Whatever else the coordinator wrote is their reason, and nobody's matter at the door.
    """
    if clearance.cleared_by is None:
        return ""
    return clearance.reason if clearance.reason.casefold() in usual else clearance.department


def house_rules_of(production: Production) -> HouseRules:
    """What holds inside closed sets where a production is made."""
    rules = profile(production.profile)
    return HouseRules(
        devices=rules.personal_devices,
        stills_by_consent=rules.stills_by_consent,
        per_department=rules.per_department_at_monitors,
        remote_feed=rules.remote_viewing is not RemoteViewing.NOBODY,
        phones=rules.remote_viewing is RemoteViewing.CLEARED_ONLY,
    )


async def planned_change(transaction: Transaction, row: ClosedSet) -> PlannedChange:
    """What the next look would do, judged by the members as they were read last."""
    plan = await plan_now(transaction, row, [user for user in listed(row.members) if user != LOST])
    return PlannedChange(
        line=await closed_set_line(transaction, row),
        invites=tuple([await name_or_id(transaction, user) for user in plan.invites]),
        removals=tuple([await name_or_id(transaction, user) for user in plan.removals]),
        waiting=tuple([await name_or_id(transaction, user) for user in plan.waiting]),
        gone=tuple([await name_or_id(transaction, user) for user in plan.gone]),
        elsewhere=tuple([(await people.get(transaction.session, number)).name for number in plan.elsewhere]),
        obstacles=await in_the_way(transaction, row),
    )


async def called(transaction: Transaction, wish: ClearanceAsked) -> str:
    """The name of whom an AD has asked for; of a stranger, what the AD called them."""
    return wish.called if wish.person_id is None else (await people.get(transaction.session, wish.person_id)).name


async def wish_shown(transaction: Transaction, wish: ClearanceAsked) -> WishShown:
    """What an AD has asked for, as the coordinator sees it."""
    old = await people.get(transaction.session, wish.instead_of) if wish.instead_of is not None else None
    by = (await people.get(transaction.session, wish.asked_by)).name
    return WishShown(wish.number, await called(transaction, wish), by, wish.access, old.name if old else "")


async def closed_set_detail(transaction: Transaction, alert: Alert) -> ClosedSetDetail | None:
    """What an alert about a closed set shows besides."""
    row = await closed_sets.find(transaction.session, alert.closed_set_id) if alert.closed_set_id is not None else None
    if row is None:
        return None
    line = await closed_set_line(transaction, row)
    if alert.kind == "added" and alert.person_id is not None:
        who = await people.get(transaction.session, alert.person_id)
        visits = await rosters.list_visitors(transaction.session, row.number, [who.slack_user or ""])
        by = visits[-1].added_by if visits else None
        out = not visits or visits[-1].out_at is not None
        return ClosedSetDetail(row.number, line, by=await name_or_id(transaction, by) if by else "", out=out)
    if alert.kind == "asked" and alert.person_id is None:
        strangers = [await wish_shown(transaction, wish) for wish in await strangers_asked_for(transaction, row)]
        return ClosedSetDetail(row.number, line, wishes=tuple(strangers))
    wish = await asked_for(transaction, row, alert.person_id) if alert.kind == "asked" and alert.person_id else None
    if wish is not None:
        shown = await wish_shown(transaction, wish)
        return ClosedSetDetail(row.number, line, by=shown.by, access=shown.access, instead_of=shown.instead_of)
    if alert.kind == "removal_waits":
        spared = tuple([await name_or_id(transaction, user) for user in listed(row.spared)])
        return ClosedSetDetail(row.number, line, spared=spared, shown=version_of(row))
    obstacles = await in_the_way(transaction, row) if alert.kind == "closed_set" else ()
    return ClosedSetDetail(row.number, line, obstacles=obstacles)
