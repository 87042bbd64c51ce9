"""One mistake is not a mass removal: whom the coordinator has approved, and what waits for their word."""

import hashlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.alerts import acknowledge, end, end_alerts, raise_alert
from bot.closed_sets.rosters import about, clear_person, look_soon
from bot.domain.membership import ENTERS, TOGETHER, Approval
from bot.domain.places import Place
from bot.domain.refusals import NotOnList
from bot.domain.unreadable import LOST, Spoiled, listed
from bot.transaction import Transaction
from storage import accounts, alerts, people, rosters
from storage.alerts import AlertKind
from storage.closed_sets import ClosedSet
from storage.people import Person
from storage.rosters import Clearance

log = logging.getLogger(__name__)
Held = tuple[Clearance, Person]
# What is kept for this rule alone, and what it begins with: that nothing was remembered apart from the list itself.
BEGINNING: Mapping[str, Callable[[], object]] = {
    "approved_users": lambda: None,
    "spared": list,
    "let_go": list,
    "put_out": dict,
}


def begin_anew(row: ClosedSet) -> None:
    """What of this cannot be read begins anew: because of it nobody who was never cleared may stay inside.

    Who was approved is told by the list then; whoever waits, or was let go, is asked about once more.
    """
    for name, beginning in BEGINNING.items():
        if isinstance(getattr(row, name), Spoiled):
            log.error("What closed set %s remembers as %s cannot be read and begins anew.", row.number, name)
            setattr(row, name, beginning())


def remember_nothing(row: ClosedSet) -> None:
    """The closed set is over."""
    for name, beginning in BEGINNING.items():
        setattr(row, name, beginning())


async def approval_of(transaction: Transaction, row: ClosedSet, held: Sequence[Held]) -> Approval:
    """What stands against removals from a closed set at this moment. `held`: everybody who ever was on its list."""
    newest = {who.slack_user: clearance for clearance, who in held if who.slack_user is not None}
    on_list = [who.number for clearance, who in held if clearance.removed_at is None]
    ended = {one.slack_user for one in await accounts.list_ended(transaction.session, on_list)}
    out = {user for user, last in newest.items() if last.removed_at is not None and last.left_at is not None}
    asked = {user for user, last in newest.items() if is_asked(last)}
    lately = {user for user, at in row.put_out.items() if transaction.now - datetime.fromisoformat(at) < TOGETHER}
    return Approval(
        listed=frozenset(approved(row, held) - out),
        asked=frozenset(asked | ended | set(row.let_go)),
        spared=frozenset(row.spared),
        lately=frozenset(lately),
    )


def is_asked(last: Clearance) -> bool:
    """Whether a person has taken somebody off the list, or given them a place that does not bring them in."""
    return last.removed_by is not None or (last.cleared_by is not None and last.access not in ENTERS)


def approved(row: ClosedSet, held: Sequence[Held]) -> set[str]:
    """Who was on the list when it was approved, or was put on it by the coordinator since."""
    then = row.approved_at
    if then is None:
        return set()
    known = set(row.approved_users or ())
    for clearance, who in held:
        if who.slack_user is None or clearance.access not in ENTERS:
            continue
        was_on = clearance.cleared_at <= then and (clearance.removed_at is None or clearance.removed_at > then)
        if clearance.cleared_by is not None or (was_on and row.approved_users is None):
            known.add(who.slack_user)
    return known


async def keep_approved(transaction: Transaction, row: ClosedSet) -> None:
    """Remember the list that is being approved; whom the plan alone has dropped from a live one stays approved."""
    held = await rosters.list_with_people(transaction.session, row.number)
    on_list = {
        who.slack_user
        for clearance, who in held
        if who.slack_user and clearance.removed_at is None and clearance.access in ENTERS
    }
    before = await approval_of(transaction, row, held)
    row.approved_users = sorted(on_list | (before.listed - before.asked if row.live else set()))
    transaction.session.add(row)


async def note_put_out(transaction: Transaction, row: ClosedSet, user: str) -> None:
    """Somebody is taken out; where nobody asked for it, that counts together with what comes next."""
    held = await rosters.list_with_people(transaction.session, row.number)
    approval = await approval_of(transaction, row, held)
    lately = {one: row.put_out[one] for one in sorted(approval.lately)}
    row.put_out = lately if user in approval.asked else {**lately, user: transaction.now.isoformat()}
    transaction.session.add(row)


async def note_spared(
    transaction: Transaction, row: ClosedSet, users: Collection[str], inside: Collection[str]
) -> None:
    """Who waits for the coordinator now: an urgent alarm for whoever is new among them, none once nobody waits."""
    grown = set(users) - set(row.spared)
    row.spared = sorted(users)
    gone = {user for user in row.let_go if user not in inside}
    row.let_go = [user for user in row.let_go if user not in gone]
    if row.approved_users is not None:
        row.approved_users = [user for user in row.approved_users if user not in gone]
    transaction.session.add(row)
    if grown or not users:
        await end_alerts(transaction, [AlertKind.REMOVAL_WAITS], closed_set_id=row.number)
    if grown:
        key = f"{row.number}:{transaction.now.timestamp()}"
        await raise_alert(transaction, row.production_id, AlertKind.REMOVAL_WAITS, key, **about(row))


# The coordinator's word.


def version_of(row: ClosedSet) -> str:
    """Changes with who is spared: a decision is about the people that were shown."""
    return hashlib.sha256(" ".join(listed(row.spared)).encode()).hexdigest()[:12]


def is_shown(row: ClosedSet, value: str) -> bool:
    """Whether a button carries the people who are spared now: none does where nobody can say who they are."""
    spared = listed(row.spared)
    return bool(spared) and LOST not in spared and not row.over and value.endswith(f":{version_of(row)}")


async def remove_spared(transaction: Transaction, row: ClosedSet, by: Person) -> None:
    """The coordinator lets all of them go."""
    row.let_go, row.spared = sorted({*row.let_go, *row.spared}), []
    transaction.session.add(row)
    await decided(transaction, row, by)


async def decided(transaction: Transaction, row: ClosedSet, by: Person) -> None:
    """On record by whom; the alarm ends, and the channel is looked at within a second."""
    for alert in await alerts.list_about(transaction.session, [AlertKind.REMOVAL_WAITS], closed_set_id=row.number):
        await acknowledge(transaction, alert, by)
        await end(transaction, alert)
    look_soon(transaction, row)


async def keep_spared(transaction: Transaction, row: ClosedSet, by: Person) -> None:
    """The coordinator keeps all of them: back on the list whoever is known, the others stay in until it is mended."""
    last = {who.slack_user: one for one, who in await rosters.list_with_people(transaction.session, row.number)}
    for user in row.spared:
        who = await people.find_by_slack_user(transaction.session, user)
        if who is not None:
            await keep_person(transaction, row, who, last.get(user), by)
    await decided(transaction, row, by)


async def keep_person(
    transaction: Transaction, row: ClosedSet, who: Person, last: Clearance | None, by: Person
) -> None:
    """Somebody gets their last place back; where there is no room for it, they stay in until the list is mended."""
    place = Place(last.access, last.reason, department=last.department) if last is not None else Place()
    try:
        await clear_person(transaction, row, who, place, by)
    except NotOnList:
        return
    cleared = await rosters.find_clearance(transaction.session, row.number, who.number)
    if cleared is not None and last is not None:
        cleared.entered_at = cleared.entered_at or last.entered_at
        transaction.session.add(cleared)
