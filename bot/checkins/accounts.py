"""A Slack account that was closed, or opened again: a closed one is never Ready on an old tap."""

from bot.alerts import raise_alert
from bot.checkins.consequences import hurry_all
from bot.people import show_home_anew
from bot.transaction import Transaction
from storage import alerts, check_ins, people, productions, shoot_days, strips
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.people import Person
from storage.productions import Production


async def note_account(transaction: Transaction, who: Person, *, active: bool) -> None:
    """What Slack says of an account. Closed, every coordinator of the performer is told at once, and the words follow.

    Only Slack's own word counts: an account that could not be looked up is not closed.
    """
    if active == (who.deactivated_at is None):
        return
    who.deactivated_at = None if active else transaction.now
    transaction.session.add(who)
    await show_home_anew(transaction, who.slack_user)
    await transaction.session.flush()
    for number in await people.list_played_in(transaction.session, who.number):
        production = await productions.get(transaction.session, number)
        if active:
            await end_alert(transaction, production, who)
        else:
            await tell_of_closed(transaction, production, who)
        await hurry_all(transaction, production)


async def tell_of_closed(transaction: Transaction, production: Production, who: Person) -> None:
    """The coordinator learns at once that a performer with a scene to come is no longer reached."""
    concerned = await next_check_in(transaction, production, who)
    if concerned is None:
        return
    await raise_alert(
        transaction,
        production.number,
        AlertKind.ACCOUNT_CLOSED,
        f"{production.number}:{who.number}:{transaction.now.timestamp()}",
        check_in_id=concerned.number,
        person_id=who.number,
        scene_id=concerned.scene_id,
        shoot_day_id=concerned.shoot_day_id,
    )


async def next_check_in(transaction: Transaction, production: Production, who: Person) -> CheckIn | None:
    """A performer's check-in whose day comes first, of what is neither filmed nor wrapped."""
    ahead = []
    for row in await check_ins.list_of(transaction.session, who.number):
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        strip = await strips.find(transaction.session, row.scene_id, day.number)
        filmed = strip is not None and strip.filmed_at is not None
        if row.production_id == production.number and day.wrapped_at is None and not filmed:
            ahead.append((day.date, row.number, row))
    return min(ahead, key=lambda found: found[:2])[2] if ahead else None


async def end_alert(transaction: Transaction, production: Production, who: Person) -> None:
    """The account is open again: what was said of it is over."""
    told = await alerts.find_open_about(transaction.session, production.number, AlertKind.ACCOUNT_CLOSED, who.number)
    if told is not None:
        told.acknowledged_at, told.next_at = transaction.now, None
        transaction.session.add(told)
