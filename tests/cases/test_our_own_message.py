"""A message that Slack does not take as it was written: our fault, never told as its reader's."""

import logging
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.background.alarms import Alarms
from bot.delivery import rendering
from bot.delivery.dispatcher import Dispatcher, Times
from bot.delivery.message import MessageContext
from bot.outbox import send
from bot.slack import UNFIT, SlackBusy, SlackRefused, SlackUnfit, blocks_of
from messages.blocks import Button, Message, buttons, section, titled
from sandbox.block_kit import check_message_blocks
from storage import people, productions
from storage.alerts import Alert, AlertKind
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from tests.engines import Engine, fresh
from tests.in_process_bot import InProcessBot, house_on
from tests.world import BALTIC, BEGINNING, World, add_scene


class StrictSlack:
    """Takes what Slack would take, and keeps it; `refuses` are codes it answers with first, one for each post."""

    def __init__(self, *refuses: str) -> None:
        self.refuses = list(refuses)
        self.posted: list[tuple[str, list[dict[str, Any]], str]] = []

    async def person(self, user: str) -> dict[str, Any]:
        """An open account."""
        return {"id": user, "deleted": False, "locale": "en-GB", "profile": {"real_name": "Ola Nowak"}}

    async def open_direct(self, user: str) -> str:
        """Their conversation."""
        return f"D{user}"

    async def find_posted(self, channel: str, nonce: str, since: datetime) -> str | None:
        """What has arrived already."""
        return next((str(place) for place, one in enumerate(self.posted, 1) if one[2] == nonce), None)

    async def post(self, channel: str, message: Message, nonce: str) -> str:
        """Refuse what Slack would."""
        blocks = blocks_of(message)
        code = self.refuses.pop(0) if self.refuses else ""
        if code == "ratelimited":
            raise SlackBusy(code, 0)
        if code or check_message_blocks(blocks).complaints:
            raise (SlackRefused if code == "channel_not_found" else SlackUnfit)(code or "invalid_blocks")
        self.posted.append((message.text, blocks, nonce))
        return str(len(self.posted))


@pytest.fixture
async def bot(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[InProcessBot]:
    """Baltic in a bot without Slack."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with house_on(url, BEGINNING) as found:
            yield found


async def send_to_ola(bot: InProcessBot, monkeypatch: pytest.MonkeyPatch, message: Message) -> int:
    """A check-in for Ola in the outbox, which says what the test wants; its number."""

    async def written(context: MessageContext) -> Message:
        return message

    monkeypatch.setitem(rendering.WRITERS, Template.CHECK_IN, written)
    async with bot.transaction() as transaction:
        ola = await people.find_by_slack_user(transaction.session, "U0OLA")
        baltic = await productions.find_by_name(transaction.session, "baltic")
        assert ola is not None
        assert baltic is not None
        await send(
            transaction, ola, Template.CHECK_IN, "1", priority=Priority.ANSWER, production_id=baltic.number, why="sent"
        )
        rows = await transaction.session.exec(select(Delivery).where(Delivery.template == Template.CHECK_IN))
        return rows.one().number


async def dispatch(bot: InProcessBot, slack: StrictSlack, number: int) -> DeliveryState:
    """Take one delivery to Slack as the dispatcher does; where it stands afterwards."""
    times = Times(timedelta(seconds=30), timedelta(0))
    dispatcher = Dispatcher(bot.database, bot.vault, bot.clock, slack, times, Alarms())  # type: ignore[arg-type]
    await dispatcher._deliver(number)
    async with bot.transaction() as transaction:
        return (await transaction.session.get_one(Delivery, number)).state


async def told(bot: InProcessBot) -> list[AlertKind]:
    """Of what the coordination was told."""
    return [alert.kind for alert in (await bot.session.exec(select(Alert))).all()]


def scenes(count: int) -> Message:
    """As many scenes as there are, each with its answer."""
    rows = [(titled(f"Scene {one}"), buttons([Button("As agreed", "answer", str(one))])) for one in range(count)]
    return Message("There is a message for you.", [block for row in rows for block in row])


def values(posted: list[tuple[str, list[dict[str, Any]], str]]) -> list[str]:
    """What the buttons carry, in the order in which they came."""
    return [button["value"] for _, blocks, _ in posted for block in blocks for button in block.get("elements", [])]


async def test_a_hundred_scenes_come_in_several_messages(bot: InProcessBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each scene with its buttons, in order, once: also where Slack asks to wait in the middle."""
    slack = StrictSlack()
    number = await send_to_ola(bot, monkeypatch, scenes(100))
    slack.refuses = ["", "ratelimited"]
    assert await dispatch(bot, slack, number) is DeliveryState.SENDING
    async with bot.transaction() as transaction:
        row = await transaction.session.get_one(Delivery, number)
        row.lease_until = row.not_before = None
    assert await dispatch(bot, slack, number) is DeliveryState.SENT
    assert len(slack.posted) == 4
    assert values(slack.posted) == [str(one) for one in range(100)]
    assert len({nonce for _, _, nonce in slack.posted}) == 4


async def test_what_slack_does_not_take_comes_in_short(
    bot: InProcessBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The same buttons; whoever runs the bot reads what it was, the coordination a neutral line and no other."""
    number = await send_to_ola(bot, monkeypatch, scenes(3))
    slack = StrictSlack("invalid_blocks")
    with caplog.at_level(logging.ERROR):
        assert await dispatch(bot, slack, number) is DeliveryState.SENT
    assert values(slack.posted) == ["0", "1", "2"]
    assert "This message could not be shown" in str(slack.posted)
    assert "Scene 2" in str(slack.posted)
    assert "a check_in as it is written (invalid_blocks)" in caplog.text
    assert await told(bot) == [AlertKind.NOT_SHOWN]


async def test_a_fault_in_the_buttons_leaves_the_text(bot: InProcessBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A button nobody can send does not keep the message from coming."""
    message = Message("There is a message for you.", [section("Good."), buttons([Button("Yes", "yes", "x" * 2001)])])
    slack = StrictSlack()
    assert await dispatch(bot, slack, await send_to_ola(bot, monkeypatch, message)) is DeliveryState.SENT
    assert values(slack.posted) == []
    assert await told(bot) == [AlertKind.NOT_SHOWN]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [("invalid_arguments", AlertKind.NOT_SHOWN), ("channel_not_found", AlertKind.UNREACHABLE)],
)
async def test_only_what_is_about_a_person_is_told_of_them(
    bot: InProcessBot, monkeypatch: pytest.MonkeyPatch, refusal: str, kind: AlertKind
) -> None:
    """What Slack takes in no form at all is our fault; a conversation that is not there is about the person."""
    number = await send_to_ola(bot, monkeypatch, scenes(1))
    assert await dispatch(bot, StrictSlack(*[refusal] * 9), number) is DeliveryState.FAILED
    assert await told(bot) == [kind]


async def test_what_cannot_be_written_at_all_is_our_fault_too(
    bot: InProcessBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that fails again and again says nothing of whether its reader can be reached."""
    number = await send_to_ola(bot, monkeypatch, scenes(1))

    async def failing(context: MessageContext) -> Message:
        raise ValueError

    monkeypatch.setitem(rendering.WRITERS, Template.CHECK_IN, failing)
    async with bot.transaction() as transaction:
        (await transaction.session.get_one(Delivery, number)).attempts = 12
    assert await dispatch(bot, StrictSlack(), number) is DeliveryState.FAILED
    assert await told(bot) == [AlertKind.NOT_SHOWN]


def test_what_the_sdk_sees_is_not_sent() -> None:
    """What Slack's own models refuse is a fault of ours before it goes anywhere."""
    with pytest.raises(SlackUnfit):
        blocks_of(Message("", [buttons([Button("Yes", "yes", "x" * 2001)])]))


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "invalid_arguments", "too_many_attachments"])
def test_whose_fault_a_refusal_is(code: str) -> None:
    """Slack's words for what is wrong with a message are a kind of their own."""
    assert code in UNFIT
    assert not {"channel_not_found", "user_disabled", "messages_tab_disabled", "restricted_action"} & UNFIT


async def test_a_window_slack_does_not_take_says_so(one_world: World) -> None:
    """A small window opens in its place, what was tapped is recorded, and the coordination is told."""
    await add_scene(one_world, "42A", ["1"])
    await one_world.at(date(2026, 3, 13), "08:00")
    asked = await one_world.said("U0OLA", "Is what was agreed still right for you?")
    await one_world.post("/faults", method="views.open", error="view_too_large", times=1)
    await one_world.tap("U0OLA", asked, "Call me")
    await one_world.modal("U0OLA", "This could not be shown as it was written")
    await one_world.said("U0OLA", "Recorded. You can change this at any time.")
    await one_world.alert("U0MIA", "A message to Ola Nowak could not be shown as it was written")
