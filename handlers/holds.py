"""Legal holds: the coordinator keeps a performer's notes past their time, with a reason and an end."""

from datetime import date, time, timedelta

from bot.domain import times
from bot.domain.personal_data import HoldForm, HoldLine
from bot.domain.roles import Role
from bot.people import Actor, language_of
from bot.privacy.personal_data import kept_hold
from bot.privacy.private_notes import hold_reason, lift_hold, place_hold
from bot.transaction import Transaction
from handlers.allowed import coordinator
from handlers.commands import CommandContext
from handlers.replies import NotForYou, Reply
from handlers.requests import Request
from messages.hold import hold_modal
from storage import people, privacy, productions
from storage.privacy import NoteHold
from storage.productions import Production


async def open_hold(transaction: Transaction, request: Request) -> Reply:
    """The window for holds, for the coordinator alone: neither a deputy nor an AD."""
    production, who = await own_film(transaction, request, request.value)
    return Reply(
        modal=hold_modal(
            await language_of(transaction, who.person),
            await hold_form(transaction, production),
            today(transaction, production),
        )
    )


async def hold(transaction: Transaction, context: CommandContext) -> Reply:
    """/checkin hold."""
    production = context.production
    return Reply(
        modal=hold_modal(context.language, await hold_form(transaction, production), today(transaction, production))
    )


async def own_film(transaction: Transaction, request: Request, number: str) -> tuple[Production, Actor]:
    """The production a button or window is about, and its coordinator."""
    if not number.isdigit():
        raise NotForYou
    who = await coordinator(transaction, request, int(number))
    if not who.holds(int(number), [Role.COORDINATOR]):
        raise NotForYou(int(number))
    return await productions.get(transaction.session, int(number)), who


def today(transaction: Transaction, production: Production) -> date:
    """The day it is for the production."""
    return times.local(transaction.now, production.time_zone).date()


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
        tuple((one.number, one.name) for one in performers),
    )


async def hold_line(transaction: Transaction, row: NoteHold) -> HoldLine:
    """A hold as the coordinator sees it."""
    name = (await people.get(transaction.session, row.person_id)).name
    return HoldLine(row.number, name, await hold_reason(transaction, row), await kept_hold(transaction, row))


async def tap_hold(transaction: Transaction, request: Request) -> Reply:
    """Place a hold until the end of a day; what cannot be is said under its input."""
    production, who = await own_film(transaction, request, request.value)
    tongue = await language_of(transaction, who.person)
    last = date.fromisoformat(request.fields["until"])
    until = times.instant(last + timedelta(days=1), time(0), production.time_zone)
    if until <= transaction.now:
        return Reply(errors={"until": tongue.say("Please choose a day to come.")})
    chosen = request.fields.get("person", "")
    performers = {
        str(one.number): one
        for one in await people.list_holders(transaction.session, production.number, [Role.PERFORMER])
    }
    if chosen not in performers:
        return Reply(errors={"person": tongue.say("Please choose somebody of the cast.")})
    await place_hold(transaction, production, performers[chosen], who.person, until, request.fields["reason"])
    return Reply(home=True)


async def tap_lift(transaction: Transaction, request: Request) -> Reply:
    """End a hold before its time."""
    row = await transaction.session.get(NoteHold, int(request.value)) if request.value.isdigit() else None
    if row is None:
        raise NotForYou
    production, who = await own_film(transaction, request, str(row.production_id))
    await lift_hold(transaction, row, who.person)
    tongue = await language_of(transaction, who.person)
    return Reply(
        modal=hold_modal(tongue, await hold_form(transaction, production), today(transaction, production)), replace=True
    )
