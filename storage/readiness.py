"""The words the AD was given: one row for each that was published, one for the last that each reader got."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.readiness import Word
from storage.columns import Instant, word
from storage.row import Row


class PublishedReadiness(Row, table=True):
    """The word of one scene on one day from a moment of the grid on."""

    __tablename__ = "publishedword"
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    word: Word = Field(sa_type=word(Word))
    as_of: datetime = Field(sa_type=Instant)


class DeliveredReadiness(Row, table=True):
    """The last word of a scene that reached one AD. "Changed" means changed against this."""

    __tablename__ = "deliveredword"
    __table_args__ = (UniqueConstraint("person_id", "scene_id", "shoot_day_id"),)
    person_id: int = Field(foreign_key="person.id", index=True)
    scene_id: int = Field(foreign_key="scene.id")
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    word: Word = Field(sa_type=word(Word))
    as_of: datetime = Field(sa_type=Instant)


async def get_published(
    session: AsyncSession, shoot_day_id: int, up_to: int | None = None
) -> dict[int, PublishedReadiness]:
    """The newest published word of each scene of a day, by scene id; `up_to` a row, as it was then."""
    query = (
        select(PublishedReadiness)
        .where(PublishedReadiness.shoot_day_id == shoot_day_id)
        .order_by(col(PublishedReadiness.id))
    )
    if up_to is not None:
        query = query.where(col(PublishedReadiness.id) <= up_to)
    rows = await session.exec(query)
    return {row.scene_id: row for row in rows.all()}


async def get_delivered(session: AsyncSession, shoot_day_id: int, person_id: int) -> dict[int, DeliveredReadiness]:
    """The last word of each scene of a day that reached a person, by scene id."""
    rows = await session.exec(
        select(DeliveredReadiness).where(
            DeliveredReadiness.shoot_day_id == shoot_day_id, DeliveredReadiness.person_id == person_id
        )
    )
    return {row.scene_id: row for row in rows.all()}


async def list_published(session: AsyncSession, shoot_day_id: int) -> list[PublishedReadiness]:
    """Every word that was published for a day, oldest first."""
    rows = await session.exec(
        select(PublishedReadiness)
        .where(PublishedReadiness.shoot_day_id == shoot_day_id)
        .order_by(col(PublishedReadiness.id))
    )
    return list(rows.all())
