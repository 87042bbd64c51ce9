"""What somebody's Home shows: a part for each production, by what counts there."""

from bot.checkins.views import asked_by_day, own_answer, own_days
from bot.domain.disclosure import Notice, PlanDay
from bot.domain.home import CoordinationHome, HomePage, OpenHere, PerformerHome, PlanHome
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Role
from bot.duty import duty_now
from bot.facts import contact
from bot.people import Actor
from bot.privacy.retention import notes_going
from bot.schedule.coming_days import plan_days
from bot.transaction import Transaction
from storage import alerts, matters, people, productions, scenes
from storage.people import Person
from storage.productions import Production


async def home_page(transaction: Transaction, who: Actor | None) -> HomePage:
    """The page of one person."""
    if who is None or not who.roles or who.person.deactivated_at is not None:
        return HomePage(known=False)
    parts = [await home_part(transaction, who, number) for number in who.productions(tuple(Role))]
    return HomePage(known=True, parts=tuple(part for part in parts if part is not None))


async def home_part(transaction: Transaction, who: Actor, number: int) -> PerformerHome | PlanHome | None:
    """What one production has for this person; None where it has nothing."""
    production = await productions.get(transaction.session, number)
    if who.holds(number, [Role.PERFORMER]):
        return await performer_home(transaction, who.person, production)
    if not who.holds(number, (*COORDINATION, *ASSISTANT_DIRECTION)):
        return None
    days = await intimate_days(transaction, production)
    coordinates = who.holds(number, COORDINATION)
    own = await coordination_home(transaction, who, production) if coordinates else None
    return PlanHome(production.name, days, own)


async def intimate_days(transaction: Transaction, production: Production) -> tuple[PlanDay, ...]:
    """The next days that have an intimate scene, or a word about one."""
    days = await plan_days(transaction, production)
    return tuple(day for day in days if day.scenes or day.words is not None)


async def coordination_home(transaction: Transaction, who: Actor, production: Production) -> CoordinationHome:
    """Duty, the reader's switches, and what is open."""
    there = await people.list_on_duty(transaction.session, production.number, transaction.now)
    inside = await people.list_inside_set(transaction.session, production.number, transaction.now)
    alone = who.holds(production.number, [Role.COORDINATOR])
    still_open = await alerts.list_not_ended(transaction.session, production.number)
    going = await notes_going(transaction, production) if alone else []
    return CoordinationHome(
        production.number,
        await duty_now(transaction, production),
        on_duty=who.person.number in {person.number for person in there},
        inside=who.person.number in inside,
        settings=alone,
        waiting=tuple((row.number, row.raised_at) for row in still_open if row.acknowledged_at is None),
        seen=tuple((row.number, row.raised_at) for row in still_open if row.acknowledged_at is not None),
        zone=production.time_zone,
        words_go=going[0] if going else None,
        open_with=await open_with(transaction, production),
    )


async def open_with(transaction: Transaction, production: Production) -> tuple[OpenHere, ...]:
    """The scenes in which something is open, and behind which button it stands."""
    found = []
    for matter in await matters.list_open_in(transaction.session, production.number):
        told = await alerts.find_newest_about(transaction.session, matter.scene_id, matter.person_id)
        events = await matters.list_events(transaction.session, matter.number)
        asked = next((event.check_in_id for event in reversed(events) if event.check_in_id is not None), None)
        reached = await matters.list_scenes(transaction.session, matter.number)
        label = (await scenes.get(transaction.session, reached[0])).label
        found.append(OpenHere(label, matter.opened_at, told.number if told is not None else None, asked))
    return tuple(found)


async def performer_home(transaction: Transaction, performer: Person, production: Production) -> PerformerHome:
    """The performer's own days, whom to turn to, and how this works."""
    there = await contact(transaction, production)
    notice = Notice(production.name, there, production.contact, production.keep_words_days)
    by_day = await asked_by_day(transaction, performer, production)
    said = tuple([await own_answer(transaction, row) for rows in by_day for row in rows])
    return PerformerHome(notice, await own_days(transaction, by_day), production.help_line, said)
