"""Case 27: Slack down, token revoked, double taps, repeated events, restarts. Nothing lost, nothing doubled."""

from datetime import date, time, timedelta
from typing import Any

from bot.domain.times import instant
from storage import outages, people
from storage.database import Database
from tests.world import MONDAY, ZONE, World, add_scene, direct, find_button, visible, words_of

FRIDAY = date(2026, 3, 13)
SUNDAY = date(2026, 3, 15)
ASKED = "Is what was agreed still right for you?"
RECEIPT = "Recorded. You can change this at any time."


async def ask_ola(world: World) -> dict[str, Any]:
    """A scene with Ola alone, and her check-in."""
    await add_scene(world, "42A", ["1"])
    await world.at(FRIDAY, "08:00")
    return await world.said("U0OLA", ASKED)


async def seem_away_for(world: World, gap: timedelta) -> None:
    """Set the last sign of life of a stopped bot back."""
    database = Database(world.database_url)
    async with database.write() as session:
        last = await outages.find_heartbeat(session)
        assert last is not None
        last.real_at -= gap
        session.add(last)
    await database.close()


async def count(world: World, user: str, text: str) -> int:
    """How many messages with a text a person has had."""
    return sum(text in visible(message) for message in await world.messages(user))


async def test_case_27_a_double_tap_counts_once(world: World) -> None:
    """Two taps in a row on the same answer are one answer and one alert; each tap has its receipt, as any two have."""
    message = await ask_ola(world)
    await world.tap("U0OLA", message, "Call me")
    await world.tap("U0OLA", message, "Call me")
    await world.said("U0OLA", RECEIPT, times=2)
    await world.said("U0MIA", "Something needs you now.")
    await world.tap("U0OLA", message, "As agreed")
    await world.said("U0OLA", RECEIPT, times=3)
    assert await count(world, "U0OLA", RECEIPT) == 3
    assert await count(world, "U0MIA", "Something needs you now.") == 1


async def test_case_27_a_repeated_event_counts_once(world: World) -> None:
    """Slack delivers typed words twice: they are taken once, with one receipt and one alert."""
    await ask_ola(world)
    await world.post("/faults", event="message", duplicate=True, times=1)
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="can we talk first")
    await world.said("U0OLA", "Your coordinator will read what you wrote")
    await world.alert("U0MIA", "can we talk first")
    assert await count(world, "U0OLA", "Your coordinator will read") == 1
    assert await count(world, "U0MIA", "Something needs you now.") == 1


async def test_case_27_an_answer_of_slack_that_was_lost_posts_nothing_twice(world: World) -> None:
    """Slack takes the check-in but its reply is lost: the message is found again, not repeated."""
    await add_scene(world, "42A", ["1"])
    await world.post("/faults", method="chat.postMessage", user="U0OLA", lostAfterWork=True, times=2)
    await world.at(FRIDAY, "08:00")
    await world.said("U0OLA", ASKED)
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Waiting on check-ins")
    assert await count(world, "U0OLA", ASKED) == 1
    assert await count(world, "U0OLA", "How this works") == 1


async def test_case_27_slack_down_and_the_token_refused(world: World) -> None:
    """While Slack is down, busy or does not accept the bot, messages wait; then each goes out once."""
    await add_scene(world, "42A", ["1"])
    for fault in (
        {"http": 503},
        {"http": 404},
        {"error": "invalid_auth"},
        {"retryAfter": 1},
        {"error": "internal_error"},
    ):
        await world.post("/faults", method="chat.postMessage", times=1, **fault)
    await world.at(FRIDAY, "08:00")
    await world.said("U0OLA", ASKED)
    assert await count(world, "U0OLA", ASKED) == 1


async def test_case_27_a_conversation_slack_no_longer_knows_is_opened_anew(world: World) -> None:
    """After a move to another workspace the stored conversation is unknown: the message still arrives."""
    await ask_ola(world)
    async with world.transaction() as transaction:
        ola = await people.find_by_slack_user(transaction.session, "U0OLA")
        assert ola is not None
        ola.slack_channel = "D0NOWHERE"
    await world.at(SUNDAY, "19:01")
    await world.said("U0OLA", "We have no answer from you yet")


async def test_case_27_several_overdue_rounds_become_one(world: World) -> None:
    """Away from before the first round until after the evening's: one message, not two."""
    await add_scene(world, "42A", ["1"])
    await world.bot.stop()
    await world.move_clock(instant(SUNDAY, time(20), ZONE))
    await world.start_bot()
    await world.said("U0OLA", "Is what was agreed still right for you?")
    await world.said("U0ADA", "Waiting on check-ins")
    assert await count(world, "U0OLA", "What was agreed") == 1


async def test_case_27_a_round_that_is_no_longer_useful_is_not_sent(world: World) -> None:
    """Away until after the call: nothing is asked any more, the coordinator speaks in person."""
    await add_scene(world, "42A", ["1"])
    await world.bot.stop()
    await world.move_clock(instant(MONDAY, time(8), ZONE))
    await world.start_bot()
    await world.alert("U0MIA", "please speak in person")
    await world.said("U0ADA", "With coordinator – plan may change")
    assert await world.messages("U0OLA") == []


async def test_case_27_after_an_outage_open_check_ins_are_asked_again(world: World) -> None:
    """A confirmation may hide a lost tap: the performer is asked again, the coordinator told, the AD not at Ready."""
    message = await ask_ola(world)
    await world.tap("U0OLA", message, "As agreed")
    await world.said("U0OLA", RECEIPT)
    await world.at(FRIDAY, "08:16")
    await world.said("U0ADA", "Scene 42A: Ready")
    await world.bot.stop()
    answer = await world.post(
        "/interact",
        channel=direct("U0OLA"),
        messageTs=message["ts"],
        user="U0OLA",
        action=find_button(message, "Not as agreed"),
    )
    assert not answer["acknowledged"]
    await seem_away_for(world, timedelta(minutes=12))
    await world.start_bot()
    again = await world.said("U0OLA", "Messages could not reach us from")
    await world.alert("U0MIA", "The bot was offline")
    await world.said("U0ADA", "Scene 42A: With coordinator")
    await world.tap("U0OLA", again, "As agreed", "42A")
    await world.at(FRIDAY, "08:46")
    await world.said("U0ADA", "Scene 42A: Ready", times=2)
    assert await words_of(world, "U0ADA") == ["waiting", "ready", "with_coordinator", "ready"]
