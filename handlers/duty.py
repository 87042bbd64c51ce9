"""/checkin duty and on-set: who answers for the production, over to whom, and who is inside a closed set."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot import duty as acts
from bot.domain.refusals import DutyUnfit
from bot.people import labels_of
from bot.transaction import Transaction
from handlers.arguments import Arguments, read_arguments
from handlers.commands import CommandContext
from handlers.replies import Reply, line
from messages import duty as messages
from storage.people import Person


async def duty(transaction: Transaction, context: CommandContext) -> Reply:
    """Who is on duty; on, off, or over to the deputy."""
    read = read_arguments(transaction, context)
    wanted = read.phrase("handover", "on", "off")
    changes = {"on": duty_on, "off": duty_off, "handover": hand_over}
    if wanted is not None:
        await changes[wanted](transaction, context, read)
    read.done()
    return await show_duty(transaction, context)


async def show_duty(transaction: Transaction, context: CommandContext) -> Reply:
    """Who answers for the production now."""
    return line(messages.duty_text(context.language, await acts.duty_now(transaction, context.production)))


@contextmanager
def duty_rules(context: CommandContext) -> Iterator[None]:
    """Why somebody cannot go on or off duty, said to the actor."""
    try:
        yield
    except DutyUnfit as unfit:
        raise context.refusal(messages.unfit_text, unfit.reason, unfit.name, unfit.phone) from None


async def duty_person(transaction: Transaction, context: CommandContext, read: Arguments) -> Person | None:
    """The coordinator or deputy who was typed, who must be able to take alerts; None when nobody was."""
    who = await read.somebody(await acts.list_named_for_duty(transaction, context.production))
    if who is not None:
        with duty_rules(context):
            await acts.check_takes_duty(transaction, context.production, who)
    return who


async def duty_on(transaction: Transaction, context: CommandContext, read: Arguments) -> None:
    """Somebody goes on duty, the actor where nobody is named."""
    until = await read.until()
    who = await duty_person(transaction, context, read) or context.actor.person
    read.done()
    with duty_rules(context):
        await acts.put_on_duty(transaction, context.production, who, context.actor, until)


async def duty_off(transaction: Transaction, context: CommandContext, read: Arguments) -> None:
    """Somebody goes off duty, the actor where nobody is named."""
    who = await duty_person(transaction, context, read) or context.actor.person
    read.done()
    with duty_rules(context):
        await acts.take_off_duty(transaction, context.production, who, context.actor)


async def hand_over(transaction: Transaction, context: CommandContext, read: Arguments) -> None:
    """The actor goes off duty, somebody else goes on and is told."""
    who = await duty_person(transaction, context, read)
    if who is None or who.number == context.actor.person.number:
        others = await acts.list_others(transaction, context.production, context.actor)
        raise context.refusal(messages.to_whom, await labels_of(transaction, context.production.number, others))
    read.done()
    await acts.hand_over(transaction, context.production, context.actor, who)


async def on_set(transaction: Transaction, context: CommandContext) -> Reply:
    """Inside a closed set, without a phone, or back at it."""
    read = read_arguments(transaction, context)
    wanted = read.phrase("on", "off")
    read.done()
    if wanted == "on":
        await acts.go_inside(transaction, context.production, context.actor.person)
        return line(messages.on_set_text(context.language, context.production.name))
    if wanted == "off":
        await acts.come_out(transaction, context.production, context.actor.person)
        return line(messages.off_set_text(context.language, context.production.name))
    return await show_duty(transaction, context)
