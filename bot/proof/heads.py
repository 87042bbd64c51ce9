"""Heads that people have in hand held against the record: what a tail that was cut off is found by."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.heads import Head, SignedHead, public_key
from bot.proof.comparing import READING_FAILED
from bot.record import key_of, record_reader
from bot.transaction import Transaction
from bot.vault import Unreadable
from storage import record_entries


class Held(StrEnum):
    """How a head stands to the record."""

    HOLDS = "holds"
    NO_RECORD = "no_record"
    CUT = "cut"
    CHANGED = "changed"
    FORGED = "forged"
    OTHER_KEY = "other_key"


@dataclass(frozen=True)
class HeldAgainst:
    """A head held against a production's record; where that was cut, its last place and the moment of it as written."""

    head: Head | SignedHead
    held: Held
    last: int = 0
    last_at: str = ""


async def hold_against(transaction: Transaction, production_id: int, head: Head | SignedHead) -> HeldAgainst:
    """Whether a head printed or signed earlier is still in the chain: nothing before it was cut off or written anew."""
    try:
        return await held(transaction, production_id, head)
    except READING_FAILED:
        return HeldAgainst(head, Held.CHANGED)


async def held(transaction: Transaction, production_id: int, head: Head | SignedHead) -> HeldAgainst:
    """The same of a record that can be read."""
    if isinstance(head, SignedHead):
        if not head.genuine:
            return HeldAgainst(head, Held.FORGED)
        if not await signed_here(transaction, production_id, head):
            return HeldAgainst(head, Held.OTHER_KEY)
    newest = await record_entries.list_before(transaction.session, production_id, head.position + 1, 1)
    if not newest:
        return HeldAgainst(head, Held.NO_RECORD)
    last = newest[0]
    if last.position < head.position:
        said = (await record_reader(transaction, production_id)).facts_of(last)
        return HeldAgainst(head, Held.CUT, last.position, str(said.get("at", "")))
    same = last.mark.hex().startswith(head.mark)
    return HeldAgainst(head, Held.HOLDS if same else Held.CHANGED)


async def signed_here(transaction: Transaction, production_id: int, head: SignedHead) -> bool:
    """Whether the key that signed a head is that of the record; where there is no record, nobody can say otherwise."""
    kept = await record_entries.find_head(transaction.session, production_id)
    if kept is None:
        return True
    try:
        return public_key(key_of(transaction.vault, kept)) == head.public
    except Unreadable:
        return True
