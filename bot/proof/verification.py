"""Looking whether the record still is what was written: the chain, the terms that were shown, the database's guard."""

from dataclasses import dataclass

from bot.domain.chain import Break, Link, first_break
from bot.record import SHORT_MARK, RecordKind, RecordReader, head_of, key_of, record_reader, short
from bot.terms.wording import hash_of
from bot.transaction import Transaction
from bot.vault import Unreadable
from storage import record_entries
from storage.productions import Production
from storage.record_entries import RecordEntry, ShownTerms


@dataclass(frozen=True)
class Verdict:
    """What a look at one production found. `name` is empty where the production was erased.

    `head` is the newest place and mark, as exports print it. `other_terms` are the places of entries whose terms are
    kept, but are not the ones that were shown.
    """

    name: str
    number: int
    entries: int
    head: str
    broken: Break | None
    broken_at: str
    other_terms: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return self.broken is None and not self.other_terms


async def look(transaction: Transaction, production_id: int) -> Verdict:
    """Walk a production's chain from its beginning to its head, and hold the terms that are kept against it."""
    head = await head_of(transaction, production_id)
    reader = await record_reader(transaction, production_id)
    entries = await record_entries.list_of(transaction.session, production_id)
    links = [Link(entry.position, entry.content, entry.mark) for entry in entries]
    broken = first_break(key_of(transaction.vault, head), links, Link(head.position, b"", head.mark))
    production = await transaction.session.get(Production, production_id)
    return Verdict(
        name=production.name if production is not None else "",
        number=production_id,
        entries=len(entries),
        head=short(head),
        broken=broken,
        broken_at=written_at(reader, entries, broken),
        other_terms=tuple([entry.position for entry in entries if not await terms_hold(transaction, reader, entry)]),
    )


def written_at(reader: RecordReader, entries: list[RecordEntry], broken: Break | None) -> str:
    """The moment of the last entry before a break, by its own words: where to look for the cause."""
    if broken is None:
        return ""
    before = [entry for entry in entries if entry.position < broken.position]
    return str(reader.facts_of(before[-1]).get("at", "")) if before else ""


async def terms_hold(transaction: Transaction, reader: RecordReader, entry: RecordEntry) -> bool:
    """Whether the terms kept for an answer are the ones the record has the hash of; those deleted since are no flaw."""
    facts = reader.facts_of(entry)
    if facts.get("kind") != RecordKind.ANSWERED or not facts.get("terms"):
        return True
    answer = facts.get("answer")
    shown = await transaction.session.get(ShownTerms, answer) if isinstance(answer, int) else None
    if shown is None:
        return True
    try:
        return hash_of(transaction, shown).hex() == facts["terms"]
    except Unreadable:
        return False


async def holds_head(transaction: Transaction, production_id: int, printed: str) -> bool:
    """Whether a head printed earlier is still in the chain: nothing before it was cut off or written anew."""
    place, _, beginning = printed.strip().lower().partition(":")
    if not place.isdecimal() or len(beginning) < SHORT_MARK:
        return False
    entry = await record_entries.find(transaction.session, production_id, int(place))
    return entry is not None and entry.mark.hex().startswith(beginning)
