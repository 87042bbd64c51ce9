"""The writer of the message that hands over a head of the record."""

from bot.delivery.message import MessageContext
from bot.proof.handing_over import signed_head
from messages.blocks import Message
from messages.proof import head_message
from storage import record_entries


async def write_record_head(context: MessageContext) -> Message | None:
    """A signed head, to be kept."""
    production = await context.production()
    entry = await record_entries.find(context.transaction.session, production.number, context.about("position"))
    if entry is None:
        return None
    head = await signed_head(context.transaction, production, entry)
    return head_message(context.language, production.name, head)
