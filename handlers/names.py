"""The name somebody stands with: chosen on Home, and nobody else's matter."""

from bot.people import choose_name, find_actor
from bot.transaction import Transaction
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from messages import account as messages

MOST = {"name": messages.LONGEST_NAME, "pronouns": messages.LONGEST_PRONOUNS}


async def open_name(transaction: Transaction, request: Request) -> Reply:
    """The window for one's own name."""
    who = await find_actor(transaction, request.user)
    if who is None:
        return NOTHING
    return Reply(modal=messages.name_modal(who.language, who.person.chosen_name, who.person.pronouns))


async def save_name(transaction: Transaction, request: Request) -> Reply:
    """Keep the name somebody chose, or go back to the one that is listed."""
    who = await find_actor(transaction, request.user)
    if who is None:
        return NOTHING
    typed = {name: " ".join(request.fields.get(name, "").split()) for name in MOST}
    errors = {name: messages.too_long(who.language, most) for name, most in MOST.items() if len(typed[name]) > most}
    if errors:
        return Reply(errors=errors)
    choose_name(transaction, who.person, typed["name"], typed["pronouns"])
    return Reply(home=True)
