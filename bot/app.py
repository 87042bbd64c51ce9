"""Assembly: settings, database, bolt, dispatcher, reconciler and timekeeper; how they start and stop together."""

import asyncio
import fcntl
import logging
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import IO

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import make_url

from bot.answers.catching_up import Conversations
from bot.background.alarms import Alarms
from bot.background.timekeeper import Occasion, Timekeeper
from bot.channels.reconciler import Reconciler
from bot.clock import Clock, follow_clock
from bot.delivery.dispatcher import Dispatcher, Times
from bot.settings import Settings
from bot.slack import QUIET, Slack
from bot.stages import Stages
from bot.vault import Vault
from handlers.home import Homes
from handlers.inbox import Inbox
from handlers.listener import SlackListener, known_as
from handlers.routes import route
from storage.database import Database
from storage.deliveries import release_leases

log = logging.getLogger(__name__)

# Slack's own refreshes of a socket take up to twelve seconds; longer means that it does not come back by itself.
SOCKET_PATIENCE = 20.0


class AlreadyRunning(Exception):
    """Another bot works on this database. Stop it first, or use PostgreSQL, which serves several."""


class Bot:
    """The running bot."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.vault = Vault(settings.keys)
        self.database = Database(settings.database_url.get_secret_value())
        self.slack = Slack(settings.slack_url, settings.bot_token.get_secret_value())
        self.inbox = Inbox(self.database, self.vault, self.clock, route)
        self.listener = SlackListener(self.inbox, self.slack, Homes(self.database, self.vault, self.clock, self.slack))
        times = Times(timedelta(seconds=settings.lease_seconds), timedelta(seconds=settings.pace_seconds))
        self.alarms = Alarms()
        self.dispatcher = Dispatcher(self.database, self.vault, self.clock, self.slack, times, self.alarms)
        self.reconciler = Reconciler(self.database, self.vault, self.clock, self.slack, self.alarms)
        longest = timedelta(seconds=settings.outage_seconds)
        stages = Stages(self.database, self.vault, self.clock, longest, settings.heads_file)
        conversations = Conversations(self.database, self.vault, self.clock, self.slack)
        listed = stages.listed(self.connected, conversations.read_all, self.inbox.catch_up, self.reconciler.look_at_all)
        self.listener.connected = self._greeted
        self.timekeeper = Timekeeper(self.clock, self.alarms, listed, stages.find_next)
        self._tasks: list[asyncio.Task[None]] = []
        self._socket: AsyncSocketModeHandler | None = None
        self._web: web.AppRunner | None = None
        self._lock: IO[str] | None = None

    async def start(self) -> None:
        """Connect, then begin to work. Raises AlreadyRunning, SlackProblem or OSError (a taken port)."""
        url = make_url(self.settings.database_url.get_secret_value())
        if url.get_backend_name() == "sqlite":
            self._lock = sole_bot(Path(f"{url.database}.lock"))
            async with self.database.write() as session:
                await release_leases(session)
        if self.settings.clock_url:
            await self._follow_sandbox(self.settings.clock_url)
        app = await self._bolt()
        for wake in (self.timekeeper.look_again, self.dispatcher.wake, self.reconciler.wake):
            self.database.watch(wake)
        await self._listen(app)
        self.alarms.start()
        self.dispatcher.start()
        self.reconciler.start()
        self.timekeeper.start()

    async def _follow_sandbox(self, url: str) -> None:
        """Take the sandbox's time before anything is judged by it, and keep to it."""
        known = asyncio.Event()

        def moved() -> None:
            known.set()
            self.wake()

        self._tasks.append(asyncio.create_task(follow_clock(url, self.clock, moved), name="clock"))
        with suppress(TimeoutError):
            await asyncio.wait_for(known.wait(), 10)

    async def _bolt(self) -> AsyncApp:
        """The bolt app; who the bot is comes from one call at the start, not from one on each request."""
        identity = await self.slack.identity()
        self.reconciler.bot_user = str(identity["user_id"])
        known = AuthorizeResult(
            enterprise_id=identity.get("enterprise_id"),
            team_id=identity["team_id"],
            bot_user_id=identity["user_id"],
            bot_id=identity.get("bot_id"),
            bot_token=self.settings.bot_token.get_secret_value(),
        )
        secret = self.settings.signing_secret
        app = AsyncApp(
            logger=QUIET,
            signing_secret=secret.get_secret_value() if secret else None,
            client=AsyncWebClient(base_url=self.settings.slack_url, retry_handlers=[]),
            authorize=known_as(known),
            before_authorize=self.inbox.keep,
            process_before_response=True,
            # That the bot itself has archived a channel is news like any other; ignored, it would wait as unfinished.
            ignoring_self_events_enabled=False,
            request_verification_enabled=self.settings.app_token is None,
        )
        self.listener.register(app)
        return app

    async def _listen(self, app: AsyncApp) -> None:
        """Receive over Socket Mode where there is an app-level token, else over HTTP."""
        if self.settings.app_token is not None:
            self._socket = AsyncSocketModeHandler(app, self.settings.app_token.get_secret_value())
            self._socket.client.message_listeners.append(self.listener.hear)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._socket.connect_async(), SOCKET_PATIENCE)  # type: ignore[no-untyped-call]
            self._tasks.append(asyncio.create_task(self._keep_socket(), name="socket"))
            return
        self._web = web.AppRunner(app.web_app(path="/slack/events"))
        await self._web.setup()
        await web.TCPSite(self._web, self.settings.http_host, self.settings.http_port).start()

    async def _keep_socket(self) -> None:
        """Reconnect with a new ticket where the SDK keeps trying an old one.

        Source: https://github.com/slackapi/python-slack-sdk/issues/1110
        """
        assert self._socket is not None
        away = 0.0
        while True:
            await asyncio.sleep(1)
            away = 0.0 if await self._socket.client.is_connected() else away + 1
            if away >= SOCKET_PATIENCE:
                away = 0.0
                log.warning("The connection to Slack is away; trying again.")
                with suppress(Exception):
                    await self._socket.client.connect_to_new_endpoint()

    async def _greeted(self) -> None:
        """A new connection stands: taps can reach the bot again, and what happened before may never have been told."""
        self.timekeeper.ask(Occasion.BEAT)
        await self.reconciler.look_at_all()

    async def connected(self) -> bool:
        """Whether taps can reach the bot at this moment."""
        return self._socket is None or await self._socket.client.is_connected()

    def wake(self) -> None:
        """The clock was moved: look at once at what is due and what waits to be sent."""
        self.timekeeper.clock_moved()
        self.dispatcher.wake()
        self.reconciler.wake()

    async def stop(self) -> None:
        """Take nothing new, finish what is on the way, give everything back."""
        if self._socket is not None:
            # What came in is acknowledged over the socket it came from.
            await self.inbox.finish(1)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._socket.close_async(), 5)  # type: ignore[no-untyped-call]
        if self._web is not None:
            await self._web.cleanup()
        await self.inbox.finish(5)
        await self.listener.finish()
        await self.timekeeper.stop()
        await self.reconciler.stop()
        await self.dispatcher.stop()
        self.alarms.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.slack.close()
        await self.database.close()
        if self._lock is not None:
            self._lock.close()


def sole_bot(path: Path) -> IO[str]:
    """Hold the lock file of a SQLite database: two bots on one file would both be the only one."""
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise AlreadyRunning(f"Another bot is running on {path.stem}. Stop it first.") from None
    return lock
