"""Strips: a scene on a shooting day."""

from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, Structured
from storage.row import Row
from storage.scenes import Scene
from storage.shoot_days import ShootDay


class Strip(Row, table=True):
    """A scene on the board: one scene on one day with one unit. Taken off the board, it keeps `removed_at`."""

    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    unit: str = "MAIN"
    position: int = 0
    cast_ids: list[str] = Field(default_factory=list, sa_type=Structured(list, str))
    if_time_permits: bool = False
    filmed_at: datetime | None = Field(default=None, sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


async def list_on(session: AsyncSession, shoot_day_id: int) -> list[tuple[Strip, Scene]]:
    """What is on the board for a day, in order; scenes that were cut are left out."""
    rows = await session.exec(
        select(Strip, Scene)
        .join(Scene, col(Scene.id) == col(Strip.scene_id))
        .where(Strip.shoot_day_id == shoot_day_id, col(Strip.removed_at).is_(None), col(Scene.cut_at).is_(None))
        .order_by(col(Strip.unit), col(Strip.position), col(Strip.id))
    )
    return list(rows.all())


async def list_standing_on(session: AsyncSession, shoot_day_id: int) -> list[Strip]:
    """Every strip on a day's board, those of cut scenes too."""
    rows = await session.exec(
        select(Strip)
        .where(Strip.shoot_day_id == shoot_day_id, col(Strip.removed_at).is_(None))
        .order_by(col(Strip.position), col(Strip.id))
    )
    return list(rows.all())


async def list_standing_of(session: AsyncSession, scene_id: int) -> list[Strip]:
    """Every strip of a scene that is on the board, on whatever day, whether or not the scene is cut."""
    rows = await session.exec(
        select(Strip).where(Strip.scene_id == scene_id, col(Strip.removed_at).is_(None)).order_by(col(Strip.id))
    )
    return list(rows.all())


async def list_removed_at(session: AsyncSession, scene_id: int, moment: datetime | None) -> list[Strip]:
    """The strips of a scene that left the board at a moment (UTC)."""
    rows = await session.exec(
        select(Strip)
        .where(Strip.scene_id == scene_id, col(Strip.removed_at).is_not(None), Strip.removed_at == moment)
        .order_by(col(Strip.id))
    )
    return list(rows.all())


async def find(session: AsyncSession, scene_id: int, shoot_day_id: int) -> Strip | None:
    """The scene's place on that day's board, if it has one."""
    rows = await session.exec(
        select(Strip).where(
            Strip.scene_id == scene_id, Strip.shoot_day_id == shoot_day_id, col(Strip.removed_at).is_(None)
        )
    )
    return rows.first()


async def list_filmed(session: AsyncSession, shoot_day_id: int) -> set[int]:
    """The ids of the scenes that are filmed on a day, with every unit that has them."""
    standing = await list_standing_on(session, shoot_day_id)
    waiting = {strip.scene_id for strip in standing if strip.filmed_at is None}
    return {strip.scene_id for strip in standing} - waiting


async def list_days_of(session: AsyncSession, scene_id: int) -> list[ShootDay]:
    """The days a scene is on the board for, in order."""
    rows = await session.exec(
        select(ShootDay)
        .join(Strip, col(Strip.shoot_day_id) == col(ShootDay.id))
        .where(Strip.scene_id == scene_id, col(Strip.removed_at).is_(None))
        .order_by(col(ShootDay.date))
    )
    return list({day.number: day for day in rows.all()}.values())
