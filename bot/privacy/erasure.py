"""Erasing: a whole production, or who somebody was in a production's record.

Erasing a production deletes everything that is stored of it in every table, and everybody no other one ever named.
What stays is its record: entries nobody can read any more, their keys being gone, and what they add up to. The chain
over them holds, so that it stays provable that something was kept, how much, and that it was erased. What stands in
Slack is Slack's.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, false, or_
from sqlmodel import SQLModel, col, func, select

from bot.domain.record_kinds import RecordKind
from bot.people import show_home_anew
from bot.privacy.unfinished import forget_unfinished_of
from bot.record import fill_up, record
from bot.transaction import Transaction
from storage import accounts, closed_sets, homes, inbox, privacy, record_entries
from storage.accounts import Account
from storage.closed_sets import ClosedSet
from storage.database import forget
from storage.people import Person
from storage.privacy import NoteHold
from storage.productions import Production
from storage.record_entries import RecordEntry, RecordHead, RecordName, RecordWaiting
from storage.scenes import Scene
from storage.shoot_days import ShootDay
from storage.terms import Rider

OUTLIVE = {table.__tablename__ for table in (RecordEntry, RecordHead, RecordWaiting)}
PERSON, PRODUCTION = "person.id", "production.id"


class StillOpen(Exception):
    """A closed set of the production still has a channel; nothing was erased."""

    def __init__(self, closed_set: ClosedSet) -> None:
        super().__init__(closed_set.name)
        self.name = closed_set.name


class StillHeld(Exception):
    """A legal hold keeps notes of the production until a moment (UTC); nothing was erased."""

    def __init__(self, hold: NoteHold) -> None:
        super().__init__(str(hold.until))
        self.until = hold.until


async def erase_production(transaction: Transaction, production: Production) -> int:
    """Delete everything stored of a production; how many rows went.

    Raises StillOpen while a channel is open, StillHeld while a legal hold stands.
    """
    await raise_if_needed(transaction, production)
    sums = await added_up(transaction, production)
    await fill_up(transaction, production.number)
    await record(transaction, production.number, RecordKind.PRODUCTION_ERASED, **sums)
    for slack_user in await homes.list_accounts(transaction.session, production.number):
        await show_home_anew(transaction, slack_user)
    # Nothing of what goes is written back; what was just put on record has to be there before.
    await transaction.session.flush()
    transaction.session.expunge_all()
    tables = [table for table in reversed(SQLModel.metadata.sorted_tables) if table.name not in OUTLIVE]
    wanted = [(table, belonging(table, production.number)) for table in tables]
    gone = sum([await erase(transaction, table, rows) for table, rows in wanted if rows is not None])
    gone += await erase_people(transaction, tables)
    # Rows of what came in keep the day; that they once kept the moment is in the files.
    forget(transaction.session, "inboxrow")
    return gone + await erase(
        transaction, Production.metadata.tables["production"], col(Production.id) == production.number
    )


async def added_up(transaction: Transaction, production: Production) -> dict[str, int]:
    """What a production's record amounts to, which is all of it that can be read later; nothing of answers."""
    here = col(Scene.production_id) == production.number
    asked = {
        "days": select(func.count()).where(ShootDay.production_id == production.number),
        "riders": select(func.count()).select_from(Rider).join(Scene, col(Scene.id) == col(Rider.scene_id)).where(here),
        "closed_sets": select(func.count()).where(ClosedSet.production_id == production.number),
    }
    return {name: (await transaction.session.exec(query)).one() for name, query in asked.items()}


async def raise_if_needed(transaction: Transaction, production: Production) -> None:
    """Look whether something of a production is still needed. Raises StillOpen and StillHeld."""
    for closed_set in await closed_sets.list_of(transaction.session, production.number):
        if closed_set.live:
            raise StillOpen(closed_set)
    holds = [
        hold
        for hold in await privacy.list_standing_holds(transaction.session, transaction.now)
        if hold.production_id == production.number
    ]
    if holds:
        raise StillHeld(max(holds, key=lambda hold: hold.until))


async def erase_people(transaction: Transaction, tables: Sequence[Table]) -> int:
    """Delete everybody no production names any more, with what is about them and no production; how many rows went.

    Whoever once had a part in another production, or recorded something there, stays as who did it.
    """
    people = sorted(found.number for found in (await transaction.session.exec(select(Person))).all())
    for table in tables:
        people = await unnamed_in(transaction, table, people)
    for user in [one.slack_user for number in people for one in await accounts.list_of(transaction.session, number)]:
        await forget_unfinished_of(transaction, user)
        await inbox.delete_naming(transaction.session, user)
    gone = sum([await erase(transaction, table, about_no_production(table, people)) for table in tables])
    return gone + await erase(transaction, Person.metadata.tables["person"], col(Person.id).in_(people))


async def erase(transaction: Transaction, table: Table, rows: Any) -> int:
    """Delete some rows of a table, down to the file; how many there were."""
    gone = (await transaction.session.exec(delete(table).where(rows))).rowcount
    if gone:
        forget(transaction.session, table.name)
    return gone


def belonging(table: Table, production_id: int) -> Any | None:
    """Which rows of a table hang on a production, directly or through others; None where none can."""
    ways = []
    for column in table.columns:
        for key in column.foreign_keys:
            if key.target_fullname == PRODUCTION:
                ways.append(column == production_id)
            elif key.target_fullname != PERSON and key.column.table is not table:
                above = belonging(key.column.table, production_id)
                if above is not None:
                    ways.append(column.in_(select(key.column).where(above)))
    return or_(*ways) if ways else None


def about_no_production(table: Table, people: Sequence[int]) -> Any:
    """Which rows of a table are about people who go, and about no production, such as notes nobody has claimed."""
    if table.name == Account.__tablename__:
        return table.columns["person_id"].in_(people)
    if "person_id" not in table.columns or "production_id" not in table.columns:
        return false()
    return table.columns["person_id"].in_(people) & table.columns["production_id"].is_(None)


async def unnamed_in(transaction: Transaction, table: Table, people: Sequence[int]) -> list[int]:
    """Those no row of a table names; rows about no production do not count."""
    left = set(people)
    for column in table.columns:
        if any(key.target_fullname == PERSON for key in column.foreign_keys):
            rows = select(column).where(column.in_(people), ~about_no_production(table, people))
            left -= set((await transaction.session.exec(rows)).all())
    return sorted(left)


async def forget_in_record(transaction: Transaction, production: Production, who: Person) -> bool:
    """Destroy what says which random id is this person in the record, and the keys of what it says about them.

    False where the record has nothing about them, or this was done before. Later entries begin a new id and a new key.
    """
    known = await transaction.session.get(RecordName, (production.number, who.number))
    keys = await record_entries.list_keys_of(transaction.session, production.number, who.number)
    if known is None and not keys:
        return False
    for row in (known, *keys):
        if row is not None:
            await transaction.session.delete(row)
    forget(transaction.session, "recordname", "recordkey")
    await record(transaction, production.number, RecordKind.PERSON_FORGOTTEN)
    return True
