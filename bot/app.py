"""Assembly: settings, database, bolt, dispatcher, reconciler and timekeeper; how they start and stop together."""

import asyncio
import json
import logging
import re
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial
from math import inf
from pathlib import Path
from secrets import token_hex

from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot.answers.catching_up import Conversations
from bot.background.alarms import Alarms
from bot.background.tasks import begin
from bot.background.timekeeper import Occasion, Timekeeper
from bot.channels.reconciler import Reconciler
from bot.clock import Clock, follow_clock
from bot.delivery.dispatcher import CLOSED_PACES, Dispatcher, Times
from bot.installation.access import SOCKET_MODE_OFF, Access
from bot.installation.connections import Connections
from bot.installation.heard import heard_lines
from bot.installation.keys import check_keys, tell_of_unknown
from bot.installation.scopes import check_installation, say_what_is_off
from bot.installation.sole_bot import sole_bot
from bot.settings import Settings
from bot.signed_requests import SignedRequests
from bot.slack import QUIET, Identity, Slack, SlackProblem
from bot.stages import Stages
from bot.transaction import reading
from bot.vault import Vault
from handlers.home import Homes
from handlers.inbox import Inbox
from handlers.listener import SlackListener, known_as
from handlers.requests import is_slacks
from handlers.routes import route
from handlers.stale_homes import StaleHomes
from handlers.workspace import Workspace
from storage import heads, homes, next_moment, running_bots
from storage.closed_sets import ClosedSet
from storage.database import Database
from storage.deliveries import release_leases
from storage.shut_outs import ShutOut

log = logging.getLogger(__name__)

# Slack's own refreshes of a socket take up to twelve seconds; longer means that it does not come back by itself.
SOCKET_PATIENCE = 20.0
AGAIN_AFTER = 5.0
# So long after an answer of the database's was late, Slack is left to other bots.
SILENT_PATIENCE = 2.0
# An app-level token names its app: xapp-1-A0123456789-…
APP_IN_TOKEN = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")


class Bot:
    """The running bot."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.vault = Vault(settings.keys, settings.retired_keys)
        self.vault.tell_of_unknown = tell_of_unknown
        self.database = Database(settings.database_url.get_secret_value())
        self.slack = Slack(settings.slack_url, settings.bot_token.get_secret_value())
        self.inbox = Inbox(self.database, self.vault, self.clock, route)
        pages = Homes(self.database, self.vault, self.clock, self.slack)
        self.listener = SlackListener(self.inbox, self.slack, pages)
        times = Times(timedelta(seconds=settings.lease_seconds), timedelta(seconds=settings.pace_seconds))
        self.alarms = Alarms()
        stores = (self.database, self.vault, self.clock)
        alone = make_url(settings.database_url.get_secret_value()).get_backend_name() == "sqlite"
        self._name = None if alone else token_hex(8)
        if alone:
            # What somebody does stays in its order; no other bot can have taken the opposite meanwhile.
            self.inbox.stored_within = inf
        self.connections = Connections(stores, alone=alone)
        pause = CLOSED_PACES * times.pace
        self.access = Access(stores, self.slack, self.alarms, pause, partial(self._ask, Occasion.BEAT))
        self.slack.shut_out = self.access.refused
        self.dispatcher = Dispatcher(self.database, self.vault, self.clock, self.slack, times, self.alarms)
        self.reconciler = Reconciler(self.database, self.vault, self.clock, self.slack, self.alarms)
        self.stale_homes = StaleHomes(pages, self.alarms)
        longest = timedelta(seconds=settings.outage_seconds)
        stages = Stages(*stores, longest, name=self._name, heads_file=settings.heads_file)
        conversations = Conversations(self.database, self.vault, self.clock, self.slack)
        listed = stages.listed(
            self.access.look, self.connected, conversations.read_all, self.inbox.catch_up, self.reconciler.look_at_all
        )
        self.access.listening = self._listening
        self.inbox.look_at_channels = partial(self._ask, Occasion.AUDIT)
        self.listener.connected = self._greeted
        self.timekeeper = Timekeeper(self.clock, self.alarms, listed, stages.find_next)
        self._tasks: list[asyncio.Task[None]] = []
        self._socket: AsyncSocketModeHandler | None = None
        self._web: SignedRequests | None = None
        self._lock: ExitStack | None = None
        self._prepared = False

    async def prepare(self) -> None:
        """Take the database on, where it is whole and the keys open it; before anything is asked of Slack.

        Raises AlreadyRunning, RecordUnguarded or KeysUnfit.
        """
        if self._prepared:
            return
        url = make_url(self.settings.database_url.get_secret_value())
        if self._name is None:
            self._lock = sole_bot(Path(str(url.database)), self.vault.key_ids)
            async with self.database.write() as session:
                await release_leases(session)
        await self.database.check_guards()
        async with reading(self.database, self.vault, self.clock.now()) as transaction:
            await check_keys(transaction)
        self._prepared = True

    async def start(self) -> None:
        """Connect, then begin to work. Raises what `prepare` does, NotInstalled, SlackProblem or OSError (its port)."""
        await self.prepare()
        if self.settings.clock_url:
            await self._follow_sandbox(self.settings.clock_url)
        identity = await self.slack.identity()
        check_installation(identity)
        app = await self._bolt(identity)
        self._watch()
        await self._listen(app)
        say_what_is_off(identity)
        log.info("What Slack sends here: %s.", "; ".join(await heard_lines(self.database)))
        self.alarms.start()
        self.dispatcher.start()
        self.reconciler.start()
        self.stale_homes.start()
        self.timekeeper.start()

    def _watch(self) -> None:
        """Each is woken by what it reads and by nothing else: to look for nothing costs as much as to find it."""
        watch = self.database.watch
        watch(self.timekeeper.look_again, *next_moment.READS)
        watch(self.dispatcher.wake, *heads.READS, ShutOut)
        watch(self.reconciler.wake, ClosedSet)
        watch(self.access.look_again, ShutOut)
        watch(self.stale_homes.wake, *homes.READS)

    async def _follow_sandbox(self, url: str) -> None:
        """Take the sandbox's time before anything is judged by it, and keep to it."""
        known = asyncio.Event()

        def moved() -> None:
            known.set()
            self.wake()

        self._tasks.append(begin(follow_clock(url, self.clock, moved), "clock"))
        with suppress(TimeoutError):
            await asyncio.wait_for(known.wait(), 10)

    async def _bolt(self, identity: Identity) -> AsyncApp:
        """The bolt app; who the bot is comes from one call at the start, not from one on each request."""
        self.reconciler.bot_user = identity.user_id
        self.dispatcher.team_id = identity.team_id
        self.inbox.workspace = await self._workspace(identity)
        known = AuthorizeResult(
            enterprise_id=identity.enterprise_id,
            team_id=identity.team_id,
            bot_user_id=identity.user_id,
            bot_id=identity.bot_id,
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

    async def _workspace(self, identity: Identity) -> Workspace:
        """The workspace and the app that payloads must be for."""
        token = self.settings.app_token.get_secret_value() if self.settings.app_token else ""
        named = APP_IN_TOKEN.match(token)
        app_id = named[1] if named else None
        if app_id is None and identity.bot_id is not None:
            with suppress(SlackProblem):
                app_id = await self.slack.app_of(identity.bot_id)
        return Workspace(identity.team_id, identity.enterprise_id, app_id, self.slack.person)

    async def _listen(self, app: AsyncApp) -> None:
        """Receive over Socket Mode where there is an app-level token, else over HTTP."""
        if self.settings.app_token is not None:
            self._socket = AsyncSocketModeHandler(app, self.settings.app_token.get_secret_value())
            self._socket.client.message_listeners.append(self.listener.hear)
            self._socket.client.on_message_listeners.append(self._overhear)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._socket.connect_async(), SOCKET_PATIENCE)  # type: ignore[no-untyped-call]
            self._tasks.append(begin(self._keep_socket(), "socket"))
            return
        secret = self.settings.signing_secret
        assert secret is not None
        self._web = SignedRequests(app.async_dispatch, is_slacks, secret.get_secret_value())
        await self._web.listen(self.settings.http_host, self.settings.http_port)

    async def _keep_socket(self) -> None:
        """Reconnect with a new ticket where the SDK keeps trying an old one.

        Source: https://github.com/slackapi/python-slack-sdk/issues/1110
        """
        assert self._socket is not None
        away = silent = 0.0
        while True:
            await asyncio.sleep(1)
            before, silent = silent, silent + 1 if self.database.is_silent else 0.0
            if silent:
                await self._leave_to_others(silent)
                continue
            if before >= SILENT_PATIENCE:
                log.warning("The database answers again.")
                away = SOCKET_PATIENCE
            away = 0.0 if await self._socket.client.is_connected() else away + 1
            if away >= SOCKET_PATIENCE:
                away -= AGAIN_AFTER
                log.warning("The connection to Slack is away; trying again.")
                await self._connect_anew()
            elif away == 0 and self.connections.should_ask_again():
                await self._connect_anew(force=True)

    async def _leave_to_others(self, silent: float) -> None:
        """Without a database nothing can be taken: Slack is left, so that it hands what people do to another bot."""
        assert self._socket is not None
        client = self._socket.client
        if silent >= SILENT_PATIENCE and await client.is_connected():
            log.error("The database does not answer. Nothing is taken from Slack until it does.")
            client.auto_reconnect_enabled = False
            with suppress(TimeoutError):
                await asyncio.wait_for(client.disconnect(), SOCKET_PATIENCE)  # type: ignore[no-untyped-call]

    async def _connect_anew(self, *, force: bool = False) -> None:
        """Take a new ticket and connect with it; `force`: although the connection stands, for its hello.

        Whatever of the SDK tries that already, on a line that was silent perhaps, is begun anew with it.
        """
        assert self._socket is not None
        client = self._socket.client
        for trying in (client.current_session_monitor, client.message_receiver):
            if trying is not None and not force:
                trying.cancel()
        try:
            async with asyncio.timeout(SOCKET_PATIENCE):
                await client.connect_to_new_endpoint(force=force)
        except SlackApiError as error:
            self.slack.refusal(error)
        except Exception as error:  # noqa: BLE001 (the edge of the connection: it is tried again)
            log.warning("No connection to Slack (%s).", type(error).__name__)

    async def _overhear(self, frame: WSMessage) -> None:
        """Slack says why it ends a connection; that Socket Mode was switched off concerns more than the connection."""
        if SOCKET_MODE_OFF in str(frame.data):
            told = json.loads(frame.data)
            if (told.get("type"), told.get("reason")) == ("disconnect", SOCKET_MODE_OFF):
                self.access.refused(SOCKET_MODE_OFF)

    async def _greeted(self, connections: int) -> None:
        """A new connection stands: taps can reach the bot again, and what happened before may never have been told."""
        self._ask(Occasion.BEAT)
        await self.reconciler.look_at_all()
        await self.connections.heard(connections)

    def _ask(self, occasion: Occasion) -> None:
        self.timekeeper.ask(occasion)

    async def _listening(self) -> bool:
        """Whether taps can reach the bot at this moment."""
        return self._socket is None or await self._socket.client.is_connected()

    async def connected(self) -> bool:
        """Whether taps can reach the bot at this moment, and be answered."""
        return self.access.is_let_in and await self._listening()

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
            await self._web.close()
        await self.inbox.finish(5)
        await self.listener.finish()
        await self.timekeeper.stop()
        await self.reconciler.stop()
        await self.stale_homes.stop()
        await self.dispatcher.stop()
        self.alarms.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.slack.close()
        await self._take_leave()
        await self.database.close()
        if self._lock is not None:
            self._lock.close()

    async def _take_leave(self) -> None:
        """This bot is not counted any more."""
        if self._name is not None:
            with suppress(DBAPIError):
                async with self.database.write() as session:
                    await running_bots.forget(session, self._name)
