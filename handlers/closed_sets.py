"""Closed sets: what the coordinator and the ADs write and tap."""

from bot.channels.closing import close_by_hand
from bot.closed_sets import views
from bot.closed_sets.lifetime import open_by_hand
from bot.domain.record_kinds import Looked
from bot.domain.refusals import ClosedSetOver, DayWrapped
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION
from bot.transaction import Transaction
from handlers.commands import CommandContext
from handlers.replies import NotPossible, Reply, line
from handlers.which_closed_set import which
from messages import closed_set as messages
from messages.roster import opening_text


async def list_closed_sets(transaction: Transaction, context: CommandContext) -> Reply:
    """How each closed set stands; that one is on hold is for the coordinator alone."""
    private = context.actor.holds(context.production.number, COORDINATION)
    lines = await views.lines_and_holds(transaction, context.production, private=private)
    return Reply(message=messages.list_message(context.language, lines))


async def open_set(transaction: Transaction, context: CommandContext) -> Reply:
    """Approve the roster and open now."""
    row, _ = await which(transaction, context)
    try:
        anew = await open_by_hand(transaction, row, context.actor.person)
    except DayWrapped:
        raise NotPossible(messages.day_wrapped_text(context.language)) from None
    return line(messages.made_anew_text(context.language) if anew else opening_text(context.language))


async def close_set(transaction: Transaction, context: CommandContext) -> Reply:
    """Close after wrap; said again of a channel the bot cannot see, it is on record as closed by hand."""
    row, _ = await which(transaction, context)
    try:
        by_hand = await close_by_hand(transaction, row, context.actor)
    except ClosedSetOver:
        raise NotPossible(messages.over_text(context.language)) from None
    return line((messages.closed_by_hand_text if by_hand else messages.closing_text)(context.language))


async def show_plan(transaction: Transaction, context: CommandContext) -> Reply:
    """What the next look would do."""
    row, _ = await which(transaction, context)
    message = messages.plan_message(context.language, await views.planned_change(transaction, row))
    return Reply(message=message, read=context.reads(Looked.ROSTER, closed_set=row.number))


PLAN = (*COORDINATION, *ASSISTANT_DIRECTION)
