"""Being away: who may have tapped in vain is asked to tap again, and nothing is Ready until they have."""

from datetime import datetime, timedelta

from bot.alerts import raise_alert
from bot.checkins.asking import ask
from bot.checkins.publishing import publish_readiness, send_changes
from bot.checkins.revisions import add_revision
from bot.domain.reasons import Reason, Why
from bot.domain.roles import Role
from bot.domain.standing import RevisionKind
from bot.facts import call_for_check_in
from bot.record import RecordKind, record
from bot.transaction import Transaction
from storage import check_ins, outages, people, productions, shoot_days, strips, written
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.database import go_unnoticed
from storage.outages import Heartbeat, Outage
from storage.productions import Production
from storage.revisions import Revision
from storage.shoot_days import ShootDay
from storage.written import Unread, UnreadWhy

# What was written while the last sign of life was being noted is read as well; nothing counts twice.
MARGIN = timedelta(minutes=1)


async def note_presence(
    transaction: Transaction, real: datetime, longest: timedelta, *, starting: bool = False
) -> bool:
    """The bot is connected at this real moment. A gap longer than `longest` was an outage.

    True where it has been away, as at its start: what was written meanwhile is still to be read.
    """
    last = await outages.find_heartbeat(transaction.session)
    if last is None:
        transaction.session.add(Heartbeat(real_at=real))
        return False
    gap = real - last.real_at
    last.real_at = real
    transaction.session.add(last)
    if not starting and gap <= longest:
        go_unnoticed(transaction.session)
        return False
    await leave_conversations_unread(transaction, transaction.now - gap - MARGIN)
    if gap > longest:
        await after_outage(transaction, transaction.now - gap)
    return True


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
        concerned = False
        await record(transaction, production.number, RecordKind.WAS_OFFLINE, since=began, until=transaction.now)
        for day in await shoot_days.list_all(transaction.session, production.number):
            if day.wrapped_at is None:
                concerned = await ask_after_outage(transaction, production, day, outage) or concerned
        if concerned:
            await raise_alert(
                transaction,
                production.number,
                AlertKind.OFFLINE,
                f"{outage.number}:{production.number}",
                since=began,
                until=transaction.now,
            )


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
