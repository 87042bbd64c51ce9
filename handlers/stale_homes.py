"""Homes are emptied at once when a role ends, whichever way: here, at the command line, or with a whole production."""

import logging
from datetime import datetime, timedelta

from bot.background.alarms import Alarms
from bot.background.loop import BackgroundLoop
from bot.clock import real_of_steady, steady_now
from bot.failures import Place, note_failure
from bot.transaction import writing
from bot.vault import Unreadable
from handlers.home import Homes
from storage import homes
from storage.failed_rows import name_of
from storage.homes import StaleHome

log = logging.getLogger(__name__)
AT_ONCE = 4
# Until a Home that Slack did not take is tried again.
PAUSE = timedelta(seconds=30)


class StaleHomes(BackgroundLoop):
    """Publishes every Home that is stale, beside whatever else goes on; one that Slack does not take is tried again."""

    def __init__(self, pages: Homes, alarms: Alarms) -> None:
        super().__init__("homes", alarms)
        self._pages = pages
        self._paused: dict[int, datetime] = {}

    async def _round(self) -> datetime | None:
        """Take up what can be shown now; the real moment at which more can."""
        async with self._pages.database.read() as session:
            stale = await homes.list_stale(session)
        now, later = steady_now(), list[datetime]()
        self._paused = {row.number: self._paused[row.number] for row in stale if row.number in self._paused}
        for row in stale:
            if self._paused.get(row.number, now) > now:
                later.append(self._paused[row.number])
            elif len(self.working) < AT_ONCE and row.number not in self.working:
                self._begin(row.number, self._show(row))
        return min(map(real_of_steady, later), default=None)

    async def _show(self, row: StaleHome) -> None:
        """One of them; it is over as well where Slack refuses it, as for an account that is gone."""
        self._paused[row.number] = steady_now() + PAUSE
        pages = self._pages
        try:
            shown = await pages.show(pages.vault.open("stalehome", row.key, row.account))
        except Unreadable as error:
            async with writing(pages.database, pages.vault, pages.clock.now()) as transaction:
                await note_failure(transaction, Place(name_of(StaleHome), row.number), error)
            return
        if not shown:
            return
        async with writing(pages.database, pages.vault, pages.clock.now()) as transaction:
            await homes.delete_shown(transaction.session, row.number)
