"""Once two people are forgotten, nothing that is left tells which of them said no: not its moments, its order or its
ids, held against when Slack posted what they read.

What tells by its own course, and is no matter of what is kept, is the same in both stories: how soon the coordinator
had seen it, and when everybody was asked again.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from bot.privacy.erasure import erase_production
from bot.privacy.forgetting import forget_person
from bot.proof.verification import look
from bot.record import record_reader
from bot.schedule.wrap import wrap_day
from storage import people, productions, record_entries, shoot_days
from storage.database import synchronous
from tests.cases.house import FRIDAY, JAN, MIA, OLA, House
from tests.engines import Engine, fresh
from tests.privacy.as_from_slack import house_on
from tests.privacy.disk import on_disk
from tests.world import MONDAY, visible

ASKED = "Is what was agreed still right for you?"
SECRET = "kestrel in the rafters"


@dataclass
class Left:
    """What somebody who has the database, its keys and Slack's history can hold against each other."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    record: list[Any] = field(default_factory=list)
    posted: dict[str, list[str]] = field(default_factory=dict)
    disk: bytes = b""


@asynccontextmanager
async def house_of(engine: Engine, folder: Path) -> AsyncIterator[tuple[House, str]]:
    """Baltic on a database of its own, and its URL."""
    with fresh(engine, folder) as url:
        async with house_on(url) as house:
            yield house, url


async def live_through(house: House, says_no: str) -> None:
    """Both are asked and answer within a quarter of an hour, one of them with a no and words; all is closed; wrap."""
    await house.add_scene("42", ["1", "2"])
    await house.at(FRIDAY, "08:00")
    for user, hour, later in ((OLA, "10:02", "10:03"), (JAN, "10:07", "10:08")):
        await house.at(FRIDAY, hour)
        answer = "answer_not_as_agreed" if user == says_no else "answer_as_agreed"
        asked = dict((await house.heard(user, ASKED))[-1].buttons())
        opened = (await house.bot.tap(user, answer, asked[answer])).modal
        await house.at(FRIDAY, later)
        if opened is not None:
            await house.bot.submit(user, opened.callback, opened.about, {"words": SECRET, "direction": "less"})
            await see(house)
        await house.bot.rest()
    await house.at(FRIDAY, "10:20")
    window = (await house.bot.command(MIA, "/checkin", "reopen 42")).modal
    assert window is not None
    await house.bot.submit(MIA, window.callback, window.about)
    await house.at(MONDAY, "08:00")
    await house.at(MONDAY, "20:00")
    async with house.bot.transaction() as transaction:
        production = await productions.get(transaction.session, house.production.number)
        await wrap_day(transaction, production, await shoot_days.get(transaction.session, 1))
    await house.bot.jump(house.bot.clock.moment + timedelta(days=3))


async def see(house: House) -> None:
    """The coordinator reads what was written, and says that they have seen it."""
    newest = [value for one in await house.heard(MIA) for name, value in one.buttons() if name == "alert"][-1]
    opened = await house.bot.tap(MIA, "alert", newest)
    assert opened.modal is not None
    assert SECRET in visible(opened.modal.view())
    await house.bot.submit(MIA, "acknowledge", opened.modal.about)


async def what_is_left(house: House, url: str) -> Left:
    """Every row of every table, the record as far as it can be read, and when Slack posted what performers read."""
    number = house.production.number
    async with house.bot.transaction() as transaction:
        assert (await look(transaction, number)).holds
        reader = await record_reader(transaction, number)
        entries = await record_entries.list_of(transaction.session, number)
    await house.bot.database.shrink(list(SQLModel.metadata.tables))
    left = Left(record=[blurred(reader.facts_of(entry)) for entry in entries], disk=on_disk(url))
    for one in house.bot.heard:
        if one.user in (OLA, JAN):
            left.posted.setdefault(one.user, []).append(f"{one.at} {one.template}")
    engine = create_engine(synchronous(url))
    with engine.connect() as connection:
        tables = [*inspect(connection).get_table_names(), *(["sqlite_sequence"] if "sqlite" in url else [])]
        for name in sorted(tables):
            rows = connection.execute(text(f'SELECT * FROM "{name}"')).mappings().all()
            left.rows[name] = sorted(({**blurred(dict(row))} for row in rows), key=str)
    engine.dispose()
    return left


def blurred(said: Any) -> Any:
    """A value without what is random in it: how long it is stays, and so does whatever can be told of it."""
    if isinstance(said, dict):
        return {name: blurred(value) for name, value in said.items()}
    if isinstance(said, memoryview | bytes):
        return f"{len(bytes(said))} bytes"
    if isinstance(said, str):
        return re.sub(r"[0-9a-f]{16,64}|(?<=set-)\w{6}", lambda found: f"random {len(found[0])}", said)
    return said


async def erased(house: House) -> None:
    """The whole production is erased."""
    async with house.bot.transaction() as transaction:
        await erase_production(transaction, await productions.get(transaction.session, house.production.number))


async def both_forgotten(house: House) -> None:
    """Both performers are forgotten, the production goes on."""
    async with house.bot.transaction() as transaction:
        production = await productions.get(transaction.session, house.production.number)
        for user in (OLA, JAN):
            who = await people.find_by_slack_user(transaction.session, user)
            assert who is not None
            assert await forget_person(transaction, production, who)


async def test_nothing_left_tells_who_said_no(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever of the two said it, the same is left, byte for byte but for what is random; Slack's side is the same."""
    await told_by_nothing(sqlite_engine, tmp_path_factory)


@pytest.mark.prove
async def test_nothing_left_on_postgresql_tells_who_said_no(
    postgresql_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same on the other engine."""
    await told_by_nothing(postgresql_engine, tmp_path_factory)


async def told_by_nothing(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same is left whoever said no: first both are forgotten and the production goes on, then it is erased."""
    found = []
    for says_no in (OLA, JAN):
        async with house_of(engine, tmp_path_factory.mktemp(says_no)) as (house, url):
            await live_through(house, says_no)
            assert [one for one in house.bot.heard if one.user == MIA and one.template == "alert"] != []
            await both_forgotten(house)
            forgotten = await what_is_left(house, url)
            await erased(house)
            found.append((forgotten, await what_is_left(house, url)))
    for one, other in zip(*found, strict=True):
        assert one.posted == other.posted
        assert len(one.posted[OLA]) == len(one.posted[JAN]) > 1
        assert one.record == other.record
        for name, rows in one.rows.items():
            assert [sorted(row.items()) for row in rows] == [sorted(row.items()) for row in other.rows[name]], name
        for told in (b"not_as_agreed", b"as_agreed", b"U0OLA:", b"U0JAN:", b"2026-03-13 09:0"):
            assert told not in one.disk + other.disk
