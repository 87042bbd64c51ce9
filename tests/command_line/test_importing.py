"""A schedule in the tables: exactly what the preview said, whole or not at all, and told to the coordinator."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from bot.domain.times import call_hour, instant
from bot.parsing.board import Board, Day, Strip
from bot.parsing.changes import KnownScene
from bot.parsing.one_liner import read_one_liner
from bot.parsing.questions import said
from bot.parsing.schedule_file import read_schedule
from bot.schedule.importing import BoardMoved, import_board, preview
from bot.schedule.stored import compare, known_days, known_scenes, stored_schedule
from bot.transaction import Transaction
from messages.language import language
from storage import scenes, shoot_days, strips
from storage.alerts import Alert, AlertKind
from storage.scenes import Intimacy
from storage.schedule import ScheduleImport
from tests.command_line.production import MARCH, baltic, found_baltic, stepping, take_in
from tests.schedule.applying import applied, applied_days
from tests.schedule.files import BLUE, ONE_LINER, rows_of, sample, table

FIRST = read_one_liner(ONE_LINER)
SECOND = read_one_liner(BLUE)
MONDAY = date(2026, 3, 16)
BOARD_WITH_DAYS = "Second Pass"


@pytest.fixture(autouse=True)
async def production(database_url: str) -> None:
    """Baltic, with nothing on its board."""
    async with stepping(database_url) as transaction:
        await found_baltic(transaction)


def by_key(scenes: Sequence[KnownScene]) -> dict[tuple[str, str], KnownScene]:
    return {scene.scene.key: scene for scene in scenes}


def by_place(days: Sequence[Day]) -> dict[tuple[date, str], Day]:
    return {(day.date, day.unit): replace(day, banners=()) for day in days}


async def stored_is_what_was_said(transaction: Transaction, board: Board) -> None:
    """Import a board, and hold the tables against the pure rule."""
    production = await baltic(transaction)
    before = await stored_schedule(transaction, production)
    scenes_before, days_before = known_scenes(before), known_days(before)
    found = compare(before, board)
    await import_board(transaction, production, board, found)
    after = await stored_schedule(transaction, production)
    assert by_key(known_scenes(after)) == by_key(applied(scenes_before, found))
    assert by_place(known_days(after)) == by_place(applied_days(days_before, found))


@pytest.mark.parametrize("boards", [[FIRST], [FIRST, SECOND], [FIRST, SECOND, FIRST]])
async def test_the_tables_hold_exactly_what_the_difference_says(database_url: str, boards: list[Board]) -> None:
    """A first import, a changed one, and the way back."""
    for board in boards:
        async with stepping(database_url) as transaction:
            await stored_is_what_was_said(transaction, board)


async def test_a_second_import_of_the_same_file_changes_nothing(database_url: str) -> None:
    """The board keeps its version, and nobody is told anything again."""
    async with stepping(database_url) as transaction:
        await take_in(transaction, FIRST)
    async with stepping(database_url) as transaction:
        assert (await take_in(transaction, FIRST)).is_empty
        assert (await baltic(transaction)).board_version == 2
        assert len((await transaction.session.exec(select(Alert))).all()) == 1


async def test_the_one_liner_is_stored_row_for_row(database_url: str) -> None:
    """Scenes, days and strips of the public example, with both scenes of a shared strip."""
    async with stepping(database_url) as transaction:
        await take_in(transaction, FIRST)
        production = await baltic(transaction)
        monday = await shoot_days.find_on(transaction.session, production.number, MONDAY)
        assert monday is not None
        rows = [
            (strip.position, scene.number, strip.cast_ids)
            for strip, scene in await strips.list_on(transaction.session, 1)
        ]
        assert [row[1] for row in rows] == ["38", "39", "40", "42pt1", "42A", "55"]
        assert rows[1][2] == ["1", "2", "7"]
        cut = [scene.number for scene in await scenes.list_all(transaction.session, production.number) if scene.cut_at]
        assert cut == ["44"]


async def test_text_proposes_and_never_overrules_the_coordinator(database_url: str) -> None:
    """What she has confirmed or called not intimate stays so, whatever the text says."""
    async with stepping(database_url) as transaction:
        await take_in(transaction, FIRST)
        production = await baltic(transaction)
        found = {scene.number: scene for scene in await scenes.list_all(transaction.session, production.number)}
        proposed = {number for number, scene in found.items() if scene.intimacy is Intimacy.PROPOSED}
        assert proposed == {"42pt1", "42A", "42pt2"}
        found["42pt1"].intimacy, found["42A"].intimacy = Intimacy.CONFIRMED, Intimacy.NOT_INTIMATE
        await take_in(transaction, SECOND)
        assert [found[number].intimacy.value for number in ("42pt1", "42A")] == ["confirmed", "not_intimate"]


async def test_what_looks_intimate_and_what_is_open_is_one_alert(database_url: str) -> None:
    """One import raises one alert, and keeps its questions for the coordinator."""
    banner = Day(MONDAY, "11", call=call_hour(7), banners=("CLOSED SET",))
    board = read_one_liner(table(rows_of(Board(strips=(Strip("1", date=MONDAY, position=1),), days=(banner,)))))
    async with stepping(database_url) as transaction:
        await take_in(transaction, board)
        kinds = [alert.kind for alert in (await transaction.session.exec(select(Alert))).all()]
        kept = (await transaction.session.exec(select(ScheduleImport))).one()
        assert kinds == [AlertKind.PROPOSED]
        assert "Which scene is it for?" in said(kept.questions[0], language("en"))
        assert "Für welche Szene ist es?" in said(kept.questions[0], language("de"))


async def test_a_board_that_moved_meanwhile_is_looked_at_again(database_url: str) -> None:
    """A yes to an outdated preview applies nothing."""
    async with stepping(database_url) as transaction:
        production = await baltic(transaction)
        seen = await preview(transaction, production, SECOND)
        await take_in(transaction, FIRST)
        with pytest.raises(BoardMoved):
            await import_board(transaction, production, SECOND, seen)


async def test_what_was_shot_is_not_cut_by_a_schedule_of_the_days_to_come(database_url: str) -> None:
    """Day 11 is wrapped and gone from the next file: its scenes are done, not cut."""
    ahead = replace(
        FIRST,
        strips=tuple(strip for strip in FIRST.strips if strip.date != MONDAY),
        days=tuple(day for day in FIRST.days if day.date != MONDAY),
    )
    async with stepping(database_url) as transaction:
        await take_in(transaction, FIRST)
        production = await baltic(transaction)
        monday = await shoot_days.find_on(transaction.session, production.number, MONDAY)
        assert monday is not None
        monday.wrapped_at = MARCH + timedelta(days=15)
        assert (await take_in(transaction, ahead)).is_empty
        assert len(await strips.list_standing_on(transaction.session, monday.number)) == 6


async def test_a_call_in_the_hour_that_spring_skips_is_no_change_each_time(database_url: str) -> None:
    """At 02:30 on 29 March 2026 there is no clock in Warsaw that says so."""
    day = Day(date(2026, 3, 29), "20", call=call_hour(2, 30))
    board = Board(strips=(Strip("9", date=day.date, position=1),), days=(day,))
    async with stepping(database_url) as transaction:
        await take_in(transaction, board)
        assert (await take_in(transaction, board)).is_empty


async def test_a_call_of_the_night_is_that_of_the_command(database_url: str) -> None:
    """25:30 in a schedule is half past one on the day after; taken in again, nothing changes."""
    day = Day(date(2026, 3, 7), "4", call=call_hour(25, 30))
    board = Board(strips=(Strip("9", date=day.date, position=1),), days=(day,))
    async with stepping(database_url) as transaction:
        await take_in(transaction, board)
        production = await baltic(transaction)
        stored = await shoot_days.find_on(transaction.session, production.number, day.date)
        assert stored is not None
        calls = await shoot_days.list_calls(transaction.session, stored.number)
        assert [call.at for call in calls] == [instant(date(2026, 3, 8), time(1, 30), production.time_zone)]
        assert (await take_in(transaction, board)).is_empty


async def test_the_public_sample_shows_its_strips_over_its_days(database_url: str) -> None:
    """A whole film of 173 strips goes in at once and comes back the same."""
    content = sample("full_sample_schedule.uss")
    async with stepping(database_url) as transaction:
        board = read_schedule("full_sample_schedule.uss", content, BOARD_WITH_DAYS)
        assert len(board.all_strips) == 173
        await take_in(transaction, board)
        production = await baltic(transaction)
        stored = await stored_schedule(transaction, production)
        assert sum(len(rows.strips) for rows in stored.days) == len(
            {(s.scene, s.date, s.unit) for s in board.strips if s.number}
        )
        assert (await take_in(transaction, board)).is_empty
