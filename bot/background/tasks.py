"""Tasks: what goes on beside what began it, with nothing lost of how it ended."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

log = logging.getLogger(__name__)

Result = TypeVar("Result")


def begin(work: Coroutine[Any, Any, Result], name: str) -> asyncio.Task[Result]:
    """Let something go on by itself. What it fails with is told by its kind, and asyncio has nothing to print."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(tell_failure)
    return task


def begin_for(work: Coroutine[Any, Any, Result], name: str) -> asyncio.Task[Result]:
    """The same for what is waited for: whoever waits is told, and it is taken as told if they have gone meanwhile."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    return task


def tell_failure(ended: asyncio.Task[Any]) -> None:
    """One line of the kind of what a task has failed with; its text could quote data."""
    if not ended.cancelled() and (error := ended.exception()) is not None:
        log.error("The task “%s” has failed (%s).", ended.get_name(), type(error).__name__)
