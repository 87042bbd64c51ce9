"""The way in: on disk first, worked through once, then acknowledged."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.context.async_context import AsyncBoltContext
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.locales import spoken_to
from bot.transaction import Transaction, reading
from bot.vault import Vault
from handlers.refusals import record_refusal
from handlers.replies import NOTHING, NotForYou, NotPossible, Reply, line
from handlers.requests import Kind, Request, read_request, written
from messages.help import failed, not_your_message
from storage import inbox
from storage.database import Database
from storage.inbox import LEFT_BEHIND, InboxRow, InboxState

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5

Route = Callable[[Transaction, Request], Awaitable[Reply]]
Result = TypeVar("Result")


class Inbox:
    """Keeps each payload until it is done, and works each one through exactly once."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, route: Route) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._route = route
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
        context["request"] = request
        if heard_itself(request, body):
            return BoltResponse(status=200)
        self._working.add(request.key)
        self._idle.clear()
        try:
            try:
                unknown = await self._whole(self._received(request, body))
            except DBAPIError as error:
                # A full disk, a file that can only be read, a database that is away: Slack shows that it did not work.
                log.error("A request of kind %s was not taken (%s).", request.kind, type(error).__name__)
                return BoltResponse(status=503)
            if not unknown:
                return BoltResponse(status=200)
            await next()
            return None
        finally:
            self._working.discard(request.key)
            if not self._working:
                self._idle.set()

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
                return True
            return row.state is not InboxState.DONE

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
            async with transaction.session.begin_nested():
                return await self._route(transaction, request)
        except NotForYou as refusal:
            async with transaction.session.begin_nested():
                await record_refusal(transaction, request.user, refusal.production_id)
            return line(not_your_message(await spoken_to(transaction, request.user)))
        except NotPossible as refusal:
            return line(str(refusal))

    async def catch_up(self) -> None:
        """Work through what was received and never finished: after a crash, or when our side failed."""
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            rows = [row for row in await inbox.list_not_done(transaction.session) if row.key not in self._working]
        for row in rows:
            if row.payload is not None and row.received_at <= self._clock.now() - LEFT_BEHIND:
                await self.work(self._reopened(row))

    def _reopened(self, row: InboxRow) -> Request:
        assert row.payload is not None
        return read_request(json.loads(self._vault.open("inbox", row.key, row.payload)))


def heard_itself(request: Request, body: Mapping[str, Any]) -> bool:
    """Whether this is a message of the bot's own, come back as an event: nobody's words."""
    own = {granted.get("user_id") for granted in body.get("authorizations") or [] if granted.get("is_bot")}
    return request.kind is Kind.EVENT and request.name.startswith("message") and request.user in own
