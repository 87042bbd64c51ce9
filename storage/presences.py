"""Cast ids that are present in a scene and not in its action: told, free to object, and not needed for Ready."""

from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant
from storage.row import Row


class Presence(Row, table=True):
    """What a coordinator has said of a cast id nobody is named for; it stands until one takes it back."""

    scene_id: int = Field(foreign_key="scene.id", index=True)
    cast_id: str
    told_at: datetime = Field(sa_type=Instant)
    told_by: int = Field(foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: int | None = Field(default=None, foreign_key="person.id")


async def list_standing(session: AsyncSession, scene_id: int) -> list[Presence]:
    """What stands for a scene."""
    rows = await session.exec(select(Presence).where(Presence.scene_id == scene_id, col(Presence.ended_at).is_(None)))
    return list(rows.all())
