"""The door: who is cleared right now, for whoever stands there, and where somebody is on a list themselves."""

from bot.closed_sets import views
from bot.domain.record_kinds import Looked
from bot.privacy.private_files import PrivateFile
from bot.transaction import Transaction
from handlers.allowed import AT_THE_DOOR, closed_set_at_the_door, reading_of
from handlers.commands import CommandContext
from handlers.replies import Reply
from handlers.requests import Request
from messages import door as messages
from messages.vocabulary import neutral


async def show_doors(transaction: Transaction, context: CommandContext) -> Reply:
    """Who may come in, for the ADs; for anybody else where they are on a list themselves."""
    if context.actor.holds(context.production.number, AT_THE_DOOR):
        doors = await views.door_lists(transaction, context.production)
        return Reply(message=messages.door_message(context.language, doors), read=context.reads(Looked.ROSTER))
    own = await views.own_doors(transaction, context.production, context.actor.person)
    return Reply(message=messages.own_door_message(context.language, own, views.house_rules_of(context.production)))


async def show_door(transaction: Transaction, request: Request) -> Reply:
    """One list, to hold up at the door; tapped again there, as it is by then."""
    row, who = await closed_set_at_the_door(transaction, request)
    modal = messages.door_modal(who.language, await views.door_list(transaction, row))
    again = request.name == "door_again"
    return Reply(modal=modal, replace=again, read=None if again else reading_of(row, who))


async def send_door(transaction: Transaction, request: Request) -> Reply:
    """The list as a file into the actor's own messages, to print."""
    row, who = await closed_set_at_the_door(transaction, request)
    door, tongue = await views.door_list(transaction, row), who.language
    hour = tongue.moment(transaction.now, door.line.day.zone)
    # Nothing private is in it: it is sent as it is, to be printed by whoever has it.
    file = PrivateFile(lambda _: messages.door_paper(tongue, [door], hour), neutral(tongue))
    modal, lost = messages.door_file_modal(tongue, door), messages.door_file_modal(tongue, door, lost=True)
    return Reply(modal=modal, replace=True, file=file, lost=lost, read=reading_of(row, who))
