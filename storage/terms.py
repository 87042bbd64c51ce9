"""What scenes are made of, and the written words of riders: everything sealed, versions and kinds alone plain."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant

# The language of the words that a rider was agreed in; every other row of a rider is a translation of them.
AS_AGREED = ""


class Breakdown(SQLModel, table=True):
    """One version of what a scene is made of. `content` seals the words; `kinds` are those of bot.domain.terms.Kind."""

    __table_args__ = (UniqueConstraint("scene_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    version: int
    kinds: list[str] = Field(default_factory=list, sa_type=JSON)
    stunts_named: bool = False
    key: str = Field(unique=True)
    content: bytes
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


class RiderWords(SQLModel, table=True):
    """What a version of a rider says beyond its one paragraph, or a translation of all of it made by a person."""

    __table_args__ = (UniqueConstraint("rider_id", "language"),)
    id: int | None = Field(default=None, primary_key=True)
    rider_id: int = Field(foreign_key="rider.id", index=True)
    language: str = AS_AGREED
    key: str = Field(unique=True)
    content: bytes
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


async def breakdown_of(session: AsyncSession, scene_id: int) -> Breakdown | None:
    """The newest version of what a scene is made of."""
    rows = await session.exec(
        select(Breakdown).where(Breakdown.scene_id == scene_id).order_by(col(Breakdown.version).desc())
    )
    return rows.first()


async def rider_words(session: AsyncSession, rider_id: int) -> dict[str, RiderWords]:
    """The sealed words of a version of a rider by language, those it was agreed in under `AS_AGREED`."""
    rows = await session.exec(select(RiderWords).where(RiderWords.rider_id == rider_id).order_by(col(RiderWords.id)))
    return {row.language: row for row in rows.all()}
