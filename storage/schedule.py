"""The board as it stands: shooting days, calls, and which scene is on which day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, word


class Intimacy(StrEnum):
    """Whether a scene is intimate. Text only ever proposes; a coordinator confirms."""

    UNMARKED = "unmarked"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    NOT_INTIMATE = "not_intimate"


class ShootDay(SQLModel, table=True):
    """One calendar day of shooting; a night shoot past midnight belongs to the day it began."""

    __table_args__ = (UniqueConstraint("production_id", "date"),)
    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    date: date
    label: str = ""
    off: bool = False
    wrapped_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id


class Call(SQLModel, table=True):
    """When a unit, or one person in it (`person_id`), reports for a day."""

    __table_args__ = (UniqueConstraint("shoot_day_id", "unit", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    unit: str = "MAIN"
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


class UnitDay(SQLModel, table=True):
    """One unit on one day, as the schedule names it: its own label, or a day off. Its call is a Call."""

    __table_args__ = (UniqueConstraint("shoot_day_id", "unit"),)
    id: int | None = Field(default=None, primary_key=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    unit: str = "MAIN"
    label: str = ""
    off: bool = False


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
    hints: list[str] = Field(default_factory=list, sa_type=JSON)
    cut_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def key(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id

    @property
    def label(self) -> str:
        """The number as people say it, the episode before it where there is one."""
        return f"{self.episode}-{self.number}" if self.episode else self.number


class Strip(SQLModel, table=True):
    """A scene on the board: one scene on one day with one unit. Taken off the board, it keeps `removed_at`."""

    id: int | None = Field(default=None, primary_key=True)
    shoot_day_id: int = Field(foreign_key="shootday.id", index=True)
    scene_id: int = Field(foreign_key="scene.id", index=True)
    unit: str = "MAIN"
    position: int = 0
    cast_ids: list[str] = Field(default_factory=list, sa_type=JSON)
    if_time_permits: bool = False
    filmed_at: datetime | None = Field(default=None, sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class ScheduleImport(SQLModel, table=True):
    """One applied import: which board it made, and what its file left open for the coordinator."""

    __table_args__ = (UniqueConstraint("production_id", "board_version"),)
    id: int | None = Field(default=None, primary_key=True)
    production_id: int = Field(foreign_key="production.id", index=True)
    board_version: int
    imported_at: datetime = Field(sa_type=Instant)
    proposed: list[int] = Field(default_factory=list, sa_type=JSON)
    questions: list[Any] = Field(default_factory=list, sa_type=JSON)


async def shoot_day(session: AsyncSession, number: int) -> ShootDay:
    """The shooting day with this id; it exists."""
    return (await session.exec(select(ShootDay).where(ShootDay.id == number))).one()


async def shoot_days(session: AsyncSession, production_id: int) -> list[ShootDay]:
    """The production's days in order."""
    rows = await session.exec(
        select(ShootDay).where(ShootDay.production_id == production_id).order_by(col(ShootDay.date))
    )
    return list(rows.all())


async def shoot_day_on(session: AsyncSession, production_id: int, on: date) -> ShootDay | None:
    """The production's shooting day on a date."""
    rows = await session.exec(select(ShootDay).where(ShootDay.production_id == production_id, ShootDay.date == on))
    return rows.first()


async def unit_days(session: AsyncSession, shoot_day_id: int) -> list[UnitDay]:
    """The units of a day, as the schedule names them."""
    return list((await session.exec(select(UnitDay).where(UnitDay.shoot_day_id == shoot_day_id))).all())


async def calls_of(session: AsyncSession, shoot_day_id: int) -> list[Call]:
    """The known calls of a day."""
    return list((await session.exec(select(Call).where(Call.shoot_day_id == shoot_day_id))).all())


async def scene(session: AsyncSession, number: int) -> Scene:
    """The scene with this id; it exists."""
    return (await session.exec(select(Scene).where(Scene.id == number))).one()


async def scenes(session: AsyncSession, production_id: int) -> list[Scene]:
    """All scenes of a production, cut ones included."""
    rows = await session.exec(select(Scene).where(Scene.production_id == production_id).order_by(col(Scene.id)))
    return list(rows.all())


async def strips_on(session: AsyncSession, shoot_day_id: int) -> list[tuple[Strip, Scene]]:
    """What is on the board for a day, in order; scenes cut from the film are left out."""
    rows = await session.exec(
        select(Strip, Scene)
        .join(Scene, col(Scene.id) == col(Strip.scene_id))
        .where(Strip.shoot_day_id == shoot_day_id, col(Strip.removed_at).is_(None), col(Scene.cut_at).is_(None))
        .order_by(col(Strip.unit), col(Strip.position), col(Strip.id))
    )
    return list(rows.all())


async def strips_standing(session: AsyncSession, shoot_day_id: int) -> list[Strip]:
    """Every strip on a day's board, those of cut scenes too."""
    rows = await session.exec(
        select(Strip)
        .where(Strip.shoot_day_id == shoot_day_id, col(Strip.removed_at).is_(None))
        .order_by(col(Strip.position), col(Strip.id))
    )
    return list(rows.all())


async def strips_standing_of(session: AsyncSession, scene_id: int) -> list[Strip]:
    """Every strip of a scene that is on the board, on whatever day, whether or not the scene is cut."""
    rows = await session.exec(
        select(Strip).where(Strip.scene_id == scene_id, col(Strip.removed_at).is_(None)).order_by(col(Strip.id))
    )
    return list(rows.all())


async def strip_of(session: AsyncSession, scene_id: int, shoot_day_id: int) -> Strip | None:
    """The scene's place on that day's board, if it has one."""
    rows = await session.exec(
        select(Strip).where(
            Strip.scene_id == scene_id, Strip.shoot_day_id == shoot_day_id, col(Strip.removed_at).is_(None)
        )
    )
    return rows.first()


async def days_of(session: AsyncSession, scene_id: int) -> list[ShootDay]:
    """The days a scene is on the board for, in order."""
    rows = await session.exec(
        select(ShootDay)
        .join(Strip, col(Strip.shoot_day_id) == col(ShootDay.id))
        .where(Strip.scene_id == scene_id, col(Strip.removed_at).is_(None))
        .order_by(col(ShootDay.date))
    )
    return list({day.number: day for day in rows.all()}.values())


async def schedule_import(session: AsyncSession, production_id: int, board_version: int) -> ScheduleImport | None:
    """The import that made this version of the board."""
    rows = await session.exec(
        select(ScheduleImport).where(
            ScheduleImport.production_id == production_id, ScheduleImport.board_version == board_version
        )
    )
    return rows.first()
