"""Spreadsheets: the same table as in CSV, with what a spreadsheet makes of numbers and dates."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.parsing.board import ScheduleUnreadable
from bot.parsing.cast_list import read_cast_list
from bot.parsing.cells import read_call
from bot.parsing.one_liner import read_one_liner
from bot.parsing.workbook import cell_text
from tests.schedule.spreadsheet import Cell, workbook

HEADERS: list[Cell] = ["Shoot Day", "Date", "Approx Call", "Scene", "Pages", "Cast IDs"]
MONDAY = date(2026, 3, 16)


def test_a_spreadsheet_reads_as_the_same_table_in_csv() -> None:
    """Dates, hours, whole numbers and eighths of a page come out as they were meant."""
    rows: list[list[Cell]] = [
        HEADERS,
        [11.0, MONDAY, time(7), 38.0, 1.375, "1, 2"],
        [11.0, MONDAY, None, "42pt1", 2.0, 1.9],
    ]
    csv = "Shoot Day,Date,Approx Call,Scene,Pages,Cast IDs\n"
    csv += '11,2026-03-16,07:00,38,1 3/8,"1, 2"\n11,2026-03-16,,42pt1,2,1.9\n'
    board, other = read_one_liner(workbook(rows)), read_one_liner(csv.encode())
    assert board.days == other.days
    assert [(s.number, s.date, s.pages, s.cast_ids) for s in board.strips] == [
        (s.number, s.date, s.pages, s.cast_ids) for s in other.strips
    ]


def test_a_scene_that_a_spreadsheet_made_a_date_is_not_guessed() -> None:
    """Scene 9-12 stored as 9 December is named with its row, and what to do."""
    with pytest.raises(ScheduleUnreadable) as caught:
        read_one_liner(workbook([HEADERS, [11.0, MONDAY, None, date(2026, 12, 9), None, "1"]]))
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(2, "Scene")]
    assert "a spreadsheet has made" in str(caught.value)


def test_pages_that_became_a_date_are_eighths_again() -> None:
    """1/8 stored as 8 January is an eighth of a page."""
    board = read_one_liner(workbook([HEADERS, [11.0, MONDAY, None, "55", date(2026, 1, 8), "2"]]))
    assert board.strips[0].pages == 1


def test_the_sheet_whose_header_fits_is_read() -> None:
    """Notes before it, and what is hidden, are passed over."""
    people: list[list[Cell]] = [["Cast ID", "Character", "Name", "Slack"], [1.0, "Ola", "Ola Nowak", "U0123ABC"]]
    old: list[list[Cell]] = [[*people[0], "Role"], [2.0, "Jan", "Jan Wolski", "in person", ""]]
    entries = read_cast_list(workbook([["Read me", 3.0]], old, people, hidden=[2]))
    assert [(entry.cast_id, entry.name) for entry in entries] == [("1", "Ola Nowak")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 locked", workbook([]), workbook([["x"]])])
def test_a_spreadsheet_that_cannot_be_read_is_one_sentence(content: bytes) -> None:
    """Broken, locked, empty or something else: it says so and what to do."""
    with pytest.raises(ScheduleUnreadable) as caught:
        read_cast_list(content)
    assert caught.value.problems


@pytest.mark.parametrize("cell", [datetime(1900, 1, 1, 1, 30), timedelta(hours=25, minutes=30)])  # noqa: DTZ001
def test_an_hour_past_midnight_is_counted_on(cell: datetime | timedelta) -> None:
    """However the cell shows it, 25:30 is one day and a bit of the next."""
    assert str(read_call(cell_text(cell))) == "25:30"
