"""The record: what happened, kept once and in order, without content, in a chain that can be checked."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_hex

from bot.domain.chain import BEGINNING, Fact, canonical, mark
from bot.transaction import Transaction
from bot.vault import Unreadable, Vault, new_row_key
from storage import failed_rows, record_entries
from storage.record_entries import RecordEntry, RecordHead, RecordName, RecordWaiting

KEY_BYTES = 32
ID_BYTES = 8


class RecordKind(StrEnum):
    """What an entry is about."""

    PRODUCTION_ADDED = "production_added"
    SETTINGS_CHANGED = "settings_changed"
    PROFILE_CHANGED = "profile_changed"
    PRODUCTION_ERASED = "production_erased"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    DUTY_BEGUN = "duty_begun"
    DUTY_ENDED = "duty_ended"
    CAST_NAMED = "cast_named"
    UNDER_18_RECORDED = "under_18_recorded"
    BOARD_CHANGED = "board_changed"
    SCENE_MARKED = "scene_marked"
    SCENE_CUT = "scene_cut"
    SCENE_FILMED = "scene_filmed"
    DAY_WRAPPED = "day_wrapped"
    TERMS_RECORDED = "terms_recorded"
    RIDER_RECORDED = "rider_recorded"
    RIDER_TRANSLATED = "rider_translated"
    RIDERS_IMPORTED = "riders_imported"
    RIDER_IN_FORCE = "rider_in_force"
    NOTICE_WAIVED = "notice_waived"
    REVISED = "revised"
    ASKED = "asked"
    CHECK_IN_DELIVERED = "check_in_delivered"
    ANSWERED = "answered"
    MATTER_OPENED = "matter_opened"
    MATTER_CLOSED = "matter_closed"
    ALERT_RAISED = "alert_raised"
    ALERT_DELIVERED = "alert_delivered"
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    ALERT_ENDED = "alert_ended"
    WORD_PUBLISHED = "word_published"
    WORD_DELIVERED = "word_delivered"
    ROSTER_APPROVED = "roster_approved"
    CLEARED = "cleared"
    UNCLEARED = "uncleared"
    CLOSED_SET_OPENED = "closed_set_opened"
    ENTERED = "entered"
    LEFT = "left"
    VISITOR_SEEN = "visitor_seen"
    VISITOR_OUT = "visitor_out"
    CLOSED_SET_ALARMED = "closed_set_alarmed"
    CLOSED_SET_RIGHT = "closed_set_right"
    CLOSED_SET_WRAPPED = "closed_set_wrapped"
    CLOSED_SET_ARCHIVED = "closed_set_archived"
    WAS_OFFLINE = "was_offline"
    WORDS_READ = "words_read"
    WORDS_DELETED = "words_deleted"
    WORDS_RELEASED = "words_released"
    READER_TOLD = "reader_told"
    WORDS_HELD = "words_held"
    HOLD_LIFTED = "hold_lifted"
    REFUSED = "refused"
    EXPORTED = "exported"
    PERSON_FORGOTTEN = "person_forgotten"
    ACCOUNT_CONFIRMED = "account_confirmed"
    PRESENT_MARKED = "present_marked"
    ACTION_UNCHANGED = "action_unchanged"
    ROW_FAILED = "row_failed"
    ROW_TRIED_AGAIN = "row_tried_again"
    ROW_PUT_ASIDE = "row_put_aside"
    HEAD_SIGNED = "head_signed"
    READ = "read"


class Looked(StrEnum):
    """What somebody has read."""

    DAY = "day"
    PLAN = "plan"
    RIDERS = "riders"
    RIDER = "rider"
    SCENE_TERMS = "scene_terms"
    LIMITS = "limits"
    ROSTER = "roster"


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
    **facts: Fact,
) -> None:
    """Add a fact to a production's record, in the transaction that makes it true.

    `about` and `by` are ids of people; the record holds random ids for them. `facts` are ids, versions, instants,
    hashes and words of a list. Raises TypeError for free text.
    """
    head = await head_of(transaction, production_id)
    if not is_bound(head):
        bind(transaction.vault, head)
    entry: dict[str, Fact] = {"at": transaction.now, "kind": kind, **facts}
    if about is not None:
        entry["about"] = await random_id(transaction, production_id, about)
    if by is not None:
        entry["by"] = await random_id(transaction, production_id, by)
    content = canonical(entry)
    try:
        key = key_of(transaction.vault, head)
    except Unreadable:
        known = await failed_rows.find(transaction.session, failed_rows.name_of(RecordHead), production_id)
        if not transaction.record_waits and known is None:
            raise
        # What happens is more than that it is on record: it goes on, and its fact waits for the key.
        transaction.session.add(RecordWaiting(production_id=production_id, content=content))
        head.waiting += 1
    else:
        await take_waiting(transaction, head, key)
        append(transaction, head, key, content)
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


def facts_of(entry: RecordEntry) -> dict[str, object]:
    """What an entry says; nothing where its bytes have been spoiled."""
    try:
        found = json.loads(entry.content)
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
