"""Who answers for a production now: on duty or off, inside a closed set or at their phone, and who may change it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.alerts import end_alerts, raise_alert
from bot.checkins.consequences import hurry_all
from bot.domain.coordination import DutyNow
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import DutyReason, DutyUnfit
from bot.domain.roles import COORDINATION, Role
from bot.outbox import send
from bot.people import Actor, find_actor
from bot.readers import tell_of_reader
from bot.record import record
from bot.transaction import Transaction
from storage import people
from storage.alerts import AlertKind
from storage.deliveries import Priority, Template
from storage.people import Duty, OnSet, Person
from storage.productions import Production


async def duty_now(transaction: Transaction, production: Production) -> DutyNow:
    """Who answers for the production now, and who of them is inside a closed set."""
    there = await people.list_on_duty(transaction.session, production.number, transaction.now)
    inside = await people.list_inside_set(transaction.session, production.number, transaction.now)
    return DutyNow(
        production.name, tuple(who.name for who in there), tuple(who.name for who in there if who.number in inside)
    )


# What somebody says in Slack; the words for the AD are hurried, since they need somebody on duty.


class Switch(StrEnum):
    """What somebody of the coordination switches for themselves."""

    ON_DUTY = "on_duty"
    OFF_DUTY = "off_duty"
    INSIDE = "inside"
    OUTSIDE = "outside"


async def turn(transaction: Transaction, production: Production, switch: Switch, who: Person) -> None:
    """One switch of a coordinator or deputy, for themselves."""
    if switch is Switch.ON_DUTY:
        await begin_duty(transaction, production, who, by=who)
    elif switch is Switch.OFF_DUTY:
        await end_duty(transaction, production, who, by=who)
    elif switch is Switch.INSIDE:
        await go_inside(transaction, production, who)
    else:
        await come_out(transaction, production, who)
    await hurry_all(transaction, production)


async def put_on_duty(
    transaction: Transaction, production: Production, who: Person, by: Actor, until: datetime | None
) -> None:
    """Somebody goes on duty, because they or somebody else said so. Raises DutyUnfit."""
    if until is not None:
        await check_left_to_coordinators(transaction, production, who, by)
    await begin_duty(transaction, production, who, until, by=by.person)
    await hurry_all(transaction, production)


async def take_off_duty(transaction: Transaction, production: Production, who: Person, by: Actor) -> None:
    """Somebody goes off duty, because they or somebody else said so. Raises DutyUnfit."""
    await check_left_to_coordinators(transaction, production, who, by)
    await end_duty(transaction, production, who, by=by.person)
    await hurry_all(transaction, production)


async def hand_over(transaction: Transaction, production: Production, by: Actor, to: Person) -> None:
    """One goes off duty, the other goes on and is told. A coordinator hands over what performers wrote as well.

    Every performer with a day to come is told of the new reader, before that reader can read.
    """
    await end_duty(transaction, production, by.person, by=by.person)
    coordinator = by.person if by.holds(production.number, [Role.COORDINATOR]) else None
    await begin_duty(transaction, production, to, by=by.person, handed_over_by=coordinator)
    reader = await find_actor(transaction, to.slack_user or "")
    if reader is not None:
        await tell_of_reader(transaction, production.number, reader)
    await hurry_all(transaction, production)


async def check_left_to_coordinators(transaction: Transaction, production: Production, who: Person, by: Actor) -> None:
    """Only a coordinator ends a coordinator's duty: with it, their private words would be open to the deputy."""
    held = await people.find_role(transaction.session, production.number, who.number, Role.COORDINATOR)
    begun = await people.list_open_duty(transaction.session, production.number, who.number, transaction.now)
    if held is not None and begun and not by.holds(production.number, [Role.COORDINATOR]):
        raise DutyUnfit(DutyReason.COORDINATORS_OWN, who.name, held.phone)


async def list_named_for_duty(transaction: Transaction, production: Production) -> list[Person]:
    """Whom a command about duty can mean: whoever was given a role of the coordination, performers among them."""
    performers = await people.list_holders(transaction.session, production.number, [Role.PERFORMER])
    named = [one for one in performers if await coordinates(transaction, production, one)]
    return [*await people.list_holders(transaction.session, production.number, COORDINATION), *named]


async def list_others(transaction: Transaction, production: Production, actor: Actor) -> list[Person]:
    """The coordinators and deputies besides one of them."""
    everyone = await people.list_holders(transaction.session, production.number, COORDINATION)
    return [one for one in everyone if one.number != actor.person.number]


async def check_takes_duty(transaction: Transaction, production: Production, who: Person) -> None:
    """Whether somebody can be on duty: not who performs, nor who cannot take alerts. Raises DutyUnfit."""
    known = await find_actor(transaction, who.slack_user or "")
    performs = await people.find_role(transaction.session, production.number, who.number, Role.PERFORMER)
    if performs is not None:
        raise DutyUnfit(DutyReason.PERFORMS, who.name)
    if known is None or not known.holds(production.number, COORDINATION) or not who.reachable:
        raise DutyUnfit(DutyReason.UNREACHABLE, who.name)


async def coordinates(transaction: Transaction, production: Production, who: Person) -> bool:
    """Whether somebody was given a role of the coordination, whether or not it counts beside their others."""
    return any(
        [
            await people.find_role(transaction.session, production.number, who.number, role) is not None
            for role in COORDINATION
        ]
    )


# What happens, whoever said so.


async def begin_duty(
    transaction: Transaction,
    production: Production,
    who: Person,
    until: datetime | None = None,
    *,
    by: Person | None = None,
    handed_over_by: Person | None = None,
) -> None:
    """A coordinator or deputy answers for the production from now on, or until a moment (UTC).

    `by` is who said so in Slack, None at the command line; somebody else than themselves, and they are told.
    `handed_over_by`: the coordinator who handed over to them, with what performers wrote.
    """
    await close_duty(transaction, production, who, by)
    await end_alerts(transaction, [AlertKind.NO_DUTY], production_id=production.number)
    begun = Duty(
        production_id=production.number,
        person_id=who.number,
        since=transaction.now,
        until=until,
        handed_over_by=handed_over_by.number if handed_over_by else None,
    )
    transaction.session.add(begun)
    await transaction.session.flush()
    number = by.number if by else None
    await record(
        transaction,
        production.number,
        RecordKind.DUTY_BEGUN,
        about=who.number,
        by=number,
        until=until,
        handover=handed_over_by is not None,
    )
    if number is not None and number != who.number:
        await send(
            transaction,
            who,
            Template.HANDOVER,
            f"{begun.id}",
            priority=Priority.ALERT,
            production_id=production.number,
            by=number,
        )


async def end_duty(transaction: Transaction, production: Production, who: Person, *, by: Person | None = None) -> None:
    """They no longer answer for the production. `by` as in `begin_duty`; whoever did not do it themselves is told."""
    number = by.number if by else None
    for row in await close_duty(transaction, production, who, by):
        if number != who.number:
            await send(
                transaction,
                who,
                Template.DUTY_ENDED,
                f"{row.id}",
                priority=Priority.ALERT,
                production_id=production.number,
                by=number,
            )


async def close_duty(transaction: Transaction, production: Production, who: Person, by: Person | None) -> list[Duty]:
    """End what of somebody's duty is open, and put it on record."""
    rows = await people.list_open_duty(transaction.session, production.number, who.number, transaction.now)
    for row in rows:
        row.until = transaction.now
        transaction.session.add(row)
        await record(
            transaction, production.number, RecordKind.DUTY_ENDED, about=who.number, by=by.number if by else None
        )
    await transaction.session.flush()
    return rows


async def go_inside(transaction: Transaction, production: Production, who: Person) -> None:
    """They are inside a closed set, without a phone: alerts go to the deputy as well."""
    await come_out(transaction, production, who)
    transaction.session.add(OnSet(production_id=production.number, person_id=who.number, since=transaction.now))
    await transaction.session.flush()


async def come_out(transaction: Transaction, production: Production, who: Person) -> None:
    """They are back at their phone."""
    for row in await people.list_open_on_set(transaction.session, production.number, who.number, transaction.now):
        row.until = transaction.now
        transaction.session.add(row)
    await transaction.session.flush()


# Acting needs duty.


async def act(transaction: Transaction, production_id: int, by: Person, key: str, **about: Any) -> None:
    """Somebody of the coordination has recorded or closed something (`key`, `about`): acting takes duty.

    Off duty, they take it for the act, and whoever is on duty is told; what a deputy did, the coordinators are told.
    """
    there = await people.list_on_duty(transaction.session, production_id, transaction.now)
    if by.number not in {who.number for who in there}:
        await take_duty_for_act(transaction, production_id, by)
        if there:
            facts = {**about, "person_id": by.number}
            await raise_alert(transaction, production_id, AlertKind.OFF_DUTY, key, **facts)
    coordinators = await people.list_holders(transaction.session, production_id, [Role.COORDINATOR])
    if by.number not in {who.number for who in coordinators} and coordinators:
        await raise_alert(transaction, production_id, AlertKind.BY_DEPUTY, key, **about)


async def take_duty_for_act(transaction: Transaction, production_id: int, by: Person) -> None:
    """One act of somebody off duty: a duty of no length, on record."""
    now = transaction.now
    transaction.session.add(Duty(production_id=production_id, person_id=by.number, since=now, until=now))
    await record(transaction, production_id, RecordKind.DUTY_BEGUN, about=by.number, by=by.number, until=now)
