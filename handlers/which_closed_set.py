"""Which closed set, and who: what commands about rosters and channels name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.productions import Somebody, somebody
from bot.transaction import Transaction
from handlers.commands import CommandContext
from handlers.replies import NotPossible
from storage import closed_sets, people, scenes, shoot_days
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.people import Person
from storage.shoot_days import ShootDay

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")


async def which(transaction: Transaction, context: CommandContext) -> tuple[ClosedSet, str]:
    """The closed set a command names by its scene and, if need be, a day; and the text that follows."""
    first, _, rest = context.words.partition(" ")
    if not first:
        raise NotPossible(context.language.say("Please write which scene, such as 42pt1."))
    known = await scenes.list_all(transaction.session, context.production.number)
    fitting = [found for found in known if first.casefold() in (found.label.casefold(), found.number.casefold())]
    if len(fitting) != 1:
        raise NotPossible(context.language.say("I do not know a scene {scene} here.", scene=first))
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
        raise NotPossible(
            context.language.say(
                "Scene {scene} has no closed set: it has no day, or nobody has confirmed it.", scene=first
            )
        )
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
        raise NotPossible(context.language.say("Please write who, as @name."))
    return [Mention(user, handle or user) for user, handle in found], " ".join(MENTION.sub(" ", text).split())


async def known_or_new(transaction: Transaction, who: Mention) -> Person:
    """The person a command is about, kept from now on."""
    return await people.find_by_slack_user(transaction.session, who.user) or await somebody(
        transaction, Somebody(who.name, who.user)
    )


def still_on(context: CommandContext, row: ClosedSet) -> None:
    """Raises NotPossible for a closed set that is over."""
    if row.over:
        raise NotPossible(context.language.say("That closed set is closed. /closedset open makes a new one."))


async def ahead(transaction: Transaction, context: CommandContext) -> list[ClosedSet]:
    """The closed sets of a production that are not closed, by day."""
    rows = [
        row
        for row in await closed_sets.list_of(transaction.session, context.production.number)
        if row.state is not ClosedSetState.CLOSED
    ]
    days = {row.shoot_day_id: (await shoot_days.get(transaction.session, row.shoot_day_id)).date for row in rows}
    return sorted(rows, key=lambda row: (days.get(row.shoot_day_id, date.max), row.number))
