"""A production that is over is reduced to its record: everything personal goes, some days after everybody was told."""

import logging
from datetime import datetime, time, timedelta

from bot.domain import times
from bot.domain.roles import Role
from bot.outbox import send
from bot.privacy.erasure import StillHeld, StillOpen, erase_production
from bot.transaction import Transaction
from storage import people, productions, shoot_days
from storage.deliveries import Priority, Template
from storage.productions import Production

log = logging.getLogger(__name__)

# So long before, at the least, everybody has been told; also where the bot was not there when the time came.
TOLD_BEFORE = timedelta(days=14)
TOLD = (Role.COORDINATOR, Role.PERFORMER)


async def over_at(transaction: Transaction, production: Production) -> datetime | None:
    """When the time of a production is over (UTC), counted from the end of its last day; None while it has no day."""
    days = await shoot_days.list_all(transaction.session, production.number)
    if not days:
        return None
    gone = timedelta(days=1 + production.keep_production_days)
    return times.instant(days[-1].date + gone, time(0), production.time_zone)


async def look_over(transaction: Transaction, number: int) -> None:
    """Tell that a production goes, or let it go, or take back that it does: its days may have changed since."""
    production = await productions.find(transaction.session, number)
    if production is None:
        return
    over = await over_at(transaction, production)
    if over is None or transaction.now < over - TOLD_BEFORE:
        production.goes_at = None
    elif production.goes_at is None or production.goes_at < over:
        production.goes_at = max(over, transaction.now + TOLD_BEFORE)
        await announce(transaction, production, production.goes_at)
    elif production.goes_at <= transaction.now:
        await reduce_to_record(transaction, production)
        return
    transaction.session.add(production)


async def announce(transaction: Transaction, production: Production, goes_at: datetime) -> None:
    """Coordinators and performers read on which day everything goes, all performers the same."""
    for reader in await people.list_holders(transaction.session, production.number, TOLD):
        await send(
            transaction,
            reader,
            Template.PRODUCTION_GOES,
            f"{production.number}:{goes_at.isoformat()}",
            priority=Priority.FAN_OUT,
            production_id=production.number,
            goes_at=goes_at.isoformat(),
        )


async def reduce_to_record(transaction: Transaction, production: Production) -> None:
    """Let everything of a production go but its record; while a channel is open or a hold stands, not yet."""
    try:
        await erase_production(transaction, production)
    except (StillOpen, StillHeld) as still:
        log.warning("A production that is over stays for now (%s).", type(still).__name__)
    else:
        log.info("A production that was over has been reduced to its record.")
