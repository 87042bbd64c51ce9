"""The record: what happened, kept once and in order, without content, in a chain that can be checked.

What an entry says is sealed; the chain goes over the sealed bytes. The keys belong to a production and to the people in
it, and can be destroyed: then nothing says any more what happened when, or to whom, and the chain holds all the same.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex

from bot.domain import sealed_facts
from bot.domain.chain import BEGINNING, Fact, canonical, mark
from bot.domain.record_kinds import KEYS, Looked, RecordKind, Under
from bot.domain.sealed_facts import KEY_BYTES
from bot.transaction import Transaction
from bot.vault import Unreadable, Vault, new_row_key
from storage import failed_rows, record_entries
from storage.record_entries import RecordEntry, RecordHead, RecordKey, RecordName, RecordWaiting

ID_BYTES = 8
ROUND = 100


@dataclass(frozen=True)
class Reading:
    """That somebody opened something which is not their own: `about` whom, and the ids it is about, as facts.

    Without `by` it was whoever runs the bot, at the command line.
    """

    production_id: int
    what: Looked
    by: int | None
    about: int | None = None
    facts: Mapping[str, int] = field(default_factory=dict)


async def note_read(transaction: Transaction, reading: Reading) -> None:
    """The one door through which a reading goes on record: once for each window that is opened."""
    number, kind, facts = reading.production_id, RecordKind.READ, reading.facts
    await record(transaction, number, kind, about=reading.about, by=reading.by, what=reading.what, **facts)


async def record(
    transaction: Transaction,
    production_id: int,
    kind: RecordKind,
    *,
    about: int | None = None,
    by: int | None = None,
    concerned: int | None = None,
    **facts: Fact,
) -> None:
    """Add a fact to a production's record, in the transaction that makes it true.

    `about` and `by` are ids of people; the record holds random ids for them. `concerned` is whom an alert or a reason
    to ask again is about; it is not written down. `facts` are ids, versions, instants, hashes and words of a list.
    Raises TypeError for free text.
    """
    head = await head_of(transaction, production_id)
    chain = await chain_key(transaction, head)
    if chain is not None:
        await take_waiting(transaction, head, chain)
    entry: dict[str, Fact] = {"at": transaction.now, "kind": kind, **facts}
    if about is not None:
        entry["about"] = await random_id(transaction, production_id, about)
    if by is not None:
        entry["by"] = await random_id(transaction, production_id, by)
    content, under = canonical(entry), KEYS[kind]
    if under is not Under.NOBODY:
        whose = {Under.ABOUT: about, Under.CONCERNED: concerned}.get(under)
        key = await sealing_key(transaction, production_id, whose)
        content = sealed_facts.seal(key, production_id, next_place(head), content)
    add(transaction, head, chain, content)


async def chain_key(transaction: Transaction, head: RecordHead) -> bytes | None:
    """The key of a chain, which from then on says whose it is. None where it cannot be read, and that is known.

    What happens is more than that it is on record: it goes on, and its fact waits for the key. Raises Unreadable where
    nobody has been told yet.
    """
    try:
        if not is_bound(head):
            bind(transaction.vault, head)
        return key_of(transaction.vault, head)
    except Unreadable:
        known = await failed_rows.find(transaction.session, failed_rows.name_of(RecordHead), head.production_id)
        if not transaction.record_waits and known is None:
            raise
        return None


def next_place(head: RecordHead) -> int:
    """The place in its chain that the next fact will have, after those that wait."""
    return head.position + head.waiting + 1


def add(transaction: Transaction, head: RecordHead, chain: bytes | None, content: bytes) -> None:
    """Add the bytes of an entry to a chain, or have them wait for its key."""
    if chain is None:
        transaction.session.add(RecordWaiting(production_id=head.production_id, content=content))
        head.waiting += 1
    else:
        append(transaction, head, chain, content)
    transaction.session.add(head)


async def take_waiting(transaction: Transaction, head: RecordHead, key: bytes) -> None:
    """Take what has waited for the chain's key into the chain, in the order it happened."""
    if not head.waiting:
        return
    for row in await record_entries.list_waiting(transaction.session, head.production_id):
        append(transaction, head, key, row.content)
        await transaction.session.delete(row)
    head.waiting = 0


def append(transaction: Transaction, head: RecordHead, key: bytes, content: bytes) -> None:
    """One entry more in a chain."""
    head.position += 1
    head.mark = mark(key, head.mark, head.position, content)
    transaction.session.add(
        RecordEntry(production_id=head.production_id, position=head.position, content=content, mark=head.mark)
    )


async def fill_up(transaction: Transaction, production_id: int) -> None:
    """Add entries that say nothing, so that the next one is the last of a round number: how many there were tells less.

    Nobody can tell them from others whose key is gone.
    """
    head, key = await head_of(transaction, production_id), os.urandom(KEY_BYTES)
    chain = await chain_key(transaction, head)
    if chain is not None:
        await take_waiting(transaction, head, chain)
    while next_place(head) % ROUND:
        add(transaction, head, chain, sealed_facts.seal(key, production_id, next_place(head), canonical({})))


async def head_of(transaction: Transaction, production_id: int) -> RecordHead:
    """The head of a production's chain, begun where there is none."""
    head = await transaction.session.get(RecordHead, production_id)
    if head is not None:
        return head
    row = bound_row(production_id)
    sealed = transaction.vault.seal("recordhead", row, os.urandom(KEY_BYTES).hex(), production_id)
    return RecordHead(production_id=production_id, position=0, mark=BEGINNING, key_row=row, sealed_key=sealed)


def bound_row(production_id: int) -> str:
    """A name for a head's row that says whose it is: a key sealed for it opens under no other production."""
    return f"{production_id}.{new_row_key()}"


def is_bound(head: RecordHead) -> bool:
    """Whether a head says whose it is; those of the first releases do so from their next entry on."""
    return "." in head.key_row


def is_of(head: RecordHead, production_id: int) -> bool:
    """Whether a head is that of a production, as far as it says."""
    return not is_bound(head) or head.key_row.startswith(f"{production_id}.")


def bind(vault: Vault, head: RecordHead) -> None:
    """Have a head of the first releases say whose it is."""
    key = key_of(vault, head)
    head.key_row = bound_row(head.production_id)
    head.sealed_key = vault.seal("recordhead", head.key_row, key.hex(), head.production_id)


def key_of(vault: Vault, head: RecordHead) -> bytes:
    """The key of a chain. Raises Unreadable where the vault lacks the key it is sealed with."""
    opened = vault.open("recordhead", head.key_row, head.sealed_key, head.production_id)
    try:
        return bytes.fromhex(opened)
    except ValueError:
        raise Unreadable("The key of this chain has lost its form.") from None


async def random_id(transaction: Transaction, production_id: int, person_id: int) -> bytes:
    """What stands for a person in one production's record, and nowhere else."""
    known = await transaction.session.get(RecordName, (production_id, person_id))
    if known is None:
        known = RecordName(production_id=production_id, person_id=person_id, random=token_hex(ID_BYTES))
        transaction.session.add(known)
        await transaction.session.flush()
    return bytes.fromhex(known.random)


# What entries say, under keys that can be destroyed.


async def sealing_key(transaction: Transaction, production_id: int, person_id: int | None) -> bytes:
    """The key for what is said of one person in a production, or of nobody in particular; begun where none opens."""
    for row in await record_entries.list_keys_of(transaction.session, production_id, person_id):
        if (opened := opened_key(transaction.vault, row)) is not None:
            return opened
    row_key, key = new_row_key(), os.urandom(KEY_BYTES)
    sealed = transaction.vault.seal("recordkey", row_key, key.hex(), production_id, person_id)
    transaction.session.add(RecordKey(production_id=production_id, person_id=person_id, key=row_key, sealed=sealed))
    await transaction.session.flush()
    return key


def opened_key(vault: Vault, row: RecordKey) -> bytes | None:
    """A key as it was made; None where the vault cannot open it."""
    try:
        return bytes.fromhex(vault.open("recordkey", row.key, row.sealed, row.production_id, row.person_id))
    except (Unreadable, ValueError):
        return None


@dataclass(frozen=True)
class RecordReader:
    """Reads the entries of one production, as far as the keys of what they say are still there."""

    keys: Sequence[bytes]

    def sealed_part(self, entry: RecordEntry) -> dict[str, object] | None:
        """What is sealed in an entry; None when its key is gone, and where nothing is sealed."""
        sealed = sealed_facts.sealed_bytes(read_json(entry.content))
        if sealed is None:
            return None
        # Whose key it is stands nowhere: that would tell which entries are one person's when nothing else does.
        opened = (sealed_facts.unseal(key, entry.production_id, entry.position, sealed) for key in self.keys)
        return next((read_json(content) for content in opened if content is not None), None)

    def facts_of(self, entry: RecordEntry) -> dict[str, object]:
        """All an entry says; nothing where its bytes have been spoiled or its key is gone."""
        facts = read_json(entry.content)
        if sealed_facts.SEALED in facts:
            return self.sealed_part(entry) or {}
        return facts


async def record_reader(transaction: Transaction, production_id: int) -> RecordReader:
    """Whoever reads a production's entries, with every key there is: one time for all entries."""
    rows = await record_entries.list_keys(transaction.session, production_id)
    opened = [opened_key(transaction.vault, row) for row in rows]
    return RecordReader([key for key in opened if key is not None])


async def all_facts(transaction: Transaction, production_id: int) -> list[dict[str, object]]:
    """What each entry of a production says, in order; nothing in the place of one whose key is gone."""
    reader = await record_reader(transaction, production_id)
    return [reader.facts_of(entry) for entry in await record_entries.list_of(transaction.session, production_id)]


def read_json(content: bytes) -> dict[str, object]:
    """The bytes of an entry as facts; nothing where they have been spoiled."""
    try:
        found = json.loads(content)
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
