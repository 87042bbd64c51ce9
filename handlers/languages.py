"""The language somebody reads in: chosen on Home, else as Slack says."""

from bot.people import language_of
from bot.transaction import Transaction
from handlers.replies import Reply
from handlers.requests import Request
from messages.home import AS_IN_SLACK, language_modal
from messages.language import languages
from storage import people
from storage.people import Person


async def open_languages(transaction: Transaction, request: Request) -> Reply:
    """The window with the languages there are; what counts now is marked."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    tongue = await language_of(transaction, who)
    chosen = AS_IN_SLACK if who is None or who.follows_slack or not who.chosen_language else who.chosen_language
    return Reply(modal=language_modal(tongue, chosen))


async def choose_language(transaction: Transaction, request: Request) -> Reply:
    """Keep what was chosen; nothing but another choice changes it."""
    who = await people.find_by_slack_user(transaction.session, request.user)
    wanted = request.fields.get("language", "")
    if who is not None and wanted in (AS_IN_SLACK, *languages()):
        keep_choice(transaction, who, wanted)
    return Reply(home=True)


def keep_choice(transaction: Transaction, who: Person, wanted: str) -> None:
    """A language by its code, or whatever Slack speaks to them."""
    who.follows_slack = wanted == AS_IN_SLACK
    who.chosen_language = None if who.follows_slack else wanted
    transaction.session.add(who)


def note_locale(transaction: Transaction, who: Person, request: Request) -> None:
    """Slack speaks another language to somebody from now on; what they chose here stays."""
    locale = request.event.get("user", {}).get("locale")
    if locale:
        who.slack_locale = str(locale)
        transaction.session.add(who)
