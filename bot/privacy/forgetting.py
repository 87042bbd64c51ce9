"""Forgetting one person in one production: what they answered goes, and with it the keys of what the record says of it.

What was agreed with them and where they were cleared stays: that is the production's contract and its roster.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, or_
from sqlmodel import SQLModel, col, delete, select

from bot.domain import times
from bot.domain.unreadable import Spoiled
from bot.privacy.erasure import erase, forget_in_record
from bot.privacy.unfinished import forget_failed_of
from bot.transaction import Transaction
from storage import accounts, check_ins, matters, people, privacy, shoot_days
from storage.alerts import Alert
from storage.database import forget
from storage.deliveries import UNSENT, Delivery, Template
from storage.people import Person
from storage.productions import Production
from storage.revisions import Revision
from storage.scenes import Scene

# Tables with a row for each thing about one person: what they answered, and everything that came of it.
THEIRS = frozenset(
    {
        "alert",
        "checkin",
        "delivery",
        "due",
        "matter",
        "privatewords",
        "recordkey",
        "recordname",
        "unread",
        "wordshold",
        "wordsreading",
        "written",
    }
)
# Messages that tell of alerts.
TELLING = (Template.ALERT, Template.GATHERED)


class StillConcerned(Exception):
    """Something of theirs is open, held or still to come; nothing was forgotten."""


async def forget_person(transaction: Transaction, production: Production, who: Person) -> bool:
    """Delete what somebody answered and all that came of it; False where the record had nothing of them.

    Raises StillConcerned while something is open with them, held, or a day of theirs is to come.
    """
    if await is_concerned(transaction, production, who):
        raise StillConcerned
    alerts = select(Alert.id).where(Alert.production_id == production.number, Alert.person_id == who.number)
    numbers = set((await transaction.session.exec(alerts)).all())
    await forget_telling(transaction, production, numbers)
    await forget_reasons(transaction, production, who)
    gone: dict[str, Any] = {}
    tables = SQLModel.metadata.sorted_tables
    for table in tables:
        if (wanted := belonging(table, gone, production, who)) is not None:
            gone[table.name] = wanted
    known = await forget_in_record(transaction, production, who)
    for table in reversed(tables):
        if table.name in gone:
            await erase(transaction, table, gone[table.name])
    await forget_failed(transaction, production, who)
    return known


async def forget_failed(transaction: Transaction, production: Production, who: Person) -> None:
    """Let go what they sent and nobody could work through; not while it may be another production's to look at."""
    roles = await people.list_roles(transaction.session, who.number)
    if any(role.production_id != production.number for role in roles):
        return
    for account in await accounts.list_of(transaction.session, who.number):
        await forget_failed_of(transaction, account.slack_user)


async def is_concerned(transaction: Transaction, production: Production, who: Person) -> bool:
    """Whether the production still has to do with what somebody answers: then nothing of it may be lost."""
    here, today = production.number, times.local(transaction.now, production.time_zone).date()
    if any(one.production_id == here for one in await matters.list_open_of(transaction.session, who.number)):
        return True
    holds = await privacy.list_standing_holds(transaction.session, transaction.now)
    if any((hold.production_id, hold.person_id) == (here, who.number) for hold in holds):
        return True
    for row in await check_ins.list_of(transaction.session, who.number):
        day = await shoot_days.get(transaction.session, row.shoot_day_id)
        if row.production_id == here and day.wrapped_at is None and day.date >= today:
            return True
    return False


def belonging(table: Table, gone: Mapping[str, Any], production: Production, who: Person) -> Any | None:
    """Which rows of a table go with somebody: their own, and what hangs on those; None where there can be none."""
    ways: list[Any] = [
        column.in_(select(key.column).where(gone[key.column.table.name]))
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in gone
    ]
    if table.name in THEIRS:
        here, theirs = table.columns["production_id"] == production.number, table.columns["person_id"] == who.number
        ways.append(here & theirs)
    return or_(*ways) if ways else None


async def forget_telling(transaction: Transaction, production: Production, alerts: set[int | None]) -> None:
    """Delete the messages to others that told of some alerts: when they went says when somebody answered what."""
    rows = await transaction.session.exec(select(Delivery).where(Delivery.production_id == production.number))
    told = [row.number for row in rows.all() if tells_of(row, alerts)]
    await transaction.session.exec(delete(Delivery).where(col(Delivery.id).in_(told)))
    forget(transaction.session, "delivery")


def tells_of(row: Delivery, alerts: set[int | None]) -> bool:
    """Whether a message told of one of some alerts; where it cannot be read, nobody can say that it did not."""
    if isinstance(row.subject, Spoiled):
        return row.template in TELLING and row.state not in UNSENT
    return row.says("alert") in alerts


async def forget_reasons(transaction: Transaction, production: Production, who: Person) -> None:
    """Delete why somebody alone was asked again, and the limits agreed with them."""
    scenes = select(Scene.id).where(Scene.production_id == production.number)
    theirs = or_(col(Revision.person_id) == who.number, col(Revision.limits_of) == who.number)
    await transaction.session.exec(delete(Revision).where(theirs, col(Revision.scene_id).in_(scenes)))
    forget(transaction.session, "revision", "inboxrow")
