"""/checkin duty: who answers for the production; on, off, or over to the deputy."""

from bot.checkins.consequences import hurry_all
from bot.domain.roles import COORDINATION, Role
from bot.people import find_actor
from bot.productions import begin_duty, end_duty
from bot.transaction import Transaction
from handlers.arguments import Arguments, read_arguments
from handlers.commands import CommandContext
from handlers.replies import Reply, line
from messages.language import Language
from messages.standing import duty_text
from storage import people
from storage.people import Person
from storage.productions import Production


async def duty(transaction: Transaction, context: CommandContext) -> Reply:
    """Who is on duty; on, off, or over to the deputy."""
    read = read_arguments(transaction, context)
    wanted = read.phrase("handover", "on", "off")
    changes = {"on": duty_on, "off": duty_off, "handover": hand_over}
    if wanted is not None:
        await changes[wanted](transaction, context, read)
        await hurry_all(transaction, context.production)
    read.done()
    return line(await duty_line(transaction, context.production, context.language))


async def duty_line(transaction: Transaction, production: Production, tongue: Language) -> str:
    """Who answers for the production now."""
    there = await people.list_on_duty(transaction.session, production.number, transaction.now)
    inside = await people.list_inside_set(transaction.session, production.number, transaction.now)
    return duty_text(
        tongue, production.name, [who.name for who in there], [who.name for who in there if who.number in inside]
    )


async def duty_person(transaction: Transaction, context: CommandContext, read: Arguments) -> Person | None:
    """The coordinator or deputy who was typed, who must be able to take alerts; None when nobody was."""
    production = context.production.number
    performing = [
        one
        for one in await people.list_holders(transaction.session, production, [Role.PERFORMER])
        if await coordinates(transaction, production, one)
    ]
    who = await read.somebody([*await people.list_holders(transaction.session, production, COORDINATION), *performing])
    if who is None:
        return None
    if who in performing:
        raise read.wrong(
            "{name} performs in {production}, so they cannot be on duty there; please name somebody else.",
            name=who.name,
        )
    known = await find_actor(transaction, who.slack_user or "")
    if known is None or not known.holds(context.production.number, COORDINATION) or not who.reachable:
        raise read.wrong("{name} cannot take alerts in Slack for {production}.", name=who.name)
    return who


async def coordinates(transaction: Transaction, production_id: int, who: Person) -> bool:
    """Whether somebody was given a role of the coordination, whether or not it counts beside their others."""
    return any(
        [
            await people.find_role(transaction.session, production_id, who.number, role) is not None
            for role in COORDINATION
        ]
    )


async def left_to_coordinators(transaction: Transaction, context: CommandContext, read: Arguments, who: Person) -> None:
    """Only a coordinator ends a coordinator's duty: with it, their private words would be open to the deputy."""
    production = context.production.number
    held = await people.find_role(transaction.session, production, who.number, Role.COORDINATOR)
    begun = await people.list_open_duty(transaction.session, production, who.number, transaction.now)
    if held is None or not begun or context.actor.holds(production, [Role.COORDINATOR]):
        return
    raise read.wrong(
        "Only a coordinator ends a coordinator’s duty, so {name} is still on duty for {production}. Please "
        "phone {whom}; if nobody answers, whoever runs this app can change who coordinates.",
        name=who.name,
        whom=", ".join(filter(None, [who.name, held.phone])),
    )


async def duty_on(transaction: Transaction, context: CommandContext, read: Arguments) -> None:
    """Somebody goes on duty, the asker where nobody is named."""
    until = await read.until()
    who = await duty_person(transaction, context, read) or context.actor.person
    read.done()
    if until is not None:
        await left_to_coordinators(transaction, context, read, who)
    await begin_duty(transaction, context.production, who, until, by=context.actor.person)


async def duty_off(transaction: Transaction, context: CommandContext, read: Arguments) -> None:
    """Somebody goes off duty, the asker where nobody is named."""
    who = await duty_person(transaction, context, read) or context.actor.person
    read.done()
    await left_to_coordinators(transaction, context, read, who)
    await end_duty(transaction, context.production, who, by=context.actor.person)


async def hand_over(transaction: Transaction, context: CommandContext, read: Arguments) -> None:
    """The asker goes off duty, somebody else goes on and is told."""
    who = await duty_person(transaction, context, read)
    if who is None or who.number == context.actor.person.number:
        among = await people.list_holders(transaction.session, context.production.number, COORDINATION)
        names = ", ".join(one.name for one in among if one.number != context.actor.person.number)
        raise read.wrong("Please write to whom, such as duty handover @deputy; it can be: {names}.", names=names or "–")
    read.done()
    await end_duty(transaction, context.production, context.actor.person, by=context.actor.person)
    await begin_duty(transaction, context.production, who, by=context.actor.person)
