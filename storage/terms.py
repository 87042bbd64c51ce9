"""What scenes are made of, and the written words of riders: everything sealed, versions and kinds alone plain."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, Structured
from storage.row import Row

# The language of the words that a rider was agreed in; every other row of a rider is a translation of them.
AS_AGREED = ""


class Breakdown(Row, table=True):
    """One version of what a scene is made of. `content` seals the words; `kinds` are those of bot.domain.terms.Kind."""

    __table_args__ = (UniqueConstraint("scene_id", "version"),)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    version: int
    kinds: list[str] = Field(default_factory=list, sa_type=Structured(list, str))
    stunts_named: bool = False
    key: str = Field(unique=True)
    content: bytes
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


class RiderWords(Row, table=True):
    """What a version of a rider says beyond its one paragraph, or a translation of all of it made by a person."""

    __table_args__ = (UniqueConstraint("rider_id", "language"),)
    rider_id: int = Field(foreign_key="rider.id", index=True)
    language: str = AS_AGREED
    key: str = Field(unique=True)
    content: bytes
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


async def find_breakdown(session: AsyncSession, scene_id: int) -> Breakdown | None:
    """The newest version of what a scene is made of."""
    rows = await session.exec(
        select(Breakdown).where(Breakdown.scene_id == scene_id).order_by(col(Breakdown.version).desc())
    )
    return rows.first()


async def get_rider_words(session: AsyncSession, rider_id: int) -> dict[str, RiderWords]:
    """The sealed words of a version of a rider by language, those it was agreed in under `AS_AGREED`."""
    rows = await session.exec(select(RiderWords).where(RiderWords.rider_id == rider_id).order_by(col(RiderWords.id)))
    return {row.language: row for row in rows.all()}


class Rider(Row, table=True):
    """One version of the written terms of one performer for one scene. The bot keeps the words, never the contract."""

    __table_args__ = (UniqueConstraint("scene_id", "person_id", "version"),)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    version: int
    document: str = ""
    agreed: bytes
    agreed_key: str
    sent_at: datetime = Field(sa_type=Instant)
    in_force: bool = True
    notice_waived: bool = False
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Instant)


async def find_rider(session: AsyncSession, scene_id: int, person_id: int) -> Rider | None:
    """The newest rider of a performer for a scene."""
    rows = await session.exec(
        select(Rider)
        .where(Rider.scene_id == scene_id, Rider.person_id == person_id)
        .order_by(col(Rider.version).desc())
    )
    return rows.first()


async def list_riders(session: AsyncSession, scene_id: int, person_id: int) -> list[Rider]:
    """Every version of a performer's rider for a scene, the newest last."""
    rows = await session.exec(
        select(Rider).where(Rider.scene_id == scene_id, Rider.person_id == person_id).order_by(col(Rider.version))
    )
    return list(rows.all())
