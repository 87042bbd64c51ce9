"""What is written while the bot is away is read when it is back (case 44)."""

from sqlmodel import select

from bot.answers.catching_up import Conversations
from storage.privacy import PrivateNote
from storage.written import Unread
from tests.cases.test_going_wrong import FRIDAY, RECEIPT, ask_ola
from tests.serving import SERVING
from tests.world import World, direct, until, visible

pytestmark = SERVING
CONVERSATION = direct("U0OLA")


async def confirmed(world: World) -> None:
    """Ola has confirmed, and has typed something before that was read."""
    await world.tap("U0OLA", await ask_ola(world), "As agreed")
    await world.said("U0OLA", RECEIPT)
    await world.post("/message", user="U0OLA", channel=CONVERSATION, text="see you")
    await world.said("U0OLA", "What is it about?")
    modal = await world.alert("U0MIA", "see you")
    await world.tap_in_modal("U0MIA", modal, "Read, plan stands")
    await world.modal("U0MIA", "Recorded: the plan stands.")
    await world.post("/view/close", user="U0MIA", all=True)
    await world.said("U0OLA", "Please look once more")


async def unheard(world: World) -> None:
    """Slack tells nothing of messages, not even late."""
    await world.post("/faults", event="message", lose=True)


async def notes(world: World) -> int:
    """How many notes are kept."""
    async with world.look() as transaction:
        return len((await transaction.session.exec(select(PrivateNote))).all())


async def read_by_now(world: World) -> bool | None:
    """Whether every conversation that had to be read has been."""
    async with world.look() as transaction:
        rows = (await transaction.session.exec(select(Unread))).all()
    return (bool(rows) and all(row.ended_at is not None for row in rows)) or None


async def test_case_44_what_was_written_while_the_bot_was_away_is_read(world: World) -> None:
    """Typed, edited, and answered in a thread, none of it heard: all three are read at the start, each once."""
    await confirmed(world)
    earlier = next(one for one in await world.messages("U0OLA") if one.get("text") == "see you")
    asked = next(one for one in await world.messages("U0OLA") if "Is what was agreed" in visible(one))
    await world.bot.stop()
    await unheard(world)
    await world.post("/message", user="U0OLA", channel=CONVERSATION, text="I cannot do this scene")
    await world.post("/message", user="U0OLA", channel=CONVERSATION, threadTs=asked["ts"], text="in this thread")
    await world.post("/edit-message", user="U0OLA", channel=CONVERSATION, ts=earlier["ts"], text="see you not")
    await world.start_bot()
    modal = await world.alert("U0MIA", "I cannot do this scene")
    assert "in this thread" in visible(modal)
    assert "see you not" in visible(modal)
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "day 11")
    assert await notes(world) == 4
    await world.bot.stop()
    await world.start_bot()
    await until(lambda: read_by_now(world), "reading again")
    assert await notes(world) == 4


async def test_case_44_what_is_heard_late_and_read_as_well_counts_once(world: World) -> None:
    """Slack repeats what was not acknowledged: it is read and comes late, and is one message."""
    await confirmed(world)
    await world.bot.stop()
    await world.post("/message", user="U0OLA", channel=CONVERSATION, text="I cannot do this scene")
    await world.start_bot()
    await world.alert("U0MIA", "I cannot do this scene")
    await until(lambda: read_by_now(world), "reading")
    await world.at(FRIDAY, "09:30")
    assert await notes(world) == 2


async def test_who_is_not_yet_read_stands_with_the_coordinator(world: World) -> None:
    """Slack does not give the conversation: the coordinator is told to ask, and until then it is not Ready."""
    await world.tap("U0OLA", await ask_ola(world), "As agreed")
    await world.said("U0OLA", RECEIPT)
    await world.bot.stop()
    await world.post("/faults", method="conversations.history", error="channel_not_found")
    await world.start_bot()
    modal = await world.alert("U0MIA", "What Ola Nowak may have written or tapped could not be read")
    assert "Ola Nowak: with you" in await world.command("U0MIA", "/checkin", "day 11")
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42A: With coordinator")
    await world.tap_in_modal("U0MIA", modal, "Spoken in person")
    await world.modal("U0MIA", "Recorded: the plan stands.")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day 11")


async def test_reading_asks_slack_only_when_something_has_to_be_read(world: World) -> None:
    """With every conversation read, a beat asks nothing of Slack."""
    bot = world.bot
    await bot.slack.close()
    assert await Conversations(bot.database, bot.vault, bot.clock, bot.slack).read_all()
