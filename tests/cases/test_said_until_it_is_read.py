"""No window, and Slack too busy to say so: whoever waits reads it in their conversation, however long it takes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel import select

from bot.domain.unsaid import Unsaid
from bot.slack import Slack, SlackBusy, SlackClosed, SlackProblem, SlackRefused, SlackUnfit, SlackUnsure
from handlers.home import Homes
from handlers.inbox import Inbox
from handlers.listener import TOO_LATE, SlackListener
from handlers.replies import Reply, line
from handlers.requests import Kind, Request
from handlers.routes import route
from messages.help import unsaid, window
from messages.language import language
from storage.deliveries import Delivery, Template
from tests.cases.house import MIA, OLA, House, baltic
from tests.engines import Engine, fresh
from tests.world import visible

ENGLISH = language("en")
BUSY = SlackBusy("ratelimited", 30)
TAPPED = Request(Kind.BUTTON, "alert", "tap:1", OLA, trigger="t", channel="D0OLA", answer_to="https://hooks/1")
# A window on its own, over the one that was tapped in, and in its place; and one after a command.
WAYS = {
    "views.open": (TAPPED, False),
    "views.push": (replace(TAPPED, view="V1"), False),
    "views.update": (replace(TAPPED, view="V1"), True),
    "on Home": (replace(TAPPED, channel="", answer_to="", at_home=True), False),
    "command": (replace(TAPPED, kind=Kind.COMMAND, name="/scene"), False),
}
AGAIN: tuple[Exception, ...] = (*(SlackRefused(code) for code in TOO_LATE), BUSY, SlackUnsure("TimeoutError"))
AGAIN = (*AGAIN, SlackClosed("account_inactive"))
NO_USE = (SlackRefused("view_too_odd"), SlackUnfit("invalid_blocks"), ValueError("words of somebody"))

# What becomes of the line itself: where they did it, and in the conversation to them alone.
SAYING = ((None, None), (BUSY, None), (BUSY, BUSY), (SlackUnsure("TimeoutError"), SlackRefused("user_not_in_channel")))


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Baltic, with nothing planned yet."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with baltic(url) as found:
            yield found


@dataclass
class Shut:
    """A Slack that opens no window, and says or does not say so."""

    opening: Exception
    saying: tuple[SlackProblem | None, SlackProblem | None] = (BUSY, BUSY)
    said: list[str] = field(default_factory=list)

    async def open_modal(self, *_: object) -> str:
        """It does not open."""
        raise self.opening

    push_modal = update_modal = open_modal

    async def open_direct(self, user: str) -> str:
        """The conversation."""
        return f"D{user}"

    async def respond(self, _: str, answer: dict[str, Any]) -> None:
        """At the address that came with what was done."""
        self._say(self.saying[0], str(answer["text"]))

    async def whisper(self, _channel: str, _user: str, text: str) -> None:
        """In the conversation, to them alone."""
        self._say(self.saying[1], text)

    def _say(self, trouble: SlackProblem | None, text: str) -> None:
        if trouble is not None:
            raise trouble
        self.said.append(text)


def listener_of(house: House, slack: Shut) -> SlackListener:
    """What answers people, on the house's database."""
    bot = house.bot
    inbox = Inbox(bot.database, bot.vault, bot.clock, route)
    homes: Any = None
    return SlackListener(inbox, cast("Slack", slack), cast("Homes", homes))


async def lost(house: House, slack: Shut, request: Request, *, in_place: bool = False) -> None:
    """A window that should open after a request."""
    modal = window(ENGLISH, "x")
    await listener_of(house, slack)._show(request, modal, Reply(modal=modal, replace=in_place))


async def waiting(house: House) -> list[Unsaid]:
    """What is on its way to people because it could not be said."""
    rows = await house.bot.session.exec(select(Delivery).where(Delivery.template == Template.UNSAID))
    return [Unsaid(row.subject["why"]) for row in rows.all()]


@pytest.mark.parametrize("way", WAYS)
async def test_whatever_is_in_the_way_it_is_read_in_the_end(house: House, way: str) -> None:
    """Every way to open a window, and everything that can be in it: said at once, else on its way, with what to do."""
    request, in_place = WAYS[way]
    again = Unsaid.WRITE_AGAIN if request.kind is Kind.COMMAND else Unsaid.TAP_AGAIN
    for number, problem in enumerate((*AGAIN, *NO_USE)):
        for saying in SAYING:
            slack, before = Shut(problem, saying), await waiting(house)
            await lost(house, slack, replace(request, key=f"{number}:{saying}"), in_place=in_place)
            late = (await waiting(house))[len(before) :]
            assert len(slack.said) + len(late) == 1, (way, problem, saying)
            assert set(late) <= {Unsaid.NOT_SHOWABLE if problem in NO_USE else again}, (way, problem, saying)


async def test_what_is_on_its_way_arrives_once_and_tells_nothing(house: House) -> None:
    """The same line for whoever tapped whatever; nothing any more when nobody can wait for it."""
    for user in (OLA, MIA):
        for _ in range(2):
            await lost(house, Shut(BUSY), replace(TAPPED, user=user, key=f"tap:{user}"))
        [come] = await house.heard(user)
        assert visible(come.blocks) == unsaid(ENGLISH, Unsaid.TAP_AGAIN)
    await lost(house, Shut(BUSY), replace(TAPPED, key="tap:late"))
    await house.bot.jump(house.bot.clock.now() + timedelta(hours=1))
    assert len(await house.heard(OLA)) == 1


async def test_a_slow_answer_that_cannot_be_given_is_not_left_in_the_conversation(house: House) -> None:
    """It may name people: only that there was one goes there."""
    listener = listener_of(house, Shut(BUSY))
    await listener._tell(replace(WAYS["command"][0], key="c"), Unsaid.ANSWER_LOST, line("Ola is asked").message.text)  # type: ignore[union-attr]
    [come] = await house.heard(OLA)
    assert "Ola is asked" not in visible(come.blocks)
    assert "The answer to your command could not be shown." in visible(come.blocks)
