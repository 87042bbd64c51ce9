"""A window that cannot open says so where somebody tapped; a command that takes long is answered when it is done."""

import asyncio
from datetime import date
from typing import Any

import pytest

from bot.alerts import raise_alert
from handlers.listener import TOO_LATE
from handlers.replies import Reply
from handlers.requests import Request
from storage.alerts import AlertKind
from tests.commands.acting import home
from tests.serving import SERVING
from tests.world import World, add_scene, until, visible

pytestmark = SERVING
THURSDAY = date(2026, 3, 12)
TAP_AGAIN = "It could not be opened in time. Please tap again."
WRITE_AGAIN = "It could not be opened in time. Please write it again."
ONE_MOMENT = "One moment, please: the answer comes here."
NO_DAYS = "No shooting day is coming up."
NO_USE = "tapping again will not help"


async def whispered(world: World, user: str, text: str, times: int = 1) -> int:
    """How often somebody was told something that only they see, once it is so often; the conversation keeps nothing."""
    found = [message for message in await world.messages(user) if text in visible(message)]
    assert all(message.get("is_ephemeral") for message in found)
    return len(found) if len(found) >= times else 0


async def kept(world: World, user: str, text: str) -> int:
    """How often the conversation itself holds something."""
    messages = await world.messages(user)
    return len([one for one in messages if not one.get("is_ephemeral") and text in visible(one)])


async def tap_at_home(world: World, user: str) -> None:
    """A tap on Home that opens a window."""
    await world.post("/open-home", user=user)
    view = await home(world, user, "Language")
    await world.tap_in_modal(user, view, find_text(view, "Language"))


def find_text(view: dict[str, Any], beginning: str) -> str:
    """The whole text of a button."""
    elements = [element for block in view["blocks"] for element in block.get("elements", [])]
    return next(
        str(one["text"]["text"])
        for one in elements
        if one["type"] == "button" and one["text"]["text"].startswith(beginning)
    )


async def test_coordinators_and_performers_are_told_to_tap_again(one_world: World) -> None:
    """In a message, on Home and by command: whatever did not open is said there; at the next tap it opens."""
    world = one_world
    await add_scene(world, "42A", [], riders=False)
    await world.at(THURSDAY, "12:00")
    async with world.transaction() as transaction:
        await raise_alert(transaction, world.production.number, AlertKind.PROPOSED, "1")
    told = await world.said("U0MIA", "1 thing: the schedule")
    await world.post("/faults", method="views.open", error="expired_trigger_id", times=3)
    await world.tap("U0MIA", told, "Open")
    await until(lambda: whispered(world, "U0MIA", TAP_AGAIN), "being told")
    await tap_at_home(world, "U0OLA")
    await until(lambda: whispered(world, "U0OLA", TAP_AGAIN), "being told")
    assert not await world.command("U0MIA", "/scene", "about 42A")
    await until(lambda: whispered(world, "U0MIA", WRITE_AGAIN), "being told")
    await world.post("/faults", method="views.open", error="view_too_large", times=2)
    await tap_at_home(world, "U0OLA")
    await until(lambda: whispered(world, "U0OLA", NO_USE), "being told")
    await world.tap("U0MIA", told, "Open")
    await world.modal("U0MIA", "The schedule has scenes")
    assert await whispered(world, "U0MIA", TAP_AGAIN) == 1
    await world.post("/faults", method="views.open", error="expired_trigger_id", times=1)
    for method in ("chat.postEphemeral", "chat.postMessage"):
        await world.post("/faults", method=method, retryAfter=1, times=1)
    await tap_at_home(world, "U0OLA")
    await until(lambda: kept(world, "U0OLA", TAP_AGAIN), "being told, once Slack takes it")


async def test_whoever_no_production_knows_is_told_that_nobody_reads_what_they_write(one_world: World) -> None:
    """A no from an account that nobody has named would be lost without a word otherwise; a flood is answered once."""
    for text in ("not the shower", "please no", "hello?"):
        await one_world.post("/message", user="U0KIM", channel="app", text=text)
    await until(lambda: whispered(one_world, "U0KIM", "nobody reads what you write"), "being told")
    await one_world.bot.listener.finish()
    assert await whispered(one_world, "U0KIM", "nobody reads what you write") == 1


@pytest.mark.parametrize("code", ["expired_trigger_id", "hash_conflict", "not_found"])
def test_what_comes_too_late_is_worth_another_tap(code: str) -> None:
    """Another tap has a new trigger and finds the window as it is then."""
    assert code in TOO_LATE


async def test_a_command_that_takes_long_is_answered_when_it_is_done(one_world: World) -> None:
    """The disk is slow, before the command is stored and after: Slack hears in time, the answer comes by itself."""
    world = one_world
    world.bot.inbox.answer_seconds = 0.05
    async with world.transaction():
        assert await world.command("U0ADA", "/shootday", "list") == ONE_MOMENT
        assert not await whispered(world, "U0ADA", NO_DAYS)
    await until(lambda: whispered(world, "U0ADA", NO_DAYS), "the answer")
    working = world.bot.inbox.work

    async def slowly(request: Request) -> Reply:
        async with world.transaction():
            await until(lambda: whispered(world, "U0ADA", ONE_MOMENT, times=2), "being told to wait")
        return await working(request)

    world.bot.inbox.work = slowly  # type: ignore[method-assign]
    assert await world.command("U0ADA", "/shootday", "list") == ONE_MOMENT
    await until(lambda: whispered(world, "U0ADA", NO_DAYS, times=2), "the answer")


async def test_a_command_that_could_not_be_stored_says_so(one_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for an answer that does not come: what was not kept has to be written again."""
    world = one_world
    world.bot.inbox.answer_seconds = 0.0
    asked = asyncio.Event()

    async def fails(*_: object) -> bool:
        await asked.wait()
        raise OSError

    monkeypatch.setattr(world.bot.inbox, "_received", fails)
    assert await world.command("U0ADA", "/shootday", "list") == ONE_MOMENT
    asked.set()
    await until(lambda: whispered(world, "U0ADA", "nothing has been changed"), "being told")
