"""A delivery that another bot has taken on meanwhile is the other's: it is not sent, and not written about.

What goes on for longer than a claim lasts is claimed again and again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.background.alarms import Alarms
from bot.channels import reconciler
from bot.channels.reconciler import Reconciler
from bot.delivery import claims
from bot.delivery.claims import OWN, Term
from bot.slack import SlackRefused, SlackUnsure
from bot.transaction import Transaction
from messages.blocks import Message
from storage.closed_sets import ClosedSet
from storage.deliveries import Delivery, DeliveryState
from tests.cases.test_our_own_message import StrictSlack, dispatch, scenes, send_to_ola
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on
from tests.world import BALTIC, BEGINNING

LEASE = timedelta(seconds=30)


@pytest.fixture
async def bot(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[InProcessBot]:
    """Baltic in a bot without Slack."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with house_on(url, BEGINNING) as found:
            yield found


class TakenOver(StrictSlack):
    """While it is asked to post, another bot takes the delivery on; then it answers, or fails."""

    def __init__(self, bot: InProcessBot, number: int, becomes: DeliveryState, fails: Exception | None) -> None:
        super().__init__()
        self.bot, self.number, self.becomes, self.fails = bot, number, becomes, fails

    async def post(self, channel: str, message: Message, nonce: str) -> str:
        """What Slack does meanwhile."""
        async with self.bot.transaction() as transaction:
            row = await transaction.session.get_one(Delivery, self.number)
            row.attempts += 1
            row.state, row.channel, row.ts = self.becomes, "Dother", "other"
            transaction.session.add(row)
        if self.fails is not None:
            raise self.fails
        return await super().post(channel, message, nonce)


@pytest.mark.parametrize("becomes", [DeliveryState.SENDING, DeliveryState.SENT])
@pytest.mark.parametrize("fails", [None, SlackUnsure("timeout"), SlackRefused("user_disabled"), ValueError("x")])
async def test_what_is_anothers_by_now_is_left_alone(
    bot: InProcessBot, monkeypatch: pytest.MonkeyPatch, becomes: DeliveryState, fails: Exception | None
) -> None:
    """However it ends here: the other's claim, or what came of it, stands."""
    number = await send_to_ola(bot, monkeypatch, scenes(1))
    assert await dispatch(bot, TakenOver(bot, number, becomes, fails), number) is becomes
    async with bot.transaction() as transaction:
        row = await transaction.session.get_one(Delivery, number)
        assert (row.attempts, row.channel, row.ts, row.failure, row.not_before) == (2, "Dother", "other", None, None)


class Held(StrictSlack):
    """Somewhere on the way to the post the process stands still, for longer than its claim lasts."""

    def __init__(self, hold: Callable[[], None], where: str) -> None:
        super().__init__()
        self.hold, self.where = hold, where

    async def person(self, user: str) -> dict[str, Any]:
        """The first call of all."""
        if self.where == "person":
            self.hold()
        return await super().person(user)

    async def open_direct(self, user: str) -> str:
        """The last call before the post."""
        if self.where == "open_direct":
            self.hold()
        return await super().open_direct(user)


@pytest.mark.parametrize("where", ["person", "open_direct"])
@pytest.mark.parametrize("clock", ["steady_now", "real_now"])
async def test_nothing_is_sent_on_a_claim_that_is_over(
    bot: InProcessBot, monkeypatch: pytest.MonkeyPatch, where: str, clock: str
) -> None:
    """Neither where the process stood still, nor where the machine slept and only the clock on the wall went on."""
    number = await send_to_ola(bot, monkeypatch, scenes(1))
    now = getattr(claims, clock)
    slack = Held(lambda: monkeypatch.setattr(claims, clock, lambda: now() + LEASE * OWN), where)
    await dispatch(bot, slack, number)
    assert slack.posted == []


async def test_a_call_is_given_up_before_its_claim_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack does not answer: whoever takes the delivery on after that finds nothing still on its way."""
    lease, limits, limit = timedelta(seconds=0.2), list[float](), asyncio.timeout

    def limited(seconds: float) -> asyncio.Timeout:
        limits.append(seconds)
        return limit(seconds)

    monkeypatch.setattr("asyncio.timeout", limited)
    with pytest.raises(SlackUnsure):
        await Term(lease).within(asyncio.Event().wait)
    assert 0 < limits[0] < lease.total_seconds()


async def test_a_closed_set_is_kept_although_the_database_was_away_for_a_moment(
    bot: InProcessBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next time it is kept again; what could not be stored is not taken for known."""
    about: dict[str, Any] = dict.fromkeys(("call_at", "opens_at", "closes_at", "check_at"), BEGINNING)
    taken = ClosedSet(id=1, production_id=1, scene_id=1, shoot_day_id=1, name="set", **about)
    until, over, tries = BEGINNING + LEASE, asyncio.Event(), list[Any]()

    async def go_on(_: Transaction, row: ClosedSet) -> Any:
        tries.append(row.check_at)
        if len(tries) == 1:
            raise OperationalError("", {}, Exception())
        over.set()
        return until

    monkeypatch.setattr(reconciler, "go_on", go_on)
    monkeypatch.setattr(reconciler, "LEASE", timedelta(0))
    slack: Any = StrictSlack()
    look = Reconciler(bot.database, bot.vault, bot.clock, slack, Alarms())
    await look._go_on(taken, over)
    assert (tries, taken.check_at) == ([BEGINNING, BEGINNING], until)
