"""Looking whether the record still is what was written: each production's chain, key and tables, and what was shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.chain import Break, Fault, Link, first_break
from bot.domain.comparison import Disagreement
from bot.domain.heads import fingerprint, printed, public_key
from bot.domain.record_kinds import RecordKind
from bot.proof.comparing import READING_FAILED, compare
from bot.proof.on_record import follow
from bot.record import RecordReader, is_bound, is_of, key_of, record_reader
from bot.terms.wording import hash_of
from bot.transaction import Transaction
from bot.vault import Unreadable
from storage import productions, record_entries
from storage.record_entries import RecordEntry, RecordHead, ShownTerms


@dataclass(frozen=True)
class Verdict:
    """What a look at one production found. `name` is empty where the production was erased, or is gone.

    `head` is the newest place and mark, as exports print it, `key` the fingerprint of what signs heads. `other_terms`
    are the places of entries whose terms are kept, but are not the ones that were shown.
    """

    name: str
    number: int
    short_name: str = ""
    entries: int = 0
    head: str = ""
    key: str = ""
    faults: tuple[Fault, ...] = ()
    broken: Break | None = None
    broken_at: str = ""
    other_terms: tuple[int, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return not (self.faults or self.broken or self.other_terms or self.disagreements)


async def look(transaction: Transaction, production_id: int) -> Verdict:
    """Look at everything about one production's record, whatever has been spoiled."""
    verdict = Verdict("", production_id)
    try:
        known = await productions.find(transaction.session, production_id)
        if known is not None:
            verdict = replace(verdict, name=known.name, short_name=known.short_name)
        return await look_closely(transaction, verdict)
    except READING_FAILED:
        return replace(verdict, faults=(Fault.UNREADABLE,))


async def look_closely(transaction: Transaction, verdict: Verdict) -> Verdict:
    """Walk a chain from its beginning to its head, then hold what is stored against what it says."""
    head = await record_entries.find_head(transaction.session, verdict.number)
    entries = await record_entries.list_of(transaction.session, verdict.number)
    reader = await record_reader(transaction, verdict.number)
    verdict = replace(verdict, entries=len(entries), faults=tuple(faults_of(verdict, head, reader, entries)))
    if head is not None:
        verdict = with_chain(transaction, verdict, head, reader, entries)
    try:
        return await with_tables(transaction, verdict, reader, entries)
    except READING_FAILED:
        return replace(verdict, faults=(*verdict.faults, Fault.UNREADABLE))


async def with_tables(
    transaction: Transaction, verdict: Verdict, reader: RecordReader, entries: Sequence[RecordEntry]
) -> Verdict:
    """The verdict on what is stored of a production, by what its entries say."""
    names = await record_entries.list_names(transaction.session, verdict.number)
    record = follow(map(reader.facts_of, entries), names)
    if record.erased and verdict.name:
        return replace(verdict, faults=(*verdict.faults, Fault.STILL_THERE))
    other = [entry.position for entry in entries if not await terms_hold(transaction, reader, entry)]
    found = await compare(transaction, verdict.number, record) if verdict.name and entries else []
    return replace(verdict, other_terms=tuple(other), disagreements=tuple(found))


def faults_of(
    verdict: Verdict, head: RecordHead | None, reader: RecordReader, entries: Sequence[RecordEntry]
) -> list[Fault]:
    """What is wrong before a chain is walked: parts of it are gone, or its production is."""
    if head is None:
        return [Fault.NO_HEAD]
    if not entries:
        return [Fault.NO_ENTRIES]
    erased = any(reader.facts_of(entry).get("kind") == RecordKind.PRODUCTION_ERASED for entry in entries)
    return [] if verdict.name or erased else [Fault.NEVER_ERASED]


def with_chain(
    transaction: Transaction, verdict: Verdict, head: RecordHead, reader: RecordReader, entries: Sequence[RecordEntry]
) -> Verdict:
    """The verdict on the chain itself, where its key is this production's and can be opened."""
    # What was signed once has said whose it is: the record does so from the same entry on.
    signed = any(reader.facts_of(entry).get("kind") == RecordKind.HEAD_SIGNED for entry in entries)
    if not is_of(head, verdict.number) or (signed and not is_bound(head)):
        return replace(verdict, faults=(*verdict.faults, Fault.KEY_OF_ANOTHER))
    try:
        key = key_of(transaction.vault, head)
    except (Unreadable, *READING_FAILED):
        return replace(verdict, faults=(*verdict.faults, Fault.KEY_MISSING))
    links = [Link(entry.position, entry.content, entry.mark) for entry in entries]
    broken = first_break(key, links, Link(head.position, b"", head.mark))
    return replace(
        verdict,
        head=printed(verdict.short_name or str(verdict.number), head.position, head.mark),
        key=fingerprint(public_key(key)),
        broken=broken,
        broken_at=written_at(reader, entries, broken),
    )


def written_at(reader: RecordReader, entries: Sequence[RecordEntry], broken: Break | None) -> str:
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
    except (Unreadable, *READING_FAILED):
        return False
