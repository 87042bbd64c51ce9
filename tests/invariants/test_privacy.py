"""What an AD can learn, what Slack keeps, what a locked phone shows."""

import asyncio
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from storage.answers import Answer
from storage.privacy import PrivateNote
from tests.engines import Engine, fresh
from tests.serving import SERVING
from tests.world import MONDAY, NEUTRAL, World, add_scene, direct, set_up, until, visible, world_on

pytestmark = SERVING

FRIDAY = date(2026, 3, 13)
ASKED = "Is what was agreed still right for you?"
SECRET = "kestrel-in-the-rafters"
IN_MODALS = ("views.open", "views.push", "views.update")


async def ask(world: World) -> dict[str, dict[str, Any]]:
    """A scene with Ola and Jan, both asked; their messages."""
    await add_scene(world, "42pt1", ["1", "2"])
    await world.at(FRIDAY, "08:00")
    return {user: await world.said(user, ASKED) for user in ("U0OLA", "U0JAN")}


async def heard_by_the_ad(database_url: str, user: str, button: str, words: str) -> list[str]:
    """What the AD reads, to the letter, when one performer gives one answer with some words."""
    async with world_on(database_url) as world:
        await set_up(world)
        messages = await ask(world)
        await world.tap(user, messages[user], button)
        await world.said(user, "Recorded.")
        if words:
            await world.post("/message", user=user, channel=direct(user), text=words)
            await world.said(user, "Slack keeps")
        await world.at(FRIDAY, "08:16")
        await world.said("U0ADA", "With coordinator – plan may change")
        await world.at(MONDAY, "05:31")
        await world.said("U0ADA", "With coordinator – plan may change", times=2)
        return [visible([block["text"] for block in message["blocks"] if "text" in block])
                for message in await world.messages("U0ADA")]  # fmt: skip


async def test_about_consent_the_ad_learns_nothing_but_the_scenes_word(sqlite_engine: Engine, tmp_path: Path) -> None:
    """Histories that differ in who, what and why, but give the same words, read byte for byte the same to the AD."""
    heard = []
    for number, (user, button, words) in enumerate(
        [("U0OLA", "Not as agreed", ""), ("U0JAN", "Call me", ""), ("U0JAN", "Not as agreed", "less please")]
    ):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        with fresh(sqlite_engine, folder) as url:
            heard.append(await heard_by_the_ad(url, user, button, words))
    assert heard[0] == heard[1] == heard[2]


async def test_private_matters_are_not_in_slacks_history(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Words written in a modal are in no message, no call outside a modal, no log line, and unreadable on disk."""
    with caplog.at_level(logging.DEBUG):
        async with world_on(database_url) as world:
            await set_up(world)
            messages = await ask(world)
            await world.tap("U0OLA", messages["U0OLA"], "Not as agreed")
            await world.modal("U0OLA", "Recorded")
            await world.submit("U0OLA", words=SECRET)
            await world.alert("U0MIA", SECRET)
            await world.submit("U0MIA")
            await world.said("U0OLA", "You can change this at any time.")
            state = await world.get("/state")
            calls = [entry for entry in (await world.get("/log"))["log"] if entry["kind"] == "api_call"]
    outside = [entry for entry in calls if entry.get("method") not in IN_MODALS]
    assert len(outside) > 10
    assert SECRET not in repr(outside)
    assert SECRET not in repr(state["notifications"])
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot.", "handlers", "storage"))]
    assert SECRET not in repr(ours)
    stored_files = await asyncio.to_thread(lambda: list(tmp_path.rglob("*.db*")))
    assert stored_files or not database_url.startswith("sqlite")
    for stored in stored_files:
        assert SECRET.encode() not in stored.read_bytes()


async def test_a_locked_phone_gives_nothing_away(database_url: str) -> None:
    """Whatever happens, every notification to everybody is the same neutral sentence."""
    async with world_on(database_url) as world:
        await set_up(world)
        messages = await ask(world)
        await world.tap("U0OLA", messages["U0OLA"], "Not as agreed")
        await world.said("U0MIA", "Something needs you now.")
        await world.post("/message", user="U0JAN", channel=direct("U0JAN"), text="hello")
        await world.said("U0JAN", "Slack keeps")
        await world.at(MONDAY, "07:01")
        await world.said("U0ADA", "With coordinator – plan may change")
        notifications = (await world.get("/state"))["notifications"]
    assert len(notifications) > 8
    assert {note["text"] for note in notifications} == {NEUTRAL}


async def test_words_are_deleted_when_their_time_is_over(database_url: str) -> None:
    """A performer's own words go thirty days after the day is closed; the answer and its time stay."""
    async with world_on(database_url) as world:
        await set_up(world)
        messages = await ask(world)
        await world.tap("U0OLA", messages["U0OLA"], "Not as agreed")
        await world.modal("U0OLA", "Recorded")
        await world.submit("U0OLA", words=SECRET)
        await world.alert("U0MIA", SECRET)
        await world.at(date(2026, 4, 16), "12:00")
        assert await stored(world) == (1, 1)
        await world.at(date(2026, 4, 20), "12:00")

        async def gone() -> bool:
            return await stored(world) == (0, 1)

        await until(gone, "the words being deleted")


async def stored(world: World) -> tuple[int, int]:
    """How many words and how many answers the database holds."""
    async with world.look() as transaction:
        words = (await transaction.session.exec(select(PrivateNote))).all()
        answers = (await transaction.session.exec(select(Answer))).all()
    return len(words), len(answers)
