"""What ADs ask to have on a closed set: whom the bot knows as people, whom it does not by their account alone.

Somebody whom no production knows becomes a person when the coordinator puts them on the list, and not before.
"""

from bot.alerts import raise_alert
from bot.closed_sets.rosters import about, check_place, strangers_asked_for
from bot.domain.places import Place
from bot.transaction import Transaction
from storage import alerts, rosters
from storage.alerts import AlertKind
from storage.closed_sets import ClosedSet
from storage.people import Person
from storage.rosters import ClearanceAsked


async def ask_for(transaction: Transaction, row: ClosedSet, who: Person, place: Place, by: Person) -> None:
    """An AD asks for somebody, or for one person instead of another; the coordinator is told and decides.

    Raises NotOnList for a place that does not exist here; whether it is free is the coordinator's matter.
    """
    await check_place(transaction, row, who.number, place, room=False)
    asked = await asked_for(transaction, row, who.number) or ClearanceAsked(
        closed_set_id=row.number, person_id=who.number, asked_by=by.number, asked_at=transaction.now
    )
    await take_wish(transaction, row, asked, place, by)


async def ask_for_stranger(
    transaction: Transaction, row: ClosedSet, user: str, called: str, place: Place, by: Person
) -> None:
    """The same for somebody whom no production knows: nothing is kept of them but this. Raises NotOnList."""
    await check_place(transaction, row, None, place, room=False)
    known = [one for one in await strangers_asked_for(transaction, row) if one.slack_user == user]
    asked = (
        known[-1] if known else ClearanceAsked(closed_set_id=row.number, asked_by=by.number, asked_at=transaction.now)
    )
    asked.slack_user, asked.called = user, called
    await take_wish(transaction, row, asked, place, by)


async def take_wish(transaction: Transaction, row: ClosedSet, asked: ClearanceAsked, place: Place, by: Person) -> None:
    """What was asked for last counts; whoever is asked for again and again is one wish, strangers are one alert."""
    asked.access, asked.department, asked.instead_of = place.access, place.department, place.instead_of
    asked.asked_by, asked.asked_at = by.number, transaction.now
    transaction.session.add(asked)
    await transaction.session.flush()
    told = await alerts.list_about(transaction.session, [AlertKind.ASKED], closed_set_id=row.number)
    if not any(alert.person_id == asked.person_id and alert.acknowledged_at is None for alert in told):
        await raise_alert(
            transaction,
            row.production_id,
            AlertKind.ASKED,
            f"{asked.number}:{asked.asked_at.timestamp()}",
            person_id=asked.person_id,
            **about(row),
        )


async def asked_for(transaction: Transaction, row: ClosedSet, person_id: int) -> ClearanceAsked | None:
    """What was last asked for a person and is not cleared yet."""
    open_ones = [
        asked for asked in await rosters.list_asked(transaction.session, row.number) if asked.person_id == person_id
    ]
    return open_ones[-1] if open_ones else None
