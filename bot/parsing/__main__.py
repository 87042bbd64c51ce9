"""`python -m bot.parsing <what> <name> [stripboard]` reads the file on its standard input: see apart.py.

It gives up what it may take before it looks at a byte, and writes what it has read, or every problem, as a pickle.
"""

import os
import pickle
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.parsing.apart import CPU_SECONDS, FAILED, MOST_MEMORY, OUT_OF_MEMORY, Reading
from bot.parsing.board import Problem, ScheduleUnreadable
from bot.parsing.cast_list import read_cast_list
from bot.parsing.measures import LARGEST_FILE
from bot.parsing.rider_list import read_rider_list
from bot.parsing.schedule_file import read_schedule

READERS: dict[Reading, Callable[..., object]] = {
    Reading.SCHEDULE: lambda content, name, stripboard=None: read_schedule(name, content, stripboard),
    Reading.CAST_LIST: lambda content, _: read_cast_list(content),
    Reading.RIDERS: lambda content, _: read_rider_list(content),
}


def confine() -> None:
    """No more time, memory and files than reading takes, from here on."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    there = Path("/proc/self/statm")
    if there.exists():
        pages, in_memory = (int(number) for number in there.read_text(encoding="ascii").split()[:2])
        most = MOST_MEMORY + (pages - in_memory) * resource.getpagesize()
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> int:
    """Read, and write what was read."""
    reading, *more = sys.argv[1:]
    confine()
    answer: tuple[tuple[Problem, ...], object]
    try:
        content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        try:
            answer = (), READERS[Reading(reading)](content, *more)
        except ScheduleUnreadable as unreadable:
            answer = unreadable.problems, None
        written = pickle.dumps(answer)
    except MemoryError:
        return OUT_OF_MEMORY
    except BaseException as error:  # noqa: BLE001 (a reader's panic is none of Exception's)
        written, status = type(error).__name__.encode(), FAILED
    else:
        status = 0
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        out.write(written)
    return status


if __name__ == "__main__":
    # Whatever a library still holds is not tidied up: that could take the time that is left.
    os._exit(main())
