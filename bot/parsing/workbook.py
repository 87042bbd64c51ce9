"""Spreadsheet files (.xlsx, .xls, .ods) as rows of text, each cell as a person would write it in a CSV."""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from bot.parsing.board import Problem, ScheduleUnreadable

Records = list[tuple[int, list[str]]]
"""Rows with their number in the sheet, counted from 1 as the spreadsheet does."""

_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(content: bytes) -> bool:
    """Whether a file is a spreadsheet rather than text, by its first bytes."""
    return content.startswith(_BEGINNINGS)


def read_workbook(content: bytes) -> list[Records]:
    """The sheets that can be seen, in their order. Raises ScheduleUnreadable."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        return [records_of(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]
    except CalamineError:
        sentence = "The spreadsheet cannot be opened. Save it again as .xlsx without a password, or export it as CSV."
        raise ScheduleUnreadable([Problem(0, "", sentence)]) from None


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
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{cell:%H:%M}" if isinstance(cell, time) else cell.isoformat()
