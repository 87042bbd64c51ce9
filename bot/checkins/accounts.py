"""A Slack account that was closed, or opened again: a closed one is never Ready on an old tap."""

from collections.abc import Sequence

from bot.alerts import end, raise_alert
from bot.checkins.asking import ask, ask_in_person
from bot.checkins.consequences import hurry_all
from bot.checkins.opening import ask_afresh
from bot.domain.reasons import Reason, Why
from bot.domain.standing import BY_COORDINATION
from bot.facts import call_for_check_in
from bot.people import show_home_anew
from bot.transaction import Transaction
from storage import alerts, answers, check_ins, people, productions, shoot_days, strips
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
            await open_again(transaction, production, who)
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
    return next(iter(await ahead(transaction, production, who)), None)


async def ahead(transaction: Transaction, production: Production, who: Person) -> list[CheckIn]:
    """A performer's check-ins of what is neither filmed nor wrapped, the soonest day first."""
    found = []
    for row in await check_ins.list_of(transaction.session, who.number):
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        strip = await strips.find(transaction.session, row.scene_id, day.number)
        filmed = strip is not None and strip.filmed_at is not None
        if row.production_id == production.number and day.wrapped_at is None and not filmed:
            found.append((day.date, row.number, row))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


async def open_again(transaction: Transaction, production: Production, who: Person) -> None:
    """A performer is reached again, by the account that was closed or by another one: the alert about it is over.

    What was tapped before it was closed does not count any more, whoever may have had the account meanwhile: they are
    asked anew, whatever they had answered, unless the coordinator has recorded what they said, or asks them in person.
    """
    await end_alert(transaction, production, who)
    anew: dict[int, list[CheckIn]] = {}
    for row in await ahead(transaction, production, who):
        said = await answers.list_to(transaction.session, row.number)
        counts = said[-1].source in BY_COORDINATION if said else who.in_person
        if row.asked_at is not None and not counts:
            await ask_afresh(transaction, row)
            anew.setdefault(row.shoot_day_id, []).append(row)
    for rows in anew.values():
        await ask_about_day(transaction, production, who, rows)


async def ask_about_day(transaction: Transaction, production: Production, who: Person, rows: Sequence[CheckIn]) -> None:
    """One message about a day; after its call somebody of the coordination asks in person."""
    day = await shoot_days.get(transaction.session, rows[0].shoot_day_id)
    if transaction.now < await call_for_check_in(transaction, production, day, rows[0]):
        why = Why(Reason.AS_BEFORE, f"account:{transaction.now.timestamp()}")
        await ask(transaction, production, day, who, rows, why)
    else:
        await ask_in_person(transaction, rows)


async def end_alert(transaction: Transaction, production: Production, who: Person) -> None:
    """The account is open again: what was said of it is over."""
    told = await alerts.find_open_about(transaction.session, production.number, AlertKind.ACCOUNT_CLOSED, who.number)
    if told is not None:
        await end(transaction, told)
