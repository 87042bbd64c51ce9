"""What becomes of private notes: who opened them, when they go, what keeps them, and deleting them on request."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import times
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import HoldReason, HoldUnfit
from bot.domain.roles import Role
from bot.domain.unreadable import LOST
from bot.outbox import hold as hold_back
from bot.outbox import send
from bot.record import record
from bot.transaction import Transaction
from bot.vault import Unreadable, new_row_key
from storage import people, privacy, productions
from storage.database import forget
from storage.deliveries import Priority, Template
from storage.people import Person
from storage.privacy import NoteHold, NoteReading, PrivateNote
from storage.productions import Production

# Words typed by somebody in several productions, who has not said which they are about.
UNCLAIMED = timedelta(days=30)


async def note_reading(transaction: Transaction, production_id: int, person_id: int, reader: Person) -> None:
    """Keep that somebody of the coordination has opened a performer's words: who, whose and when, never what."""
    transaction.session.add(
        NoteReading(production_id=production_id, person_id=person_id, reader_id=reader.number, read_at=transaction.now)
    )
    await record(transaction, production_id, RecordKind.WORDS_READ, about=person_id, by=reader.number)


# Holds.


def covers(hold: NoteHold, row: PrivateNote) -> bool:
    """Whether a hold is on these words. Those that nobody has said a production of may be about the held one."""
    return hold.person_id == row.person_id and row.production_id in (None, hold.production_id)


async def place_hold_through(
    transaction: Transaction, production: Production, performer_id: int, by: Person, last: date, reason: str
) -> NoteHold:
    """A hold until the end of a day, on somebody who performs in the production. Raises HoldUnfit."""
    until = times.instant(last + timedelta(days=1), time(0), production.time_zone)
    if until <= transaction.now:
        raise HoldUnfit(HoldReason.PAST)
    performers = await people.list_holders(transaction.session, production.number, [Role.PERFORMER])
    performer = next((one for one in performers if one.number == performer_id), None)
    if performer is None:
        raise HoldUnfit(HoldReason.NOT_IN_CAST)
    return await place_hold(transaction, production, performer, by, until, reason)


async def place_hold(
    transaction: Transaction, production: Production, performer: Person, by: Person, until: datetime, reason: str
) -> NoteHold:
    """Keep a performer's words in one production until a moment (UTC). All performers read that something is new.

    A hold that stands already is replaced: there is one for a performer at a time. The same once more changes nothing.
    """
    for before in await privacy.list_holds(transaction.session, performer.number):
        if before.production_id == production.number and before.stands(transaction.now):
            if before.until == until and has_reason(transaction, before, reason):
                return before
            await end_hold(transaction, before, by)
    key = new_row_key()
    hold = NoteHold(
        production_id=production.number,
        person_id=performer.number,
        reason=transaction.vault.seal("wordshold", key, reason, production.number, performer.number),
        reason_key=key,
        placed_by=by.number,
        placed_at=transaction.now,
        until=until,
    )
    transaction.session.add(hold)
    await transaction.session.flush()
    await record(
        transaction,
        production.number,
        RecordKind.WORDS_HELD,
        about=performer.number,
        by=by.number,
        hold=hold.number,
        until=until,
    )
    await tell_of_hold(transaction, hold, "placed")
    return hold


def has_reason(transaction: Transaction, hold: NoteHold, reason: str) -> bool:
    """Whether a hold was placed for this very reason; one that cannot be read was not."""
    try:
        return hold_reason_of(transaction, hold) == reason
    except Unreadable:
        return False


async def lift_hold(transaction: Transaction, hold: NoteHold, by: Person) -> None:
    """End a hold: from now on the words go in their own time. All performers read that something is new."""
    if hold.lifted_at is None:
        await end_hold(transaction, hold, by)
        await tell_of_hold(transaction, hold, "lifted")


async def end_hold(transaction: Transaction, hold: NoteHold, by: Person) -> None:
    """The hold no longer stands."""
    hold.lifted_at, hold.lifted_by = transaction.now, by.number
    transaction.session.add(hold)
    await transaction.session.flush()
    await record(
        transaction, hold.production_id, RecordKind.HOLD_LIFTED, about=hold.person_id, by=by.number, hold=hold.number
    )


async def tell_of_hold(transaction: Transaction, hold: NoteHold, what: str) -> None:
    """The same neutral line for every change, to everybody who performs; whom it concerns stands behind its button.

    To one of them alone it would say whose words somebody wants to keep.
    """
    production = await productions.get(transaction.session, hold.production_id)
    held_until = times.sleep_until(
        transaction.now, None, production.paces.near_call, production.quiet, production.time_zone
    )
    performers = await people.list_holders(transaction.session, production.number, [Role.PERFORMER])
    concerned = await people.get(transaction.session, hold.person_id)
    for performer in {one.number: one for one in (*performers, concerned)}.values():
        sent = await send(
            transaction,
            performer,
            Template.KEPT_UPDATE,
            f"{hold.number}:{what}",
            priority=Priority.FAN_OUT,
            production_id=production.number,
        )
        hold_back(sent, held_until)


def hold_reason_of(transaction: Transaction, hold: NoteHold) -> str:
    """The reason as it was sealed. Raises Unreadable."""
    about = (hold.production_id, hold.person_id)
    return transaction.vault.open("wordshold", hold.reason_key, hold.reason, *about)


async def hold_reason(transaction: Transaction, hold: NoteHold) -> str:
    """Why words are kept, for the coordinator who placed the hold or their successor."""
    return transaction.vault.read("wordshold", hold.reason_key, hold.reason, hold.production_id, hold.person_id)


async def hold_over(transaction: Transaction, row: PrivateNote) -> NoteHold | None:
    """The hold that keeps some words now."""
    return next(
        (hold for hold in await privacy.list_standing_holds(transaction.session, transaction.now) if covers(hold, row)),
        None,
    )


# Deleting on request.


class Deleting(StrEnum):
    """What became of a performer's wish to have a note deleted."""

    DELETED = "deleted"
    HELD = "held"
    GONE = "gone"


@dataclass(frozen=True)
class Wish:
    """The outcome; where a hold stands in the way, which."""

    outcome: Deleting
    hold: NoteHold | None = None


async def delete_note(transaction: Transaction, performer: Person, number: int) -> Wish:
    """Delete one of a performer's own notes, unless a hold keeps it; the answer it came with stays."""
    row = next(
        (row for row in await privacy.list_notes_by(transaction.session, performer.number) if row.id == number), None
    )
    if row is None:
        return Wish(Deleting.GONE)
    hold = await hold_over(transaction, row)
    if hold is not None:
        await record(
            transaction,
            hold.production_id,
            RecordKind.REFUSED,
            about=performer.number,
            by=performer.number,
            hold=hold.number,
        )
        return Wish(Deleting.HELD, hold)
    await transaction.session.delete(row)
    await transaction.session.flush()
    forget(transaction.session)
    if row.production_id is not None:
        await record(
            transaction,
            row.production_id,
            RecordKind.WORDS_DELETED,
            about=performer.number,
            by=performer.number,
            answer=row.answer_id,
        )
    return Wish(Deleting.DELETED)


@dataclass(frozen=True)
class Note:
    """A performer's own words and, if they said so, which way they point."""

    text: str
    direction: str = ""


async def keep_note(
    transaction: Transaction,
    performer_id: int,
    words: Note,
    *,
    production_id: int | None,
    answer_id: int | None,
    key: str = "",
) -> None:
    """Keep a performer's own words, encrypted and bound to their row. Without a production nobody else reads them."""
    key = key or new_row_key()
    content = json.dumps({"words": words.text, "direction": words.direction})
    transaction.session.add(
        PrivateNote(
            key=key,
            person_id=performer_id,
            production_id=production_id,
            answer_id=answer_id,
            content=transaction.vault.seal("privatewords", key, content, production_id, performer_id),
            written_at=transaction.now,
        )
    )
    await transaction.session.flush()


def open_note(transaction: Transaction, row: PrivateNote) -> Note:
    """Stored words, decrypted for an entitled reader; LOST where they cannot be."""
    about = (row.production_id, row.person_id)
    content = transaction.vault.read_form("privatewords", row.key, row.content, ("words", "direction"), *about)
    # Which way they point is a word of a list: it is lost with the others, and shown once.
    return Note(content["words"], content["direction"] if content["direction"] != LOST else "")


async def release_note(transaction: Transaction, performer: Person, number: int, to: int) -> bool:
    """The performer lets a deputy read one of their notes. False for a note that is not theirs, or somebody else."""
    row = next(
        (row for row in await privacy.list_notes_by(transaction.session, performer.number) if row.id == number), None
    )
    if row is None or row.production_id is None:
        return False
    if to not in {
        who.number for who in await people.list_holders(transaction.session, row.production_id, [Role.DEPUTY])
    }:
        return False
    row.released_to = to
    transaction.session.add(row)
    await transaction.session.flush()
    await record(
        transaction,
        row.production_id,
        RecordKind.WORDS_RELEASED,
        about=performer.number,
        by=performer.number,
        answer=row.answer_id,
    )
    return True
