"""Noting what somebody did not get: that it was not theirs, on record, or that Slack did not take it, to be told of.

Of what is not theirs who and when, never what they hoped to learn.
"""

from collections.abc import Sequence

from bot.alerts import window_not_shown
from bot.domain.record_kinds import RecordKind
from bot.locales import spoken_to
from bot.people import find_actor
from bot.record import record
from bot.transaction import Transaction
from messages.language import Language
from storage import productions


async def record_refusal(transaction: Transaction, user: str, production_id: int | None = None) -> None:
    """The refusal in the production it was about; where that is not known, in each one the person belongs to."""
    who = await find_actor(transaction, user)
    theirs: Sequence[int] = list(dict.fromkeys(held.production_id for held in who.roles)) if who is not None else []
    for number in theirs if production_id is None else [production_id]:
        if await productions.find(transaction.session, number) is None:
            continue
        await record(transaction, number, RecordKind.REFUSED, by=who.person.number if who is not None else None)


async def note_not_shown(transaction: Transaction, user: str, key: str) -> Language:
    """Slack did not take a window, or Home, as it was composed: coordinators are told. How somebody is spoken to."""
    who = await find_actor(transaction, user)
    if who is not None:
        await window_not_shown(transaction, who.person, key)
    return await spoken_to(transaction, user)
