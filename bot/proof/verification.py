"""Looking whether the record still is what was written: each production's chain, key and tables, and what was shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.chain import Break, Fault, Link, first_break
from bot.domain.comparison import Disagreement
from bot.domain.heads import fingerprint, printed, public_key
from bot.domain.record_kinds import RecordKind
from bot.proof.comparing import READING_FAILED, compare, whole
from bot.proof.on_record import follow
from bot.record import RecordReader, is_bound, is_of, key_of, opened_key, record_reader
from bot.terms.wording import hash_of
from bot.transaction import Transaction
from bot.vault import Unreadable, sealed_with
from storage import productions, record_entries
from storage.record_entries import RecordEntry, RecordHead, ShownTerms


@dataclass(frozen=True)
class Verdict:
    """What a look at one production found. `name` is empty where the production was erased, or is gone.

    `head` is the newest place and mark, as exports print it, `key` the fingerprint of what signs heads. `other_terms`
    are the places of entries whose terms are kept, but are not the ones that were shown; those of `unread_terms` cannot
    be read. `waiting`: so many facts are not in the chain yet, because its key could not be read when they happened.
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
    unread_terms: tuple[int, ...] = ()
    waiting: int = 0
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        found = self.faults, self.broken, self.other_terms, self.unread_terms, self.disagreements
        return not any(found)


async def look(transaction: Transaction, production_id: int) -> Verdict:
    """Look at everything about one production's record, whatever has been spoiled."""
    verdict = Verdict("", production_id)
    try:
        known = await productions.find(transaction.session, production_id)
        if known is not None:
            verdict = replace(verdict, name=known.name, short_name=known.short_name)
            whole(known)
        return await look_closely(transaction, verdict)
    except READING_FAILED:
        return replace(verdict, faults=(Fault.UNREADABLE,))


async def look_closely(transaction: Transaction, verdict: Verdict) -> Verdict:
    """Walk a chain from its beginning to its head, then hold what is stored against what it says."""
    head = await record_entries.find_head(transaction.session, verdict.number)
    entries = await record_entries.list_of(transaction.session, verdict.number)
    reader = await record_reader(transaction, verdict.number)
    verdict = replace(verdict, entries=len(entries), faults=tuple(faults_of(verdict, head, reader, entries)))
    waiting: list[RecordEntry] = []
    if head is not None:
        waiting = await facts_waiting(transaction, head)
        verdict = with_waiting(with_chain(transaction, verdict, head, reader, entries), head, waiting)
    try:
        return await with_tables(transaction, verdict, reader, [*entries, *waiting])
    except READING_FAILED:
        return replace(verdict, faults=(*verdict.faults, Fault.UNREADABLE))


async def facts_waiting(transaction: Transaction, head: RecordHead) -> list[RecordEntry]:
    """What a record has still to take, as the entries it will be."""
    number = head.production_id
    rows = await record_entries.list_waiting(transaction.session, number)
    return [
        RecordEntry(production_id=number, position=head.position + place, content=row.content, mark=b"")
        for place, row in enumerate(rows, 1)
    ]


def with_waiting(verdict: Verdict, head: RecordHead, waiting: Sequence[RecordEntry]) -> Verdict:
    """The verdict with what waits, which has to be as much as its head says."""
    faults = verdict.faults if head.waiting == len(waiting) else (*verdict.faults, Fault.WAITING_CHANGED)
    return replace(verdict, waiting=len(waiting), faults=faults)


async def with_tables(
    transaction: Transaction, verdict: Verdict, reader: RecordReader, entries: Sequence[RecordEntry]
) -> Verdict:
    """The verdict on what is stored of a production, by what its entries say."""
    names = await record_entries.list_names(transaction.session, verdict.number)
    record = follow(map(reader.facts_of, entries), names)
    if record.erased and verdict.name:
        return replace(verdict, faults=(*verdict.faults, Fault.STILL_THERE))
    terms = {entry.position: await terms_hold(transaction, reader, entry) for entry in entries}
    other, unread = (tuple(place for place, held in terms.items() if held is found) for found in (False, None))
    if not await keys_open(transaction, verdict.number):
        # What such entries say is not known: that something stored is not among them proves nothing.
        faults = (*verdict.faults, Fault.KEYS_MISSING)
        return replace(verdict, faults=faults, other_terms=other, unread_terms=unread)
    found = await compare(transaction, verdict.number, record) if verdict.name and entries else []
    return replace(verdict, other_terms=other, unread_terms=unread, disagreements=tuple(found))


async def keys_open(transaction: Transaction, production_id: int) -> bool:
    """Whether every key of what a production's entries say can be opened."""
    rows = await record_entries.list_keys(transaction.session, production_id)
    return all(opened_key(transaction.vault, row) is not None for row in rows)


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


async def terms_hold(transaction: Transaction, reader: RecordReader, entry: RecordEntry) -> bool | None:
    """Whether the terms kept for an answer are the ones the record has the hash of; None where their key is not there.

    Those that were deleted since are no flaw.
    """
    facts = reader.facts_of(entry)
    if facts.get("kind") != RecordKind.ANSWERED or not facts.get("terms"):
        return True
    answer = facts.get("answer")
    shown = await transaction.session.get(ShownTerms, answer) if isinstance(answer, int) else None
    if shown is None:
        return True
    key = sealed_with(shown.content)
    if key is not None and key not in transaction.vault.names:
        return None
    try:
        return hash_of(transaction, shown).hex() == facts["terms"]
    except (Unreadable, *READING_FAILED):
        return False
