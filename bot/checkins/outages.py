"""Being away: who may have tapped in vain is asked to tap again, and nothing is Ready until they have."""

from datetime import datetime, timedelta

from bot.alerts import raise_alert
from bot.checkins.asking import ask
from bot.checkins.readiness import publish_words, send_words
from bot.checkins.revisions import add_revision
from bot.domain.standing import RevisionKind
from bot.facts import call_for_check_in
from bot.record import RecordKind, record
from bot.transaction import Step
from storage import check_ins, outages, people, productions, shoot_days, strips
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.outages import Heartbeat, Outage
from storage.productions import Production
from storage.revisions import Revision
from storage.shoot_days import ShootDay

# How often presence is written down: often enough to see an outage, seldom enough to spare the disk.
BEAT = timedelta(seconds=5)


async def note_presence(step: Step, real: datetime, longest: timedelta) -> None:
    """The bot is connected at this real moment. A gap longer than `longest` was an outage."""
    last = await outages.find_heartbeat(step.session)
    if last is None:
        step.session.add(Heartbeat(real_at=real))
        return
    gap = real - last.real_at
    if gap < BEAT:
        return
    last.real_at = real
    step.session.add(last)
    if gap > longest:
        await after_outage(step, step.now - gap)


async def after_outage(step: Step, began: datetime) -> None:
    """Ask again whoever had a check-in open meanwhile, and tell each coordinator from when to when."""
    outage = Outage(began_at=began, ended_at=step.now)
    step.session.add(outage)
    await step.session.flush()
    for production in await productions.list_all(step.session):
        concerned = False
        await record(step, production.number, RecordKind.WAS_OFFLINE, since=began, until=step.now)
        for day in await shoot_days.list_all(step.session, production.number):
            if day.wrapped_at is None:
                concerned = await ask_after_outage(step, production, day, outage) or concerned
        if concerned:
            await raise_alert(
                step,
                production.number,
                AlertKind.OFFLINE,
                f"{outage.number}:{production.number}",
                since=began,
                until=step.now,
            )


async def ask_after_outage(step: Step, production: Production, day: ShootDay, outage: Outage) -> bool:
    """Ask again about one day; True when somebody was concerned."""
    by_person: dict[int, list[CheckIn]] = {}
    for row in await check_ins.list_on(step.session, day.number):
        strip = await strips.find(step.session, row.scene_id, day.number)
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
                recorded_at=step.now,
            )
            await add_revision(step, production.number, revision)
        if step.now < await call_for_check_in(step, production, day, rows[0]):
            performer = await people.get(step.session, person_id)
            await ask(step, production, day, performer, rows, f"outage:{outage.number}")
    if by_person and await publish_words(step, production, day, step.now):
        # Not on the grid: an outage is nobody's private matter, and the last word may have been Ready.
        await send_words(step, production, day, step.now, line=False)
    return bool(by_person)
