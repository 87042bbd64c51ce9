"""Which language somebody is spoken to in: the one they chose, else Slack's, else their production's."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress

from sqlalchemy.exc import DBAPIError

from bot.transaction import Transaction
from messages.language import Language, language
from storage import people, productions
from storage.people import Person


async def language_of(transaction: Transaction, who: Person | None) -> Language:
    """How somebody is spoken to: in their own language, else in their production's, else in English."""
    if who is None or who.language:
        return language(who.language if who else None)
    held = await people.list_roles(transaction.session, who.number)
    return language((await productions.get(transaction.session, held[0].production_id)).language if held else None)


async def spoken_to(transaction: Transaction, slack_user: str) -> Language:
    """How whoever is behind a Slack user is spoken to; in English where no production knows them."""
    return await language_of(transaction, await people.find_by_slack_user(transaction.session, slack_user))


async def spoken_to_in_time(
    looking: AbstractAsyncContextManager[Transaction], slack_user: str, seconds: float
) -> Language:
    """The same where it can be looked up within some seconds, else in English: somebody waits for an answer."""
    with suppress(TimeoutError, DBAPIError):
        async with asyncio.timeout(seconds), looking as transaction:
            return await spoken_to(transaction, slack_user)
    return language(None)


def choose_language(transaction: Transaction, who: Person, code: str | None) -> None:
    """Somebody reads in a language by its code from now on, or in whatever Slack speaks to them (None)."""
    who.follows_slack, who.chosen_language = code is None, code
    transaction.session.add(who)


def note_locale(transaction: Transaction, who: Person, locale: str) -> None:
    """Slack speaks another language to somebody from now on; what they chose here stays."""
    who.slack_locale = locale
    transaction.session.add(who)
