"""Writers of messages about what is kept: that something has changed, that notes go, and the ways to look."""

from datetime import date

from bot.delivery.message import MessageContext
from bot.privacy.retention import notes_going
from messages.blocks import Message
from messages.hold import words_go_message
from messages.private_notes import own_data_message, update_message


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
