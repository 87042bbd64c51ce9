"""A disk that is full, a file that can only be read: what is tapped meanwhile is refused where people see it."""

import asyncio
import itertools
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.standing import AnswerKind
from bot.proof.verification import look
from sandbox.workspace import Workspace
from storage.answers import Answer
from tests.crashes.chapters import on_a_loop
from tests.crashes.direct import DirectWorld
from tests.crashes.virtual_time import steady, virtual_now
from tests.engines import Engine, fresh
from tests.serving import SERVING
from tests.story.script import ASKED, FRIDAY, RECEIPT, SCENE
from tests.story.transcript import read
from tests.story.user_driver import UserDriver
from tests.world import BEGINNING, add_scene, direct, find_button, set_up

pytestmark = SERVING
# What the disk is made to do, and how it is mended. SQLite counts pages; a file of a few more is as good as none.
BUTTONS = {AnswerKind.AS_AGREED: "As agreed", AnswerKind.CALL_ME: "Call me"}
MOST_TAPS = 60
SEEN_AFTER = 1.0
TROUBLE = {
    "full": ("PRAGMA max_page_count=1", "PRAGMA max_page_count=1073741823"),
    "read only": ("PRAGMA query_only=ON", "PRAGMA query_only=OFF"),
}


async def have(world: DirectWorld, pragma: str) -> None:
    """Change what the bot's only writing connection may do."""
    database = world.bot.database
    async with database._turn, database._writer.connect() as connection:
        # Outside any transaction: none can begin where nothing can be written.
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await (await driver.execute(pragma)).fetchall()


async def asked(workspace: Workspace, url: str) -> DirectWorld:
    """Ola has been asked about a scene; everything is said."""
    workspace.clock._real, workspace.tickets.real_seconds = virtual_now, steady
    workspace.clock.move_to(BEGINNING)
    world = DirectWorld(workspace, url, None)
    world.direct.deliveries.listen()
    world.begin_life(None, [])
    await world.start()
    await set_up(world)
    await add_scene(world, SCENE, ["1", "2"])
    await world.at(FRIDAY, "08:15")
    await UserDriver(world).quiet()
    return world


async def taps(world: DirectWorld, button: str) -> bool:
    """Ola taps once; whether she sees neither Slack's error nor ours."""
    driver = UserDriver(world)
    message = await driver.said("U0OLA", ASKED)
    action = find_button(message, button)
    told = await world.post("/interact", channel=direct("U0OLA"), messageTs=message["ts"], user="U0OLA", action=action)
    await asyncio.sleep(SEEN_AFTER)
    window = driver.top("U0OLA")
    await driver.close("U0OLA")
    return bool(told["acknowledged"]) and "went wrong" not in read(window["blocks"] if window else [])


async def tap_until_refused(world: DirectWorld) -> list[AnswerKind]:
    """Ola changes her mind again and again, until Slack shows an error: what was taken. There is some room left."""
    taken: list[AnswerKind] = []
    for kind in itertools.islice(itertools.cycle(BUTTONS), MOST_TAPS):
        if not await taps(world, BUTTONS[kind]):
            return taken
        taken.append(kind)
    raise AssertionError("nothing was refused")


async def answers(world: DirectWorld) -> list[AnswerKind]:
    """What is kept, oldest first."""
    async with world.look() as transaction:
        assert (await look(transaction, world.production.number)).holds
        rows = (await transaction.session.exec(select(Answer).order_by(col(Answer.id)))).all()
        return [row.kind for row in rows]


@pytest.mark.parametrize("trouble", TROUBLE)
def test_refused_where_it_is_seen_and_whole_afterwards(
    sqlite_engine: Engine, tmp_path: Path, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack shows an error, or we say that it went wrong; a line in the log; all that was taken is kept."""
    breaks, mends = TROUBLE[trouble]

    async def live() -> None:
        world = await asked(Workspace.sample(), url)
        try:
            await have(world, breaks)
            taken = await tap_until_refused(world)
            await have(world, mends)
            assert (await answers(world))[: len(taken)] == taken
            await UserDriver(world).quiet()
            assert await taps(world, "As agreed")
            await UserDriver(world).said("U0OLA", RECEIPT, times=len(taken) + 1)
            kept = await answers(world)
            assert kept[: len(taken)] == taken
            assert kept[-1] is AnswerKind.AS_AGREED
        finally:
            await world.end_life()
            await world.direct.deliveries.stop()

    with fresh(sqlite_engine, tmp_path) as url:
        on_a_loop(live)
    said = ("A request of kind button was not taken", "A request of kind button failed")
    assert any(line in caplog.text for line in said)
    assert "Traceback" not in caplog.text
