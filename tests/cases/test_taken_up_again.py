"""What failed for a reason that passes: whoever was not told is told once it can be, and what failed goes on."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from bot.alerts import acknowledge
from bot.background.timekeeper import Occasion
from bot.domain.alert_kinds import AlertKind
from bot.domain.unreadable import Unreadable
from bot.failures import Place, keep_failure, note_failure, put_aside
from bot.stages import Stages
from storage import failed_rows, people
from storage.alerts import Alert
from storage.due import Due
from storage.failed_rows import FailedRow, name_of
from storage.productions import Production
from tests.cases.house import JAN, MIA, House, baltic
from tests.engines import Engine, fresh
from tests.world import BALTIC, ZONE

FRIDAY = date(2026, 3, 13)
TAKEN_UP = ("failures nobody was told of", "what has failed before")


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Baltic, with nothing planned yet."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with baltic(url) as found:
            yield found


async def nothing() -> None:
    """A stage that needs Slack."""


async def no() -> bool:
    """A question only Slack could answer."""
    return False


async def an_hour_passes(house: House) -> None:
    """The bot's hourly looks at what has failed, at this moment."""
    stages = Stages(house.bot.database, house.bot.vault, house.bot.clock, timedelta(minutes=1))
    listed = stages.listed(nothing, no, no, nothing, nothing)
    hourly = [stage for stage in listed if stage.name in TAKEN_UP]
    assert [stage.occasion for stage in hourly] == [Occasion.FORGETTING] * len(TAKEN_UP)
    for stage in hourly:
        await stage.run()


async def time_zone_is(house: House, zone: str) -> None:
    """Somebody writes a time zone into Baltic's row."""
    await house.bot.session.exec(update(Production).values(time_zone=zone))
    house.bot.session.expunge_all()


async def failed(house: House) -> list[FailedRow]:
    """The rows that have failed."""
    return await failed_rows.list_all(house.bot.session)


async def of_unreadable(house: House) -> list[Alert]:
    """The alerts that something cannot be read."""
    rows = await house.bot.session.exec(select(Alert).where(Alert.kind == AlertKind.UNREADABLE))
    return list(rows.all())


async def a_no_whose_alert_failed(house: House) -> None:
    """Jan has said no; since ten minutes later Baltic's time zone is of no place on earth, and its rows have failed."""
    await house.add_scene("42", ["2"])
    await house.at(FRIDAY, "08:00")
    buttons = (await house.heard(JAN, "Is what was agreed still right for you?"))[-1].buttons()
    await house.bot.tap(JAN, "answer_not_as_agreed", dict(buttons)["answer_not_as_agreed"])
    assert await house.alert(MIA, "Jan")
    await time_zone_is(house, "Mars/Olympus")
    while not {name_of(Alert), name_of(Due)} <= {row.stored_in for row in await failed(house)}:
        await house.bot.jump(house.bot.clock.now() + timedelta(minutes=10))
    assert await of_unreadable(house) == []


async def test_a_production_that_could_not_be_told_is_told_once_it_can_be(house: House) -> None:
    """While it cannot be, nothing breaks; then once, and not again after its coordinator has looked."""
    await a_no_whose_alert_failed(house)
    await an_hour_passes(house)
    assert await of_unreadable(house) == []
    await time_zone_is(house, ZONE)
    heard = len(await house.heard(MIA))
    await an_hour_passes(house)
    (alert,) = await of_unreadable(house)
    assert alert.told_at == house.bot.clock.now()
    told = [dict(one.buttons()).get("alert") for one in (await house.heard(MIA))[heard:]]
    assert f"{alert.number}" in told


async def test_what_had_failed_goes_on_once_it_can(house: House) -> None:
    """The no is told again by itself, what was due is done, and nothing is failed any more."""
    await a_no_whose_alert_failed(house)
    await an_hour_passes(house)
    stuck = await failed(house)
    assert stuck
    await time_zone_is(house, ZONE)
    (change,) = (await house.bot.session.exec(select(Alert).where(Alert.kind == AlertKind.CHANGE))).all()
    told = change.step
    await an_hour_passes(house)
    assert await failed(house) == []
    (change,) = (await house.bot.session.exec(select(Alert).where(Alert.kind == AlertKind.CHANGE))).all()
    assert change.step == told + 1
    moments = [row.row_number for row in stuck if row.stored_in == name_of(Due)]
    undone = await house.bot.session.exec(
        select(Due).where(col(Due.id).in_(moments), col(Due.done_at).is_(None), Due.due_at <= house.bot.clock.now())
    )
    assert undone.all() == []


async def test_what_fails_again_stays_as_it_is_and_says_nothing(house: House) -> None:
    """Hour after hour: the same failures, no telling, no entry of the record, and what was put aside is left alone."""
    await a_no_whose_alert_failed(house)
    before = [(row.number, row.failed_at) for row in await failed(house)]
    for _ in range(2):
        await an_hour_passes(house)
    assert [(row.number, row.failed_at) for row in await failed(house)] == before
    await time_zone_is(house, ZONE)
    async with house.bot.transaction() as transaction:
        for row in await failed_rows.list_all(transaction.session):
            await put_aside(transaction, row)
    await an_hour_passes(house)
    assert [row.number for row in await failed(house)] == [number for number, _ in before]
    assert await of_unreadable(house) == []


async def test_who_was_told_is_told_again_only_of_what_failed_since(house: House) -> None:
    """A row that nobody tries by itself waits: its alert, open or seen, is one, until something else fails untold."""
    async with house.bot.transaction() as transaction:
        await note_failure(transaction, Place("strip", 1, production_id=1), Unreadable())
    await an_hour_passes(house)
    (alert,) = await of_unreadable(house)
    async with house.bot.transaction() as transaction:
        mia = await people.find_by_slack_user(transaction.session, MIA)
        assert mia is not None
        await acknowledge(transaction, await transaction.session.get_one(Alert, alert.number), mia)
    house.bot.clock.moment += timedelta(hours=1)
    await an_hour_passes(house)
    (alert,) = await of_unreadable(house)
    assert alert.ended_at is not None
    async with house.bot.transaction() as transaction:
        later = Place("inboxrow", 1)
        assert await keep_failure(transaction, later, Unreadable()) is not None
    await an_hour_passes(house)
    (alert,) = await of_unreadable(house)
    assert alert.ended_at is None
