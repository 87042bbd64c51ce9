"""Windows in which private words stand: a performer's own page and notes, the holds a coordinator places."""

from bot.checkins.views import asked_by_day, own_answer, own_days
from bot.domain import times
from bot.domain.personal_data import HoldForm, HoldLine, KeptNote, NotesLeft, NoteStays, OwnAnswers
from bot.domain.roles import Role
from bot.facts import contact
from bot.people import label_of
from bot.privacy.kept_notes import kept_notes
from bot.privacy.personal_data import kept_hold
from bot.privacy.private_notes import Deleting, delete_note, hold_reason, release_note
from bot.transaction import Transaction
from storage import people, privacy, productions
from storage.people import Person
from storage.privacy import NoteHold
from storage.productions import Production


async def own_page(transaction: Transaction, performer: Person) -> OwnAnswers:
    """Everything a performer answered that still counts, their days to come and their notes."""
    by_day = await asked_by_day(transaction, performer)
    return OwnAnswers(
        tuple([await own_answer(transaction, row) for rows in by_day for row in rows]),
        await own_days(transaction, by_day),
        tuple(await kept_notes(transaction, performer)),
    )


async def note_deleted(transaction: Transaction, who: Person, number: int) -> NotesLeft:
    """Delete one of somebody's own notes; what is left, and where a hold keeps it, which."""
    wish = await delete_note(transaction, who, number)
    stays = await note_stays(transaction, wish.hold) if wish.hold is not None else None
    return NotesLeft(tuple(await kept_notes(transaction, who)), wish.outcome is Deleting.DELETED, stays)


async def note_released(transaction: Transaction, who: Person, number: int, to: int) -> tuple[KeptNote, ...] | None:
    """Let a deputy read one of somebody's own notes; all of them afterwards, None where that cannot be."""
    if not await release_note(transaction, who, number, to):
        return None
    return tuple(await kept_notes(transaction, who))


async def note_stays(transaction: Transaction, hold: NoteHold) -> NoteStays:
    """Why a note cannot be deleted now, and whom to turn to."""
    production = await productions.get(transaction.session, hold.production_id)
    kept, there = await kept_hold(transaction, hold), await contact(transaction, production)
    return NoteStays(kept, production.time_zone, there, production.contact)


async def hold_form(transaction: Transaction, production: Production) -> HoldForm:
    """The holds that stand in a production, and whom one can be placed for."""
    standing = [
        row
        for row in await privacy.list_standing_holds(transaction.session, transaction.now)
        if row.production_id == production.number
    ]
    performers = await people.list_holders(transaction.session, production.number, [Role.PERFORMER])
    return HoldForm(
        production.number,
        production.name,
        production.time_zone,
        tuple([await hold_line(transaction, row) for row in standing]),
        tuple([(one.number, await label_of(transaction, production.number, one)) for one in performers]),
        times.local(transaction.now, production.time_zone).date(),
    )


async def hold_line(transaction: Transaction, row: NoteHold) -> HoldLine:
    """A hold as the coordinator sees it."""
    who = await people.get(transaction.session, row.person_id)
    name = await label_of(transaction, row.production_id, who)
    return HoldLine(row.number, name, await hold_reason(transaction, row), await kept_hold(transaction, row))
