"""Putting on record that somebody asked for what is not theirs: who and when, never what they hoped to learn."""

from collections.abc import Sequence

from bot.domain.record_kinds import RecordKind
from bot.people import find_actor
from bot.record import record
from bot.transaction import Transaction
from storage import productions


async def record_refusal(transaction: Transaction, user: str, production_id: int | None = None) -> None:
    """The refusal in the production it was about; where that is not known, in each one the person belongs to."""
    who = await find_actor(transaction, user)
    theirs: Sequence[int] = list(dict.fromkeys(held.production_id for held in who.roles)) if who is not None else []
    for number in theirs if production_id is None else [production_id]:
        if await productions.find(transaction.session, number) is None:
            continue
        await record(transaction, number, RecordKind.REFUSED, by=who.person.number if who is not None else None)
