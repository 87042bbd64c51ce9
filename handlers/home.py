"""Home: one page by role, its switches, and the production's settings."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import time

from slack_sdk.models.blocks import Block

from bot.checkins.consequences import hurry_all
from bot.clock import Clock
from bot.domain.disclosure import Notice, OwnDay, PlanDay
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Role
from bot.facts import contact
from bot.people import Actor, find_actor, language_of
from bot.privacy.retention import notes_going
from bot.productions import ProductionUnfit, begin_duty, change_production, come_out, end_duty, go_inside
from bot.schedule.coming_days import coming_days, plan_day
from bot.slack import Slack, SlackProblem
from bot.transaction import Transaction, reading
from bot.vault import Vault
from handlers.allowed import coordinator
from handlers.answering import day_of
from handlers.duty import duty_line
from handlers.replies import NOTHING, NotForYou, Reply
from handlers.requests import Request
from messages import home as home_messages
from messages.blocks import Home, section
from messages.hold import hold_button, words_go_line
from messages.language import Language
from storage import alerts, check_ins, people, productions, shoot_days
from storage.check_ins import CheckIn
from storage.database import Database
from storage.people import Person
from storage.productions import Production

log = logging.getLogger(__name__)

Change = Callable[[Transaction, Production, Person], Awaitable[None]]


class Homes:
    """Publishes Home after what happened is committed, so that it always shows what is true now."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, slack: Slack) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._slack = slack
        self._turns: dict[str, asyncio.Lock] = {}

    async def show(self, user: str) -> None:
        """Publish one person's page; one at a time, so that an older view never lands on a newer one."""
        async with self._turns.setdefault(user, asyncio.Lock()):
            async with reading(self._database, self._vault, self._clock.now()) as transaction:
                page = await home_of(transaction, user)
            try:
                await self._slack.show_home(user, page.view())
            except SlackProblem as problem:
                # The next opening shows it; nothing stands on this page alone.
                log.warning("Home could not be shown (%s).", problem.code)


async def opened(transaction: Transaction, request: Request) -> Reply:
    """Somebody looks at Home."""
    return Reply(home=True) if request.event.get("tab", "home") == "home" else NOTHING


async def home_of(transaction: Transaction, user: str) -> Home:
    """The page of one person: a part for each production, by what counts there."""
    who = await find_actor(transaction, user)
    tongue = await language_of(transaction, who.person if who else None)
    if who is None or not who.roles:
        return home_messages.home(tongue, [], known=False)
    parts = [await part(transaction, who, tongue, number) for number in who.productions(tuple(Role))]
    return home_messages.home(tongue, [found for found in parts if found], known=True)


async def part(transaction: Transaction, who: Actor, tongue: Language, number: int) -> list[Block]:
    """What one production has for this person."""
    production = await productions.get(transaction.session, number)
    if who.holds(number, [Role.PERFORMER]):
        return await performer_part(transaction, who.person, tongue, production)
    if not who.holds(number, (*COORDINATION, *ASSISTANT_DIRECTION)):
        return []
    days = await intimate_days(transaction, production)
    plan = home_messages.plan_part(tongue, production.name, days)
    if not who.holds(number, COORDINATION):
        return plan
    return [plan[0], *await coordination_part(transaction, who, tongue, production), *plan[1:]]


async def intimate_days(transaction: Transaction, production: Production) -> list[PlanDay]:
    """The next days that have an intimate scene, or a word about one."""
    found = [await plan_day(transaction, production, day) for day in await coming_days(transaction, production)]
    return [day for day in found if day.scenes or day.words is not None]


async def coordination_part(
    transaction: Transaction, who: Actor, tongue: Language, production: Production
) -> list[Block]:
    """Duty, switches and open waiting."""
    there = {
        person.number for person in await people.list_on_duty(transaction.session, production.number, transaction.now)
    }
    switches = home_messages.duty_switches(
        tongue,
        production.number,
        on_duty=who.person.number in there,
        inside=who.person.number
        in await people.list_inside_set(transaction.session, production.number, transaction.now),
        settings=who.holds(production.number, [Role.COORDINATOR]),
    )
    waiting = [(row.number, row.raised_at) for row in await alerts.list_open(transaction.session, production.number)]
    duty = await duty_line(transaction, production, tongue)
    part = home_messages.coordination_part(tongue, duty, switches, waiting, production.time_zone)
    going = await notes_going(transaction, production) if who.holds(production.number, [Role.COORDINATOR]) else []
    if going:
        part += [section(words_go_line(tongue, production.name, going[0])), hold_button(tongue, production.number)]
    return part


async def performer_part(
    transaction: Transaction, performer: Person, tongue: Language, production: Production
) -> list[Block]:
    """The performer's own days, whom to turn to, and how this works."""
    by_day: dict[int, list[CheckIn]] = {}
    for row in await check_ins.list_of(transaction.session, performer.number):
        asked = row.asked_at is not None and row.production_id == production.number
        if asked and (await shoot_days.get(transaction.session, row.shoot_day_id)).wrapped_at is None:
            by_day.setdefault(row.shoot_day_id, []).append(row)
    days: list[OwnDay] = sorted(
        [await day_of(transaction, rows) for rows in by_day.values()], key=lambda day: day.day.date
    )
    facts = Notice(
        production.name, await contact(transaction, production), production.contact, production.keep_words_days
    )
    return home_messages.performer_part(tongue, facts, days, production.help_line)


# Switches.


async def switched(transaction: Transaction, request: Request, change: Change) -> Reply:
    """One switch of a coordinator or deputy, for themselves."""
    production, who = await film_of(transaction, request)
    await change(transaction, production, who.person)
    await hurry_all(transaction, production)
    return Reply(home=True)


async def film_of(transaction: Transaction, request: Request) -> tuple[Production, Actor]:
    """The production a button of Home is about, and its coordinator or deputy, who alone may tap it."""
    if not request.value.isdigit():
        raise NotForYou
    who = await coordinator(transaction, request, int(request.value))
    return await productions.get(transaction.session, int(request.value)), who


async def begin_own_duty(transaction: Transaction, production: Production, who: Person) -> None:
    """On duty, by their own switch."""
    await begin_duty(transaction, production, who, by=who)


async def end_own_duty(transaction: Transaction, production: Production, who: Person) -> None:
    """Off duty, by their own switch."""
    await end_duty(transaction, production, who, by=who)


async def duty_on(transaction: Transaction, request: Request) -> Reply:
    """On duty from now on."""
    return await switched(transaction, request, begin_own_duty)


async def duty_off(transaction: Transaction, request: Request) -> Reply:
    """Off duty."""
    return await switched(transaction, request, end_own_duty)


async def on_set(transaction: Transaction, request: Request) -> Reply:
    """Inside a closed set, without a phone."""
    return await switched(transaction, request, go_inside)


async def off_set(transaction: Transaction, request: Request) -> Reply:
    """Back at the phone."""
    return await switched(transaction, request, come_out)


# Settings.

NUMBERS = {"first_checkin_hours": 720, "morning_minutes": 720, "notice_hours": 720}
HOURS = ("evening_at", "quiet_from", "quiet_until")
TEXTS = ("time_zone", "contact", "help_line")


async def film_to_set(transaction: Transaction, request: Request) -> tuple[Production, Actor]:
    """The production whose settings are meant, and its coordinator."""
    production, who = await film_of(transaction, request)
    if not who.holds(production.number, [Role.COORDINATOR]):
        raise NotForYou(production.number)
    return production, who


async def open_settings(transaction: Transaction, request: Request) -> Reply:
    """The window with the production's settings."""
    production, who = await film_to_set(transaction, request)
    values = {name: str(getattr(production, name)) for name in (*NUMBERS, *TEXTS)}
    values |= {name: f"{getattr(production, name):%H:%M}" for name in HOURS}
    return Reply(
        modal=home_messages.settings_modal(
            await language_of(transaction, who.person), production.name, str(production.number), values
        )
    )


async def save_settings(transaction: Transaction, request: Request) -> Reply:
    """Keep the settings; what cannot be is said under its input, and nothing is changed."""
    production, who = await film_to_set(transaction, request)
    tongue = await language_of(transaction, who.person)
    values, errors = read_settings(tongue, request)
    if errors:
        return Reply(errors=errors)
    try:
        async with transaction.session.begin_nested():
            await change_production(transaction, production, **values)
    except ProductionUnfit as unfit:
        return Reply(errors={"time_zone": unfit.said(tongue)})
    await hurry_all(transaction, production)
    return Reply(home=True)


def read_settings(tongue: Language, request: Request) -> tuple[dict[str, str | int | time], dict[str, str]]:
    """The settings that were typed, and what is wrong with which."""
    values: dict[str, str | int | time] = {name: request.fields.get(name, "").strip() for name in TEXTS}
    errors = {}
    for name, most in NUMBERS.items():
        typed = request.fields.get(name, "").strip()
        if typed.isdecimal() and int(typed) <= most:
            values[name] = int(typed)
        else:
            errors[name] = tongue.say("Write a whole number from 0 to {most}, such as 48.", most=most)
    for name in HOURS:
        try:
            values[name] = time.fromisoformat(request.fields.get(name, "").strip().rjust(5, "0")).replace(tzinfo=None)
        except ValueError:
            errors[name] = tongue.say("Write a time of day, such as 19:00.")
    return values, errors
