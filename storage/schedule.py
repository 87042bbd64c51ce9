"""The board as it stands: shooting days, calls, and which scene is on which day."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.columns import Instant, Structured
from storage.row import Row


class ScheduleImport(Row, table=True):
    """One applied import: which board it made, and what its file left open for the coordinator."""

    __table_args__ = (UniqueConstraint("production_id", "board_version"),)
    production_id: int = Field(foreign_key="production.id", index=True)
    board_version: int
    imported_at: datetime = Field(sa_type=Instant)
    proposed: list[int] = Field(default_factory=list, sa_type=Structured(list, int))
    questions: list[Any] = Field(default_factory=list, sa_type=Structured(list))


async def find_import(session: AsyncSession, production_id: int, board_version: int) -> ScheduleImport | None:
    """The import that made this version of the board."""
    rows = await session.exec(
        select(ScheduleImport).where(
            ScheduleImport.production_id == production_id, ScheduleImport.board_version == board_version
        )
    )
    return rows.first()
