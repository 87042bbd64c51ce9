"""A small world to test in: a sandbox, a bot connected to it over real sockets, one production, and its people."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import aiohttp

from bot.app import Bot
from bot.checkins.consequences import replan
from bot.domain.roles import Role
from bot.domain.terms import RiderTerms
from bot.domain.times import instant
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from bot.settings import Settings, one_key, read_settings
from bot.terms.versions import record_rider
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from handlers.inbox import ANSWER_SECONDS
from sandbox.installation import APP_TOKEN, BOT_TOKEN
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage import people, productions, shoot_days
from storage.database import Database
from storage.people import Person
from storage.productions import Production
from storage.scenes import Intimacy, Scene
from storage.shoot_days import Call, ShootDay
from storage.strips import Strip
from tests.engines import Template, with_tables
from tests.patience import at_most, unhurry

Found = TypeVar("Found")
ZONE = "Europe/Warsaw"
MONDAY = date(2026, 3, 16)
BEGINNING = instant(date(2026, 2, 16), time(12), ZONE)
KEYS = "k1:" + base64.b64encode(bytes(32)).decode()
READABLE = ("text", "initial_value", "problem", "shown")
NEUTRAL = "There is a message for you from the production."


async def until(
    condition: Callable[[], Awaitable[Found | None]], what: str = "it", seconds: float = 15.0, pause: float = 0.02
) -> Found:
    """What the condition gives once it gives something; fails with `what` when it does not in time."""
    deadline = asyncio.get_running_loop().time() + at_most(seconds)
    while True:
        found = await condition()
        if found:
            return found
        assert asyncio.get_running_loop().time() < deadline, f"{what} did not happen in time"
        await asyncio.sleep(pause)


class World:
    """Everything a test does, it does as a person would: through the sandbox's control API."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession, database_url: str) -> None:
        self.sandbox = sandbox
        self.session = session
        self.database_url = database_url
        self.bot: Bot
        self.production: Production

    async def start_bot(self, **more: str) -> None:
        """Start a bot on the sandbox, as after a restart of its machine."""
        self.bot = Bot(settings_for(self.sandbox, self.database_url, **more))
        self.bot.inbox.answer_seconds = at_most(ANSWER_SECONDS)
        await self.bot.start()

    # Time

    async def at(self, day: date, hour: str) -> None:
        """Move the clock to a wall time of the production."""
        moment = instant(day, time.fromisoformat(hour), ZONE)
        await self.move_clock(moment)
        await until(self._clock_followed(moment), "the bot following the clock")
        self.bot.wake()

    async def move_clock(self, moment: datetime) -> None:
        """Move the sandbox's clock alone, as while the bot is away."""
        await self.post("/clock", to=moment.isoformat().replace("+00:00", "Z"))

    def _clock_followed(self, moment: datetime) -> Callable[[], Awaitable[bool]]:
        async def followed() -> bool:
            return abs(self.bot.clock.now() - moment) < timedelta(seconds=60)

        return followed

    # Slack, as people see it

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """One call of the control API."""
        async with self.session.post(f"{self.sandbox.url}/_control{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer

    async def get(self, path: str) -> dict[str, Any]:
        """One reading call of the control API."""
        async with self.session.get(f"{self.sandbox.url}/_control{path}") as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def messages(self, user: str) -> list[dict[str, Any]]:
        """The conversation of a person with the bot, oldest first."""
        found: list[dict[str, Any]] = (await self.get(f"/messages/{direct(user)}?user={user}")).get("messages", [])
        return found

    async def said(self, user: str, text: str, times: int = 1) -> dict[str, Any]:
        """Wait until the bot has said something to a person, at least so many times; the latest of these messages."""

        async def found() -> dict[str, Any] | None:
            matching = [message for message in await self.messages(user) if text in visible(message)]
            return matching[-1] if len(matching) >= times else None

        return await until(found, f"“{text}” to {user}")

    async def tap(self, user: str, message: dict[str, Any], button: str, scene: str = "") -> None:
        """Tap a button by its text; with several of the same text, the one of a scene."""
        action = find_button(message, button, scene)
        await self.post("/interact", channel=direct(user), messageTs=message["ts"], user=user, action=action)

    async def tap_in_modal(self, user: str, modal: dict[str, Any], button: str, scene: str = "") -> None:
        """Tap a button inside a modal or Home."""
        await self.post("/view/interact", user=user, viewId=modal["id"], action=find_button(modal, button, scene))

    async def alert(self, user: str, text: str) -> dict[str, Any]:
        """Open a person's alerts, newest first, until one shows a text behind its button; its modal."""

        async def found() -> dict[str, Any] | None:
            for message in reversed(await self.messages(user)):
                if not has_button(message, "Open"):
                    continue
                try:
                    await self.tap(user, message, "Open")
                except AssertionError:
                    # Written anew meanwhile, with another button.
                    return None
                modal = await self.modal(user)
                if modal["callback_id"] == "gathered":
                    opened = await self.open_gathered(user, modal, text)
                else:
                    opened = modal if text in visible(modal) else None
                if opened is not None:
                    return opened
                await self.post("/view/close", user=user)
            return None

        return await until(found, f"an alert about “{text}” for {user}")

    async def open_gathered(self, user: str, listed: dict[str, Any], text: str) -> dict[str, Any] | None:
        """Open what is gathered in a window, one thing after the other, until one shows a text; its modal."""
        elements = [(block["block_id"], element) for block in listed["blocks"] for element in block.get("elements", [])]
        for block_id, element in elements:
            if element["type"] != "button":
                continue
            action = {"type": "button", "block_id": block_id, **element}
            await self.post("/view/interact", user=user, viewId=listed["id"], action=action)
            opened = await until(lambda: self._on_top(user, listed["id"]), f"a window for {user}")
            if text in visible(opened):
                return opened
            await self.post("/view/close", user=user)
        return None

    async def _on_top(self, user: str, below: str) -> dict[str, Any] | None:
        views: list[dict[str, Any]] = (await self.get("/state"))["views"].get(user) or [{"id": below}]
        return views[-1] if views[-1]["id"] != below else None

    async def modal(self, user: str, text: str = "") -> dict[str, Any]:
        """Wait until a person has a modal open that shows a text."""

        async def found() -> dict[str, Any] | None:
            views = (await self.get("/state"))["views"].get(user) or [{}]
            return views[-1] if views[-1] and text in visible(views[-1]) else None

        return await until(found, f"a modal with “{text}” for {user}")

    async def submit(self, user: str, **values: str) -> dict[str, Any]:
        """Send the modal a person has open."""
        return await self.post("/view/submit", user=user, values={name: {name: text} for name, text in values.items()})

    async def command(self, user: str, command: str, text: str) -> str:
        """Give a slash command; what the bot answered to that person alone."""
        answer = await self.post("/command", user=user, command=command, text=text)
        return visible(answer)

    # Facts

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A writing transaction on the bot's database at this moment."""
        async with writing(self.bot.database, self.bot.vault, self.bot.clock.now()) as transaction:
            yield transaction

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Transaction]:
        """A reading transaction."""
        async with reading(self.bot.database, self.bot.vault, self.bot.clock.now()) as transaction:
            yield transaction

    async def person(self, user: str) -> Person:
        """The stored person."""
        async with self.look() as transaction:
            found = await people.find_by_slack_user(transaction.session, user)
            assert found is not None
            return found


def direct(user: str) -> str:
    """The sandbox's name of the conversation between a person and the bot."""
    return user.replace("U0", "D0", 1)


def visible(found: Any) -> str:
    """All text a person can read in a message, a modal or an answer; ids and times Slack adds are left out."""
    if isinstance(found, dict):
        texts = [value for name, value in found.items() if name in READABLE and isinstance(value, str)]
        deeper = [visible(value) for value in found.values() if isinstance(value, dict | list)]
        return "\n".join(filter(None, (*texts, *deeper, *found.get("errors", {}).values())))
    if isinstance(found, list):
        return "\n".join(filter(None, map(visible, found)))
    return ""


def find_button(message: dict[str, Any], text: str, scene: str = "") -> dict[str, Any]:
    """The action of a button with this text, after the line that names the scene."""
    here = not scene
    for block in message["blocks"]:
        here = here or (block["type"] == "section" and f"Scene {scene}*" in visible(block) + "*")
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            if here and element["text"]["text"] == text:
                return {"type": "button", "block_id": block["block_id"], **element}
    raise AssertionError(f"no button “{text}” {scene}")


def has_button(message: dict[str, Any], text: str) -> bool:
    """Whether a message has a button with this text."""
    elements = [element for block in message.get("blocks", []) for element in block.get("elements", [])]
    return any(element["type"] == "button" and element["text"]["text"] == text for element in elements)


def settings_for(sandbox: Sandbox, database_url: str, **more: str) -> Settings:
    """Settings of a bot on this sandbox."""
    return read_settings(
        Settings,
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": f"{sandbox.url}/api/",
            "DATABASE_URL": database_url,
            "CLOSEDSET_KEYS": KEYS,
            "CLOSEDSET_CLOCK_URL": f"{sandbox.url}/_control/clock",
            "CLOSEDSET_LEASE_SECONDS": str(at_most(3)),
            "CLOSEDSET_PACE_SECONDS": "0.02",
            **more,
        },
    )


@asynccontextmanager
async def world_on(database_url: str, *, begins: datetime | None = None, **more: str) -> AsyncIterator[World]:
    """A sandbox, its clock at some moment, and a bot on it; nobody has added a production unless the database has."""
    async with Sandbox(Workspace.sample(limited=True)) as sandbox, aiohttp.ClientSession() as session:
        unhurry(sandbox)
        if begins is not None:
            sandbox.workspace.clock.move_to(begins)
        world = World(sandbox, session, database_url)
        await world.start_bot(**more)
        try:
            yield world
        finally:
            await world.bot.stop()


async def set_up(world: World) -> None:
    """The production Baltic: two scenes on Monday 16 March 2026, call 07:00, riders recorded a month before."""
    await world.at(date(2026, 2, 16), "12:00")
    async with world.transaction() as transaction:
        world.production = await add_baltic(transaction)


async def add_baltic(transaction: Transaction) -> Production:
    """The production Baltic with its crew and cast, the coordinator on duty."""
    production = await add_production(
        transaction, "Baltic", "baltic", ZONE, contact="Equity helpline +44 1", help_line="+44 2"
    )
    for user, name, role, phone in CREW:
        await give_role(transaction, production, await somebody(transaction, Somebody(name, user)), role, phone)
    coordinator = await somebody(transaction, Somebody("Mia Brandt", "U0MIA"))
    await begin_duty(transaction, production, coordinator)
    for cast_id, user, name in CAST:
        await name_cast(transaction, production, cast_id, await somebody(transaction, Somebody(name, user)))
    return production


async def take_baltic(transaction: Transaction) -> Production:
    """Baltic, where the database was made of the template that has it; else added now."""
    return await productions.find_by_name(transaction.session, "baltic") or await add_baltic(transaction)


async def store_baltic(database_url: str) -> None:
    """Baltic in a database that no bot works on."""
    database = Database(database_url)
    async with writing(database, Vault(dict([one_key(KEYS)])), BEGINNING) as transaction:
        await add_baltic(transaction)
    await database.close()


def with_baltic(database_url: str) -> None:
    """Make the template: the tables, and Baltic in them. In a thread of its own, as some loop runs in this one."""
    with_tables(database_url)
    with ThreadPoolExecutor() as aside:
        aside.submit(asyncio.run, store_baltic(database_url)).result()


@asynccontextmanager
async def baltic_on(database_url: str) -> AsyncIterator[World]:
    """The same on a database that has it already: the bot comes to it as after a restart."""
    async with world_on(database_url, begins=BEGINNING) as world:
        async with world.look() as transaction:
            found = await productions.find_by_name(transaction.session, "baltic")
        assert found is not None
        world.production = found
        yield world


CREW = [
    ("U0MIA", "Mia Brandt", Role.COORDINATOR, "+48 1"),
    ("U0DEV", "Dev Anand", Role.DEPUTY, "+48 2"),
    ("U0ADA", "Ada Quist", Role.FIRST_AD, ""),
    ("U0SAM", "Sam Ortega", Role.SECOND_AD, ""),
]
BALTIC = Template("baltic", with_baltic)
CAST = [("1", "U0OLA", "Ola Nowak"), ("2", "U0JAN", "Jan Wolski")]


async def add_scene(
    world: World, number: str, cast: list[str], *, day: date = MONDAY, call: str = "07:00", riders: bool = True
) -> Scene:
    """A confirmed intimate scene on a day, its riders recorded."""
    async with world.transaction() as transaction:
        shooting = await shooting_day(transaction, world.production, day, call)
        scene = Scene(
            production_id=world.production.number, number=number, set_name="HOTEL ROOM 214", intimacy=Intimacy.CONFIRMED
        )
        transaction.session.add(scene)
        await transaction.session.flush()
        transaction.session.add(Strip(shoot_day_id=shooting.number, scene_id=scene.key, cast_ids=cast))
        await transaction.session.flush()
        coordinator = await people.find_by_slack_user(transaction.session, "U0MIA")
        assert coordinator is not None
        for cast_id, user, _ in CAST if riders else []:
            performer = await people.find_by_slack_user(transaction.session, user)
            if cast_id in cast and performer is not None:
                terms = RiderTerms(f"Scene {number}: as written, nothing more.", "rider.pdf", sent_at=transaction.now)
                await record_rider(transaction, scene, performer, coordinator, terms)
        await replan(transaction, world.production)
        return scene


async def shooting_day(transaction: Transaction, production: Production, day: date, call: str) -> ShootDay:
    """The shooting day on a date, made with its call when it is new."""
    known = await shoot_days.find_on(transaction.session, production.number, day)
    if known is None:
        known = ShootDay(production_id=production.number, date=day, label=str(11 + (day - MONDAY).days))
        transaction.session.add(known)
        await transaction.session.flush()
        at = instant(day, time.fromisoformat(call), production.time_zone)
        transaction.session.add(Call(shoot_day_id=known.number, at=at))
        await transaction.session.flush()
    return known


async def words_of(world: World, user: str) -> list[str]:
    """The words an AD was given, in order, each change once."""
    texts = {
        "Ready": "ready",
        "Waiting on check-ins": "waiting",
        "With coordinator – plan may change": "with_coordinator",
        "Revised plan agreed – see coordinator": "revised",
        "Not proceeding as scheduled": "not_proceeding",
    }
    found: list[str] = []
    for message in await world.messages(user):
        for line in visible(message).splitlines():
            word = texts.get(line.partition(": ")[2])
            if line.startswith("Scene ") and word and found[-1:] != [word]:
                found.append(word)
    return found
