"""Handing the inbox to bolt: five listeners, one table of routes behind them."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.background.tasks import begin
from bot.domain.unsaid import Unsaid
from bot.privacy.private_files import PrivateFile, send_private_file
from bot.slack import Slack, SlackProblem, SlackRefused, SlackUnfit
from handlers.home import Homes
from handlers.inbox import Inbox
from handlers.replies import NOTHING, Reply
from handlers.requests import Kind, Request
from handlers.written import is_written
from messages.blocks import Modal
from messages.help import one_moment, read_by_nobody, unsaid

log = logging.getLogger(__name__)
Result = TypeVar("Result")
ANY = re.compile(".*")
# For so long somebody unknown is not told again that nobody reads what they write.
TOLD_SECONDS = 60.0
# With these the same window opens at the next tap.
TOO_LATE = (
    *("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged"),
    *("hash_conflict", "not_found", "view_not_found", "push_limit_reached"),
)


class SlackListener:
    """Answers Slack: works the request through, acknowledges it, then opens the window there is to open."""

    def __init__(self, inbox: Inbox, slack: Slack, homes: Homes) -> None:
        self._inbox = inbox
        self._slack = slack
        self._homes = homes
        self._opening: set[asyncio.Task[Any]] = set()
        self._told: dict[str, float] = {}
        self.connected: Callable[[int], Awaitable[None]] | None = None

    def register(self, app: AsyncApp) -> None:
        """Tell bolt about every kind of payload."""
        app.event(ANY)(self.take)
        app.action(ANY)(self.take)
        app.command(ANY)(self.take)
        app.view_submission(ANY)(self.take)
        app.view_closed(ANY)(self.take)

    async def hear(self, _client: object, message: dict[str, Any], _raw: str | None) -> None:
        """Each new connection begins with a hello; what happened before it may never have been told."""
        if message.get("type") == "hello" and self.connected is not None:
            await self.connected(int(message.get("num_connections") or 1))

    async def take(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        """Work a request through, commit, then acknowledge."""
        request: Request = context["request"]
        if request.kind is Kind.COMMAND:
            await self._take_command(request, context, ack)
            return
        reply = await self._inbox.work(request)
        if request.kind is Kind.SUBMISSION:
            await ack(**reply.to_submission())
        else:
            await ack()
            if reply.modal is not None:
                self._afterwards(self._show(request, reply.modal, reply))
        if request.passing and is_written(request):
            self._tell_of_nobody(request)
        self._publish(request, reply)

    def _tell_of_nobody(self, request: Request) -> None:
        """Whoever writes and is known to no production is told that nobody reads it; not for each line."""
        now = asyncio.get_running_loop().time()
        self._told = {user: until for user, until in self._told.items() if until > now}
        if request.user not in self._told:
            self._told[request.user] = now + TOLD_SECONDS
            self._afterwards(self._say_of_nobody(request))

    async def _say_of_nobody(self, request: Request) -> None:
        await self._say(request, read_by_nobody(await self._inbox.tongue(request.user)))

    async def _take_command(self, request: Request, context: AsyncBoltContext, ack: AsyncAck) -> None:
        """Answer a command as Slack waits for it; where that takes longer, say so now and answer later."""
        storing: asyncio.Task[str | None] = context["storing"]
        working = self._afterwards(self._worked(request, storing))
        remaining = context["answer_by"] - asyncio.get_running_loop().time()
        await asyncio.wait([working], timeout=max(0.0, remaining))
        if not working.done():
            self._afterwards(self._answer_later(request, storing, working))
            await ack(text=one_moment(await self._inbox.tongue(request.user)), response_type="ephemeral")
            return
        reply = await working
        await ack(reply.to_command())
        if reply.modal is not None:
            self._afterwards(self._show(request, reply.modal, reply))
        self._publish(request, reply)

    async def _worked(self, request: Request, storing: asyncio.Task[str | None]) -> Reply:
        """What a command comes to, once it is stored; nothing where it was worked through before."""
        return await self._inbox.work(request) if await storing else NOTHING

    async def _answer_later(
        self, request: Request, storing: asyncio.Task[str | None], working: asyncio.Task[Reply]
    ) -> None:
        """The answer to a command that Slack could not wait for, where the command was written."""
        try:
            reply = await working
        except Exception as error:  # noqa: BLE001 (the edge of a command: whoever gave it is told)
            log.error("A command could not be taken (%s).", type(error).__name__)
            # What is stored is worked through later; what could not be is nobody's any more.
            await self._tell(request, Unsaid.NOT_TAKEN if storing.exception() else Unsaid.FAILED)
            return
        if reply.message is not None:
            try:
                await self._slack.respond(request.answer_to, reply.to_command())
            except SlackProblem as problem:
                log.warning("The answer to a command could not be given (%s).", problem.code)
                await self._tell(request, Unsaid.ANSWER_LOST, reply.message.text)
        if reply.modal is not None:
            await self._show(request, reply.modal, reply)
        self._publish(request, reply)

    def _publish(self, request: Request, reply: Reply) -> None:
        """Bring up to date what stands of it elsewhere, after the acknowledgement; a stranger has no Home here."""
        if request.by_stranger:
            return
        if reply.home or request.at_home:
            self._afterwards(self._homes.show(request.user, reply.home_page))
        for user in reply.homes:
            self._afterwards(self._homes.show(user))
        for user in reply.meet:
            self._afterwards(self._homes.meet(user))

    def _afterwards(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Do what follows an acknowledgement, in a task of our own: a lazy listener's would copy all that was typed."""
        task = begin(work, "afterwards")
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)
        return task

    async def finish(self) -> None:
        """Wait for what is still being opened."""
        await asyncio.gather(*self._opening, return_exceptions=True)

    async def _show(self, request: Request, modal: Modal, reply: Reply) -> None:
        """Open a modal after the acknowledgement, Slack gives three seconds; then send the file it speaks of."""
        try:
            view = await self._open_fitting(request, modal, replace=reply.replace)
        except SlackProblem as problem:
            # What was tapped is on record; only the window is lost, and who tapped would wait for it.
            log.warning("A window could not be opened (%s).", problem.code)
            await self._tell(request, why_not_opened(request, problem))
            return
        except Exception as error:  # noqa: BLE001 (the edge of a window: whoever waits for it is told)
            log.error("A window could not be composed (%s).", type(error).__name__)
            await self._tell(request, Unsaid.NOT_SHOWABLE)
            return
        if reply.file is not None:
            await self._send(request, reply.file, view, reply.lost)

    async def _send(self, request: Request, file: PrivateFile, view: str, lost: Modal | None) -> None:
        """Send a file; where it could not be, another window says so in the place of the one that speaks of it."""
        try:
            await send_private_file(self._slack, request.user, file)
        except SlackProblem as problem:
            log.warning("A file could not be sent (%s).", problem.code)
            if view and lost is not None:
                with suppress(SlackProblem):
                    await self._slack.update_modal(view, lost)

    async def _tell(self, request: Request, why: Unsaid, text: str = "") -> None:
        """What somebody waits for in vain, said where they did it; else it is on its way to them, until it is there."""
        if not await self._say(request, text or unsaid(await self._inbox.tongue(request.user), why)):
            await self._inbox.say_later(request, why)

    async def _say(self, request: Request, text: str) -> bool:
        """One line for whoever has just done something, where they did it, that nobody else sees and nothing keeps.

        False where Slack takes it in neither way.
        """
        try:
            await self._slack.respond(request.answer_to, {"response_type": "ephemeral", "text": text})
        except SlackProblem:
            try:
                channel = request.channel or await self._slack.open_direct(request.user)
                await self._slack.whisper(channel, request.user, text)
            except SlackProblem as problem:
                log.warning("Somebody could not be told at once that something did not open (%s).", problem.code)
                return False
        return True

    async def _open_fitting(self, request: Request, modal: Modal, *, replace: bool) -> str:
        """Open a modal; where Slack does not take it as it is composed, one that says so, and who is told."""
        try:
            return await self._open(request, modal, replace=replace)
        except SlackUnfit as refusal:
            log.error("Slack does not take the window of %s as it is composed (%s).", request.name, refusal.code)
            return await self._open(request, await self._inbox.note_unfit(request), replace=replace)

    async def _open(self, request: Request, modal: Modal, *, replace: bool) -> str:
        """Open a modal on its own, over the one that was tapped in, or in its place; its id."""
        if request.view and replace:
            return await self._slack.update_modal(request.view, modal)
        if request.view:
            return await self._slack.push_modal(request.trigger, modal)
        return await self._slack.open_modal(request.trigger, modal)


def why_not_opened(request: Request, problem: SlackProblem) -> Unsaid:
    """What to do about a window that did not open: the same again, unless that would not help."""
    if isinstance(problem, SlackRefused) and problem.code not in TOO_LATE:
        return Unsaid.NOT_SHOWABLE
    return Unsaid.WRITE_AGAIN if request.kind is Kind.COMMAND else Unsaid.TAP_AGAIN


def known_as(identity: AuthorizeResult) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Bolt's question who the bot is, answered with what was asked once at the start, so that no request waits for it.

    A function, not a method: bolt fills arguments by their names, `self` among them.
    """

    async def authorize() -> AuthorizeResult:
        return identity

    return authorize
