"""What reaches the error output: what the bot itself says, and of everything else no more than what kind it was."""

import asyncio
import logging
import sys
import threading
import warnings
from types import TracebackType
from typing import Any

# Ours are listed, not theirs: a library that comes tomorrow is silent as well. Bolt is given a logger of its own.
OURS = ("bot.", "handlers.", "storage.", "messages.", "sandbox.")

log = logging.getLogger(__name__)


def is_ours(record: logging.LogRecord) -> bool:
    """Whether something in the log was said by the bot, which quotes nobody; libraries quote what they work on."""
    return record.name.startswith(OURS)


def speak(level: int) -> None:
    """Have the bot itself heard from a level on, and nobody else."""
    if not logging.getLogger().handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(is_ours)
        logging.basicConfig(handlers=[handler], format="%(asctime)s %(levelname)s %(message)s")
    for name in OURS:
        logging.getLogger(name.rstrip(".")).setLevel(level)


def quote_nothing() -> None:
    """Whatever warns, or ends without being caught, is told by its kind."""
    warnings.simplefilter("ignore")
    sys.excepthook = tell_uncaught
    sys.unraisablehook = lambda found: tell("Something was dropped", found.exc_type)
    threading.excepthook = lambda found: tell("A thread has failed", found.exc_type)


def tell(what: str, error: type[BaseException] | None) -> None:
    """One line of the kind of an error; its text could quote what somebody wrote."""
    log.error("%s (%s).", what, error.__name__ if error else "unknown")


def tell_uncaught(error: type[BaseException], _: BaseException | None, __: TracebackType | None) -> None:
    """What ends the program."""
    if issubclass(error, KeyboardInterrupt):
        return
    tell("The program has ended at something unforeseen", error)


def tell_of_loop(_: asyncio.AbstractEventLoop, found: dict[str, Any]) -> None:
    """What asyncio has to say of an exception that nobody has taken."""
    error = found.get("exception")
    tell("Something beside the work has failed", type(error) if error else None)
