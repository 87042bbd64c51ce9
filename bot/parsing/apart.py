"""The one door for files: each is read in a process of its own, which may take only so much time and memory.

A file can be made to fill any memory, or to keep a reader busy for good. Here it ends that process, in one sentence.
"""

import io
import os
import pickle
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.parsing.board import Board, ScheduleUnreadable
from bot.parsing.cast_list import CastEntry
from bot.parsing.measures import LARGEST_FILE, MEGABYTE
from bot.parsing.rider_list import RiderEntry

CPU_SECONDS = 10
MOST_MEMORY = 200 * MEGABYTE
OUT_OF_MEMORY, FAILED = 3, 4
_LONGEST_WAIT = 180.0
_LOOKS_APART = 0.25
_TOO_LONG = {-signal.SIGXCPU, -signal.SIGKILL}
# What a reader's answer is made of. Nothing else comes out of that process, whatever has become of it.
_ANSWERS = {
    "bot.domain.terms": {"Kind"},
    "bot.domain.times": {"CallHour"},
    "bot.parsing.board": {"Board", "Day", "Problem", "SceneId", "Strip"},
    "bot.parsing.cast_list": {"CastEntry"},
    "bot.parsing.questions": {"Question"},
    "bot.parsing.rider_list": {"RiderEntry"},
    "datetime": {"date", "time"},
}


class Reading(StrEnum):
    """What files are read as."""

    SCHEDULE = "schedule"
    CAST_LIST = "cast-list"
    RIDERS = "riders"


class FileUnfit(Exception):
    """A file that is not read at all. The text is one sentence."""


def schedule_in(file: Path, stripboard: str | None = None) -> Board:
    """The board of a file. Raises FileUnfit, or ScheduleUnreadable with every problem at once."""
    found: Board = _read(file, Reading.SCHEDULE, *([stripboard] if stripboard is not None else []))
    return found


def cast_list_in(file: Path) -> tuple[CastEntry, ...]:
    """The entries of a cast list. Raises as `schedule_in`."""
    found: tuple[CastEntry, ...] = _read(file, Reading.CAST_LIST)
    return found


def riders_in(file: Path) -> tuple[RiderEntry, ...]:
    """The rows of a table of riders. Raises as `schedule_in`."""
    found: tuple[RiderEntry, ...] = _read(file, Reading.RIDERS)
    return found


def _read(file: Path, reading: Reading, *more: str) -> Any:
    try:
        # A pipe that nobody writes into would keep whoever opens it waiting.
        opened = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise FileUnfit(f"{file} cannot be opened ({getattr(error, 'strerror', None) or error}).") from None
    try:
        _check(file, os.fstat(opened))
        status, answer = _run(opened, [reading, file.name, *more])
    finally:
        os.close(opened)
    if status == 0:
        problems, found = _Answer.read(answer)
        if problems:
            raise ScheduleUnreadable(problems)
        return found
    raise FileUnfit(f"{file} cannot be read: {_why(status, answer)}")


def _check(file: Path, about: os.stat_result) -> None:
    """Before anything of it is read. Raises FileUnfit."""
    if not stat.S_ISREG(about.st_mode):
        raise FileUnfit(f"{file} is no file that could be read: it is a folder, a pipe or a device.")
    if about.st_size > LARGEST_FILE:
        size, most = round(about.st_size / MEGABYTE), LARGEST_FILE // MEGABYTE
        raise FileUnfit(f"{file} has {size} MB, and at most {most} MB are read. Export the table alone.")


def _run(opened: int, arguments: list[str]) -> tuple[int, bytes]:
    """How the reading ended, and what it wrote. It gets nothing of the environment, which has the keys."""
    path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-m", "bot.parsing", *arguments]
    # Nothing of it goes through a shell; a name that begins with a dash is no option to bot.parsing.
    with subprocess.Popen(  # noqa: S603
        command, stdin=opened, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=path
    ) as process:
        return _waited_for(process, time.monotonic() + _LONGEST_WAIT, _memory_of)


def _waited_for(process: subprocess.Popen[bytes], until: float, memory_of: Callable[[int], int]) -> tuple[int, bytes]:
    """Its end; one that has taken too long, or more memory than it may, is ended."""
    while True:
        try:
            answer, _ = process.communicate(timeout=_LOOKS_APART)
        except subprocess.TimeoutExpired:
            if memory_of(process.pid) > MOST_MEMORY:
                process.kill()
                process.communicate()
                return OUT_OF_MEMORY, b""
            if time.monotonic() > until:
                process.kill()
        else:
            return process.returncode, answer


def _memory_of(process: int) -> int:
    """What a process has in memory now, as `ps` says it on every system; 0 where it cannot be told.

    Where the system keeps the limit itself this is never above it; macOS does not.
    """
    try:
        command = ["/bin/ps", "-o", "rss=", "-p", str(process)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        return int(told.stdout.strip() or 0) * 1024
    except (OSError, ValueError):
        return 0


def _why(status: int, answer: bytes) -> str:
    if status in _TOO_LONG:
        return "it takes longer than any schedule does. Delete what is not the table, and export it again."
    if status == FAILED:
        return f"it is made in a way that is not understood ({answer[:40].decode(errors='replace')}). Export it as CSV."
    return "it takes more memory than any schedule does. Delete what is not the table, and export it again."


class _Answer(pickle.Unpickler):
    """Reads plain values and those of _ANSWERS; a file that has taken the reader over can say nothing else."""

    @classmethod
    def read(cls, answer: bytes) -> tuple[Any, Any]:
        """The problems, or what was read."""
        problems, found = cls(io.BytesIO(answer)).load()
        return problems, found

    def find_class(self, module: str, name: str) -> Any:
        """A type there may be. Raises UnpicklingError for any other."""
        if name not in _ANSWERS.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)
