"""Signed heads of the record go to the coordinators, and into a file where one is named: kept by others, they tell.

At the beginning, after each wrap and once a week. A head that was signed is an entry itself: what is signed is its own
place and mark, so that the same head always reads the same, however often it is written out.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain import times
from bot.domain.heads import SignedHead, fingerprint, public_key, sign
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import Role
from bot.outbox import hold, send
from bot.record import RecordReader, head_of, key_of, record, record_reader
from bot.transaction import Transaction
from storage import people, record_entries
from storage.deliveries import Priority, Template
from storage.productions import Production
from storage.record_entries import RecordEntry

EVERY = timedelta(days=7)
# So many entries are read at once on the way back to the last head that was signed.
PAGE = 200
# What is written is only ever added to, never through a link that somebody has put there.
ADDING = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW


async def hand_over(transaction: Transaction, production: Production) -> SignedHead | None:
    """See to it that a head was signed lately, and that each coordinator has the newest; that head.

    None where there is nothing to sign yet.
    """
    said = await record_reader(transaction, production.number)
    signed, since = await newest_signed(transaction, said, production.number)
    if is_due(said, signed, since, transaction.now):
        await record(transaction, production.number, RecordKind.HEAD_SIGNED)
        await transaction.session.flush()
        said = await record_reader(transaction, production.number)
        signed, _ = await newest_signed(transaction, said, production.number)
    if signed is None:
        return None
    until = times.after_quiet(transaction.now, production.quiet, production.time_zone)
    for reader in await people.list_holders(transaction.session, production.number, [Role.COORDINATOR]):
        sent = await send(
            transaction,
            reader,
            Template.RECORD_HEAD,
            f"{production.number}:{signed.position}",
            priority=Priority.FAN_OUT,
            production_id=production.number,
            position=signed.position,
        )
        hold(sent, until)
    return await signed_head(transaction, production, signed)


async def newest_signed(
    transaction: Transaction, reader: RecordReader, production_id: int
) -> tuple[RecordEntry | None, list[RecordEntry]]:
    """The newest head that was signed, and what was written after it, newest first; all there is where none was."""
    since: list[RecordEntry] = []
    place = (await head_of(transaction, production_id)).position + 1
    while page := await record_entries.list_before(transaction.session, production_id, place, PAGE):
        for entry in page:
            if reader.facts_of(entry).get("kind") == RecordKind.HEAD_SIGNED:
                return entry, since
            since.append(entry)
        place = page[-1].position
    return None, since


def is_due(reader: RecordReader, signed: RecordEntry | None, since: list[RecordEntry], now: datetime) -> bool:
    """Whether a head has to be signed: there is none yet, a day was wrapped since, or a week has gone by."""
    if signed is None or not since:
        return bool(since)
    wrapped = any(reader.facts_of(entry).get("kind") == RecordKind.DAY_WRAPPED for entry in since)
    return wrapped or now - datetime.fromisoformat(str(reader.facts_of(signed)["at"])) >= EVERY


async def signed_head(transaction: Transaction, production: Production, entry: RecordEntry) -> SignedHead:
    """A head that is on record, with its signature. Raises Unreadable where the record's key cannot be opened."""
    key = key_of(transaction.vault, await head_of(transaction, production.number))
    reader = await record_reader(transaction, production.number)
    at = str(reader.facts_of(entry).get("at", ""))
    place = SignedHead(production.short_name, production.number, entry.position, at, entry.mark.hex(), public_key(key))
    return sign(key, place)


async def key_of_heads(transaction: Transaction, production_id: int) -> str:
    """The fingerprint of the key that a production's heads are signed with. Raises Unreadable."""
    return fingerprint(public_key(key_of(transaction.vault, await head_of(transaction, production_id))))


def keep_in_file(path: Path, heads: list[SignedHead]) -> int:
    """Add to a file what is not in it yet; how many lines that were. Raises OSError."""
    with os.fdopen(os.open(path, ADDING, 0o600), "a+", encoding="utf-8", errors="replace") as file:
        file.seek(0)
        kept = set(file.read().splitlines())
        missing = [head.line for head in heads if head.line not in kept]
        file.writelines(f"{line}\n" for line in missing)
        return len(missing)
