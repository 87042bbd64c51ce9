"""Handing the inbox to bolt: five listeners, one table of routes behind them."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.privacy.private_files import send_private_file
from bot.slack import Slack, SlackProblem
from handlers.home import Homes
from handlers.inbox import Inbox
from handlers.replies import Reply
from handlers.requests import Kind, Request
from messages.blocks import Modal

log = logging.getLogger(__name__)
ANY = re.compile(".*")


class SlackListener:
    """Answers Slack: works the request through, acknowledges it, then opens the window there is to open."""

    def __init__(self, inbox: Inbox, slack: Slack, homes: Homes) -> None:
        self._inbox = inbox
        self._slack = slack
        self._homes = homes
        self._opening: set[asyncio.Task[object]] = set()
        self.connected: Callable[[], Awaitable[None]] | None = None

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
            await self.connected()

    async def take(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        """Work a request through, commit, then acknowledge."""
        request: Request = context["request"]
        reply = await self._inbox.work(request)
        if request.kind is Kind.SUBMISSION:
            await ack(**reply.to_submission())
        else:
            await (ack(reply.to_command()) if request.kind is Kind.COMMAND else ack())
            if reply.modal is not None:
                self._afterwards(self._show(request, reply.modal, reply))
        if reply.home or request.at_home:
            self._afterwards(self._homes.show(request.user))
        for user in reply.homes:
            self._afterwards(self._homes.show(user))
        for user in reply.meet:
            self._afterwards(self._homes.meet(user))

    def _afterwards(self, work: Coroutine[Any, Any, object]) -> None:
        """Do what follows an acknowledgement, in a task of our own: a lazy listener's would copy all that was typed."""
        task = asyncio.create_task(work, name="afterwards")
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def finish(self) -> None:
        """Wait for what is still being opened."""
        await asyncio.gather(*self._opening, return_exceptions=True)

    async def _show(self, request: Request, modal: Modal, reply: Reply) -> None:
        """Open a modal after the acknowledgement, Slack gives three seconds; then send the file it speaks of."""
        view = ""
        try:
            view = await self._open(request, modal, replace=reply.replace)
            if reply.file is not None:
                await send_private_file(self._slack, request.user, reply.file)
        except SlackProblem as problem:
            # What was tapped is on record; only the window or the file is lost. The person can tap again.
            log.warning("A window could not be opened, or its file not sent (%s).", problem.code)
            if view and reply.lost is not None:
                with suppress(SlackProblem):
                    await self._slack.update_modal(view, reply.lost)

    async def _open(self, request: Request, modal: Modal, *, replace: bool) -> str:
        """Open a modal on its own, over the one that was tapped in, or in its place; its id."""
        if request.view and replace:
            return await self._slack.update_modal(request.view, modal)
        if request.view:
            return await self._slack.push_modal(request.trigger, modal)
        return await self._slack.open_modal(request.trigger, modal)


def known_as(identity: AuthorizeResult) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Bolt's question who the bot is, answered with what was asked once at the start, so that no request waits for it.

    A function, not a method: bolt fills arguments by their names, `self` among them.
    """

    async def authorize() -> AuthorizeResult:
        return identity

    return authorize
