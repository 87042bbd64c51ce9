"""Closing by hand, after wrap or because the bot no longer sees the channel."""

from bot.channels.observations import note_closed
from bot.closed_sets.lifetime import begin_closing, lost
from bot.domain.refusals import ClosedSetOver
from bot.people import Actor
from bot.schedule.wrap import plan_closure
from bot.transaction import Transaction
from storage import productions, shoot_days
from storage.closed_sets import ClosedSet, ClosedSetState, Ending


async def close_by_hand(transaction: Transaction, row: ClosedSet, by: Actor) -> bool:
    """The coordinator closes after wrap; said again of a channel the bot cannot see, it is on record as closed.

    True for the second. Raises ClosedSetOver.
    """
    if row.state is ClosedSetState.CLOSING and lost(row):
        await note_closed(transaction, row)
        return True
    if row.over:
        raise ClosedSetOver
    await begin_closing(transaction, row, Ending.WRAPPED, by.person)
    production = await productions.get(transaction.session, row.production_id)
    await plan_closure(transaction, production, await shoot_days.get(transaction.session, row.shoot_day_id))
    return False
