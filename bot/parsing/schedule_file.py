"""Which kind of schedule a file is."""

from pathlib import PurePath

from bot.parsing.board import Board
from bot.parsing.one_liner import read_one_liner
from bot.parsing.uss import read_uss


def read_schedule(name: str, content: bytes, stripboard: str | None = None) -> Board:
    """The board of a file: `.uss` by its name or its first letter, everything else as a one-liner in CSV.

    Raises ScheduleUnreadable with every problem at once.
    """
    if PurePath(name).suffix.lower() == ".uss" or content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        return read_uss(content, stripboard)
    return read_one_liner(content)
