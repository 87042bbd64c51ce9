"""Who may read what performers wrote: never before the performers have been told of them."""

from dataclasses import dataclass

from bot.domain import times
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.outbox import send
from bot.people import Actor, find_actor
from bot.record import record
from bot.transaction import Transaction
from storage import check_ins, deliveries, people, privacy, productions, shoot_days
from storage.deliveries import Priority, Template
from storage.people import Person
from storage.privacy import NoteReader


@dataclass(frozen=True)
class Right:
    """Why somebody may read: they coordinate, or stand in where nobody can (no `duty_id`), or one handover."""

    duty_id: int | None = None


async def find_right(transaction: Transaction, reader: Actor, production_id: int) -> Right | None:
    """Why somebody may read what performers of a production wrote; None where they may not.

    A deputy reads after a handover by a coordinator, while none is back, or where none has a working account.
    """
    if reader.holds(production_id, [Role.COORDINATOR]):
        return Right()
    if not reader.holds(production_id, [Role.DEPUTY]):
        return None
    if not await list_working_coordinators(transaction, production_id):
        return Right()
    there = await people.list_on_duty(transaction.session, production_id, transaction.now)
    coordinators = await people.list_holders(transaction.session, production_id, [Role.COORDINATOR])
    if {who.number for who in coordinators} & {who.number for who in there}:
        return None
    duty = await people.find_handover(transaction.session, production_id, reader.person.number, transaction.now)
    return Right(duty.id) if duty is not None else None


async def list_working_coordinators(transaction: Transaction, production_id: int) -> list[Person]:
    """The coordinators who can read anything in Slack at all."""
    named = await people.list_holders(transaction.session, production_id, [Role.COORDINATOR])
    return [who for who in named if who.slack_user is not None and who.deactivated_at is None]


async def may_read(transaction: Transaction, reader: Actor, production_id: int) -> bool:
    """Whether somebody may read what performers wrote, and every performer has been told so.

    Whoever has become a reader unannounced is announced here, and reads once that has gone out.
    """
    return await find_right(transaction, reader, production_id) is not None and await tell_of_reader(
        transaction, production_id, reader
    )


async def notes_kept_for(transaction: Transaction, reader: Actor, production_id: int) -> str | None:
    """None when this person may read private words, else the name of the coordinator they are kept for."""
    if await may_read(transaction, reader, production_id):
        return None
    coordinators = await people.list_holders(transaction.session, production_id, [Role.COORDINATOR])
    return coordinators[0].name if coordinators else reader.person.name


async def reads(transaction: Transaction, who: Person, production_id: int) -> bool:
    """The same of a person."""
    reader = await find_actor(transaction, who.slack_user or "")
    return reader is not None and await may_read(transaction, reader, production_id)


async def tell_of_reader(transaction: Transaction, production_id: int, reader: Actor) -> bool:
    """Tell every performer with a day to come of a new reader, once. True when none of these messages waits any more.

    All of them get the same message, whether or not they wrote.
    """
    right = await find_right(transaction, reader, production_id)
    if right is None:
        return False
    number = reader.person.number
    told = await privacy.find_reader(transaction.session, production_id, number, right.duty_id)
    if told is None:
        told = NoteReader(production_id=production_id, person_id=number, duty_id=right.duty_id, told_at=transaction.now)
        transaction.session.add(told)
        await transaction.session.flush()
        await record(transaction, production_id, RecordKind.READER_TOLD, about=number)
        for performer in await list_with_day_to_come(transaction, production_id):
            await send(
                transaction,
                performer,
                Template.NEW_READER,
                f"{told.number}",
                priority=Priority.ALERT,
                production_id=production_id,
                note_reader=told.number,
            )
    return not await deliveries.list_unsent_about(transaction.session, Template.NEW_READER, note_reader=told.number)


async def list_with_day_to_come(transaction: Transaction, production_id: int) -> list[Person]:
    """The performers of a production who have a check-in on a day that is not over."""
    production = await productions.get(transaction.session, production_id)
    today = times.local(transaction.now, production.time_zone).date()
    found: dict[int, None] = {}
    for day in await shoot_days.list_all(transaction.session, production_id):
        if day.wrapped_at is None and day.date >= today:
            found |= {row.person_id: None for row in await check_ins.list_on(transaction.session, day.number)}
    return [await people.get(transaction.session, number) for number in found]


async def list_readers(transaction: Transaction, production_id: int) -> list[Person]:
    """The deputies who may read now what performers of a production wrote."""
    reading = []
    for who in await people.list_holders(transaction.session, production_id, [Role.DEPUTY]):
        reader = await find_actor(transaction, who.slack_user or "")
        if reader is not None and await find_right(transaction, reader, production_id) is not None:
            reading.append(who)
    return reading
