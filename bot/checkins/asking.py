"""The rounds: one message per performer and shooting day, sent by itself at the right moment, or again on demand."""

from collections.abc import Sequence
from datetime import datetime

from bot.alerts import end_alerts, raise_about, raise_alert
from bot.checkins.answered import unanswered
from bot.checkins.flags import tell_of_minors
from bot.domain import times
from bot.domain.alert_kinds import SILENT
from bot.domain.reasons import Reason, Why
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.domain.standing import Standing
from bot.facts import call_for_check_in, parts_of_day, revision_now, standing_of, stays_with_coordinator
from bot.outbox import hold, send
from bot.record import record
from bot.transaction import Transaction
from storage import alerts, check_ins, deliveries, due, people, shoot_days
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.deliveries import Priority, Template
from storage.due import Due, DueKind
from storage.people import Person
from storage.productions import Production
from storage.shoot_days import ShootDay

OPEN = (Standing.NOT_ASKED, Standing.WAITING)


async def run_rounds(transaction: Transaction, production: Production, rows: Sequence[Due]) -> bool:
    """Ask one performer about one day: several overdue rounds become one. False while nobody is on duty."""
    latest = rows[-1]
    assert latest.shoot_day_id is not None
    assert latest.person_id is not None
    day = await shoot_days.get(transaction.session, latest.shoot_day_id)
    performer = await people.get(transaction.session, latest.person_id)
    asked = [row for row in await check_ins.list_on(transaction.session, day.number, performer.number) if row.automatic]
    if not asked or day.wrapped_at is not None:
        return True
    if not await people.list_on_duty(transaction.session, production.number, transaction.now):
        await tell_of_no_duty(transaction, production, day, latest.kind)
        return False
    if transaction.now >= await call_for_check_in(transaction, production, day, asked[0]):
        return True
    if latest.kind is DueKind.MORNING_ROUND:
        await greet(transaction, production, day, performer, asked)
    else:
        await ask_round(transaction, production, day, performer, asked, latest.kind)
    return True


async def tell_of_no_duty(transaction: Transaction, production: Production, day: ShootDay, kind: DueKind) -> None:
    """Nobody is on duty: everybody of the coordination is told with each round of a day that waits for it.

    While nobody has looked at what was said of an earlier one, that is said again, and is enough.
    """
    told = await alerts.list_about(transaction.session, [AlertKind.NO_DUTY], shoot_day_id=day.number)
    if not any(alert.acknowledged_at is None for alert in told):
        key = f"{day.number}:{kind}"
        await raise_alert(transaction, production.number, AlertKind.NO_DUTY, key, shoot_day_id=day.number)


async def ask_round(
    transaction: Transaction,
    production: Production,
    day: ShootDay,
    performer: Person,
    asked: Sequence[CheckIn],
    kind: DueKind,
) -> None:
    """The first round goes to all, the evening's to those who have not answered; the coordinator learns of silence."""
    silent = [row for row in asked if await standing_of(transaction, row) in OPEN]
    if kind is DueKind.EVENING_ROUND and any(row.asked_at is not None for row in silent):
        for row in silent:
            await raise_about(transaction, AlertKind.SILENCE_EVENING, row, f"{row.number}")
    if waiting := await unanswered(transaction, asked):
        await ask(transaction, production, day, performer, waiting, Why(Reason(kind.value)))


async def ask(
    transaction: Transaction,
    production: Production,
    day: ShootDay,
    performer: Person,
    asked: Sequence[CheckIn],
    why: Why,
) -> None:
    """Send the check-in of a day; whoever is not reached in Slack is asked in person by the coordinator."""
    asked = await open_to_asking(transaction, production, day, asked)
    if not asked:
        return
    for row in asked:
        row.asked_at = row.asked_at or transaction.now
        transaction.session.add(row)
        await record_asked(transaction, row, in_slack=performer.reachable)
    if not performer.reachable:
        await ask_in_person(transaction, asked)
        return
    # Somebody of the coordination who sends it now means now.
    by_hand = why.reason is Reason.SENT
    held_until = None if by_hand else await asleep_until(transaction, production, day, asked)
    await explain_first(transaction, production, performer, held_until)
    sent = await send(
        transaction,
        performer,
        Template.CHECK_IN,
        f"{day.number}:{why}",
        priority=Priority.FAN_OUT,
        production_id=production.number,
        day=day.number,
        why=why.reason,
        outage=why.outage,
        about=[row.number for row in asked],
    )
    hold(sent, held_until)


async def asleep_until(
    transaction: Transaction, production: Production, day: ShootDay, about: Sequence[CheckIn]
) -> datetime | None:
    """Until when a message about a day lets its performer sleep; None when it goes at once."""
    call = await call_for_check_in(transaction, production, day, about[0])
    return times.sleep_until(transaction.now, call, production.paces.near_call, production.quiet, production.time_zone)


async def open_to_asking(
    transaction: Transaction, production: Production, day: ShootDay, asked: Sequence[CheckIn]
) -> Sequence[CheckIn]:
    """Without those about a scene with somebody under 18: the coordinator is told, and nobody is asked."""
    parts = {part.scene.key: part for part in await parts_of_day(transaction, production, day)}
    found = []
    for row in asked:
        part = parts.get(row.scene_id)
        people = {row.person_id, *(member.person_id for member in part.members)} if part else {row.person_id}
        if not await stays_with_coordinator(transaction, production, day, people):
            found.append(row)
        elif part is not None:
            await tell_of_minors(transaction, production, part)
    return found


async def record_asked(transaction: Transaction, row: CheckIn, *, in_slack: bool) -> None:
    """Put on record that a performer is asked about one scene of a day, and about which version of what was agreed."""
    await record(
        transaction,
        row.production_id,
        RecordKind.ASKED,
        about=row.person_id,
        check_in=row.number,
        scene=row.scene_id,
        day=row.shoot_day_id,
        revision=await revision_now(transaction, row),
        in_slack=in_slack,
    )


async def ask_in_person(transaction: Transaction, asked: Sequence[CheckIn]) -> None:
    """A performer without Slack: the coordinator is asked to speak with them and to record what they say."""
    for row in asked:
        await raise_about(
            transaction, AlertKind.ASK_IN_PERSON, row, f"{row.number}:{await revision_now(transaction, row)}"
        )


async def explain_first(
    transaction: Transaction, production: Production, performer: Person, held_until: datetime | None = None
) -> None:
    """Before anything is asked: who runs this, who can read what, how long it is kept, what else is as good."""
    held = await people.find_role(transaction.session, production.number, performer.number, Role.PERFORMER)
    if held is None:
        return
    if held.noticed_at is not None:
        # It may still let them sleep, while what comes now does not; whichever release has put it there.
        if held_until is None:
            for waiting in await deliveries.list_held(transaction.session, production.number, transaction.now):
                if (waiting.person_id, waiting.template) == (performer.number, Template.NOTICE):
                    hold(waiting, None)
        return
    held.noticed_at = transaction.now
    transaction.session.add(held)
    sent = await send(
        transaction,
        performer,
        Template.NOTICE,
        f"{production.number}:{held.noticed_at.timestamp()}",
        priority=Priority.FAN_OUT,
        production_id=production.number,
    )
    hold(sent, held_until)


async def greet(
    transaction: Transaction, production: Production, day: ShootDay, performer: Person, asked: Sequence[CheckIn]
) -> None:
    """The shooting day's one quiet message, which needs no reply."""
    asked = await open_to_asking(transaction, production, day, asked)
    if not asked:
        return
    for row in asked:
        row.asked_at = row.asked_at or transaction.now
        transaction.session.add(row)
    await explain_first(transaction, production, performer)
    await send(
        transaction,
        performer,
        Template.MORNING,
        f"{day.number}",
        priority=Priority.FAN_OUT,
        production_id=production.number,
        day=day.number,
    )


async def note_silence(transaction: Transaction, production: Production, row: Due) -> None:
    """At call time: whoever has not answered is spoken to in person; nothing more goes to the performer."""
    assert row.shoot_day_id is not None
    for check_in in await check_ins.list_on(transaction.session, row.shoot_day_id, row.person_id):
        if await standing_of(transaction, check_in) in OPEN:
            key = f"{check_in.number}:{row.due_at.timestamp()}"
            # At call time this is what there is to do; what was said of the same silence before is part of it.
            await end_alerts(transaction, SILENT, check_in_id=check_in.number)
            await raise_about(transaction, AlertKind.SILENCE_AT_CALL, check_in, key)


async def ask_late_additions(transaction: Transaction, production: Production, day: ShootDay) -> None:
    """Ask about scenes that joined a day after its first round, or whose check-in came back with new terms."""
    for row in await check_ins.list_on(transaction.session, day.number):
        if row.asked_at is None and row.automatic and await first_round_done(transaction, day, row.person_id):
            performer = await people.get(transaction.session, row.person_id)
            why = Why(Reason.ADDED, f"{row.number}:{transaction.now.timestamp()}")
            await ask(transaction, production, day, performer, [row], why)


async def first_round_done(transaction: Transaction, day: ShootDay, person_id: int) -> bool:
    """Whether a performer has had the day's first round already."""
    row = await due.find_by_key(transaction.session, f"{DueKind.FIRST_ROUND}:{day.number}:{person_id}")
    return row is not None and row.done_at is not None
