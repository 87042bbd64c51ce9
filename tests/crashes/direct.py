"""A bot and the local Slack in one process without sockets, where the bot can die at any point and be started again.

What is left of it is what a killed process leaves: of SQLite's files the bytes at that moment, of PostgreSQL what was
committed; of Slack's requests that were on their way, no answer.
"""

import asyncio
import logging
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from sqlalchemy import make_url

from bot.app import Bot
from bot.transaction import Transaction, reading
from sandbox.acting import Acting
from sandbox.control import Body
from sandbox.control_acts import ACTS
from sandbox.control_settings import SETTINGS
from sandbox.deliveries import Deliveries
from sandbox.envelopes import Envelope, Outcome
from sandbox.message_acts import MessageActs
from sandbox.modals import Modals
from sandbox.services import Services
from sandbox.socket_mode import ACKNOWLEDGE_SECONDS
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace
from storage.productions import Production
from tests.crashes.points import LastingDatabase, Life, PointedDatabase, PointedSlack, reach
from tests.crashes.virtual_time import steady
from tests.world import World, direct, settings_for

NOWHERE = "http://127.0.0.1:9"
# A supervisor has noticed, and starts it again.
RESTARTED_AFTER = 1.0
# Whoever reads that something did not work looks up before they try again.
BEFORE_ANOTHER_TAP = 8.0
# Nobody else works on the database: a lease that a dead process has left is over with its restart.
LEASE_SECONDS = "0.5"


class DirectBot(Bot):
    """The bot as it is assembled, except that Slack is in the same process."""

    app: AsyncApp

    def __init__(self, workspace: Workspace, *of: Any) -> None:
        self.workspace = workspace
        with patch("bot.app.Database", PointedDatabase), patch("bot.app.Slack", PointedSlack):
            super().__init__(*of)
        cast(PointedSlack, self.slack).api = WebApi(workspace, lambda: NOWHERE)

    async def _follow_sandbox(self, url: str) -> None:
        self.clock.offset = self.workspace.clock.offset
        self._tasks.append(asyncio.create_task(self._keep_to_it(), name="clock"))

    async def _keep_to_it(self) -> None:
        while True:
            await self.workspace.clock.moved.wait()
            self.clock.offset = self.workspace.clock.offset
            self.wake()

    async def _listen(self, app: AsyncApp) -> None:
        self.app = app
        await self._greeted(1)

    async def connected(self) -> bool:
        """It is, for as long as it lives."""
        return True


class Acknowledging:
    """What bolt answers through, in the place of a socket."""

    logger = logging.getLogger("closedset.slack")

    def __init__(self) -> None:
        self.answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def send_socket_mode_response(self, response: SocketModeResponse) -> None:
        """The acknowledgement, with what it brings."""
        payload = response.payload
        self.answer.set_result(payload if isinstance(payload, dict | str) else None)


class DirectTransport:
    """Hands each payload to the bot that lives; one that dies meanwhile has not acknowledged it."""

    def __init__(self) -> None:
        self.life: Life | None = None
        self.bot: DirectBot | None = None
        self.stands = asyncio.Event()

    async def send(self, envelope: Envelope) -> Outcome:
        """One attempt."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                await self.stands.wait()
        if self.life is None or self.bot is None or not self.stands.is_set():
            return Outcome("connection_failed")
        answering, dead = Acknowledging(), asyncio.create_task(self.life.dead.wait())
        self.life.begin(self._take(self.bot, envelope, answering))
        await asyncio.wait({answering.answer, dead}, timeout=ACKNOWLEDGE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        dead.cancel()
        return Outcome(answer=answering.answer.result()) if answering.answer.done() else Outcome("timeout")

    async def _take(self, bot: DirectBot, envelope: Envelope, answering: Acknowledging) -> None:
        request = SocketModeRequest(type=envelope.kind, envelope_id=envelope.id, payload=envelope.payload)
        answer = await run_async_bolt_app(bot.app, request)
        reach(f"before acknowledging {envelope.name}")
        await send_async_response(cast(Any, answering), request, answer, 0.0)
        reach(f"after acknowledging {envelope.name}")


class DirectSandbox(Services):
    """The local Slack without its server."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, ACKNOWLEDGE_SECONDS)
        self.url = NOWHERE
        self.transport = DirectTransport()
        self.deliveries = Deliveries(workspace, self.transport, self.transport)
        self.acting = Acting(workspace, self.deliveries, lambda: NOWHERE)
        self.messages = MessageActs(self.acting)
        self.modals = Modals(self.acting)


ACTING = {path: act for method, path, act in (*ACTS, *SETTINGS) if method == "POST"}


class DirectWorld(World):
    """A world whose bot dies where it is told to."""

    def __init__(self, workspace: Workspace, database_url: str, production: Production | None) -> None:
        self.direct = DirectSandbox(workspace)
        super().__init__(cast(Any, self.direct), cast(aiohttp.ClientSession, None), database_url)
        if production is not None:
            self.production = production
        url = make_url(database_url)
        self._file = Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
        self._left: dict[Path, bytes] = {}
        self.life: Life
        self.deaths = self._seen = 0

    # A process of the bot

    def begin_life(self, dies_at: int | None, counted: list[str]) -> None:
        """Another process, which is not started yet."""
        self.life = Life(dies_at, self._take_down, counted)

    def _take_down(self) -> None:
        """What is on disk at this moment. SQLite's index of its log is made anew by whoever comes next."""
        if self._file is not None:
            kept = (self._file, Path(f"{self._file}-wal"))
            self._left = {path: path.read_bytes() for path in kept if path.exists()}

    def _put_back(self) -> None:
        """What the dead one left, and nothing that came after it."""
        if self._left:
            for path in (self._file, Path(f"{self._file}-wal"), Path(f"{self._file}-shm")):
                cast(Path, path).unlink(missing_ok=True)
        for path, content in self._left.items():
            path.write_bytes(content)
        self._left = {}

    async def start(self) -> None:
        """Start the bot of this life; one that dies on the way is started again by whoever watches."""
        settings = settings_for(
            cast(Any, self.direct), self.database_url, CLOSEDSET_LEASE_SECONDS=LEASE_SECONDS,
            CLOSEDSET_PACE_SECONDS="0.001",
        )  # fmt: skip
        self.bot = self.life.context.run(DirectBot, self.direct.workspace, settings)
        starting = self.life.begin(self.bot.start())
        await asyncio.wait([starting])
        if not self.life.dead.is_set():
            starting.result()
            transport = self.direct.transport
            transport.life, transport.bot = self.life, self.bot
            transport.stands.set()

    async def watch(self) -> None:
        """A bot that has died is buried, and started again as a supervisor would."""
        while True:
            await self.life.dead.wait()
            self.deaths += 1
            await self.end_life()
            await asyncio.sleep(RESTARTED_AFTER)
            self.begin_life(None, [])
            await self.start()

    async def end_life(self) -> None:
        """Everything of this process is gone, its connections included."""
        self.direct.transport.stands.clear()
        await self.life.bury()
        bot = self.bot
        bot.alarms.stop()
        await bot.slack.close()
        await bot.database.close()
        if bot._lock is not None:
            bot._lock.close()
        self._put_back()

    # Slack, as people see it

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """One act of a person, without the way over HTTP."""
        if self.life.dead.is_set() or self._seen != self.deaths:
            # Right after a start the bot says of a conversation that it has not read it yet: that is another text.
            await asyncio.sleep(BEFORE_ANOTHER_TAP)
            self._seen = self.deaths
        answer = cast(dict[str, Any], await ACTING[path](self.direct, Body(cast(Any, None), body)))
        if answer.get("acknowledged") is False:
            await asyncio.sleep(BEFORE_ANOTHER_TAP)
        return answer

    async def messages(self, user: str) -> list[dict[str, Any]]:
        """A person's conversation with the bot, with what only they see."""
        workspace = self.direct.workspace
        own = [{**one["message"], "is_ephemeral": True} for one in workspace.ephemerals if one["user"] == user]
        found = [message.to_slack() for message in workspace.direct_message(user).timeline]
        here = [one for one in own if one.get("channel", direct(user)) == direct(user)]
        return sorted([*found, *here], key=lambda message: float(message["ts"]))

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Transaction]:
        """A reading transaction of somebody who looks from outside."""
        database = LastingDatabase(self.database_url)
        try:
            async with reading(database, self.bot.vault, self.direct.workspace.clock.now()) as transaction:
                yield transaction
        finally:
            await database.close()


def frozen(workspace: Workspace) -> bytes:
    """A workspace at rest, to go on from as often as one likes."""
    return pickle.dumps(workspace)


def thawed(kept: bytes) -> Workspace:
    """The workspace as it was, on the running loop's time."""
    found: Workspace = pickle.loads(kept)
    found.tickets.real_seconds = steady
    return found
