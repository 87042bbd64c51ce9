"""Another time zone from the command line: shown with all it would move, and changed after a yes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from bot.commands import producing
from bot.domain.times import instant
from storage.shoot_days import Call, ShootDay
from tests.command_line.production import baltic as stored
from tests.command_line.production import stepping
from tests.command_line.shell import Shell

ZONE, NEW_YORK = "Europe/Warsaw", "America/New_York"
DAY = datetime.now(UTC).date() + timedelta(days=14)
CHANGE = ("production", "change", "baltic", "--time-zone", NEW_YORK)


async def plan_day(url: str) -> None:
    """A day in two weeks, call 07:00."""
    async with stepping(url) as transaction:
        row = ShootDay(production_id=(await stored(transaction)).number, date=DAY, label="11")
        transaction.session.add(row)
        await transaction.session.flush()
        transaction.session.add(Call(shoot_day_id=row.number, at=instant(DAY, time(7), ZONE)))


async def push_call(url: str) -> None:
    """The call is at eight."""
    async with stepping(url) as transaction:
        call = (await transaction.session.exec(select(Call))).one()
        call.at = instant(DAY, time(8), ZONE)
        transaction.session.add(call)


async def read(url: str) -> tuple[str, datetime]:
    """The zone and the call."""
    async with stepping(url) as transaction:
        return (await stored(transaction)).time_zone, (await transaction.session.exec(select(Call))).one().at


def test_it_is_shown_and_changed_after_a_yes(baltic: Shell, database_url: str) -> None:
    """Without one, and without a terminal to ask on, nothing of the whole command is done."""
    asyncio.run(plan_day(database_url))
    said = baltic.says(*CHANGE, "--name", "North")
    for line in (
        "North goes from Europe/Warsaw to America/New_York. The hours of the call sheet stay",
        "day 11, MAIN: now ",
        "Nothing moves of: First check-ins;",
        "Nothing was changed: add --yes to do so.",
    ):
        assert line in said
    assert asyncio.run(read(database_url)) == (ZONE, instant(DAY, time(7), ZONE))
    assert "North" not in baltic.says("production", "list")
    said = baltic.says(*CHANGE, "--name", "North", "--yes")
    assert "a call at 07:00 stays at 07:00" in said
    assert "North is in America/New_York now, and its plan has moved along." in said
    assert asyncio.run(read(database_url)) == (NEW_YORK, instant(DAY, time(7), NEW_YORK))


def test_what_has_changed_meanwhile_is_shown_again(
    baltic: Shell, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody thinks about it the call is pushed: the question comes again, about what would move now."""
    asyncio.run(plan_day(database_url))
    asked: list[str] = []

    def agreed(_beforehand: bool, question: str, *_: str) -> bool:
        asked.append(question)
        with ThreadPoolExecutor() as aside:
            aside.submit(asyncio.run, push_call(database_url)).result()
        return True

    monkeypatch.setattr(producing, "agreed", agreed)
    said = baltic.says(*CHANGE)
    assert asked == ["Change it?"] * 2
    assert said.index(", 07:00, then ") < said.index(", 08:00, then ")
    assert asyncio.run(read(database_url)) == (NEW_YORK, instant(DAY, time(8), NEW_YORK))


def test_with_no_day_to_come_it_goes_at_once(baltic: Shell) -> None:
    """One plain sentence, and the zone it is in already is no change."""
    said = baltic.says(*CHANGE)
    assert said == (
        "Baltic is changed.\nBaltic is in America/New_York now. No shooting day is to come, so nothing moves.\n"
    )
    assert "Baltic is in America/New_York.\n" in baltic.says(*CHANGE)
    assert baltic.fails("production", "change", "baltic", "--time-zone", "Warsaw") == [
        "There is no time zone called “Warsaw”. Write one such as Europe/Warsaw."
    ]
