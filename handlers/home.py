"""Home: one page by role, its switches, and the production's settings."""

import asyncio
import logging
from datetime import time

from bot.channels.names import learn_name
from bot.clock import Clock
from bot.domain.numbers import whole_number
from bot.duty import Switch, turn
from bot.home import home_page
from bot.locales import spoken_to
from bot.people import find_actor
from bot.productions import ProductionUnfit, save_settings
from bot.slack import Slack, SlackProblem
from bot.transaction import Transaction, reading
from bot.vault import Vault
from handlers.allowed import coordinated, coordinated_alone
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from messages import home as messages
from messages.blocks import Home
from messages.language import Language
from storage.database import Database

log = logging.getLogger(__name__)


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

    async def meet(self, user: str) -> None:
        """Learn how Slack shows somebody who was named by their handle."""
        await learn_name(self._database, self._vault, self._clock, self._slack, user)


async def opened(transaction: Transaction, request: Request) -> Reply:
    """Somebody looks at Home."""
    return Reply(home=True) if request.event.get("tab", "home") == "home" else NOTHING


async def home_of(transaction: Transaction, user: str) -> Home:
    """The page of one person."""
    who = await find_actor(transaction, user)
    return messages.home(await spoken_to(transaction, user), await home_page(transaction, who))


# Switches.

SWITCHES = {
    "home_duty_on": Switch.ON_DUTY,
    "home_duty_off": Switch.OFF_DUTY,
    "home_on_set": Switch.INSIDE,
    "home_off_set": Switch.OUTSIDE,
}


async def switch(transaction: Transaction, request: Request) -> Reply:
    """One switch of a coordinator or deputy, for themselves."""
    production, who = await coordinated(transaction, request)
    await turn(transaction, production, SWITCHES[request.name], who.person)
    return Reply(home=True)


# Settings.

NUMBERS = {"first_checkin_hours": 720, "morning_minutes": 720, "notice_hours": 720}
HOURS = ("evening_at", "quiet_from", "quiet_until")
TEXTS = ("time_zone", "contact", "help_line")


async def open_settings(transaction: Transaction, request: Request) -> Reply:
    """The window with the production's settings, for its coordinator."""
    production, who = await coordinated_alone(transaction, request)
    values = production.model_dump(include={*NUMBERS, *HOURS, *TEXTS})
    return Reply(modal=messages.settings_modal(who.language, production.name, str(production.number), values))


async def change_settings(transaction: Transaction, request: Request) -> Reply:
    """Keep the settings; what cannot be is said under its input, and nothing is changed."""
    production, who = await coordinated_alone(transaction, request)
    values, errors = read_settings(who.language, request)
    if errors:
        return Reply(errors=errors)
    try:
        await save_settings(transaction, production, **values)
    except ProductionUnfit as unfit:
        return Reply(errors={"time_zone": unfit.said(who.language)})
    return Reply(home=True)


def read_settings(tongue: Language, request: Request) -> tuple[dict[str, str | int | time], dict[str, str]]:
    """The settings that were typed, and what is wrong with which."""
    values: dict[str, str | int | time] = {name: request.fields.get(name, "").strip() for name in TEXTS}
    errors = {}
    for name, most in NUMBERS.items():
        typed = request.fields.get(name, "").strip()
        number = whole_number(typed)
        if number is not None and number <= most:
            values[name] = number
        else:
            errors[name] = messages.number_wrong(tongue, most)
    for name in HOURS:
        try:
            values[name] = time.fromisoformat(request.fields.get(name, "").strip().rjust(5, "0")).replace(tzinfo=None)
        except ValueError:
            errors[name] = messages.hour_wrong(tongue)
    return values, errors
