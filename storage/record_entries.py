"""The record: entries only ever added, one chain for each production; who the random ids in it stand for.

Neither entries nor heads point at a production's row: they outlive it, so that it stays provable what was erased. The
keys of what entries say do not.
"""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.answers import Answer
from storage.productions import Production
from storage.row import Row


class RecordEntry(Row, table=True):
    """One fact, as canonical bytes, with its mark in the chain. The database takes no change of it, and no removal."""

    __table_args__ = (UniqueConstraint("production_id", "position"),)
    production_id: int = Field(index=True)
    position: int
    content: bytes
    mark: bytes


class RecordHead(SQLModel, table=True):
    """The newest place and mark of a production's chain, and the chain's key, sealed and bound to `key_row`.

    `waiting`: so many facts have still to be taken into the chain, as its key could not be read.
    """

    production_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    position: int = 0
    mark: bytes
    key_row: str
    sealed_key: bytes
    waiting: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class RecordWaiting(Row, table=True):
    """A fact the record has still to take, as the canonical bytes it will stand there with."""

    production_id: int = Field(index=True)
    content: bytes


class RecordName(SQLModel, table=True):
    """Who a random id in a production's record stands for. Without this row nobody can say."""

    production_id: int = Field(foreign_key="production.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    random: str = Field(unique=True)


class RecordKey(Row, table=True):
    """A key that opens what entries say of one person, or of nobody in particular; without this row nothing does.

    It is sealed and bound to `key`. A second one begins where the first cannot be read.
    """

    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    key: str = Field(unique=True)
    sealed: bytes


class ShownTerms(SQLModel, table=True):
    """The exact terms an answer was about, sealed and bound to `key`; the record holds their hash with this salt."""

    answer_id: int = Field(foreign_key="answer.id", primary_key=True)
    key: str
    content: bytes
    salt: bytes
    language: str


async def list_languages_shown(session: AsyncSession, check_in_id: int) -> dict[int, str]:
    """The language of the terms that each answer to a check-in was about, by the answer's id."""
    rows = await session.exec(
        select(ShownTerms.answer_id, ShownTerms.language)
        .join(Answer, col(Answer.id) == col(ShownTerms.answer_id))
        .where(Answer.check_in_id == check_in_id)
    )
    return dict(rows.all())


async def list_heads(session: AsyncSession) -> list[RecordHead]:
    """The heads of all chains, those of erased productions too."""
    return list((await session.exec(select(RecordHead).order_by(col(RecordHead.production_id)))).all())


async def list_of(session: AsyncSession, production_id: int) -> list[RecordEntry]:
    """A production's entries in the order they were written."""
    rows = await session.exec(
        select(RecordEntry).where(RecordEntry.production_id == production_id).order_by(col(RecordEntry.position))
    )
    return list(rows.all())


async def list_numbers(session: AsyncSession) -> list[int]:
    """The ids of all productions that anything is left of: a row of their own, a head or entries."""
    queries = (select(Production.id), select(RecordHead.production_id), select(RecordEntry.production_id).distinct())
    found = [number for query in queries for number in (await session.exec(query)).all()]
    return sorted({number for number in found if number is not None})


async def find_head(session: AsyncSession, production_id: int) -> RecordHead | None:
    """The head of a production's chain."""
    return await session.get(RecordHead, production_id)


async def list_names(session: AsyncSession, production_id: int) -> dict[str, int]:
    """The ids of people by the random ids that stand for them in a production's record."""
    rows = await session.exec(select(RecordName).where(RecordName.production_id == production_id))
    return {row.random: row.person_id for row in rows.all()}


async def list_before(session: AsyncSession, production_id: int, position: int, limit: int) -> list[RecordEntry]:
    """Some entries before a place of a production's chain, the newest first."""
    rows = await session.exec(
        select(RecordEntry)
        .where(RecordEntry.production_id == production_id, RecordEntry.position < position)
        .order_by(col(RecordEntry.position).desc())
        .limit(limit)
    )
    return list(rows.all())


async def find(session: AsyncSession, production_id: int, position: int) -> RecordEntry | None:
    """The entry at a place of a production's chain, counted from 1."""
    rows = await session.exec(
        select(RecordEntry).where(RecordEntry.production_id == production_id, RecordEntry.position == position)
    )
    return rows.first()


async def list_waiting(session: AsyncSession, production_id: int) -> list[RecordWaiting]:
    """What a production's record has still to take, in the order it happened."""
    rows = await session.exec(
        select(RecordWaiting).where(RecordWaiting.production_id == production_id).order_by(col(RecordWaiting.id))
    )
    return list(rows.all())


async def list_keys(session: AsyncSession, production_id: int) -> list[RecordKey]:
    """The keys of what a production's entries say, oldest first."""
    rows = await session.exec(
        select(RecordKey).where(RecordKey.production_id == production_id).order_by(col(RecordKey.id))
    )
    return list(rows.all())


async def list_keys_of(session: AsyncSession, production_id: int, person_id: int | None) -> list[RecordKey]:
    """The keys of what a production's entries say of one person, or of nobody in particular, newest first."""
    whose = RecordKey.person_id == person_id if person_id is not None else col(RecordKey.person_id).is_(None)
    rows = await session.exec(
        select(RecordKey).where(RecordKey.production_id == production_id, whose).order_by(col(RecordKey.id).desc())
    )
    return list(rows.all())
