"""/checkin: where performers stand, asking now, recording what was said, who is on duty."""

from bot.domain.record_kinds import Looked
from bot.domain.roles import Role
from bot.privacy.views import own_page
from bot.schedule import coming_days
from bot.transaction import Transaction
from handlers.arguments import read_arguments
from handlers.commands import CommandContext
from handlers.replies import Reply
from messages.by_hand import no_intimate_scene
from messages.own_answers import own_answers_modal
from messages.standing import day_standing_message


async def status(transaction: Transaction, context: CommandContext) -> Reply:
    """A performer's own answers, in all their productions; for the coordination the next intimate day."""
    if context.actor.holds(context.production.number, [Role.PERFORMER]):
        own = await own_page(transaction, context.actor.person)
        return Reply(modal=own_answers_modal(context.language, own))
    return await day(transaction, context)


async def day(transaction: Transaction, context: CommandContext) -> Reply:
    """Who stands where on a day, the next one with an intimate scene where none is named."""
    named = await read_arguments(transaction, context).day()
    chosen = named or await coming_days.next_intimate_day(transaction, context.production)
    if chosen is None:
        raise context.refusal(no_intimate_scene)
    standing = await coming_days.day_standing(transaction, context.production, chosen)
    read = context.reads(Looked.DAY, day=chosen.number)
    return Reply(message=day_standing_message(context.language, standing), read=read)
