"""Home: one page by role, its switches, and the production's settings."""

import asyncio
import logging
from contextlib import suppress
from datetime import time
from weakref import WeakValueDictionary

from bot.channels.names import learn_name
from bot.clock import Clock
from bot.domain.numbers import whole_number
from bot.duty import Switch, turn
from bot.home import home_page
from bot.locales import spoken_to
from bot.people import find_actor
from bot.productions import ProductionUnfit, check_zone, save_settings
from bot.slack import Slack, SlackProblem, SlackRefused, SlackUnfit
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from handlers.allowed import coordinated, coordinated_alone
from handlers.refusals import note_not_shown
from handlers.replies import NOTHING, Reply
from handlers.requests import Request
from handlers.time_zones import ask_for_zone
from messages import home as messages
from messages.blocks import Home
from messages.language import Language
from storage.database import Database

log = logging.getLogger(__name__)


class Homes:
    """Publishes Home after what happened is committed, so that it always shows what is true now."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, slack: Slack) -> None:
        self.database = database
        self.vault = vault
        self.clock = clock
        self._slack = slack
        # Nothing is left of somebody once their page is shown.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._pages: dict[str, int] = {}

    async def show(self, user: str, page: int | None = None) -> bool:
        """Publish one person's Home, on the page they turned to; one at a time, so that no older view comes last.

        False where it may show what is not true any more; what Slack refuses shows nothing.
        """
        async with self._turns.setdefault(user, asyncio.Lock()):
            if page is not None:
                self._turn_to(user, page)
            async with reading(self.database, self.vault, self.clock.now()) as transaction:
                home = await home_of(transaction, user, self._pages.get(user, 0))
            try:
                await self._slack.show_home(user, home)
            except SlackUnfit as refusal:
                log.error("Slack does not take Home as it is composed (%s).", refusal.code)
                await self._show_short(user, refusal.code)
            except SlackProblem as problem:
                # The next opening shows it; nothing stands on this page alone.
                log.warning("Home could not be shown (%s).", problem.code)
                return isinstance(problem, SlackRefused)
        return True

    async def _show_short(self, user: str, code: str) -> None:
        """A Home that says why it is empty; coordinators are told once, until somebody has looked."""
        async with writing(self.database, self.vault, self.clock.now()) as transaction:
            tongue = await note_not_shown(transaction, user, f"home:{transaction.now.timestamp()}:{code}")
        with suppress(SlackProblem):
            await self._slack.show_home(user, messages.not_shown_home(tongue))

    def _turn_to(self, user: str, page: int) -> None:
        """Remember the page, the first one by remembering nothing."""
        if page:
            self._pages[user] = page
        else:
            self._pages.pop(user, None)

    async def meet(self, user: str) -> None:
        """Learn how Slack shows somebody who was named by their handle."""
        await learn_name(self.database, self.vault, self.clock, self._slack, user)


async def opened(transaction: Transaction, request: Request) -> Reply:
    """Somebody looks at Home."""
    return Reply(home=True, home_page=0) if request.event.get("tab", "home") == "home" else NOTHING


async def home_of(transaction: Transaction, user: str, page: int = 0) -> Home:
    """One page of one person's Home."""
    who = await find_actor(transaction, user)
    return messages.home(await spoken_to(transaction, user), await home_page(transaction, who), page)


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
    """Keep the settings; what cannot be is said under its input, and nothing is changed. A time zone is asked about."""
    production, who = await coordinated_alone(transaction, request)
    values, errors = read_settings(who.language, request)
    if errors:
        return Reply(errors=errors)
    zone = str(values.pop("time_zone"))
    try:
        check_zone(zone)
        await save_settings(transaction, production, **values)
    except ProductionUnfit as unfit:
        return Reply(errors={"time_zone": unfit.said(who.language)})
    return await ask_for_zone(transaction, production, who, zone)


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
