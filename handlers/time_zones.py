"""Another time zone: what would move is shown, and only the tap under it changes anything."""

from dataclasses import replace

from bot.domain.record_kinds import Looked
from bot.domain.zone_change import ZoneChange, ZoneNotShown
from bot.people import Actor
from bot.productions import ProductionUnfit, check_zone
from bot.record import Reading
from bot.schedule.time_zone import change_zone, would_move
from bot.transaction import Transaction
from handlers.allowed import coordinated_alone
from handlers.replies import NotForYou, Reply
from handlers.requests import Request
from messages import time_zone as messages
from messages.help import window
from storage.productions import Production


async def ask_for_zone(transaction: Transaction, production: Production, who: Actor, zone: str) -> Reply:
    """A coordinator has written another zone among the settings: asked where something is to come, else done."""
    tongue = who.language
    if zone == production.time_zone:
        return Reply(home=True)
    try:
        change = await change_zone(transaction, production, zone)
    except ZoneNotShown as asked:
        lead = messages.still_text(tongue, asked.change)
        return replace(shown(who, asked.change, lead), home=True)
    return Reply(modal=window(tongue, messages.done_text(tongue, change)), home=True)


async def show_moves(transaction: Transaction, request: Request) -> Reply:
    """The same once more, as of now, or another page of it."""
    production, who, zone, _ = await named(transaction, request)
    return replace(shown(who, await would_move(transaction, production, zone)), replace=True)


async def tap_change(transaction: Transaction, request: Request) -> Reply:
    """Change it, as it was shown; where something else would move by now, that is shown first."""
    production, who, zone, mark = await named(transaction, request)
    tongue = who.language
    try:
        change = await change_zone(transaction, production, zone, mark)
    except ZoneNotShown as asked:
        return replace(shown(who, asked.change, messages.moved_since(tongue)), replace=True)
    return Reply(modal=window(tongue, messages.done_text(tongue, change)), replace=True, home=True)


def shown(who: Actor, change: ZoneChange, lead: str = "") -> Reply:
    """What would move, in a window; that the plan was read goes on record."""
    read = Reading(change.production_id, Looked.PLAN, who.person.number)
    return Reply(modal=messages.zone_modal(who.language, change, lead), read=read)


async def named(transaction: Transaction, request: Request) -> tuple[Production, Actor, str, str]:
    """The production of a button, its coordinator, the zone it names, and what was shown above it."""
    number, zone, mark = (*request.value.split(":", 2), "", "")[:3]
    production, who = await coordinated_alone(transaction, replace(request, value=number))
    try:
        check_zone(zone)
    except ProductionUnfit:
        raise NotForYou(production.number) from None
    return production, who, zone, mark
