"""Rows that could not be read or worked through: kept as they are until a person or a look puts them right."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, UniqueConstraint, or_
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.row import Row

# Why a row failed whose key somebody has said to be lost for good.
KEY_LOST = "KeyLost"


class FailedRow(Row, table=True):
    """One such row, by table and number: since when, and why, as a type of error. Nothing of what stands in it.

    `put_aside_at`: somebody has said that it is not to be tried any more.
    """

    __table_args__ = (UniqueConstraint("stored_in", "row_number"),)
    stored_in: str
    row_number: int
    production_id: int | None = Field(default=None, foreign_key="production.id", index=True)
    failure: str
    failed_at: datetime = Field(sa_type=Instant)
    put_aside_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def key_is_lost(self) -> bool:
        """Whether it is put aside because its key is lost for good."""
        return self.failure == KEY_LOST and self.put_aside_at is not None


def name_of(table: type[SQLModel]) -> str:
    """What a table is called in the database, and here."""
    return str(table.__tablename__)


def has_not_failed(table: type[SQLModel], number: Any) -> ColumnElement[bool]:
    """Whether a row of a table, by the column of its number, may be tried."""
    failed = select(FailedRow.row_number).where(FailedRow.stored_in == name_of(table))
    return col(number).not_in(failed)


def is_not_put_aside(table: type[SQLModel], number: Any) -> ColumnElement[bool]:
    """Whether nobody has said of a row of a table, by the column of its number, that it is not to be tried any more."""
    aside = FailedRow.stored_in == name_of(table), col(FailedRow.put_aside_at).is_not(None)
    return col(number).not_in(select(FailedRow.row_number).where(*aside))


async def find(session: AsyncSession, stored_in: str, row_number: int) -> FailedRow | None:
    """What is known of one row, if it has failed."""
    rows = await session.exec(
        select(FailedRow).where(FailedRow.stored_in == stored_in, FailedRow.row_number == row_number)
    )
    return rows.first()


async def list_all(session: AsyncSession) -> list[FailedRow]:
    """Every row that has failed, those put aside too, the oldest first."""
    return list((await session.exec(select(FailedRow).order_by(col(FailedRow.id)))).all())


async def list_waiting(session: AsyncSession) -> list[FailedRow]:
    """Every row that has failed and that nobody has put aside, the oldest first."""
    waits = col(FailedRow.put_aside_at).is_(None)
    return list((await session.exec(select(FailedRow).where(waits).order_by(col(FailedRow.id)))).all())


async def list_in(session: AsyncSession, tables: Collection[str]) -> list[FailedRow]:
    """The rows of some tables that have failed, those put aside too."""
    rows = await session.exec(select(FailedRow).where(col(FailedRow.stored_in).in_(tables)))
    return list(rows.all())


def may_be_of(production_id: int) -> ColumnElement[bool]:
    """Whether what has failed is a production's, or nobody knows whose it is, as of a request."""
    return or_(col(FailedRow.production_id) == production_id, col(FailedRow.production_id).is_(None))


async def is_any_lost(session: AsyncSession, production_id: int) -> bool:
    """Whether something that may be a production's is under a key that is lost for good."""
    rows = await session.exec(select(FailedRow.id).where(may_be_of(production_id), FailedRow.failure == KEY_LOST))
    return rows.first() is not None


async def is_waiting(session: AsyncSession, production_id: int) -> bool:
    """Whether something has failed that may be a production's, and nobody has put it aside."""
    waits = col(FailedRow.put_aside_at).is_(None)
    rows = await session.exec(select(FailedRow.id).where(may_be_of(production_id), waits).limit(1))
    return rows.first() is not None
