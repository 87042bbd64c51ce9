"""Who is asking, and what they may ask for, production by production."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.roles import Role
from bot.locales import language_of
from bot.transaction import Transaction
from bot.vault import new_row_key
from messages.language import Language
from storage import people, productions
from storage.homes import StaleHome
from storage.people import Person, RoleHeld
from storage.productions import Production


@dataclass(frozen=True)
class Actor:
    """A person with their roles, and how they are spoken to.

    A performer's interest wins over any other role they hold in the same production.
    """

    person: Person
    roles: tuple[RoleHeld, ...]
    language: Language

    def holds(self, production_id: int, wanted: Collection[Role]) -> bool:
        """Whether one of the wanted roles counts for this person in the production."""
        held = {row.role for row in self.roles if row.production_id == production_id}
        if Role.PERFORMER in held:
            held = {Role.PERFORMER}
        return bool(held & set(wanted))

    def productions(self, wanted: Collection[Role]) -> list[int]:
        """The productions in which one of the wanted roles counts, in the order they were named."""
        ids = dict.fromkeys(row.production_id for row in self.roles)
        return [number for number in ids if self.holds(number, wanted)]


async def find_actor(transaction: Transaction, slack_user: str) -> Actor | None:
    """The person behind a Slack user; None for somebody no production knows."""
    person = await people.find_by_slack_user(transaction.session, slack_user)
    if person is None:
        return None
    held = await people.list_roles(transaction.session, person.number)
    return Actor(person, tuple(held), await language_of(transaction, person))


async def productions_for(transaction: Transaction, who: Actor, wanted: Collection[Role]) -> list[Production]:
    """The productions in which this person may do what needs one of the wanted roles."""
    return [await productions.get(transaction.session, number) for number in who.productions(wanted)]


def choose_name(transaction: Transaction, who: Person, name: str, pronouns: str) -> None:
    """Somebody stands with a name of their own from now on, everywhere; with none, as they are listed."""
    who.chosen_name, who.pronouns = name or None, pronouns
    who.stand_with_name()
    transaction.session.add(who)


async def label_of(transaction: Transaction, production_id: int, who: Person) -> str:
    """Somebody's name; with cast id and character, or their job, where another of the production has the same.

    The words behind it are those by which a command takes them.
    """
    if not await people.has_namesake(transaction.session, production_id, who):
        return who.name
    marks = await marks_of(transaction, production_id, who)
    return f"{who.name} ({', '.join(marks)})" if marks else who.name


async def labels_of(transaction: Transaction, production_id: int, among: Sequence[Person]) -> list[str]:
    """Names to choose from, told apart."""
    return [await label_of(transaction, production_id, who) for who in among]


async def marks_of(transaction: Transaction, production_id: int, who: Person) -> list[str]:
    """What tells somebody apart from others of their name: "cast 2", a character, a job."""
    cast = await people.get_cast(transaction.session, production_id)
    own = [row for row in cast.values() if row.person_id == who.number]
    parts = [mark for row in own for mark in (f"cast {row.cast_id}", row.character) if mark]
    held = await people.list_roles(transaction.session, who.number)
    jobs = [row.role for row in held if row.production_id == production_id and row.role is not Role.PERFORMER]
    return parts + [str(job).replace("_", " ") for job in jobs]


async def show_home_anew(transaction: Transaction, slack_user: str | None) -> None:
    """What the Home of an account shows is its reader's no more: it is published anew, whoever they are now."""
    if slack_user is not None:
        key = new_row_key()
        sealed = transaction.vault.seal("stalehome", key, slack_user)
        transaction.session.add(StaleHome(key=key, account=sealed, since=transaction.now))
        await transaction.session.flush()
