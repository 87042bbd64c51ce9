"""What waiting costs: the share of a core that an idle bot takes, beside a bare Bolt app that waits as long.

    PYTHONPATH=. .venv/bin/python -m tests.benchmarks.idle [seconds] [past check-ins]

Three processes: the sandbox in this one, the bot and the Bolt app each in their own, one after the other. The bot's
database holds past check-ins with everything that came of them, and nothing that is still to be done.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Bot
from bot.productions import Somebody, add_production, somebody
from bot.settings import one_key
from bot.transaction import Transaction, writing
from bot.vault import Vault
from sandbox.installation import APP_TOKEN, BOT_TOKEN
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage.check_ins import CheckIn
from storage.database import Database, migrate
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from storage.due import Due, DueKind
from storage.inbox import InboxRow, InboxState
from storage.productions import Production
from storage.scenes import Intimacy, Scene
from storage.shoot_days import ShootDay
from tests.world import KEYS, ZONE, settings_for

SECONDS = 60.0
CHECK_INS = 1000
PERFORMERS = 20
SETTLING = 10.0
MOMENTS = (DueKind.FIRST_ROUND, DueKind.EVENING_ROUND, DueKind.MORNING_ROUND, DueKind.CALL_TIME)


async def waited(seconds: float) -> None:
    """Come to rest, wait, and print the seconds of processor time that waiting took, all threads together."""
    await asyncio.sleep(SETTLING)
    before = time.process_time()
    await asyncio.sleep(seconds)
    print(time.process_time() - before)  # noqa: T201 (what the parent reads)


async def idle_bot(url: str, database_url: str, seconds: float) -> None:
    """The bot on a real clock, as `closedset run` starts it."""
    sandbox = Sandbox(Workspace.sample())
    sandbox.url = url
    bot = Bot(settings_for(sandbox, database_url, CLOSEDSET_CLOCK_URL=""))
    await bot.start()
    await waited(seconds)
    await bot.stop()


async def listen() -> None:
    """A listener with nothing to do."""


async def idle_bolt(url: str, seconds: float) -> None:
    """A Bolt app with one listener, as its documentation shows one."""
    app = AsyncApp(client=AsyncWebClient(token=BOT_TOKEN, base_url=f"{url}/api/"))
    app.event("message")(listen)
    handler = AsyncSocketModeHandler(app, APP_TOKEN)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await waited(seconds)
    await handler.close_async()  # type: ignore[no-untyped-call]


async def fill(database_url: str, check_ins: int) -> None:
    """A production with so many past check-ins: asked, answered, done."""
    database = Database(database_url)
    now = datetime.now(UTC)
    async with writing(database, Vault(dict([one_key(KEYS)])), now) as past:
        production = await add_production(past, "Baltic", "baltic", ZONE)
        scene = Scene(production_id=production.number, number="1", set_name="HALL", intimacy=Intimacy.CONFIRMED)
        past.session.add(scene)
        for number in range(check_ins // PERFORMERS):
            await add_day(past, production, scene, now - timedelta(days=number + 2))
    await database.close()


async def add_day(past: Transaction, production: Production, scene: Scene, at: datetime) -> None:
    """A wrapped day on which each performer had a check-in."""
    day = ShootDay(production_id=production.number, date=at.date(), wrapped_at=at)
    past.session.add(day)
    await past.session.flush()
    for number in range(PERFORMERS):
        performer = await somebody(past, Somebody(f"Performer {number}", f"U0P{number:03}"))
        past.session.add(
            CheckIn(
                production_id=production.number,
                scene_id=scene.key,
                shoot_day_id=day.number,
                person_id=performer.number,
                asked_at=at,
            )
        )
        add_what_came_of_it(past, day, performer.number, at)


def add_what_came_of_it(past: Transaction, day: ShootDay, performer: int, at: datetime) -> None:
    """The moments, the tap and the messages of one check-in, all of them done."""
    key = f"{day.number}:{performer}"
    moments = [
        Due(
            kind=kind,
            key=f"{kind}:{key}",
            production_id=day.production_id,
            shoot_day_id=day.number,
            person_id=performer,
            due_at=at,
            done_at=at,
        )
        for kind in MOMENTS
    ]
    messages = [
        Delivery(
            key=f"{template}:{key}",
            production_id=day.production_id,
            person_id=performer,
            template=Template(template),
            priority=Priority.FAN_OUT,
            created_at=at,
            nonce=f"{template}:{key}",
            state=DeliveryState.SENT,
            sent_at=at,
        )
        for template in ("check_in", "receipt")
    ]
    tap = InboxRow(key=f"tap:{key}", received_at=at, state=InboxState.DONE, done_at=at)
    past.session.add_all([*moments, *messages, tap])


async def measure(kind: str, url: str, seconds: float, database_url: str = "") -> float:
    """The share of a core, in per cent, that one process takes while it waits."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __spec__.name, kind, url, str(seconds), database_url, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    return 100 * float(told.split()[-1]) / seconds


async def compare(seconds: float, check_ins: int) -> None:
    """Measure both and print them beside each other."""
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{Path(folder)}/closedset.db"
        migrate(database_url)
        await fill(database_url, check_ins)
        async with Sandbox(Workspace.sample()) as sandbox:
            bot = await measure("bot", sandbox.url, seconds, database_url)
            bolt = await measure("bolt", sandbox.url, seconds)
    Console().print(f"bot, {check_ins} past check-ins: {bot:.3f} % of a core")
    Console().print(f"bare Bolt app: {bolt:.3f} % of a core")
    Console().print(f"ratio: {bot / bolt:.1f}")


def main() -> None:
    """The comparison, or one of its processes."""
    match sys.argv[1:]:
        case ["bot", url, seconds, database_url]:
            asyncio.run(idle_bot(url, database_url, float(seconds)))
        case ["bolt", url, seconds, _]:
            asyncio.run(idle_bolt(url, float(seconds)))
        case numbers:
            seconds_each = float(numbers[0]) if numbers else SECONDS
            asyncio.run(compare(seconds_each, int(numbers[1]) if len(numbers) > 1 else CHECK_INS))


if __name__ == "__main__":
    main()
