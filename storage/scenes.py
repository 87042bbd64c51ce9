"""Scenes: what a schedule says of each, and whether it is intimate."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, Structured, word


class Intimacy(StrEnum):
    """Whether a scene is intimate. Text only ever proposes; a coordinator confirms."""

    UNMARKED = "unmarked"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    NOT_INTIMATE = "not_intimate"


class Scene(SQLModel, table=True):
    """A scene, or a part of one that is shot by itself: its number is a word, such as "42pt1" or "9-12"."""

    __table_args__ = (UniqueConstraint("production_id", "episode", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    episode: str = ""
    number: str
    int_ext: str = ""
    set_name: str = ""
    day_night: str = ""
    synopsis: str = ""
    intimacy: Intimacy = Field(default=Intimacy.UNMARKED, sa_type=word(Intimacy))
    hints: list[str] = Field(default_factory=list, sa_type=Structured(list, str))
    cut_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def key(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id

    @property
    def may_be_intimate(self) -> bool:
        """Whether it is confirmed as intimate, or marked with a word that no release knows: then it counts as one."""
        return self.intimacy is Intimacy.CONFIRMED or not isinstance(self.intimacy, Intimacy)

    @property
    def label(self) -> str:
        """The number as people say it, the episode before it where there is one."""
        return f"{self.episode}-{self.number}" if self.episode else self.number


async def find(session: AsyncSession, number: int) -> Scene | None:
    """The scene with this id, if there is one."""
    return await session.get(Scene, number)


async def get(session: AsyncSession, number: int) -> Scene:
    """The scene with this id; it exists."""
    return (await session.exec(select(Scene).where(Scene.id == number))).one()


async def list_all(session: AsyncSession, production_id: int) -> list[Scene]:
    """All scenes of a production, cut ones included."""
    rows = await session.exec(select(Scene).where(Scene.production_id == production_id).order_by(col(Scene.id)))
    return list(rows.all())
