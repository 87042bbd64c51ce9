"""Handing the inbox to bolt: five listeners, one table of routes behind them."""

import asyncio
import logging
import re
from collections.abc import Coroutine
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack import Slack, SlackProblem
from handlers.home import Homes
from handlers.inbox import Inbox
from handlers.requests import Kind, Request
from messages.blocks import Modal

log = logging.getLogger(__name__)
ANY = re.compile(".*")


class Desk:
    """Answers Slack: works the request through, acknowledges it, then opens the window there is to open."""

    def __init__(self, inbox: Inbox, slack: Slack, homes: Homes) -> None:
        self._inbox = inbox
        self._slack = slack
        self._homes = homes
        self._opening: set[asyncio.Task[None]] = set()

    def register(self, app: AsyncApp) -> None:
        """Tell bolt about every kind of payload."""
        app.event(ANY)(self.take)
        app.action(ANY)(self.take)
        app.command(ANY)(self.take)
        app.view_submission(ANY)(self.take)
        app.view_closed(ANY)(self.take)

    async def take(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        """Work a request through, commit, then acknowledge."""
        request: Request = context["request"]
        reply = await self._inbox.work(request)
        if request.kind is Kind.SUBMISSION:
            await ack(**reply.to_submission())
        else:
            await (ack(reply.to_command()) if request.kind is Kind.COMMAND else ack())
            if reply.modal is not None:
                self._afterwards(self._open(request, reply.modal))
        if reply.home or request.at_home:
            self._afterwards(self._homes.show(request.user))

    def _afterwards(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what follows an acknowledgement, in a task of our own: a lazy listener's would copy all that was typed."""
        task = asyncio.create_task(work, name="afterwards")
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def finish(self) -> None:
        """Wait for what is still being opened."""
        await asyncio.gather(*self._opening, return_exceptions=True)

    async def _open(self, request: Request, modal: Modal) -> None:
        """Open a modal after the acknowledgement; Slack gives three seconds."""
        try:
            if request.view:
                await self._slack.push_modal(request.trigger, modal)
            else:
                await self._slack.open_modal(request.trigger, modal)
        except SlackProblem as problem:
            # What was tapped is on record; only the window is lost. The person can tap again.
            log.warning("A window could not be opened (%s).", problem.code)
