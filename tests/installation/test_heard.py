"""Which events and commands ever came: the kind and the day, and nothing else, once a day."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.installation.heard import expected, heard_lines
from handlers.requests import Kind
from handlers.routes import COMMANDS, EVENTS
from storage.heard import Heard
from tests.installation.door import OURS, Door, bodies


def body_of(name: str) -> Mapping[str, Any]:
    """A payload of one kind of the manifest."""
    if name.startswith("/"):
        return {**bodies()[Kind.COMMAND], "command": name}
    sent = bodies()[Kind.EVENT]
    event = {**sent["event"], "type": name.partition(".")[0]}
    changed = {"user": {"id": "U0NIX"}} if name == "user_change" else {"subtype": "file_share"}
    return {**sent, "event": {**event, **changed}}


def test_what_is_expected_is_what_is_handled() -> None:
    """An event or a command that comes later is waited for as well."""
    assert {name.replace(".im", "") for name in expected()} == {*EVENTS, *COMMANDS}


@pytest.mark.parametrize("name", expected())
async def test_each_kind_is_noted_by_its_day(door: Door, name: str) -> None:
    """Not seen, then seen on this day, then on the next; a message in whichever wrapping is one."""
    bot = door.bot
    assert f"{name}: not yet seen" in await heard_lines(bot.database)
    for _ in range(2):
        await door.send({**body_of(name), **OURS})
        [row] = (await bot.session.exec(select(Heard))).all()
        assert row.model_dump() == {"name": name, "seen_on": bot.clock.now().date()}
        assert f"{name}: seen on {bot.clock.now():%Y-%m-%d}" in await heard_lines(bot.database)
        bot.clock.moment += timedelta(days=1)
        bot.session.expunge_all()


async def test_what_nobody_expects_leaves_nothing(door: Door) -> None:
    """A flood of other names fills no table."""
    for number in range(20):
        sent = bodies()[Kind.EVENT]
        await door.send({**sent, "event": {**sent["event"], "type": f"kind_{number}"}})
        await door.send({**bodies()[Kind.COMMAND], "command": f"/other{number}"})
        await door.send(bodies()[Kind.BUTTON])
    assert (await door.bot.session.exec(select(Heard))).all() == []


async def test_a_second_one_of_a_day_writes_nothing_more(door: Door) -> None:
    """Two hundred commands are one row, written once."""
    written: list[str] = []
    connection = await door.bot.session.connection()
    event.listen(
        connection.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: written.append(statement),
    )
    for _ in range(5):
        await door.send(bodies()[Kind.COMMAND])
    assert len([one for one in written if "heard" in one]) == 2


@pytest.mark.parametrize("user", ["U0MIA", "U0NIX"])
async def test_what_was_not_written_is_noted_by_the_next_one(
    door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, user: str
) -> None:
    """The disk is full as the first of a day is committed; also of a stranger, whose event nothing is kept of."""
    whole = door.bot.database.write

    @asynccontextmanager
    async def full() -> AsyncIterator[AsyncSession]:
        async with whole() as session:
            yield session
            raise OperationalError("INSERT", None, Exception("disk is full"))

    monkeypatch.setattr(door.bot.database, "write", full)
    await door.send(bodies(user)[Kind.EVENT])
    assert (await door.bot.session.exec(select(Heard))).all() == []
    assert "OperationalError" in caplog.text
    monkeypatch.setattr(door.bot.database, "write", whole)
    await door.send(bodies(user)[Kind.EVENT])
    assert [row.name for row in (await door.bot.session.exec(select(Heard))).all()] == ["message.im"]


async def test_what_was_noted_grows_with_the_kinds_and_not_with_the_days(door: Door) -> None:
    """A bot that runs for years remembers the last day of each kind."""
    for _ in range(3):
        await door.send(bodies()[Kind.EVENT])
        door.bot.clock.moment += timedelta(days=1)
    assert len(door.inbox._noted) == 1
