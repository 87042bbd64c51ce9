"""Putting people on the roster of a closed set: as the coordinator writes it, taps it, or an AD asks for it."""

from bot.alerts import acknowledge
from bot.closed_sets.rosters import clear_person, remove_person
from bot.closed_sets.wishes import ask_for, ask_for_stranger, asked_for
from bot.domain.jurisdictions import RemoteViewing, profile
from bot.domain.outcomes import OnList
from bot.domain.places import Place, read_place
from bot.domain.roles import Role
from bot.productions import Somebody, give_role, somebody
from bot.transaction import Transaction
from storage import people, productions, rosters
from storage.alerts import Alert, AlertKind
from storage.closed_sets import ClosedSet
from storage.people import Person
from storage.rosters import ClearanceAsked


async def clear(transaction: Transaction, row: ClosedSet, who: Person, words: str, by: Person) -> OnList:
    """Put somebody on the roster in the place that was written. Raises NotOnList."""
    return await put_on_list(transaction, row, who, await place_written(transaction, row, words), by)


async def place_written(transaction: Transaction, row: ClosedSet, words: str) -> Place:
    """A place as it is written, with the roles that are usual where the production is made."""
    production = await productions.get(transaction.session, row.production_id)
    return read_place(words, profile(production.profile).roster)


async def put_on_list(transaction: Transaction, row: ClosedSet, who: Person, place: Place, by: Person) -> OnList:
    """Clear a person; somebody who was nothing in the production yet is crew from now on. Raises NotOnList."""
    await clear_person(transaction, row, who, place, by)
    production = await productions.get(transaction.session, row.production_id)
    held = await people.list_roles(transaction.session, who.number)
    if not any(role.production_id == production.number for role in held):
        await give_role(transaction, production, who, Role.CREW)
    phones = profile(production.profile).remote_viewing is not RemoteViewing.NOT_ON_PHONES
    return OnList(who.name, place.access, who.reachable, phones)


async def clear_alerted(transaction: Transaction, alert: Alert, row: ClosedSet, who: Person, by: Person) -> OnList:
    """Clear whom an alert is about, added or asked for; whom they replace is taken out first. Raises NotOnList."""
    wish = await asked_for(transaction, row, who.number) if alert.kind is AlertKind.ASKED else None
    place = Place(wish.access, "", wish.instead_of, wish.department) if wish is not None else Place()
    if place.instead_of is not None:
        await remove_person(transaction, row, await people.get(transaction.session, place.instead_of), by)
    cleared = await put_on_list(transaction, row, who, place, by)
    await acknowledge(transaction, alert, by)
    return cleared


async def clear_stranger(transaction: Transaction, row: ClosedSet, wish: ClearanceAsked, by: Person) -> OnList:
    """Clear whom an AD has asked for and no production knew: they are a person from now on. Raises NotOnList."""
    if wish.instead_of is not None:
        await remove_person(transaction, row, await people.get(transaction.session, wish.instead_of), by)
    who = await somebody(transaction, Somebody(wish.called, wish.slack_user, from_slack=True))
    place = Place(wish.access, "", wish.instead_of, wish.department)
    return await put_on_list(transaction, row, who, place, by)


async def ask_coordinator(
    transaction: Transaction, row: ClosedSet, who: Person | Somebody, words: str, old: Person | None, by: Person
) -> None:
    """An AD asks for somebody, known or not; with `old`, in their place and instead of them. Raises NotOnList."""
    place = await place_written(transaction, row, words)
    known = await rosters.find_clearance(transaction.session, row.number, old.number) if old is not None else None
    if known is not None:
        place = Place(known.access, "", known.person_id, known.department)
    if isinstance(who, Person):
        await ask_for(transaction, row, who, place, by)
    else:
        await ask_for_stranger(transaction, row, who.slack_user or "", who.name, place, by)
