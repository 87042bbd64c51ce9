"""The demonstration running: sandbox, bot and production in one process, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import Bot
from bot.demo.outlook import Outlook
from bot.demo.production import ADA, BEGINNING, MIA, OLA, set_up
from bot.demo.tour import Tour
from bot.settings import Settings, read_settings
from bot.vault import new_encryption_key
from sandbox.installation import APP_TOKEN, BOT_TOKEN, app_from_manifest
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage.database import migrate

MANIFEST = Path(__file__).parents[1] / "manifest.json"
SEATS = f"{OLA}:phone:app,{MIA}:phone:app,{ADA}:phone:app"
PORTS_TRIED = 20


class Stage:
    """Everything that runs, for whoever looks at it."""

    def __init__(self, sandbox: Sandbox, bot: Bot, tour: Tour) -> None:
        self.sandbox = sandbox
        self.bot = bot
        self.tour = tour

    @property
    def address(self) -> str:
        """The page, with the seats of a performer, the coordinator and the 1st AD."""
        return f"{self.sandbox.url}/#seats={SEATS}"


@asynccontextmanager
async def running(port: int, *, limited: bool = False) -> AsyncIterator[Stage]:
    """The demonstration on this port or the next free one; *limited* keeps Slack's rate limits.

    Raises OSError where none of the ports is free.
    """
    with TemporaryDirectory(prefix="closedset-demo-") as folder:
        url = f"sqlite:///{folder}/demo.db"
        await asyncio.to_thread(migrate, url)
        tour = Tour()
        sandbox = await opened(port, tour, limited=limited)
        bot = Bot(settings_for(sandbox, url))
        outlook = Outlook(bot, sandbox.workspace)
        try:
            await set_up(bot.database, bot.vault)
            await bot.start()
            tour.begin(bot, sandbox)
            outlook.start()
            yield Stage(sandbox, bot, tour)
        finally:
            await outlook.stop()
            await bot.stop()
            await sandbox.stop()


async def opened(port: int, tour: Tour, *, limited: bool = False) -> Sandbox:
    """A sandbox on the first free port from this one on, its clock on the morning of the story."""
    last: OSError | None = None
    for number in range(port, port + PORTS_TRIED) if port else (0,):
        workspace = Workspace.sample(app_from_manifest(MANIFEST), limited=limited)
        workspace.clock.move_to(BEGINNING)
        sandbox = Sandbox(workspace, number, guests=tour.routes)
        try:
            await sandbox.start()
        except OSError as error:
            last = error
        else:
            return sandbox
    assert last is not None
    raise last


def settings_for(sandbox: Sandbox, database_url: str) -> Settings:
    """Settings as a `.env` for this sandbox would give them, with a key of its own."""
    return read_settings(
        Settings,
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": f"{sandbox.url}/api/",
            "DATABASE_URL": database_url,
            "CLOSEDSET_KEYS": new_encryption_key(),
            "CLOSEDSET_CLOCK_URL": f"{sandbox.url}/_control/clock",
            "CLOSEDSET_PACE_SECONDS": "0.1",
        },
    )
