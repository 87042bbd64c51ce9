"""A payload on its way in, through an inbox of a bot without Slack."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from handlers.inbox import Inbox
from handlers.replies import Reply


async def through(inbox: Inbox, body: Mapping[str, Any]) -> Reply | None:
    """It is kept and worked through; None where it is acknowledged before anybody works on it."""
    return (await answered(inbox, body))[1]


async def answered(inbox: Inbox, body: Mapping[str, Any]) -> tuple[int, Reply | None]:
    """The status that Slack is answered with, and what came of working on it."""
    came: list[Reply] = []
    context = AsyncBoltContext()

    async def work() -> None:
        """What bolt would do next."""
        came.append(await inbox.work(context["request"]))

    answer = await inbox.keep(body, context, work)
    return answer.status if answer is not None else 200, came[0] if came else None
