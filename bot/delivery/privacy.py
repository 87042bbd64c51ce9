"""Writers of messages about what is kept: that something has changed, that notes go, and the ways to look."""

from datetime import date

from bot.delivery.message import MessageContext
from bot.domain import times
from bot.domain.roles import Role
from bot.privacy.retention import notes_going
from messages.blocks import Message
from messages.hold import words_go_message
from messages.private_notes import own_data_message, update_message
from messages.production_goes import coordinator_message, performer_message
from storage import people


async def write_kept_update(context: MessageContext) -> Message | None:
    """Something about what is kept has changed, for somebody of the production."""
    return update_message(context.language, (await context.production()).name)


async def write_own_data(context: MessageContext) -> Message | None:
    """The ways to what is kept, for somebody who typed that they want to know."""
    return own_data_message(context.language)


async def write_words_go(context: MessageContext) -> Message | None:
    """Private notes go on a day; dropped where they no longer do."""
    production = await context.production()
    day = date.fromisoformat(str(context.delivery.subject["day"]))
    if day not in await notes_going(context.transaction, production):
        return None
    return words_go_message(context.language, production.name, production.number, day)


async def write_production_goes(context: MessageContext) -> Message | None:
    """Everything of a production goes on a day; dropped where it is another day by now, or none."""
    production, transaction = await context.production(), context.transaction
    if production.goes_at is None or production.goes_at.isoformat() != context.delivery.subject["goes_at"]:
        return None
    day = times.local(production.goes_at, production.time_zone).date()
    holders = await people.list_holders(transaction.session, production.number, [Role.COORDINATOR])
    if context.reader.number in {holder.number for holder in holders}:
        return coordinator_message(context.language, production.name, day)
    return performer_message(context.language, production.name, day)
