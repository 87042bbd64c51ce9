"""The way in: on disk first, worked through once, then acknowledged."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.context.async_context import AsyncBoltContext
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.installation.heard import expected
from bot.locales import spoken_to, spoken_to_in_time
from bot.transaction import Transaction, reading
from bot.vault import Vault
from handlers.refusals import record_refusal
from handlers.replies import NOTHING, NotForYou, NotPossible, Reply, line
from handlers.requests import Kind, Request, read_request, written
from handlers.workspace import Workspace
from messages.help import failed, not_your_message, stranger
from messages.language import Language
from storage import heard, inbox
from storage.database import Database
from storage.inbox import LEFT_BEHIND, InboxRow, InboxState

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
# Slack waits three seconds for the answer to a command, the way there and back included.
ANSWER_SECONDS = 2.0
LOOK_UP_SECONDS = 0.5
TELL_OF_CHANNELS = ("member_joined_channel", "channel_shared", "channel_unshared")

Route = Callable[[Transaction, Request], Awaitable[Reply]]
Result = TypeVar("Result")


class Inbox:
    """Keeps each payload until it is done, and works each one through exactly once."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, route: Route) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._route = route
        # Set once Slack has said who the bot is; before that nothing comes in.
        self.workspace: Workspace | None = None
        self.look_at_channels: Callable[[], None] | None = None
        self._expected = frozenset(expected())
        self.answer_seconds = ANSWER_SECONDS
        self._noted: set[tuple[str, date]] = set()
        self._working: set[str] = set()
        self._begun: set[asyncio.Task[Any]] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def keep(
        self, body: Mapping[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        """Bolt's first middleware after the signature: the payload is a row before anything else happens.

        A repeat of what is done is acknowledged here, as are the bot's own messages: without an answer bolt would log
        the whole payload.
        """
        try:
            request = read_request(body)
        except (KeyError, IndexError, TypeError):
            # Not one of the payloads the app subscribes to; bolt answers it.
            await next()
            return None
        if self.workspace is not None and not self.workspace.is_for_us(body):
            self._look_instead(request)
            return BoltResponse(status=200)
        context["request"] = request
        if heard_itself(request, body):
            return BoltResponse(status=200)
        self._working.add(request.key)
        self._idle.clear()
        try:
            if not await self._stored(request, body, context):
                return BoltResponse(status=200)
            context["request"] = await self._with_who_it_is(request, body)
            await next()
            return None
        finally:
            self._working.discard(request.key)
            if not self._working:
                self._idle.set()

    async def _stored(self, request: Request, body: Mapping[str, Any], context: AsyncBoltContext) -> bool:
        """Store the payload; False when it was worked through before.

        A command that the disk is too slow for goes on, to be answered when it is done: Slack never repeats one.
        """
        storing = asyncio.create_task(self._whole(self._received(request, body)), name="storing")
        if request.kind is not Kind.COMMAND:
            return await storing
        context["answer_by"] = asyncio.get_running_loop().time() + self.answer_seconds
        context["storing"] = storing
        await asyncio.wait([storing], timeout=self.answer_seconds)
        return not storing.done() or await storing

    async def tongue(self, user: str) -> Language:
        """How somebody is spoken to; in English where that takes too long to look up."""
        looking = reading(self._database, self._vault, self._clock.now())
        return await spoken_to_in_time(looking, user, LOOK_UP_SECONDS)

    def _look_instead(self, request: Request) -> None:
        """What was told of a channel from elsewhere is not believed; whoever it told of may be in it all the same."""
        if request.name in TELL_OF_CHANNELS and self.look_at_channels is not None:
            self.look_at_channels()

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is being worked through, at most so long; what is not finished is on disk."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()
                if self._begun:
                    await asyncio.wait(self._begun)

    async def _received(self, request: Request, body: Mapping[str, Any]) -> bool:
        """Store the payload; False when it was worked through before."""
        async with self._database.write() as session:
            row = await inbox.find(session, request.key)
            if row is None:
                sealed = self._vault.seal("inbox", request.key, written(body))
                tapped_by = request.user if request.kind is Kind.BUTTON else None
                received_at = self._clock.now()
                session.add(InboxRow(key=request.key, slack_user=tapped_by, payload=sealed, received_at=received_at))
                await self._note_kind(session, request, received_at.date())
                return True
            return row.state is not InboxState.DONE

    async def _note_kind(self, session: AsyncSession, request: Request, day: date) -> None:
        """That a kind of event or command comes at all, once a day: a bot's token cannot ask Slack for it."""
        name = heard_as(request)
        if name in self._expected and (name, day) not in self._noted:
            await heard.note(session, name, day)
            self._noted.add((name, day))

    async def _whole(self, transaction: Coroutine[Any, Any, Result]) -> Result:
        """Finish what has begun, whatever becomes of the connection it came over.

        When a socket closes, its listeners are cancelled; a transaction cut off in the middle leaves SQLite locked.
        """
        task = asyncio.create_task(transaction, name="request")
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)
        return await asyncio.shield(task)

    async def work(self, request: Request) -> Reply:
        """Work one stored request through, to its end even when the caller is cancelled."""
        return await self._whole(self._work(request))

    async def _work(self, request: Request) -> Reply:
        """The request's effect and its being done are one transaction."""
        async with self._database.write() as session:
            row = await inbox.find(session, request.key)
            if row is None or row.state is InboxState.DONE:
                return NOTHING
            # The moment of the tap, not of the retry, is what it is judged by.
            transaction = Transaction(session, row.received_at, self._vault)
            row.attempts += 1
            reply, error = await self._attempt(transaction, request)
            if reply.errors:
                # Nothing was taken. The corrected window comes under the same view and hash, so the key must be free.
                await session.delete(row)
                return reply
            if error is None or row.attempts >= MOST_ATTEMPTS:
                row.state = InboxState.FAILED if error else InboxState.DONE
                row.payload = row.payload if error else None
                row.done_at = self._clock.now()
            row.failure = error
            session.add(row)
            if request.kind is Kind.BUTTON and reply.message is not None:
                return reply.in_window(await spoken_to(transaction, request.user))
            return reply

    async def _attempt(self, transaction: Transaction, request: Request) -> tuple[Reply, str | None]:
        """The reply, and the name of the error when our side failed; nothing half-done stays."""
        try:
            return await self._answer(transaction, request), None
        except Exception as error:  # noqa: BLE001 (the edge of a listener: nothing may be lost)
            # The text of an error could quote what was typed, its type cannot.
            log.error("A request of kind %s failed (%s); it is kept.", request.kind, type(error).__name__)
            tongue = await spoken_to(transaction, request.user)
            return line(failed(tongue)), type(error).__name__

    async def _answer(self, transaction: Transaction, request: Request) -> Reply:
        """What the request comes to; refused, nothing of it stays but that it was."""
        try:
            if request.by_stranger:
                return await self._turned_away(transaction, request)
            async with transaction.session.begin_nested():
                return await self._route(transaction, request)
        except NotForYou as refusal:
            async with transaction.session.begin_nested():
                await record_refusal(transaction, request.user, refusal.production_id)
            return line(not_your_message(await spoken_to(transaction, request.user)))
        except NotPossible as refusal:
            return line(str(refusal))

    async def _turned_away(self, transaction: Transaction, request: Request) -> Reply:
        """Somebody of another workspace has no rights here, whoever they are elsewhere; what they write is not read."""
        if request.kind is Kind.EVENT:
            return NOTHING
        if request.kind is Kind.COMMAND:
            return Reply(message=stranger(await spoken_to(transaction, request.user)))
        raise NotForYou

    async def catch_up(self) -> None:
        """Work through what was received and never finished: after a crash, or when our side failed."""
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            rows = [row for row in await inbox.list_not_done(transaction.session) if row.key not in self._working]
        for row in rows:
            if row.payload is not None and row.received_at <= self._clock.now() - LEFT_BEHIND:
                await self.work(await self._reopened(row))

    async def _reopened(self, row: InboxRow) -> Request:
        assert row.payload is not None
        body = json.loads(self._vault.open("inbox", row.key, row.payload))
        return await self._with_who_it_is(read_request(body), body)

    async def _with_who_it_is(self, request: Request, body: Mapping[str, Any]) -> Request:
        """The request, and whether it is a stranger's: Slack may have to be asked, so only once it is stored."""
        of_stranger = self.workspace is not None and await self.workspace.is_of_a_stranger(body)
        return replace(request, by_stranger=True) if of_stranger else request


def heard_as(request: Request) -> str:
    """A command or an event by its name in the manifest; nothing of what somebody does in a window."""
    if request.kind is Kind.COMMAND:
        return request.name
    kind = request.name.partition(".")[0] if request.kind is Kind.EVENT else ""
    return "message.im" if kind == "message" else kind


def heard_itself(request: Request, body: Mapping[str, Any]) -> bool:
    """Whether this is a message of the bot's own, come back as an event: nobody's words."""
    own = {granted.get("user_id") for granted in body.get("authorizations") or [] if granted.get("is_bot")}
    return request.kind is Kind.EVENT and request.name.startswith("message") and request.user in own
