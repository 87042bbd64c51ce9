"""What a writer is given, and what it gives back: a delivery's message, written at the moment it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.transaction import Transaction
from messages.blocks import Message
from messages.language import Language
from storage import productions
from storage.deliveries import Delivery
from storage.people import Person
from storage.productions import Production


@dataclass(frozen=True)
class MessageContext:
    """What a writer has: the transaction, the delivery with the ids it is about, the reader and their language."""

    transaction: Transaction
    delivery: Delivery
    reader: Person
    language: Language

    def about(self, name: str) -> int:
        """One of the ids in the delivery's subject."""
        return int(self.delivery.subject[name])

    async def production(self) -> Production:
        """The production the message comes from."""
        assert self.delivery.production_id is not None
        return await productions.get(self.transaction.session, self.delivery.production_id)


# None: what was to be said is no longer useful, and nothing is sent.
Writer = Callable[[MessageContext], Awaitable[Message | None]]
