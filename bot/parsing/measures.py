"""How large a file may be, and what is in it: far beyond any schedule, cast list or table of riders."""

from bot.parsing.board import Problem, ScheduleUnreadable

MEGABYTE = 1024 * 1024
LARGEST_FILE = 16 * MEGABYTE
# What a spreadsheet holds once it is unpacked, and in how many parts.
LARGEST_UNPACKED = 64 * MEGABYTE
MOST_PARTS = 2000
# Of a table what has something in it; of a .uss file the objects in each of its lists.
MOST_ROWS = 20_000
MOST_COLUMNS = 500


def too_many(there: str, where: int = 0) -> ScheduleUnreadable:
    """Why a file is not read: there is more in it than any schedule has."""
    return ScheduleUnreadable([Problem(where, "", f"{there} Delete what is not the table, and export it again.")])
