"""Slack does not let the bot in: nothing is sent or lost, and whoever has to know is told, then or afterwards."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any, Self

import pytest
from sqlmodel import select

from bot.background.alarms import Alarms
from bot.background.timekeeper import Occasion
from bot.delivery.dispatcher import Dispatcher, Times
from bot.installation import access as rules
from bot.installation.access import SOCKET_MODE_OFF, Access, note_let_in, note_shut_out
from bot.outbox import send
from bot.slack import Identity, Slack, SlackClosed
from storage import people, shut_outs
from storage.alerts import Alert, AlertKind
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from storage.shut_outs import ShutOut
from tests.cases.test_going_wrong import ASKED, FRIDAY
from tests.in_process_bot import InProcessBot
from tests.serving import SERVING
from tests.world import World, add_scene, until, visible

NOTHING_OVER = timedelta(0)


class Asked(Slack):
    """A Slack that answers who the bot is, or does not."""

    def __init__(self) -> None:
        self.refuses: str | None = None
        self.asked = 0

    async def identity(self) -> Identity:
        """As it is told to."""
        self.asked += 1
        if self.refuses is not None:
            raise SlackClosed(self.refuses)
        return Identity("U0BOT", "B0BOT", "T0TEAM", None, is_org_wide=False, scopes=None)


def watching(bot: InProcessBot, slack: Slack, pause: timedelta = NOTHING_OVER) -> Access:
    """Access on a bot in one process, whose socket stands."""
    return Access((bot.database, bot.vault, bot.clock), slack, Alarms(), pause, lambda: None)


async def told(bot: InProcessBot) -> list[Alert]:
    """The alerts about it."""
    return list((await bot.session.exec(select(Alert).where(Alert.kind == AlertKind.SHUT_OUT))).all())


@pytest.mark.parametrize("code", ["token_revoked", SOCKET_MODE_OFF])
async def test_it_is_kept_said_and_ends_when_slack_answers(
    baltic: InProcessBot, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    """One row from the first refusal on, one line in the log, and afterwards one alert that says since when."""
    slack = Asked()
    access, began = watching(baltic, slack), baltic.clock.now()
    await access.look()
    slack.refuses = code
    access.refused(code)
    for _ in range(3):
        await access.look()
        assert not access.is_let_in
        baltic.clock.moment += timedelta(minutes=1)
    [row] = (await baltic.session.exec(select(ShutOut))).all()
    assert (row.code, row.began_at, row.ended_at) == (code, began, None)
    assert [line for line in caplog.messages if code in line and "nothing is sent" in line] == caplog.messages
    assert len(caplog.messages) == 1
    assert not await told(baltic)
    slack.refuses = None
    await access.look()
    assert access.is_let_in
    [alert] = await told(baltic)
    assert (alert.since, alert.until) == (began, baltic.clock.now())


async def test_it_is_said_again_for_as_long_as_it_lasts(
    baltic: InProcessBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks into the log an hour later finds it without scrolling."""
    monkeypatch.setattr(rules, "SAY_AGAIN", NOTHING_OVER)
    slack = Asked()
    slack.refuses = "token_revoked"
    access = watching(baltic, slack)
    access.refused("token_revoked")
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            await access.look()
    assert len(caplog.messages) == 3


async def test_a_new_refusal_is_not_tried_at_once_and_what_was_left_open_is(baltic: InProcessBot) -> None:
    """Slack may still answer for a moment; but a bot that was started again knows at its first look."""
    slack = Asked()
    access = watching(baltic, slack, timedelta(hours=1))
    await access.look()
    async with baltic.transaction() as transaction:
        await note_shut_out(transaction, "app_uninstalled")
    access.look_again()
    await access.look()
    assert (slack.asked, access.is_let_in) == (0, False)
    again = watching(baltic, slack, timedelta(hours=1))
    await again.look()
    assert (slack.asked, again.is_let_in) == (1, True)
    assert len(await told(baltic)) == 1


class AnHourBack(datetime):
    """What the machine shows once its clock was set back."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """An hour ago."""
        return super().now(tz) - timedelta(hours=1)


async def test_a_clock_set_back_keeps_nobody_waiting(baltic: InProcessBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long it waits is counted, not read off the machine's clock."""
    slack = Asked()
    slack.refuses = "token_revoked"
    access = watching(baltic, slack)
    access.refused("token_revoked")
    await access.look()
    assert not access.is_let_in
    slack.refuses = None
    monkeypatch.setattr("bot.clock.datetime", AnHourBack)
    await access.look()
    assert access.is_let_in


async def test_while_taps_cannot_reach_the_bot_it_is_not_let_in(baltic: InProcessBot) -> None:
    """With Socket Mode off, a question that is not answered would be no check-in."""

    async def deaf() -> bool:
        return False

    access = watching(baltic, Asked())
    access.listening = deaf
    access.refused(SOCKET_MODE_OFF)
    await access.look()
    assert not access.is_let_in


async def test_a_bot_at_rest_asks_the_database_nothing(baltic: InProcessBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nobody commits and nobody was refused, a beat looks nothing up."""
    access = watching(baltic, Asked())
    await access.look()

    async def looked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(shut_outs, "find_open", looked)
    await access.look()


async def test_the_dispatcher_takes_nothing_on_while_it_lasts(baltic: InProcessBot) -> None:
    """What is in the outbox stays as it is, untried; it goes on with the first round afterwards."""
    times = Times(timedelta(seconds=30), timedelta(seconds=1))
    dispatcher = Dispatcher(baltic.database, baltic.vault, baltic.clock, Asked(), times, Alarms())
    async with baltic.transaction() as transaction:
        await note_shut_out(transaction, SOCKET_MODE_OFF)
        mia = await people.find_by_slack_user(transaction.session, "U0MIA")
        assert mia is not None
        await send(transaction, mia, Template.USE_COMMANDS, "1", priority=Priority.ANSWER)
    assert await dispatcher._round() is not None
    assert not dispatcher.working
    async with baltic.transaction() as transaction:
        await note_let_in(transaction)
    await dispatcher._round()
    assert len(dispatcher.working) == 1
    await asyncio.gather(*dispatcher.working.values())


async def waiting(world: World) -> int:
    """How many messages wait, none of them given up."""
    async with world.look() as transaction:
        rows = (await transaction.session.exec(select(Delivery))).all()
    assert not [row for row in rows if row.state is DeliveryState.FAILED]
    return sum(row.state in (DeliveryState.WAITING, DeliveryState.SENDING) for row in rows)


def lasting(world: World) -> Callable[[], Awaitable[ShutOut | None]]:
    """The row that goes on, once there is one."""

    async def found() -> ShutOut | None:
        async with world.look() as transaction:
            return await shut_outs.find_open(transaction.session)

    return found


@SERVING
@pytest.mark.parametrize("how", ["uninstall", "socket"])
async def test_what_waits_goes_out_when_the_app_is_back(
    one_world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Over the wire, whichever way it comes: nothing is given up, nobody is unreachable, the coordinator hears."""
    world = one_world
    monkeypatch.setattr(world.bot.access, "_pause", timedelta(hours=1))
    await add_scene(world, "42A", ["1"])
    body: dict[str, Any] = {"disconnect": SOCKET_MODE_OFF} if how == "socket" else {}
    await world.post("/socket" if how == "socket" else f"/app/{how}", **body)
    await until(lasting(world), "the bot noticing")
    await world.at(FRIDAY, "08:00")
    await until(lambda: waiting(world), "a message that waits")
    assert not await world.messages("U0OLA")
    await world.post("/app/install")
    monkeypatch.setattr(world.bot.access, "_pause", NOTHING_OVER)
    monkeypatch.setattr(world.bot.access, "_try_at", None)
    world.bot.timekeeper.ask(Occasion.BEAT)
    await world.said("U0OLA", ASKED)
    assert sum(ASKED in visible(message) for message in await world.messages("U0OLA")) == 1
    await world.alert("U0MIA", "Slack did not let the app in")
    async with world.look() as transaction:
        kinds = {row.kind for row in (await transaction.session.exec(select(Alert))).all()}
    assert AlertKind.UNREACHABLE not in kinds
