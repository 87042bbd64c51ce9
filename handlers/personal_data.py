"""What is kept about the asker, who can read it, and deleting their own notes. Answered to that person alone."""

from bot.domain.personal_data import NoteStays
from bot.domain.roles import Role
from bot.facts import contact
from bot.outbox import send
from bot.people import find_actor, language_of
from bot.privacy.personal_data import kept_about, kept_hold, kept_notes, productions_with, readers_in
from bot.privacy.private_files import PrivateFile
from bot.privacy.private_notes import Deleting, delete_note
from bot.record import RecordKind, record
from bot.transaction import Transaction
from handlers.commands import CommandContext
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from messages.language import Language
from messages.personal_data import kept_paper
from messages.private_file import file_lost_modal, file_modal, tap_again
from messages.private_notes import deleted_line, kept_modal, notes_modal, readers_modal, stays_line, wish_in
from messages.vocabulary import neutral
from storage import people, productions
from storage.deliveries import Priority, Template
from storage.people import Person


async def show_kept(transaction: Transaction, request: Request) -> Reply:
    """A page of everything that is kept about the asker; turning the page keeps the window."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    if who is None:
        return NOTHING
    page = int(request.value) if request.value.isdigit() else 0
    return Reply(
        modal=kept_modal(await language_of(transaction, who), await kept_about(transaction, who), page),
        replace=request.name != "kept",
    )


async def send_kept(transaction: Transaction, request: Request) -> Reply:
    """The same as a file; its passphrase stands in the window that opens, and nowhere else."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    if who is None:
        return NOTHING
    tongue, kept = await language_of(transaction, who), await kept_about(transaction, who)
    for number in await productions_with(transaction, who):
        await record(transaction, number, RecordKind.EXPORTED, about=who.number, by=who.number)
    file = PrivateFile(lambda passphrase: kept_paper(tongue, kept).pdf(passphrase), neutral(tongue))
    again = tap_again(tongue)
    return Reply(modal=file_modal(tongue, file.passphrase, again), file=file, lost=file_lost_modal(tongue, again))


async def show_notes(transaction: Transaction, request: Request) -> Reply:
    """The asker's own notes, each with its button."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    if who is None:
        return NOTHING
    return Reply(modal=notes_modal(await language_of(transaction, who), await kept_notes(transaction, who)))


async def tap_delete_note(transaction: Transaction, request: Request) -> Reply:
    """Delete one note; where a hold keeps it, say so, and whom to turn to."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    if who is None or not request.value.isdigit():
        return NOTHING
    tongue = await language_of(transaction, who)
    wish = await delete_note(transaction, who, int(request.value))
    said = deleted_line(tongue) if wish.outcome is Deleting.DELETED else ""
    if wish.outcome is Deleting.HELD and wish.hold is not None:
        production = await productions.get(transaction.session, wish.hold.production_id)
        stays = NoteStays(
            await kept_hold(transaction, wish.hold),
            production.time_zone,
            await contact(transaction, production),
            production.contact,
        )
        said = stays_line(tongue, stays)
    return Reply(modal=notes_modal(tongue, await kept_notes(transaction, who), said), replace=True)


async def show_readers(transaction: Transaction, request: Request) -> Reply:
    """Who can technically read what of the asker's, in each production they perform in."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    if who is None:
        return NOTHING
    known = await find_actor(transaction, request.user)
    numbers = known.productions([Role.PERFORMER]) if known else []
    readable = [await readers_in(transaction, await productions.get(transaction.session, number)) for number in numbers]
    return Reply(modal=readers_modal(await language_of(transaction, who), readable))


async def mine(transaction: Transaction, context: CommandContext) -> Reply:
    """/checkin mine."""
    return await show_kept(transaction, context.request)


async def delete(transaction: Transaction, context: CommandContext) -> Reply:
    """/checkin delete."""
    return await show_notes(transaction, context.request)


async def take_wish(transaction: Transaction, who: Person, tongue: Language, request: Request) -> bool:
    """Whether typed words only ask for what is kept or for a note to go; then the ways there are sent."""
    text = str(request.event.get("text") or "")
    if request.name != "message" or not wish_in(tongue, text):
        return False
    await send(transaction, who, Template.OWN_DATA, request.key, priority=Priority.ANSWER)
    return True
