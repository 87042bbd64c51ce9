"""Shooting days, their units and calls."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.row import Row


class ShootDay(Row, table=True):
    """One calendar day of shooting; a night shoot past midnight belongs to the day it began."""

    __table_args__ = (UniqueConstraint("production_id", "date"),)
    production_id: int = Field(foreign_key="production.id", index=True)
    date: date
    label: str = ""
    off: bool = False
    wrapped_at: datetime | None = Field(default=None, sa_type=Instant)


class Call(Row, table=True):
    """When a unit, or one person in it (`person_id`), reports for a day."""

    __table_args__ = (UniqueConstraint("shoot_day_id", "unit", "person_id"),)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    unit: str = "MAIN"
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


class UnitDay(Row, table=True):
    """One unit on one day, as the schedule names it: its own label, or a day off. Its call is a Call."""

    __table_args__ = (UniqueConstraint("shoot_day_id", "unit"),)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    unit: str = "MAIN"
    label: str = ""
    off: bool = False


async def get(session: AsyncSession, number: int) -> ShootDay:
    """The shooting day with this id; it exists."""
    return (await session.exec(select(ShootDay).where(ShootDay.id == number))).one()


async def list_all(session: AsyncSession, production_id: int) -> list[ShootDay]:
    """The production's days in order."""
    rows = await session.exec(
        select(ShootDay).where(ShootDay.production_id == production_id).order_by(col(ShootDay.date))
    )
    return list(rows.all())


async def find_on(session: AsyncSession, production_id: int, on: date) -> ShootDay | None:
    """The production's shooting day on a date."""
    rows = await session.exec(select(ShootDay).where(ShootDay.production_id == production_id, ShootDay.date == on))
    return rows.first()


async def list_units(session: AsyncSession, shoot_day_id: int) -> list[UnitDay]:
    """The units of a day, as the schedule names them."""
    return list((await session.exec(select(UnitDay).where(UnitDay.shoot_day_id == shoot_day_id))).all())


async def list_calls(session: AsyncSession, shoot_day_id: int) -> list[Call]:
    """The known calls of a day."""
    return list((await session.exec(select(Call).where(Call.shoot_day_id == shoot_day_id))).all())


async def has_ahead(session: AsyncSession, production_id: int, since: date) -> bool:
    """Whether a production still shoots on a date or later."""
    rows = await session.exec(
        select(ShootDay.id).where(
            ShootDay.production_id == production_id, col(ShootDay.date) >= since, col(ShootDay.wrapped_at).is_(None)
        )
    )
    return rows.first() is not None
