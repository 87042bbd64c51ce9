"""The points at which a bot can be killed: around each commit, each call of Slack's, each acknowledgement."""

import asyncio
import contextvars
import json
import sys
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from typing import Any, ClassVar, cast

from aiohttp import web
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.slack import Slack, wire
from sandbox.arguments import Received
from sandbox.methods.registry import METHODS
from sandbox.web_api import WebApi
from storage.database import Database

# What a call of Slack's takes, so that others go on meanwhile, as they do.
UNDERWAY_SECONDS = 0.02
# Between a transaction and the function that it is of.
PASSED = ("contextlib", "bot.transaction", __name__, "_writing", "_written")


class Killed(BaseException):
    """The process is gone: what would have come next in it does not happen."""


class Life:
    """One process of the bot: its points, counted, and its death at one of them.

    `dying` takes down, at the very moment, what a dead process leaves behind on disk.
    """

    def __init__(self, dies_at: int | None, dying: Callable[[], None], counted: list[str]) -> None:
        self._dies_at = dies_at
        self._dying = dying
        self.counted = counted
        self.counting = False
        self.dead = asyncio.Event()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.context = contextvars.copy_context()
        self.context.run(OF.set, self)

    def reach(self, point: str) -> None:
        """A point is reached. Raises Killed at the one it dies at, and at each that a dead process would reach."""
        if self.dead.is_set():
            raise Killed
        if not self.counting:
            return
        self.counted.append(point)
        if len(self.counted) - 1 == self._dies_at:
            self._dying()
            self.dead.set()
            raise Killed

    def begin(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Let something go on as part of this process."""
        return asyncio.get_running_loop().create_task(work, context=self.context)

    async def bury(self) -> None:
        """End everything that still goes on in the dead process; none of it reaches anything outside."""
        self.dead.set()
        while going := [task for task in self.tasks if not task.done()]:
            for task in going:
                # Else its connection would be nobody's; the system closes those of a process that is gone.
                if getattr(task.get_coro(), "__qualname__", "") != AsyncSession.close.__qualname__:
                    task.cancel()
            await asyncio.wait(going)


OF: "contextvars.ContextVar[Life | None]" = contextvars.ContextVar("life", default=None)


def reach(point: str) -> None:
    """A point is reached in whoever's process this is; what people and Slack do has none."""
    life = OF.get()
    if life is not None:
        life.reach(point)


def remember_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Have each task known to the process it belongs to, so that it ends with it."""

    def make(loop: asyncio.AbstractEventLoop, work: Any, context: contextvars.Context | None = None) -> Any:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, context=context)
        life = (context or contextvars.copy_context()).get(OF)
        if life is not None:
            life.tasks.add(task)
            task.add_done_callback(life.tasks.discard)
        return task

    loop.set_task_factory(make)
    loop.set_exception_handler(say_unless_killed)


def say_unless_killed(loop: asyncio.AbstractEventLoop, about: dict[str, Any]) -> None:
    """Nobody asks a dead process what became of its tasks."""
    if not isinstance(about.get("exception"), Killed):
        loop.default_exception_handler(about)


def writer() -> str:
    """Which function's transaction is beginning."""
    frame = sys._getframe(1)
    while frame.f_back is not None and (frame.f_globals["__name__"] in PASSED or frame.f_code.co_name in PASSED):
        frame = frame.f_back
    return frame.f_code.co_name


def without_waiting(connection: Any, _record: Any) -> None:
    """SQLite does not wait for the disk: that is for a power cut, what a killed process has written stays written."""
    connection.execute("PRAGMA synchronous=OFF")


class LastingDatabase(Database):
    """A database whose engines outlive it: a new one would learn each question anew, which costs more than asking."""

    kept: ClassVar[dict[tuple[type, URL, str], AsyncEngine]] = {}

    def _engine(self, begin: str, **pool: int) -> AsyncEngine:
        key = type(self), self._url, begin
        if key not in self.kept:
            self.kept[key] = super()._engine(begin, **pool)
            if self._sqlite:
                event.listen(self.kept[key].sync_engine, "connect", without_waiting)
        return self.kept[key]


class PointedDatabase(LastingDatabase):
    """A database whose commits, and whose emptying of files, are points."""

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One writing transaction, with a point on either side of its commit."""
        who = writer()
        async with super().write() as session:
            yield session
            reach(f"before the commit of {who}")
        reach(f"after the commit of {who}")

    async def shrink(self, tables: Collection[str] = ()) -> bool:
        """Emptying the files of what was deleted, with a point before."""
        if self._forgetting | set(tables):
            reach("before the files are emptied")
        return await super().shrink(tables)


class PointedSlack(Slack):
    """Slack's calls straight into the local Slack, with a point on either side of what it does."""

    api: WebApi

    async def _answer(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        await asyncio.sleep(UNDERWAY_SECONDS)
        reach(f"before {method}")
        given = {name: str(value) for name, value in wire(arguments).items()}
        received = Received(given, str(self.client.token))
        answer: Any = await self.api._answer(cast(web.Request, None), METHODS[method], received)
        reach(f"after {method}")
        await asyncio.sleep(UNDERWAY_SECONDS)
        response: Any = AsyncSlackResponse(
            client=self.client,
            http_verb="POST",
            api_url=method,
            req_args={},
            data=json.loads(answer.text),
            headers=dict(answer.headers),
            status_code=answer.status,
        )
        return cast(AsyncSlackResponse, response.validate())
