"""A delivery is one process's own for a while: what was claimed, for how long, and whether it still is."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import real_now, steady_now
from bot.domain.turns import honoured
from bot.slack import SlackUnsure
from messages.blocks import Message
from messages.language import Language
from storage.deliveries import UNSENT, Delivery, DeliveryState, Template
from storage.people import Person
from storage.shared_clock import shared_now

Result = TypeVar("Result")
# Of its lease a process uses so much: the rest is for what is on its way when it gives up.
OWN = 0.8


@dataclass(frozen=True)
class Posted:
    """A message in Slack: its conversation and its timestamp."""

    channel: str
    ts: str


class Term:
    """How long Slack may be called for a claim, counted from before it was made.

    By both of the machine's clocks: one of them stands still while the machine sleeps.
    """

    def __init__(self, lease: timedelta) -> None:
        self._steady_until, self._real_until = steady_now() + lease * OWN, real_now() + lease * OWN

    def left(self) -> float:
        """So many seconds, none or less where it is over."""
        return min(self._steady_until - steady_now(), self._real_until - real_now()).total_seconds()

    async def within(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """One call of Slack's, given up before anybody else may take the delivery on. Raises SlackUnsure."""
        left = self.left()
        if left <= 0:
            raise SlackUnsure("claim_over")
        try:
            async with asyncio.timeout(left):
                return await call()
        except TimeoutError:
            raise SlackUnsure("claim_over") from None


@dataclass(frozen=True)
class ClaimedDelivery:
    """One delivery taken on: what to say, and whether an earlier try may have arrived already.

    `attempt`: the number of this claim; whoever takes the delivery on after it has a higher one. `rewrites`: the
    earlier message that says it from now on, without a new one. `posted`: those parts of it that have arrived;
    `unfit`: what Slack said of such as it did not take as they were.
    """

    number: int
    attempt: int
    term: Term
    template: Template
    reader: Person
    language: Language
    message: Message
    nonce: str
    tried_at: datetime | None
    rewrites: Posted | None = None
    posted: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        """Whether some of it may stand in Slack already."""
        return self.tried_at is not None or bool(self.posted)


async def real_moment(session: AsyncSession) -> datetime:
    """The real moment that leases and waits go by: the same for all who share the database."""
    return await shared_now(session) or real_now()


def leased(row: Delivery, now: datetime, lease: timedelta) -> bool:
    """Whether another process has a delivery on its way."""
    until = honoured(row.lease_until, now, lease)
    return until is not None and until > now


def is_still_ours(row: Delivery, claimed: ClaimedDelivery | None, now: datetime, lease: timedelta) -> bool:
    """Whether what became of a delivery is this process's to write: nobody has taken it on since, or ended it.

    Where nothing was claimed (None), that nobody has it on its way.
    """
    if claimed is None:
        return row.state in UNSENT and not leased(row, now, lease)
    return row.state is DeliveryState.SENDING and row.attempts == claimed.attempt
