"""Spreadsheet files (.xlsx, .xls, .ods) as rows of text, each cell as a person would write it in a CSV."""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from bot.parsing.board import Problem, ScheduleUnreadable
from bot.parsing.measures import LARGEST_UNPACKED, MOST_PARTS, MOST_ROWS, too_many

Records = list[tuple[int, list[str]]]
"""Rows with their number in the sheet, counted from 1 as the spreadsheet does."""

# A cell that has something in it, where a sheet of an .xlsx begins it.
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>\s*<(?:\w+:)?(?:v|is|f)\b')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PIECE, _LONGEST_CELL_TAG = 1024 * 1024, 1024
# ZZ, the 702nd, is the last column of two letters; a row far below the table may be empty but for one cell.
_LONGEST_COLUMN, _FURTHEST_ROW = 2, 2 * MOST_ROWS
# A spreadsheet counts days from here: 25:30 is one day and a bit of the next, however the cell shows it.
_NIGHT_AFTER = date(1900, 1, 1)
_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(content: bytes) -> bool:
    """Whether a file is a spreadsheet rather than text, by its first bytes."""
    return content.startswith(_BEGINNINGS)


def read_workbook(content: bytes) -> list[Records]:
    """The sheets that can be seen, in their order. Raises ScheduleUnreadable."""
    if content.startswith(_BEGINNINGS[0]):
        check_package(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        return [records_of(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]
    except CalamineError:
        raise not_opened() from None


def not_opened() -> ScheduleUnreadable:
    """Why a spreadsheet is not read at all."""
    sentence = "The spreadsheet cannot be opened. Save it again as .xlsx without a password, or export it as CSV."
    return ScheduleUnreadable([Problem(0, "", sentence)])


def check_package(content: bytes) -> None:
    """Whether what is packed in a spreadsheet is as large as tables are. Raises ScheduleUnreadable.

    The reader makes a whole table of the sheet, up to the furthest cell, before anybody can ask how large it is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise too_many("The spreadsheet is far larger than it looks.")
            for part in parts:
                if _SHEET.fullmatch(part.filename):
                    _check_sheet(package, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError, ValueError):
        raise not_opened() from None


def _check_sheet(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Its cells in passing, without keeping any."""
    before = b""
    with package.open(part) as sheet:
        while piece := sheet.read(_PIECE):
            for column, row in _FILLED.findall(before + piece):
                if len(column) > _LONGEST_COLUMN or int(row) > _FURTHEST_ROW:
                    raise too_many(f"The spreadsheet has something in cell {(column + row).decode()}.")
            before = piece[-_LONGEST_CELL_TAG:]


def records_of(rows: list[list[int | float | str | bool | time | date | datetime | timedelta]]) -> Records:
    """The rows of one sheet as text."""
    return [(number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def cell_text(cell: float | str | bool | time | date | datetime | timedelta) -> str:
    """One cell. A number that is whole has no point: scene 42 is "42"; a scene that became a date stays a date."""
    if isinstance(cell, date | time | timedelta):
        return clock_text(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def clock_text(cell: time | date | timedelta) -> str:
    """A day, an hour or both, as schedules write them."""
    if isinstance(cell, datetime) and cell.date() == _NIGHT_AFTER:
        return f"{24 + cell.hour}:{cell:%M}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{cell:%H:%M}" if isinstance(cell, time) else cell.isoformat()
