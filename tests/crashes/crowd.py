"""A crowd: many performers in one scene, and a bot in a process of its own that can be killed."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from sqlmodel import select

from bot.checkins.consequences import replan
from bot.domain.roles import Role
from bot.domain.times import instant
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from bot.transaction import writing
from bot.vault import Vault
from sandbox.installation import APP_TOKEN, BOT_TOKEN
from sandbox.people import Person
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage.database import Database
from storage.people import RoleHeld
from storage.scenes import Intimacy, Scene
from storage.shoot_days import Call, ShootDay
from storage.strips import Strip
from tests.patience import stretched
from tests.world import KEYS, MONDAY, ZONE, settings_for, until, visible

TAPPING = 8
MINUTE = timedelta(minutes=1)
LOOK_SECONDS = 0.05
ASKED = "Is what was agreed still right for you?"
AS_AGREED, NOT_AS_AGREED = "answer_as_agreed", "answer_not_as_agreed"
RECEIPT = "Recorded. You can change this at any time."


def performers(workspace: Workspace) -> list[str]:
    """The Slack ids of the crowd."""
    return [user for user in workspace.people if user.startswith("U0P")]


def crowded_workspace(many: int) -> Workspace:
    """The sample workspace with so many performers in it, and Slack's limits on."""
    workspace = Workspace.sample(limited=True)
    for user in (f"U0P{number:03}" for number in range(many)):
        workspace.people[user] = Person(user, user.lower(), f"Performer {user[3:]}")
    return workspace


async def prepare(sandbox: Sandbox, database_url: str, *, noticed: bool) -> None:
    """One production, one scene on Monday with everybody in it, the clock at 08:00 on the Friday before.

    `noticed`: everybody has had the first message of all already, so that only check-ins go out.
    """
    sandbox.workspace.clock.move_to(instant(date(2026, 3, 13), time(8), ZONE))
    settings = settings_for(sandbox, database_url)
    database = Database(database_url)
    async with writing(database, Vault(settings.keys), sandbox.workspace.clock.now()) as transaction:
        production = await add_production(transaction, "Baltic", "baltic", ZONE)
        coordinator = await somebody(transaction, Somebody("Mia Brandt", "U0MIA"))
        await give_role(transaction, production, coordinator, Role.COORDINATOR)
        await begin_duty(transaction, production, coordinator)
        crowd = performers(sandbox.workspace)
        for number, user in enumerate(crowd):
            await name_cast(transaction, production, str(number), await somebody(transaction, Somebody(user, user)))
        for held in (await transaction.session.exec(select(RoleHeld))).all() if noticed else []:
            held.noticed_at = transaction.now
        day = ShootDay(production_id=production.number, date=MONDAY, label="11")
        scene = Scene(production_id=production.number, number="42", set_name="HALL", intimacy=Intimacy.CONFIRMED)
        transaction.session.add_all([day, scene])
        await transaction.session.flush()
        transaction.session.add(Call(shoot_day_id=day.number, at=instant(MONDAY, time(7), ZONE)))
        transaction.session.add(
            Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=[str(n) for n in range(len(crowd))])
        )
        await transaction.session.flush()
        await replan(transaction, production)
    await database.close()


class Process:
    """The bot as its own process, started as a user would start it."""

    def __init__(self, sandbox: Sandbox, database_url: str, folder: Path, **more: str) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": f"{sandbox.url}/api/",
            "DATABASE_URL": database_url,
            "CLOSEDSET_KEYS": KEYS,
            "CLOSEDSET_CLOCK_URL": f"{sandbox.url}/_control/clock",
            "CLOSEDSET_LEASE_SECONDS": str(stretched(2)),
            "CLOSEDSET_PACE_SECONDS": "0.01",
            **more,
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; what it logs is added to the file `log` of its folder."""
        with (self._folder / "log").open("ab") as said:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", "from bot.cli import main; main()", "run",
                env=self._environment, cwd=self._folder, stdout=asyncio.subprocess.DEVNULL, stderr=said,
            )  # fmt: skip

    @property
    def lives(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def end(self, how: signal.Signals) -> None:
        """Send it a signal and wait until it is gone."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        await self._process.wait()


def heard(sandbox: Sandbox, text: str) -> Counter[str]:
    """How often each performer was sent a message with this text."""
    counts: Counter[str] = Counter()
    for user in performers(sandbox.workspace):
        counts[user] += sum(text in visible(message) for message in conversation(sandbox, user))
    return +counts


def conversation(sandbox: Sandbox, user: str) -> list[dict[str, Any]]:
    """The messages between a performer and the bot, oldest first."""
    direct = sandbox.workspace.conversations.get(user.replace("U0", "D0", 1))
    return [message.to_slack() for message in direct.timeline] if direct else []


@asynccontextmanager
async def running(
    sandbox: Sandbox, database_url: str, folder: Path, *, noticed: bool = False
) -> AsyncIterator[Process]:
    """A bot on a prepared sandbox, gone at the end whatever happens."""
    await prepare(sandbox, database_url, noticed=noticed)
    bot = Process(sandbox, database_url, folder)
    await bot.start()
    passing = asyncio.create_task(let_time_pass(sandbox))
    try:
        yield bot
    finally:
        passing.cancel()
        with suppress(asyncio.CancelledError):
            await passing
        await bot.end(signal.SIGKILL)


async def let_time_pass(sandbox: Sandbox) -> None:
    """A minute goes by whenever Slack tells the bot to wait, so that nobody sits through it."""
    read = 0
    while True:
        entries = sandbox.workspace.log.after(read)
        read = entries[-1]["n"] if entries else read
        if any(entry.get("status") == 429 for entry in entries):
            sandbox.workspace.clock.advance(MINUTE)
        await asyncio.sleep(LOOK_SECONDS)


async def everybody_answers(sandbox: Sandbox, buttons: Mapping[str, str] | None = None) -> dict[str, int]:
    """All performers answer, a few at the same moment: Slack hands over no more than about eight things a second.

    How often each of them had to tap. `buttons`: who does not tap "As agreed", and the action they take instead.
    """
    gate, taps = asyncio.Semaphore(TAPPING), Counter[str]()
    async with aiohttp.ClientSession() as session:

        async def tap(user: str) -> None:
            async with gate:
                taps[user] = await tap_until_taken(session, sandbox, user, (buttons or {}).get(user, AS_AGREED))

        await asyncio.gather(*(tap(user) for user in performers(sandbox.workspace)))
    return taps


async def tap_until_taken(session: aiohttp.ClientSession, sandbox: Sandbox, user: str, button: str = AS_AGREED) -> int:
    """Tap a button as a person would: when Slack shows an error because nobody answered, once more. How often."""
    tapped = 0
    message = asked_message(sandbox, user, button)
    body = {"channel": message["channel"], "messageTs": message["ts"], "user": user, "action": message["action"]}

    async def taken() -> bool:
        nonlocal tapped
        tapped += 1
        return bool((await control(session, sandbox, "/interact", body)).get("acknowledged"))

    await until(taken, f"an acknowledgement for {user}", seconds=150, pause=0.2)
    return tapped


async def control(session: aiohttp.ClientSession, sandbox: Sandbox, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """One call of the control API, whatever it answers."""
    async with session.post(f"{sandbox.url}/_control{path}", json=body) as response:
        answer: dict[str, Any] = await response.json()
        return answer


def asked_message(sandbox: Sandbox, user: str, button: str = AS_AGREED) -> dict[str, Any]:
    """Where a performer's check-in stands, and one of its buttons."""
    for message in conversation(sandbox, user):
        for block in message.get("blocks", []):
            for element in block["elements"] if block["type"] == "actions" else []:
                if element["action_id"] == button:
                    action = {"type": "button", "block_id": block["block_id"], **element}
                    return {"channel": user.replace("U0", "D0", 1), "ts": message["ts"], "action": action}
    raise AssertionError(f"{user} has no check-in")
