"""How many connections Slack counts for this app, held against how many bots run: one more takes answers away."""

import logging
import time
from collections.abc import Callable

from bot.alerts import end_alerts, raise_alert
from bot.clock import Clock, real_now
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from storage import productions, running_bots
from storage.alerts import AlertKind
from storage.database import Database

log = logging.getLogger(__name__)

# Slack counts a connection whose end it was not told of for a while: so long is nothing said of one too many.
PATIENCE_SECONDS = 120.0


class Connections:
    """Holds what each hello of Socket Mode tells against the bots on this database. It warns, and refuses nothing."""

    def __init__(
        self,
        stores: tuple[Database, Vault, Clock],
        *,
        alone: bool,
        steady: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._database, self._vault, self._clock = stores
        self._alone = alone
        self._steady = steady
        self._patience = patience
        self._too_many_since: float | None = None
        self._asked_at: float | None = None

    async def heard(self, connections: int) -> None:
        """A hello has told how many connections there are, this one among them."""
        bots = await self._running()
        if connections <= bots:
            self._too_many_since = self._asked_at = None
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                await end_alerts(transaction, [AlertKind.CONNECTIONS])
        elif self._too_many_since is None:
            self._too_many_since = self._steady()
        elif self._steady() - self._too_many_since >= self._patience:
            log.error(
                "Slack counts %s connections of this app, and %s run on this database: another process takes answers "
                "away from here. Find it and stop it, or give it an app of its own.",
                connections,
                bots,
            )
            async with writing(self._database, self._vault, self._clock.now()) as transaction:
                await tell_coordinators(transaction)

    def should_ask_again(self) -> bool:
        """Whether only a new hello can tell if there are still too many; not asked twice within the same patience."""
        last = max(filter(None, (self._too_many_since, self._asked_at)), default=None)
        if last is None or self._steady() - last < self._patience:
            return False
        self._asked_at = self._steady()
        return True

    async def _running(self) -> int:
        """The bots on this database that are there; this one, which may not have said so yet, at least."""
        if self._alone:
            return 1
        async with reading(self._database, self._vault, self._clock.now()) as transaction:
            return max(1, await running_bots.count_live(transaction.session, real_now()))


async def tell_coordinators(transaction: Transaction) -> None:
    """Each production's coordinator is told, once for as long as it lasts."""
    for production in await productions.list_all(transaction.session):
        key = f"{production.number}"
        await raise_alert(transaction, production.number, AlertKind.CONNECTIONS, key)
