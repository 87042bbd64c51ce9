"""Which closed set, and who: what commands about rosters and channels name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.productions import Somebody, somebody
from bot.transaction import Transaction
from handlers.commands import CommandContext
from handlers.replies import NotPossible
from messages import arguments as sentences
from messages.closed_set import over_text
from messages.language import Language
from storage import closed_sets, people, scenes, shoot_days
from storage.closed_sets import ClosedSet
from storage.people import Person
from storage.shoot_days import ShootDay

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")


async def which(transaction: Transaction, context: CommandContext) -> tuple[ClosedSet, str]:
    """The closed set a command names by its scene and, if need be, a day; and the text that follows."""
    first, _, rest = context.words.partition(" ")
    if not first:
        raise NotPossible(sentences.which_scene(context.language))
    known = await scenes.list_all(transaction.session, context.production.number)
    fitting = [found for found in known if first.casefold() in (found.label.casefold(), found.number.casefold())]
    if len(fitting) != 1:
        raise NotPossible(sentences.no_such_scene(context.language, first))
    newest = {
        row.shoot_day_id: row
        for row in await closed_sets.list_of(transaction.session, context.production.number)
        if row.scene_id == fitting[0].key
    }
    days = [
        found
        for found in await shoot_days.list_all(transaction.session, context.production.number)
        if found.number in newest
    ]
    second, _, after = rest.strip().partition(" ")
    named = [found for found in days if second and is_day(found, second)]
    if named:
        return newest[named[0].number], after.strip()
    day = next_day(days, newest)
    if day is None:
        raise NotPossible(sentences.no_closed_set(context.language, first))
    return newest[day.number], rest.strip()


def is_day(day: ShootDay, word: str) -> bool:
    """Whether a word names a day: its number, or its date as 2026-03-16."""
    return word.casefold() == day.label.casefold() or word == day.date.isoformat()


def next_day(days: Sequence[ShootDay], newest: dict[int, ClosedSet]) -> ShootDay | None:
    """With several days the next one that is not over; else the last."""
    ahead = [day for day in days if day.wrapped_at is None and not newest[day.number].over]
    return min(ahead or days[-1:], key=lambda day: day.date, default=None)


@dataclass(frozen=True)
class Mention:
    """Somebody as a command names them; perhaps nobody the bot knows."""

    user: str
    name: str


def mentions(context: CommandContext, text: str, count: int) -> tuple[list[Mention], str]:
    """So many people at least, written as @name, and the text without them. Nobody is kept for being named."""
    found = MENTION.findall(text)
    if len(found) < count:
        raise NotPossible(sentences.name_missing(context.language))
    return [Mention(user, handle or user) for user, handle in found], " ".join(MENTION.sub(" ", text).split())


async def known(transaction: Transaction, who: Mention) -> Person | None:
    """The person a command names, if the bot knows them."""
    return await people.find_by_slack_user(transaction.session, who.user)


async def known_or_new(transaction: Transaction, who: Mention) -> Person:
    """The person a command is about, kept from now on."""
    return await known(transaction, who) or await somebody(transaction, Somebody(who.name, who.user, from_slack=True))


def still_on(tongue: Language, row: ClosedSet) -> None:
    """Raises NotPossible for a closed set that is over."""
    if row.over:
        raise NotPossible(over_text(tongue))
