"""Legal holds: the coordinator keeps a performer's notes past their time, with a reason and an end."""

from datetime import date

from bot.domain.refusals import HoldUnfit
from bot.privacy.private_notes import lift_hold, place_hold_through
from bot.privacy.views import hold_form
from bot.transaction import Transaction
from handlers.allowed import coordinated_alone, coordinated_hold, given, number_in, read_as
from handlers.commands import CommandContext
from handlers.replies import Reply
from handlers.requests import Request
from messages.hold import hold_modal, unfit_texts


async def open_hold(transaction: Transaction, request: Request) -> Reply:
    """The window for holds, for the coordinator alone: neither a deputy nor an AD."""
    production, who = await coordinated_alone(transaction, request)
    return Reply(modal=hold_modal(who.language, await hold_form(transaction, production)))


async def hold(transaction: Transaction, context: CommandContext) -> Reply:
    """/checkin hold."""
    return Reply(modal=hold_modal(context.language, await hold_form(transaction, context.production)))


async def tap_hold(transaction: Transaction, request: Request) -> Reply:
    """Place a hold until the end of a day; what cannot be is said under its input."""
    production, who = await coordinated_alone(transaction, request)
    last, chosen = read_as(date.fromisoformat, given(request, "until")), number_in(request.fields.get("person", ""))
    try:
        await place_hold_through(transaction, production, chosen, who.person, last, given(request, "reason"))
    except HoldUnfit as unfit:
        return Reply(errors=unfit_texts(who.language, unfit.reason))
    return Reply(home=True)


async def tap_lift(transaction: Transaction, request: Request) -> Reply:
    """End a hold before its time."""
    row, production, who = await coordinated_hold(transaction, request)
    await lift_hold(transaction, row, who.person)
    return Reply(modal=hold_modal(who.language, await hold_form(transaction, production)), replace=True)
