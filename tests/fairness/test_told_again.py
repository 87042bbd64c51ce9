"""The same thing on a second occasion is told again; the same occasion is never told twice."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.alerts import acknowledge
from bot.answers.reactions import take_reaction
from bot.checkins.accounts import note_account
from bot.checkins.asking import explain_first, tell_of_no_duty
from bot.checkins.flags import flag_notice, flag_turnaround, tell_of_minors
from bot.domain.matters import Closing
from bot.domain.roles import Role
from bot.duty import begin_duty, end_duty
from bot.facts import parts_of_day
from bot.matters import no_longer_reaches
from bot.productions import give_role, take_role
from bot.schedule.successors import carry
from bot.transaction import Transaction
from storage import alerts, matters
from storage.alerts import Alert, AlertKind
from storage.deliveries import Delivery, Template
from storage.due import DueKind
from tests.alerts.acting import answer, at, heard
from tests.proofs.office import Office

Happening = Callable[[Transaction, Office], Awaitable[None]]


async def reacts(transaction: Transaction, office: Office) -> None:
    """Ola puts an emoji under her check-in."""
    about = (Delivery.template == Template.CHECK_IN, Delivery.person_id == office.people["ola"])
    asked = (await transaction.session.exec(select(Delivery).where(*about).order_by(col(Delivery.id)))).first()
    assert asked is not None
    asked.channel, asked.ts = "D1", "1.1"
    transaction.session.add(asked)
    await transaction.session.flush()
    await take_reaction(transaction, "U0OLA", "D1", "1.1")


async def breaks_notice(transaction: Transaction, office: Office) -> None:
    """Ola's call comes so soon after her rider that the notice is not met."""
    await call_at(transaction, office, office.call("11") - timedelta(days=40))


async def keeps_notice(transaction: Transaction, office: Office) -> None:
    """It is where it was."""
    await call_at(transaction, office, office.call("11"))


async def call_at(transaction: Transaction, office: Office, call: datetime) -> None:
    """A call of Ola's, looked at."""
    production, day = await office.production(transaction), await office.day(transaction, "11")
    parts = await parts_of_day(transaction, production, day)
    await flag_notice(transaction, production, parts, office.people["ola"], call)


async def is_child(transaction: Transaction, office: Office) -> None:
    """Ola is recorded as under 18."""
    await age(transaction, office, under_18=True)


async def is_no_child(transaction: Transaction, office: Office) -> None:
    """It was a mistake."""
    await age(transaction, office, under_18=False)


async def age(transaction: Transaction, office: Office, *, under_18: bool) -> None:
    """What is recorded of Ola, and what her scene makes of it."""
    ola = await office.person(transaction, "ola")
    ola.under_18 = under_18
    transaction.session.add(ola)
    await transaction.session.flush()
    production, day = await office.production(transaction), await office.day(transaction, "11")
    for part in await parts_of_day(transaction, production, day):
        await tell_of_minors(transaction, production, part)


async def too_little_rest(transaction: Transaction, office: Office) -> None:
    """Day 11 wraps late, and day 12 begins early."""
    await rest(transaction, office, timedelta(hours=6))


async def enough_rest(transaction: Transaction, office: Office) -> None:
    """Day 12 begins late."""
    await rest(transaction, office, timedelta(hours=20))


async def rest(transaction: Transaction, office: Office, length: timedelta) -> None:
    """So long after the wrap of day 11 Ola is called on day 12."""
    first, second = await office.day(transaction, "11"), await office.day(transaction, "12")
    first.wrapped_at = office.call("11", "23:00")
    transaction.session.add(first)
    await transaction.session.flush()
    production = await office.production(transaction)
    await flag_turnaround(transaction, production, second, office.people["ola"], first.wrapped_at + length)


async def nobody_there(transaction: Transaction, office: Office) -> None:
    """A first round, and nobody on duty."""
    production, mia = await office.production(transaction), await office.person(transaction, "mia")
    await end_duty(transaction, production, mia, by=mia)
    await tell_of_no_duty(transaction, production, await office.day(transaction, "11"), DueKind.FIRST_ROUND)


async def somebody_there(transaction: Transaction, office: Office) -> None:
    """Mia is back."""
    mia = await office.person(transaction, "mia")
    await begin_duty(transaction, await office.production(transaction), mia, by=mia)


async def account_closes(transaction: Transaction, office: Office) -> None:
    """Slack closes Ola's account."""
    await note_account(transaction, await office.person(transaction, "ola"), active=False)


async def account_opens(transaction: Transaction, office: Office) -> None:
    """It is open again."""
    await note_account(transaction, await office.person(transaction, "ola"), active=True)


# What happens, and what ends it; None: that somebody has seen it is enough for the next time to be another one.
TWICE: dict[AlertKind, tuple[Happening, Happening | None]] = {
    AlertKind.REACTED: (reacts, None),
    AlertKind.NOTICE: (breaks_notice, keeps_notice),
    AlertKind.NEEDS_COORDINATOR: (is_child, is_no_child),
    AlertKind.NO_DUTY: (nobody_there, somebody_there),
    AlertKind.ACCOUNT_CLOSED: (account_closes, account_opens),
    # Last, because it wraps day 11.
    AlertKind.TURNAROUND: (too_little_rest, enough_rest),
}


async def now_open(transaction: Transaction, kind: AlertKind) -> list[Alert]:
    """What waits for somebody to see it."""
    return [alert for alert in await alerts.list_about(transaction.session, [kind]) if alert.acknowledged_at is None]


async def test_a_second_occasion_is_told_and_the_same_one_is_not(office: Office) -> None:
    """Told once however often it is looked at, seen or not; told anew when it has ended and happens again."""
    await at(office, "12:00", days=-1)
    for kind in TWICE:
        for _ in range(3):
            office.in_process.clock.moment += timedelta(minutes=1)
            async with office.in_process.transaction() as transaction:
                await happen(transaction, office, kind)


async def happen(transaction: Transaction, office: Office, kind: AlertKind) -> None:
    """One occasion: it happens, is looked at once more, is seen, is looked at once more, and ends."""
    happens, ends = TWICE[kind]
    await happens(transaction, office)
    if kind is not AlertKind.ACCOUNT_CLOSED:
        await happens(transaction, office)
    (told,) = await now_open(transaction, kind)
    await acknowledge(transaction, told, await office.person(transaction, "mia"))
    if ends is not None:
        await happens(transaction, office)
        assert await now_open(transaction, kind) == [], kind
        await ends(transaction, office)


async def test_nobody_on_duty_is_said_again_with_the_next_round(office: Office) -> None:
    """Somebody has seen it in the first round, and nobody has gone on duty: the evening's is another occasion."""
    async with office.in_process.transaction() as transaction:
        await nobody_there(transaction, office)
        (told,) = await now_open(transaction, AlertKind.NO_DUTY)
        await acknowledge(transaction, told, await office.person(transaction, "mia"))
        production, day = await office.production(transaction), await office.day(transaction, "11")
        await tell_of_no_duty(transaction, production, day, DueKind.EVENING_ROUND)
        assert len(await now_open(transaction, AlertKind.NO_DUTY)) == 1
        await tell_of_no_duty(transaction, production, day, DueKind.MORNING_ROUND)
        assert len(await now_open(transaction, AlertKind.NO_DUTY)) == 1


async def test_a_message_that_grows_grows_each_time(office: Office) -> None:
    """Four reactions on one day, each after the one before was seen: four states of the day's message."""
    await at(office, "12:00", days=-1)
    since = office.in_process.clock.now()
    for _ in range(4):
        async with office.in_process.transaction() as transaction:
            await reacts(transaction, office)
        await office.in_process.deliver()
        async with office.in_process.transaction() as transaction:
            (told,) = await now_open(transaction, AlertKind.REACTED)
            await acknowledge(transaction, told, await office.person(transaction, "mia"))
    assert len(heard(office, "mia", Template.GATHERED, since)) == 4


async def test_a_matter_that_reaches_a_scene_again_is_told_again(office: Office) -> None:
    """Said not to concern the scene, then carried there once more: the coordinator hears of it both times."""
    await at(office, "06:00")
    await answer(office, "ola", "not_as_agreed")
    for _ in (1, 2):
        office.in_process.clock.moment += timedelta(minutes=1)
        async with office.in_process.transaction() as transaction:
            (matter,) = await matters.list_open_of(transaction.session, office.people["ola"])
            mia, scene = await office.person(transaction, "mia"), await office.scene(transaction, "42A")
            await carry(transaction, matter, scene)
            await carry(transaction, matter, scene)
            (told,) = await now_open(transaction, AlertKind.OPEN_HERE)
            await acknowledge(transaction, told, mia)
            await no_longer_reaches(transaction, matter.number, scene.key, mia, Closing.NOT_CONCERNED)


async def test_whoever_comes_back_reads_how_it_works_again(office: Office) -> None:
    """Once for each time somebody is made a performer of the production."""
    for times in (1, 2):
        office.in_process.clock.moment += timedelta(days=30)
        async with office.in_process.transaction() as transaction:
            production, lea = await office.production(transaction), await office.person(transaction, "lea")
            await give_role(transaction, production, lea, Role.PERFORMER)
            await explain_first(transaction, production, lea)
            await explain_first(transaction, production, lea)
            rows = await transaction.session.exec(
                select(Delivery).where(Delivery.template == Template.NOTICE, Delivery.person_id == lea.number)
            )
            assert len(rows.all()) == times
            await take_role(transaction, production, lea, Role.PERFORMER)


@pytest.mark.parametrize("key", [None, "notice:{production}:{person}", "of an even earlier release"])
async def test_how_it_works_goes_before_what_does_not_let_them_sleep(office: Office, key: str | None) -> None:
    """Held until the morning by whatever release, it goes at once with the first thing that is asked at once."""
    async with office.in_process.transaction() as transaction:
        production, lea = await office.production(transaction), await office.person(transaction, "lea")
        await give_role(transaction, production, lea, Role.PERFORMER)
        await explain_first(transaction, production, lea, transaction.now + timedelta(hours=8))
        notice = select(Delivery).where(Delivery.template == Template.NOTICE, Delivery.person_id == lea.number)
        row = (await transaction.session.exec(notice)).one()
        row.key = key.format(production=production.number, person=lea.number) if key is not None else row.key
        transaction.session.add(row)
        await explain_first(transaction, production, lea, transaction.now + timedelta(hours=8))
        assert row.held_until is not None
        await explain_first(transaction, production, lea)
        assert (await transaction.session.exec(notice)).one().held_until is None
