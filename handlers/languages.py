"""The language somebody reads in: chosen on Home, else as Slack says."""

from bot.locales import choose_language, spoken_to
from bot.people import find_actor
from bot.transaction import Transaction
from handlers.replies import Reply
from handlers.requests import Request
from messages.home import AS_IN_SLACK, language_modal
from messages.language import languages


async def open_languages(transaction: Transaction, request: Request) -> Reply:
    """The window with the languages there are; what counts now is marked."""
    who = await find_actor(transaction, request.user)
    chosen = None if who is None or who.person.follows_slack else who.person.chosen_language
    return Reply(modal=language_modal(await spoken_to(transaction, request.user), chosen))


async def save_language(transaction: Transaction, request: Request) -> Reply:
    """Keep what was chosen; nothing but another choice changes it."""
    who = await find_actor(transaction, request.user)
    wanted = request.fields.get("language", "")
    if who is not None and wanted in (AS_IN_SLACK, *languages()):
        choose_language(transaction, who.person, None if wanted == AS_IN_SLACK else wanted)
    return Reply(home=True)
