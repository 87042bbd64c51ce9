"""What is due next, told to the page, so that a newcomer can move the clock to it."""

import asyncio

from bot.app import Bot
from bot.background.tasks import begin
from bot.transaction import reading
from sandbox.clock import utc_text
from sandbox.workspace import Workspace
from storage import due
from storage.due import Due, DueKind
from storage.failed_rows import FailedRow

WHAT = {
    DueKind.FIRST_ROUND: "first check-in",
    DueKind.EVENING_ROUND: "evening check-in",
    DueKind.MORNING_ROUND: "quiet message of the morning",
    DueKind.CALL_TIME: "call time",
    DueKind.AD_LINE: "the ADs’ line",
    DueKind.OPEN_CLOSED_SET: "closed set opens",
    DueKind.CLOSURE: "message of the day after",
}

OTHERS_THAN_CALLS = tuple(kind for kind in DueKind if kind is not DueKind.CALL_TIME)


class Outlook:
    """Looks again after each change in the database and each move of the clock."""

    def __init__(self, bot: Bot, workspace: Workspace) -> None:
        self._bot = bot
        self._workspace = workspace
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        bot.database.watch(self._changed.set, Due, FailedRow)

    def start(self) -> None:
        """Begin to look."""
        self._changed.set()
        self._task = begin(self._run(), "outlook")

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            async with reading(self._bot.database, self._bot.vault, self._bot.clock.now()) as transaction:
                row = await due.find_next(transaction.session, without=(DueKind.WORDS, DueKind.GATHERED))
                call = await due.find_next(transaction.session, without=OTHERS_THAN_CALLS)
            shown = shown_due(row), shown_due(call)
            if shown != (self._workspace.next_due, self._workspace.next_call):
                self._workspace.next_due, self._workspace.next_call = shown
                self._workspace.changes.record("clock")


def shown_due(row: Due | None) -> dict[str, str] | None:
    """A row of what is due as the page shows it."""
    return {"dueAt": utc_text(row.due_at), "what": WHAT.get(row.kind, "something due")} if row else None
