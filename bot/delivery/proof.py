"""The writer of the message that hands over a head of the record."""

from bot.delivery.message import MessageContext
from bot.domain.roles import Role
from bot.proof.handing_over import signed_head
from messages.blocks import Message
from messages.proof import head_message
from storage import people, record_entries


async def write_record_head(context: MessageContext) -> Message | None:
    """A signed head, to be kept; for whoever still coordinates."""
    production, session = await context.production(), context.transaction.session
    coordinators = await people.list_holders(session, production.number, [Role.COORDINATOR])
    entry = await record_entries.find(session, production.number, context.about("position"))
    if entry is None or context.reader.number not in {who.number for who in coordinators}:
        return None
    head = await signed_head(context.transaction, production, entry)
    return head_message(context.language, production.name, head)
