"""Whether Slack lets the bot in: noticed wherever it is refused, kept in a row, and tried again until it is let in.

While such a row is open the dispatcher sends nothing, so that what waits is not lost. Nobody can be told in Slack
meanwhile: whoever runs the bot reads it in the log, the coordinators once the bot is let in again.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.alerts import raise_alert
from bot.background.alarms import Alarms
from bot.clock import Clock, real_of_steady, steady_now
from bot.slack import Slack, SlackProblem
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from storage import productions, shut_outs
from storage.alerts import AlertKind
from storage.database import Database
from storage.shut_outs import ShutOut

log = logging.getLogger(__name__)

SOCKET_MODE_OFF = "link_disabled"
# It is said again this much later, for as long as it lasts.
SAY_AGAIN = timedelta(minutes=10)
HELP = "Install the app in the workspace again, put its tokens into .env and start the bot again."
HELPS = {
    SOCKET_MODE_OFF: "Switch Socket Mode on again at api.slack.com/apps.",
    "team_added_to_org": "The workspace is being moved; wait until that is over.",
    "accesslimited": "Have an administrator of the workspace look.",
    "access_denied": "Have an administrator of the workspace look.",
}


async def note_shut_out(transaction: Transaction, code: str) -> None:
    """Slack does not let the bot in, by its own word for why; said once for as long as it lasts."""
    if await shut_outs.find_open(transaction.session) is None:
        transaction.session.add(ShutOut(code=code, began_at=transaction.now))
        await transaction.session.flush()


async def note_let_in(transaction: Transaction) -> None:
    """Slack lets the bot in again: each production's coordinator is told since when it did not."""
    row = await shut_outs.find_open(transaction.session)
    if row is None:
        return
    row.ended_at = transaction.now
    transaction.session.add(row)
    for production in await productions.list_all(transaction.session):
        await raise_alert(
            transaction,
            production.number,
            AlertKind.SHUT_OUT,
            f"{row.number}:{production.number}",
            since=row.began_at,
            until=transaction.now,
        )


class Access:
    """Watches over one bot being let in. `look_soon` has `look` called; `listening`: whether taps can reach the bot."""

    def __init__(
        self,
        stores: tuple[Database, Vault, Clock],
        slack: Slack,
        alarms: Alarms,
        pause: timedelta,
        look_soon: Callable[[], None],
    ) -> None:
        self._database, self._vault, self._clock = stores
        self._slack = slack
        self._alarms = alarms
        self._pause = pause
        self._look_soon = look_soon
        self._refused_with: str | None = None
        self._try_at: datetime | None = None
        self._said_at: datetime | None = None
        self._changed = True
        self._has_looked = False
        self.listening: Callable[[], Awaitable[bool]] | None = None
        self.is_let_in = True

    def refused(self, code: str) -> None:
        """Slack has just refused the bot, not only one call of it."""
        if self._refused_with is None:
            self._refused_with = code
            self._look_soon()

    def look_again(self) -> None:
        """Something was committed: Slack may have told that it does not let the bot in any more."""
        self._changed = True

    async def look(self) -> None:
        """Keep what was noticed, and try whether it is over where it is time to."""
        code, self._refused_with = self._refused_with, None
        if code is None and self.is_let_in and not self._changed:
            return
        self._changed = False
        row = await self._what_is_open(code)
        # What an earlier process has left open is tried at once: it may be why the bot was started again.
        news = code is not None or (self._has_looked and self.is_let_in)
        self._has_looked, self.is_let_in = True, row is None
        if row is None:
            self._said_at = None
            return
        self._say(row)
        if news or self._try_at is None:
            self._try_at = steady_now() + (self._pause if news else timedelta(0))
        if steady_now() >= self._try_at:
            self._try_at = steady_now() + self._pause
            await self._try()
        again = None if self.is_let_in or self._try_at is None else real_of_steady(self._try_at)
        self._alarms.at("access", again, self._look_soon)

    async def _what_is_open(self, code: str | None) -> ShutOut | None:
        """What goes on, begun now where Slack has refused the bot since the last look."""
        if code is not None:
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                await note_shut_out(transaction, code)
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            return await shut_outs.find_open(transaction.session)

    def _say(self, row: ShutOut) -> None:
        """Tell whoever runs the bot, now and then for as long as it lasts."""
        if self._said_at is None or steady_now() - self._said_at >= SAY_AGAIN:
            self._said_at = steady_now()
            since, help_ = f"{row.began_at:%Y-%m-%d %H:%M} UTC", HELPS.get(row.code, HELP)
            log.error(
                "Slack has not let the bot in since %s (%s): nothing is sent, it waits. %s", since, row.code, help_
            )

    async def _try(self) -> None:
        """Ask Slack who the bot is: while it answers that, and taps can reach the bot, it is let in."""
        try:
            await self._slack.identity()
        except SlackProblem:
            return
        if self._refused_with is None and (self.listening is None or await self.listening()):
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                await note_let_in(transaction)
            self.is_let_in, self._said_at, self._try_at = True, None, None
            log.warning("Slack lets the bot in again; what waited is sent now.")
