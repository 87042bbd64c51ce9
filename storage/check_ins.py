"""Check-ins: one performer, one scene, one shooting day."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, or_
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.row import Row
from storage.strips import Strip


class CheckIn(Row, table=True):
    """One performer, one scene, one shooting day. Withdrawn when that no longer comes together."""

    # An id is never given twice: buttons in Slack hold it.
    __table_args__ = (UniqueConstraint("scene_id", "shoot_day_id", "person_id"), {"sqlite_autoincrement": True})
    production_id: int = Field(foreign_key="production.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    automatic: bool = True
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


async def find(session: AsyncSession, number: int) -> CheckIn | None:
    """The check-in with this id."""
    return (await session.exec(select(CheckIn).where(CheckIn.id == number))).first()


async def find_for(session: AsyncSession, scene_id: int, shoot_day_id: int, person_id: int) -> CheckIn | None:
    """The check-in of one performer for one scene on one day, withdrawn or not."""
    rows = await session.exec(
        select(CheckIn).where(
            CheckIn.scene_id == scene_id, CheckIn.shoot_day_id == shoot_day_id, CheckIn.person_id == person_id
        )
    )
    return rows.first()


async def list_on(session: AsyncSession, shoot_day_id: int, person_id: int | None = None) -> list[CheckIn]:
    """The check-ins that stand for a day, of all performers or one."""
    query = select(CheckIn).where(CheckIn.shoot_day_id == shoot_day_id, col(CheckIn.withdrawn_at).is_(None))
    if person_id is not None:
        query = query.where(CheckIn.person_id == person_id)
    return list((await session.exec(query.order_by(col(CheckIn.id)))).all())


async def list_of(session: AsyncSession, person_id: int) -> list[CheckIn]:
    """The check-ins of a performer that stand, in all productions."""
    rows = await session.exec(
        select(CheckIn)
        .where(CheckIn.person_id == person_id, col(CheckIn.withdrawn_at).is_(None))
        .order_by(col(CheckIn.id))
    )
    return list(rows.all())


async def list_ever(session: AsyncSession, person_id: int) -> list[CheckIn]:
    """Every check-in there ever was of a performer, withdrawn ones and past days included, in all productions."""
    rows = await session.exec(select(CheckIn).where(CheckIn.person_id == person_id).order_by(col(CheckIn.id)))
    return list(rows.all())


async def list_of_scene(session: AsyncSession, scene_id: int, person_id: int | None = None) -> list[CheckIn]:
    """Every check-in there ever was for a scene, withdrawn ones and past days included; of everybody or of one."""
    query = select(CheckIn).where(CheckIn.scene_id == scene_id)
    if person_id is not None:
        query = query.where(CheckIn.person_id == person_id)
    return list((await session.exec(query.order_by(col(CheckIn.id)))).all())


async def list_scenes_asked(session: AsyncSession, production_id: int) -> set[int]:
    """The ids of the scenes of a production that anybody ever had a check-in for."""
    rows = await session.exec(select(CheckIn.scene_id).where(CheckIn.production_id == production_id).distinct())
    return set(rows.all())


async def list_left_behind(session: AsyncSession, check_in: CheckIn) -> list[CheckIn]:
    """The check-ins of the same performer and scene on days that the scene, or the performer, has left."""
    planned = select(Strip.id).where(
        Strip.scene_id == CheckIn.scene_id,
        Strip.shoot_day_id == CheckIn.shoot_day_id,
        col(Strip.removed_at).is_(None),
    )
    rows = await session.exec(
        select(CheckIn)
        .where(
            CheckIn.scene_id == check_in.scene_id,
            CheckIn.person_id == check_in.person_id,
            CheckIn.id != check_in.id,
            or_(col(CheckIn.withdrawn_at).is_not(None), ~planned.exists()),
        )
        .order_by(col(CheckIn.id))
    )
    return list(rows.all())
