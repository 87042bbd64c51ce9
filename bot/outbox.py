"""Putting messages into the outbox: once each, in the same transaction as the fact they tell of."""

from typing import Any

from bot.transaction import Transaction
from bot.vault import new_row_key
from storage import deliveries
from storage.deliveries import Delivery, Priority
from storage.people import Person


async def send(
    transaction: Transaction,
    reader: Person,
    template: str,
    key: str,
    *,
    priority: Priority,
    production_id: int | None = None,
    **subject: Any,
) -> None:
    """Have `reader` told, in the words of `template` (bot/delivery/rendering.py), about the ids in `subject`.

    The key names the cause: the same cause tells the same person once, however often it is asked for.
    """
    unique = f"{template}:{key}:{reader.number}"
    if not reader.reachable or await deliveries.find_by_key(transaction.session, unique):
        return
    transaction.session.add(
        Delivery(
            key=unique,
            production_id=production_id,
            person_id=reader.number,
            template=template,
            subject=subject,
            priority=priority,
            created_at=transaction.now,
            nonce=new_row_key(),
        )
    )
    await transaction.session.flush()
