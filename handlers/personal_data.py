"""What is kept about the actor, who can read it, and deleting their own notes. Answered to that person alone."""

from bot.domain.numbers import whole_number
from bot.people import Actor, find_actor
from bot.privacy import personal_data as views
from bot.privacy.kept_notes import kept_notes
from bot.privacy.private_files import PrivateFile
from bot.privacy.views import note_deleted, note_released
from bot.transaction import Transaction
from handlers.allowed import number_in
from handlers.commands import CommandContext
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from messages import private_notes as messages
from messages.personal_data import kept_paper
from messages.private_file import file_lost_modal, file_modal, tap_again
from messages.vocabulary import neutral


async def show_kept(transaction: Transaction, request: Request) -> Reply:
    """A page of everything that is kept about the actor; turning the page keeps the window."""
    who = await find_actor(transaction, request.user)
    if who is None:
        return NOTHING
    kept = await views.kept_about(transaction, who.person)
    modal = messages.kept_modal(who.language, kept, number_in(request.value))
    return Reply(modal=modal, replace=request.name != "kept")


async def send_kept(transaction: Transaction, request: Request) -> Reply:
    """The same as a file; its passphrase stands in the window that opens, and nowhere else."""
    who = await find_actor(transaction, request.user)
    if who is None:
        return NOTHING
    kept, tongue = await views.hand_out_kept(transaction, who.person), who.language
    file = PrivateFile(lambda passphrase: kept_paper(tongue, kept).pdf(passphrase), neutral(tongue))
    again = tap_again(tongue)
    return Reply(modal=file_modal(tongue, file.passphrase, again), file=file, lost=file_lost_modal(tongue, again))


async def show_notes(transaction: Transaction, request: Request) -> Reply:
    """The actor's own notes, each with its button."""
    who = await find_actor(transaction, request.user)
    return await notes_of(transaction, who) if who is not None else NOTHING


async def notes_of(transaction: Transaction, who: Actor) -> Reply:
    """Somebody's own notes, in a window."""
    return Reply(modal=messages.notes_modal(who.language, await kept_notes(transaction, who.person)))


async def tap_delete_note(transaction: Transaction, request: Request) -> Reply:
    """Delete one note; where a hold keeps it, say so, and whom to turn to."""
    who = await find_actor(transaction, request.user)
    number = whole_number(request.value)
    if who is None or number is None:
        return NOTHING
    deleted = await note_deleted(transaction, who.person, number)
    return Reply(modal=messages.after_deleting_modal(who.language, deleted), replace=True)


async def tap_release_note(transaction: Transaction, request: Request) -> Reply:
    """Let a deputy read one note; nobody else's, and nobody who is no deputy."""
    who = await find_actor(transaction, request.user)
    number, _, to = request.value.partition(":")
    notes = await note_released(transaction, who.person, number_in(number), number_in(to)) if who is not None else None
    if who is None or notes is None:
        return NOTHING
    return Reply(modal=messages.after_releasing_modal(who.language, notes), replace=True)


async def show_readers(transaction: Transaction, request: Request) -> Reply:
    """Who can technically read what of the actor's, in each production they perform in."""
    who = await find_actor(transaction, request.user)
    if who is None:
        return NOTHING
    return Reply(modal=messages.readers_modal(who.language, await views.readers_of(transaction, who)))


async def mine(transaction: Transaction, context: CommandContext) -> Reply:
    """/checkin mine."""
    return await show_kept(transaction, context.request)


async def delete(transaction: Transaction, context: CommandContext) -> Reply:
    """/checkin delete."""
    return await notes_of(transaction, context.actor)
