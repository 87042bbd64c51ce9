"""What is kept about the asker, who can read it, and deleting their own notes. Answered to that person alone."""

from bot.domain.personal_data import NoteStays
from bot.domain.roles import Role
from bot.facts import contact
from bot.outbox import send
from bot.people import asker, language_of
from bot.privacy.personal_data import kept_about, kept_hold, kept_notes, productions_with, readers_in
from bot.privacy.private_files import PrivateFile
from bot.privacy.private_notes import Deleting, delete_words
from bot.record import RecordKind, record
from bot.transaction import Step
from handlers.commands import Ask
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from messages.language import Language
from messages.own_data import (
    deleted_line,
    kept_modal,
    notes_modal,
    readers_modal,
    stays_line,
    wish_in,
)
from messages.personal_data import kept_paper
from messages.private_file import file_lost_modal, file_modal, tap_again
from messages.vocabulary import neutral
from storage import people, productions
from storage.deliveries import Priority
from storage.people import Person


async def show_kept(step: Step, request: Request) -> Reply:
    """A page of everything that is kept about the asker; turning the page keeps the window."""
    who = await people.find_by_slack_user(step.session, request.user)
    if who is None:
        return NOTHING
    page = int(request.value) if request.value.isdigit() else 0
    return Reply(
        modal=kept_modal(await language_of(step, who), await kept_about(step, who), page),
        replace=request.name != "kept",
    )


async def send_kept(step: Step, request: Request) -> Reply:
    """The same as a file; its passphrase stands in the window that opens, and nowhere else."""
    who = await people.find_by_slack_user(step.session, request.user)
    if who is None:
        return NOTHING
    tongue, kept = await language_of(step, who), await kept_about(step, who)
    for number in await productions_with(step, who):
        await record(step, number, RecordKind.EXPORTED, about=who.number, by=who.number)
    file = PrivateFile(lambda passphrase: kept_paper(tongue, kept).pdf(passphrase), neutral(tongue))
    again = tap_again(tongue)
    return Reply(modal=file_modal(tongue, file.passphrase, again), file=file, lost=file_lost_modal(tongue, again))


async def show_notes(step: Step, request: Request) -> Reply:
    """The asker's own notes, each with its button."""
    who = await people.find_by_slack_user(step.session, request.user)
    if who is None:
        return NOTHING
    return Reply(modal=notes_modal(await language_of(step, who), await kept_notes(step, who)))


async def tap_delete_note(step: Step, request: Request) -> Reply:
    """Delete one note; where a hold keeps it, say so, and whom to turn to."""
    who = await people.find_by_slack_user(step.session, request.user)
    if who is None or not request.value.isdigit():
        return NOTHING
    tongue = await language_of(step, who)
    wish = await delete_words(step, who, int(request.value))
    said = deleted_line(tongue) if wish.outcome is Deleting.DELETED else ""
    if wish.outcome is Deleting.HELD and wish.hold is not None:
        film = await productions.get(step.session, wish.hold.production_id)
        stays = NoteStays(await kept_hold(step, wish.hold), film.time_zone, await contact(step, film), film.contact)
        said = stays_line(tongue, stays)
    return Reply(modal=notes_modal(tongue, await kept_notes(step, who), said), replace=True)


async def show_readers(step: Step, request: Request) -> Reply:
    """Who can technically read what of the asker's, in each production they perform in."""
    who = await people.find_by_slack_user(step.session, request.user)
    if who is None:
        return NOTHING
    known = await asker(step, request.user)
    numbers = known.productions([Role.PERFORMER]) if known else []
    films = [await readers_in(step, await productions.get(step.session, number)) for number in numbers]
    return Reply(modal=readers_modal(await language_of(step, who), films))


async def mine(step: Step, ask: Ask) -> Reply:
    """/checkin mine."""
    return await show_kept(step, ask.request)


async def delete(step: Step, ask: Ask) -> Reply:
    """/checkin delete."""
    return await show_notes(step, ask.request)


async def take_wish(step: Step, who: Person, tongue: Language, request: Request) -> bool:
    """Whether typed words only ask for what is kept or for a note to go; then the ways there are sent."""
    text = str(request.event.get("text") or "")
    if request.name != "message" or not wish_in(tongue, text):
        return False
    await send(step, who, "own_data", request.key, priority=Priority.ANSWER)
    return True
