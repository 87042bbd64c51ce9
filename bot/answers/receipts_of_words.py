"""The receipt of typed words: one for each, but what is written faster than it can be sent has one together."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.outbox import hold, send
from bot.transaction import Transaction
from storage import deliveries, written
from storage.deliveries import Delivery, Priority, Template
from storage.people import Person
from storage.written import Written

# After so many receipts within this time the next one waits so long for what else is written.
AT_ONCE = 3
GATHERED_FOR = timedelta(seconds=10)


async def acknowledge_words(transaction: Transaction, performer: Person, kept: Written, choose: Sequence[int]) -> None:
    """Answer what was written: with the receipt that still waits, where it asks the same, else with one of its own.

    `choose`: the productions it may be about. Only the newest receipt grows, so that what one is about stands in a row.
    """
    waiting = await deliveries.find_not_begun(transaction.session, performer.number, Template.TYPED_RECEIPT)
    if waiting is not None and waiting.production_id == kept.production_id and waiting.is_about(choose=list(choose)):
        waiting.subject = {**waiting.subject, "words": kept.key}
        transaction.session.add(waiting)
        await transaction.session.flush()
        return
    receipt = await send(
        transaction,
        performer,
        Template.TYPED_RECEIPT,
        kept.key,
        priority=Priority.ANSWER,
        production_id=kept.production_id,
        choose=list(choose),
        words=kept.key,
        since=kept.number,
    )
    hold(receipt, await held_until(transaction, performer))


async def held_until(transaction: Transaction, performer: Person) -> datetime | None:
    """Until when the next receipt gathers more words (UTC); None where it goes at once."""
    since = transaction.now - GATHERED_FOR
    lately = await deliveries.list_sent_since(transaction.session, performer.number, Template.TYPED_RECEIPT, since)
    return lately[-1] + GATHERED_FOR if len(lately) >= AT_ONCE else None


async def words_of_receipt(transaction: Transaction, performer: Person, words: str) -> list[Written]:
    """All that the receipt with these words as the newest is about, oldest first; nothing where they are not theirs."""
    kept = await written.find_by_key(transaction.session, words)
    if kept is None or kept.person_id != performer.number:
        return []
    receipt: Delivery | None = await deliveries.find_about(
        transaction.session, performer.number, Template.TYPED_RECEIPT, words=words
    )
    first = receipt.subject.get("since", kept.number) if receipt is not None else kept.number
    return await written.list_between(transaction.session, performer.number, first, kept.number)
