"""Putting messages into the outbox: once each, in the same transaction as the fact they tell of."""

from datetime import datetime
from typing import Any

from bot.domain.unsaid import Unsaid
from bot.transaction import Transaction
from bot.vault import new_row_key
from storage import deliveries
from storage.deliveries import Delivery, Priority, Template
from storage.people import Person


def delivery_key(template: Template, key: str, reader: Person) -> str:
    """What one message to one person about one cause is kept under."""
    return f"{template}:{key}:{reader.number}"


async def send(
    transaction: Transaction,
    reader: Person,
    template: Template,
    key: str,
    *,
    priority: Priority,
    production_id: int | None = None,
    **subject: Any,
) -> Delivery | None:
    """Have `reader` told, in the words of `template` (bot/delivery/rendering.py), about the ids in `subject`.

    The key names the cause: the same cause tells the same person once, however often it is asked for. None where
    nothing new is said by it.
    """
    unique = delivery_key(template, key, reader)
    if not reader.reachable or await deliveries.find_by_key(transaction.session, unique):
        return None
    delivery = Delivery(
        key=unique,
        production_id=production_id,
        person_id=reader.number,
        template=template,
        subject=subject,
        priority=priority,
        created_at=transaction.now,
        nonce=new_row_key(),
    )
    transaction.session.add(delivery)
    await transaction.session.flush()
    return delivery


async def waits(transaction: Transaction, reader: Person, template: Template) -> bool:
    """Whether a message that reads the same whatever caused it is still to be sent to somebody: a second says nothing.

    Sixty questions in a minute have one answer, and whoever asks them delays nobody but themselves.
    """
    return await deliveries.find_not_begun(transaction.session, reader.number, template) is not None


async def say_later(transaction: Transaction, reader: Person, key: str, why: Unsaid) -> None:
    """What could not be said to somebody where they did something goes into their conversation, as often as it takes.

    The same whatever they did: it stays there, and must tell nothing.
    """
    await send(transaction, reader, Template.UNSAID, key, priority=Priority.ANSWER, why=why)


def hold(delivery: Delivery | None, until: datetime | None) -> None:
    """Let a reader sleep: what was just put into the outbox goes at a moment (UTC), or (None) at once."""
    if delivery is not None:
        delivery.held_until = until
