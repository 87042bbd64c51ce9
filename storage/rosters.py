"""Closed sets: the channel of one scene on one day, and the people cleared for it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.roles import Access
from storage.columns import Instant, word


class ClosedSetState(StrEnum):
    """The life of a closed set's channel."""

    PLANNED = "planned"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class ClosedSet(SQLModel, table=True):
    """The closed set of one scene on one day. `name` is stored before the channel is made."""

    __table_args__ = (UniqueConstraint("scene_id", "shoot_day_id"),)
    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    state: ClosedSetState = Field(default=ClosedSetState.PLANNED, sa_type=word(ClosedSetState))
    name: str = Field(unique=True)
    channel: str | None = Field(default=None, index=True)
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    hold: bool = False
    opens_at: datetime | None = Field(default=None, sa_type=Instant)
    check_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)
    alarm: str | None = None
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id


class Clearance(SQLModel, table=True):
    """A person on the roster of a closed set, with their access; ended, it keeps who ended it and when."""

    id: int | None = Field(default=None, primary_key=True)
    closed_set_id: int = Field(foreign_key="closedset.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    access: Access = Field(default=Access.SET, sa_type=word(Access))
    reason: str = ""
    cleared_by: int | None = Field(default=None, foreign_key="person.id")
    cleared_at: datetime = Field(sa_type=Instant)
    removed_by: int | None = Field(default=None, foreign_key="person.id")
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


async def closed_set(session: AsyncSession, number: int) -> ClosedSet | None:
    """The closed set with this id."""
    return (await session.exec(select(ClosedSet).where(ClosedSet.id == number))).first()


async def closed_set_of(session: AsyncSession, scene_id: int, shoot_day_id: int) -> ClosedSet | None:
    """The closed set of a scene on a day."""
    rows = await session.exec(
        select(ClosedSet).where(ClosedSet.scene_id == scene_id, ClosedSet.shoot_day_id == shoot_day_id)
    )
    return rows.first()


async def closed_set_in(session: AsyncSession, channel: str) -> ClosedSet | None:
    """The closed set whose channel this is."""
    return (await session.exec(select(ClosedSet).where(ClosedSet.channel == channel))).first()


async def closed_sets_on(session: AsyncSession, shoot_day_id: int) -> list[ClosedSet]:
    """The closed sets of a day."""
    rows = await session.exec(
        select(ClosedSet).where(ClosedSet.shoot_day_id == shoot_day_id).order_by(col(ClosedSet.id))
    )
    return list(rows.all())


async def closed_sets_to_check(session: AsyncSession, now: datetime) -> list[ClosedSet]:
    """Closed sets whose membership must be looked at now, the longest waiting first."""
    rows = await session.exec(select(ClosedSet).where(col(ClosedSet.check_at) <= now).order_by(col(ClosedSet.check_at)))
    return list(rows.all())


async def roster(session: AsyncSession, closed_set_id: int) -> list[Clearance]:
    """Who is cleared now, in the order they were cleared."""
    rows = await session.exec(
        select(Clearance)
        .where(Clearance.closed_set_id == closed_set_id, col(Clearance.removed_at).is_(None))
        .order_by(col(Clearance.id))
    )
    return list(rows.all())
