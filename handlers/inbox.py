"""The way in: on disk first, worked through once, then acknowledged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from slack_bolt import BoltResponse
from slack_bolt.context.async_context import AsyncBoltContext
from sqlalchemy.exc import DBAPIError

from bot.answers.lost_requests import give_up
from bot.background.tasks import begin, begin_for
from bot.clock import Clock
from bot.domain.unreadable import Spoiled
from bot.domain.unsaid import Unsaid
from bot.failures import one_by_one
from bot.installation.heard import expected
from bot.locales import spoken_to, spoken_to_in_time
from bot.outbox import say_later
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from handlers.refusals import note_not_shown, record_refusal
from handlers.replies import NOTHING, NotForYou, NotPossible, Reply, line
from handlers.requests import NOT_SLACKS, Kind, Request, read_request, written
from handlers.strangers import ACCOUNT_NEWS, OF_CHANNELS, Acquaintances, hangs_on_whose, is_stranger
from handlers.workspace import Workspace
from messages.blocks import Modal
from messages.help import failed, not_shown, not_your_message, window
from messages.language import Language
from storage import heard, inbox, people
from storage.database import Database
from storage.inbox import LEFT_BEHIND, InboxRow, InboxState, be_over

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
# Slack waits three seconds for the answer to a command, the way there and back included.
ANSWER_SECONDS = 2.0
LOOK_UP_SECONDS = 0.5
# What could not be stored for so long is not any more: Slack has shown an error to whoever did it, who has done
# something else since, perhaps through another bot.
STORED_WITHIN_SECONDS = 10.0
TELL_OF_CHANNELS = ("member_joined_channel", "channel_shared", "channel_unshared")

Route = Callable[[Transaction, Request], Awaitable[Reply]]
Result = TypeVar("Result")


class NotStored(Exception):
    """The database does not take anything at the moment: why, by the kind of error alone."""


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
        self.stored_within = STORED_WITHIN_SECONDS
        # The last day on which a kind was noted as heard.
        self._noted: dict[str, date] = {}
        self._working: set[str] = set()
        self._acquaintances = Acquaintances(database)
        # Whoever does a hundred things at once waits for themselves, and nobody else does.
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
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
        except NOT_SLACKS:
            if body.get("type") != "url_verification":
                return BoltResponse(status=400)
            await next()  # bolt answers it
            return None
        if not await self._concerns_us(request, body):
            return BoltResponse(status=200)
        names = self._names(request)
        self._working.update(names)
        self._idle.clear()
        try:
            kept: str | None = names[0]
            if await self._passes_by(request):
                request = replace(request, passing=True)
                self._note_in_passing(request)
                if request.kind is Kind.COMMAND:
                    context["answer_by"] = asyncio.get_running_loop().time() + self.answer_seconds
                    context["storing"] = begin_for(nothing_to_store(), "storing")
            else:
                kept = await self._stored(request, names, body, context)
            if kept is None:
                return BoltResponse(status=200)
            context["request"] = await self._with_who_it_is(replace(request, key=kept), body)
            await next()
            return None
        except (NotStored, DBAPIError) as error:
            # A full disk, a file that can only be read, a database that is away: Slack shows that it did not work.
            why = error if isinstance(error, NotStored) else type(error).__name__
            log.error("A request of kind %s was not taken (%s).", request.kind, why)
            return BoltResponse(status=503)
        finally:
            self._working.difference_update(names)
            if not self._working:
                self._idle.set()

    def _names(self, request: Request) -> list[str]:
        """What a request may be kept under, the newest first: who did what and when stands nowhere in the open.

        The last is how the first release named it.
        """
        return [*self._vault.names_for("inbox", request.key), request.key]

    async def _stored(
        self, request: Request, names: list[str], body: Mapping[str, Any], context: AsyncBoltContext
    ) -> str | None:
        """Store the payload; the name it is kept under, None when it was worked through before.

        A command that the disk is too slow for goes on, to be answered when it is done: Slack never repeats one.
        """
        until = asyncio.get_running_loop().time() + self.stored_within
        storing = begin_for(
            self._whole(partial(self._received, request, names, body, until), ("received", request.user)), "storing"
        )
        if request.kind is not Kind.COMMAND:
            return await storing
        context["answer_by"] = asyncio.get_running_loop().time() + self.answer_seconds
        context["storing"] = storing
        await asyncio.wait([storing], timeout=self.answer_seconds)
        return await storing if storing.done() else names[0]

    async def tongue(self, user: str) -> Language:
        """How somebody is spoken to; in English where that takes too long to look up."""
        looking = reading(self._database, self._vault, self._clock.now())
        return await spoken_to_in_time(looking, user, LOOK_UP_SECONDS)

    def _look_instead(self, request: Request) -> None:
        """What was told of a channel from elsewhere is not believed; whoever it told of may be in it all the same."""
        if request.name in TELL_OF_CHANNELS and self.look_at_channels is not None:
            self.look_at_channels()

    async def _concerns_us(self, request: Request, body: Mapping[str, Any]) -> bool:
        """Whether a payload is this app's, not its own message, and no news of somebody whom it does not know."""
        if self.workspace is not None and not self.workspace.is_for_us(body):
            self._look_instead(request)
            return False
        if heard_itself(request, body):
            return False
        if request.name != ACCOUNT_NEWS or await self._acquaintances.include(request.user):
            return True
        self._note_in_passing(request)
        return False

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is being worked through, at most so long; what is not finished is on disk."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()
                if self._begun:
                    await asyncio.wait(self._begun)

    async def _passes_by(self, request: Request) -> bool:
        """Whether nothing of a request is kept, because it is a stranger's and can change nothing.

        Asked before anything is written: thousands of such events delay nobody by more than a look.
        """
        if not hangs_on_whose(request):
            return False
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            return await is_stranger(transaction, request)

    async def _received(self, request: Request, names: list[str], body: Mapping[str, Any], until: float) -> str | None:
        """Store the payload; the name it is kept under, None when it was worked through before. Raises NotStored."""
        try:
            return await self._store(request, names, body, until)
        except DBAPIError as error:
            raise NotStored(type(error).__name__) from None

    async def _store(self, request: Request, names: list[str], body: Mapping[str, Any], until: float) -> str | None:
        kind, day = heard_as(request), self._clock.now().date()
        async with self._database.write() as session:
            if asyncio.get_running_loop().time() > until:
                raise NotStored("TooLate")
            row = await inbox.find(session, names)
            if row is not None:
                return row.key if row.state is not InboxState.DONE else None
            sealed = self._vault.seal("inbox", names[0], written(body))
            sent_by, received_at = request.user or None, self._clock.now()
            session.add(InboxRow(key=names[0], slack_user=sent_by, payload=sealed, received_at=received_at))
            new = self._is_new(kind, day)
            if new:
                await heard.note(session, kind, day)
        if new:
            self._noted[kind] = day
        return names[0]

    def _is_new(self, kind: str, day: date) -> bool:
        """Whether it is the day's first of its kind. It is noted, as Slack tells no bot which kinds it sends."""
        return kind in self._expected and self._noted.get(kind) != day

    def _note_in_passing(self, request: Request) -> None:
        """The same of what is not kept, without having anybody wait for it."""
        kind, day = heard_as(request), self._clock.now().date()
        if self._is_new(kind, day):
            self._noted[kind] = day
            noting = begin(self._note_alone(kind, day), "heard")
            self._begun.add(noting)
            noting.add_done_callback(self._begun.discard)

    async def _note_alone(self, kind: str, day: date) -> None:
        """Write it down; where that fails, the next one of the day is noted instead."""
        try:
            async with self._database.write() as session:
                await heard.note(session, kind, day)
        except BaseException:
            self._noted.pop(kind, None)
            raise

    async def _whole(self, transaction: Callable[[], Awaitable[Result]], turn: tuple[str, str]) -> Result:
        """Finish what has begun, whatever becomes of the connection it came over; of one person's, one at a time.

        When a socket closes, its listeners are cancelled; a transaction cut off in the middle leaves SQLite locked.
        """
        task = begin_for(self._in_turn(transaction, turn), "request")
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)
        return await asyncio.shield(task)

    async def _in_turn(self, transaction: Callable[[], Awaitable[Result]], turn: tuple[str, str]) -> Result:
        """One after the other of what one person does; what nobody has done, as Slack's own news, waits for none."""
        if not turn[1]:
            return await transaction()
        async with self._turns.setdefault(turn, asyncio.Lock()):
            return await transaction()

    async def work(self, request: Request) -> Reply:
        """Work one stored request through, to its end even when the caller is cancelled."""
        if request.passing:
            return await self._look(request)
        return await self._whole(partial(self._work, request), ("work", request.user))

    async def _look(self, request: Request) -> Reply:
        """The answer to a stranger, in a transaction that keeps nothing."""
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            try:
                return await self._route(transaction, request)
            except NotPossible as refusal:
                return line(str(refusal) or not_your_message(await spoken_to(transaction, request.user)))
            except Exception as error:  # noqa: BLE001 (the edge of a listener, as below)
                log.error("A stranger's request of kind %s failed (%s).", request.kind, type(error).__name__)
                return line(failed(await spoken_to(transaction, request.user)))

    async def _work(self, request: Request) -> Reply:
        """The request's effect and its being done are one transaction."""
        async with self._database.write() as session:
            row = await inbox.find(session, [request.key])
            if row is None or row.state is InboxState.DONE:
                return NOTHING
            # The moment of the tap, not of the retry, is what it is judged by.
            at = self._clock.now() if isinstance(row.received_at, Spoiled) else row.received_at
            transaction = Transaction(session, at, self._vault)
            row.attempts += 1
            reply, error = await self._attempt(transaction, request)
            if reply.errors:
                # Nothing was taken. The corrected window comes under the same view and hash, so the key must be free.
                await session.delete(row)
                return reply
            if error is None:
                be_over(row, InboxState.DONE, self._clock.now())
            elif row.attempts >= MOST_ATTEMPTS:
                await give_up(replace(transaction, now=self._clock.now()), row, error, may_say=request.may_say)
            row.failure = type(error).__name__ if error is not None else None
            session.add(row)
            if error is None and request.name not in OF_CHANNELS and await is_stranger(transaction, request):
                await session.delete(row)
            if request.kind is Kind.BUTTON and reply.message is not None:
                return reply.in_window(await spoken_to(transaction, request.user))
            return reply

    async def _attempt(self, transaction: Transaction, request: Request) -> tuple[Reply, Exception | None]:
        """The reply, and the error when our side failed; nothing half-done stays."""
        try:
            return await self._answer(transaction, request), None
        except Exception as error:  # noqa: BLE001 (the edge of a listener: nothing may be lost)
            # The text of an error could quote what was typed, its type cannot.
            log.error("A request of kind %s failed (%s); it is kept.", request.kind, type(error).__name__)
            tongue = await spoken_to(transaction, request.user)
            return line(failed(tongue)), error

    async def _answer(self, transaction: Transaction, request: Request) -> Reply:
        """What the request comes to; refused, nothing of it stays but that it was."""
        try:
            if request.by_stranger:
                return turned_away(request)
            async with transaction.session.begin_nested():
                return await self._route(transaction, request)
        except NotForYou as refusal:
            async with transaction.session.begin_nested():
                await record_refusal(transaction, request.user, refusal.production_id)
            return line(not_your_message(await spoken_to(transaction, request.user)))
        except NotPossible as refusal:
            return line(str(refusal))

    async def note_unfit(self, request: Request) -> Modal:
        """Slack did not take a window as it was composed: coordinators are told; what opens in its place."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            tongue = await note_not_shown(transaction, request.user, request.key)
        return window(tongue, not_shown(tongue))

    async def say_later(self, request: Request, why: Unsaid) -> None:
        """What could not be said where somebody did something is on its way to them; strangers have no conversation."""
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            reader = await people.find_by_slack_user(transaction.session, request.user)
            if reader is not None:
                await say_later(transaction, reader, request.key, why)

    async def catch_up(self) -> None:
        """Work through what was received and never finished: after a crash, or when our side failed."""
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            rows = [row for row in await inbox.list_not_done(transaction.session) if row.key not in self._working]
        await one_by_one(partial(self._again, row) for row in rows if self._is_left_behind(row))

    def _is_left_behind(self, row: InboxRow) -> bool:
        """Whether whoever took a request will not finish it; one from the future came before the clock was set back."""
        if isinstance(row.received_at, Spoiled):
            return True
        age = self._clock.now() - row.received_at
        return age >= LEFT_BEHIND or age < -LEFT_BEHIND

    async def _again(self, row: InboxRow) -> None:
        """One stored request once more; where it cannot be read, it alone is given up."""
        try:
            request = await self._reopened(row)
        except Exception as error:  # noqa: BLE001 (whatever an earlier release has kept: the others go on)
            await self._whole(partial(self._lose, row.number, error), ("lost", ""))
        else:
            await self.work(request)

    async def _reopened(self, row: InboxRow) -> Request:
        body = self._vault.open_form("inbox", row.key, row.payload or b"")
        return await self._with_who_it_is(replace(read_request(body), key=row.key), body)

    async def _with_who_it_is(self, request: Request, body: Mapping[str, Any]) -> Request:
        """The request, and whether it is a stranger's: Slack may have to be asked, so only once it is stored."""
        of_stranger = self.workspace is not None and await self.workspace.is_of_a_stranger(body)
        return replace(request, by_stranger=True) if of_stranger else request

    async def _lose(self, number: int, error: Exception) -> None:
        async with writing(self._database, self._vault, self._clock.now()) as transaction:
            await give_up(transaction, await inbox.get(transaction.session, number), error)


def turned_away(request: Request) -> Reply:
    """Somebody of another workspace has no rights here, whoever they are elsewhere; what they write is not read.

    A command does not say of which workspace its person is. Raises NotForYou.
    """
    if request.kind is Kind.EVENT:
        return NOTHING
    raise NotForYou


async def nothing_to_store() -> str:
    """A stranger's command is worked through, and nothing of it is kept."""
    return "nothing"


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
