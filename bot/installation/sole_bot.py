"""One bot for one SQLite file: two would both believe to be the only one."""

import fcntl
import os
import struct
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

# A place in the database's file that SQLite never locks and nothing is ever written to.
FAR_BEHIND = 1 << 62


class AlreadyRunning(Exception):
    """Another bot works on this database. Stop it first, or use PostgreSQL, which serves several."""


def sole_bot(database: Path, keys: Sequence[str] = ()) -> ExitStack:
    """Hold a SQLite database for one bot, until that is closed. Raises AlreadyRunning.

    By a lock file beside it and, as that can be deleted, by a place in the database's own file. `keys`: the names of
    the keys the bot was started with, for the command that gives everything a new one.
    """
    with ExitStack() as held:
        try:
            hold_lock_file(Path(f"{database}.lock"), keys, held)
            hold_itself(database, held)
        except BlockingIOError:
            raise AlreadyRunning(f"Another bot is running on {database.name}. Stop it first.") from None
        return held.pop_all()


def hold_lock_file(path: Path, keys: Sequence[str], held: ExitStack) -> None:
    """Hold the file beside a database. Raises BlockingIOError."""
    lock = held.enter_context(os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w"))
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    lock.truncate(0)
    lock.write("\n".join(keys))
    lock.flush()


def hold_itself(database: Path, held: ExitStack) -> None:
    """Hold a place in the database's own file, where the system can do that. Raises BlockingIOError.

    The lock is the open file's, not the process's: what SQLite opens and closes of the same file ends no such lock.
    """
    if sys.platform != "linux":
        return
    with suppress(FileNotFoundError):
        file = held.enter_context(database.open("r+b"))
        # struct flock: kind, from where, first byte, how many, and no process.
        wanted = struct.pack("hhqqi0q", fcntl.F_WRLCK, os.SEEK_SET, FAR_BEHIND, 1, 0)
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, wanted)


def runs_without(database: Path, key: str) -> bool:
    """Whether a bot holds a SQLite database that was started without a key, as far as its lock file can tell."""
    with suppress(FileNotFoundError), Path(f"{database}.lock").open() as lock:
        known = lock.read().split()
        if known and key not in known:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False
