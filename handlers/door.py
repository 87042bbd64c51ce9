"""The door: who is cleared right now, for whoever stands there, and where somebody is on a list themselves."""

from bot.closed_sets import views
from bot.closed_sets.lifetime import closed_set_line
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION
from bot.people import find_actor, language_of
from bot.privacy.private_files import PrivateFile
from bot.transaction import Transaction
from handlers.commands import CommandContext
from handlers.replies import NotForYou, Reply
from handlers.requests import Request
from handlers.which_closed_set import ahead
from messages import door as messages
from messages.language import Language
from messages.vocabulary import neutral
from storage import closed_sets, rosters
from storage.closed_sets import ClosedSet

AT_THE_DOOR = (*COORDINATION, *ASSISTANT_DIRECTION)


async def show_doors(transaction: Transaction, context: CommandContext) -> Reply:
    """Who may come in, for the ADs; for anybody else where they are on a list themselves."""
    rows = await ahead(transaction, context)
    if context.actor.holds(context.production.number, AT_THE_DOOR):
        return Reply(
            message=messages.door_message(context.language, [await views.door_list(transaction, row) for row in rows])
        )
    own = []
    for row in rows:
        known = await rosters.find_clearance(transaction.session, row.number, context.actor.person.number)
        if known is not None:
            own.append((await closed_set_line(transaction, row), known.access))
    return Reply(message=messages.own_door_message(context.language, own, views.house_rules_of(context.production)))


async def tapped(transaction: Transaction, request: Request) -> tuple[ClosedSet, Language]:
    """The closed set of a button at the door, and the language of who tapped, who must be of the AD's team."""
    row = await closed_sets.find(transaction.session, int(request.value)) if request.value.isdigit() else None
    who = await find_actor(transaction, request.user)
    if row is None or who is None or not who.holds(row.production_id, AT_THE_DOOR):
        raise NotForYou(row.production_id if row is not None else None)
    return row, await language_of(transaction, who.person)


async def show_door(transaction: Transaction, request: Request) -> Reply:
    """One list, to hold up at the door; tapped again there, as it is by then."""
    row, tongue = await tapped(transaction, request)
    modal = messages.door_modal(tongue, await views.door_list(transaction, row))
    return Reply(modal=modal, replace=request.name == "door_again")


async def send_door(transaction: Transaction, request: Request) -> Reply:
    """The list as a file into the asker's own messages, to print."""
    row, tongue = await tapped(transaction, request)
    door = await views.door_list(transaction, row)
    hour = tongue.moment(transaction.now, door.line.day.zone)
    # Nothing private is in it: it is sent as it is, to be printed by whoever has it.
    file = PrivateFile(lambda _: messages.door_paper(tongue, [door], hour), neutral(tongue))
    modal, lost = messages.door_file_modal(tongue, door), messages.door_file_modal(tongue, door, lost=True)
    return Reply(modal=modal, replace=True, file=file, lost=lost)
