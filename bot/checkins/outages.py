"""Being away: who may have tapped in vain is asked to tap again, and nothing is Ready until they have."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts import raise_alert
from bot.checkins.asking import ask
from bot.checkins.publishing import publish_readiness, send_changes
from bot.checkins.revisions import add_revision
from bot.clock import Uptime
from bot.domain.reasons import Reason, Why
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.domain.standing import RevisionKind
from bot.domain.unreadable import Spoiled
from bot.escalation import catch_up_with_clock
from bot.facts import call_for_check_in
from bot.failures import Place, apart
from bot.record import record
from bot.transaction import Transaction
from storage import check_ins, outages, people, productions, shoot_days, strips, written
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.failed_rows import name_of
from storage.outages import Heartbeat, Outage
from storage.productions import Production
from storage.revisions import Revision
from storage.shoot_days import ShootDay
from storage.written import Unread, UnreadWhy

# What was written while the last sign of life was being noted is read as well; nothing counts twice.
MARGIN = timedelta(minutes=1)
# So far apart the clocks of two machines may be.
SKEW = timedelta(seconds=5)
# How long an absence is taken to have been of which no clock says how long it was.
UNKNOWN = timedelta(days=1)


@dataclass(frozen=True)
class Beat:
    """A sign of life at a real moment. `starting`: the first of a process; `own`: how long ago its last one was.

    `on`: how long the machine has been on, by a clock that nobody sets.
    """

    real: datetime
    starting: bool = False
    own: timedelta | None = None
    on: Uptime | None = None


async def note_presence(transaction: Transaction, beat: Beat, longest: timedelta) -> bool:
    """The bot is connected. A gap longer than `longest`, or a last sign of life from the future, was an outage.

    True where it has been away, as at its start: what was written meanwhile is still to be read.
    """
    last = await outages.find_heartbeat(transaction.session)
    if last is None:
        transaction.session.add(noted(Heartbeat(real_at=beat.real, since=beat.real), beat))
        return False
    gap, since = absence(last, beat, longest), None if isinstance(last.since, Spoiled) else last.since
    transaction.session.add(noted(last, beat))
    if not beat.starting and gap <= longest:
        last.since = since or beat.real
        return False
    last.since = beat.real
    await leave_conversations_unread(transaction, transaction.now - gap - MARGIN)
    if gap > longest:
        await after_outage(transaction, transaction.now - gap)
    return True


def noted(heartbeat: Heartbeat, beat: Beat) -> Heartbeat:
    """The row with the newest sign of life."""
    heartbeat.real_at = beat.real
    heartbeat.boot, heartbeat.uptime = (beat.on.boot, beat.on.seconds) if beat.on is not None else (None, None)
    return heartbeat


def absence(last: Heartbeat, beat: Beat, longest: timedelta) -> timedelta:
    """How long nobody was there, at least: by both clocks where they can be held against each other.

    Where the wall clock says that the last sign of life is still to come, it was set back, and says nothing any more;
    where nobody can read when it came, nobody was there.
    """
    if isinstance(last.real_at, Spoiled):
        return longest + SKEW
    gap = beat.real - last.real_at
    counted = None
    if beat.on is not None and last.boot == beat.on.boot and last.uptime is not None:
        counted = timedelta(seconds=beat.on.seconds - last.uptime)
    if counted is None and beat.own is not None and last.boot is not None:
        # Another machine's bot has noted it, whose clock may be another: this one was there all the time.
        return beat.own
    if gap < -SKEW:
        return max(counted or UNKNOWN, longest + SKEW)
    return max(gap, counted or gap)


async def leave_conversations_unread(transaction: Transaction, since: datetime) -> None:
    """What performers may have written since a moment has not been read: they stand with the coordinator until then."""
    for production in await productions.list_all(transaction.session):
        for performer in await people.list_holders(transaction.session, production.number, [Role.PERFORMER]):
            waiting = await written.list_unread(transaction.session, performer.number, production.number)
            known = any(row.why is UnreadWhy.CONVERSATION for row in waiting)
            if performer.slack_user is not None and performer.deactivated_at is None and not known:
                unread = Unread(
                    production_id=production.number,
                    person_id=performer.number,
                    why=UnreadWhy.CONVERSATION,
                    since=since,
                    begun_at=transaction.now,
                )
                transaction.session.add(unread)
    await transaction.session.flush()


async def after_outage(transaction: Transaction, began: datetime) -> None:
    """Ask again whoever had a check-in open meanwhile, and tell each coordinator from when to when."""
    outage = Outage(began_at=began, ended_at=transaction.now)
    transaction.session.add(outage)
    await transaction.session.flush()
    for production in await productions.list_all(transaction.session):
        async with apart(transaction, Place(name_of(Production), production.number, production.number)):
            await put_right_in(transaction, production, outage)


async def put_right_in(transaction: Transaction, production: Production, outage: Outage) -> None:
    """What an outage brings about in one production."""
    began, ended, concerned = outage.began_at, outage.ended_at, False
    await record(transaction, production.number, RecordKind.WAS_OFFLINE, since=began, until=ended)
    await catch_up_with_clock(transaction, production)
    for day in await shoot_days.list_all(transaction.session, production.number):
        if day.wrapped_at is None:
            concerned = await ask_after_outage(transaction, production, day, outage) or concerned
    if concerned:
        key = f"{outage.number}:{production.number}"
        await raise_alert(transaction, production.number, AlertKind.OFFLINE, key, since=began, until=ended)


async def ask_after_outage(transaction: Transaction, production: Production, day: ShootDay, outage: Outage) -> bool:
    """Ask again about one day; True when somebody was concerned."""
    by_person: dict[int, list[CheckIn]] = {}
    for row in await check_ins.list_on(transaction.session, day.number):
        strip = await strips.find(transaction.session, row.scene_id, day.number)
        filmed = strip is not None and strip.filmed_at is not None
        if row.asked_at is not None and row.asked_at <= outage.ended_at and not filmed:
            by_person.setdefault(row.person_id, []).append(row)
    for person_id, rows in by_person.items():
        for row in rows:
            revision = Revision(
                scene_id=row.scene_id,
                shoot_day_id=day.number,
                person_id=person_id,
                kind=RevisionKind.OUTAGE,
                recorded_at=transaction.now,
            )
            await add_revision(transaction, production.number, revision)
        if transaction.now < await call_for_check_in(transaction, production, day, rows[0]):
            performer = await people.get(transaction.session, person_id)
            why = Why(Reason.OUTAGE, f"{outage.number}", outage.number)
            await ask(transaction, production, day, performer, rows, why)
    if by_person and await publish_readiness(transaction, production, day, transaction.now):
        # Not on the grid: an outage is nobody's private matter, and the last word may have been Ready.
        await send_changes(transaction, production, day, transaction.now)
    return bool(by_person)
