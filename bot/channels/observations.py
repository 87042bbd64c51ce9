"""What is written down of a closed set's channel: who was seen in it, who came uncleared, what stands in the way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts import end, raise_alert
from bot.checkins.accounts import note_account
from bot.closed_sets import sparing
from bot.closed_sets.lifetime import begin_closing, new_name
from bot.closed_sets.plan_now import cleared_people, current
from bot.closed_sets.rosters import about
from bot.domain.membership import ENTERS, Obstacle, Plan, alarm_of, obstacles_of, told_of
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.domain.unreadable import Spoiled, Unreadable
from bot.outbox import delivery_key, send
from bot.productions import Somebody, somebody
from bot.record import record
from bot.schedule.wrap import plan_closure
from bot.transaction import Transaction
from storage import alerts, closed_sets, deliveries, people, productions, rosters, shoot_days
from storage.alerts import AlertKind
from storage.closed_sets import ClosedSet, ClosedSetState, Ending
from storage.deliveries import DeliveryState, Priority, Template
from storage.rosters import Clearance, Visitor

# For how long nobody else takes up a closed set that is being worked on, unless whoever does says that it goes on.
LEASE = timedelta(seconds=8)
TURN = timedelta(minutes=5)
# No look is planned farther ahead, whatever Slack says.
FARTHEST = 2 * TURN
CLOSE_TURN = timedelta(minutes=1)
LAST_HOUR = timedelta(hours=1)
# Removal after wrap waits this long, at most, for the messages that go before it.
GOODBYE = timedelta(minutes=1)


def ahead(check_at: datetime | Spoiled, now: datetime) -> timedelta:
    """How long a look waits. One that cannot be read, or is planned farther ahead than anybody does, is due."""
    wait = timedelta(0) if isinstance(check_at, Spoiled) else check_at - now
    return wait if timedelta(0) < wait <= FARTHEST else timedelta(0)


async def take_up(transaction: Transaction, number: int) -> ClosedSet | None:
    """Take a closed set on for this process; None when there is nothing to do for it now."""
    row = await closed_sets.find(transaction.session, number)
    if row is None or row.check_at is None or ahead(row.check_at, transaction.now):
        return None
    if not isinstance(row.state, ClosedSetState):
        raise Unreadable("Nobody knows in which state this closed set is.")
    if row.state is ClosedSetState.OPEN and row.closes_at <= transaction.now:
        await begin_closing(transaction, row, Ending.WRAPPED)
        production = await productions.get(transaction.session, row.production_id)
        await plan_closure(transaction, production, await shoot_days.get(transaction.session, row.shoot_day_id))
    sparing.begin_anew(row)
    row.check_at = transaction.now + LEASE if row.live else None
    transaction.session.add(row)
    return row if row.live else None


async def put_down(transaction: Transaction, taken: ClosedSet, after: timedelta | None = None) -> datetime | None:
    """Plan the next look, unless somebody asked for one meanwhile; when the timer's own comes, if there is one."""
    row = await current(transaction, taken)
    if row.check_at != taken.check_at:
        return None
    row.check_at = transaction.now + min(after, FARTHEST) if after is not None else next_look(row, transaction.now)
    transaction.session.add(row)
    return row.check_at if after is None else None


def next_look(row: ClosedSet, now: datetime) -> datetime | None:
    """When the timer looks again: every five minutes, every minute in the last hour before call or under an alarm."""
    if not row.live:
        return None
    last_hour = row.call_at - LAST_HOUR
    close = row.alarm is not None or last_hour <= now < row.call_at
    moment = now + (CLOSE_TURN if close else TURN)
    if now < last_hour < moment:
        moment = last_hour
    return min(moment, row.closes_at) if row.state is ClosedSetState.OPEN and now < row.closes_at else moment


async def name_anew(transaction: Transaction, taken: ClosedSet) -> str:
    """Another name, stored before a channel is made with it."""
    row = await current(transaction, taken)
    row.name = new_name()
    transaction.session.add(row)
    return row.name


async def keep_channel(transaction: Transaction, taken: ClosedSet, channel: str, bot: str) -> None:
    """The channel is there: remember which it is."""
    row = await current(transaction, taken)
    row.channel, row.bot_user = channel, bot
    transaction.session.add(row)


async def note_open(transaction: Transaction, taken: ClosedSet) -> None:
    """The channel is ready for people. A wrap that came meanwhile stands."""
    row = await current(transaction, taken)
    if row.state is ClosedSetState.OPENING:
        row.state, row.opened_at = ClosedSetState.OPEN, row.opened_at or transaction.now
        transaction.session.add(row)
        await record(transaction, row.production_id, RecordKind.CLOSED_SET_OPENED, closed_set=row.number)


async def note_closed(transaction: Transaction, taken: ClosedSet) -> None:
    """The channel is empty and archived, or gone."""
    row = await current(transaction, taken)
    await set_alarm(transaction, row, [])
    row.state, row.closed_at, row.check_at, row.members = ClosedSetState.CLOSED, transaction.now, None, []
    sparing.remember_nothing(row)
    await record(transaction, row.production_id, RecordKind.CLOSED_SET_ARCHIVED, closed_set=row.number)
    for visit in await rosters.list_visitors(transaction.session, row.number, inside=True):
        visit.out_at = transaction.now
        transaction.session.add(visit)
    for clearance in await rosters.list_ever_cleared(transaction.session, row.number):
        if clearance.entered_at is not None:
            clearance.left_at = clearance.left_at or transaction.now
            transaction.session.add(clearance)
    transaction.session.add(row)


async def note_visitors(transaction: Transaction, taken: ClosedSet, users: Collection[str]) -> None:
    """Somebody uncleared is in: on record before they are taken out."""
    known = {
        visit.slack_user for visit in await rosters.list_visitors(transaction.session, taken.number, users, inside=True)
    }
    for user in users:
        if user not in known:
            await first_seen(transaction, taken, user)


async def note_spared(transaction: Transaction, taken: ClosedSet, plan: Plan, inside: Collection[str]) -> None:
    """Who stays until the coordinator says otherwise."""
    await sparing.note_spared(transaction, await current(transaction, taken), plan.spared, inside)


async def note_put_out(transaction: Transaction, taken: ClosedSet, user: str) -> None:
    """Somebody is about to be taken out."""
    await sparing.note_put_out(transaction, await current(transaction, taken), user)


async def first_seen(transaction: Transaction, row: ClosedSet, user: str) -> Visitor:
    """A new visit, on record."""
    visit = Visitor(closed_set_id=row.number, slack_user=user, seen_at=transaction.now)
    transaction.session.add(visit)
    await transaction.session.flush()
    who = await people.find_by_slack_user(transaction.session, user)
    about_it = {"closed_set": row.number, "visitor": visit.number}
    await record(
        transaction,
        row.production_id,
        RecordKind.VISITOR_SEEN,
        about=who.number if who is not None else None,
        **about_it,
    )
    return visit


async def note_arrival(transaction: Transaction, row: ClosedSet, user: str, by: str | None) -> None:
    """Slack says that somebody came in and, perhaps, who added them. Who is cleared may."""
    people, _ = await cleared_people(transaction, await rosters.list_with_people(transaction.session, row.number))
    if any(person.user == user and person.enters for person in people):
        return
    visits = await rosters.list_visitors(transaction.session, row.number, [user])
    visit = visits[-1] if visits else None
    # The event may come after the reconciler has seen the person, and even after they are out again.
    if visit is None or (visit.out_at is not None and visit.added_by is not None):
        visit = await first_seen(transaction, row, user)
    named_now = visit.added_by is None and by is not None
    visit.added_by = visit.added_by or by
    transaction.session.add(visit)
    if named_now and visit.told_at is not None:
        await name_who_added(transaction, row, visit)


async def name_who_added(transaction: Transaction, row: ClosedSet, visit: Visitor) -> None:
    """Who added somebody is known only now, as after a crash: what was told without a name is written anew with it."""
    for who in await people.list_holders(transaction.session, row.production_id, [Role.FIRST_AD]):
        key = delivery_key(Template.CLOSED_SET_ADDED, f"{visit.number}", who)
        told = await deliveries.find_by_key(transaction.session, key)
        if told is not None and told.state in (DeliveryState.SENDING, DeliveryState.SENT):
            await send(
                transaction,
                who,
                Template.CLOSED_SET_ADDED,
                f"{visit.number}:named",
                priority=Priority.ANSWER,
                production_id=row.production_id,
                visitor=visit.number,
                rewrites=told.number,
            )


async def note_reading(
    transaction: Transaction, taken: ClosedSet, inside: Collection[str], obstacles: Collection[Obstacle]
) -> None:
    """The membership as it was read last, and what follows from it: who has come, who has left, whether it is right."""
    row = await current(transaction, taken)
    row.members, row.checked_at = sorted(inside), transaction.now
    transaction.session.add(row)
    cleared: set[str] = set()
    for clearance, who in await rosters.list_with_people(transaction.session, row.number):
        if who.slack_user is not None and clearance.access in ENTERS:
            await note_presence(transaction, row, clearance, who.slack_user in inside)
            cleared |= {who.slack_user} if clearance.removed_at is None else set()
    for visit in await rosters.list_visitors(transaction.session, row.number, inside=True):
        if visit.slack_user not in inside or visit.slack_user in cleared:
            visit.out_at = transaction.now
            transaction.session.add(visit)
            about_it = {"closed_set": row.number, "visitor": visit.number, "cleared": visit.slack_user in cleared}
            await record(transaction, row.production_id, RecordKind.VISITOR_OUT, **about_it)
    await set_alarm(transaction, row, obstacles)


async def note_presence(transaction: Transaction, row: ClosedSet, clearance: Clearance, inside: bool) -> None:
    """One person on the roster, now or before, was seen in the channel, or was not."""
    about_it = {"about": clearance.person_id, "closed_set": row.number}
    if inside and clearance.removed_at is None:
        if clearance.entered_at is None or clearance.left_at is not None:
            await record(transaction, row.production_id, RecordKind.ENTERED, **about_it)
        clearance.entered_at, clearance.left_at = clearance.entered_at or transaction.now, None
    elif not inside and clearance.entered_at is not None and clearance.left_at is None:
        await record(transaction, row.production_id, RecordKind.LEFT, **about_it)
        clearance.left_at = transaction.now
        if clearance.removed_at is None and row.state is ClosedSetState.OPEN:
            key = f"{clearance.id}:{transaction.now.timestamp()}"
            await raise_alert(
                transaction, row.production_id, AlertKind.LEFT, key, person_id=clearance.person_id, **about(row)
            )
    transaction.session.add(clearance)


async def set_alarm(transaction: Transaction, row: ClosedSet, obstacles: Collection[Obstacle]) -> None:
    """Tell coordinator and 1st AD of what is newly in the way; and, once nothing is, that it is right again."""
    before, now = row.alarm, alarm_of(obstacles)
    if now == before:
        return
    grown = told_of(now) - told_of(before)
    over = bool(told_of(before)) and not told_of(now)
    row.alarm = now
    transaction.session.add(row)
    if over or grown:
        await answer_alarm(transaction, row)
    if over:
        await tell_right(transaction, row)
        await record(transaction, row.production_id, RecordKind.CLOSED_SET_RIGHT, closed_set=row.number)
        row.alarm_at = None
    elif grown:
        row.alarm_at = transaction.now
        await record(
            transaction,
            row.production_id,
            RecordKind.CLOSED_SET_ALARMED,
            closed_set=row.number,
            obstacles=len(obstacles),
        )
        await raise_alert(transaction, row.production_id, AlertKind.CLOSED_SET, alarm_key(row), **about(row))
        await tell_assistants(transaction, row, Template.CLOSED_SET_ALARM, alarm_key(row), closed_set=row.number)


async def note_unread(transaction: Transaction, row: ClosedSet, obstacle: Obstacle) -> None:
    """The members could not be read: what was in the way before may still be."""
    await set_alarm(transaction, row, {*obstacles_of(row.alarm), obstacle})


def alarm_key(row: ClosedSet) -> str:
    """Names one alarm of one closed set."""
    assert row.alarm_at is not None
    return f"{row.number}:{row.alarm_at.timestamp()}"


async def answer_alarm(transaction: Transaction, row: ClosedSet) -> None:
    """An alarm that is over, or that a newer one replaces, is not repeated."""
    old = (
        await alerts.find_by_key(transaction.session, f"{AlertKind.CLOSED_SET}:{alarm_key(row)}")
        if row.alarm_at
        else None
    )
    if old is not None and old.ended_at is None:
        await end(transaction, old)


async def tell_right(transaction: Transaction, row: ClosedSet) -> None:
    """The membership was read and is right: coordinator and 1st AD read so."""
    key = alarm_key(row)
    for who in await people.list_holders(transaction.session, row.production_id, [Role.COORDINATOR, Role.FIRST_AD]):
        await send(
            transaction,
            who,
            Template.CLOSED_SET_RIGHT,
            key,
            priority=Priority.ANSWER,
            production_id=row.production_id,
            closed_set=row.number,
            alarm=key,
        )


async def tell_assistants(
    transaction: Transaction, row: ClosedSet, template: Template, key: str, **subject: int
) -> None:
    """Tell the 1st AD something neutral about a channel."""
    for who in await people.list_holders(transaction.session, row.production_id, [Role.FIRST_AD]):
        await send(transaction, who, template, key, priority=Priority.ALERT, production_id=row.production_id, **subject)


async def nameless(transaction: Transaction, taken: ClosedSet) -> list[str]:
    """Visitors (Slack ids) nobody was told of yet and whose name is not known."""
    rows = await rosters.list_untold_visitors(transaction.session, taken.number)
    return [
        row.slack_user for row in rows if await people.find_by_slack_user(transaction.session, row.slack_user) is None
    ]


@dataclass(frozen=True)
class Named:
    """What Slack says of a person nobody has met: a name, and whether it is an app."""

    name: str
    app: bool = False


async def tell_of_visitors(transaction: Transaction, taken: ClosedSet, names: Mapping[str, Named]) -> None:
    """Who was added: the coordinator can clear them in one tap, the AD reads it neutrally, they get a kind word."""
    row = await current(transaction, taken)
    cleared, _ = await cleared_people(transaction, await rosters.list_with_people(transaction.session, row.number))
    on_roster = {who.user for who in cleared if who.enters}
    for visit in await rosters.list_untold_visitors(transaction.session, row.number):
        found = await people.find_by_slack_user(transaction.session, visit.slack_user)
        named = names.get(visit.slack_user)
        if found is None and named is None:
            continue
        visit.told_at = transaction.now
        transaction.session.add(visit)
        if visit.slack_user in on_roster:
            continue
        shown = named.name if named else ""
        who = found or await somebody(transaction, Somebody(shown, visit.slack_user, from_slack=True))
        visit.person_id = who.number
        key = f"{visit.number}"
        await raise_alert(transaction, row.production_id, AlertKind.ADDED, key, person_id=who.number, **about(row))
        await tell_assistants(transaction, row, Template.CLOSED_SET_ADDED, key, visitor=visit.number)
        if named is None or not named.app:
            await send(
                transaction,
                who,
                Template.NOT_CLEARED,
                key,
                priority=Priority.ANSWER,
                production_id=row.production_id,
                visitor=visit.number,
            )


async def closed_accounts(transaction: Transaction, taken: ClosedSet) -> list[str]:
    """People on the roster (Slack ids) who would come in if their accounts were not closed."""
    rows = [
        (held, who)
        for held, who in await rosters.list_with_people(transaction.session, taken.number)
        if held.removed_at is None
    ]
    return [
        who.slack_user
        for held, who in rows
        if who.slack_user and who.deactivated_at is not None and not who.in_person and held.access in ENTERS
    ]


async def note_account_of(transaction: Transaction, user: str, *, active: bool) -> None:
    """What Slack says of an account: nobody invites a closed one again."""
    who = await people.find_by_slack_user(transaction.session, user)
    if who is not None:
        await note_account(transaction, who, active=active)


async def rules_unsaid(transaction: Transaction, taken: ClosedSet) -> bool:
    """Whether the channel is right, so that the bot may speak there, and does not have the house rules yet."""
    row = await current(transaction, taken)
    return row.rules_at is None and row.alarm is None


async def rules_said(transaction: Transaction, taken: ClosedSet) -> None:
    """The house rules stand in the channel's purpose."""
    row = await current(transaction, taken)
    row.rules_at = transaction.now
    transaction.session.add(row)


async def goodbyes_waiting(transaction: Transaction, taken: ClosedSet) -> bool:
    """Whether a message that must go before a removal is still on its way, and worth waiting for."""
    row = await current(transaction, taken)
    if row.closing_at is None or transaction.now >= row.closing_at + GOODBYE:
        return False
    return bool(
        await deliveries.list_unsent_about(transaction.session, Template.CLOSED_SET_WRAPPED, closed_set=row.number)
    )
