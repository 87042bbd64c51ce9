"""Who is asking, and what they may ask for, production by production."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.roles import Role
from bot.locales import language_of
from bot.transaction import Transaction
from messages.language import Language
from storage import people, productions
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
