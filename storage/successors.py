"""Which scenes a schedule may have made of others: by splitting, combining or renumbering them."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.row import Row


class SceneSuccessor(Row, table=True):
    """A scene that may have been made of another one. Never taken back: what is said of either is looked up here."""

    __table_args__ = (UniqueConstraint("scene_id", "successor_id"),)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    successor_id: int = Field(foreign_key="scene.id", index=True)


async def is_known(session: AsyncSession, scene_id: int, successor_id: int) -> bool:
    """Whether it is known that one scene may have been made of another."""
    rows = await session.exec(
        select(SceneSuccessor.id).where(
            SceneSuccessor.scene_id == scene_id, SceneSuccessor.successor_id == successor_id
        )
    )
    return rows.first() is not None


async def list_after(session: AsyncSession, scene_id: int) -> list[int]:
    """The ids of the scenes that may have been made of one, and of those in turn."""
    found: dict[int, None] = {}
    ahead = [scene_id]
    while ahead:
        rows = await session.exec(
            select(SceneSuccessor.successor_id)
            .where(col(SceneSuccessor.scene_id).in_(ahead))
            .order_by(col(SceneSuccessor.id))
        )
        ahead = [number for number in rows.all() if number not in found and number != scene_id]
        found |= dict.fromkeys(ahead)
    return list(found)


async def list_before(session: AsyncSession, scene_id: int) -> list[int]:
    """The ids of the scenes that one may have been made of."""
    rows = await session.exec(select(SceneSuccessor.scene_id).where(SceneSuccessor.successor_id == scene_id))
    return list(rows.all())
